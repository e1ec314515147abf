"""Items with all that can be said of them, as a file that an import takes back."""

from typing import Any

from aiohttp import web

from web import export, http, render
from web.db import as_user, call, rows
from web.declared import answers

routes = web.RouteTableDef()
PAGE_ROWS = 50
FIELDS = ("sku", "name", "description", "category", "unit", "tags", "barcodes", "packs")


@routes.get("/item_fields" + http.DATA)
@answers("item_fields", query={"q": "query", "after": "after"})
async def item_fields(request: web.Request) -> web.StreamResponse:
    """api.item_fields() as JSON or a file; a column for each attribute."""
    asked = {"query": request.query.get("q", "")}
    async with as_user(request, write=False, page=http.wants_file(request)) as db:
        if not http.wants_file(request):
            after = request.query.get("after") or None
            found = await call(db, "item_fields", **asked, after=after, max_rows=PAGE_ROWS)
            return render.data(request, found if isinstance(found, str) else render.exact(found))
        declared = await rows(db, "attributes")
    attributes = dict.fromkeys(one["attribute"] for one in declared)
    return await export.as_file(
        request, "item_fields", asked, (*FIELDS, *attributes), "items-to-import", flat
    )


def flat(item: dict[str, Any]) -> dict[str, Any]:
    """A line of the file, in the words that inventory.item_of_cells reads."""
    own = {
        name: ("yes" if value else "no") if isinstance(value, bool) else value
        for name, value in item["attributes"].items()
    }
    return own | item | {
        "tags": ", ".join(item["tags"]),
        "packs": "; ".join(f"{one['unit']}={one['factor']}" for one in item["packs"]),
        "barcodes": _joined([_barcode(one, item["unit"]) for one in item["barcodes"]]),
    }  # fmt: skip


def _barcode(one: dict[str, Any], base: str) -> str:
    """With the unit it is on, where that is a pack, or where it could be taken for one."""
    named = one["unit"] or (base if one["barcode"].endswith(")") else "")
    return f"{one['barcode']} ({named})" if named else str(one["barcode"])


def _joined(codes: list[str]) -> str:
    """With semicolons, or line by line where a code has one itself."""
    if any(";" in one for one in codes):
        return "".join(f"{one}\n" for one in codes)
    return "; ".join(codes)
