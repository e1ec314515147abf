"""The newest movements of somebody whose places are few or quiet: found place by place."""

import uuid

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, receive

FAR = 150  # lines elsewhere: more than the end of the ledger that is looked through for small pages


@pytest.fixture
def quiet(sue: psycopg.Connection, boss: psycopg.Connection) -> None:
    """Little at MAIN and below it, then much elsewhere; Sam holds AIRPORT and one bin of MAIN."""
    call(boss, "grant_location", person="sam_staff", location="MAIN-A-1")
    for n in range(1, 10):
        receive(sue, "APPLE", ("MAIN", "MAIN-A", "MAIN-A-1")[n % 3 if n < 8 else 0], n)
    for place in ("AIRPORT", "HARBOUR"):
        lines = [{"item": "MILK", "location": place, "quantity": 1}] * FAR
        call(boss, "post_receipt", lines=lines, idempotency_key=uuid.uuid4())


@pytest.mark.parametrize("max_rows", [1, 2, 3, 7])
@pytest.mark.parametrize("person", ["sue_staff", "max_manager", "sam_staff", "ada_auditor"])
def test_pages_miss_nothing(shop: Database, quiet: None, person: str, max_rows: int) -> None:
    """Page by page the same as the ledger's view, in its order; gaps in the keys are nothing."""
    with shop.connect() as db:
        db.execute("alter sequence inventory.movements_movement_id_seq restart with 5000")
    with shop.connect("sue_staff") as db:
        receive(db, "APPLE", "MAIN-B", 10)
    with shop.connect(person) as db:
        rows, after = [], None
        while True:
            page = call(db, "recent_movements", after=after, max_rows=max_rows)
            assert 0 < len(page["rows"]) <= max_rows
            rows += page["rows"]
            after = page["next"]
            if after is None:
                break
        seen = "select document, line, location from api.movements order by movement_id desc"
        expected = [tuple(map(str, row.values())) for row in db.execute(seen)]
    assert len(expected) == {"sue_staff": 10, "sam_staff": FAR + 2}.get(person, len(expected))
    assert [(row["document"], str(row["line"]), row["location"]) for row in rows] == expected


def test_the_overview_shows_them(sue: psycopg.Connection, quiet: None) -> None:
    recent = call(sue, "overview")["recent"]
    assert [row["quantity"] for row in recent] == list(range(9, 1, -1))


def test_nothing_at_all(sam: psycopg.Connection, sue: psycopg.Connection) -> None:
    """An empty place, in an empty ledger and beside a full one."""
    empty = {"rows": [], "next": None}
    assert call(sam, "recent_movements", max_rows=1) == empty
    lines = [{"item": "MILK", "location": "MAIN", "quantity": 1}] * FAR
    call(sue, "post_receipt", lines=lines, idempotency_key=uuid.uuid4())
    assert call(sam, "recent_movements", max_rows=1) == empty
