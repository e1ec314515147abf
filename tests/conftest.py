"""A real PostgreSQL for every test: one server per test process, one fresh database per test.

The server lies in memory (/dev/shm) and skips fsync; a test's database is a file copy of a
template that was built once by the same code that deploys Stockroom. `STOCKROOM_TEST_PG=17`
runs on the oldest version we support.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from ops.build.server import restrict_database
from ops.embedded import EmbeddedServer
from ops.places import free_port
from tests import company

MAJOR = int(os.environ.get("STOCKROOM_TEST_PG", "18"))
TEMPLATE = "stockroom_template"
# A test's data may be lost with the machine; waiting for the disk would be most of its time.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
}


MEMORY = Path("/dev/shm")
ROOM = 2_000_000_000  # bytes; containers often have 64 MB there


@dataclass
class Database:
    """One test's database. `dsn(role)` is a socket URL for the superuser or a service role."""

    server: EmbeddedServer
    name: str
    passwords: dict[str, str]  # of people whose fixture made them: role name to password

    def dsn(self, role: str = "postgres") -> str:
        """URL of the superuser, a service role, or a person whose password is known."""
        if role in self.passwords:
            return self.server.tcp_dsn(role, self.passwords[role], self.name)
        return self.server.service_dsn(role, self.name)

    def connect(self, role: str = "postgres", **options: object) -> psycopg.Connection:
        """A new autocommit connection with rows as dicts."""
        defaults = {"autocommit": True, "row_factory": dict_row}
        return psycopg.connect(self.dsn(role), **{**defaults, **options})


def memory_folder() -> Path:
    """A new folder in memory where the machine has room there, else in the temporary one."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    prefix = f"stockroom-test-{os.getpid()}-"
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if roomy else None))
    folder.chmod(0o711)  # root's tests drop to another account, which must pass here
    return folder


def remove_leftovers() -> None:
    """Stop the servers, and remove the data, of test processes that were killed."""
    for folder in MEMORY.glob("stockroom-test-*-*"):
        pid = folder.name.split("-")[2]
        if not pid.isdecimal() or psutil.pid_exists(int(pid)):
            continue
        with contextlib.suppress(FileNotFoundError):  # another run that starts now removes it too
            for place in folder.rglob("postgres"):
                EmbeddedServer(place.parent).stop()
        shutil.rmtree(folder, ignore_errors=True)


def first_port() -> int:
    """Where this test process looks for free ports: workers must not race for the same one."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return 20000 + (os.getpid() * 7 + int(worker) * 500) % 10000


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """A PostgreSQL server of this test process's own."""
    remove_leftovers()
    folder = memory_folder()
    running = EmbeddedServer(folder, free_port(first_port()), MAJOR, SETTINGS)
    try:
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template(server: EmbeddedServer) -> str:
    """Name of a database deployed as production is; tests copy it and never write to it."""
    from ops.build import deploy

    with psycopg.connect(server.superuser_dsn("postgres"), autocommit=True) as db:
        db.execute(f"create database {TEMPLATE}")
    deploy(server.superuser_dsn(TEMPLATE), say=lambda _: None)
    return TEMPLATE


@pytest.fixture(scope="session")
def new_database(server: EmbeddedServer) -> Callable[[str | None], Database]:
    """Makes a database: a copy of the template named, or an empty one for None."""
    made = iter(range(1_000_000))

    def make(template: str | None) -> Database:
        name = f"test_{next(made)}"
        source = sql.Identifier(template or "template0")
        statement = sql.SQL("create database {} template {} strategy file_copy")
        with psycopg.connect(server.superuser_dsn("postgres"), autocommit=True) as db:
            db.execute(statement.format(sql.Identifier(name), source))
        if template:  # CREATE DATABASE copies everything but the database's own rights
            with psycopg.connect(server.superuser_dsn(name), autocommit=True) as db:
                restrict_database(db)
        return Database(server, name, {})

    return make


def drop(database: Database, keep: Container[str] = company.PEOPLE) -> None:
    """Remove a test's database with whatever is still connected to it, and its people's roles.

    Roles are the whole server's: left behind, they would be nobody's to the tests that come after.
    Those to `keep` stay: every copy of their template has them.
    """
    with psycopg.connect(database.dsn(), autocommit=True) as db:
        people = []
        if db.execute("select to_regclass('auth.people') is not null").fetchone() == (True,):
            rows = db.execute("select person from auth.people").fetchall()
            people = [row[0] for row in rows if row[0] not in keep]
    statement = sql.SQL("drop database if exists {} with (force)")
    with psycopg.connect(database.server.superuser_dsn("postgres"), autocommit=True) as db:
        db.execute(statement.format(sql.Identifier(database.name)))
        for role in [*(f"web_{person}" for person in people), *people]:
            db.execute(sql.SQL("drop role if exists {}").format(sql.Identifier(role)))


@pytest.fixture
def database(template: str, new_database: Callable[[str | None], Database]) -> Iterator[Database]:
    """A fresh deployed database, removed after the test."""
    fresh = new_database(template)
    yield fresh
    drop(fresh)


@pytest.fixture
def empty_database(new_database: Callable[[str | None], Database]) -> Iterator[Database]:
    """A database with nothing in it, for tests of the deploy itself."""
    fresh = new_database(None)
    yield fresh
    drop(fresh)


@pytest.fixture(scope="session")
def company_template(template: str, new_database: Callable[[str | None], Database]) -> str:
    """Name of a template with the company of tests/company.py and its people."""
    made = new_database(template)
    with made.connect() as db:
        company.found(db)
    return made.name


@pytest.fixture
def shop(
    company_template: str, new_database: Callable[[str | None], Database]
) -> Iterator[Database]:
    """A fresh copy of the company; `shop.connect("sue_staff")` is her own login."""
    fresh = new_database(company_template)
    fresh.passwords.update(dict.fromkeys(company.PEOPLE, company.PASSWORD))
    yield fresh
    drop(fresh)


@pytest.fixture
def connect(database: Database) -> Iterator[Callable[..., psycopg.Connection]]:
    """`connect("stockroom_web")`: connections to the test's database, closed after it."""
    opened: list[psycopg.Connection] = []

    def open_one(role: str = "postgres", **options: object) -> psycopg.Connection:
        opened.append(database.connect(role, **options))
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests recorded (record_property), which `-n` would keep to itself."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, value in report.user_properties:
                terminalreporter.write_line(f"{name}: {value}")
