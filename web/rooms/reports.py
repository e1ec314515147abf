"""Reports: stock as of any instant, and what moved between two."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from web import bars, export, filters, formats, http, pages, periods, render
from web.db import as_user, calls
from web.declared import answers, no_data

routes = web.RouteTableDef()
PAGE_ROWS = 100
FILE_ROWS = 20_000  # each page of a report by item begins with all items that are in it
MOVES_FILE_ROWS = 5_000  # and what moved is read item by item: well within a statement's time
GROUPS = ("location", "category", "item")
Read = Callable[[str | None, ZoneInfo], datetime | None]
STOCK_ASKS = ("instant", "known_at", "grouped_by", "at_location", "category", "after")
MOVES_ASKS = ("since", "until", "grouped_by", "at_location", "category", "after")
STOCK_COLUMNS = ("name", "depth", "levels", "on_hand", "unit", "quantities", "value", "unvalued")
MOVES_COLUMNS = (
    "name", "depth", "unit", "opening", "received", "issued", "transferred_in", "transferred_out",
    "adjusted", "reversed", "closing",
)  # fmt: skip
# What the database calls a filter of a report, and what its address does.
FILTERS = {
    "location": "at_location",
    **{one: one for one in ("category", "grouped_by", "instant", "known_at", "since", "until")},
}
DAYS = 30  # of a summary of movements, where none are chosen


@routes.get("/reports")
@no_data("A list of the reports, each of which is data at its own address.")
async def reports(request: web.Request) -> web.StreamResponse:
    """What reports there are."""
    async with as_user(request, page=True) as db:
        me = await db.me()
    return render.page(request, "reports.html", me)


@routes.get("/reports/inventory" + http.DATA)
@answers(
    "stock_report", query=STOCK_ASKS,
    also={"known": "`then`: by what was known at the instant itself, in place of `known_at`."},
)  # fmt: skip
async def stock_report(request: web.Request) -> web.StreamResponse:
    """api.stock_report() as a page, as its next rows, as JSON or a file."""
    asked = await _asked(request)
    where = await _zone(request, "instant", "known_at")
    wrong: list[filters.Problem] = []
    asked["instant"] = _moment(request, "instant", periods.instant, where, wrong)
    then = request.query.get("known") == "then"
    asked["known_at"] = (
        asked["instant"] if then else _moment(request, "known_at", periods.instant, where, wrong)
    )
    if http.wants_file(request):
        return await export.as_file(
            request, "stock_report", asked | {"with_total": False},
            (_key(asked), *STOCK_COLUMNS), "inventory",
            flat=_flat, paged=asked["grouped_by"] == "item", page_rows=FILE_ROWS,
        )  # fmt: skip
    found = await _answer(request, "stock_report", asked, wrong)
    if isinstance(found, web.StreamResponse):
        return found
    report, me, choices = found
    with render.reading(request, me):
        values = {"chart": bars.of_groups(report, _key(asked)), "then": bool(asked["known_at"])}
    at = periods.as_field(asked["instant"], formats.zone(me["time_zone"]))
    return _page(request, "stock_report", me, report, choices, asked, wrong, at=at, **values)


@routes.get("/reports/movements" + http.DATA)
@answers(
    "movement_report", query=MOVES_ASKS,
    notes={
        "since": "A day is meant from its beginning, in the time zone of whoever asks; without one "
        "it is 30 days before the end.",
        "until": "A day (2026-11-30) is meant to its end, in the time zone of whoever asks.",
    },
)  # fmt: skip
async def movement_report(request: web.Request) -> web.StreamResponse:
    """api.movement_report() as a page, as its next rows, as JSON or a file."""
    asked = await _asked(request)
    where = await _zone(request, "since", "until")
    wrong: list[filters.Problem] = []
    asked["until"] = _moment(request, "until", periods.end_of, where, wrong)
    asked["since"] = _moment(request, "since", periods.first_of, where, wrong) or _days_before(
        asked["until"], where
    )
    if http.wants_file(request):
        return await export.as_file(
            request, "movement_report", asked | {"with_total": False},
            (_key(asked), *MOVES_COLUMNS), "movements-summary",
            paged=asked["grouped_by"] == "item", page_rows=MOVES_FILE_ROWS,
        )  # fmt: skip
    instead = {"since": _days_before(asked["until"], where)}
    found = await _answer(request, "movement_report", asked, wrong, instead)
    if isinstance(found, web.StreamResponse):
        return found
    report, me, choices = found
    where = formats.zone(me["time_zone"])
    last = datetime.fromisoformat(report["until"]) - timedelta(microseconds=1)
    days = {
        "first_day": datetime.fromisoformat(report["since"]).astimezone(where).date(),
        "last_day_of": last.astimezone(where).date(),
    }
    with render.reading(request, me):
        chart = bars.of_days(report["days"], **days) if report["days"] is not None else None
    return _page(request, "movement_report", me, report, choices, asked, wrong, chart=chart, **days)


async def _asked(request: web.Request) -> dict[str, Any]:
    """How a report is grouped and narrowed; a field that was left empty asks for nothing."""
    asked = {name: request.query.get(name, "").strip() or None for name in STOCK_ASKS[2:5]}
    asked["grouped_by"] = asked["grouped_by"] or "location"
    return asked


async def _zone(request: web.Request, *names: str) -> ZoneInfo:
    """The person's time zone, asked for where an instant may be written without its own."""
    if not any(request.query.get(name) for name in names) and "until" not in names:
        return ZoneInfo("UTC")
    me: Mapping[str, Any] = await pages.who(request) or {}
    return formats.zone(me.get("time_zone"))


