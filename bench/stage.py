"""The server that the benchmarks run on, and what they ask of it.

One embedded PostgreSQL of the bench's own, as Stockroom starts it: with fsync, full page writes
and synchronous commit as production has them, unless `--memory` puts it where nothing is flushed.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from bench import pgbench
from bench.figures import Sample, Side
from bench.meter import Meter
from bench.pgbench import Load
from ops.build.server import restrict_database
from ops.embedded import EmbeddedServer
from ops.errors import Trouble
from ops.places import free_port

HOME = Path(__file__).parents[1]
MEMORY = Path("/dev/shm")  # noqa: S108 (a new folder with a random name is made in it)
FIRST_PORT = 5760
WHOLE = "whole"
# For both sides alike. What would fall at random into one round or another is left out: autovacuum,
# checkpoints, and the whole pages in the log after each of them (they would cost more where more
# pages are touched, which is TPC-B). No extension counts statements: TPC-B has seven of them to a
# transaction, and would pay for it seven times.
SETTINGS = {
    "shared_buffers": "1GB",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "1h",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_preload_libraries": "",
    "max_connections": "100",
}
TPCB_SCALE = 50


@dataclass(frozen=True)
class Options:
    """How long and how large."""

    rounds: int = 5
    seconds: float = 6.0  # of each side in each round
    small: bool = False  # a shop of few items beside those that are posted: made in seconds
    short: bool = False  # tiny sizes: whether it runs, not how fast
    movements: int | None = None  # of the company's ledger, where not as many as usual
    data: Path | None = None  # keep the server's files here, for the next run
    memory: bool = False  # the server's files in memory
    pgledger: Path | None = None  # the folder of a clone of it
    settings: Mapping[str, str] = field(default_factory=dict)


class Stage:
    """A running server. Use as a context manager: it stops, and removes what it made."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._closing = ExitStack()
        self._kept: set[str] = set()
        self.at_end: dict[str, Callable[[], None]] = {}  # what must hold when all is measured

    def __enter__(self) -> Self:
        self.folder = self._folder()
        settings = {**SETTINGS, **self.options.settings}
        if self.options.short:
            settings["shared_buffers"] = "128MB"
        self.server = EmbeddedServer(self.folder, free_port(FIRST_PORT), None, settings)
        self._closing.callback(self.server.stop)
        self.server.start()
        self.db = self._closing.enter_context(self.connect("postgres", "postgres"))
        self.meter = Meter(self.db)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.close()

    def _folder(self) -> Path:
        if self.options.data:
            return self.options.data
        base = MEMORY if self.options.memory and MEMORY.is_dir() else HOME / ".stockroom-bench"
        base.mkdir(exist_ok=True)
        if base != MEMORY:
            self._closing.callback(_remove_if_empty, base)
        folder = Path(tempfile.mkdtemp(prefix="stockroom-bench-", dir=base))
        folder.chmod(0o711)  # root's server drops to another account, which must pass here
        self._closing.callback(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def dsn(self, role: str, database: str) -> str:
        """URL of the superuser or a service role, on the socket."""
        return self.server.service_dsn(role, database)

    def connect(self, role: str, database: str) -> psycopg.Connection:
        """A new autocommit connection."""
        return psycopg.connect(self.dsn(role, database), autocommit=True)

    def keep(
        self, database: str, build: Callable[[], None], renew: Callable[[], None] | None = None
    ) -> None:
        """Make a database and let `build` fill it, unless an earlier run (`--data`) left it whole.

        It counts as whole once a comment on it says so. `renew` brings one of an earlier run up to
        date, once.
        """
        if database in self._kept:
            return
        query = "select shobj_description(oid, 'pg_database') from pg_database where datname = %s"
        if self.db.execute(query, [database]).fetchone() == (WHOLE,):
            if renew:
                renew()
        else:
            self.create(database)
            build()
            statement = sql.SQL("comment on database {} is {}")
            self.db.execute(statement.format(sql.Identifier(database), WHOLE))
        self._kept.add(database)

    def create(self, database: str, template: str = "template0") -> None:
        """A database made anew: empty, or a copy of a filled one."""
        name, source = sql.Identifier(database), sql.Identifier(template)
        self.db.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        statement = sql.SQL("create database {} template {} strategy file_copy")
        self.db.execute(statement.format(name, source))
        if template != "template0":
            with self.connect("postgres", database) as db:
                restrict_database(db)

    def tpcb(self) -> str:
        """The name of the database with pgbench's own tables."""
        scale = 1 if self.options.short else TPCB_SCALE
        name = f"tpcb_{scale}"
        self.keep(name, lambda: pgbench.initialise(self.dsn("postgres", name), scale))
        return name

    def backends(self, database: str, program: str) -> str:
        """The process ids of a program's connections, with commas; waits for the first one."""
        query = (
            "select string_agg(pid::text, ',') from pg_stat_activity "
            "where datname = %s and application_name = %s"
        )
        until = time.monotonic() + 5
        while time.monotonic() < until:
            row = self.db.execute(query, [database, program]).fetchone()
            if row and row[0]:
                return row[0]
            time.sleep(0.02)
        raise Trouble(f"{program} did not connect.", "Look at the server's log.")

    def metered(self, work: Callable[[], tuple[int, float]]) -> Sample:
        """Run `work`, which answers (operations, operations per second), and what it cost."""
        cpu, wal = self.meter.read()
        done, rate = work()
        cpu_after, wal_after = self.meter.read()
        return Sample(rate, (cpu_after - cpu) * 1e6 / done, (wal_after - wal) / done, done)

    def side(self, load: Load) -> Side:
        """A side of a comparison that pgbench plays, on warm connections."""
        if load.seconds < 1:  # only whether it runs
            return lambda: self.metered(lambda: pgbench.run(load))
        return lambda: self._watched(load)

    def _watched(self, load: Load) -> Sample:
        looks: list[tuple[float, int]] = []
        window = pgbench.watch(load, lambda: looks.append(self.meter.read()))
        (cpu, wal), (cpu_after, wal_after) = looks
        count = window.transactions
        return Sample(
            rate=count / window.seconds,
            cpu=(cpu_after - cpu) * 1e6 / count,
            wal=(wal_after - wal) / count,
            done=window.of_all,
        )


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):  # another run's files are in it
        folder.rmdir()
