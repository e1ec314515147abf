"""The columns of the items list: for its page, for the next fifty and for live figures."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from web import lists

STOCK = "see_stock"
LIST = lists.List(
    "items",
    "/items",
    (
        lists.Column("name", "Item", "c-name", sort="name", fixed=True),
        lists.Column("sku", "SKU", "c-sku", sort="sku"),
        lists.Column("status", "Status", "c-status", "status", needs=STOCK),
        lists.Column("on_hand", "On hand", "c-hand", "number", needs=STOCK),
        lists.Column("level", "Level", "c-level", needs=STOCK),
        lists.Column("reserved", "Reserved", "c-figure", "number", needs=STOCK, shown=False),
        lists.Column("available", "Available", "c-figure", "number", needs=STOCK, shown=False),
        lists.Column("minimum", "Minimum", "c-figure", "number", needs=STOCK, shown=False),
        lists.Column("maximum", "Maximum", "c-figure", "number", needs=STOCK, shown=False),
        lists.Column("range", "Range", "c-range", "number", needs=STOCK),
        lists.Column("places", "Places", "c-places", "number", needs=STOCK),
        lists.Column("unit", "Unit", "c-unit", unless=STOCK),
        lists.Column("category", "Category", "c-category"),
        lists.Column("updated", "Changed", "c-time", "time", sort="updated"),
    ),
    sort="name",
)


def shown(request: web.Request, me: Mapping[str, Any]) -> lists.Shown:
    """The list of this person; who may edit items can tick some."""
    search = {name: request.query.get(name, "") for name in ("q", "sort")}
    return lists.show(
        request, LIST, me, search, selectable=bool(me["can"].get("edit_items")),
        counts={"query": search["q"]},
    )  # fmt: skip
