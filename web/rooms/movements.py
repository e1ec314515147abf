"""The ledger, newest first."""

from typing import Any

import psycopg
from aiohttp import web

from web import errors, http, listing, lists
from web.db import as_user
from web.declared import answers

routes = web.RouteTableDef()
FILE = (
    "posted_at", "occurred_at", "kind", "sku", "name", "location", "lot", "quantity", "on_hand",
    "unit", "entered_quantity", "entered_unit", "reason", "reference", "note", "posted_by",
    "document", "line",
)  # fmt: skip

COLUMNS = (
    lists.Column("when", "Recorded", "c-when", "time", fixed=True),
    lists.Column("kind", "Kind", "c-kind"),
    lists.Column("name", "Item", "c-name", fixed=True),
    lists.Column("place", "Location", "c-place"),
    lists.Column("quantity", "Quantity", "c-quantity", "number", fixed=True),
    lists.Column("balance", "Balance", "c-balance", "number"),
    lists.Column("by", "By", "c-by"),
    lists.Column("reference", "Reference", "c-reference"),
    lists.Column("occurred", "Happened", "c-when", "time", shown=False),
    lists.Column("reason", "Reason", "c-reference", shown=False),
    lists.Column("note", "Note", "c-reference", shown=False),
)


def room(path: str, function: str, name: str, *, both_ways: bool = False) -> listing.Room:
    """The ledger, or an item's part of it, with the columns one chose for either."""
    return listing.Room(
        lists.List("movements", path, COLUMNS), function, "movements.html", "movements_row.html",
        FILE, name, both_ways=both_ways,
    )  # fmt: skip


LEDGER = room("/movements", "search_movements", "movements", both_ways=True)
NOTHING_FOUND: dict[str, Any] = {"rows": [], "next": None}


@routes.get("/movements" + http.DATA)
@answers("search_movements", query={"q": "query", "after": "after", "before": "before"})
async def search_movements(request: web.Request) -> web.StreamResponse:
    """api.search_movements() as a page, as its next rows, as JSON or a file."""
    q = request.query.get("q", "").strip()
    try:
        return await listing.respond(request, LEDGER, {"query": q}, {"q": q}, sku="", q=q)
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.code != "IN012" or http.is_program(request):
            raise
        return await _refused(request, q, refusal)


async def _refused(request: web.Request, q: str, refusal: errors.Refusal) -> web.StreamResponse:
    """What was not understood, beside what was typed."""
    async with as_user(request) as db:
        me = await db.me()
    return listing.drawn(
        request, LEDGER, me, NOTHING_FOUND, {"q": ""}, status=refusal.status, sku="", q=q,
        counted=None, refusal=refusal,
    )  # fmt: skip
