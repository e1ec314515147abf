"""Places: the tree, each one's page, and what can be done to it."""

from typing import Any

from aiohttp import web
from psycopg.types.json import Jsonb

from web import acting, conflicts, export, filters, forms, http, listing, render
from web.db import as_user, call, calls
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import N_
from web.render import segment

routes = web.RouteTableDef()
PLACE = "{location:[A-Za-z0-9_.-]+?}"
JSON = "{suffix:(?:\\.json)?}"
LABELS = {
    "code": N_("Code"),
    "name": N_("Name"),
    "kind": N_("Kind"),
    "allow_negative": N_("Below zero"),
}
COLUMNS = (
    "location", "name", "kind", "parent", "path", "postable", "allow_negative", "retired_at",
    "updated_at", "updated_by",
)  # fmt: skip
KINDS = ("company", "region", "site", "zone", "bin")


@routes.get("/locations" + http.DATA)
@answers("list_locations", query={"q": "search", "below": "below", "closed": "closed"})
async def list_locations(request: web.Request) -> web.StreamResponse:
    """api.list_locations() as a page, as what lies in one place, as JSON; all levels as a file."""
    said = {name: request.query.get(name, "") for name in ("q", "below", "closed")}
    wrong: list[filters.Problem] = []
    closed = filters.typed(request, "closed", lambda _: forms.flag(request.query, "closed"), wrong)
    asked = {"search": said["q"], "below": said["below"] or None, "closed": bool(closed)}
    if http.wants_file(request):
        return await export.as_file(request, "location_rows", asked, COLUMNS, "locations")

    async def ask(asked: dict[str, Any]) -> Any:
        async with as_user(request) as db:
            found = await call(db, "list_locations", **asked)
            return found, {} if http.wants_json(request) else await db.me()

    found, me = await filters.kept(request, ask, asked, {"location": "below"}, wrong)
    if http.wants_json(request):
        return render.data(request, found)
    part = said["below"] and http.is_partial(request)
    refusal = filters.refusal(wrong)
    return render.page(
        request, "location_branch.html" if part else "locations.html", me,
        status=refusal.status if refusal else 200, found=found, refusal=refusal,
        onward=listing.left_out(said, wrong), **said,
    )  # fmt: skip


@routes.get(f"/locations/{PLACE}{JSON}")
@answers("location_page")
async def location_page(request: web.Request) -> web.StreamResponse:
    """api.location_page()."""
    async with as_user(request) as db:
        found = await call(db, "location_page", location=_code(request))
        if http.wants_json(request):
            return render.data(request, found)
        me = await db.me()
    return render.page(request, "location.html", me, page=found, kinds=KINDS)


@routes.get(f"/edit_location/{PLACE}")
@no_data("A form; what is done is the POST.")
async def edit(request: web.Request) -> web.StreamResponse:
    """The form with the place as it is."""
    return await _form(request)


@routes.post(f"/edit_location/{PLACE}")
@answers("edit_location", body="changes")
async def edit_location(request: web.Request) -> web.StreamResponse:
    """api.edit_location()."""
    given = await http.said(request)
    if http.wants_json(request):
        changes: dict[str, Any] = {name: given[name] for name in given if name != "version"}
    else:
        changes = {name: forms.text(given, name) for name in LABELS}
        changes["allow_negative"] = forms.text(given, "allow_negative") == "on"
        changes = conflicts.settle(changes, conflicts.theirs_of(given, changes))
    return await acting.act(
        request, "edit_location",
        lambda refusal: _form(request, refusal, changes, given),
        lambda answer: f"/locations/{segment(answer['location'])}",
        location=_code(request), changes=Jsonb(changes), version=_version(given),
    )  # fmt: skip


@routes.get(f"/move_location/{PLACE}")
@no_data("A form; what is done is the POST.")
async def choose(request: web.Request) -> web.StreamResponse:
    """Where to?"""
    return await _move(request)


@routes.post(f"/move_location/{PLACE}")
@answers("move_location")
async def move_location(request: web.Request) -> web.StreamResponse:
    """api.move_location(): what it would change first, then in earnest."""
    given = await http.said(request)
    dry_run = forms.ticked(given, "dry_run")
    asked = {
        "location": _code(request), "parent": forms.text(given, "parent") or None,
        "version": _version(given), "dry_run": dry_run,
    }  # fmt: skip
    said = {"parent": forms.text(given, "parent"), "version": given.get("version")}

    async def show(refusal: Refusal) -> web.StreamResponse:
        return await _move(request, refusal, said)

    if dry_run and not http.wants_json(request):
        return await _preview(request, show, asked, said)
    return await acting.act(
        request, "move_location", show, f"/locations/{segment(asked['location'])}", **asked
    )


