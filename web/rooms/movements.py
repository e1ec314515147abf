"""The ledger, newest first."""

from typing import Any

import psycopg
from aiohttp import web

from web import errors, export, http, render
from web.db import as_user, call
from web.declared import answers

routes = web.RouteTableDef()
PAGE_ROWS = 50
COLUMNS = (
    "posted_at", "occurred_at", "kind", "sku", "name", "location", "lot", "quantity", "on_hand",
    "unit", "entered_quantity", "entered_unit", "reason", "reference", "note", "posted_by",
    "document", "line",
)  # fmt: skip

NOTHING_FOUND: dict[str, Any] = {"rows": [], "next": None}


@routes.get("/movements" + http.DATA)
@answers("search_movements", query={"q": "query", "after": "after", "before": "before"})
async def search_movements(request: web.Request) -> web.StreamResponse:
    """api.search_movements() as a page, as its next rows, as JSON or a file."""
    q = request.query.get("q", "").strip()
    if http.wants_file(request):
        return await export.as_file(request, "search_movements", {"query": q}, COLUMNS, "movements")
    place = {name: request.query.get(name) or None for name in ("after", "before")}
    try:
        async with as_user(request) as db:
            found = await call(db, "search_movements", query=q, max_rows=PAGE_ROWS, **place)
            if http.wants_json(request):
                return render.data(request, found)
            me = await db.me()
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.code != "IN012" or http.wants_json(request):
            raise
        return await _refused(request, q, refusal)
    partial = place["after"] and http.is_partial(request)
    template = "movements_more.html" if partial else "movements.html"
    return render.page(request, template, me, found=found, sku="", q=q)


async def _refused(request: web.Request, q: str, refusal: errors.Refusal) -> web.StreamResponse:
    """What was not understood, beside what was typed."""
    async with as_user(request) as db:
        me = await db.me()
    return render.page(
        request, "movements.html", me, status=refusal.status, found=NOTHING_FOUND, sku="", q=q,
        refusal=refusal,
    )  # fmt: skip
