"""Faults under load: clients of every kind at work while something is killed, again and again."""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from tests import company
from tests.company import PASSWORD
from tests.faults import work
from tests.faults.clients import Crowd, SqlClient, WebClient
from tests.faults.figures import Figures
from tests.faults.journal import Effects, Journal, audit
from tests.faults.stockroom import Stockroom

RECOVERY_SECONDS = 120.0
LOAD_SECONDS = (0.1, 0.9)  # between a recovery and the next fault


@dataclass(frozen=True)
class Clients:
    """How many of each kind."""

    sql: int
    web: int


def found(stockroom: Stockroom) -> Effects:
    """The company with its items and stock; answers what lies where."""
    with stockroom.owner() as db:
        assert db.execute("show fsync").fetchone() == {"fsync": "on"}
        assert db.execute("show synchronous_commit").fetchone() == {"synchronous_commit": "on"}
        company.found(db)
        with psycopg.connect(
            stockroom.dsn("max_manager", PASSWORD), autocommit=True, row_factory=db.row_factory
        ) as manager:
            return work.prepare(db, manager)


def make_crowd(stockroom: Stockroom, clients: Clients, journal: Journal, seed: int) -> Crowd:
    """Clients in turn of each person who posts."""
    people = list(work.PEOPLE)

    def dsn(person: str) -> str:
        return stockroom.dsn(person, PASSWORD)

    made: list[SqlClient | WebClient] = [
        SqlClient(people[n % len(people)], dsn, journal) for n in range(clients.sql)
    ]
    made += [
        WebClient(people[n % len(people)], stockroom.port, journal) for n in range(clients.web)
    ]
    return Crowd(made, journal, seed)


def storm(
    stockroom: Stockroom,
    figures: Figures,
    clients: Clients,
    fault: Callable[[], str],
    times: int,
    seed: int,
) -> None:
    """Bring the installation down `times` times under load, and hold the ledger to its word.

    `fault` returns when whatever it killed is dead, or was started again by it, and says under
    which name the recovery is told. Recovery is from the kill to the first acknowledgement of
    what was sent after it.
    """
    draw, journal = random.Random(seed), Journal()
    stockroom.up()
    before = found(stockroom)
    crowd = make_crowd(stockroom, clients, journal, seed)
    begun, recoveries = time.monotonic(), defaultdict(list)
    crowd.start()
    try:
        journal.first_begun_after(begun, RECOVERY_SECONDS)
        for _ in range(times):
            time.sleep(draw.uniform(*LOAD_SECONDS))
            moment = time.monotonic()
            name = fault()
            first = journal.first_begun_after(stockroom.dead_at, RECOVERY_SECONDS)
            recoveries[name].append(first - moment)
    except BaseException:
        crowd.abandon()
        raise
    crowd.stop()
    figures.tell("kills", times, "kills", seed=seed)
    for name, seconds in recoveries.items():
        figures.seconds(name, seconds)
    report(stockroom, figures, journal, before)


def report(stockroom: Stockroom, figures: Figures, journal: Journal, before: Effects) -> None:
    """Tell what the audit finds; what must be none is."""
    with stockroom.owner() as db:
        seen = audit(journal, db, before)
    acknowledged = journal.acknowledged()
    figures.tell("acknowledged", len(acknowledged), "documents")
    figures.tell("lines", sum(entry.movements for entry in acknowledged), "movements")
    retried = [entry for entry in journal.entries if entry.unknown]
    figures.tell("unknown_then_retried", len(retried), "documents")
    figures.tell("posted_unheard", seen.unheard, "documents")
    refused = sum(entry.document is None for entry in journal.entries)
    figures.tell("refused", refused, "documents")
    for name, problems in (
        ("lost", seen.lost), ("doubled", seen.doubled), ("unasked", seen.unasked),
        ("undecided", seen.undecided), ("wrong_balances", seen.wrong_balances),
        ("proof", seen.proved), ("complaints", journal.complaints),
    ):  # fmt: skip
        figures.must(
            name, len(problems), "problems", **({"first": problems[:3]} if problems else {})
        )
    figures.must("prove_command", stockroom.proved(), "proved", wanted=True)
    if not acknowledged:
        figures.broken.append(f"{figures.scenario}: nothing was acknowledged at all")