@routes.get(f"/close_location/{PLACE}")
@no_data("The question before the command.")
async def ask_close(request: web.Request) -> web.StreamResponse:
    """Say what will happen, and ask."""
    return await _ask(request, "close")


@routes.post(f"/close_location/{PLACE}")
@answers("close_location")
async def close_location(request: web.Request) -> web.StreamResponse:
    """api.close_location()."""
    return await _simple(request, "close", f"/locations/{segment(_code(request))}")


@routes.get(f"/open_location/{PLACE}")
@no_data("The question before the command.")
async def ask_open(request: web.Request) -> web.StreamResponse:
    """Say what will happen, and ask."""
    return await _ask(request, "open")


@routes.post(f"/open_location/{PLACE}")
@answers("open_location")
async def open_location(request: web.Request) -> web.StreamResponse:
    """api.open_location()."""
    return await _simple(request, "open", f"/locations/{segment(_code(request))}")


@routes.get(f"/remove_location/{PLACE}")
@no_data("The question before the command.")
async def ask_remove(request: web.Request) -> web.StreamResponse:
    """Say what will happen, and ask."""
    return await _ask(request, "remove")


@routes.post(f"/remove_location/{PLACE}")
@answers("remove_location")
async def remove_location(request: web.Request) -> web.StreamResponse:
    """api.remove_location()."""
    return await _simple(request, "remove", "/locations")


def _code(request: web.Request) -> str:
    return request.match_info["location"]


def _version(given: Any) -> int:
    """The version that was read; -1, which no row has, where none was said."""
    version = forms.version(given)
    return -1 if version is None else version


async def _simple(request: web.Request, verb: str, lead: str) -> web.StreamResponse:
    given = await http.said(request)
    return await acting.act(
        request, f"{verb}_location", lambda refusal: _ask(request, verb, refusal), lead,
        location=_code(request), version=_version(given),
    )  # fmt: skip


async def _ask(
    request: web.Request, verb: str, refusal: Refusal | None = None
) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        page = await call(db, "location_page", location=_code(request))
        me = await db.me()
    return render.page(
        request, "location_ask.html", me, status=refusal.status if refusal else 200,
        page=page, verb=verb, refusal=refusal,
    )  # fmt: skip


async def _form(
    request: web.Request, refusal: Refusal | None = None, said: dict[str, Any] | None = None,
    given: Any = None,
) -> web.StreamResponse:  # fmt: skip
    async with as_user(request, write=False, page=True) as db:
        page = await call(db, "location_page", location=_code(request))
        me = await db.me()
    now = page["location"] | {"code": page["location"]["location"]}
    return render.page(
        request, "edit_location.html", me, status=refusal.form_status() if refusal else 200,
        page=page, said=now | (said or {}), refusal=refusal, kinds=KINDS,
        **conflicts.of_form(refusal, LABELS, now, said or {}, given or {}),
    )  # fmt: skip


def _may_hold(place: dict[str, Any], own: dict[str, Any]) -> bool:
    """Whether a place of this kind can lie there at all; the database judges the rest."""
    within = KINDS.index(place["kind"]) - KINDS.index(own["kind"])
    return place["location"] != own["location"] and (
        within < 0 or (within == 0 and own["kind"] in ("region", "zone"))
    )


async def _preview(
    request: web.Request, show: acting.Show, asked: dict[str, Any], said: dict[str, Any]
) -> web.StreamResponse:
    """What the move would change, drawn; nothing is."""
    found: dict[str, Any] = {}

    def keep(answer: dict[str, Any]) -> str:
        found.update(answer)
        return "/"  # nobody goes there: it is drawn below

    try:
        return await acting.act(request, "move_location", show, keep, **asked)
    except web.HTTPSeeOther:
        return await _move(request, None, said, found)


async def _move(
    request: web.Request,
    refusal: Refusal | None = None,
    said: dict[str, Any] | None = None,
    found: dict[str, Any] | None = None,
) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        page, choices = await calls(
            db, ("location_page", {"location": _code(request)}), ("form_choices", {})
        )
        me = await db.me()
    own = page["location"]
    places = [place for place in choices["locations"] if _may_hold(place, own)]
    return render.page(
        request, "move_location.html", me, status=refusal.form_status() if refusal else 200,
        page=page, places=places, refusal=refusal,
        said=said or {"parent": "", "version": page["location"]["version"]}, found=found,
    )  # fmt: skip
