"""Tools at work beside people: postings go on, and a deploy does, or says for whom it waits."""

import contextlib
import statistics
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg.types.json import Jsonb

from ops.build import deploy
from ops.build import patience as waiting
from tests.conftest import Database
from tests.policies.steps import Connection, value

TOOLS = 30
POSTINGS = 40
# A report without a condition, and enough of it to keep a core busy for long.
SCAN = (
    "select m.sku, m.location, sum(m.quantity) from api.movements as m "
    "cross join generate_series(1, 20000) as n group by 1, 2"
)
# However slow a machine of two cores is under thirty scans, a person does not wait for long.
PATIENCE_S = 2.0


def postings(db: Connection) -> list[float]:
    """Seconds that each of some postings took."""
    took = []
    for _ in range(POSTINGS):
        began = time.perf_counter()
        db.execute(
            "select api.post_receipt(lines => %s, idempotency_key => %s)",
            [Jsonb([{"item": "APPLE", "location": "MAIN-A", "quantity": 1}]), uuid.uuid4()],
        )
        took.append(time.perf_counter() - began)
    return took


@contextmanager
def scanning(busy: Database, tool: str) -> Iterator[list[int]]:
    """Thirty connections of a tool that scan without end; how many scans each has done."""
    done = [0] * TOOLS
    stop = threading.Event()
    opened = [busy.connect(tool) for _ in range(TOOLS)]

    def scan(number: int) -> None:
        with contextlib.suppress(psycopg.Error):
            while not stop.is_set():
                opened[number].execute(SCAN)
                done[number] += 1

    threads = [threading.Thread(target=scan, args=(n,)) for n in range(TOOLS)]
    for thread in threads:
        thread.start()
    try:
        yield done
    finally:
        stop.set()
        for connection in opened:
            connection.cancel()
        for thread in threads:
            thread.join(20)
        for connection in opened:
            connection.close()


def test_postings_go_on_beside_thirty_scans(
    busy: Database, tool: str, record_property: Callable
) -> None:
    """No posting fails or waits for a lock; what it costs is a share of the machine."""
    waits = (
        "select count(*) from pg_stat_activity where usename = 'sue_staff' and wait_event_type = "
        "'Lock'"
    )
    with busy.connect("sue_staff") as sue, busy.connect() as db:
        postings(sue)  # plans and caches
        alone = statistics.median(postings(sue))
        with scanning(busy, tool):
            running = 0
            while running < TOOLS:
                running = value(
                    db,
                    "select count(*) from pg_stat_activity where usename = %s and state = 'active'",
                    [tool],
                )
            met: list[int] = []
            watching = threading.Event()

            def watch() -> None:
                with busy.connect() as eye:
                    while not watching.is_set():
                        met.append(int(value(eye, waits)))
                        time.sleep(0.02)

            watcher = threading.Thread(target=watch)
            watcher.start()
            together = postings(sue)
            watching.set()
            watcher.join(10)
        beside = statistics.median(together)
    record_property("postings, p50 alone", f"{alone * 1000:.2f} ms")
    record_property(f"postings, p50 beside {TOOLS} scans of a tool", f"{beside * 1000:.2f} ms")
    record_property("postings, p50 beside / alone", f"{beside / alone:.1f}")
    assert sum(met) == 0
    assert len(met) > 3
    assert beside < PATIENCE_S
    with busy.connect() as db:
        assert db.execute("select * from api.prove()").fetchall() == []


def changed(busy: Database) -> None:
    """Make every file look as though it had changed: a deploy of a new version."""
    with busy.connect() as db:
        db.execute("update deploy.built set hash = 'changed'")


def test_a_deploy_gets_through_between_a_tools_queries(busy: Database, tool: str) -> None:
    """Each query holds its tables for a while; the deploy asks again and again."""
    stop, failed = threading.Event(), []

    def ask() -> None:
        with busy.connect(tool) as own:
            while not stop.is_set():
                try:
                    own.execute("select count(*) from api.movements, generate_series(1, 30000)")
                except psycopg.Error as error:
                    failed.append(error)
                time.sleep(0.1)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    changed(busy)
    for thread in threads:
        thread.start()
    try:
        deploy(busy.dsn(), say=lambda _: None)
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
    assert failed == []


def test_a_deploy_says_for_whom_it_waits(
    busy: Database, tool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tool that left a transaction open holds a deploy up until the reaper, or a DBA, ends it."""
    monkeypatch.setattr(waiting.patiently, "__defaults__", (lambda: None, 4))
    said: list[str] = []
    changed(busy)
    with busy.connect(tool, application_name="Quarterly") as own:
        own.execute("begin")
        own.execute("select count(*) from api.stock_on_hand")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            deploy(busy.dsn(), say=said.append)
        told = [line for line in said if line.startswith("waiting for")]
        assert told
        assert all(f"{tool} (Quarterly, process {own.info.backend_pid})" in one for one in told)
        assert "idle in transaction" in told[0]
        assert value(own, "select count(*) from api.items") == 3  # undisturbed
    monkeypatch.undo()
    deploy(busy.dsn(), say=said.append)
