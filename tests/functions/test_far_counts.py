"""Counts of the first page end at ten thousand: a large company's must not make it wait."""

import psycopg

from tests.conftest import Database
from tests.functions.steps import call


def test_a_large_company_is_counted_so_far(shop: Database) -> None:
    with shop.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id)"
            " select 'N-' || n, 'Item ' || n, inventory.category_of('FOOD'),"
            " inventory.unit_of('ea')"
            " from generate_series(1, 10001) as n"
        )
        db.execute("set session_replication_role = replica")  # levels alone: they are what is read
        db.execute(
            "insert into inventory.stock_levels (item_id, location_id, on_hand, allow_negative)"
            " select item_id, inventory.location_of('MAIN'), 1, false from inventory.items"
        )
    with shop.connect("bob_boss") as db:
        assert figures(db) == (10_000, False, 10_000, False, None)
    with shop.connect("sam_staff") as db:  # at AIRPORT, where there is nothing
        assert figures(db)[2:4] == (0, True)
    with shop.connect() as db:
        db.execute("set session_replication_role = replica")
        db.execute("update inventory.stock_levels set on_hand = 0 where item_id > 9000")
        db.execute("update inventory.items set retired_at = now() where item_id > 9000")
    with shop.connect("bob_boss") as db:
        items, exact, with_stock, with_stock_exact, value = figures(db)
        assert (items, with_stock, exact, with_stock_exact, value) == (9000, 9000, True, True, 0)


def figures(db: psycopg.Connection) -> tuple[object, ...]:
    """What the first page counts, and whether it is all; the value, null beyond."""
    found = call(db, "overview")
    return (
        found["items"], found["items_exact"], found["items_with_stock"],
        found["items_with_stock_exact"], found.get("value"),
    )  # fmt: skip
