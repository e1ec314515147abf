"""`stockroom up` as a person runs it: a real process, really killed."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from ops.embedded import EmbeddedServer
from ops.places import free_port
from ops.supervision import leftovers
from tests.conftest import MAJOR, SETTINGS, first_port

STOCKROOM = str(Path(sys.executable).with_name("stockroom"))
READY_SECONDS = 60.0


class Installation:
    """A data folder with its ports, and the command line for it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port(first_port())
        self.environment = {
            **{name: value for name, value in os.environ.items() if "DATABASE_URL" not in name},
            "STOCKROOM_DATA": str(data),
            "STOCKROOM_PORT": str(self.port),
            "STOCKROOM_DB_PORT": str(free_port(self.port + 1)),
            "STOCKROOM_DEMO": "0",
        }
        self.started: list[subprocess.Popen[str]] = []

    def run(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run `stockroom WORDS` to its end, with `typed` on its standard input."""
        return subprocess.run(
            [STOCKROOM, *words],
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def up(self, *words: str) -> tuple[subprocess.Popen[str], str]:
        """Start `stockroom up`; returns when it says that it is ready."""
        process = subprocess.Popen(
            [STOCKROOM, "up", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        said = ""
        assert process.stdout is not None
        for line in process.stdout:
            said += line
            if line.startswith("Ctrl-C stops"):
                return process, said
        raise AssertionError(f"not ready:\n{said}")

    def part(self, name: str) -> psutil.Process | None:
        """The running web, worker or mailbox; None while there is none."""
        module = {"mailbox": "ops.mailbox"}.get(name, name)
        for process in leftovers(self.data):
            with contextlib.suppress(psutil.Error):
                if process.cmdline()[1:3] == ["-m", module]:
                    return process
        return None

    def web_answers(self) -> bool:
        """Whether the web answers /healthz."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as got:
                return got.status == 200
        except OSError:
            return False

    def owner(self) -> psycopg.Connection:
        """A superuser's connection to the running database."""
        return psycopg.connect(self.run("dsn").stdout.splitlines()[-1], autocommit=True)

    @contextlib.contextmanager
    def serving(self) -> Iterator[psycopg.Connection]:
        """The superuser's connection, with the database started meanwhile and nothing else."""
        server = EmbeddedServer(self.data, int(self.environment["STOCKROOM_DB_PORT"]))
        server.start()
        try:
            with psycopg.connect(server.superuser_dsn(), autocommit=True) as db:
                yield db
        finally:
            server.stop()


@pytest.fixture
def installation(place: Path, remove: Callable[[Path], None]) -> Iterator[Installation]:
    """A new installation; whatever runs of it is ended after the test."""
    made = Installation(place / "data")
    yield made
    for process in made.started:
        if process.poll() is None:
            process.terminate()
            process.wait(60)
    made.run("down")
    remove(made.data)


# Its database was deployed before: what is shown of a running one need not wait for a deploy.
not_new = pytest.mark.usefixtures("deployed_before")


def eventually(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until it is true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.1)


def nothing_runs(installation: Installation) -> bool:
    socket_gone = not list((installation.data / "postgres" / "run").glob(".s.PGSQL.*[0-9]"))
    return not leftovers(installation.data) and socket_gone


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_up_is_ready_and_a_signal_stops_all_of_it(
    installation: Installation, number: signal.Signals
) -> None:
    process, said = installation.up()
    assert f"Stockroom is ready at http://127.0.0.1:{installation.port}" in said
    assert installation.web_answers()
    process.send_signal(number)
    assert process.wait(60) == 0
    assert nothing_runs(installation)


@not_new
def test_a_second_start_is_quick_and_finds_its_data(installation: Installation) -> None:
    process, _ = installation.up()
    with installation.owner() as db:
        db.execute("create schema local; create table local.kept as select 42 as n")
    process.terminate()
    process.wait(60)
    begun = time.monotonic()
    installation.up()
    assert time.monotonic() - begun < 5
    with installation.owner() as db:
        assert db.execute("select n from local.kept").fetchone() == (42,)


@not_new
def test_a_second_up_says_who_has_the_folder(installation: Installation) -> None:
    process, _ = installation.up()
    second = installation.run("up")
    assert second.returncode == 1
    assert f"process {process.pid}" in second.stderr
    assert "STOCKROOM_DATA" in second.stderr
    assert installation.web_answers()


@not_new
@pytest.mark.parametrize("name", ["web", "worker", "mailbox"])
def test_a_killed_part_comes_back(installation: Installation, name: str) -> None:
    installation.up()
    before = installation.part(name)
    assert before is not None
    before.kill()

    def replaced() -> bool:
        now = installation.part(name)
        return now is not None and now.pid != before.pid

    eventually(replaced)
    eventually(installation.web_answers)


@not_new
def test_a_killed_database_comes_back(installation: Installation) -> None:
    installation.up()
    with installation.owner() as db:
        pid = int((installation.data / "postgres/data/postmaster.pid").read_text().split()[0])
        db.execute("create schema local; create table local.kept as select 7 as n")
    os.kill(pid, signal.SIGKILL)

    def back() -> bool:
        try:
            with installation.owner() as db:
                return db.execute("select n from local.kept").fetchone() == (7,)
        except (psycopg.OperationalError, IndexError):
            return False

    eventually(back, 30)


@not_new
def test_after_kill_9_of_the_supervisor_up_recovers(installation: Installation) -> None:
    process, _ = installation.up()
    orphan = installation.part("web")
    assert orphan is not None
    process.kill()
    process.wait()
    assert orphan.is_running()
    _, said = installation.up()
    assert "Ended 3 processes that an earlier run had left behind" in said
    assert not orphan.is_running()
    assert installation.web_answers()


@not_new
def test_down_stops_it_and_what_a_killed_one_left(installation: Installation) -> None:
    process, _ = installation.up()
    assert installation.run("down").stdout == "Stopped\n"
    assert process.wait(10) == 0
    process, _ = installation.up()
    process.kill()
    process.wait()
    assert "Stopped what was left" in installation.run("down").stdout
    assert nothing_runs(installation)
    assert "Nothing runs" in installation.run("down").stdout


def test_a_taken_port_is_said_before_anything_starts(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", installation.port)):
        done = installation.run("up")
    assert done.returncode == 1
    assert f"Port {installation.port} on 127.0.0.1 is taken" in done.stderr
    assert f"make up STOCKROOM_PORT={installation.port + 1}" in done.stderr
    assert not (installation.data / "postgres").exists()


def test_an_unknown_setting_is_warned_of(installation: Installation) -> None:
    installation.environment["STOCKROOM_PROT"] = "1"
    installation.environment["STOCKROOM_PORT"] = "eighty"
    done = installation.run("up")
    assert done.returncode == 1
    assert "STOCKROOM_PORT is 'eighty', which is no port" in done.stderr


def test_a_server_that_cannot_be_reached_says_what_to_do(installation: Installation) -> None:
    port = free_port(installation.port + 50)
    for name in ("DATABASE_URL", "DATABASE_URL_WEB", "DATABASE_URL_WORKER"):
        installation.environment[name] = f"postgresql://nobody:x@127.0.0.1:{port}/stockroom"
    done = installation.run("up")
    assert done.returncode == 1
    assert "The server of DATABASE_URL cannot be used" in done.stderr
    assert "unset DATABASE_URL" in done.stderr
    assert not (installation.data / "postgres").exists()


def test_a_server_of_ones_own_is_used_and_left_running(
    installation: Installation, place: Path
) -> None:
    own = EmbeddedServer(place / "own", free_port(installation.port + 60), MAJOR, SETTINGS)
    own.start()
    try:
        with psycopg.connect(own.superuser_dsn("postgres"), autocommit=True) as db:
            db.execute("create database shop")
        roles = {"": "postgres", "_WEB": "stockroom_web", "_WORKER": "stockroom_worker"}
        installation.environment["DATABASE_URL"] = own.superuser_dsn("shop")
        refused = installation.run("up")
        assert "DATABASE_URL_WEB and DATABASE_URL_WORKER is not" in refused.stderr
        for end, role in roles.items():
            installation.environment[f"DATABASE_URL{end}"] = own.service_dsn(role, "shop")
        installation.environment["STOCKROOM_SMTP_PASSWORD"] = "for the worker"
        process, _ = installation.up()
        assert installation.web_answers()
        eventually(lambda: installation.run("status").returncode == 0)
        web = installation.part("web")
        assert web is not None
        secrets = {"DATABASE_URL", "DATABASE_URL_WORKER", "STOCKROOM_SMTP_PASSWORD"}
        assert not secrets & set(web.environ())  # the web's environment holds the web's alone
        process.terminate()
        assert process.wait(60) == 0
        assert own.alive()
        assert not (installation.data / "postgres").exists()
    finally:
        own.stop()


@not_new
def test_status_and_proof_tell_how_it_is(installation: Installation) -> None:
    assert installation.run("status").returncode == 1
    installation.up()
    eventually(lambda: installation.run("status").returncode == 0)
    said = installation.run("status").stdout
    for part in ("supervisor", "web", "database", "worker", "queue", "ledger"):
        assert re.search(rf"^{part} +ok", said, re.M), said
    done = installation.run("prove")
    assert done.returncode == 0, done.stderr
    assert "0 problems" in done.stdout


@not_new
def test_a_held_job_gets_another_try(installation: Installation) -> None:
    """Listed with its reason, put back, done by the worker; one of the same thing stays."""
    installation.up()
    add = (
        "insert into queue.pgqueuer (priority, entrypoint, payload, status, dedupe_key)"
        " values (0, 'housekeeping', '{}', %s, %s) returning id"
    )
    with installation.owner() as db:
        job = db.execute(add, ["failed", None]).fetchone()[0]
        db.execute(
            "insert into queue.pgqueuer_log (job_id, status, priority, entrypoint, traceback)"
            " values (%s, 'failed', 0, 'housekeeping', '{\"exception_message\": \"disk full\"}')",
            [job],
        )
        assert f"{job}  housekeeping, 0 tries" in (said := installation.run("jobs").stdout)
        assert "disk full" in said
        assert "No job 999 is held" in installation.run("jobs", "retry", "999").stderr
        assert "Which jobs?" in installation.run("jobs", "retry").stderr
        assert "waits for the worker" in installation.run("jobs", "retry", str(job)).stdout
        there = "select count(*) from queue.pgqueuer where id = %s"
        eventually(lambda: db.execute(there, [job]).fetchone() == (0,))
        db.execute(add, ["failed", "one"])
        db.execute(add, ["picked", "one"])
        assert "stays: one for the same thing" in installation.run("jobs", "retry", "all").stdout
    assert "Held: 1" in installation.run("jobs").stdout


@not_new
def test_another_shell_sees_what_runs(installation: Installation) -> None:
    """Ports are the running Stockroom's, not those a shell happens to be set to; looking changes
    nothing."""
    installation.up()
    eventually(lambda: installation.run("status").returncode == 0)
    with installation.owner() as db:
        begun = db.execute("select pg_postmaster_start_time()").fetchone()
        served = installation.port
        other = free_port(served + 40)
        installation.environment |= {
            "STOCKROOM_PORT": str(other),
            "STOCKROOM_DB_PORT": str(other + 1),
        }
        done = installation.run("status")
        assert done.returncode == 0, done.stdout
        assert re.search(rf"^web +ok +http://127.0.0.1:{served} ", done.stdout, re.M)
        assert installation.run("dsn").returncode == 0
        assert db.execute("select pg_postmaster_start_time()").fetchone() == begun


@not_new
def test_the_superusers_dsn_works_and_a_persons_needs_the_password(
    installation: Installation,
) -> None:
    installation.up()
    with installation.owner() as db:
        assert db.execute("select current_user").fetchone() == ("postgres",)
        db.execute("create role ann login password 'Right-12345'")
        db.execute("grant connect on database stockroom to ann")
    secrets = installation.data / "secrets"
    secrets.mkdir(mode=0o700, exist_ok=True)
    (secrets / "people.json").write_text(json.dumps({"ann": "Right-12345"}))
    address = installation.run("dsn", "--as", "ann").stdout.splitlines()[-1]
    assert "127.0.0.1" in address
    with psycopg.connect(address) as db:
        assert db.execute("select session_user").fetchone() == ("ann",)
    done = installation.run("psql", "--as", "ann", "--", "-Atc", "select session_user")
    assert done.stdout == "ann\n"
    stranger = installation.run("dsn", "--as", "bob")
    assert "not known here" in stranger.stderr
    assert "bob@127.0.0.1" in stranger.stdout
