"""A server that logs every plan, and a company on it: small in CI, a million items in full."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from psycopg import sql

from bench.data import fill
from ops.binaries import find_binaries
from ops.build import deploy
from ops.embedded import EmbeddedServer
from ops.places import free_port
from tests.conftest import MAJOR, first_port, memory_folder, remove_leftovers
from tests.plans.known import Filled, ask
from tests.plans.people import hire
from tests.plans.recorder import EXPLAINING, LOGGING, PRELOAD, Recorder
from tests.web.conftest import Site, start

# `make plans` sets these to a million and ten million.
ITEMS = int(os.environ.get("STOCKROOM_PLANS_ITEMS", "50000"))
MOVEMENTS = int(os.environ.get("STOCKROOM_PLANS_MOVEMENTS", "500000"))
# A folder where the server's data stays for the next time; at full size it takes minutes to make.
KEPT = Path(os.environ["STOCKROOM_PLANS_KEEP"]) if "STOCKROOM_PLANS_KEEP" in os.environ else None
SETTINGS = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off",
    "wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "1GB", "jit": "off",
    "shared_buffers": "512MB",
}  # fmt: skip
MODES = ("force_custom_plan", "force_generic_plan")


@pytest.fixture(scope="package")
def filled() -> Iterator[Filled]:
    """The company, made once; nothing that is done to it stays."""
    remove_leftovers()
    folder = KEPT or memory_folder()
    server = EmbeddedServer(folder, free_port(first_port()), MAJOR, SETTINGS | LOGGING | PRELOAD)
    if not find_binaries(MAJOR, server.account).has_library("auto_explain"):
        pytest.fail("this PostgreSQL comes without auto_explain")
    try:
        server.start()
        yield Filled(server, _database(server))
    finally:
        server.stop()
        if KEPT is None:
            shutil.rmtree(folder, ignore_errors=True)


def _database(server: EmbeddedServer) -> str:
    """A database with the company and with today's code; made where it is not there yet."""
    with psycopg.connect(server.superuser_dsn("postgres"), autocommit=True) as db:
        there = db.execute("select from pg_database where datname = 'plans'").fetchone()
        if there is None:
            db.execute("create database plans")
    deploy(server.superuser_dsn("plans"), say=lambda _: None)
    if there is None:
        fill(server.superuser_dsn("plans"), items=ITEMS, movements=MOVEMENTS, say=print)
    with psycopg.connect(server.superuser_dsn("plans"), autocommit=True) as db:
        hire(db)
        _take_snapshot(db)
    return "plans"


# The stock at the end of a week, as the worker takes it. What was recorded late is filed before.
# Of the last weeks, which the report of a month is made of: from the first of four years on would
# take minutes.
WEEKS = (5, 4, 3, 2, 1)  # ago, each from the one before
SNAPSHOT = """
insert into inventory.snapshots (taken_at, known_to)
select inventory.week_of(now()) - interval '7 days' * {weeks}, p.filed_to
from inventory.snapshot_progress as p;
insert into inventory.stock_snapshots (taken_at, location_id, item_ids, lot_ids, on_hand)
select s.taken_at, k.location_id, array_agg(k.item_id), array_agg(k.lot_id), array_agg(k.on_hand)
from inventory.snapshots as s
cross join inventory.stock_at(s.taken_at - interval '1 microsecond', null, s.known_to) as k
where s.taken_at = inventory.week_of(now()) - interval '7 days' * {weeks}
group by 1, 2;
select inventory.sum_snapshot(inventory.week_of(now()) - interval '7 days' * {weeks});
select inventory.sum_days(inventory.week_of(now()) - interval '7 days' * {weeks});
analyze inventory.snapshots, inventory.stock_snapshots, inventory.stock_sums,
    inventory.move_sums, inventory.late_movements, inventory.day_sums, inventory.stock_values
"""


def _take_snapshot(db: psycopg.Connection[Any]) -> None:
    """So that reports are asked for as they are in a company whose worker runs."""
    if db.execute("select from inventory.snapshots").fetchone() is not None:
        return
    while db.execute("select inventory.file_late_movements()").fetchone() != (None,):
        pass
    db.execute("select inventory.keep_costs()")
    for weeks in WEEKS:
        db.execute(SNAPSHOT.format(weeks=weeks))


@pytest.fixture(scope="package")
def known(filled: Filled) -> dict[str, Any]:
    """What the visits ask for."""
    return ask(filled)


@pytest.fixture(scope="module", params=MODES)
def explained(request: pytest.FixtureRequest, filled: Filled) -> Filled:
    """The company with every plan logged, made for the values at hand, or for any.

    A server chooses between the two after five runs of a statement, by its guess of their costs;
    held to either, it shows both.
    """
    settings = EXPLAINING | {"plan_cache_mode": request.param}
    set_up(filled, settings)
    return replace(filled)


@pytest_asyncio.fixture
async def site(explained: Filled, tmp_path: Path) -> AsyncIterator[Site]:
    """The company, served; its connections are made under the settings of `explained`."""
    runner, running = await start(explained, tmp_path)
    yield running
    for session in running.opened:
        await session.close()
    await runner.cleanup()


def set_up(filled: Filled, settings: dict[str, str]) -> None:
    """Settings of every connection to the database that is made from now on."""
    with psycopg.connect(filled.dsn(), autocommit=True) as db:
        for name, value in settings.items():
            statement = sql.SQL("alter database {} set {} = {}")
            parts = [sql.SQL(".").join(map(sql.Identifier, name.split(".")))]
            db.execute(statement.format(sql.Identifier(filled.name), *parts, sql.Literal(value)))


@pytest.fixture(scope="package")
def recorder(filled: Filled) -> Iterator[Recorder]:
    """The log of that server."""
    log = Path(filled.server.data, "postgres", "data", "log", "plans.json")
    hearing = Recorder(log, filled.dsn())
    yield hearing
    hearing.close()
