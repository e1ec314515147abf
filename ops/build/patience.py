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


# Tried so often before it is worth a word.
QUIET_ATTEMPTS = 3
HOLDERS = """
    select a.usename as who, a.pid, a.state,
        coalesce(nullif(a.application_name, ''), '?') as program,
        ceil(extract(epoch from clock_timestamp() - a.xact_start))::integer as seconds
    from pg_catalog.pg_locks as l
    join pg_catalog.pg_stat_activity as a using (pid)
    join pg_catalog.pg_class as c on c.oid = l.relation
    where l.granted and l.pid <> pg_backend_pid() and a.xact_start is not null
    and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
    and c.relnamespace::regnamespace::text in ('inventory', 'auth', 'audit', 'api', 'queue')
    group by a.usename, a.pid, a.state, a.application_name, a.xact_start
    order by a.xact_start limit 5
"""


def patiently(
    attempt: Callable[[], Answer], met: Callable[[], None] = lambda: None, attempts: int = ATTEMPTS
) -> Answer:
    """What `attempt`, a transaction of its own, answers; again, after a pause that grows, where it
    met others. `met` is called when it has met them a few times, and at the last.
    Raises LockNotAvailable or DeadlockDetected when it did so thirty times."""
    for tried in range(1, attempts + 1):
        try:
            return attempt()
        except (errors.LockNotAvailable, errors.DeadlockDetected):
            if tried in (QUIET_ATTEMPTS, attempts):
                met()
            if tried == attempts:
                raise
            time.sleep(random.uniform(0.1, 0.5) * tried)
    raise AssertionError("unreachable")


def say_holders(db: psycopg.Connection, say: Callable[[str], None]) -> None:
    """Say whose transactions have been open longest on our tables: they are what is waited for."""
    for who, pid, state, program, seconds in db.execute(HOLDERS).fetchall():
        say(f"waiting for {who} ({program}, process {pid}): {state} for {seconds} s")


def hold_views(db: psycopg.Connection, names: Iterable[str]) -> None:
    """Lock views that exist for the rest of the transaction, before any table.

    Who reads a view locks it first and its tables after. A deploy that held the tables and came to
    the view last deadlocked with readers, and PostgreSQL ended them. LOCK would take the tables
    too; this says what is so already. Raises LockNotAvailable when somebody reads one for long.
    """
    db.execute(f"set local lock_timeout = '{HOLD_TIMEOUT}'")
    for name in sorted(names):
        if db.execute("select to_regclass(%s) is not null", [name]).fetchone() == (True,):
            view = sql.Identifier(*name.split("."))
            db.execute(sql.SQL("alter view {} set (security_invoker = true)").format(view))
    db.execute(f"set local lock_timeout = '{LOCK_TIMEOUT}'")


def hold_gate(db: psycopg.Connection) -> None:
    """Wait until nobody is in the middle of what they do through the web, and let nobody begin.

    Before a function or view goes: a statement that was planned before would miss it. Raises
    LockNotAvailable when somebody's transaction is open for long, as an import's or a file's.
    """
    hold_tables(db, {GATE})


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
