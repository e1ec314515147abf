"""Big data: fills a deployed, empty database with a company of any size, at COPY speed.

`fill(dsn, items=1_000_000, movements=3_000_000)`, or `python -m bench.data --dsn …`. The rows are
made by the server itself, by the statements beside this file: they are the same for the same
seed, and consistent, so that `api.prove()` is empty on them. Only their times differ: the last
movement was just now.

The tables' triggers are off meanwhile (`session_replication_role`), for they judge row by row
what here is worked out for all rows at once; `api.prove()` shows that nothing is amiss. Indexes
that no constraint needs are taken away first and made again at the end, when all rows are there.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bench.data.company import PASSWORD, PEOPLE, found
from ops.build import note_words

__all__ = ["PASSWORD", "PEOPLE", "Size", "fill"]

STEPS = Path(__file__).parent
PRIME = 15_485_863  # spreads ranks over the items; shares no factor with any size we make
YEARS = 4
XIDS = 20_000  # transactions the documents are said to have come in
# Of one session; two run at once.
MEMORY = {
    "work_mem": "512MB",
    "hash_mem_multiplier": "2",
    "maintenance_work_mem": "512MB",
    "max_parallel_maintenance_workers": "2",
    "jit": "off",
    "synchronous_commit": "off",
}


@dataclass(frozen=True)
class Size:
    """How much to make: rows of items, places and movements. Raises ValueError for no company."""

    items: int = 1_000_000
    movements: int = 3_000_000
    locations: int = 500
    seed: int = 1

    def __post_init__(self) -> None:
        if self.items < 1000 or self.locations < 60 or self.movements < 2 * self.items:
            raise ValueError(
                "at least 1,000 items, 60 locations, and twice as many movements as items"
            )
        if self.items % PRIME == 0:
            raise ValueError(f"no multiple of {PRIME:,} items")

    def values(self, sites: int, until: datetime) -> dict[str, Any]:
        """What the statements ask for by name."""
        since = datetime(until.year - YEARS, 1, 1, tzinfo=UTC)
        hot = max(sites, self.items // 200 // sites * sites)
        stocked = self.items * 17 // 20 // sites * sites
        return {
            "items": self.items, "movements": self.movements, "seed": self.seed,
            "prime": PRIME, "inverse": pow(PRIME, -1, self.items),
            "sites": sites, "hot": hot, "stocked": stocked, "every": 12,
            "since": since, "until": until,
        }  # fmt: skip


def fill(
    dsn: str,
    *,
    items: int = 1_000_000,
    movements: int = 3_000_000,
    locations: int = 500,
    seed: int = 1,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Fill the empty, deployed database at `dsn` (a superuser's) with a company.

    About a thousandth fewer movements than asked for may come: documents are whole. The people
    of PEOPLE can sign in with PASSWORD. Raises ValueError for sizes that make no company, and
    RuntimeError where there are items already.
    """
    size = Size(items, movements, locations, seed)
    begun = time.monotonic()
    with psycopg.connect(dsn, autocommit=True, cursor_factory=psycopg.ClientCursor) as db:
        if db.execute("select exists (select from inventory.items)").fetchone() == (True,):
            raise RuntimeError("The database holds items already; fill an empty one.")
        found(db, locations)
        row = db.execute("select count(*) from inventory.locations where kind = 'site'").fetchone()
        values = size.values(row[0] if row else 0, datetime.now(UTC) - timedelta(seconds=1))
        values |= _burn_xids(db)
        _make_partitions(db, values["since"].year)
        _run(db, "000_work", values)
        try:
            _fill(dsn, values, say)
        finally:
            db.execute("drop schema if exists bench_data cascade")
        _renew(db)
        db.execute("delete from inventory.item_words where word = ''")  # no trigger noted any
        note_words(db)
        _timed(say, "vacuum", lambda: db.execute("vacuum (analyze)"))
        total = db.execute("select count(*) from inventory.movements").fetchone()
    spent = time.monotonic() - begun
    rows = (total[0] if total else 0) + items
    say(
        f"{items:,} items and {rows - items:,} movements in {spent:.1f} s,"
        f" {spent / rows * 1e6:.1f} s a million"
    )


