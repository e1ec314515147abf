"""People, tools and API clients: the list, and each one's page with what can be done there."""

from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import auth, errors, formats, forms, http, listing, lists, render
from web.db import as_user, call, calls
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import N_, _

routes = web.RouteTableDef()
PERSON = "{person:[a-z][a-z0-9_]{1,62}}"
STATES = ("all", "active", "ended")
FILE = (
    "person", "name", "kind", "state", "groups", "places", "email", "last_seen_at", "valid_until",
)  # fmt: skip
SHOWN = (404, 409, 422)  # refusals that the page itself tells


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    places = ", ".join(one["location"] for one in row["places"])
    return row | {"groups": ", ".join(row["groups"]), "places": places}


ROOM = listing.Room(
    lists.List(
        "people",
        "/people",
        (
            lists.Column("name", "Name", "c-name", fixed=True),
            lists.Column("groups", "Groups", "c-groups"),
            lists.Column("places", "Places", "c-places"),
            lists.Column("state", "Access", "c-state"),
            lists.Column("seen", "Last seen", "c-when", "time"),
            lists.Column("email", "E-mail", "c-email", needs="manage_people", shown=False),
        ),
    ),
    "list_people", "people.html", "people_row.html", FILE, "people", _flat,
    filters={"state": "state"}, instead={"state": "all"},
)  # fmt: skip


@routes.get("/people" + http.DATA)
@answers("list_people", query={"q": "search", "state": "state", "after": "after"})
async def list_people(request: web.Request) -> web.StreamResponse:
    """api.list_people() as a page, as its next rows, as JSON or a file."""
    said = {"q": request.query.get("q", ""), "state": request.query.get("state") or "all"}
    asked = {"search": said["q"], "state": said["state"]}
    return await listing.respond(request, ROOM, asked, said, **said, states=STATES)


@routes.get(f"/people/{PERSON}{{suffix:(?:\\.json)?}}")
@answers("person_page")
async def person_page(request: web.Request) -> web.StreamResponse:
    """api.person_page()."""
    if http.wants_json(request):
        async with as_user(request) as db:
            found = await call(db, "person_page", person=request.match_info["person"])
        return render.data(request, found)
    return await show(request)


@routes.post(f"/edit_user/{PERSON}")
@answers("edit_user", body="changes")
async def edit_user(request: web.Request) -> web.StreamResponse:
    """api.edit_user()."""
    given = await http.said(request)
    changes = dict(given)
    if not http.wants_json(request):
        changes = {name: forms.text(given, name) for name in ("name", "email", "time_zone")}
        changes["valid_until"] = await _end(request, forms.text(given, "valid_until"))
    return await act(request, "edit_user", changes=Jsonb(changes))


@routes.post(f"/set_groups/{PERSON}")
@answers("set_groups")
async def set_groups(request: web.Request) -> web.StreamResponse:
    """api.set_groups()."""
    return await act(request, "set_groups", groups=await groups_of(request))


@routes.post(f"/grant_location/{PERSON}")
@answers("grant_location")
async def grant_location(request: web.Request) -> web.StreamResponse:
    """api.grant_location()."""
    given = await http.said(request)
    until = forms.text(given, "valid_until")
    if not http.wants_json(request):
        until = await _end(request, until) or ""
    return await act(
        request, "grant_location", location=forms.text(given, "location"), valid_until=until or None
    )


@routes.post(f"/revoke_location/{PERSON}")
@answers("revoke_location")
async def revoke_location(request: web.Request) -> web.StreamResponse:
    """api.revoke_location()."""
    given = await http.said(request)
    return await act(request, "revoke_location", location=forms.text(given, "location"))


@routes.post(f"/disable_user/{PERSON}")
@answers("disable_user")
async def disable_user(request: web.Request) -> web.StreamResponse:
    """api.disable_user()."""
    return await act(request, "disable_user")


@routes.post(f"/enable_user/{PERSON}")
@answers("enable_user")
async def enable_user(request: web.Request) -> web.StreamResponse:
    """api.enable_user()."""
    return await act(request, "enable_user")


@routes.get(f"/offboard_user/{PERSON}")
@no_data("The question before the command.")
async def confirm(request: web.Request) -> web.StreamResponse:
    """Say what will happen, and ask."""
    return await _confirm(request, "offboard_user.html")


@routes.post(f"/offboard_user/{PERSON}")
@answers("offboard_user")
async def offboard_user(request: web.Request) -> web.StreamResponse:
    """api.offboard_user(); the page says what was done."""
    return await act(request, "offboard_user", tell="offboarded")


@routes.get(f"/reset_second_factor/{PERSON}")
@no_data("The question before the command.")
async def confirm_reset(request: web.Request) -> web.StreamResponse:
    """Say what will happen, and ask."""
    return await _confirm(request, "reset_second_factor.html")


