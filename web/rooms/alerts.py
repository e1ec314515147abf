"""Quantities outside their range, and who was told."""

from aiohttp import web

from web import http, listing, lists, render
from web.db import as_user, call
from web.declared import answers
from web.language import N_

routes = web.RouteTableDef()
STATES = (("open", N_("Open")), ("resolved", N_("Resolved")), ("all", N_("All")))
FILE = (
    "opened_at", "resolved_at", "kind", "severity", "sku", "name", "location", "balance",
    "balance_at_opening", "minimum", "maximum", "unit", "resolution",
)  # fmt: skip
WITH_RESOLVED = ("resolved", "all")
COLUMNS = (
    lists.Column("status", "Status", "c-status", "status", fixed=True),
    lists.Column("name", "Item", "c-name", fixed=True),
    lists.Column("place", "Location and below", "c-place"),
    lists.Column("now", "Now", "c-hand", "number"),
    lists.Column("range", "Range", "c-range", "number"),
    lists.Column("severity", "Severity", "c-severity"),
    lists.Column("opened", "Opened", "c-when", "time"),
    lists.Column("resolved", "Resolved", "c-when", "time"),
    lists.Column("told", "Told", "c-told"),
)


def room(state: str) -> listing.Room:
    """The list; of those that are open none has been resolved."""
    columns = tuple(one for one in COLUMNS if one.key != "resolved" or state in WITH_RESOLVED)
    shown = lists.List("alerts", "/alerts", columns)
    return listing.Room(
        shown, "list_alerts", "alerts.html", "alerts_row.html", FILE, "alerts",
        filters={"state": "state"}, instead={"state": "open"},
    )  # fmt: skip


@routes.get("/alerts" + http.DATA)
@answers("list_alerts", query=("state", "after"))
async def list_alerts(request: web.Request) -> web.StreamResponse:
    """api.list_alerts() as a page, as its next rows, as JSON or a file."""
    asked = {"state": request.query.get("state", "open")}
    return await listing.respond(
        request, room(asked["state"]), asked, asked, state=asked["state"], states=STATES
    )


@routes.get("/count_alerts{suffix:(?:\\.json)?}")
@answers("count_alerts")
async def count_alerts(request: web.Request) -> web.StreamResponse:
    """api.count_alerts(), as JSON: what stands beside the room on every page."""
    async with as_user(request) as db:
        return render.data(request, await call(db, "count_alerts"))
