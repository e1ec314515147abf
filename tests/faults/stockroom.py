"""An installation as its user runs it, `stockroom up`, and the ways in which it is cut down."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import psutil
import psycopg
from psycopg.rows import dict_row

from ops.account import server_account
from ops.database import embedded, migrate
from ops.embedded import EmbeddedServer
from ops.places import free_port, make_data_folder
from ops.supervision import leftovers
from ops.web_probe import answer_time

PROGRAM = str(Path(sys.executable).with_name("stockroom"))
# Where free ports are looked for; 0: anywhere.
FIRST_PORT = int(os.environ.get("FAULTS_PORT", "0"))
READY = "Ctrl-C stops"
READY_SECONDS = 90.0


class Stockroom:
    """One data folder, its ports, and what runs on it."""

    def __init__(self, data: Path, log: Path, **settings: str) -> None:
        self.data = data
        self.log = log
        self.port = free_port(FIRST_PORT or 15_000 + os.getpid() % 10_000)
        self.db_port = free_port(self.port + 1)
        self.environment = {
            **{name: value for name, value in os.environ.items() if "DATABASE_URL" not in name},
            "STOCKROOM_DATA": str(data),
            "STOCKROOM_PORT": str(self.port),
            "STOCKROOM_DB_PORT": str(self.db_port),
            "STOCKROOM_DEMO": "0",
            "PYTHONUNBUFFERED": "1",
            **settings,
        }
        self.up_process: subprocess.Popen[bytes] | None = None
        self.dead_at = 0.0  # monotonic seconds when what was killed last was dead

    # -- running it -----------------------------------------------------------------------------

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `stockroom WORDS` to its end."""
        return subprocess.run(
            [PROGRAM, *words], env=self.environment, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip

    def spawn(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program in this environment; what it says goes to the log."""
        with self.log.open("ab") as out:
            return subprocess.Popen(
                command, env=self.environment, stdout=out, stderr=out, start_new_session=True
            )

    def up(self) -> float:
        """`stockroom up`; answers the seconds until it says that it is ready."""
        said_before, begun = self._said(), time.monotonic()
        self.up_process = self.spawn(PROGRAM, "up")
        while READY not in self._said()[len(said_before) :]:
            if self.up_process.poll() is not None or time.monotonic() - begun > READY_SECONDS:
                raise AssertionError(f"not ready:\n{self._said()[-3000:]}")
            time.sleep(0.02)
        return time.monotonic() - begun

    @contextlib.contextmanager
    def only_the_database(self) -> Iterator[EmbeddedServer]:
        """The database alone, deployed, with nothing to supervise it."""
        make_data_folder(self.data, server_account())
        with self.started() as server:
            migrate(embedded(server), say=lambda _: None)
            yield server

    @contextlib.contextmanager
    def started(self) -> Iterator[EmbeddedServer]:
        """The database alone, as it is."""
        server = EmbeddedServer(self.data, self.db_port)
        server.start()
        try:
            yield server
        finally:
            server.stop()

    def stop(self) -> None:
        """As Ctrl-C; whatever runs of it is gone afterwards."""
        if self.up_process is not None and self.up_process.poll() is None:
            self.up_process.terminate()
            self.up_process.wait(90)
        self.run("down")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    # -- looking at it --------------------------------------------------------------------------

    def owner(self) -> psycopg.Connection:
        """A superuser's connection, rows as dicts."""
        server = EmbeddedServer(self.data, self.db_port)
        assert server.find(), "the database does not run"
        return psycopg.connect(server.superuser_dsn(), autocommit=True, row_factory=dict_row)

    def dsn(self, person: str, password: str) -> str:
        """A person's own sign-in over TCP."""
        return EmbeddedServer(self.data, self.db_port).tcp_dsn(person, password)

    def web_answers(self) -> bool:
        """Whether the web answers."""
        return answer_time(f"http://127.0.0.1:{self.port}/healthz") is not None

    def proved(self) -> bool:
        """Whether `stockroom prove` finds nothing."""
        return self.run("prove").returncode == 0

    # -- cutting it down ------------------------------------------------------------------------

    def kill_postgres(self) -> None:
        """kill -9 the postmaster and all its children."""
        self._kill(self._postgres())

    def kill_part(self, name: str) -> None:
        """kill -9 the web or the worker."""
        self._kill(process for process in leftovers(self.data) if _runs(process, name))

    def kill_everything(self) -> None:
        """As a power cut: the supervisor, all parts and the database, none of them warned."""
        self.kill_now(self.processes())

    def processes(self) -> list[psutil.Process]:
        """All that runs of it: the supervisor, what it started, the database."""
        ours = [psutil.Process(self.up_process.pid)] if self.up_process else []
        return [*ours, *leftovers(self.data), *self._postgres()]

    def kill_now(self, processes: list[psutil.Process]) -> None:
        """kill -9 these, and wait until they are gone."""
        self._kill(processes)
        if self.up_process is not None:
            self.up_process.wait(10)
        psutil.wait_procs(processes, 10)

    def _kill(self, processes: Iterable[psutil.Process]) -> None:
        """SIGKILL each, the first first; one that is gone already is as good."""
        for process in list(processes):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        self.dead_at = time.monotonic()

    def _postgres(self) -> list[psutil.Process]:
        """The postmaster, first, and its children."""
        with contextlib.suppress(FileNotFoundError, psutil.NoSuchProcess, ValueError, IndexError):
            line = (self.data / "postgres/data/postmaster.pid").read_text().split()[0]
            postmaster = psutil.Process(int(line))
            if re.match("postgres", postmaster.name()):
                return [postmaster, *postmaster.children(recursive=True)]
        return []


def _runs(process: psutil.Process, module: str) -> bool:
    with contextlib.suppress(psutil.Error):
        return process.cmdline()[1:3] == ["-m", module]
    return False


def kill_process(process: subprocess.Popen[bytes]) -> None:
    """kill -9 one of our own, and wait until it is gone."""
    process.kill()
    process.wait(10)
