"""Creating, editing and removing an item."""

from collections.abc import Collection, Mapping
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import conflicts, errors, forms, http, render
from web.db import PersonsDb, as_user, call, rows
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import N_
from web.render import segment

routes = web.RouteTableDef()
LABELS = {
    "sku": "SKU", "name": N_("Name"), "category": N_("Category"), "unit": N_("Base unit"),
    "description": N_("Description"), "tags": N_("Tags"),
    "barcodes": N_("Barcodes"), "packs": N_("Packs"),
}  # fmt: skip
FIELDS = ("sku", "name", "description", "category", "unit")
ATTRIBUTE = "attribute."
EMPTY_ROWS = 2  # offered for further packs and barcodes
BLANK: dict[str, Any] = {
    **dict.fromkeys(FIELDS, ""), "attributes": {}, "packs": [], "tags": [], "barcodes": [],
    "version": "",
}  # fmt: skip
NOT_COPIED = ("sku", "barcodes", "version")  # by a duplicate: they stand for one item


@routes.get("/create_item")
@no_data("A form; what is done is the POST.")
async def new(request: web.Request) -> web.StreamResponse:
    """The empty form, or with `like` a copy of that item to begin with."""
    if like := request.query.get("like", ""):
        async with as_user(request, page=True) as db:
            item = (await call(db, "item_page", sku=like))["item"]
        return await _show(request, "", item | {name: BLANK[name] for name in NOT_COPIED})
    said = BLANK | {name: request.query.get(name, "") for name in FIELDS}
    if any(name.startswith(ATTRIBUTE) for name in request.query):  # another category was chosen
        async with as_user(request, page=True) as db:
            said["attributes"] = await _attributes(db, request.query)
    return await _show(request, "", said)


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


@routes.post("/restore_item/{sku:[^/]+}")
@answers("restore_item")
async def restore_item(request: web.Request) -> web.StreamResponse:
    """api.restore_item(): it is asked for in earnest, and nothing is lost by it."""
    given = await http.said(request)
    sku, version = request.match_info["sku"], _version(given)
    async with as_user(request) as db:
        answer = await call(db, "restore_item", sku=sku, version=version)
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther(f"/items/{segment(answer['sku'])}")


async def _save(request: web.Request, sku: str) -> web.StreamResponse:
    given = await http.said(request)
    version = _version(given)
    changes: dict[str, Any] = {}
    try:
        async with as_user(request) as db:
            if http.wants_json(request):
                changes = dict(given)
            else:
                changes = await _settled(db, sku, given, await _changes(db, given))
            answer = await _command(db, sku, dict(changes), version)
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or http.wants_json(request) or not refusal.is_of_form():
            raise
        refusal = refusal.doubting(given)
        said = changes | {"version": given.get("version", "")}
        return await _show(request, sku, said, refusal, conflicts.remembered(given))
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther(f"/items/{segment(answer['sku'])}")


async def _settled(
    db: PersonsDb, sku: str, given: Mapping[str, Any], changes: dict[str, Any]
) -> dict[str, Any]:
    """The changes without what the person leaves as somebody else made it meanwhile."""
    theirs = conflicts.theirs_of(given, _flat(changes))
    attributes = [one.removeprefix(ATTRIBUTE) for one in theirs if one.startswith(ATTRIBUTE)]
    if sku and attributes:
        current = (await call(db, "item_page", sku=sku))["item"]["attributes"]
        for name in attributes:
            changes["attributes"].pop(name, None)
            changes["attributes"] |= {name: current[name]} if name in current else {}
    return conflicts.settle(changes, theirs)


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
    said: dict[str, Any] = {name: forms.text(given, name) for name in FIELDS}
    said["attributes"] = await _attributes(db, given)
    said["tags"] = [one.strip() for one in forms.text(given, "tags").split(",") if one.strip()]
    said["packs"] = [
        {"unit": unit, "factor": forms.number(factor)}
        for unit, factor in _pairs(given, "pack.unit", "pack.factor")
    ]
    said["barcodes"] = [
        {"barcode": code, "unit": unit or None}
        for code, unit in _pairs(given, "barcode.code", "barcode.unit")
        if code
    ]
    return said


