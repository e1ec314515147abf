"""One item: what there is of it and where, how it came to be, its range."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from web import chart, export, formats, http, render
from web.db import as_user, call, calls
from web.rooms.movements import COLUMNS, PAGE_ROWS

routes = web.RouteTableDef()
PERIODS = ((30, "30 d"), (90, "90 d"), (365, "1 y"))
LAST_MOVEMENTS = 8


@routes.get("/items/{sku:[^/]+?}{suffix:(?:\\.json)?}")
async def item_page(request: web.Request) -> web.StreamResponse:
    """api.item_page() with the chart of api.item_history() and the last movements."""
    sku = request.match_info["sku"]
    async with as_user(request) as db:
        if http.wants_json(request):
            return render.data(request, await call(db, "item_page", sku=sku))
        answer, movements = await calls(
            db,
            ("item_page", {"sku": sku}),
            ("item_movements", {"sku": sku, "max_rows": LAST_MOVEMENTS}),
        )
        days, place = _days(request), _place(request, answer)
        history = await call(
            db, "item_history", sku=sku, since=datetime.now(UTC) - timedelta(days=days),
            location=place["location"] if place else None,
        )  # fmt: skip
        me = await db.me()
    # The band belongs to the place that the range is for, not to what happens to be summed.
    history |= {bound: place[bound] if place else None for bound in ("minimum", "maximum")}
    return render.page(
        request, "item.html", me, page=answer, movements=movements, days=days, periods=PERIODS,
        place=place,
        history=history, chart=chart.history(history, formats.zone(me["time_zone"])),
        table="table" in request.query,
    )  # fmt: skip


@routes.get("/items/{sku:[^/]+}/movements{suffix:(?:\\.json|\\.csv)?}")
async def item_movements(request: web.Request) -> web.StreamResponse:
    """api.item_movements(): the item's whole history, newest first."""
    asked = {"sku": request.match_info["sku"]}
    if http.wants_csv(request):
        name = f"movements-{formats.file_part(asked['sku'])}.csv"
        return await export.as_csv(request, "item_movements", asked, COLUMNS, name)
    after = request.query.get("after") or None
    async with as_user(request) as db:
        found = await call(db, "item_movements", **asked, after=after, max_rows=PAGE_ROWS)
        if http.wants_json(request):
            return render.data(request, found)
        me = await db.me()
    template = "movements_more.html" if after and http.is_partial(request) else "movements.html"
    return render.page(request, template, me, found=found, sku=asked["sku"].upper())


@routes.get("/items/{sku:.+}")
async def to_item_page(request: web.Request) -> web.StreamResponse:
    """A SKU with a slash as it is written in mails: lead to its page's own address."""
    raise web.HTTPSeeOther(f"/items/{render.segment(request.match_info['sku'])}")


def _place(request: web.Request, answer: dict[str, Any]) -> dict[str, Any] | None:
    """The threshold whose place the chart shows: the one asked for, else the first that is
    crossed, else the first; None for all places together."""
    known, asked = answer["thresholds"], request.query.get("place")
    if asked is not None:
        return next((one for one in known if one["location"] == asked), None)
    crossed = [one for one in known if one["status"] != "ok"]
    return next(iter(crossed or known), None)


def _days(request: web.Request) -> int:
    known = [days for days, _ in PERIODS]
    asked = request.query.get("days", "")
    return int(asked) if asked.isdecimal() and int(asked) in known else 90
