"""The ledger in DuckDB, where it is installed: what a report costs a database made for reports.

It is no dependency: `pip install --require-hashes -r requirements/bench.lock` brings it. It reads a
copy of the columns it needs, made once a run, with two threads and without rights.
"""

import importlib.util
import time
from pathlib import Path
from typing import Any

import psycopg

from bench.figures import Sample, Side
from bench.stage import Stage

THREADS = 2
# What is copied: (table, columns in DuckDB, query in PostgreSQL). Instants are UTC without a zone.
COPIED = (
    (
        "movements",
        "document_id integer, item_id integer, location_id integer, lot_id integer,"
        " quantity decimal(18, 4), occurred_at timestamp",
        "select k.n, m.item_id, m.location_id, m.lot_id, m.quantity,"
        " m.occurred_at at time zone 'UTC' from inventory.movements as m"
        " join pg_temp.numbered as k using (document_id) order by m.movement_id",
    ),
    (
        "documents", "document_id integer, kind text",
        "select k.n, d.kind from inventory.documents as d"
        " join pg_temp.numbered as k using (document_id)",
    ),
    (
        "item_costs", "item_id integer, last_cost decimal(18, 4)",
        "select item_id, last_cost from inventory.item_costs",
    ),
)  # fmt: skip
# Its keys are small numbers, as a copy for reports would have them.
NUMBERED = (
    "create temp table numbered as select document_id, "
    "row_number() over (order by document_id)::integer as n from inventory.documents"
)


def is_there() -> bool:
    """Whether DuckDB is installed."""
    return importlib.util.find_spec("duckdb") is not None


def open_copy(stage: Stage, database: str) -> Any:
    """A DuckDB connection to a copy of the ledger, made where this server's folder has none."""
    import duckdb

    path = stage.folder / f"{database}.duckdb"
    if not path.exists():
        _copy(stage, database, path)
    return duckdb.connect(str(path), config={"threads": THREADS})


def _copy(stage: Stage, database: str, path: Path) -> None:
    import duckdb

    made, text = path.with_suffix(".new"), path.with_suffix(".csv")
    made.unlink(missing_ok=True)
    with duckdb.connect(str(made)) as duck, stage.connect("postgres", database) as db:
        db.execute(NUMBERED)
        for table, columns, query in COPIED:
            with text.open("wb") as file, db.cursor().copy(_to_csv(query)) as rows:
                for part in rows:
                    file.write(part)
            duck.execute(f"create table {table} ({columns})")
            duck.execute(f"copy {table} from '{text}' (format csv, header false)")
    text.unlink()
    made.rename(path)


def _to_csv(query: str) -> Any:
    return psycopg.sql.SQL(f"copy ({query}) to stdout (format csv)")  # pyright: ignore


def asking(stage: Stage, duck: Any, query: str) -> Side:
    """One report after the other; its CPU is that of this process."""

    def run() -> Sample:
        done, begun, used = 0, time.monotonic(), time.process_time()
        while not done or time.monotonic() - begun < stage.options.seconds:
            duck.execute(query).fetchall()
            done += 1
        spent, used = time.monotonic() - begun, time.process_time() - used
        return Sample(done / spent, cpu=used * 1e6 / done, done=done)

    return run
