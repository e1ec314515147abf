"""A worker killed within each of its transactions, and before the mail server says a word.

A gate in the database stops the worker at the very statement: a trigger of the test's own that
waits for a lock. The worker is killed while it waits; what its backend was doing then either
still commits, as PostgreSQL does for a client that is gone, or is rolled back.

Lost is a delivery without a mail; twice is a second Message-ID. A second copy under the same one
is sent only where the outcome could not be written down (docs/adr/0007).
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.worker import postbox as mailbox
from tests.worker.conftest import Shop, Workers, wait_for
from tests.worker.postbox import Postbox

GATE = 42
# Where a gate stands: table, event, and the rows that must pass it.
STEPS = {
    "pick": ("queue.pgqueuer", "update", "new.entrypoint = 'send_mail' and new.status = 'picked'"),
    "claim": ("inventory.deliveries", "update", "new.state = 'sending'"),
    "finish": ("inventory.deliveries", "update", "new.state = 'sent'"),
    "end of the job": ("queue.pgqueuer", "delete", "old.entrypoint = 'send_mail'"),
}
WAITING = "select pid from pg_locks where locktype = 'advisory' and not granted and objid = %s"


@contextmanager
def gate(shop: Shop, step: str) -> Iterator[psycopg.Connection]:
    """Whoever comes to the step waits until this ends."""
    table, event, rows = STEPS[step]
    shop.run("create schema local")
    shop.run(
        "create function local.wait() returns trigger security definer language plpgsql as $$ "
        f"begin perform pg_advisory_xact_lock({GATE}); "
        f"return {'old' if event == 'delete' else 'new'}; end $$"
    )
    shop.run(
        f"create trigger gate before {event} on {table} for each row when ({rows}) "
        "execute function local.wait()"
    )
    with shop.database.connect() as db:
        db.execute("select pg_advisory_lock(%s)", [GATE])
        yield db
    shop.run(f"drop trigger gate on {table}")


@pytest.mark.parametrize("commits", [True, False], ids=["it commits", "it is rolled back"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_within_a_transaction(
    shop: Shop, workers: Workers, postbox: Postbox, step: str, commits: bool
) -> None:
    first = workers.start()
    with gate(shop, step) as db:
        shop.issue(6)
        (waiting,) = wait_for(lambda: shop.run(WAITING, GATE))
        workers.kill_all()
        first.wait(10)
        if not commits:
            db.execute("select pg_terminate_backend(%s)", [waiting["pid"]])
            wait_for(lambda: not shop.run(WAITING, GATE))
    workers.start()
    wait_for(lambda: shop.states() == ["sent"] and not shop.jobs())
    assert len(postbox.message_ids) == 1
    unwritten = step == "finish" and not commits
    assert len(postbox.received) == (2 if unwritten else 1)


def test_killed_before_the_mail_server_says_a_word(
    shop: Shop, workers: Workers, smtp_port: int
) -> None:
    """The delivery is claimed, the connection is there, nothing was said yet."""
    with socket.create_server(("127.0.0.1", smtp_port)) as silent:
        first = workers.start()
        shop.issue(6)
        connection, _ = silent.accept()
        workers.kill_all()
        first.wait(10)
        connection.close()
    assert shop.states() == ["sending"]
    box = Postbox()
    server = mailbox.start(box, smtp_port)
    try:
        workers.start()
        wait_for(lambda: shop.states() == ["sent"] and not shop.jobs())
    finally:
        server.stop()
    assert len(box.received) == 1
