"""The queue's tables are those the release declares; who may touch them; what is scheduled."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings

from tests.conftest import Database
from tests.worker.conftest import Shop, Workers, wait_for
from worker.database import make_pool
from worker.driver import PoolDriver
from worker.executor import LONGEST_DELAY, delay_before

Connect = Callable[..., psycopg.Connection]


@asynccontextmanager
async def queries_of(database: Database) -> AsyncIterator[Queries]:
    """pgqueuer's own statements, as the worker sends them."""
    settings = DBSettings(db_schema="queue")
    pool = make_pool(database.dsn(), size=2)
    await pool.open()
    try:
        yield Queries(
            PoolDriver(pool, database.dsn()),
            QueryBuilderEnvironment(settings),
            QueryQueueBuilder(settings),
            QuerySchedulerBuilder(settings),
        )
    finally:
        await pool.close()


async def test_the_release_plans_no_change_to_our_migration(database: Database) -> None:
    async with queries_of(database) as queries:
        plan = await queries.plan_upgrade()
    assert list(plan.statements) == []
    assert os.environ.get("PGQUEUER_SCHEMA") is None


def test_only_the_worker_touches_the_queue(connect: Connect, shop: Shop) -> None:
    worker = connect("stockroom_worker")
    worker.execute("select * from queue.pgqueuer")
    for forbidden in ("select * from inventory.items", "truncate queue.pgqueuer",
                      "select * from auth.people"):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.execute(forbidden)
    person = connect()
    person.execute(f"set session authorization {shop.person}")
    for forbidden in (
        "select * from queue.pgqueuer",
        "select api.claim_delivery(gen_random_uuid())",
        "select inventory.enqueue_job('send_mail')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            person.execute(forbidden)


SCHEDULED = {"prove_ledger", "housekeeping", "end_overdue", "take_snapshots", "check_watches"}


def test_schedules_only_enqueue_and_their_jobs_run(shop: Shop, workers: Workers) -> None:
    workers.start()
    scheduled = wait_for(lambda: shop.run("select entrypoint from queue.pgqueuer_schedules"))
    assert {row["entrypoint"] for row in scheduled} == SCHEDULED
    # What the clock does, without waiting for the night.
    shop.run("update queue.pgqueuer_schedules set next_run = now() - interval '1 minute'")
    workers.kill_all()
    workers.start()
    (proof,) = wait_for(lambda: shop.run("select problems from inventory.proofs"))
    assert proof["problems"] == []
    done = "select entrypoint from queue.pgqueuer_log where status = 'successful'"
    wait_for(lambda: {row["entrypoint"] for row in shop.run(done)} == SCHEDULED)
    wait_for(lambda: not shop.jobs())


def test_the_heartbeat_is_on_the_health_page(shop: Shop, workers: Workers) -> None:
    workers.start()
    wait_for(lambda: shop.run("select * from inventory.workers"))
    assert shop.health()["worker"]["age_seconds"] < 30


def test_a_crash_counts_once_per_worker(connect: Connect, shop: Shop) -> None:
    shop.enqueue("prove_ledger")
    worker = connect("stockroom_worker")
    pick = "update queue.pgqueuer set status = 'picked', queue_manager_id = %s returning headers"
    mine = uuid4()
    worker.execute(pick, (mine,))
    again = worker.execute(pick, (mine,)).fetchone()
    assert again["headers"] is None  # a late heartbeat of one's own is no crash
    for crashes in range(1, 5):
        assert worker.execute(pick, (uuid4(),)).fetchone()["headers"] == {"crashes": crashes}
    assert worker.execute(pick, (uuid4(),)).fetchone() is None  # not handed out any more
    (job,) = shop.jobs()
    assert (job["status"], job["queue_manager_id"]) == ("failed", None)


@pytest.mark.parametrize("damaged", [None, '[null, {"crashes": 1}]'])
async def test_a_scheduled_job_whose_worker_died_is_done_by_the_next(
    shop: Shop, workers: Workers, damaged: str | None
) -> None:
    """pgqueuer gives what it schedules the headers JSON null; an array is what was once made of it,
    and no worker could read a job with such headers, nor any other beside it."""
    async with queries_of(shop.database) as queries:
        await queries.enqueue("prove_ledger", b"{}", dedupe_key="prove_ledger")
    assert shop.run("select headers::text from queue.pgqueuer") == [{"headers": "null"}]
    shop.run(
        "update queue.pgqueuer set status = 'picked', queue_manager_id = gen_random_uuid(),"
        " heartbeat = now() - interval '1 minute', headers = coalesce(%s::jsonb, headers)",
        damaged,
    )
    workers.start()
    wait_for(lambda: not shop.jobs())
    assert "the queue stopped" not in workers.log()


def test_old_logs_are_forgotten(shop: Shop) -> None:
    shop.run(
        "insert into queue.pgqueuer_log (job_id, status, priority, entrypoint, aggregated, created)"
        " values (1, 'successful', 0, 'x', true, now() - interval '8 days'),"
        " (2, 'successful', 0, 'x', false, now() - interval '8 days'),"
        " (3, 'successful', 0, 'x', true, now())"
    )
    (answer,) = shop.run("select api.forget_jobs() as answer")
    assert answer["answer"] == {"log": 1, "statistics": 0}


def test_pauses_double_up_to_an_hour() -> None:
    first = timedelta(seconds=15)
    for attempt in range(100):
        usual = min(first * 2 ** min(attempt, 20), LONGEST_DELAY)
        assert usual * 0.5 <= delay_before(attempt, first) <= usual * 1.5


def test_jobs_of_a_dead_worker_are_taken_up_one_at_a_time(connect: Connect, shop: Shop) -> None:
    for _ in range(3):
        shop.enqueue("prove_ledger")
    worker = connect("stockroom_worker")
    pick = "update queue.pgqueuer set status = 'picked', queue_manager_id = %s returning id"
    dead, alive = uuid4(), uuid4()
    assert len(worker.execute(pick, (dead,)).fetchall()) == 3
    done = []
    for _ in range(3):
        (taken,) = worker.execute(
            pick.replace("returning", "where queue_manager_id = %s returning"), (alive, dead)
        ).fetchall()
        done.append(taken["id"])
        worker.execute("delete from queue.pgqueuer where id = %s", (taken["id"],))
    assert len(set(done)) == 3
    assert shop.jobs() == []
