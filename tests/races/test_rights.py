"""Rights change while others read and post: each read shows what was theirs before or after."""

import random
from collections import Counter
from collections.abc import Callable

import psycopg

from tests.conftest import Database
from tests.functions.steps import assert_proved, call, post
from tests.races.conftest import Crowd, allowed

READERS = 6
INSIDE = {"MAIN", "MAIN-A", "MAIN-A-1"}  # of NORTH, with or without MAIN-B
# Of the tables themselves: a view that joins the places would hide what a table lets through.
SEEN = (
    "select coalesce(array_agg(distinct location_id order by location_id), '{}') as stock,"
    " (select coalesce(array_agg(distinct m.location_id order by m.location_id), '{}')"
    "  from inventory.movements as m) as moved,"
    " (select coalesce(array_agg(l.location_id order by l.location_id), '{}')"
    "  from inventory.locations as l where l.code like 'MAIN%') as named"
    " from inventory.stock_levels"
)
# What one statement can show who holds MAIN or not, with MAIN-B within it or not.
POSSIBLE = [set(), INSIDE, INSIDE | {"MAIN-B"}]


def change(db: psycopg.Connection, draw: random.Random) -> None:
    """The place is taken and given again, or a zone of it moves away and back."""
    if draw.random() < 0.5:
        call(db, "revoke_location", person="sue_staff", location="MAIN")
        call(db, "grant_location", person="sue_staff", location="MAIN")
    else:
        for site in ("HARBOUR", "MAIN"):
            db.execute(
                "update inventory.locations set parent_id = inventory.location_of(%s) "
                "where code = 'MAIN-B'",
                [site],
            )


def test_no_read_shows_what_neither_before_nor_after_allows(
    shop: Database, crowd: Crowd, seconds: Callable[[float], Callable[[], bool]]
) -> None:
    """One statement is one instant of the rights: all of a place or none, in each view alike."""
    with shop.connect("bob_boss") as bob:
        for place in (*INSIDE, "MAIN-B", "HARBOUR", "AIRPORT"):
            post(bob, "receipt", [{"item": "APPLE", "location": place, "quantity": 100}])
    with shop.connect() as db:
        rows = db.execute("select location_id, code from inventory.locations").fetchall()
        codes = {row["location_id"]: row["code"] for row in rows}
    until, states = seconds(2), Counter[str]()

    def work(db: psycopg.Connection, number: int, draw: random.Random) -> int:
        done = 0
        while until():
            done += 1
            if number == 0:
                change(db, draw)
            elif number <= READERS:
                row = db.execute(SEEN).fetchone()
                assert {codes[place] for place in row["stock"]} in POSSIBLE
                assert row["stock"] == row["moved"] == row["named"]
                states["all" if row["stock"] else "none"] += 1
            else:  # posted where it is theirs, refused where it is not
                with allowed("IN001", "IN008", "42501"):
                    post(db, "issue", [{"item": "APPLE", "location": "MAIN-B", "quantity": 1}])
                    states["posted"] += 1
        return done

    def person(number: int) -> str:
        return "sue_staff" if number else "bob_boss"

    made = crowd(work, READERS + 3, person)
    assert crowd.refusals == []
    print(f"rights changed {made[0]} times, {sum(made[1:])} reads and postings: {dict(states)}")
    assert states["all"]
    assert states["none"] or made[0] < 20  # a busy machine may not come to it
    assert_proved(shop)
