"""Many items at once: what to change, what that would do, and doing it."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import errors, forms, http, pages, render
from web.db import PersonsDb, as_user, call, calls, rows
from web.declared import answers
from web.errors import Refusal
from web.item_edits import MANY
from web.language import _
from web.rooms import item_edits

routes = web.RouteTableDef()
PLAIN = ("category", "location")
BOUNDS = ("minimum", "maximum")
LONGEST_NUMBER = 40  # digits; a longer one is no value of an item
YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}
SEEN = ("versions", "ranges")  # of an answer: the selection of what was looked at
SEVERITIES = ("info", "warning", "critical")


@routes.post("/edit_items")
@answers("edit_items")
async def edit_items(request: web.Request) -> web.StreamResponse:
    """api.edit_items(): as JSON at once; as pages in three steps, of which two only look."""
    given = await http.said(request)
    if http.wants_json(request):
        return await _data(request, given)
    selection, changes = _selection(given), _changes(given)
    step = forms.text(given, "step")
    if step not in ("preview", "commit"):
        return await _ask(request, selection, {}, None)
    begun: dict[str, Any] = {}
    try:
        async with as_user(request, page=True) as db:
            said = {"selection": Jsonb(selection), "changes": Jsonb(changes)}
            if step == "preview" and await _is_many(db, selection):
                begun = await call(db, "begin_item_edit", **said, query=forms.text(given, "q"))
            else:
                found = await call(db, "edit_items", **said, dry_run=step == "preview")
            me = await db.me()
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status not in (404, 409, 422):
            raise
        return await _ask(request, selection, changes, refusal)
    if begun:  # it is there to be gone through now that it is committed
        item_edits.run(request, begun["edit"])
        return pages.redirect(f"/item_edits/{begun['edit']}")
    return render.page(
        request, "edit_items_preview.html", me, found=found, changes=json.dumps(changes),
        seen=json.dumps({name: found[name] for name in SEEN if name in found}),
        back=_back(given), q=forms.text(given, "q"),
    )  # fmt: skip


async def _is_many(db: PersonsDb, selection: Mapping[str, Any]) -> bool:
    """Whether they are so many that one would wait for what they do."""
    some = _some(selection)
    if some is None:
        counted = await call(db, "count_searches", queries=[selection.get("query", "")])
        some = counted[0]["count"] or 0
    return some > MANY


async def _data(request: web.Request, given: Mapping[str, Any]) -> web.StreamResponse:
    unknown = set(given) - {"selection", "changes", "dry_run"}
    if unknown or not isinstance(given.get("dry_run", True), bool):
        raise web.HTTPBadRequest(text=_("Send selection, changes, and dry_run: true or false."))
    async with as_user(request) as db:
        found = await call(
            db, "edit_items", selection=Jsonb(given.get("selection")),
            changes=Jsonb(given.get("changes")), dry_run=given.get("dry_run", True),
        )  # fmt: skip
    return render.data(request, found)


async def _ask(
    request: web.Request,
    selection: Mapping[str, Any],
    changes: Mapping[str, Any],
    refusal: Refusal | None,
) -> web.StreamResponse:
    """The form; with what was said where it could not be done."""
    async with as_user(request, write=False, page=True) as db:
        choices, counted = await calls(
            db, ("form_choices", {}), ("count_searches", {"queries": [selection.get("query", "")]})
        )
        declared = [one for one in await rows(db, "attributes") if not one["retired_at"]]
        me = await db.me()
    if not me["can"]["edit_items"]:
        raise web.HTTPForbidden(text=_("Items are changed by managers. Ask one, or an admin."))
    given = await request.post()
    return render.page(
        request, "edit_items.html", me, status=refusal.status if refusal else 200,
        selection=json.dumps(selection), some=_some(selection), counted=counted[0],
        choices=choices, declared=_named(declared), severities=SEVERITIES, said=changes,
        refusal=refusal, back=_back(given),
        q=forms.text(given, "q"),
    )  # fmt: skip


def _some(selection: Mapping[str, Any]) -> int | None:
    """How many were ticked; None where all that match are meant."""
    named = selection.get("skus", selection.get("versions"))
    return None if named is None else len(named)


def _named(declared: list[dict[str, Any]]) -> dict[str, str]:
    """The attributes to choose from, by name: how people know each."""
    return {one["attribute"]: one["label"] for one in sorted(declared, key=lambda a: a["label"])}


def _back(given: Mapping[str, Any]) -> str:
    said = render.query(q=forms.text(given, "q"))
    return f"/items?{said}" if said else "/items"


def _selection(form: forms.Form) -> dict[str, Any]:
    """What is selected: all that match, the rows that were ticked, or as an earlier step said."""
    said = forms.text(form, "selection")
    if said:
        return _object(said)
    if forms.text(form, "all"):
        return {"query": forms.text(form, "q")}
    return {"skus": [one for one in form.getall("sku", []) if isinstance(one, str)]}


def _changes(form: forms.Form) -> dict[str, Any]:
    """The fields that were filled in; a bound counts where its box is ticked, empty for none."""
    if forms.text(form, "changes"):
        return _object(forms.text(form, "changes"))
    changes: dict[str, Any] = {name: forms.text(form, name) for name in PLAIN}
    for name in ("tags_add", "tags_remove"):
        changes[name] = [one.strip() for one in forms.text(form, name).split(",") if one.strip()]
    name, value = forms.text(form, "attribute"), forms.text(form, "value")
    changes["attribute_readings"] = {name: _readings(value)} if name else {}
    changes = {key: one for key, one in changes.items() if one}
    for bound in BOUNDS:
        if "location" in changes and (forms.text(form, bound) or forms.text(form, f"no_{bound}")):
            changes[bound] = forms.number(forms.text(form, bound)) or None
    if "location" in changes and forms.text(form, "severity"):
        changes["severity"] = forms.text(form, "severity")
    return changes | ({"retire": True} if forms.text(form, "retire") else {})


def _readings(value: str) -> dict[str, Any] | None:
    """What was typed, as each type would have it: which is meant the item's category says."""
    if not value:
        return None
    readings: dict[str, Any] = {"text": value}
    if forms.is_number(value) and len(value) <= LONGEST_NUMBER:
        exact = Decimal(forms.number(value))
        readings["number"] = int(exact) if exact == exact.to_integral_value() else float(exact)
    if value.lower() in YES_OR_NO:
        readings["boolean"] = YES_OR_NO[value.lower()]
    return readings


def _object(text: str) -> dict[str, Any]:
    """A JSON object of an earlier step; raises HTTPBadRequest for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise web.HTTPBadRequest(text=_("The step before is not understood. Start from the list."))
    return found
