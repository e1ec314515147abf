"""One item: what there is of it and where, how it came to be, its range."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from aiohttp import web

from web import chart, formats, http, listing, render
from web.db import PersonsDb, as_user, call, calls
from web.declared import answers, no_data
from web.language import N_
from web.rooms import movements

routes = web.RouteTableDef()
ALL_TIME = 0
PERIODS = ((30, "30 d"), (90, "90 d"), (365, "1 y"), (ALL_TIME, N_("All")))
USUAL_DAYS = 90
BEFORE_ALL = datetime(1900, 1, 1, tzinfo=UTC)  # as early as the ledger goes
LAST_MOVEMENTS = 8


@routes.get("/items/{sku:[^/]+?}{suffix:(?:\\.json)?}")
@answers("item_page")
async def item_page(request: web.Request) -> web.StreamResponse:
    """api.item_page() with the chart of api.item_history() and the last movements."""
    sku = request.match_info["sku"]
    if http.wants_json(request):
        async with as_user(request) as db:
            return render.data(request, await call(db, "item_page", sku=sku))
    try:
        return await _whole_page(request, sku)
    except psycopg.errors.InsufficientPrivilege:  # who counts sees what it is, not how much
        async with as_user(request) as db:
            page = await call(db, "item_page", sku=sku)
            return render.page(request, "item.html", await db.me(), page=page)


async def _whole_page(request: web.Request, sku: str) -> web.StreamResponse:
    async with as_user(request) as db:
        answer, movements = await calls(
            db,
            ("item_page", {"sku": sku}),
            ("item_movements", {"sku": sku, "max_rows": LAST_MOVEMENTS}),
        )
        days, place = _days(request, movements["rows"]), _place(request, answer)
        history = await _history(db, sku, days, place)
        me = await db.me()
    with render.reading(request, me):
        drawn = chart.history(history, formats.zone(me["time_zone"]))
    return render.page(
        request, "item.html", me, page=answer, movements=movements, days=days, periods=PERIODS,
        place=place, history=history, table="table" in request.query,
        chart=drawn,
    )  # fmt: skip


async def _history(
    db: PersonsDb, sku: str, days: int, place: dict[str, Any] | None
) -> dict[str, Any]:
    """api.item_history() with the range of the place it is of, not of whatever is summed."""
    where = place["location"] if place else None
    since = None if days == USUAL_DAYS else _since(days)  # left out: where the item began, if later
    found = await call(db, "item_history", sku=sku, since=since, location=where)
    if days == ALL_TIME:
        chart.begin_with_the_first_movement(found)
    return found | {bound: place[bound] if place else None for bound in ("minimum", "maximum")}


@routes.get("/items/{sku:[^/]+}/movements" + http.DATA)
@answers("item_movements", query=("after",))
async def item_movements(request: web.Request) -> web.StreamResponse:
    """api.item_movements(): the item's whole history, newest first."""
    sku = request.match_info["sku"]
    path = f"/items/{render.segment(sku)}/movements"
    room = movements.room(path, "item_movements", f"movements-{formats.file_part(sku)}")
    counts = {"query": f'item:"{sku}"'}
    return await listing.respond(
        request, room, {"sku": sku}, {}, counts=counts, sku=sku.upper(), q=""
    )


@routes.get("/items/{sku:.+}")
@no_data("It leads to an item's own address.")
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


def _days(request: web.Request, last: list[dict[str, Any]]) -> int:
    """The period asked for; else the usual one, or all time where that would show nothing."""
    asked = request.query.get("days", "")
    if asked.isdecimal() and int(asked) in [days for days, _ in PERIODS]:
        return int(asked)
    newest = formats.instant(last[0]["occurred_at"]) if last else None
    return ALL_TIME if newest and newest < _since(USUAL_DAYS) else USUAL_DAYS


def _since(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days) if days else BEFORE_ALL
