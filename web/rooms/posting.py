"""Posting movements: one form for receipt, issue, transfer and adjustment.

The form is kept whole whatever button was pressed: lines are added, copied, removed, pasted and
looked at beforehand (api.preview_document) here, with JavaScript and without.
"""

import dataclasses
import uuid
from dataclasses import dataclass
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import entry, errors, formats, forms, http, once, pasted, preview, render
from web.db import as_user, call
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import N_, _
from web.rooms import copied

routes = web.RouteTableDef()


@dataclass(frozen=True)
class Kind:
    """A kind of document: its words, and the fields of its lines as the command names them."""

    name: str
    verb: str
    icon: str
    fields: tuple[str, ...]

    @property
    def command(self) -> str:
        """The function of schema `api`, and the URL."""
        return f"post_{self.name}"


KINDS = (
    Kind("receipt", N_("Receive"), "package-plus",
         ("item", "location", "lot", "expires_on", "quantity", "unit", "unit_cost", "note")),
    Kind("issue", N_("Issue"), "package-minus",
         ("item", "location", "lot", "quantity", "unit", "note")),
    Kind("transfer", N_("Transfer"), "arrow-left-right",
         ("item", "from", "to", "lot", "quantity", "unit", "note")),
    Kind("adjustment", N_("Adjust"), "sliders-horizontal",
         ("item", "location", "lot", "quantity", "unit", "reason", "note")),
)  # fmt: skip
BY_COMMAND = {kind.command: kind for kind in KINDS}
COMMAND = r"/{command:post_(?:receipt|issue|transfer|adjustment)}"
HEAD = ("idempotency_key", "reference", "note", "occurred_at")
# The form's key made a document already: of other lines, or at places that are no longer theirs.
SPENT = frozenset({"IN002", "IN008"})


@routes.get(COMMAND)
@no_data("A form; what is done is the POST.")
async def form(request: web.Request) -> web.StreamResponse:
    """The form, with what the link said already filled in, or the lines of another document, and a
    key of its own."""
    kind = BY_COMMAND[request.match_info["command"]]
    head = dict.fromkeys(HEAD, "") | {"idempotency_key": str(uuid.uuid4())}
    if "like" in request.query:
        return await _show(request, kind, head, await copied.lines(request, kind.name, kind.fields))
    line = {field: request.query.get(field, "") for field in kind.fields}
    if kind.name == "transfer":
        line["from"] = line["from"] or request.query.get("location", "")
    return await _show(request, kind, head, [line])


@routes.post(COMMAND)
@answers(*BY_COMMAND, own_key=True)
async def post(request: web.Request) -> web.StreamResponse:
    """api.post_…(): all of it or none; what was typed comes back with what is wrong with it."""
    kind = BY_COMMAND[request.match_info["command"]]
    if http.wants_json(request):
        return await _post_json(request, kind)
    given = await request.post()
    head = {name: forms.text(given, f"document.{name}") for name in HEAD}
    lines = forms.lines(given, kind.fields)
    do = forms.text(given, "do")
    if do == "preview":
        return await _preview(request, kind, head, lines)
    if do == "paste":
        return await _paste(request, kind, head, lines, forms.text(given, "pasted"))
    if do.startswith(("add", "copy-", "remove-")):
        return await _show(request, kind, head, entry.changed(lines, do, kind.fields))
    head["idempotency_key"] = forms.text(given, "new_key") or head["idempotency_key"]
    lines = entry.filled(lines)
    try:
        answer = await _command(request, kind, head, lines)
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or (refusal.status not in (409, 422) and refusal.code not in SPENT):
            raise
        return await _show(request, kind, head, lines, _as_said(refusal))
    raise web.HTTPSeeOther(f"/documents/{answer['document']}?posted")


@routes.post("/preview_document")
@answers("preview_document")
async def preview_document(request: web.Request) -> web.StreamResponse:
    """api.preview_document(), for programs; people press Preview on the form."""
    body = await http.said(request)
    lines = body.get("lines")
    async with as_user(request, write=False) as db:
        answer = await call(
            db, "preview_document", kind=forms.text(body, "kind") or None,
            lines=None if lines is None else Jsonb(lines),
        )  # fmt: skip
    return render.data(request, answer if isinstance(answer, str) else render.json_of(answer))


@routes.get("/suggest_items{suffix:(?:\\.json)?}")
@answers("suggest_items", query={"q": "query"}, old={"query": "query"})
async def suggest_items(request: web.Request) -> web.StreamResponse:
    """api.suggest_items(): what somebody may mean who types or scans this."""
    async with as_user(request) as db:
        found = await call(db, "suggest_items", query=http.search(request, "query"))
    return render.data(request, found if isinstance(found, str) else render.json_of(found))