def _fill(dsn: str, values: dict[str, Any], say: Callable[[str], None]) -> None:
    """Items on one connection, the ledger on another: neither reads what the other writes."""
    with _session(dsn) as db:
        _run(db, "010_reference", values)
        indexes = _take_indexes(db)

    def steps(*names: str) -> None:
        with _session(dsn) as db:
            for name in names:
                _timed(say, name, lambda name=name: _run(db, name, values))

    def make(*tables: str) -> None:
        with _session(dsn) as db:
            for table, definition in indexes:
                if table in tables:
                    db.execute(definition.encode())

    def items() -> None:
        steps("030_items")
        _timed(say, "indexes of items", lambda: make("items", "lots"))

    def alerts() -> None:
        steps("060_thresholds")
        _timed(say, "indexes of alerts", lambda: make("alerts"))

    with ThreadPoolExecutor(2) as pool:
        _both(pool, items, lambda: steps("040_lines", "050_ledger"))
        rest = {table for table, _ in indexes} - {"items", "lots", "alerts"}
        _both(pool, alerts, lambda: _timed(say, "indexes of the ledger", lambda: make(*rest)))


def _both(pool: ThreadPoolExecutor, *work: Callable[[], None]) -> None:
    for one in [pool.submit(each) for each in work]:
        one.result()


@contextmanager
def _session(dsn: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(dsn, autocommit=True, cursor_factory=psycopg.ClientCursor) as db:
        for name, value in MEMORY.items():
            db.execute("select set_config(%s, %s, false)", (name, value))
        db.execute("set session_replication_role = replica")
        yield db


def _run(db: psycopg.Connection[Any], step: str, values: dict[str, Any]) -> None:
    """Run the statements of a file in one transaction."""
    with db.transaction():
        db.execute((STEPS / f"{step}.sql").read_text().encode(), values)


def _timed(say: Callable[[str], None], what: str, work: Callable[[], object]) -> None:
    begun = time.monotonic()
    work()
    say(f"{time.monotonic() - begun:6.1f} s  {what}")


def _burn_xids(db: psycopg.Connection[Any]) -> dict[str, Any]:
    """Use up transaction ids, for documents to have come in: none may be of the future."""
    first = db.execute("select pg_current_xact_id()::text::bigint").fetchone()
    db.execute(
        "do $$ begin for n in 1 .. %s loop perform pg_current_xact_id(); commit; end loop; end $$",
        (XIDS,),
    )
    last = db.execute("select pg_current_xact_id()::text::bigint").fetchone()
    return {"first_xid": first[0] if first else 0, "last_xid": last[0] if last else 0}


def _make_partitions(db: psycopg.Connection[Any], first: int) -> None:
    """The years that have gone, as inventory.make_partitions() made them in their time."""
    query = "select extract(year from now() at time zone 'UTC')::int"
    this = db.execute(query).fetchone()
    for year in range(first, this[0] if this else first):
        name = sql.Identifier("inventory", f"movements_{year}")
        for statement in (
            "create table if not exists {} partition of inventory.movements"
            " for values from ({}) to ({})",
            "alter table {} owner to stockroom_owner",
            "alter table {} enable row level security, force row level security",
            "create or replace trigger movements_truncate_refused before truncate on {}"
            " execute function inventory.refuse_change()",
        ):
            bounds = (f"{year}-01-01 00:00+00", f"{year + 1}-01-01 00:00+00")
            marks = [name, *map(sql.Literal, bounds)][: statement.count("{}")]
            db.execute(sql.SQL(statement).format(*marks))


# Indexes of the tables that grow, without those of constraints and of partitions.
INDEXES = """
select i.indexrelid::regclass::text as name,
    -- Of a partitioned table it says ONLY, which would leave the partitions without theirs.
    replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') as definition,
    t.relname as table_name
from pg_index as i
join pg_class as c on c.oid = i.indexrelid
join pg_class as t on t.oid = i.indrelid
where i.indrelid = any (array[
    'inventory.items', 'inventory.lots', 'inventory.documents', 'inventory.movements',
    'inventory.stock_levels', 'inventory.movement_costs', 'inventory.alerts'
]::regclass[])
and not c.relispartition
and not exists (select from pg_constraint as k where k.conindid = i.indexrelid)
order by c.relname
"""


def _take_indexes(db: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """Take indexes away; whose each was, and what makes it again."""
    found = db.execute(INDEXES).fetchall()
    for name, _, _ in found:
        db.execute(sql.SQL("drop index {}").format(sql.SQL(name)))
    return [(table, definition) for _, definition, table in found]


def _renew(db: psycopg.Connection[Any]) -> None:
    """What is counted on from where the statements ended: the keys of new rows."""
    for table, column in (
        ("items", "item_id"), ("lots", "lot_id"), ("movements", "movement_id"),
        ("thresholds", "threshold_id"),
    ):  # fmt: skip
        query = (
            "select setval(pg_get_serial_sequence({}, {}), (select max({}) from inventory.{}) + 1)"
        )
        db.execute(
            sql.SQL(query).format(
                f"inventory.{table}", column, sql.Identifier(column), sql.Identifier(table)
            )
        )
