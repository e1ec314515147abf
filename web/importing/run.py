"""Checks or imports a staged file: with the code of `stockroom import`, in one transaction of the
person's own, on a thread beside the web's own work.

Nothing is kept unless the transaction commits, and with it what the import's row says of it: so it
is said to be done exactly when it is. How far it is goes to the database on a second connection,
from which the page reads it; when that says that the import was cancelled, it ends.
"""

import logging
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from ops.errors import Trouble
from ops.importing.files import FILE_KINDS
from ops.importing.files.columns import FileOptions, match_columns
from ops.importing.files.reading import Row, Table
from ops.importing.files.record import Source
from ops.importing.report import Refusal, Report
from web.db import IDENTITY

log = logging.getLogger(__name__)

AT_ONCE = 2  # imports of one process; others wait for their turn
EVERY = 0.5  # seconds between two words of how far it is
MOST_WAITING = 500  # refused rows that wait to be noted
ROWS_AT_ONCE = 1_000
CODE = re.compile(r"^[0-9A-Z]{5} ")  # of an error, before its sentence
STATEMENT_SECONDS = 120  # of a thousand rows: a machine may be busy
WORDS = 300  # characters of a value or reason that are kept
# Columns of our file of refused rows, before those of the file itself.
OWN = ("Line", "What is wrong")
Identity = Mapping[str, Any]
Connection = psycopg.Connection[Any]


class _StopError(Exception):
    """Cancelled by the person, or the web is stopping: everything is taken back."""


class _UndoError(Exception):
    """Nothing of it is wanted: a check, or bad rows where all or nothing was chosen."""


@dataclass(frozen=True)
class Job:
    """A file to check or import, and whose."""

    page: Mapping[str, Any]  # api.start_import's answer
    identity: Identity  # as web.db.IDENTITY takes it


class Runner:
    """The threads on which imports run."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="import")
        self._stop = threading.Event()

    def start(self, job: Job) -> "Future[None]":
        """Begin it, or when one of those before has ended."""
        return self._pool.submit(_run, self._url, job, self._stop)

    def close(self) -> None:
        """Stop what runs: it is rolled back, and its page offers to begin again."""
        self._stop.set()
        self._pool.shutdown(wait=False, cancel_futures=True)


RUNNER = web.AppKey("imports", Runner)


@dataclass(frozen=True)
class Staged(Table):
    """A file's rows, from the database."""

    sha256: str = ""
    read_rows: Callable[[], Iterator[Row]] = field(default=lambda: iter(()))

    def digest(self) -> str:
        """The file's SHA-256."""
        return self.sha256

    def rows(self) -> Iterator[Row]:
        """Yield every row; one that held what is no text is refused as such."""
        for row in self.read_rows():
            yield Row(row.line, [one.replace("\N{SYMBOL FOR NULL}", "\0") for one in row.cells])


class Recorder(Report):
    """What is refused, and how far it is; both go to the database now and then."""

    def __init__(self, connection: Connection, job: Job, stop: threading.Event) -> None:
        super().__init__(Path())
        self._own, self._job, self._stop = connection, job, stop
        self._found: list[dict[str, Any]] = []
        self._lines: set[int] = set()
        self._said = time.monotonic()
        self.done = 0

    @property
    def bad_rows(self) -> int:
        """How many rows are refused."""
        return len(self._lines)

    def add(self, refusal: Refusal) -> None:
        """Take up one refusal."""
        self.count += 1
        self._lines.add(int(refusal.line))
        said = {name: str(one)[:WORDS] for name, one in asdict(refusal).items()}
        said["reason"] = CODE.sub("", said["reason"])
        self._found.append(said | {"line": refusal.line})
        if len(self._found) >= MOST_WAITING:
            self.say()

    def settle(self) -> None:
        """Nothing waits for its order: rows have their lines."""

    def advance(self, steps: int = 1, *, lines: int = 0) -> None:
        """Count rows gone through (as ops.importing.progress.Progress)."""
        self.done += steps
        if time.monotonic() - self._said >= EVERY:
            self.say()

    def say(self, **end: Any) -> None:
        """Tell the database. Raises _StopError where it is cancelled, or the web stops."""
        found, self._found = self._found, []
        with _as_person(self._own, self._job.identity):
            goes_on = _record(self._own, self._job, self.done, found, **end)
        self._said = time.monotonic()
        if not goes_on or self._stop.is_set():
            raise _StopError


@contextmanager
def _as_person(connection: Connection, identity: Identity) -> Iterator[None]:
    """A transaction that is the person's own."""
    with connection.transaction():
        connection.execute(IDENTITY, identity)
        connection.execute(f"set local statement_timeout = '{STATEMENT_SECONDS}s'")
        yield


def _record(
    connection: Connection, job: Job, done: int, found: list[dict[str, Any]], **end: Any
) -> bool:
    row = connection.execute(
        "select api.record_import(import => %s, done => %s, problems => %s, state => %s,"
        " counts => %s, problem => %s)",
        (job.page["import"], done, Jsonb(found), end.get("state"),
         Jsonb(end["counts"]) if "counts" in end else None, end.get("problem")),
    ).fetchone()  # fmt: skip
    return bool(row and row[0])