@routes.post(f"/reset_second_factor/{PERSON}")
@answers("reset_second_factor")
async def reset_second_factor(request: web.Request) -> web.StreamResponse:
    """api.reset_second_factor(); the page says what was done."""
    return await act(request, "reset_second_factor", tell="reset")


@routes.post(f"/send_invitation/{PERSON}")
@answers("send_invitation")
async def send_invitation(request: web.Request) -> web.StreamResponse:
    """api.send_invitation()."""
    return await act(request, "send_invitation", purpose=await _purpose(request))


@routes.post(f"/invitation_link/{PERSON}")
@answers("invitation_link", told_once=True)
async def invitation_link(request: web.Request) -> web.StreamResponse:
    """api.invitation_link(); the link is shown once, on this very answer."""
    return await act(request, "invitation_link", tell="link", purpose=await _purpose(request))


@routes.post(f"/create_token/{PERSON}")
@answers("create_token", told_once=True)
async def create_token(request: web.Request) -> web.StreamResponse:
    """api.create_token(); the token is shown once, on this very answer."""
    given = await http.said(request)
    until = forms.text(given, "valid_until")
    if not http.wants_json(request):
        until = await _end(request, until) or ""
    return await act(
        request, "create_token", tell="token", label=forms.text(given, "label"),
        valid_until=until or None,
    )  # fmt: skip


@routes.post(f"/end_session/{PERSON}")
@no_data("A button of the page; programs ask /revoke_session.")
async def end_session(request: web.Request) -> web.StreamResponse:
    """api.revoke_session(), of a session or a token on this page. One's own: see /account."""
    async with as_user(request, write=False, page=True) as db:
        if not (await db.me())["can"]["manage_people"]:
            raise web.HTTPForbidden(text=_("Only an admin ends the sessions of others."))
    given = await http.said(request)
    return await act(request, "revoke_session", of="", session=forms.text(given, "session"))


async def _confirm(request: web.Request, template: str) -> web.StreamResponse:
    async with as_user(request, page=True) as db:
        found = await call(db, "person_page", person=request.match_info["person"])
        me = await db.me()
    return render.page(request, template, me, one=found)


async def act(
    request: web.Request, function: str, *, of: str = "person", tell: str = "", **arguments: Any
) -> web.StreamResponse:
    """Call a command about this page's person, and lead back, or show its answer (`tell`) or
    refusal there."""
    person = request.match_info["person"]
    about = {of: person} if of else {}
    try:
        async with as_user(request, page=True) as db:
            answer = await call(db, function, **about, **arguments)
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status not in SHOWN or http.wants_json(request):
            raise
        return await show(request, refusal, dict(await request.post()))
    if http.wants_json(request):
        return render.data(request, render.json_of(answer))
    if tell:
        return await show(request, told={tell: answer})
    raise web.HTTPSeeOther(f"/people/{person}")


async def show(
    request: web.Request,
    refusal: Refusal | None = None,
    said: dict[str, Any] | None = None,
    told: dict[str, Any] | None = None,
) -> web.StreamResponse:
    """The page, with what was just refused or answered."""
    async with as_user(request, write=False, page=True) as db:
        found, choices = await calls(
            db, ("person_page", {"person": request.match_info["person"]}), ("form_choices", {})
        )
        me = await db.me()
    places = choices["locations"]
    if found["grantable"] is not None:
        places = [place for place in places if place["location"] in found["grantable"]]
    return render.page(
        request, "person_page.html", me, status=refusal.status if refusal else 200, one=found,
        places=places, refusal=refusal, said=said or {}, told=told or {},
        base=request.app[auth.SETTINGS].base_url, about=ABOUT_GROUPS,
    )  # fmt: skip


ABOUT_GROUPS = {
    "viewer": N_("Sees items and stock at their places, no cost"),
    "staff": N_("A viewer who posts movements"),
    "counter": N_("Counts, without seeing what is expected"),
    "manager": N_("Staff who edit items, set ranges, see cost and grant places they hold"),
    "auditor": N_("Reads everything everywhere, changes nothing"),
    "admin": N_("People and settings; no stock by itself"),
    "reporting": N_("Spreadsheets and BI: the views, read only"),
    "cost": N_("Also sees what things cost"),
}


async def groups_of(request: web.Request) -> list[str]:
    """The groups that a form ticks, or a JSON array of them."""
    if http.wants_json(request):
        return forms.texts(await http.said(request), "groups")
    return [str(one) for one in (await request.post()).getall("groups", [])]


async def _purpose(request: web.Request) -> str:
    return forms.text(await http.said(request), "purpose") or "invitation"


async def _end(request: web.Request, day: str) -> str | None:
    """The end of a day in the person's own zone; None for no end."""
    if not day:
        return None
    async with as_user(request, write=False, page=True) as db:
        zone = formats.zone((await db.me()).get("time_zone"))
    return forms.day_end(day, zone)
