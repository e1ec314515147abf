"""Lots that expire: the same ones whether somebody's places are looked through or the calendar."""

from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, issue, one, post

MANY = 2_500  # levels of stock: more than are looked through
PLACES = ("MAIN-A-1", "MAIN-B", "MAIN")


@pytest.fixture
def received(db: psycopg.Connection, sue: psycopg.Connection, boss: psycopg.Connection) -> None:
    """A lot of each day from ten days ago, at MAIN and at AIRPORT; one of them is empty."""
    for n in range(20):
        for person, place in ((sue, PLACES[n % 3]), (boss, "AIRPORT")):
            line = {"item": "MILK", "location": place, "quantity": 1, "lot": f"{place}/{n}"}
            post(person, "receipt", [line])
    issue(sue, "MILK", "MAIN-B", 1, lot="MAIN-B/1")
    db.execute(
        "update inventory.lots set expires_on = current_date - 10"
        " + split_part(code, '/', 2)::integer where lot_id > 0"
    )


def pages(db: psycopg.Connection, state: str, query: str) -> list[Any]:
    """All of a state's lots, page by page."""
    rows, after = [], None
    while True:
        page = call(db, "list_lots", state=state, query=query, after=after, max_rows=3)
        told = (None, None) if state == "all" else (len(everything(db, state, query)), True)
        assert (page["count"], page["count_exact"]) == told
        rows += page["rows"]
        after = page["next"]
        if after is None:
            return rows


def everything(db: psycopg.Connection, state: str, query: str) -> list[Any]:
    """All of a state's lots at once."""
    return call(db, "list_lots", state=state, query=query, max_rows=500)["rows"]


def test_few_places_and_many_answer_the_same(
    shop: Database, db: psycopg.Connection, received: None
) -> None:
    people = ("sue_staff", "sam_staff", "max_manager", "ada_auditor")
    asked = [
        (state, query) for state in ("soon", "expired", "all") for query in ("", "mil", "MAIN-B")
    ]

    def answers(person: str) -> list[Any]:
        with shop.connect(person) as own:
            found = [pages(own, state, query) for state, query in asked]
            assert found == [everything(own, state, query) for state, query in asked]
            return found

    few = {person: answers(person) for person in people}
    first = one(db, "select (current_date - 10)::text")
    ours = [f"{PLACES[n % 3]}/{n}" for n in range(20) if n != 1]
    for person, lots in (("sue_staff", ours), ("sam_staff", [f"AIRPORT/{n}" for n in range(20)])):
        rows = few[person][asked.index(("all", ""))]
        assert [row["lot"] for row in rows] == lots
        assert rows[0]["expires_on"] == first
        assert all(row["on_hand"] == 1 and len(row["places"]) == 1 for row in rows)
    db.execute(
        "insert into inventory.items (sku, name, category_id, unit_id)"
        " select 'X-' || n, 'X', category_id, unit_id"
        f" from inventory.items, generate_series(1, {MANY}) as n where sku = 'MILK'"
    )
    db.execute(
        "insert into inventory.stock_levels (item_id, location_id, allow_negative)"
        " select i.item_id, l.location_id, l.allow_negative from inventory.items as i,"
        " inventory.locations as l where i.sku like 'X-%' and l.code in ('MAIN', 'AIRPORT')"
    )
    assert {person: answers(person) for person in people} == few
