"""The columns of the items list: for its page, for the next fifty, for live figures and for files.

What every row has comes with it; what somebody chose besides, declared attributes among it, is
asked for apart (`fill`), by the key of its column.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from aiohttp import web

from web import lists
from web.db import PersonsDb, call
from web.language import N_

STOCK = "see_stock"
ATTRIBUTE = "attribute."
APART = ("expires", "value", "tags", "created", "description")
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
        lists.Column("places", N_("Where"), "c-where", needs=STOCK),
        lists.Column("unit", "Unit", "c-unit", unless=STOCK),
        lists.Column("category", "Category", "c-category"),
        lists.Column("expires", N_("Next expiry"), "c-expiry", "time", needs=STOCK, shown=False),
        lists.Column("value", N_("Value"), "c-figure", "number", needs="see_cost", shown=False),
        lists.Column("tags", N_("Tags"), "c-tags", shown=False),
        lists.Column("description", N_("Description"), "c-description", shown=False),
        lists.Column("created", N_("Created"), "c-time", "time", sort="created", shown=False),
        lists.Column("updated", "Changed", "c-time", "time", sort="updated"),
    ),
    sort="name",
)


def shown(
    request: web.Request, me: Mapping[str, Any], attributes: Iterable[Mapping[str, Any]] = ()
) -> lists.Shown:
    """The list of this person, who ticks some to print labels, and to change them where they may.
    `attributes`: the answer of api.attribute_columns()."""
    search = {name: request.query.get(name, "") for name in ("q", "sort")}
    declared = tuple(_column(one) for one in attributes)
    return lists.show(
        request, replace(LIST, columns=LIST.columns + declared), me, search,
        selectable=True, counts={"query": search["q"]},
    )  # fmt: skip


def _column(attribute: Mapping[str, Any]) -> lists.Column:
    unit = f", {attribute['unit']}" if attribute["unit"] else ""
    kind = "number" if attribute["type"] == "number" else "text"
    label = f"{attribute['label']}{unit}"
    return lists.Column(attribute["column"], label, "c-attribute", kind, shown=False)


def apart(keys: Iterable[str]) -> list[str]:
    """Those of these columns that rows do not have by themselves."""
    return sorted({key for key in keys if key in APART or key.startswith(ATTRIBUTE)})


async def fill(db: PersonsDb, rows: list[dict[str, Any]], columns: list[str]) -> None:
    """Put what `apart` names into the rows."""
    if not (rows and columns):
        return
    found = await call(db, "item_columns", skus=[row["sku"] for row in rows], columns=columns)
    for row in rows:
        row.update({column: found.get(column, {}).get(row["sku"]) for column in columns})
