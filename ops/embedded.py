"""Starting, adopting and stopping the embedded PostgreSQL of one data folder.

The truth about the server is what it answers on its socket, never a pid file: after a crash
such a file names a process that is gone, or worse, somebody else's.
"""

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
import psycopg

from ops import cluster
from ops.account import Account, server_account
from ops.binaries import DEFAULT_MAJOR, Binaries, find_binaries
from ops.errors import Trouble
from ops.places import FIRST_PORT, free_port, make_data_folder
from ops.server_process import PortTaken, listener, socket_ports, start_trouble, tail, wait_gone

START_SECONDS = 30.0  # without a sign of life; recovering after a crash may take longer
RECOVERY_SECONDS = 3600.0
REAPING_SECONDS = 15.0  # a killed server's lock and memory go within about 2 s
LEFTOVERS = ('lock file "', "pre-existing shared memory block")
LOG_BYTES = 10_000_000


class EmbeddedServer:
    """A PostgreSQL of our own in a data folder.

    Args:
        data: the data folder (STOCKROOM_DATA); the cluster lies in `postgres` below it.
        port: TCP port on 127.0.0.1; 0 takes the first free one from 5477 on.
        major: major version for a new cluster (default 18); an existing one keeps its own.
        settings: further server settings, for instance `fsync=off` in tests.
        say: where progress is reported.
    """

    def __init__(
        self,
        data: Path,
        port: int = 0,
        major: int | None = None,
        settings: Mapping[str, str] | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.data = data.absolute()
        self.port = port
        self.major = major
        self.settings = dict(settings or {})
        self.say = say
        self.account: Account = server_account()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: Path | None = None

    # -- life ---------------------------------------------------------------------------------

    def start(self) -> None:
        """Make sure that the server runs; starting one that runs already does nothing, unless
        its port is another one than was asked for: then it is started anew on that."""
        folder = cluster.server_folder(make_data_folder(self.data, self.account), self.account)
        wanted = self.port
        if self.find(folder):
            if wanted in (0, self.port):
                return
            self._stop_running(self.port)
            self.port = wanted
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)  # reap a killed one: PostgreSQL takes zombies for alive
        had = cluster.existing_major(folder)
        binaries = find_binaries(had or self.major or DEFAULT_MAJOR, self.account)
        if had is None:
            self.say(f"Making a database (PostgreSQL {binaries.major}) in {folder}")
            cluster.initialise(folder, binaries, self.account)
        if self.port:
            self._serve(folder, binaries)
        else:
            self._serve_on_a_free_port(folder, binaries)

    def find(self, folder: Path | None = None) -> bool:
        """Find a running server of this data folder, on whatever port it was started.

        Looks only: a port that a shell is set to must not end what others work with.
        """
        place = self.data / "postgres"
        if folder is None and not place.exists():
            return False
        folder = folder or place.resolve()
        for port in {self.port, *socket_ports(folder, self.account)} - {0}:
            self._socket = cluster.socket_folder(folder, port, self.account)
            if self._answers(folder, port):
                self.port = port
                return True
        return False

    def stop(self) -> None:
        """Stop the server (fast: open transactions roll back) and wait until it is gone."""
        if self._process is None and not self.find():
            return
        self._stop_running(self.port)
        if self._socket is not None and self._socket.parent == Path(tempfile.gettempdir()):
            with contextlib.suppress(OSError):
                self._socket.rmdir()

    def alive(self) -> bool:
        """Whether it answers."""
        try:
            with self._connect("postgres", timeout=3):
                return True
        except psycopg.OperationalError:
            return False

    def ended(self) -> bool:
        """Whether the server process is gone. One that is merely busy is not."""
        if self._process is not None:
            return self._process.poll() is not None
        return listener(self._socket, self.port) is None

    def revive(self) -> None:
        """Start the server of this very folder again; never makes a new, empty one."""
        if cluster.existing_major(self.data / "postgres") is None:
            raise Trouble(
                f"The database in {self.data} was removed while Stockroom ran.",
                "Put it back, or start Stockroom again for an empty one.",
            )
        self.start()

    # -- how to reach it ----------------------------------------------------------------------

    def superuser_dsn(self, dbname: str = "stockroom") -> str:
        """URL of the superuser on the socket, for the account that started the server."""
        return self.service_dsn(cluster.SUPERUSER, dbname)

    def service_dsn(self, role: str, dbname: str = "stockroom") -> str:
        """URL of one of our services on the socket; it needs no password."""
        query = urlencode({"host": str(self._socket), "port": self.port}, quote_via=quote, safe="")
        return f"postgresql://{quote(role, safe='')}@/{quote(dbname, safe='')}?{query}"

    def tcp_dsn(self, person: str, password: str, dbname: str = "stockroom") -> str:
        """URL over TCP with a password, for any libpq client on this machine."""
        who = f"{quote(person, safe='')}:{quote(password, safe='')}"
        return f"postgresql://{who}@127.0.0.1:{self.port}/{quote(dbname, safe='')}"

    # -- within -------------------------------------------------------------------------------

    def _serve_on_a_free_port(self, folder: Path, binaries: Binaries) -> None:
        """As `_serve`; where another program takes the free port first, the next one."""
        first = FIRST_PORT
        while True:
            self.port = free_port(first)
            try:
                return self._serve(folder, binaries)
            except PortTaken:
                first = self.port + 1

    def _serve(self, folder: Path, binaries: Binaries) -> None:
        self._socket = cluster.socket_folder(folder, self.port, self.account)
        cluster.make_socket_folder(self._socket, self.account)
        cluster.configure(folder, self.account, self._all_settings(binaries))
        self._launch(folder, binaries)

    def _all_settings(self, binaries: Binaries) -> dict[str, str]:
        place = {"port": str(self.port), "unix_socket_directories": str(self._socket)}
        preload = {}
        if binaries.has_library("pg_stat_statements"):
            preload = {"shared_preload_libraries": "pg_stat_statements"}
        return {**cluster.SETTINGS, **preload, **place, **self.settings}

    def _connect(self, dbname: str, timeout: int = 5) -> psycopg.Connection:
        return psycopg.connect(self.superuser_dsn(dbname), connect_timeout=timeout, autocommit=True)

    def _answers(self, folder: Path, port: int) -> bool:
        """Whether the server at that port's socket runs on this very folder."""
        wanted, self.port = self.port, port
        try:
            with self._connect("postgres", timeout=3) as db:
                found = db.execute("show data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        finally:
            self.port = wanted
        return found is not None and Path(found[0]).resolve() == (folder / "data").resolve()

    def _launch(self, folder: Path, binaries: Binaries) -> None:
        """Start the server; wait out what one that was killed has left behind."""
        deadline = time.monotonic() + REAPING_SECONDS
        while True:
            written, offset = self._spawn(folder, binaries)
            if self._wait_until_ready():
                return
            said = tail(written, offset)
            self._process = None
            if not any(text in said for text in LEFTOVERS) or time.monotonic() > deadline:
                raise start_trouble(said, self.port, written)
            time.sleep(0.2)

    def _spawn(self, folder: Path, binaries: Binaries) -> tuple[Path, int]:
        """Start the server process; returns its log file and where this start begins in it."""
        logs = self.data / "logs"
        logs.mkdir(mode=0o700, exist_ok=True)
        written = logs / "postgres.log"
        if written.exists() and written.stat().st_size > LOG_BYTES:
            written.replace(written.with_suffix(".log.1"))
        with written.open("ab") as log:
            begins = log.tell()
            self._process = subprocess.Popen(
                [binaries.program("postgres"), "-D", str(folder / "data")],
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us: the server stops last
                **self.account.popen_options(),
            )
        return written, begins

    def _wait_until_ready(self) -> bool:
        """True once it takes connections, False if it ended. Recovery may take its time."""
        process, begun, told = self._process, time.monotonic(), False
        limit = START_SECONDS
        while process is not None and process.poll() is None:
            try:
                with self._connect("postgres", timeout=3):
                    return True
            except psycopg.OperationalError as error:
                if "starting up" in str(error) or "recovery" in str(error):
                    limit = RECOVERY_SECONDS
                    if not told and time.monotonic() - begun > 2:
                        self.say("PostgreSQL is recovering after it was killed; nothing is lost")
                        told = True
            if time.monotonic() - begun > limit:
                process.kill()
                raise Trouble(f"PostgreSQL gave no sign of life for {limit:.0f} s.", "Try again.")
            time.sleep(0.02)
        return False

    def _stop_running(self, port: int) -> None:
        process, self._process = self._process, None
        pid = process.pid if process else listener(self._socket, port)
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast" shutdown
        try:
            wait_gone(pid, 60)
        except psutil.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)  # "immediate": it recovers at the next start
            wait_gone(pid, 10)
