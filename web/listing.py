"""A list as its address asks for it: a page, its next rows, JSON, or a file of all of it.

A room declares a Room once and says what is asked; templates/list.html draws heading, tools and
paging, the room's page what stands around them, its row template one row of `list.cells`. An order
is offered where the function has one that is an index's: the ledger, alerts and the audit are read
newest first, ranges by item, lots by their date, people by name, however many they are.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from web import counting, export, filters, http, lists, render
from web.db import PersonsDb, as_user, call

PAGE_ROWS = 50
Beside = Callable[[PersonsDb], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Room:
    """A list of a function of schema `api` that answers {"rows", "next"}."""

    list: lists.List
    function: str
    page: str  # its template
    row: str  # the template of a row's cells
    file: tuple[str, ...]  # the columns of its file, and its name
    name: str
    flat: export.Flat | None = None
    both_ways: bool = False  # it takes `before`, and answers "previous"
    # What its function calls each filter to what `asked` does: a wrong one is marked (filters.py).
    filters: Mapping[str, str] = field(default_factory=dict)
    # What is asked instead of a wrong one, where the list has a value of its own.
    instead: Mapping[str, Any] = field(default_factory=dict)
    picks: str = ""  # a key of me.can: who may do that ticks rows, for what is done with many


async def respond(
    request: web.Request,
    room: Room,
    asked: dict[str, Any],
    said: Mapping[str, Any],
    /,
    counts: Mapping[str, Any] | None = None,
    wrong: list[filters.Problem] | None = None,
    beside: Beside | None = None,
    **values: Any,
) -> web.StreamResponse:
    """What the address asks for. `asked`: of the function; `said`: the same, as its query says it;
    `counts`: of api.count_list(), where that is asked otherwise; `wrong`: filters that could not be
    read; `beside`: what the page asks the database besides; `values`: what its template needs."""
    if http.wants_file(request):
        return await export.as_file(request, room.function, asked, room.file, room.name, room.flat)
    wrong = [] if wrong is None else wrong

    async def ask(asked: dict[str, Any]) -> Any:
        async with as_user(request) as db:
            at = place(request, room)
            found = await call(db, room.function, **asked, **at, max_rows=PAGE_ROWS)
            if http.wants_json(request):
                return found, {}, {}
            return found, await db.me(), await beside(db) if beside else {}

    found, me, more = await filters.kept(request, ask, asked, room.filters, wrong, room.instead)
    if http.wants_json(request):
        return render.data(request, found)
    values |= more | {
        one["field"]: asked.get(one["field"]) for one in wrong if one["field"] in values
    }
    if refusal := filters.refusal(wrong):
        values |= {"status": refusal.status}
    if room.filters:
        values |= {"refusal": refusal}
    counts = asked if counts is None else counts
    counted = await counting.asked_for(request, room.list.name, counts) if counts else None
    said = left_out(said, wrong)
    return drawn(request, room, me, found, said, counts=counts, counted=counted, **values)


def left_out(said: Mapping[str, Any], wrong: list[filters.Problem]) -> dict[str, Any]:
    """What was asked without what is wrong of it: so lead the next rows, orders and files on."""
    refused = {one["field"] for one in wrong}
    return {name: "" if name in refused else value for name, value in said.items()}


def place(request: web.Request, room: Room) -> dict[str, str | None]:
    """Where the page begins, as the address says it."""
    names = ("after", "before") if room.both_ways else ("after",)
    return {name: request.query.get(name) or None for name in names}


def drawn(
    request: web.Request,
    room: Room,
    me: Mapping[str, Any],
    found: dict[str, Any],
    said: Mapping[str, Any],
    /,
    status: int = 200,
    counts: Mapping[str, Any] | None = None,
    **values: Any,
) -> web.Response:
    """The page of an answer; its next rows alone where htmx asks for them. `counts`: what the list
    is asked where api.count_list() knows it."""
    more = request.query.get("after") and http.is_partial(request)
    if more and room.both_ways:
        found = found | {"previous": None}  # what was before stands above
    picks = bool(room.picks and me["can"].get(room.picks))
    shown = lists.show(request, room.list, me, said, selectable=picks, counts=counts)
    return render.page(
        request, "list_more.html" if more else room.page, me, status=status, found=found,
        row_template=room.row, list=shown, **values,
    )  # fmt: skip
