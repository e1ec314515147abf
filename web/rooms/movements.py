"""The ledger, newest first."""

from aiohttp import web

from web import export, http, render
from web.db import as_user, call
from web.declared import answers

routes = web.RouteTableDef()
PAGE_ROWS = 50
COLUMNS = (
    "posted_at", "occurred_at", "kind", "sku", "name", "location", "lot", "quantity", "on_hand",
    "unit", "entered_quantity", "entered_unit", "reason", "reference", "note", "posted_by",
    "document", "line",
)  # fmt: skip


@routes.get("/movements" + http.DATA)
@answers("recent_movements", query=("after",))
async def recent_movements(request: web.Request) -> web.StreamResponse:
    """api.recent_movements() as a page, as its next rows, as JSON or a file."""
    if http.wants_file(request):
        return await export.as_file(request, "recent_movements", {}, COLUMNS, "movements")
    after = request.query.get("after") or None
    async with as_user(request) as db:
        found = await call(db, "recent_movements", after=after, max_rows=PAGE_ROWS)
        if http.wants_json(request):
            return render.data(request, found)
        me = await db.me()
    template = "movements_more.html" if after and http.is_partial(request) else "movements.html"
    return render.page(request, template, me, found=found, sku="")
