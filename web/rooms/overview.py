"""The first page: what needs attention now."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from aiohttp import web

from web import bars, chart, formats, http, render
from web.db import as_user, call
from web.declared import answers

routes = web.RouteTableDef()
FEWEST_WEEKS = 2  # a value over time is a line between two
# Where the list behind each of api.needs_attention() is: it shows exactly so many.
BEHIND = {
    "ledger": "/health", "emergency": "/break_glass?open=true", "worker": "/health",
    "out": "/items?q=status:out", "low": "/items?q=status:low", "over": "/items?q=status:over",
    "negative": "/items?q=has:negative", "expired": "/lots?state=expired",
    "expiring": "/lots?state=soon", "mails": "/health", "jobs": "/health",
    "imports": "/import?state=waiting",
}  # fmt: skip


@routes.get("/")
@routes.get("/overview{suffix:(?:\\.json)?}")
@answers("overview")
async def overview(request: web.Request) -> web.StreamResponse:
    """api.overview(), or what needs those who see no stock."""
    async with as_user(request) as db:
        if http.wants_json(request):
            return render.data(request, await call(db, "overview"))
        me = await db.me()
        can = me["can"]
        answer = await call(db, "overview") if can["see_stock"] else None
        needs = answer["needs"] if answer else await call(db, "needs_attention")
        concerned = can["break_glass"] or can["see_audit"]
        begins = can["edit_items"] or can["manage_people"]
        shown = begins and request.cookies.get("guide") != "off" and not me.get("seen_by")
        first = await call(db, "first_steps") if shown else None
        broken = await call(db, "list_break_glass", only_open=True, max_rows=5) if concerned else []
    with render.reading(request, me):
        drawn = _drawn(answer, me["time_zone"])
    return render.page(
        request, "overview.html", me, overview=answer, broken=broken, needs=needs, behind=BEHIND,
        first=first, **drawn,
    )  # fmt: skip


@routes.get("/first_steps{suffix:(?:\\.json)?}")
@answers("first_steps")
async def first_steps(request: web.Request) -> web.StreamResponse:
    """api.first_steps(), as JSON."""
    async with as_user(request) as db:
        return render.data(request, await call(db, "first_steps"))


@routes.get("/needs_attention{suffix:(?:\\.json)?}")
@answers("needs_attention")
async def needs_attention(request: web.Request) -> web.StreamResponse:
    """api.needs_attention(), as JSON."""
    async with as_user(request) as db:
        return render.data(request, await call(db, "needs_attention"))


def _drawn(answer: Mapping[str, Any] | None, time_zone: str) -> dict[str, Any]:
    """The two pictures, and of today how many movements; nothing where there is nothing."""
    if answer is None:
        return {"worth": None, "moves": None}
    values, moves = answer.get("values") or [], answer["moves"]
    if answer.get("value") is not None:
        values = [*values, {"at": answer["as_of"], "value": answer["value"]}]
    drawable = len(values) > FEWEST_WEEKS and any(Decimal(one["value"]) for one in values)
    first, last = date.fromisoformat(moves["first_day"]), date.fromisoformat(moves["last_day"])
    return {
        "worth": chart.worth(values, formats.zone(time_zone)) if drawable else None,
        "values": values,
        "moves": bars.of_days(moves["days"], first, last) if moves["days"] else None,
    }
