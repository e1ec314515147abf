"""Building the database: roles, migrations, code. Safe to run twice, at once, or after a kill."""

import time
from collections.abc import Callable
from functools import partial

import psycopg
from psycopg.rows import scalar_row

from ops.build.code import Outcome, build_code
from ops.build.drift import find_drift
from ops.build.dropping import WouldDropLocal
from ops.build.migrate import apply_migrations
from ops.build.patience import LOCK_TIMEOUT, patiently, say_holders
from ops.build.server import NotFit, check, make_roles, prepare_database

__all__ = ["NotFit", "WouldDropLocal", "deploy", "find_drift", "note_words"]

# Taken on a connection of its own for the whole deploy: it goes when its holder is killed.
DEPLOY_LOCK = 0x57_0C_4B_00
WORDS_AT_ONCE = 20_000  # items whose words one transaction notes: a second


def deploy(dsn: str, *, say: Callable[[str], None] = print) -> None:
    """Bring the database at `dsn` (a superuser's) to this version of Stockroom.

    Raises NotFit for a server that cannot carry it, WouldDropLocal where a DBA's own object is
    in the way. A second deploy waits for the first and then finds nothing to do.
    """
    with psycopg.connect(dsn, autocommit=True) as guard:
        check(guard)
        _take_turn(guard)
        make_roles(guard)
        prepare_database(guard)
        met = partial(say_holders, guard, say)
        for name in apply_migrations(dsn):
            say(f"migrated {name}")
        outcome = patiently(lambda: _build(guard), met)
        if outcome.replaced or outcome.dropped:
            loaded, dropped = len(outcome.replaced), len(outcome.dropped)
            say(f"code: {loaded} files loaded, {dropped} objects dropped")
        patiently(lambda: _make_partitions(guard), met)
        note_words(guard)
        for line in find_drift(guard):
            say(f"not ours, left alone: {line}")


def _take_turn(db: psycopg.Connection) -> None:
    """Wait for a deploy that is under way by asking again and again.

    A statement that waits would hold a snapshot, for which an index that the other builds
    concurrently waits in turn: both for ever, and no deadlock that PostgreSQL can see.
    """
    while db.execute("select pg_try_advisory_lock(%s)", [DEPLOY_LOCK]).fetchone() != (True,):
        time.sleep(0.2)


def _build(db: psycopg.Connection) -> Outcome:
    with db.transaction():
        _ask_briefly(db)
        return build_code(db)


def _make_partitions(db: psycopg.Connection) -> None:
    with db.transaction():
        _ask_briefly(db)
        db.execute("select inventory.make_partitions()")


def note_words(db: psycopg.Connection) -> None:
    """Note the words of the items that are there, once; what is new notes its own by now."""
    query, last = "select inventory.note_all_words(%s, %s)", 0
    with db.cursor(row_factory=scalar_row) as cursor:
        while last is not None:
            last = cursor.execute(query, [last, WORDS_AT_ONCE]).fetchone()


def _ask_briefly(db: psycopg.Connection) -> None:
    db.execute(f"set local lock_timeout = '{LOCK_TIMEOUT}'")