def _days_before(until: datetime | None, where: ZoneInfo) -> datetime:
    """The beginning of a day a month before, in the person's zone."""
    at = (until or datetime.now(UTC)).astimezone(where) - timedelta(days=DAYS)
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _moment(
    request: web.Request, name: str, read: Read, where: ZoneInfo, wrong: list[filters.Problem]
) -> datetime | None:
    """An instant or a day as the address says it; what is none is noted, and told to a program."""
    return filters.typed(request, name, lambda said: read(said or None, where), wrong)


async def _answer(
    request: web.Request,
    function: str,
    asked: dict[str, Any],
    wrong: list[filters.Problem],
    instead: Mapping[str, Any] | None = None,
) -> Any:
    """A report with who asks and what can be chosen; or its JSON, as a response."""
    after = request.query.get("after") or None
    rows: dict[str, Any] = {"after": after, "max_rows": PAGE_ROWS}
    if after and http.is_partial(request):
        rows["with_total"] = False  # the page has it

    async def ask(asked: dict[str, Any]) -> Any:
        said = {name: value for name, value in asked.items() if value or name != "grouped_by"}
        question = (function, said | rows)
        async with as_user(request) as db:
            if http.wants_json(request):
                return render.data(request, (await calls(db, question))[0])
            report, choices = await calls(db, question, ("form_choices", {}))
            return report, await db.me(), choices

    return await filters.kept(request, ask, asked, FILTERS, wrong, instead)


def _page(
    request: web.Request, name: str, me: Any, report: Any, choices: Any, asked: Any,
    wrong: list[filters.Problem], **values: Any,
) -> web.Response:  # fmt: skip
    more = request.query.get("after") and http.is_partial(request)
    # What else the address says is left out: as a file or as data it would be refused.
    names = {"known", *STOCK_ASKS} if name == "stock_report" else {*MOVES_ASKS}
    typed = {key: value for key, value in request.query.items() if key in names - {"after"}}
    refusal = filters.refusal(wrong)
    bad = {one["field"] for one in wrong}
    return render.page(
        request, f"{name}_more.html" if more else f"{name}.html", me,
        status=refusal.status if refusal else 200, refusal=refusal, typed=typed, report=report,
        choices=choices, asked=asked, key=_key(asked), groups=GROUPS,
        said={key: value for key, value in typed.items() if key not in bad}, **values,
    )  # fmt: skip


def _key(asked: Mapping[str, Any]) -> str:
    """What a row is named by."""
    return "sku" if asked["grouped_by"] == "item" else str(asked["grouped_by"] or GROUPS[0])


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row as one line: its quantity in a column of its own where there is one unit only."""
    amounts = row.get("quantities", [])
    if len(amounts) == 1:
        return row | amounts[0] | {"quantities": None}
    said = "; ".join(f"{Decimal(str(one['on_hand'])):f} {one['unit']}" for one in amounts)
    return row | {"quantities": said}
