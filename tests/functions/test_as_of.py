"""api.stock_as_of(): what was on hand at an instant, as known now and as known then."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import psycopg

from tests.functions.steps import post, receive, refused

MARCH = datetime(2025, 3, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def as_of(db: psycopg.Connection, instant: datetime | None, **more: object) -> dict:
    """On hand by place and lot."""
    given = {"instant": instant, **more}
    arguments = ", ".join(f"{name} => %({name})s" for name in given)
    rows = db.execute(f"select * from api.stock_as_of({arguments})", given).fetchall()
    return {(row["location"], row["lot"]): row["on_hand"] for row in rows}


def recorded(answer: dict) -> datetime:
    """When a document was posted."""
    return datetime.fromisoformat(answer["posted_at"])


def test_known_now_and_known_then(sue: psycopg.Connection) -> None:
    first = receive(sue, "APPLE", "MAIN", 10)
    then = recorded(first)
    line = {"item": "APPLE", "location": "MAIN", "quantity": 4}
    late = post(sue, "receipt", [line], occurred_at=MARCH)

    # What we know now of March counts what was recorded long after; what we knew then does not.
    assert as_of(sue, MARCH) == {("MAIN", None): Decimal(4)}
    assert as_of(sue, MARCH - TICK) == {}
    assert as_of(sue, MARCH, known_at=MARCH) == {}
    assert as_of(sue, then) == {("MAIN", None): Decimal(14)}
    assert as_of(sue, then, known_at=then) == {("MAIN", None): Decimal(10)}
    assert as_of(sue, then, known_at=then - TICK) == {}
    assert as_of(sue, MARCH, known_at=recorded(late)) == {("MAIN", None): Decimal(4)}
    assert as_of(sue, None) == {("MAIN", None): Decimal(14)}


def test_narrowed_and_by_right(sue: psycopg.Connection, boss: psycopg.Connection) -> None:
    receive(boss, "APPLE", "MAIN-A-1", 1, lot="L1")
    receive(boss, "APPLE", "MAIN-B", 2)
    receive(boss, "MILK", "MAIN-B", 3)
    receive(boss, "APPLE", "HARBOUR", 5)
    mine = {("MAIN-A-1", "L1"): Decimal(1), ("MAIN-B", None): Decimal(2)}
    assert as_of(sue, None, item="apple") == mine
    assert as_of(boss, None, item="apple") == {**mine, ("HARBOUR", None): Decimal(5)}
    assert as_of(boss, None, at_location="main-a") == {("MAIN-A-1", "L1"): Decimal(1)}
    assert as_of(sue, None, item="MILK", at_location="NORTH") == {("MAIN-B", None): Decimal(3)}
    for wrong in ({"item": "PEAR"}, {"at_location": "HARBOUR"}):
        with refused("IN014"):
            as_of(sue, None, **wrong)
