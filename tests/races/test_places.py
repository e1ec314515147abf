"""Places that move, close or are made while ranges are set and stock is posted."""

import threading
from collections.abc import Callable

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import assert_proved, one, receive, set_range


def while_open(
    shop: Database,
    first: Callable[[psycopg.Connection], object],
    second: Callable[[psycopg.Connection], object],
) -> BaseException | None:
    """Do `first`, begin `second` beside it, commit `first` once `second` waits or is through.

    Answers the error that `second` met.
    """
    met: list[BaseException] = []
    with (
        shop.connect("bob_boss", autocommit=False) as one_,
        shop.connect("bob_boss", autocommit=False) as two,
        shop.connect() as db,
    ):
        first(one_)

        def go() -> None:
            try:
                second(two)
                two.commit()
            except psycopg.Error as error:
                met.append(error)

        beside = threading.Thread(target=go)
        beside.start()
        while beside.is_alive() and not one(
            db,
            "select exists (select from pg_stat_activity where pid = %s "
            "and wait_event_type = 'Lock')",
            [two.info.backend_pid],
        ):
            beside.join(0.01)
        one_.commit()
        beside.join(20)
        assert not beside.is_alive()
    return met[0] if met else None


def move(place: str, below: str) -> Callable[[psycopg.Connection], object]:
    """Puts a place below another."""
    return lambda db: db.execute(
        "update inventory.locations set parent_id = inventory.location_of(%s) where code = %s",
        [below, place],
    )


def set_at(place: str) -> Callable[[psycopg.Connection], object]:
    """Sets a range of apples at a place."""
    return lambda db: set_range(db, "APPLE", place, 5)


def make(place: str, below: str) -> Callable[[psycopg.Connection], object]:
    """Makes a zone."""
    return lambda db: db.execute(
        "insert into inventory.locations (code, name, kind, parent_id) "
        "values (%s, 'New', 'zone', inventory.location_of(%s))",
        [place, below],
    )


PAIRS = {
    "range then move": (set_at("SOUTH"), move("HARBOUR", "SOUTH")),
    "move then range": (move("HARBOUR", "SOUTH"), set_at("SOUTH")),
    "range at the old place then move": (set_at("NORTH"), move("HARBOUR", "SOUTH")),
    "move then range at the old place": (move("HARBOUR", "SOUTH"), set_at("NORTH")),
    "place then move": (make("HARBOUR-A", "HARBOUR"), move("HARBOUR", "SOUTH")),
    "move then place": (move("HARBOUR", "SOUTH"), make("HARBOUR-A", "HARBOUR")),
}


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("ranges", [[], ["ACME"], ["NORTH", "SOUTH"]])
def test_two_changes_at_once(shop: Database, pair: str, ranges: list[str]) -> None:
    """Sums and tree are right whichever of the two commits first, and nobody deadlocks."""
    with shop.connect("bob_boss") as boss:
        receive(boss, "APPLE", "HARBOUR", 10)
        for place in ranges:
            set_range(boss, "APPLE", place, 3)
    assert while_open(shop, *PAIRS[pair]) is None
    assert_proved(shop)


def test_two_moves_that_would_make_a_ring(shop: Database) -> None:
    with shop.connect("bob_boss") as boss:
        make("Z1", "MAIN")(boss)
        make("Z2", "MAIN")(boss)
    met = while_open(shop, move("Z1", "Z2"), move("Z2", "Z1"))
    assert isinstance(met, psycopg.Error)
    assert met.sqlstate == "IN015"
    assert_proved(shop)


def below(category: str, parent: str) -> Callable[[psycopg.Connection], object]:
    """Puts a category below another."""
    return lambda db: db.execute(
        "update inventory.categories set parent_id = inventory.category_of(%s) where code = %s",
        [parent, category],
    )


def test_two_categories_that_would_make_a_ring(shop: Database) -> None:
    met = while_open(shop, below("FOOD", "PARTS"), below("PARTS", "FOOD"))
    assert isinstance(met, psycopg.Error)
    assert met.sqlstate == "IN015"
