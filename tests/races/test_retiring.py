"""Things are retired while stock is posted: never with stock left, and without a deadlock."""

import random
from collections.abc import Callable

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import assert_proved, call, issue, one, receive, set_range
from tests.races.conftest import Crowd, allowed
from tests.races.test_places import while_open

Work = Callable[[psycopg.Connection], object]


def retire(table: str, key: str, value: str) -> Work:
    """Retires by hand."""
    return lambda db: db.execute(
        f"update inventory.{table} set retired_at = now() where {key} = %s", [value]
    )


def remove_apple(db: psycopg.Connection) -> object:
    """Retires by the command."""
    version = one(db, "select version from inventory.items where sku = 'APPLE'")
    return call(db, "remove_item", sku="APPLE", version=version)


CHANGES: dict[str, Work] = {
    "remove_item": remove_apple,
    "the item by hand": retire("items", "sku", "APPLE"),
    "the place": retire("locations", "code", "MAIN"),
    "the kind of place": lambda db: db.execute(
        "update inventory.locations set kind = 'region' where code = 'MAIN'"
    ),
    "the decimals": lambda db: db.execute("update inventory.units set decimals = 0"),
}


def receive_some(db: psycopg.Connection) -> object:
    """Receives what only a unit with decimals can have."""
    return receive(db, "APPLE", "MAIN", "1.5")


@pytest.mark.parametrize("moved", [True, False], ids=["at zero", "never there"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_receipt_beside_it(shop: Database, change: str, moved: bool) -> None:
    """Whichever is first goes through, and the other is refused."""
    with shop.connect("bob_boss") as boss, shop.connect() as db:
        db.execute("update inventory.units set decimals = 3")
        receive(boss, "APPLE", "HARBOUR", 1)  # removing it must not delete it
        issue(boss, "APPLE", "HARBOUR", 1)
        if change == "the kind of place":
            db.execute("delete from inventory.locations where code in ('MAIN-A-1', 'MAIN-B')")
            db.execute("delete from inventory.locations where code = 'MAIN-A'")
        if moved:
            receive(boss, "APPLE", "MAIN", 1)
            issue(boss, "APPLE", "MAIN", 1)
    met = while_open(shop, receive_some, CHANGES[change])
    assert isinstance(met, psycopg.Error)
    assert met.sqlstate == "IN015"
    assert_proved(shop)
    with shop.connect("bob_boss") as boss:
        issue(boss, "APPLE", "MAIN", "1.5")
    met = while_open(shop, CHANGES[change], receive_some)
    assert isinstance(met, psycopg.Error)
    assert met.sqlstate == "IN001"
    assert_proved(shop)


def test_retired_and_brought_back_while_postings_run(shop: Database, crowd: Crowd) -> None:
    """Its ranges go and come with it; the balances of several are locked in one order."""
    with shop.connect("bob_boss") as boss:
        for item in ("APPLE", "MILK"):
            receive(boss, item, "MAIN", 1)
            issue(boss, item, "MAIN", 1)

    def work(db: psycopg.Connection, number: int, draw: random.Random) -> None:
        for _ in range(25):
            if number == 0:
                with allowed("IN015", "IN011"):
                    remove_apple(db)
                db.execute("update inventory.items set retired_at = null where sku = 'APPLE'")
                for place in ("ACME", "MAIN", "NORTH"):
                    set_range(db, "APPLE", place, None, 50)
                continue
            with allowed("IN001", "40001"):  # brought back between two looks at it
                place = draw.choice(["MAIN", "MAIN", "MAIN-A", "MAIN-B"])
                receive(db, "APPLE", place, 1)
                issue(db, "APPLE", place, 1)

    crowd(work, 6)
    assert_proved(shop)


def test_zones_move_while_items_retire_and_postings_begin(
    shop: Database, crowd: Crowd, seconds: Callable[[float], Callable[[], bool]]
) -> None:
    """Whoever holds an item waits for no range that a move holds: ranges come first for all."""
    items = [f"N-{n}" for n in range(4)]
    with shop.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id) "
            "select sku, 'N', inventory.category_of('PARTS'), inventory.unit_of('ea') "
            "from unnest(%s::text[]) as sku",
            [items],
        )
    until = seconds(2.5)

    def work(db: psycopg.Connection, number: int, draw: random.Random) -> None:
        while until():
            item, zone = draw.choice(items), draw.choice(["MAIN-A", "MAIN-B", "HARBOUR"])
            with allowed("IN001", "IN015", "40001"):
                if number == 0:
                    db.execute(
                        "update inventory.locations set parent_id = inventory.location_of(%s) "
                        "where code = 'MAIN-B'",
                        [draw.choice(["MAIN", "HARBOUR"])],
                    )
                elif number < 3:
                    retire("items", "sku", item)(db)
                    db.execute(
                        "update inventory.items set retired_at = null where sku = %s", [item]
                    )
                elif number < 5:
                    set_range(db, item, zone, None, 50)
                else:
                    lot = f"L{draw.randint(1, 10**6)}"
                    receive(db, item, zone, 1, lot=lot)
                    issue(db, item, zone, 1, lot=lot)

    crowd(work, 16)
    assert_proved(shop)