def _pairs(given: forms.Form, one: str, other: str) -> list[tuple[str, str]]:
    """Two fields that repeat side by side, without the rows that say nothing."""
    pairs = zip(given.getall(one, []), given.getall(other, []), strict=False)
    return [(str(a).strip(), str(b).strip()) for a, b in pairs if str(a).strip() or str(b).strip()]


async def _attributes(db: PersonsDb, given: Mapping[str, Any]) -> dict[str, Any]:
    named = {
        name.removeprefix(ATTRIBUTE): str(value).strip()
        for name, value in given.items()
        if name.startswith(ATTRIBUTE) and str(value).strip()
    }
    types: dict[str, str] = {}
    if named:
        # Of another category the same name may be of another type.
        declared, parents = await declarations(db)
        fields = of_category(declared, parents, forms.text(given, "category"), named)
        types = {one["attribute"]: one["type"] for one in [*declared, *fields]}
    return {name: _typed(value, types.get(name, "text")) for name, value in named.items()}


def _typed(value: str, kind: str) -> Any:
    """A value as JSON holds it; what does not fit stays text, and the database says so."""
    if kind == "number" and forms.is_number(value):
        return forms.decimal(value)
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    return value


async def _show(
    request: web.Request,
    sku: str,
    said: dict[str, Any],
    refusal: Refusal | None = None,
    was: dict[str, Any] | None = None,
) -> web.StreamResponse:
    """The form with what was said; after a lost update, with both versions to choose from."""
    async with as_user(request, write=False, page=True) as db:
        choices = await call(db, "form_choices")
        declared, parents = await declarations(db)
        current, differing = None, []
        if refusal and sku:
            found = (await call(db, "item_page", sku=sku))["item"]
            said = found | said  # what stays theirs is not among what is said
        if refusal and refusal.code == errors.CHANGED_MEANWHILE:
            current = found
            labels = LABELS | {ATTRIBUTE + one["attribute"]: one["label"] for one in declared}
            differing = conflicts.compare(labels, _flat(said), _flat(current), was)
        me = await db.me()
    read = _flat(current or BLANK | said)
    return render.page(
        request, "item_form.html", me, status=refusal.form_status() if refusal else 200,
        sku=sku, said=BLANK | said, choices=choices, refusal=refusal, current=current,
        differing=differing,
        fields=of_category(declared, parents, said["category"], said["attributes"]),
        was=conflicts.remember(was if was and not current else read, read),
        empty_rows=EMPTY_ROWS,
    )  # fmt: skip


def _flat(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item field by field, as the form has them: attributes beside the others."""
    flat = {name: item.get(name) for name in LABELS}
    flat["tags"] = sorted(item.get("tags") or [])
    flat["packs"] = sorted(
        f"{one['unit']} of {forms.number(str(one['factor']))}" for one in item["packs"]
    )
    flat["barcodes"] = sorted(
        f"{one['barcode']} ({one['unit']})" if one["unit"] else one["barcode"]
        for one in item["barcodes"]
    )
    return flat | {ATTRIBUTE + name: value for name, value in item["attributes"].items()}


async def declarations(db: PersonsDb) -> tuple[list[dict[str, Any]], dict[str, str | None]]:
    """The attributes in their order, and the category above each."""
    declared = sorted(await rows(db, "attributes"), key=lambda one: one["position"])
    return declared, {one["category"]: one["parent"] for one in await rows(db, "categories")}


def of_category(
    declared: list[dict[str, Any]],
    parents: dict[str, str | None],
    category: str | None,
    values: Collection[str],
) -> list[dict[str, Any]]:
    """The attributes that a category declares or inherits, to draw their inputs; of those that are
    retired the ones that there is a value of, which would be lost otherwise."""
    above = set()
    while category and category not in above:
        above.add(category)
        category = parents.get(category)
    return [
        one
        for one in declared
        if one["category"] in above and (not one["retired_at"] or one["attribute"] in values)
    ]


async def _confirm(request: web.Request, refusal: Refusal | None = None) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        answer = await call(db, "item_page", sku=request.match_info["sku"])
        me = await db.me()
    status = refusal.status if refusal else 200
    return render.page(request, "remove_item.html", me, status=status, page=answer, refusal=refusal)
