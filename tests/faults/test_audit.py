"""The audit can fail: each way of losing or doubling a document is seen, and by its own name."""

import random
from collections import Counter
from collections.abc import Callable

import psycopg
import pytest

from tests.conftest import Database
from tests.faults import work
from tests.faults.figures import Figures
from tests.faults.journal import Entry, Found, Journal, audit
from tests.functions.steps import post

Change = Callable[[Database, psycopg.Connection, Journal], None]
REPLICA = "set session_replication_role = replica"  # behind every trigger's back
LATEST = "(select document_id from inventory.documents order by posted_at desc limit 1)"


def lose(_: Database, db: psycopg.Connection, __: Journal) -> None:
    """An acknowledged document is gone, and what it moved."""
    db.execute(REPLICA)
    db.execute(
        "update inventory.stock_levels as s set on_hand = on_hand - m.quantity from "
        f"inventory.movements as m where m.document_id = {LATEST} and s.item_id = m.item_id "
        "and s.location_id = m.location_id and s.lot_id = m.lot_id"
    )
    db.execute(f"delete from inventory.movements where document_id = {LATEST}")
    db.execute(f"delete from inventory.documents where document_id = {LATEST}")


def double(shop: Database, _: psycopg.Connection, journal: Journal) -> None:
    """The same document is there a second time, under a key of its own."""
    entry = journal.entries[-1]
    with shop.connect(entry.person) as db:
        post(db, entry.kind, entry.lines)


def post_what_was_refused(_: Database, __: psycopg.Connection, journal: Journal) -> None:
    """What the client was told is not posted, is."""
    journal.entries[-1].document, journal.entries[-1].refused = None, "IN001"


def half(_: Database, db: psycopg.Connection, __: Journal) -> None:
    """One movement of a document is gone."""
    db.execute(REPLICA)
    db.execute(
        "delete from inventory.movements where movement_id = (select max(movement_id) "
        f"from inventory.movements where document_id = {LATEST})"
    )


def forget(_: Database, __: psycopg.Connection, journal: Journal) -> None:
    """A client ended without hearing what became of its document."""
    journal.add(Entry(journal.entries[-1].person, "receipt", [], Counter(), 1))


def nothing(_: Database, __: psycopg.Connection, ___: Journal) -> None:
    """All is well."""


CASES: dict[Change, set[str]] = {
    nothing: set(),
    lose: {"lost", "wrong_balances", "proved"},  # the sums over its places stay
    double: {"unasked", "wrong_balances"},
    post_what_was_refused: {"unasked", "wrong_balances"},
    half: {"lost", "proved"},
    forget: {"undecided"},
}


@pytest.mark.parametrize("change", CASES, ids=lambda change: change.__name__)
def test_what_is_wrong_is_found(shop: Database, change: Change) -> None:
    journal, draw = Journal(), random.Random(1)
    with shop.connect() as db, shop.connect("max_manager") as manager:
        before = work.prepare(db, manager)
        while len(journal.entries) < 8:
            entry = work.draw_entry("sue_staff", draw, [])
            if entry.kind == "receipt":  # always goes through
                with shop.connect("sue_staff") as sue:
                    answer = post(sue, "receipt", entry.lines, entry.key)
                journal.add(entry)
                journal.acknowledge(entry, answer["document"], 0.0)
        change(shop, db, journal)
        found = audit(journal, db, before)
    assert wrong(found) == CASES[change]


def wrong(found: Found) -> set[str]:
    """The names of what is not as it must be."""
    return {name for name, what in vars(found).items() if isinstance(what, list) and what}


def test_a_figure_that_must_be_none_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    figures = Figures("proof")
    figures.must("lost", 0, "documents")
    assert figures.broken == []
    figures.must("lost", 1, "documents")
    assert len(figures.broken) == 1
    assert '"name": "proof_lost", "value": 1' in capsys.readouterr().out
