"""Scan mode, for a phone or a scanner: a place, then items, then one button.

Without JavaScript it is a form, code by code. With it web/static/scan.js scans, keeps what cannot
be sent yet and sends it later; the service worker opens the page without a network.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import auth, errors, forms, http, render, security
from web.assets import ASSETS
from web.db import as_user, call, calls
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import N_, _

routes = web.RouteTableDef()
HIGHEST = ("company", "region")  # places that hold no stock themselves
FIELDS = ("mode", "location", "to", "code")
EMPTY = {"quantity": "", "lot": ""}


@dataclass(frozen=True)
class Mode:
    """A tab: its words, and what is posted there (nothing where one only looks)."""

    name: str
    verb: str
    kind: str = ""

    @property
    def command(self) -> str:
        """The function of schema `api`."""
        return f"post_{self.kind}" if self.kind else ""


MODES = (
    Mode("receive", N_("Receive"), "receipt"),
    Mode("issue", N_("Issue"), "issue"),
    Mode("transfer", N_("Transfer"), "transfer"),
    Mode("look-up", N_("Look up")),
)
BY_NAME = {mode.name: mode for mode in MODES}
# The reader of barcodes is WebAssembly, and the camera is ours: on this page alone.
HEADERS = {
    "Content-Security-Policy": security.CSP.replace(
        "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"
    ),
    "Permissions-Policy": security.HEADERS["Permissions-Policy"].replace(
        "camera=()", "camera=(self)"
    ),
}


@routes.get("/scan")
@no_data("A page for people who scan; what is done is the POST of a command.")
async def scan(request: web.Request) -> web.StreamResponse:
    """The page; with a code in the query, what it stands for."""
    asked = {name: request.query.get(name, "").strip() for name in FIELDS}
    return await _show(request, asked, {})


@routes.post("/scan")
@no_data("The form of that page; programs send to /post_issue and the like.")
async def post(request: web.Request) -> web.StreamResponse:
    """One line, by the command of the mode: api.post_receipt(), post_issue(), post_transfer()."""
    given = await request.post()
    asked = {name: forms.text(given, name) for name in FIELDS}
    names = ("item", "quantity", "unit", "lot", "expires_on", "idempotency_key")
    line = {name: forms.text(given, name) for name in names}
    mode = BY_NAME.get(asked["mode"])
    if mode is None or not mode.command:
        raise web.HTTPBadRequest(text=_("Nothing is posted in this mode."))
    try:
        async with as_user(request) as db:
            answer = await call(
                db, mode.command, lines=Jsonb([_line(mode, asked, line)]),
                idempotency_key=_uuid(line["idempotency_key"]),
            )  # fmt: skip
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status not in (409, 422):
            raise
        return await _show(request, asked, line, refusal)
    kept = {name: asked[name] for name in ("mode", "location", "to")}
    raise web.HTTPSeeOther("/scan?" + render.query(**kept, posted=answer["document"]))


def _line(mode: Mode, asked: Mapping[str, str], line: Mapping[str, str]) -> dict[str, str]:
    places = (
        {"from": asked["location"], "to": asked["to"]}
        if mode.kind == "transfer"
        else {"location": asked["location"]}
    )
    optional = ("unit", "lot", *(("expires_on",) if mode.kind == "receipt" else ()))
    more = {name: line[name] for name in optional if line[name]}
    return {"item": line["item"], "quantity": forms.number(line["quantity"]), **places, **more}


def _uuid(text: str) -> uuid.UUID | None:
    """The key; None, which the command refuses, for what is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


