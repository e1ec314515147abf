"""Locks beneath people who work: asked for briefly, and again when others were first.

Whoever waits for a lock on a table makes everybody who comes after wait as well, readers too. So
a deploy asks for two seconds at most, gives way, and tries again.
"""

import random
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

import psycopg
from psycopg import errors, sql

LOCK_TIMEOUT = "2s"
# Shorter than the second after which PostgreSQL looks for deadlocks, and ends whom it likes.
HOLD_TIMEOUT = "200ms"
# Read first by all that a person does through the web.
GATE = "auth.sessions"
ATTEMPTS = 30

Answer = TypeVar("Answer")


def patiently(attempt: Callable[[], Answer]) -> Answer:
    """What `attempt`, a transaction of its own, answers; again, after a pause that grows, where it
    met others. Raises LockNotAvailable or DeadlockDetected when it did so thirty times."""
    for tried in range(1, ATTEMPTS + 1):
        try:
            return attempt()
        except (errors.LockNotAvailable, errors.DeadlockDetected):
            if tried == ATTEMPTS:
                raise
            time.sleep(random.uniform(0.1, 0.5) * tried)
    raise AssertionError("unreachable")


def hold_tables(db: psycopg.Connection, names: Iterable[str]) -> None:
    """Lock all of the tables that exist for the rest of the transaction, or none.

    Locked one by one as they are needed, over a second or two, they would deadlock with whoever
    posts meanwhile, each time anew. Together, and the one first that everybody reads first: who
    has passed it is waited for, who has not waits there and holds nothing.
    Raises LockNotAvailable when somebody holds one of them for long.
    """
    there = [
        name
        for name in names
        if db.execute("select to_regclass(%s) is not null", [name]).fetchone() == (True,)
    ]
    if not there:
        return
    gate = [GATE] if db.execute("select to_regclass(%s)", [GATE]).fetchone() != (None,) else []
    tables = [*gate, *sorted(set(there) - {GATE})]
    db.execute(f"set local lock_timeout = '{HOLD_TIMEOUT}'")
    db.execute(
        sql.SQL("lock table {} in access exclusive mode").format(
            sql.SQL(", ").join(sql.Identifier(*table.split(".")) for table in tables)
        )
    )
    db.execute(f"set local lock_timeout = '{LOCK_TIMEOUT}'")
