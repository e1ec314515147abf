"""Many real connections at once, all started together; what each of them met is kept."""

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from tests.conftest import Database

CLIENTS = 32


@contextmanager
def allowed(*states: str) -> Iterator[None]:
    """Go on after an error of one of these SQLSTATEs; a deadlock is never one of them."""
    try:
        yield
    except psycopg.Error as error:
        if error.sqlstate not in states:
            raise


@dataclass
class Crowd:
    """Runs one function on many connections at once; `crowd(work)` answers all results.

    `work(connection, number, draw)` is one client's whole life. An `IN…` refusal that it lets
    through counts as its result; anything else, a deadlock above all, fails the test.
    """

    shop: Database
    refusals: list[str] = field(default_factory=list)

    def __call__(
        self,
        work: Callable[[psycopg.Connection, int, random.Random], object],
        clients: int = CLIENTS,
        person: str | Callable[[int], str] = "bob_boss",
        seconds: float = 60,
    ) -> list[Any]:
        """Results of all clients, in their order; a refusal's SQLSTATE where there is none."""
        ready = threading.Barrier(clients)

        def live(number: int) -> object:
            name = person if isinstance(person, str) else person(number)
            with self.shop.connect(name) as db:
                ready.wait(30)
                try:
                    return work(db, number, random.Random(number))
                except psycopg.Error as error:
                    if not (error.sqlstate or "").startswith("IN"):
                        raise
                    self.refusals.append(error.sqlstate)
                    return error.sqlstate

        with ThreadPoolExecutor(clients) as pool:
            return [task.result(seconds) for task in [pool.submit(live, n) for n in range(clients)]]


def deadlocks(shop: Database) -> int:
    """How many deadlocks PostgreSQL broke in this database; a session tells when it ends."""
    with shop.connect() as db:
        return db.execute(
            "select deadlocks as n from pg_stat_database where datname = current_database()"
        ).fetchone()["n"]


@pytest.fixture
def crowd(shop: Database) -> Iterator[Crowd]:
    """Many connections; a person's limit is less than a race wants, so lift it meanwhile."""
    people = ("bob_boss", "sue_staff")
    with shop.connect() as db:
        limits = {
            person: db.execute(
                "select rolconnlimit as n from pg_roles where rolname = %s", [person]
            ).fetchone()["n"]
            for person in people
        }
        for person in people:
            db.execute(f"alter role {person} connection limit 60")
        yield Crowd(shop)
        assert deadlocks(shop) == 0, "PostgreSQL broke a deadlock, even if somebody tried again"
        for person, limit in limits.items():
            db.execute(f"alter role {person} connection limit {limit}")


@pytest.fixture
def seconds() -> Callable[[float], Callable[[], bool]]:
    """`until = seconds(2)`: `until()` is true for two seconds."""

    def for_(length: float) -> Callable[[], bool]:
        end = time.monotonic() + length
        return lambda: time.monotonic() < end

    return for_


@pytest.fixture
def key() -> uuid.UUID:
    """One idempotency key."""
    return uuid.uuid4()
