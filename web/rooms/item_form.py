"""Creating, editing and removing an item."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import errors, forms, http, render
from web.db import PersonsDb, as_user, call, rows
from web.declared import answers, no_data
from web.errors import Refusal
from web.render import segment

routes = web.RouteTableDef()
FIELDS = ("sku", "name", "description", "category", "unit")
EMPTY_PACKS = 2  # rows offered for further packs


@routes.get("/create_item")
@no_data("A form; what is done is the POST.")
async def new(request: web.Request) -> web.StreamResponse:
    """The empty form; with `category`, the fields that it declares."""
    said = {name: request.query.get(name, "") for name in FIELDS}
    return await _show(request, "", said | {"attributes": {}, "packs": [], "version": ""})


@routes.post("/create_item")
@answers("create_item", body="item")
async def create_item(request: web.Request) -> web.StreamResponse:
    """api.create_item()."""
    return await _save(request, "")


@routes.get("/edit_item/{sku:[^/]+}")
@no_data("A form; what is done is the POST.")
async def edit(request: web.Request) -> web.StreamResponse:
    """The form with the item as it is now."""
    async with as_user(request, page=True) as db:
        item = (await call(db, "item_page", sku=request.match_info["sku"]))["item"]
    return await _show(request, item["sku"], item)


@routes.post("/edit_item/{sku:[^/]+}")
@answers("edit_item", body="changes")
async def edit_item(request: web.Request) -> web.StreamResponse:
    """api.edit_item(); where somebody else was faster, both versions come back."""
    return await _save(request, request.match_info["sku"])


@routes.get("/remove_item/{sku:[^/]+}")
@no_data("A page that asks; what is done is the POST.")
async def confirm(request: web.Request) -> web.StreamResponse:
    """Ask before removing, and say which of the two it will be: deleted or retired."""
    return await _confirm(request)


@routes.post("/remove_item/{sku:[^/]+}")
@answers("remove_item")
async def remove_item(request: web.Request) -> web.StreamResponse:
    """api.remove_item()."""
    given = await http.said(request)
    sku, version = request.match_info["sku"], _version(given)
    try:
        async with as_user(request) as db:
            answer = await call(db, "remove_item", sku=sku, version=version)
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status != 409 or http.wants_json(request):
            raise
        return await _confirm(request, refusal)
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther(f"/items?removed={segment(answer['sku'])}&as={answer['removed']}")


async def _save(request: web.Request, sku: str) -> web.StreamResponse:
    given = await http.said(request)
    version = _version(given)
    changes: dict[str, Any] = {}
    try:
        async with as_user(request) as db:
            changes = given if http.wants_json(request) else await _changes(db, given)
            answer = await _command(db, sku, dict(changes), version)
    except psycopg.Error as error:
        refusal = _placed(errors.explain(error), changes)
        shown = refusal and refusal.status in (409, 422) and not http.wants_json(request)
        if refusal is None or not shown:
            raise
        said = changes | {"version": given.get("version", "")}
        return await _show(request, sku, said, refusal)
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther(f"/items/{segment(answer['sku'])}")


def _placed(refusal: Refusal | None, changes: Mapping[str, Any]) -> Refusal | None:
    """A refusal of a code that is not known, at the field that holds it."""
    if refusal is None or refusal.code != "IN014":
        return refusal
    for name in ("category", "unit"):
        if f"No {name}" in refusal.message:
            message = refusal.message if changes.get(name) else f"Choose a {name}."
            return dataclasses.replace(refusal, status=422, field=name, message=message)
    if "pack" in refusal.message:
        return dataclasses.replace(refusal, status=422, field="packs")
    return refusal


async def _command(db: PersonsDb, sku: str, changes: dict[str, Any], version: int) -> Any:
    changes.pop("version", None)
    if not sku:
        return await call(db, "create_item", item=Jsonb(changes))
    return await call(db, "edit_item", sku=sku, changes=Jsonb(changes), version=version)


def _version(given: Mapping[str, Any]) -> int:
    """The version that was read; -1, which no item has, where none was said."""
    version = forms.version(given)
    return -1 if version is None else version


async def _changes(db: PersonsDb, given: forms.Form) -> dict[str, Any]:
    """The item as the form says it: text by text, attributes by their declared types."""
    types = {one["attribute"]: one["type"] for one in await rows(db, "attributes")}
    attributes = {
        name.removeprefix("attribute."): _typed(str(value).strip(), types.get(name[10:], "text"))
        for name, value in given.items()
        if name.startswith("attribute.") and str(value).strip()
    }
    packs = [
        {"unit": str(unit).strip(), "factor": forms.number(str(factor))}
        for unit, factor in zip(
            given.getall("pack.unit", []), given.getall("pack.factor", []), strict=False
        )
        if str(unit).strip() or str(factor).strip()
    ]
    said = {name: forms.text(given, name) for name in FIELDS}
    return said | {"attributes": attributes, "packs": packs}


def _typed(value: str, kind: str) -> Any:
    """A value as JSON holds it; what does not fit stays text, and the database says so."""
    if kind == "number" and forms.is_number(value):
        exact = Decimal(forms.number(value))
        return int(exact) if exact == exact.to_integral_value() else float(exact)
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    return value


async def _show(
    request: web.Request, sku: str, said: dict[str, Any], refusal: Refusal | None = None
) -> web.StreamResponse:
    """The form with what was said; after a lost update, with the other version beside it."""
    async with as_user(request, write=False, page=True) as db:
        choices = await call(db, "form_choices")
        declared = await rows(db, "attributes")
        parents = {one["category"]: one["parent"] for one in await rows(db, "categories")}
        current = None
        if refusal and refusal.code == errors.CHANGED_MEANWHILE:
            current = (await call(db, "item_page", sku=sku))["item"]
        me = await db.me()
    return render.page(
        request, "item_form.html", me, status=refusal.status if refusal else 200,
        sku=sku, said=said, choices=choices, refusal=refusal, current=current,
        fields=_fields(declared, parents, said["category"]), empty_packs=EMPTY_PACKS,
        compared=FIELDS,
    )  # fmt: skip


def _fields(
    declared: list[dict[str, Any]], parents: dict[str, str | None], category: str | None
) -> list[dict[str, Any]]:
    """The attributes that a category declares or inherits, to draw their inputs."""
    above = set()
    while category and category not in above:
        above.add(category)
        category = parents.get(category)
    return [one for one in declared if one["category"] in above]


async def _confirm(request: web.Request, refusal: Refusal | None = None) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        answer = await call(db, "item_page", sku=request.match_info["sku"])
        me = await db.me()
    status = refusal.status if refusal else 200
    return render.page(request, "remove_item.html", me, status=status, page=answer, refusal=refusal)
