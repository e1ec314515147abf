"""What row security costs a reader: the person's query as a multiple of a superuser's, same table.

The table is inventory.stock_levels, seen through a view that does nothing but let a person at it:
in the views of schema api the joins would hide what the policy costs. The person has 410 of 500
places; each query proves the session's token anew and reads the person's places before it reads
rows. Queries follow one another in one transaction whose identity was said at its beginning, each
answered before the next is asked. `whole` beside the ratio is that of a transaction for each
query, begin, identity, query and commit in one pipeline as the web sends them: what a request pays
at most.
"""

from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.figures import Figure, Rounds, Sample, Side, alternate, micros, short
from bench.pgbench import Load
from bench.posting import identity
from bench.shop import Shop, open_shop
from bench.stage import Stage

SUMMED = 500_000  # rows
PLAIN = "select set_config('statement_timeout', '10s', true)"


@dataclass(frozen=True)
class Query:
    """What is asked, how often in one transaction, and what it may cost."""

    choose: str
    statement: str
    times: int
    target: str


VIEW = """
    create schema if not exists local;
    create or replace view local.levels with (security_invoker = true) as
    select * from inventory.stock_levels;
    grant usage on schema local to stockroom_viewer, stockroom_web;
    grant select on local.levels to stockroom_viewer;
"""
QUERIES = {
    "rls_point": Query(
        "\\set item :first + random(0, :items - 1)\n",
        "select on_hand from local.levels where item_id = :item;\n",
        100,
        "<= 1.25",
    ),
    "rls_page": Query(
        "\\set item random(1, :last)\n",
        "select item_id, location_id, lot_id, on_hand, reserved from local.levels "
        "where item_id >= :item order by item_id, location_id, lot_id limit 50;\n",
        100,
        "<= 1.8",
    ),
    "rls_sum": Query(
        "",
        "select sum(on_hand) from local.levels where item_id <= :half;\n",
        3,
        "<= 1.2",
    ),
}


def measure(stage: Stage, name: str) -> dict[str, Any]:
    """rls_point, rls_page or rls_sum."""
    shop, query = open_shop(stage), QUERIES[name]
    reach = _reach(stage, shop)
    sides = {
        "baseline": _asking(stage, shop, name, reach, plain=True),
        "ours": _asking(stage, shop, name, reach, plain=False),
        "plain_whole": _whole(stage, shop, name, reach, plain=True),
        "whole": _whole(stage, shop, name, reach, plain=False),
    }
    found = alternate(sides, stage.options.rounds)
    line = Figure(name, "us a query", query.target, found, value=micros).line()
    return line | {"whole": short(_ratio(found, "whole", "plain_whole"))}


def _ratio(found: Rounds, ours: str, baseline: str) -> float:
    pairs = zip(found[ours], found[baseline], strict=True)
    return median(one.micros / other.micros for one, other in pairs)


def _reach(stage: Stage, shop: Shop) -> dict[str, int]:
    """Which items the queries choose among."""
    with stage.connect("postgres", shop.database) as db:
        db.execute(VIEW)
        row = db.execute(
            "select min(item_id) filter (where sku like 'B-%%'), max(item_id), ("
            "select max(item_id) from (select item_id from inventory.stock_levels "
            "order by item_id limit %s) as s) from inventory.items",
            [SUMMED],
        ).fetchone()
    if row is None:
        raise ValueError("a shop without items")
    return dict(zip(("first", "last", "half"), row, strict=True))


def _asking(stage: Stage, shop: Shop, name: str, reach: dict[str, int], plain: bool) -> Side:
    """Many queries in one transaction; the rate is of queries."""
    query = QUERIES[name]
    text = f"begin;\n{PLAIN if plain else identity()};\n"
    text += (query.choose + query.statement) * query.times + "commit;\n"
    side = _side(stage, shop, f"{name}-{'plain' if plain else 'person'}", text, reach, plain)

    def run() -> Sample:
        one = side()
        per = query.times
        return Sample(one.rate * per, (one.cpu or 0) / per, (one.wal or 0) / per)

    return run


def _whole(stage: Stage, shop: Shop, name: str, reach: dict[str, int], plain: bool) -> Side:
    """One transaction for each query, in one pipeline."""
    query = QUERIES[name]
    text = f"{query.choose}\\startpipeline\nbegin;\n{PLAIN if plain else identity()};\n"
    text += f"{query.statement}commit;\n\\endpipeline\n"
    return _side(stage, shop, f"{name}-whole-{'plain' if plain else 'person'}", text, reach, plain)


def _side(
    stage: Stage, shop: Shop, name: str, text: str, reach: dict[str, int], plain: bool
) -> Side:
    script = stage.folder / f"{name}.pgbench"
    script.write_text(text)
    role = "postgres" if plain else "stockroom_web"
    variables = shop.variables() | reach
    dsn = stage.dsn(role, shop.database)
    return stage.side(Load(dsn, 1, stage.options.seconds, "prepared", [script], variables))
