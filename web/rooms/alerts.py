"""Quantities outside their range, and who was told."""

from aiohttp import web

from web import export, http, render
from web.db import as_user, call
from web.declared import answers
from web.language import N_

routes = web.RouteTableDef()
PAGE_ROWS = 50
STATES = (("open", N_("Open")), ("resolved", N_("Resolved")), ("all", N_("All")))
COLUMNS = (
    "opened_at", "resolved_at", "kind", "severity", "sku", "name", "location", "balance",
    "balance_at_opening", "minimum", "maximum", "unit", "resolution",
)  # fmt: skip


@routes.get("/alerts" + http.DATA)
@answers("list_alerts", query=("state", "after"))
async def list_alerts(request: web.Request) -> web.StreamResponse:
    """api.list_alerts() as a page, as its next rows, as JSON or a file."""
    asked = {"state": request.query.get("state", "open")}
    if http.wants_file(request):
        return await export.as_file(request, "list_alerts", asked, COLUMNS, "alerts")
    after = request.query.get("after") or None
    async with as_user(request) as db:
        found = await call(db, "list_alerts", **asked, after=after, max_rows=PAGE_ROWS)
        if http.wants_json(request):
            return render.data(request, found)
        me = await db.me()
    template = "alerts_more.html" if after and http.is_partial(request) else "alerts.html"
    return render.page(request, template, me, found=found, state=asked["state"], states=STATES)
