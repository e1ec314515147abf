"""Goes through a change of many items, as the person who asked for it, on a thread beside the web.

A check makes each part of it and takes it back. The change itself is one transaction: all of them
or none, and what its row says of it is committed with it. How far it is goes to the database on a
second connection, from which the page reads it; when that says that it was cancelled, it ends.
"""

import json
import logging
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web.db import IDENTITY

log = logging.getLogger(__name__)

# More items than this are changed so: fewer take less than the two seconds one waits for a page,
# also where each gets a range (500 took 13 s while eight others each wanted a core of two).
MANY = 200
AT_ONCE = 2  # of one process; others wait for their turn
PART = 100  # items
EVERY = 0.5  # seconds between two words of how far it is
STATEMENT_SECONDS = 60  # of a hundred items: a machine may be busy
SUMMED = ("changed", "unchanged", "failed", "alerts_opened", "alerts_resolved", "mails", "waiting")
SHOWN, MOST_FAILURES = 50, 10_000
CANNOT = "IN020"
Connection = psycopg.Connection[Any]


class _StopError(Exception):
    """Cancelled by the person, or the web is stopping: everything is taken back."""


class Runner:
    """The threads on which changes of many items run."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="edit")
        self._stop = threading.Event()

    def start(self, edit: str, token_hash: bytes, token: str) -> None:
        """Begin the check or the change, or when one of those before has ended."""
        identity = {
            "read_only": "off", "token": token, "parent_hash": None, "token_hash": token_hash,
        }  # fmt: skip
        self._pool.submit(_run, self._url, edit, identity, self._stop)

    def close(self) -> None:
        """Stop what runs: it is rolled back, and its page says so."""
        self._stop.set()
        self._pool.shutdown(wait=False, cancel_futures=True)


RUNNER = web.AppKey("item_edits", Runner)


@dataclass
class _Outcome:
    """What came of the parts so far, as api.edit_items() answers it of each."""

    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SUMMED, 0))
    examples: list[Any] = field(default_factory=list)
    failures: list[Any] = field(default_factory=list)

    def add(self, found: Mapping[str, Any]) -> None:
        """Take up a part."""
        for name in SUMMED:
            self.sums[name] += int(found[name])
        self.examples = (self.examples + found["examples"])[:SHOWN]
        self.failures = (self.failures + found["failures"])[:MOST_FAILURES]

    def refuse(self, failures: list[Any]) -> None:
        """Take up a part that was refused, with which of its items cannot be changed."""
        self.sums["failed"] += len(failures)
        self.failures += failures

    def told(self) -> dict[str, Any]:
        """As the row keeps it."""
        return self.sums | {"examples": self.examples, "failures": self.failures}


@dataclass
class _Teller:
    """Tells the row how far it is."""

    beside: Connection
    identity: Mapping[str, Any]
    edit: str
    stop: threading.Event
    done: int = 0
    said: float = field(default_factory=time.monotonic)

    def advance(self, items: int) -> None:
        """Count items gone through. Raises _StopError where it is cancelled or the web stops."""
        self.done += items
        if time.monotonic() - self.said >= EVERY:
            self.said = time.monotonic()
            with _as_person(self.beside, self.identity):
                goes_on = _record(self.beside, self.edit, self.done)
            if not goes_on or self.stop.is_set():
                raise _StopError

    def end(self, state: str, outcome: _Outcome | None, problem: str | None = None) -> None:
        """Tell what came of it, on the connection that is not rolled back."""
        with _as_person(self.beside, self.identity):
            _record(self.beside, self.edit, self.done, state, outcome, problem)


@contextmanager
def _as_person(connection: Connection, identity: Mapping[str, Any]) -> Iterator[None]:
    """A transaction that is the person's own."""
    with connection.transaction():
        connection.execute(IDENTITY, identity)
        connection.execute(f"set local statement_timeout = '{STATEMENT_SECONDS}s'")
        yield