def _run(url: str, job: Job, stop: threading.Event) -> None:
    """Check or import; whatever happens is told in the import's row."""
    options: dict[str, Any] = {"autocommit": True, "application_name": "stockroom import"}
    try:
        with (
            psycopg.connect(url, **options) as connection,
            psycopg.connect(url, **options) as beside,
        ):
            recorder = Recorder(beside, job, stop)
            problem = _try(connection, beside, job, recorder)
            if problem:
                recorder.say(state="failed", problem=problem)
    except _StopError:
        log.info("the import %s was stopped", job.page["import"])
    except psycopg.Error as error:  # its session is over, or the database is away
        log.warning("the import %s ended: %s", job.page["import"], type(error).__name__)
    except Exception:
        log.exception("the import %s failed", job.page["import"])


def _try(connection: Connection, beside: Connection, job: Job, recorder: Recorder) -> str:
    """Run it; returns why all of it failed, or nothing."""
    try:
        _whole(connection, beside, job, recorder)
    except Trouble as trouble:
        return str(trouble)
    except psycopg.errors.InsufficientPrivilege:
        return f"You may not import {job.page['kind']}. Ask a manager."
    except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
        return "Others were changing the same things. Nothing was imported: begin again."
    except psycopg.errors.QueryCanceled:
        return "A part of it took too long. Nothing was imported: split the file."
    except (_StopError, psycopg.OperationalError):
        raise
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("the import %s failed, reference %s", job.page["import"], reference)
        return f"This was our fault; nothing was imported. Tell your admin {reference}."
    return ""


def _whole(connection: Connection, beside: Connection, job: Job, recorder: Recorder) -> None:
    """All of it in one transaction, which is rolled back where nothing of it is wanted."""
    choice = job.page["choice"]
    counts: dict[str, int] = {}
    try:
        with _as_person(connection, job.identity):
            source = _go_through(connection, beside, job, recorder)
            counts = _counts(connection, beside, job, source)
            recorder.say()
            if choice == "check" or (recorder.count and choice == "all"):
                raise _UndoError
            if not _record(connection, job, recorder.done, [], state="done", counts=counts):
                raise _StopError
    except _UndoError:
        if choice == "check":
            recorder.say(state="checked", counts=counts)
        else:
            recorder.say(
                state="failed", counts=counts,
                problem=f"Nothing was imported: {recorder.bad_rows:,} rows are refused.",
            )  # fmt: skip


def _go_through(connection: Connection, beside: Connection, job: Job, recorder: Recorder) -> Source:
    page, module = job.page, FILE_KINDS[job.page["kind"]]
    table = Staged(
        Path(page["file_name"]), page["encoding"], page["delimiter"], page["header"],
        sha256=page["sha256"], read_rows=lambda: _rows(beside, job),
    )  # fmt: skip
    options = options_of(page)
    columns = match_columns(
        table.header, module.FIELDS, module.REQUIRED, options,
        extra=module.further_fields(connection),
    )  # fmt: skip
    source = Source(
        table, columns, options, recorder, recorder,  # type: ignore[arg-type]
        good_rows=page["choice"] != "all", tells_apart=page["kind"] != "movements",
    )  # fmt: skip
    module.run(connection, source)
    return source


def options_of(page: Mapping[str, Any]) -> FileOptions:
    """How a file is read, as its mapping says; what no column was chosen for is left out.

    A mapping that says nothing of columns, as one does that knows the dates alone, leaves them to
    be found by their names: then what is no field is refused, for nobody said to leave it out.
    """
    said, header = page["mapping"], page["header"]
    columns = said.get("columns")
    left_out = header if columns is not None else header[:2] if _is_own(header) else []
    columns = columns or {}
    decimal = None if page["encoding"] == "xlsx" else said.get("decimal")
    return FileOptions(
        columns=columns, defaults=said.get("defaults", {}), decimal=decimal,
        ignore=[name for name in left_out if name not in columns.values()],
        date_format=said.get("date_format"),
    )  # fmt: skip


def _is_own(header: Sequence[str]) -> bool:
    """Whether it is our own file of refused rows that comes back."""
    return tuple(header[:2]) == OWN


def _rows(beside: Connection, job: Job) -> Iterator[Row]:
    after = None
    while True:
        with _as_person(beside, job.identity):
            row = beside.execute(
                "select api.import_rows(import => %s, after => %s, max_rows => %s)",
                (job.page["import"], after, ROWS_AT_ONCE),
            ).fetchone()
        found = row[0] if row else {"rows": [], "next": None}
        for one in found["rows"]:
            yield Row(one["line"], one["cells"])
        after = found["next"]
        if after is None:
            return


SEES_ALERTS = "select has_table_privilege('inventory.alerts', 'select')"
ALERTS = (
    "select now(), count(*) from inventory.alerts as a where a.opened_at >= coalesce(%s, now())"
)


def _counts(connection: Connection, beside: Connection, job: Job, source: Source) -> dict[str, int]:
    """What came of it, as the page tells it."""
    bad = source.report.bad_rows if isinstance(source.report, Recorder) else 0
    return {
        "rows": source.rows, "bad": bad, "known": source.known,
        "alerts": _alerts(connection, beside, job), **source.counts,
    }  # fmt: skip


def _alerts(connection: Connection, beside: Connection, job: Job) -> int:
    """How many it opened, at places that the person sees; none to an admin, who sees no stock."""
    if connection.execute(SEES_ALERTS).fetchone() != (True,):
        return 0
    begun, alerts = connection.execute(ALERTS, [None]).fetchone() or (None, 0)
    with _as_person(beside, job.identity):  # what others opened meanwhile is seen here as well
        _, of_others = beside.execute(ALERTS, [begun]).fetchone() or (None, 0)
    return int(max(0, alerts - of_others))
