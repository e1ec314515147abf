"""Goes through a change of many items, as the person who asked for it, on a thread beside the web.

In parts, each a short transaction of its own, so that nobody who posts waits for more than a part.
What the row says of it is committed with the part: after a cancellation or a crash it says exactly
how far it came, and going on begins behind that. A check makes each part and takes it back.
"""

import json
import logging
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb, set_json_dumps, set_json_loads

from ops import exact
from web.db import IDENTITY
from web.language import _

log = logging.getLogger(__name__)

AT_ONCE = 2  # of one process; others wait for their turn
PART = 100  # items: with a range for each a second, and no more is held from postings at once
# Of a part, where a machine is busy; well within the minute after which a run counts as gone.
STATEMENT_SECONDS = 20
SUMMED = ("changed", "unchanged", "failed", "alerts_opened", "alerts_resolved", "mails", "waiting")
SHOWN, MOST_FAILURES = 50, 10_000
CANNOT = "IN020"
Connection = psycopg.Connection[Any]


class _StopError(Exception):
    """Cancelled by the person, or another run has it: this part is taken back."""


class Runner:
    """The threads on which changes of many items run."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="edit")
        self._stop = threading.Event()

    def start(self, edit: str, token_hash: bytes, token: str) -> "Future[None]":
        """Begin the check or the change, or when one of those before has ended."""
        identity = {
            "read_only": "off", "token": token, "parent_hash": None, "token_hash": token_hash,
        }  # fmt: skip
        # In the language of who asked.
        said = copy_context()
        return self._pool.submit(said.run, _run, self._url, edit, identity, self._stop)

    def close(self) -> None:
        """Stop what runs behind its part; its page says how far it came."""
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
        """Take up items that cannot be changed."""
        self.sums["failed"] += len(failures)
        self.failures = (self.failures + failures)[:MOST_FAILURES]

    def told(self) -> dict[str, Any]:
        """As the row keeps it."""
        return self.sums | {"examples": self.examples, "failures": self.failures}

    @classmethod
    def so_far(cls, told: Mapping[str, Any]) -> "_Outcome":
        """As the row kept it."""
        sums = {name: int(told.get(name, 0)) for name in SUMMED}
        return cls(sums, told.get("examples", []), told.get("failures", []))


@dataclass
class _Run:
    """One run through a change: it alone may tell how far that is."""

    connection: Connection
    identity: Mapping[str, Any]
    edit: str
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    done: int = 0
    outcome: _Outcome = field(default_factory=_Outcome)

    @contextmanager
    def as_person(self) -> Iterator[None]:
        """A transaction that is the person's own."""
        with self.connection.transaction():
            self.connection.execute(IDENTITY, self.identity)
            self.connection.execute(f"set local statement_timeout = '{STATEMENT_SECONDS}s'")
            yield

    def claim(self) -> dict[str, Any] | None:
        """What is to be done; None where another run does it, or it was cancelled."""
        with self.as_person():
            row = self.connection.execute(
                "select api.claim_item_edit(edit => %s, run => %s)", (self.edit, self.key)
            ).fetchone()
        found: dict[str, Any] | None = row[0] if row else None
        if found:
            self.done, self.outcome = found["done"], _Outcome.so_far(found["result"])
        return found

    def tell(self, state: str | None = None, problem: str | None = None) -> None:
        """Say how far it is, within a transaction. Raises _StopError where it is not to go on."""
        row = self.connection.execute(
            "select api.record_item_edit(edit => %s, done => %s, state => %s, result => %s,"
            " problem => %s, run => %s)",
            (self.edit, self.done, state, Jsonb(self.outcome.told()), problem, self.key),
        ).fetchone()
        if not (row and row[0]):
            raise _StopError

    def edit_items(
        self, part: Mapping[str, Mapping[str, int]], changes: Any, *, dry_run: bool
    ) -> dict[str, Any]:
        """api.edit_items() of a part."""
        row = self.connection.execute(
            "select api.edit_items(selection => %s, changes => %s, dry_run => %s)",
            (Jsonb(part), Jsonb(changes), dry_run),
        ).fetchone()
        return dict(row[0]) if row else {}


