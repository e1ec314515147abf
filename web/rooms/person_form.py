"""New accounts: a person by invitation, a tool with a password, an API client with tokens."""

import secrets
from typing import Any

import psycopg
from aiohttp import web

from web import errors, formats, forms, http, problems, render
from web.db import PersonsDb, as_user, call
from web.declared import answers, no_data
from web.errors import Refusal
from web.rooms.people import ABOUT_GROUPS, SHOWN, groups_of

routes = web.RouteTableDef()
FIELDS = ("person", "name", "email", "place", "valid_until", "kind", "verifier", "time_zone")


@routes.get("/invite_user")
@no_data("An empty form.")
async def new_person(request: web.Request) -> web.StreamResponse:
    """The empty form for a person."""
    return await _show(request, "person", {})


@routes.post("/invite_user")
@answers("invite_user")
async def invite_user(request: web.Request) -> web.StreamResponse:
    """api.invite_user()."""
    given = await http.said(request)
    if http.wants_json(request):
        places = forms.texts(given, "places")
        async with as_user(request, page=True) as db:
            answer = await call(
                db, "invite_user", **_texts(given, "person", "name"),
                groups=await groups_of(request), places=places,
                **_optional(given, "email", "time_zone", "valid_until"),
            )  # fmt: skip
        return render.data(request, render.json_of(answer))
    return await _create(request, given, "person")


@routes.get("/create_user")
@no_data("An empty form.")
async def new_tool(request: web.Request) -> web.StreamResponse:
    """The empty form for a tool or an API client."""
    return await _show(request, "tool", {"kind": request.query.get("kind", "tool")})


@routes.post("/create_user")
@answers("create_user")
async def create_user(request: web.Request) -> web.StreamResponse:
    """api.create_user(), and a place; a tool's password is made here and shown once."""
    given = await http.said(request)
    if http.wants_json(request):
        async with as_user(request, page=True) as db:
            await call(
                db, "create_user", **_texts(given, "person", "name"),
                groups=await groups_of(request),
                **_optional(given, "verifier", "email", "time_zone", "valid_until"),
                kind=forms.text(given, "kind") or "person",
            )  # fmt: skip
        return render.data(request, render.json_of(None))
    return await _create(request, given, "tool")


async def _create(request: web.Request, given: Any, form: str) -> web.StreamResponse:
    said: dict[str, Any] = {name: forms.text(given, name) for name in FIELDS}
    said["groups"] = await groups_of(request)
    password = secrets.token_urlsafe(24) if said["kind"] == "tool" else ""
    try:
        async with as_user(request, page=True) as db:
            until = None
            if said["valid_until"]:
                zone = formats.zone((await db.me()).get("time_zone"))
                until = forms.day_end(said["valid_until"], zone)
            await (_invite if form == "person" else _make)(db, said, until, password)
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status not in SHOWN:
            raise
        return await _show(request, form, said, refusal)
    if not password:
        raise web.HTTPSeeOther(f"/people/{said['person']}")
    async with as_user(request, write=False, page=True) as db:
        me = await db.me()
    return render.page(request, "new_tool.html", me, said=said, password=password)


async def _invite(db: PersonsDb, said: dict[str, Any], until: str | None, _: str) -> None:
    await call(
        db, "invite_user", person=said["person"], name=said["name"], groups=said["groups"],
        email=said["email"] or None, places=[said["place"]] if said["place"] else [],
        valid_until=until,
    )  # fmt: skip


async def _make(db: PersonsDb, said: dict[str, Any], until: str | None, password: str) -> None:
    verifier = None
    if password:  # only this ever leaves the process; the password itself never reaches a statement
        made = db.connection.pgconn.encrypt_password(
            password.encode(), said["person"].encode(), b"scram-sha-256"
        )
        verifier = made.decode()
    await call(
        db, "create_user", person=said["person"], name=said["name"], groups=said["groups"],
        kind=said["kind"], verifier=verifier, valid_until=until,
    )  # fmt: skip
    if said["place"]:
        await call(db, "grant_location", person=said["person"], location=said["place"])


async def _show(
    request: web.Request, form: str, said: dict[str, Any], refusal: Refusal | None = None
) -> web.StreamResponse:
    if refusal and http.wants_json(request):
        return problems.respond(request, refusal)
    async with as_user(request, write=False, page=True) as db:
        choices = await call(db, "form_choices")
        me = await db.me()
    empty = dict.fromkeys(FIELDS, "") | {"groups": []}
    return render.page(
        request, "person_form.html", me,
        status=refusal.form_status() if refusal else 200, form=form,
        said=empty | said, refusal=refusal, places=choices["locations"], about=ABOUT_GROUPS,
    )  # fmt: skip


def _texts(given: Any, *names: str) -> dict[str, str]:
    return {name: forms.text(given, name) for name in names}


def _optional(given: Any, *names: str) -> dict[str, str | None]:
    return {name: forms.text(given, name) or None for name in names}