async def _preview(
    request: web.Request, kind: Kind, head: dict[str, str], lines: list[dict[str, str]]
) -> web.StreamResponse:
    """What posting would do: below each line of the form, or alone for the form to place it."""
    numbers = [at for at, line in enumerate(lines, start=1) if not forms.is_blank(line)]
    said, me = await _previewed(request, kind, [lines[at - 1] for at in numbers])
    told = preview.told(said, numbers, lines) if said else preview.NOTHING
    if http.is_partial(request):
        return render.page(
            request, "post_preview.html", me, told=told, kind=kind, lines=lines, count=len(lines)
        )
    return await _show(request, kind, head, lines, told=told)


async def _paste(
    request: web.Request,
    kind: Kind,
    head: dict[str, str],
    lines: list[dict[str, str]],
    text: str,
) -> web.StreamResponse:
    """Lines of a spreadsheet after those that are there, each looked at and the bad ones marked."""
    async with as_user(request, write=False, page=True) as db:
        choices = await call(db, "form_choices")
    known = pasted.Known(
        kind.fields,
        frozenset(one["unit"].lower() for one in choices["units"]),
        frozenset(one["location"] for one in choices["locations"]),
    )
    found = pasted.lines(text, known)
    if not found:
        return await _show(request, kind, head, lines)
    kept = [line for line in lines if not forms.is_blank(line)]
    last = (lines or [{}])[-1]
    for line in found:
        for field in entry.KEPT:
            if field in line and not line[field]:
                line[field] = last.get(field, "")
    room = forms.MAXIMUM_LINES - len(kept)
    left = text if len(found) > room else ""
    lines = kept if left else [*kept, *found]
    numbers = list(range(1, len(lines) + 1))
    said, _me = await _previewed(request, kind, [] if left else lines)
    told = preview.told(said, numbers, lines) if said else None
    return await _show(request, kind, head, lines, told=told, left=left)


async def _previewed(
    request: web.Request, kind: Kind, lines: list[dict[str, str]]
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """What the lines would do, None for none; and who asks, by whose preferences it is told."""
    async with as_user(request, write=False, page=True) as db:
        said = Jsonb([entry.as_said(line) for line in lines])
        found = await call(db, "preview_document", kind=kind.name, lines=said) if lines else None
        return found, await db.me()


async def _command(
    request: web.Request, kind: Kind, head: dict[str, str], lines: list[dict[str, str]]
) -> dict[str, Any]:
    async with as_user(request) as db:
        me = await db.me() if head["occurred_at"] else {}
        return dict(await call(
            db, kind.command,
            lines=Jsonb([entry.as_said(line) for line in lines]),
            idempotency_key=_uuid(head["idempotency_key"]),
            reference=head["reference"] or None,
            note=head["note"] or None,
            occurred_at=forms.moment(head["occurred_at"], formats.zone(me.get("time_zone"))),
        ))  # fmt: skip


def _as_said(refusal: Refusal) -> Refusal:
    """The refusal in the words of a form, which shows no keys."""
    if refusal.code not in SPENT:
        return refusal
    return dataclasses.replace(
        refusal, message=_("Something else was posted from this form before."),
        hint=_("What stands here is not posted. It can become a document of its own."),
    )  # fmt: skip


async def _post_json(request: web.Request, kind: Kind) -> web.StreamResponse:
    """The same command for a program: the body's keys are the command's."""
    body = await http.said(request)
    head: dict[str, Any] = {name: forms.text(body, name) or None for name in HEAD}
    head["idempotency_key"] = once.document_key(request, head["idempotency_key"])
    lines = body.get("lines")
    async with as_user(request) as db:
        answer = await call(db, kind.command, lines=None if lines is None else Jsonb(lines), **head)
    return render.data(request, answer)


async def _show(
    request: web.Request,
    kind: Kind,
    head: dict[str, str],
    lines: list[dict[str, str]],
    refusal: Refusal | None = None,
    told: preview.Told | None = None,
    left: str = "",
) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        choices = await call(db, "form_choices")
        me = await db.me()
    choices["locations"] = [
        place for place in choices["locations"]
        if place["postable"] and place["kind"] not in ("company", "region")
    ]  # fmt: skip
    # An item that goes out, or a problem of the head, is told above the lines.
    bad = refusal.lines if refusal else told.problems if told else []
    lines = lines or [dict.fromkeys(kind.fields, "")]
    return render.page(
        request, "post.html", me, status=refusal.status if refusal else 422 if left else 200,
        kind=kind, kinds=KINDS, head=head, lines=lines, choices=choices, refusal=refusal,
        problems=entry.by_field(kind.fields, lines, bad), told=told or preview.NOTHING, left=left,
        most=forms.MAXIMUM_LINES, spent=SPENT, new_key=str(uuid.uuid4()),
    )  # fmt: skip


def _uuid(text: Any) -> uuid.UUID | None:
    """The key; None, which the command refuses, for what is none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
