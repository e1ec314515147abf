"""A shop with one item about to run low, a mail server, and real worker processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from ops.importing.connection import as_person
from ops.places import free_port
from tests.conftest import Database
from tests.worker import postbox as mailbox
from tests.worker.postbox import Postbox

# Patient enough for a busy machine, hurried enough for a test.
HURRY = ("--silence", "2", "--poll", "0.5", "--mail-delay", "0.2", "--error-delay", "0.05")


def wait_for(what: Callable[[], object], seconds: float = 20.0) -> Any:
    """Return what `what` returns as soon as it is true; fail after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


@dataclass
class Shop:
    """One person, who follows alerts, and one item at one site: 10 on hand, minimum 5."""

    database: Database
    person: str

    def run(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        """Return the rows of a query, as the superuser."""
        with self.database.connect() as db:
            cursor = db.execute(query, arguments)
            return cursor.fetchall() if cursor.description else []

    def issue(self, quantity: int, at: str = "S1") -> None:
        """Issue so many, as the person."""
        self._post("issue", quantity, at)

    def receive(self, quantity: int, at: str = "S1") -> None:
        """Receive so many, as the person."""
        self._post("receipt", quantity, at)

    def _post(self, kind: str, quantity: int, at: str) -> None:
        line = {"item": "A-1", "location": at, "quantity": quantity}
        with as_person(self.database.dsn(), self.person) as db:
            db.execute(
                f"select api.post_{kind}(lines => %s, idempotency_key => %s)",
                (Jsonb([line]), uuid4()),
            )

    def deliveries(self) -> list[dict[str, Any]]:
        """Return all deliveries."""
        return self.run("select * from inventory.deliveries order by created_at")

    def states(self) -> list[str]:
        """Return the states of all deliveries."""
        return [row["state"] for row in self.deliveries()]

    def health(self) -> dict[str, Any]:
        """Return what the health page shows."""
        with as_person(self.database.dsn(), self.person) as db:
            return db.execute("select api.health()").fetchone()[0]

    def jobs(self) -> list[dict[str, Any]]:
        """Return the jobs in the queue."""
        return self.run("select *, status::text as status from queue.pgqueuer order by id")

    def enqueue(self, entrypoint: str, payload: str = "{}") -> None:
        """Enqueue a job as it stands."""
        self.run(
            "insert into queue.pgqueuer (priority, entrypoint, payload, status)"
            " values (0, %s, convert_to(%s, 'UTF8'), 'queued')",
            entrypoint,
            payload,
        )


@pytest.fixture
def shop(database: Database) -> Shop:
    """Return a shop; its person's role has the database's name, for roles are the server's."""
    person = f"ann_{database.name}_{os.getpid()}"
    with psycopg.connect(database.dsn(), autocommit=True) as db:
        db.execute(
            "insert into inventory.locations (code, name, kind) values ('C', 'Company', 'company')"
        )
        db.execute(
            "insert into inventory.locations (code, name, kind, parent_id)"
            " select 'S1', 'Main site', 'site', location_id from inventory.locations"
        )
        db.execute(
            "select api.create_user(person => %s, name => 'Ann Doe', groups => '{manager,admin}',"
            " email => 'ann@shop.example', time_zone => 'Europe/Berlin')",
            (person,),
        )
        db.execute(
            "insert into auth.location_grants (person, location_id)"
            " select %s, location_id from inventory.locations where code = 'C'",
            (person,),
        )
    shop = Shop(database, person)
    with as_person(database.dsn(), person) as db:
        db.execute("insert into inventory.units (code, name) values ('pc', 'piece')")
        db.execute("insert into inventory.categories (code, name) values ('ALL', 'All')")
        item = {"sku": "A-1", "name": "Bolts <M6>", "category": "ALL", "unit": "pc"}
        db.execute("select api.create_item(item => %s)", (Jsonb(item),))
        db.execute("insert into inventory.subscriptions (person) values (%s)", (person,))
        shop.receive(10)
        db.execute(
            "select api.set_threshold(item => 'A-1', location => 'S1', minimum => 5,"
            " maximum => null, severity => 'critical')"
        )
    return shop


@pytest.fixture
def smtp_port() -> int:
    """Return a free port for the mail server."""
    return free_port(21_000 + os.getpid() % 5_000)


@pytest.fixture
def postbox(smtp_port: int) -> Iterator[Postbox]:
    """Yield what a running mail server receives."""
    box = Postbox()
    server = mailbox.start(box, smtp_port)
    yield box
    server.stop()


@dataclass
class Workers:
    """Starts worker processes, and ends those that are left."""

    environment: dict[str, str]
    folder: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        """Start one; it waits for jobs when this returns."""
        log = self.folder / f"worker-{len(self.started)}.log"
        with log.open("wb") as out:
            worker = subprocess.Popen(
                [sys.executable, "-m", "worker", *HURRY, *options],
                env=self.environment,
                stdout=out,
                stderr=out,
            )
        self.started.append(worker)
        wait_for(lambda: "waiting for jobs" in log.read_text() or worker.poll() is not None)
        # Not that it lives: where it is to be killed, that may have happened by now.
        assert "waiting for jobs" in log.read_text(), log.read_text()
        return worker

    def log(self) -> str:
        """Return what all workers said."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("worker-*.log")))

    def kill_all(self) -> None:
        """kill -9 every worker that lives."""
        for worker in self.started:
            if worker.poll() is None:
                os.kill(worker.pid, signal.SIGKILL)


@pytest.fixture
def workers(database: Database, smtp_port: int, tmp_path: Path) -> Iterator[Workers]:
    """Yield a starter of workers; all are ended after the test."""
    environment = os.environ | {
        "DATABASE_URL_WORKER": database.dsn("stockroom_worker"),
        "STOCKROOM_BASE_URL": "https://stock.shop.example",
        "STOCKROOM_SMTP_HOST": "127.0.0.1",
        "STOCKROOM_SMTP_PORT": str(smtp_port),
        "STOCKROOM_SMTP_TLS": "none",
        "STOCKROOM_MAIL_FROM": "Stockroom <stockroom@shop.example>",
    }
    made = Workers(environment, tmp_path)
    yield made
    made.kill_all()
    for worker in made.started:
        worker.wait(10)