def _record(
    connection: Connection,
    edit: str,
    done: int,
    state: str | None = None,
    outcome: _Outcome | None = None,
    problem: str | None = None,
) -> bool:
    row = connection.execute(
        "select api.record_item_edit(edit => %s, done => %s, state => %s, result => %s,"
        " problem => %s)",
        (edit, done, state, Jsonb(outcome.told()) if outcome else None, problem),
    ).fetchone()
    return bool(row and row[0])


def _run(url: str, edit: str, identity: Mapping[str, Any], stop: threading.Event) -> None:
    """Check or change; whatever happens is told in its row."""
    options: dict[str, Any] = {"autocommit": True, "application_name": "stockroom edit"}
    try:
        with (
            psycopg.connect(url, **options) as connection,
            psycopg.connect(url, **options) as beside,
        ):
            teller = _Teller(beside, identity, edit, stop)
            problem = _try(connection, teller)
            if problem:
                teller.end("failed", None, problem)
    except _StopError:
        log.info("the change %s was stopped", edit)
    except psycopg.Error as error:  # its session is over, or the database is away
        log.warning("the change %s ended: %s", edit, type(error).__name__)
    except Exception:
        log.exception("the change %s failed", edit)


def _try(connection: Connection, teller: _Teller) -> str:
    """Run it; returns why all of it failed, or nothing."""
    try:
        with _as_person(teller.beside, teller.identity):
            row = teller.beside.execute(
                "select api.item_edit_page(edit => %(edit)s),"
                " api.item_edit_items(edit => %(edit)s)",
                {"edit": teller.edit},
            ).fetchone()
        page, versions = row if row else ({}, {})
        if page.get("state") == "checking":
            _check(connection, teller, page["changes"], versions)
        elif page.get("state") == "changing":
            _change(connection, teller, page["changes"], versions)
    except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
        return "Others were changing the same items. Nothing was changed: begin again."
    except psycopg.errors.QueryCanceled:
        return "A part of it took too long. Nothing was changed: select fewer items."
    except (_StopError, psycopg.OperationalError):
        raise
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith(("IN", "P0001")):
            raise
        return f"{error.diag.message_primary} Nothing was changed."
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("the change %s failed, reference %s", teller.edit, reference)
        return f"This was our fault; nothing was changed. Tell your admin {reference}."
    return ""


def _parts(versions: Mapping[str, int]) -> Iterator[dict[str, int]]:
    known = sorted(versions.items())
    for at in range(0, len(known), PART):
        yield dict(known[at : at + PART])


def _edit(
    connection: Connection, versions: Mapping[str, int], changes: Any, *, dry_run: bool
) -> dict[str, Any]:
    row = connection.execute(
        "select api.edit_items(selection => %s, changes => %s, dry_run => %s)",
        (Jsonb({"versions": versions}), Jsonb(changes), dry_run),
    ).fetchone()
    return dict(row[0]) if row else {}


def _check(connection: Connection, teller: _Teller, changes: Any, versions: Any) -> None:
    """Each part in a transaction of its own, which api.edit_items() takes back by itself."""
    outcome = _Outcome()
    for part in _parts(versions):
        with _as_person(connection, teller.identity):
            outcome.add(_edit(connection, part, changes, dry_run=True))
        teller.advance(len(part))
    teller.end("checked", outcome)


def _change(connection: Connection, teller: _Teller, changes: Any, versions: Any) -> None:
    """All of it in one transaction; what cannot be changed meanwhile is told of all parts."""
    outcome = _Outcome()
    try:
        with _as_person(connection, teller.identity):
            for part in _parts(versions):
                try:
                    with connection.transaction():
                        outcome.add(_edit(connection, part, changes, dry_run=False))
                except psycopg.Error as error:
                    if error.sqlstate != CANNOT:
                        raise
                    outcome.refuse(json.loads(error.diag.message_detail or "{}")["failures"])
                teller.advance(len(part))
            if outcome.failures:
                raise _UndoError
            if not _record(connection, teller.edit, teller.done, "done", outcome):
                raise _StopError
    except _UndoError:
        many = f"{len(outcome.failures):,}"
        teller.end("failed", outcome, f"Nothing was changed: {many} items cannot be changed so.")


class _UndoError(Exception):
    """Some cannot be changed, so that none is."""
