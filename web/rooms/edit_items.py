"""Many items at once: what to change. What that would do, and doing it, is item_edits.py."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import errors, forms, http, pages, render
from web.db import PersonsDb, as_user, call
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import _
from web.rooms import item_edits

routes = web.RouteTableDef()
PLAIN = ("category", "location")
ATTRIBUTE, NUMBER = "attribute.", "number."  # fields of the form, each with its name
BOUNDS = ("minimum", "maximum")
LONGEST_NUMBER = 40  # digits; a longer one is no value of an item
YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}
LONGEST_ADDRESS = 6_000  # letters of ticked rows; servers between take eight thousand
SEVERITIES = ("info", "warning", "critical")


@routes.get("/edit_items")
@no_data("A form; what it offers is api.edit_items_page().")
async def edit_items_page(request: web.Request) -> web.StreamResponse:
    """api.edit_items_page() as the form: of ticked rows, of all that match, or of a check before.

    It stands at an address, so that whoever goes back finds it.
    """
    selection, changes, q = await _selected(request, request.query)
    return await _ask(request, request.query, selection, changes, None, q)


@routes.post("/edit_items")
@answers("edit_items")
async def edit_items(request: web.Request) -> web.StreamResponse:
    """api.edit_items(): as JSON at once; of pages this one begins the check, which is a page."""
    given = await http.said(request)
    if http.wants_json(request):
        return await _data(request, given)
    step = forms.text(given, "step")
    if step not in ("form", "preview"):
        address = _address(given)
        if len(address) <= LONGEST_ADDRESS:
            return pages.redirect(address)
    selection, changes, q = await _selected(request, given)
    if step != "preview":
        return await _ask(request, given, selection, changes, None, q)
    doubts = errors.of_numbers(forms.doubts(given, [one for one in given if _is_number(one)]))
    if doubts:
        refusal = await _with_others(request, changes, doubts)
        return await _ask(request, given, selection, changes, refusal, q)
    try:
        async with as_user(request, page=True) as db:
            begun = await call(
                db, "begin_item_edit", selection=Jsonb(selection), changes=Jsonb(changes), query=q
            )
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status not in (404, 409, 422):
            raise
        return await _ask(request, given, selection, changes, refusal, q)
    # It is there to be gone through now that it is committed.
    await item_edits.run(request, begun["edit"])
    return _to_check(request, begun["edit"])


def _to_check(request: web.Request, edit: str) -> web.Response:
    """Lead to the check, also from a form that a script sent: its page is then the form with what
    was said, for whoever goes back."""
    address = f"/item_edits/{edit}"
    if http.is_partial(request):
        kept = f"/edit_items?{urlencode({'edit': edit})}"
        return web.Response(headers={"HX-Redirect": address, "X-Form-Kept-At": kept})
    return pages.redirect(address)


def _address(given: forms.Form) -> str:
    """Where the form of these rows stands."""
    edit, said = forms.text(given, "edit"), [("q", forms.text(given, "q"))]
    if edit:
        said = [("edit", edit), *(("leave", one) for one in item_edits.unticked(given))]
    elif forms.text(given, "all"):
        said.append(("all", "1"))
    else:
        said += [("sku", one) for one in given.getall("sku", []) if isinstance(one, str)]
    asked = urlencode([(name, value) for name, value in said if value])
    return f"/edit_items?{asked}" if asked else "/edit_items"


async def _selected(
    request: web.Request, given: forms.Form
) -> tuple[dict[str, Any], dict[str, Any], str]:
    """What is selected, what is said so far, and the search of the list: as the form has it, or as
    a check before kept it, of which the items that could not be changed can be looked at again."""
    edit = forms.text(given, "edit")
    if not edit:
        return _selection(given), _changes(given), forms.text(given, "q")
    async with as_user(request, write=False, page=True) as db:
        page = await call(db, "item_edit_page", edit=edit)
    if forms.text(given, "failed"):
        failures = page["result"].get("failures", [])
        return {"skus": [one["sku"] for one in failures]}, page["changes"], page["query"]
    left = {*item_edits.unticked(given), *(str(one) for one in given.getall("leave", []))}
    selection: dict[str, Any] = {"edit": edit, "without": sorted(left)}
    return selection, page["changes"], page["query"]


async def _with_others(
    request: web.Request, changes: Mapping[str, Any], doubts: Refusal
) -> Refusal:
    """Numbers that are in doubt, and what else is wrong: the database judges the changes alone."""
    try:
        async with as_user(request, write=False, page=True) as db:
            await call(
                db, "edit_items", selection=Jsonb({"skus": []}), changes=Jsonb(changes),
                dry_run=True,
            )  # fmt: skip
    except psycopg.Error as error:
        found = errors.explain(error)
        if found is None or found.status not in (404, 422):
            raise
        known = {one["field"] for one in doubts.problems}
        others = [one for one in found.all() if one["field"] not in known]
        return dataclasses.replace(doubts, problems=[*doubts.problems, *others])
    return doubts


async def _page(db: PersonsDb, selection: Mapping[str, Any], category: str = "") -> dict[str, Any]:
    """How many are selected, and the fields that these have, in the category they go to."""
    page: dict[str, Any] = await call(
        db, "edit_items_page", selection=Jsonb(selection), category=category or None
    )
    return page


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
    given: forms.Form,
    selection: Mapping[str, Any],
    changes: Mapping[str, Any],
    refusal: Refusal | None,
    q: str,
) -> web.StreamResponse:
    """The form with what is said so far; with what was said where it could not be done."""
    page: dict[str, Any] = {"count": None, "attributes": []}
    is_known = not (refusal and refusal.at("category"))  # another has no fields to offer
    try:
        async with as_user(request, write=False, page=True) as db:
            page = await _page(db, selection, changes.get("category", "") if is_known else "")
    except psycopg.Error as error:
        found = errors.explain(error)
        if found is None or found.status not in (404, 409, 422):
            raise
        refusal = refusal or found
    async with as_user(request, write=False, page=True) as db:
        choices = await call(db, "form_choices")
        me = await db.me()
    if not me["can"]["edit_items"]:
        raise web.HTTPForbidden(text=_("Items are changed by managers. Ask one, or an admin."))
    if refusal:
        refusal = refusal.doubting(given)
    return render.page(
        request, "edit_items.html", me, status=refusal.status if refusal else 200,
        selection=json.dumps(selection), page=page, choices=choices, severities=SEVERITIES,
        said=_typed(changes, given), refusal=refusal, back=_back(q), q=q,
        matching="query" in selection,
    )  # fmt: skip


def _typed(changes: Mapping[str, Any], given: forms.Form) -> dict[str, Any]:
    """What is said so far, as the form's fields hold it: what was typed, or of a step before what
    it said."""
    readings = changes.get("attribute_readings") or {}
    bounds = {
        bound: forms.text(given, bound) or forms.exact(changes.get(bound)) for bound in BOUNDS
    }
    values = {
        name: forms.exact(one.get("number", one["text"]) if one else "")
        for name, one in readings.items()
    }
    return dict(changes) | bounds | {
        "values": values, "taken": [name for name, one in readings.items() if one is None],
        "none": [bound for bound in BOUNDS if bound in changes and changes[bound] is None],
    }  # fmt: skip


def _back(q: str) -> str:
    said = render.query(q=q)
    return f"/items?{said}" if said else "/items"


def _selection(form: forms.Form) -> dict[str, Any]:
    """What is selected: all that match, the rows that were ticked, or as an earlier step said."""
    said = forms.text(form, "selection")
    if said:
        return forms.json_object(said)
    if forms.text(form, "all"):
        return {"query": forms.text(form, "q")}
    return {"skus": [one for one in form.getall("sku", []) if isinstance(one, str)]}


def _is_number(field: str) -> bool:
    """Whether a field of the form holds a number."""
    return field in BOUNDS or field.startswith(NUMBER)


def _changes(form: forms.Form) -> dict[str, Any]:
    """The fields that were filled in; a bound counts where its box is ticked, empty for none."""
    changes: dict[str, Any] = {name: forms.text(form, name) for name in PLAIN}
    for name in ("tags_add", "tags_remove"):
        changes[name] = [one.strip() for one in forms.text(form, name).split(",") if one.strip()]
    changes["attribute_readings"] = _attributes(form)
    changes = {key: one for key, one in changes.items() if one}
    for bound in BOUNDS:
        if forms.text(form, bound) or forms.text(form, f"no_{bound}"):
            changes[bound] = forms.number(forms.text(form, bound)) or None
    if forms.text(form, "severity"):
        changes["severity"] = forms.text(form, "severity")
    return changes | ({"retire": True} if forms.text(form, "retire") else {})


def _attributes(form: forms.Form) -> dict[str, Any]:
    """The attributes that get a value, each as it can be read, and those that lose theirs."""
    found: dict[str, Any] = {str(name): None for name in form.getall("take", [])}
    for field in form:
        prefix, _dot, name = field.partition(".")
        if f"{prefix}." in (ATTRIBUTE, NUMBER) and forms.text(form, field):
            found[name] = _readings(forms.text(form, field))
    return found


def _readings(value: str) -> dict[str, Any]:
    """What was typed, as each type would have it: which is meant the item's category says."""
    readings: dict[str, Any] = {"text": value}
    if forms.is_number(value) and len(value) <= LONGEST_NUMBER:
        readings["number"] = forms.decimal(value)
    if value.lower() in YES_OR_NO:
        readings["boolean"] = YES_OR_NO[value.lower()]
    return readings