async def _show(
    request: web.Request,
    asked: dict[str, str],
    line: Mapping[str, str],
    refusal: Refusal | None = None,
) -> web.StreamResponse:
    mode = BY_NAME.get(asked["mode"], BY_NAME["issue"])
    questions: list[tuple[str, dict[str, Any]]] = [("form_choices", {})]
    if asked["code"]:
        at = (asked["location"] or None) if mode.command else None
        questions.append(("read_barcode", {"code": asked["code"], "location": at}))
    async with as_user(request, write=False, page=True) as db:
        choices, *read = await calls(db, *questions)
        me = await db.me()
    if mode.command and not me["can"]["post"]:
        mode = BY_NAME["look-up"]  # the only one of theirs
    found = read[0] if read else None
    if found and found["location"] and not (found["item"] and asked["location"]):
        # A place was scanned: it is where the next items are.
        asked["to" if mode.kind == "transfer" and asked["location"] else "location"] = found[
            "location"
        ]["location"]
        found = None
    return _with_headers(render.page(
        request, "scan.html", me, status=refusal.status if refusal else 200,
        modes=MODES, mode=mode, asked=asked, line={**EMPTY, **line}, found=found, refusal=refusal,
        places=_postable(choices), posted=request.query.get("posted", ""),
        key=line.get("idempotency_key") or str(uuid.uuid4()),
    ))  # fmt: skip


def _postable(choices: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {name: place[name] for name in ("location", "name", "path")}
        for place in choices["locations"]
        if place["postable"] and place["kind"] not in HIGHEST
    ]


def _with_headers(response: web.Response) -> web.Response:
    response.headers.update(HEADERS)
    return response


@routes.get("/scan/shell")
@no_data("The page as it opens without a network: nobody's data.")
async def shell(request: web.Request) -> web.StreamResponse:
    """What the service worker keeps; the same for everybody, signed in or not."""
    return _with_headers(render.page(
        request, "scan.html", None, modes=MODES, mode=BY_NAME["issue"],
        asked=dict.fromkeys(FIELDS, ""), line=EMPTY, found=None, refusal=None, places=[], posted="",
        key="",
    ))  # fmt: skip


@routes.get("/scan-worker.js")
@no_data("A browser's service worker.")
async def worker(request: web.Request) -> web.StreamResponse:
    """At the top, so that it is there for every page; asked for anew each time."""
    return web.Response(
        body=request.app[ASSETS].content("scan-worker.js"),
        headers={"Content-Type": "text/javascript; charset=utf-8"},
    )


@routes.get("/scan/state.json")
@no_data("What the page keeps of its person for when there is no network, and a token for sending.")
async def state(request: web.Request) -> web.StreamResponse:
    """Who is signed in, where they post, and a token by which this session alone may send."""
    async with as_user(request, page=True) as db:
        choices = await call(db, "form_choices")
        me = await db.me()
    return render.data(request, {
        "person": me["person"], "name": me["name"], "can": me["can"],
        "link": "manager" in me["groups"], "form_token": auth.form_token(request),
        "places": _postable(choices),
    })  # fmt: skip


@routes.get("/read_barcode{suffix:(?:\\.json)?}")
@answers("read_barcode", query=("code", "location"))
async def read_barcode(request: web.Request) -> web.StreamResponse:
    """api.read_barcode(); as a page it is looked up where people scan."""
    if not http.wants_json(request):
        code = request.query.get("code", "")
        raise web.HTTPSeeOther("/scan?" + render.query(mode="look-up", code=code))
    asked = {name: request.query.get(name) or None for name in ("code", "location")}
    async with as_user(request) as db:
        answer = await call(db, "read_barcode", **asked)
    return render.data(request, answer)


@routes.post("/link_barcode")
@answers("link_barcode")
async def link_barcode(request: web.Request) -> web.StreamResponse:
    """api.link_barcode(); a form leads back to scanning the code."""
    given = await http.said(request)
    asked = {name: forms.text(given, name) for name in ("code", "item", "unit")}
    async with as_user(request) as db:
        answer = await call(db, "link_barcode", **(asked | {"unit": asked["unit"] or None}))
    if http.wants_json(request):
        return render.data(request, answer)
    kept = {name: forms.text(given, name) for name in ("mode", "location", "to")}
    raise web.HTTPSeeOther("/scan?" + render.query(**kept, code=asked["code"]))
