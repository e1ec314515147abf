"""Attributes: the fields that categories declare for their items, and their forms."""

from typing import Any

from aiohttp import web
from psycopg.types.json import Jsonb

from web import acting, conflicts, forms, http, listing, lists, render
from web.db import as_user, call, calls
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import N_
from web.render import segment

routes = web.RouteTableDef()
KEY = "{category:[A-Za-z0-9_.-]+}/{attribute:[A-Za-z0-9_]+?}"
JSON = "{suffix:(?:\\.json)?}"
LIST = lists.List(
    "attributes",
    "/attributes",
    (
        lists.Column("label", N_("Attribute"), "c-name", fixed=True),
        lists.Column("attribute", N_("In searches"), "c-code"),
        lists.Column("category", N_("Category"), "c-category"),
        lists.Column("type", N_("Type"), "c-type"),
        lists.Column("values", N_("Values"), "c-values"),
        lists.Column("required", N_("Required"), "c-word"),
        lists.Column("position", N_("Order"), "c-count", "number", shown=False),
        lists.Column("updated", N_("Changed"), "c-time", "time", shown=False),
    ),
)
COLUMNS = (
    "category", "category_name", "attribute", "label", "type", "unit", "choices", "required",
    "position", "retired_at", "version", "updated_at", "updated_by",
)  # fmt: skip
TYPES = (
    ("text", N_("Text")), ("number", N_("Number")), ("choice", N_("Choice of several")),
    ("date", N_("Date")), ("boolean", N_("Yes or no")),
)  # fmt: skip


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the file: choices in one cell."""
    return row | {"choices": ", ".join(row["choices"] or [])}


ROOM = listing.Room(
    LIST, "list_attributes", "attributes.html", "attributes_row.html", COLUMNS, "attributes", _line,
    filters={"state": "state"}, instead={"state": "active"},
)  # fmt: skip
STATES = (("active", N_("In use")), ("retired", N_("Retired")), ("all", N_("All")))
LABELS = {
    "label": N_("Name shown"), "type": N_("Type"), "unit": N_("Unit"), "choices": N_("Choices"),
    "required": N_("Required"), "position": N_("Order"),
}  # fmt: skip
BLANK: dict[str, Any] = {
    "category": "", "attribute": "", "label": "", "type": "text", "unit": "", "choices": [],
    "required": False, "position": 0,
}  # fmt: skip


@routes.get("/attributes" + http.DATA)
@answers("list_attributes", query={"q": "search", "state": "state", "after": "after"})
async def list_attributes(request: web.Request) -> web.StreamResponse:
    """api.list_attributes() as a page, as its next rows, as JSON or a file."""
    q, state = request.query.get("q", ""), request.query.get("state") or "active"
    asked = {"search": q, "state": state}
    said = {"q": q, "state": state if state != "active" else ""}
    return await listing.respond(
        request, ROOM, asked, said, q=q, state=state, states=STATES, types=dict(TYPES)
    )


@routes.get(f"/attributes/{KEY}{JSON}")
@answers("attribute_page")
async def attribute_page(request: web.Request) -> web.StreamResponse:
    """api.attribute_page()."""
    return await _show(request)


@routes.get("/declare_attribute")
@no_data("An empty form.")
async def new(request: web.Request) -> web.StreamResponse:
    """The empty form."""
    return await _form(request, {"category": request.query.get("category", "")})


@routes.post("/declare_attribute")
@answers("declare_attribute")
async def declare_attribute(request: web.Request) -> web.StreamResponse:
    """api.declare_attribute()."""
    given = await http.said(request)
    said = {name: forms.text(given, name) for name in ("category", "attribute", "label", "type")}
    said |= {"unit": forms.text(given, "unit"), "position": forms.text(given, "position") or 0}
    said |= {"choices": _choices(request, given), "required": forms.ticked(given, "required")}
    return await acting.act(
        request, "declare_attribute", lambda refusal: _form(request, said, refusal), _lead,
        **said | {"unit": said["unit"] or None, "choices": said["choices"] or None},
    )  # fmt: skip


@routes.get(f"/change_attribute/{KEY}")
@no_data("A form; what is done is the POST.")
async def change(request: web.Request) -> web.StreamResponse:
    """The form with the attribute as it is."""
    return await _form(request)


@routes.post(f"/change_attribute/{KEY}")
@answers("change_attribute", body="changes")
async def change_attribute(request: web.Request) -> web.StreamResponse:
    """api.change_attribute()."""
    given = await http.said(request)
    if http.wants_json(request):
        changes: dict[str, Any] = {name: given[name] for name in given if name != "version"}
    else:
        changes = {name: forms.text(given, name) for name in ("label", "type", "unit", "position")}
        changes |= {"choices": _choices(request, given), "position": changes["position"] or "0"}
        changes |= {"required": forms.ticked(given, "required")}
        changes = conflicts.settle(changes, conflicts.theirs_of(given, changes))
    return await acting.act(
        request, "change_attribute", lambda refusal: _form(request, changes, refusal, given), _lead,
        **_key(request), changes=Jsonb(changes), version=_version(given),
    )  # fmt: skip


@routes.post(f"/retire_attribute/{KEY}")
@answers("retire_attribute")
async def retire_attribute(request: web.Request) -> web.StreamResponse:
    """api.retire_attribute()."""
    given = await http.said(request)
    return await acting.act(
        request, "retire_attribute", lambda refusal: _show(request, refusal), _lead,
        **_key(request), version=_version(given),
    )  # fmt: skip


@routes.post(f"/restore_attribute/{KEY}")
@answers("restore_attribute")
async def restore_attribute(request: web.Request) -> web.StreamResponse:
    """api.restore_attribute(): nothing is lost by it, so it is not asked about."""
    given = await http.said(request)
    return await acting.act(
        request, "restore_attribute", lambda refusal: _show(request, refusal), _lead,
        **_key(request), version=_version(given),
    )  # fmt: skip


def _key(request: web.Request) -> dict[str, str]:
    return {name: request.match_info[name] for name in ("category", "attribute")}


def _lead(answer: Any) -> str:
    return f"/attributes/{segment(answer['category'])}/{segment(answer['attribute'])}"


def _choices(request: web.Request, given: Any) -> list[str]:
    """One a line in the form; an array in JSON."""
    if http.wants_json(request):
        return forms.texts(given, "choices")
    return [one.strip() for one in forms.text(given, "choices").splitlines() if one.strip()]


def _version(given: Any) -> int:
    """The version that was read; -1, which no row has, where none was said."""
    version = forms.version(given)
    return -1 if version is None else version


async def _form(
    request: web.Request, said: dict[str, Any] | None = None, refusal: Refusal | None = None,
    given: Any = None,
) -> web.StreamResponse:  # fmt: skip
    key = _key(request) if "attribute" in request.match_info else None
    async with as_user(request, write=False, page=True) as db:
        asked: list[tuple[str, dict[str, Any]]] = [("list_categories", {})]
        asked += [("attribute_page", key)] if key else []
        found = await calls(db, *asked)
        me = await db.me()
    known = found[1]["attribute"] if key else {}
    now = known | {"choices": known.get("choices") or []} if known else {}
    return render.page(
        request, "attribute_form.html", me, status=refusal.form_status() if refusal else 200,
        it=known, page=found[1] if key else {}, choices=found[0]["rows"], types=TYPES,
        said=BLANK | now | (said or {}), refusal=refusal,
        **conflicts.of_form(refusal, LABELS, now, said or {}, given or {}),
    )  # fmt: skip


async def _show(request: web.Request, refusal: Refusal | None = None) -> web.StreamResponse:
    """Its page; with why it could not be retired or taken back."""
    async with as_user(request, write=False) as db:
        page = await call(db, "attribute_page", **_key(request))
        if http.wants_json(request):
            return render.data(request, page)
        me = await db.me()
    return render.page(
        request, "attribute.html", me, status=refusal.status if refusal else 200, page=page,
        types=dict(TYPES), refusal=refusal,
    )  # fmt: skip
