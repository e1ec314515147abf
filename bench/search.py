"""Twenty searches by a member of staff with 410 of 500 places, beside reading one item by its key.

search_p50 and search_p95 are the middle and the nineteenth of the twenty queries, each the median
of its runs: the whole first page as the items page asks for it, rows and count. search_count is
the middle of the counts alone, as tabs of saved views ask for them. The baseline is one item read
by its primary key by the same person over the same kind of connection; `plain` beside it is the
ratio to a superuser's read, whom no policy concerns, `call` that to the list's row of one item by
api.item_rows(), which is what any call of the API costs at least, `rows` the milliseconds of CPU of
the rows alone, as the next rows below a page are asked for, `slowest` the query that took longest.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from bench.data import PASSWORD
from bench.figures import Figure, Sample, Side, alternate, cpu, short
from bench.shop import PERSON, Shop, open_shop
from bench.stage import Stage

QUERIES = (
    "",
    "hammer",
    "cordless drill 18",
    '"hex bolt" stainless M8',
    "HEX-00",
    "sku:COF sort:-updated",
    "hamer",  # spelled otherwise
    "category:TOOLS",
    "category:FASTENERS sort:-updated",
    "colour:red weight:>10kg",
    "weight:=19.99kg",
    "organic:yes sort:-created",
    "location:P-8",
    "location:N status:low,out",
    "status:out",
    "on_hand:0 category:PARTS",
    "on_hand:>100",
    "updated:30d -category:FOOD",
    "has:stock -has:threshold sort:sku",
    "expires:30d",
)
TARGETS = {"search_p50": "<= 10", "search_p95": "<= 150", "search_count": "<= 20"}
NTH = {"search_p50": 0.5, "search_p95": 0.95, "search_count": 0.5}
PAGE = "select api.search_items(query => %s)"
ROWS = "select api.search_items(query => %s, count => false)"
COUNT = "select api.count_searches(queries => array[%s])"
ONE = "select sku, name from inventory.items where item_id = %s"
CALL = "select api.item_rows(array[%s])"
WARM = 5  # reads before the first that counts


@dataclass
class Times:
    """Milliseconds of each query, over all rounds."""

    of: dict[str, list[float]] = field(default_factory=dict)

    def slowest(self) -> dict[str, Any]:
        """The query that took longest."""
        taken = {query: median(times) for query, times in self.of.items()}
        query = max(taken, key=lambda one: taken[one])
        return {"query": query, "ms": short(taken[query])}


def measure(stage: Stage, name: str) -> dict[str, Any]:
    """search_p50, search_p95 or search_count."""
    shop, times = open_shop(stage), Times()
    person = stage.server.tcp_dsn(PERSON, PASSWORD, shop.database)
    statement = COUNT if name == "search_count" else PAGE
    sides = {
        "baseline": _reading(stage, shop, person),
        "ours": _searching(stage, person, statement, NTH[name], times),
        "plain": _reading(stage, shop, stage.dsn("postgres", shop.database)),
        "call": _reading(stage, shop, person, CALL, "B-{}"),
    }
    if name != "search_count":
        sides["rows"] = _searching(stage, person, ROWS, NTH[name], Times())
    found = alternate(sides, stage.options.rounds)
    figure = Figure(name, "ms of server CPU", TARGETS[name], found, value=_millis)
    plain = short(median(figure.ratios("plain")))
    called = short(median(figure.ratios("call")))
    more = {"plain": plain, "call": called, "slowest": times.slowest()}
    if name != "search_count":
        more["rows"] = short(median(_millis(sample) for sample in found["rows"]))
    return figure.line() | more


def _millis(sample: Sample) -> float:
    """Server CPU: elapsed times tell of whoever else uses the machine."""
    return cpu(sample) / 1000


def _reading(
    stage: Stage, shop: Shop, dsn: str, statement: str = ONE, key: str | None = None
) -> Side:
    """One item by its key, one after the other: the median of them."""

    def run() -> Sample:
        with psycopg.connect(dsn, autocommit=True) as db:
            row = db.execute("select max(item_id) from inventory.items").fetchone()
            last = shop.items if key else row[0] if row else 1
            keys: list[Any] = [last * n // 1000 + 1 for n in range(1000)]
            keys = [key.format(n) if key else n for n in keys][:: 50 if stage.options.short else 1]
            used, taken = _cpu(db), []
            for one in keys:
                taken.append(_time(lambda one=one: db.execute(statement, [one]).fetchall()))
            each = (_cpu(db) - used) / len(keys)
            return Sample(rate=1 / median(taken[WARM:]), cpu=each, done=len(keys))

    return run


def _searching(stage: Stage, dsn: str, statement: str, nth: float, times: Times) -> Side:
    """All queries in turn, at least three times over: the nth of their medians."""

    def run() -> Sample:
        with psycopg.connect(dsn, autocommit=True) as db:
            db.execute("set statement_timeout = 0")
            found: dict[str, list[float]] = {query: [] for query in QUERIES}
            worked: dict[str, list[float]] = {query: [] for query in QUERIES}
            begun, turns = time.monotonic(), 0
            while turns < 3 or time.monotonic() - begun < stage.options.seconds:
                for query, taken in found.items():
                    used = _cpu(db)
                    taken.append(_time(lambda query=query: db.execute(statement, [query])))
                    worked[query].append(_cpu(db) - used)
                turns += 1
        middles = sorted(median(taken[1:]) for taken in found.values())
        cpus = sorted(median(taken[1:]) for taken in worked.values())
        place = round(nth * len(middles)) - 1
        for query, taken in found.items():
            times.of.setdefault(query, []).extend(one * 1000 for one in taken[1:])
        return Sample(rate=1 / middles[place], cpu=cpus[place], done=turns * len(found))

    return run


def _cpu(db: psycopg.Connection) -> float:
    """Microseconds of CPU that the connection's own process has used."""
    return int(Path(f"/proc/{db.info.backend_pid}/schedstat").read_text().split()[0]) / 1000


def _time(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
