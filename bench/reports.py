"""Reports by snapshots, as a person with 410 of 500 places asks for them, beside the whole ledger.

report_as_of: stock by location as of 200 days ago. report_other: what moved by location in 30 days
that ended 51 days ago. The baseline is the same sum over the tables by a superuser, without
rights, tree and units: what a report would read at least, were nothing kept. It is no other
product, so no target is judged; the second that a report may take is beside it: `seconds` elapsed
(tells of whoever else uses the machine), `others` of more reports in server CPU, those with
value as a manager asks for them.
"""

import time
from typing import Any

import psycopg

from bench.data import PASSWORD
from bench.figures import Figure, Side, alternate, cpu, micros, short
from bench.shop import PERSON, Shop, open_shop
from bench.stage import Stage
from ops.errors import Trouble

MOST_STEPS = 1_000
ASKED = {
    "report_as_of": "select api.stock_report(now() - interval '200 days')",
    "report_other": "select api.movement_report(now() - interval '81 days',"
    " now() - interval '51 days')",
}
PLAIN = {
    "report_as_of": "select location_id, sum(on_hand), count(*) from ("
    "select item_id, location_id, lot_id, sum(quantity) as on_hand from inventory.movements "
    "where occurred_at <= now() - interval '200 days' group by 1, 2, 3) as s "
    "where on_hand <> 0 group by 1",
    "report_other": "select m.location_id, d.kind, sum(m.quantity), count(*) "
    "from inventory.movements as m join inventory.documents as d using (document_id) "
    "where m.occurred_at >= now() - interval '81 days' "
    "and m.occurred_at < now() - interval '51 days' group by 1, 2",
}
# Who asks, and what: (person, statement).
OTHERS = {
    "report_as_of": {
        "now": (PERSON, "select api.stock_report()"),
        "weekly": (PERSON, "select api.stock_report(now() - interval '76 days')"),
        "known then": (
            PERSON,
            "select api.stock_report(now() - interval '76 days', now() - interval '76 days')",
        ),
        "by category": (
            PERSON, "select api.stock_report(now() - interval '76 days', grouped_by => 'category')",
        ),
        "by item": (
            PERSON, "select api.stock_report(now() - interval '76 days', grouped_by => 'item')",
        ),
        "with value": ("bench_manager", "select api.stock_report(now() - interval '76 days')"),
    },
    "report_other": {
        "by category": (
            PERSON,
            "select api.movement_report(now() - interval '81 days', now() - interval '51 days',"
            " 'category')",
        ),
        "by item": (
            PERSON,
            "select api.movement_report(now() - interval '81 days', now() - interval '51 days',"
            " 'item')",
        ),
    },
}  # fmt: skip


def measure(stage: Stage, name: str) -> dict[str, Any]:
    """report_as_of or report_other."""
    shop = open_shop(stage)
    _keep(stage, shop)
    sides = {
        "baseline": _asking(stage, stage.dsn("postgres", shop.database), PLAIN[name]),
        "ours": _asking(stage, stage.server.tcp_dsn(PERSON, PASSWORD, shop.database), ASKED[name]),
    }
    found = alternate(sides, stage.options.rounds)
    figure = Figure(name, "us of server CPU a report", "", found, value=cpu)
    others = {
        what: short(
            cpu(_asking(stage, stage.server.tcp_dsn(person, PASSWORD, shop.database), ask)())
        )
        for what, (person, ask) in OTHERS[name].items()
    }
    return figure.line() | {
        "others": others,
        "seconds": short(figure.median("ours", micros) / 1e6),
        "note": "beside the whole ledger in the same server, not DuckDB",
    }


def _keep(stage: Stage, shop: Shop) -> None:
    """Take the snapshots that the worker would have taken. Raises Trouble where it never ends."""
    with stage.connect("postgres", shop.database) as db:
        for _ in range(MOST_STEPS):
            row = db.execute("select (api.take_snapshots() -> 'more')::boolean").fetchone()
            if row == (False,):
                db.execute("analyze inventory.stock_snapshots, inventory.late_movements")
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
