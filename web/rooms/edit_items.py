"""Many items at once: what to change, what that would do, and doing it."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from ops import exact
from web import errors, forms, http, pages, render
from web.db import PersonsDb, as_user, call
from web.declared import answers
from web.errors import Refusal
from web.item_edits import MANY
from web.language import _
from web.rooms import item_edits

routes = web.RouteTableDef()
PLAIN = ("category", "location")
ATTRIBUTE, NUMBER = "attribute.", "number."  # fields of the form, each with its name
BOUNDS = ("minimum", "maximum")
LONGEST_NUMBER = 40  # digits; a longer one is no value of an item
YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}
SEEN = ("versions", "ranges")  # of an answer: the selection of what was looked at
LEAVE = ("leave_failed", "leave_ticked")  # buttons: look again, without those
SEVERITIES = ("info", "warning", "critical")


@routes.post("/edit_items")
@answers("edit_items")
async def edit_items(request: web.Request) -> web.StreamResponse:
    """api.edit_items(): as JSON at once; as pages in three steps, of which two only look."""
    given = await http.said(request)
    if http.wants_json(request):
        return await _data(request, given)
    left_out = any(forms.text(given, name) for name in LEAVE)
    changes, step = _changes(given), "preview" if left_out else forms.text(given, "step")
    selection = _selection(given)
    if step != "commit":  # it is looked at anew
        selection = _looked_at(selection, given, await _of_reasons(request, selection, given))
    if step not in ("preview", "commit"):
        return await _ask(request, selection, changes, None)
    doubts = errors.of_numbers(forms.doubts(given, [one for one in given if _is_number(one)]))
    if doubts and step == "preview":
        return await _ask(request, selection, changes, await _with_others(request, changes, doubts))
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
        request, "edit_items_preview.html", me, found=found, changes=exact.dumps(changes),
        seen=json.dumps({name: found[name] for name in SEEN if name in found}),
        failed=json.dumps({one["sku"]: one["message"] for one in found["failures"]}),
        reasons=item_edits.reasons(found), back=_back(given), q=forms.text(given, "q"),
    )  # fmt: skip


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


async def _of_reasons(
    request: web.Request, selection: Mapping[str, Any], given: forms.Form
) -> set[str]:
    """The items that failed for a reason that is ticked."""
    ticked = {str(one) for one in given.getall("leave_reason", [])}
    if not ticked:
        return set()
    if "edit" in selection:  # the database knows which they were
        async with as_user(request, write=False, page=True) as db:
            page = await call(db, "item_edit_page", edit=selection["edit"])
        failed = {one["sku"]: one["message"] for one in page["result"].get("failures", [])}
    else:
        failed = forms.json_object(forms.text(given, "failed"))
    return {sku for sku, reason in failed.items() if reason in ticked}


async def _is_many(db: PersonsDb, selection: Mapping[str, Any]) -> bool:
    """Whether they are so many that one would wait for what they do."""
    named = selection.get("skus")
    some = (await _page(db, selection))["count"] if named is None else len(named)
    return bool(some > MANY)


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
    selection: Mapping[str, Any],
    changes: Mapping[str, Any],
    refusal: Refusal | None,
) -> web.StreamResponse:
    """The form with what is said so far; with what was said where it could not be done."""
    given = await request.post()
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
        said=_typed(changes, given), refusal=refusal, back=_back(given), q=forms.text(given, "q"),
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


def _back(given: Mapping[str, Any]) -> str:
    said = render.query(q=forms.text(given, "q"))
    return f"/items?{said}" if said else "/items"


def _selection(form: forms.Form) -> dict[str, Any]:
    """What is selected: all that match, the rows that were ticked, or as an earlier step said."""
    said = forms.text(form, "selection")
    if said:
        return forms.json_object(said)
    if forms.text(form, "all"):
        return {"query": forms.text(form, "q")}
    return {"skus": [one for one in form.getall("sku", []) if isinstance(one, str)]}


def _looked_at(
    selection: dict[str, Any], form: forms.Form, for_reasons: set[str]
) -> dict[str, Any]:
    """The same items as they are now, without those that are left out."""
    without = {str(one) for one in form.getall("leave", [])} | for_reasons
    failed = bool(forms.text(form, "leave_failed"))
    if "edit" in selection:  # the database knows which they were
        without |= set(selection.get("without", []))
        more = {"without_failed": True} if failed else {}
        return selection | {"without": sorted(without)} | more
    if failed:
        without |= set(forms.json_object(forms.text(form, "failed")))
    known = selection.get("versions", selection.get("skus"))
    if isinstance(known, dict | list):
        return {"skus": [sku for sku in known if sku not in without]}
    return selection


def _is_number(field: str) -> bool:
    """Whether a field of the form holds a number."""
    return field in BOUNDS or field.startswith(NUMBER)


def _changes(form: forms.Form) -> dict[str, Any]:
    """The fields that were filled in; a bound counts where its box is ticked, empty for none."""
    if forms.text(form, "changes"):
        return forms.json_object(forms.text(form, "changes"))
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