def _run(url: str, edit: str, identity: Mapping[str, Any], stop: threading.Event) -> None:
    """Check or change; whatever happens is told in its row."""
    options: dict[str, Any] = {"autocommit": True, "application_name": "stockroom edit"}
    try:
        with psycopg.connect(url, **options) as connection:
            set_json_loads(exact.loads, connection)  # numbers keep every digit
            set_json_dumps(exact.dumps, connection)
            run = _Run(connection, identity, edit)
            claimed = run.claim()
            problem = _try(run, claimed, stop) if claimed else ""
            if problem:
                with run.as_person():
                    run.tell("failed", problem)
    except _StopError:
        log.info("the change %s was stopped", edit)
    except psycopg.Error as error:  # its session is over, or the database is away
        log.warning("the change %s ended: %s", edit, type(error).__name__)
    except Exception:
        log.exception("the change %s failed", edit)


def _try(run: _Run, claimed: Mapping[str, Any], stop: threading.Event) -> str:
    """Go through it; returns why it came no further, or nothing."""
    kept = run.done, run.outcome.told()
    try:
        for part in _parts(claimed, run.done):
            if stop.is_set():
                return _("The server was stopped meanwhile.")
            kept = run.done, run.outcome.told()
            with run.as_person():
                if claimed["state"] == "checking":
                    run.outcome.add(run.edit_items(part, claimed["changes"], dry_run=True))
                else:
                    _change(run, part, claimed["changes"])
                run.done += len(part["versions"])
                run.tell()
        with run.as_person():
            run.tell("checked" if claimed["state"] == "checking" else "done")
    except _StopError:
        raise
    except psycopg.Error as error:
        problem = _in_words(error)
        if not problem:
            raise
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("the change %s failed, reference %s", run.edit, reference)
        problem = _("This was our fault. Tell your admin %(reference)s.", reference=reference)
    else:
        return ""
    run.done, run.outcome = kept[0], _Outcome.so_far(kept[1])  # its part was taken back
    return problem


def _in_words(error: Exception) -> str:
    """Why a part could not be done; nothing where that is not to be told so."""
    if isinstance(error, (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)):
        return _("Others were changing the same items.")
    if isinstance(error, (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable)):
        return _(
            "A part of it took too long: somebody else holds its items, or the server is busy."
        )
    if isinstance(error, psycopg.Error) and (error.sqlstate or "").startswith(("IN", "P0001")):
        return str(error.diag.message_primary)
    return ""


def _parts(claimed: Mapping[str, Any], done: int) -> Iterator[dict[str, dict[str, int]]]:
    """Selections in the order of their SKUs, behind those that are done: each item, and where a
    range is set that range, of the version that was looked at."""
    known = sorted(claimed["versions"].items())[done:]
    for at in range(0, len(known), PART):
        yield _only(claimed, known[at : at + PART])


def _only(
    selection: Mapping[str, Mapping[str, int]], kept: Iterable[tuple[str, int]]
) -> dict[str, dict[str, int]]:
    """Those of a selection with their ranges."""
    versions = dict(kept)
    ranges = selection["ranges"]
    return {
        "versions": versions, "ranges": {sku: ranges[sku] for sku in versions if sku in ranges},
    }  # fmt: skip


def _change(run: _Run, part: Mapping[str, Mapping[str, int]], changes: Any) -> None:
    """Change a part; what cannot be changed so any more stays as it is, and is told."""
    left = part
    while left["versions"]:
        try:
            with run.connection.transaction():
                run.outcome.add(run.edit_items(left, changes, dry_run=False))
            return
        except psycopg.Error as error:
            if error.sqlstate != CANNOT:
                raise
            failures = json.loads(error.diag.message_detail or "{}")["failures"]
        run.outcome.refuse(failures)
        refused = {one["sku"] for one in failures}
        left = _only(
            left, ((s, v) for s, v in left["versions"].items() if s.upper() not in refused)
        )
