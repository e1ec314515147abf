"""Reports by snapshots, as a person with 410 of 500 places asks for them, beside DuckDB.

One figure for each kind of report (`FIGURES`). The baseline is the same question to DuckDB over a
copy of the ledger, without rights, tree and units, two threads; where that is not installed (see
bench/duck.py) to the tables themselves by a superuser, and no target is judged. Both in CPU, as
elapsed times tell of whoever else uses the machine; `seconds` is what one report took, elapsed.
`others` are more reports, in microseconds of server CPU.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bench import duck
from bench.data import PASSWORD
from bench.figures import Figure, Side, alternate, cpu, micros, short
from bench.shop import PERSON, Shop, open_shop
from bench.stage import Stage
from ops.errors import Trouble

MOST_STEPS = 1_000
BOSS = "bench_manager"  # sees cost
AT = "select api.stock_report(now() - interval '{} days'{})"
MOVED = "select api.movement_report(now() - interval '141 days', now() - interval '51 days'{})"
# On hand by level, of which every report of stock is made; what moved, and by which kind.
LEVELS = (
    "(select item_id, location_id, lot_id, sum(quantity) as on_hand from {movements} "
    "where occurred_at <= {at} group by 1, 2, 3) as s"
)
MOVES = (
    "from {movements} as m join {documents} as d using (document_id) "
    "where m.occurred_at >= {since} and m.occurred_at < {until}"
)


@dataclass(frozen=True)
class Kind:
    """A report: what is asked by whom, the same over the whole ledger, and how many days ago."""

    ask: str
    plain: str
    target: str = "<= 0.5"
    person: str = PERSON
    days: int = 76


FIGURES = {
    "report_as_of": Kind(
        AT.format(200, ""),
        f"select location_id, sum(on_hand), count(*) from {LEVELS} where on_hand <> 0 group by 1",  # noqa: S608
        target="<= 0.25", days=200,
    ),
    "report_other": Kind(
        MOVED.format(""),
        f"select m.location_id, d.kind, sum(m.quantity), count(*) {MOVES} group by 1, 2",
    ),
    "report_items": Kind(
        AT.format(76, ", grouped_by => 'item'"),
        f"select item_id, sum(on_hand), count(*) from {LEVELS} where on_hand <> 0 group by 1",  # noqa: S608
    ),
    "report_moved_items": Kind(
        MOVED.format(", 'item'"),
        f"select m.item_id, d.kind, sum(m.quantity), count(*) {MOVES} group by 1, 2",
    ),
    "report_value": Kind(
        AT.format(76, ""),
        f"select s.location_id, sum(s.on_hand * c.last_cost) from {LEVELS} "  # noqa: S608
        "left join {item_costs} as c using (item_id) where on_hand <> 0 group by 1",
        person=BOSS,
    ),
}  # fmt: skip
# Who asks, and what: (person, statement).
OTHERS = {
    "report_as_of": {
        "now": (PERSON, "select api.stock_report()"),
        "weekly": (PERSON, AT.format(76, "")),
        "known then": (PERSON, AT.format(76, ", now() - interval '76 days'")),
        "by category": (PERSON, AT.format(76, ", grouped_by => 'category'")),
    },
    "report_other": {
        "30 days": (PERSON, MOVED.format("").replace("141", "81")),
        "by category": (PERSON, MOVED.format(", 'category'")),
    },
    "report_items": {
        "now": (PERSON, "select api.stock_report(grouped_by => 'item')"),
        "next page": (PERSON, AT.format(76, ", grouped_by => 'item', with_total => false")),
    },
    "report_moved_items": {
        "30 days": (PERSON, MOVED.format(", 'item'").replace("141", "81")),
    },
    "report_value": {
        "by item": (BOSS, AT.format(76, ", grouped_by => 'item'")),
    },
}  # fmt: skip


def measure(stage: Stage, name: str) -> dict[str, Any]:
    """One of `FIGURES`."""
    shop = open_shop(stage)
    _keep(stage, shop)
    kind = FIGURES[name]

    def ours(person: str, ask: str) -> Side:
        return _asking(stage, stage.server.tcp_dsn(person, PASSWORD, shop.database), ask)

    sides = {"baseline": _baseline(stage, shop, kind), "ours": ours(kind.person, kind.ask)}
    found = alternate(sides, stage.options.rounds)
    unit = "us of CPU a report"
    figure = Figure(name, unit, kind.target if duck.is_there() else "", found, value=cpu)
    others = {what: short(cpu(ours(*asked)())) for what, asked in OTHERS[name].items()}
    return figure.line() | {
        "others": others,
        "seconds": short(figure.median("ours", micros) / 1e6),
        "note": "beside DuckDB" if duck.is_there() else "beside the whole ledger, not DuckDB",
    }


def _baseline(stage: Stage, shop: Shop, kind: Kind) -> Side:
    """The same over the whole ledger: DuckDB's, or, where there is none, the server's."""
    now = datetime.now(UTC).replace(tzinfo=None)
    instants = {"at": kind.days, "since": 141, "until": 51}
    tables = ("movements", "documents", "item_costs")
    told = {name: f"timestamp '{now - timedelta(days=days)}'" for name, days in instants.items()}
    if duck.is_there():
        query = kind.plain.format(**told, **{name: name for name in tables})
        return duck.asking(stage, duck.open_copy(stage, shop.database), query)
    zoned = {name: f"({at} at time zone 'UTC')" for name, at in told.items()}
    query = kind.plain.format(**zoned, **{name: f"inventory.{name}" for name in tables})
    return _asking(stage, stage.dsn("postgres", shop.database), query)


def _keep(stage: Stage, shop: Shop) -> None:
    """Take the snapshots that the worker would have taken. Raises Trouble where it never ends."""
    with stage.connect("postgres", shop.database) as db:
        for _ in range(MOST_STEPS):
            row = db.execute("select (api.take_snapshots() -> 'more')::boolean").fetchone()
            if row == (False,):
                db.execute(
                    "vacuum analyze inventory.snapshots, inventory.stock_snapshots,"
                    " inventory.stock_sums, inventory.move_sums, inventory.late_movements,"
                    " inventory.day_sums, inventory.stock_values, inventory.kept_costs"
                )
                return
    raise Trouble("The snapshots are never all taken.", "That is a bug.")


def _asking(stage: Stage, dsn: str, query: str) -> Side:
    """One report after the other on one connection; the rate is of reports."""

    def run() -> tuple[int, float]:
        with psycopg.connect(dsn, autocommit=True) as db:
            db.execute("set statement_timeout = 0")
            done, begun = 0, time.monotonic()
            while not done or time.monotonic() - begun < stage.options.seconds:
                db.execute(query).fetchall()
                done += 1
            return done, done / (time.monotonic() - begun)

    return lambda: stage.metered(run)
