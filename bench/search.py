"""Twenty searches by a member of staff with 410 of 500 places, beside reading one item by its key.

search_p50 and search_p95 are the middle and the nineteenth of the twenty queries, each the median
of its runs: the rows of the first page, without their count. search_count is the middle of the
counts alone. The baseline is one item read by its primary key by the same person over the same
kind of connection: no sums, no JSON, nothing to read. `as_web` is the ratio where both sides ask as
the web does: the session's token becomes the person's role, and the question goes with it in one
pipeline. `elapsed` is the ratio in elapsed time, which tells of whoever else uses the machine.
`page` is the milliseconds of CPU of rows and count in one, as the items page asks for its first;
`fifty` those of api.item_rows() of fifty items that are known, which no page of them comes below,
`of_fifty` ours as a multiple of it, `held` what we hold that to; `call` those of one, what any call
of the API costs; `slowest` the query that took longest.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from bench.data import PASSWORD
from bench.figures import Figure, Rounds, Sample, Side, alternate, cpu, met, micros, short
from bench.shop import PERSON, Shop, open_shop
from bench.stage import Stage
from web.db import IDENTITY

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
# What we hold ourselves to: multiples of fifty rows that are known (docs/adr/0027).
HELD = {"search_p50": "<= 3", "search_p95": "<= 8", "search_count": "<= 3"}
NTH = {"search_p50": 0.5, "search_p95": 0.95, "search_count": 0.5}
PAGE = "select api.search_items(query => %s)"
ROWS = "select api.search_items(query => %s, count => false)"
COUNT = "select api.count_searches(queries => array[%s])"
ONE = "select sku, name from inventory.items where item_id = %s"
CALL = "select api.item_rows(%s)"
WARM = 5  # reads before the first that counts

Identity = Mapping[str, Any] | None
Keys = Sequence[Any]


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
    shop, times, nth = open_shop(stage), Times(), NTH[name]
    person = stage.server.tcp_dsn(PERSON, PASSWORD, shop.database)
    web, token = stage.dsn("stockroom_web", shop.database), shop.identity()
    statement = COUNT if name == "search_count" else ROWS
    keys, each, fifties = _asked_for(stage, shop)
    sides = {
        "baseline": _reading(person, ONE, keys),
        "ours": _searching(stage, person, statement, nth, times),
        "web_read": _reading(web, ONE, keys, token),
        "web": _searching(stage, web, statement, nth, Times(), token),
        "call": _reading(person, CALL, each),
        "fifty": _reading(person, CALL, fifties),
    }
    if name != "search_count":
        sides["page"] = _searching(stage, person, PAGE, nth, Times())
    found = alternate(sides, stage.options.rounds)
    figure = Figure(name, "ms of server CPU", TARGETS[name], found, value=_millis)
    as_web = Figure(name, "", "", found, value=_millis, ours="web", baseline="web_read")
    more: dict[str, Any] = {
        "elapsed": _elapsed(found, "ours", "baseline"),
        "as_web": short(median(as_web.ratios("web_read"))),
        "as_web_cpu": [short(as_web.median(side, _millis)) for side in ("web_read", "web")],
        "as_web_elapsed": _elapsed(found, "web", "web_read"),
    }
    of_fifty = median(figure.ratios("fifty"))
    more |= {"of_fifty": short(of_fifty), "held": HELD[name], "holds": met(of_fifty, HELD[name])}
    more |= {side: short(figure.median(side, _millis)) for side in list(sides)[4:]}
    return figure.line() | more | {"slowest": times.slowest()}


def _elapsed(found: Rounds, ours: str, baseline: str) -> float:
    """The ratio of two sides in elapsed time."""
    return short(median(Figure("", "", "", found, micros, ours, baseline).ratios(baseline)))


def _asked_for(stage: Stage, shop: Shop) -> tuple[Keys, Keys, Keys]:
    """A thousand items by key, by SKU one by one, and by fifty."""
    step = 50 if stage.options.short else 1
    with stage.connect("postgres", shop.database) as db:
        row = db.execute("select max(item_id) from inventory.items").fetchone()
        keys = [(row[0] if row else 1) * n // 1000 + 1 for n in range(1000)][::step]
        found = db.execute("select sku from inventory.items where item_id = any(%s)", [keys])
        skus = [sku for (sku,) in found]
    fifties = [skus[n : n + 50] for n in range(0, len(skus), 50)]
    return keys, [[sku] for sku in skus], fifties


def _millis(sample: Sample) -> float:
    """Server CPU: elapsed times tell of whoever else uses the machine."""
    return cpu(sample) / 1000


def _reading(dsn: str, statement: str, keys: Keys, identity: Identity = None) -> Side:
    """One question of each key, one after the other: the median of them."""

    def run() -> Sample:
        with psycopg.connect(dsn, autocommit=True) as db:
            for one in keys[:WARM]:
                _ask(db, statement, one, identity)
            used = _cpu(db)
            taken = [_ask(db, statement, one, identity) for one in keys]
            each = (_cpu(db) - used) / len(keys)
            return Sample(rate=1 / median(taken), cpu=each, done=len(keys))

    return run


def _searching(
    stage: Stage, dsn: str, statement: str, nth: float, times: Times, identity: Identity = None
) -> Side:
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
                    taken.append(_ask(db, statement, query, identity))
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


def _ask(db: psycopg.Connection, statement: str, one: Any, identity: Identity) -> float:
    """Seconds until the answer is here; with an identity, as the web asks: in one pipeline."""
    begun = time.perf_counter()
    if identity is None:
        db.execute(statement, [one]).fetchall()
    else:
        with db.pipeline():
            db.execute(IDENTITY, identity)
            db.execute(statement, [one])
    return time.perf_counter() - begun
