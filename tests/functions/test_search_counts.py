"""A search is counted, selected and held against ranges as its list is read: words misspelt, and an
order that cannot be made of so many, are told; never an empty list or a wrong count."""

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, one, refused, set_range

ITEMS = 70
BY_STOCK = ("sort:-on_hand", "sort:available", "category:PARTS sort:-on_hand")
LIMITS = """
    create or replace function inventory.search_limits() returns table (few integer, many integer,
        near_looks integer, far_looks integer, summed integer)
    language sql immutable parallel safe set search_path = pg_catalog, pg_temp
    as 'select 2000, 50000, 50000, 10000, 2'
"""


@pytest.fixture(scope="module")
def shop(lasting_shop: Database) -> Database:
    """Seventy items, of which two can be put in order by what is on hand."""
    with lasting_shop.connect() as db:
        db.execute(LIMITS)
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id) "
            "select format('Z-%%s', n), 'Zebra ' || n, inventory.category_of('PARTS'), "
            "inventory.unit_of('ea') from generate_series(1, %s) as n",
            [ITEMS],
        )
    with lasting_shop.connect("bob_boss") as boss:
        for n in (1, 2, ITEMS):
            set_range(boss, f"Z-{n}", "MAIN", 5)
    return lasting_shop


def listed(db: psycopg.Connection, query: str) -> list[str]:
    """SKUs of all pages, there; each page can be gone back from."""
    skus, after = [], None
    while True:
        page = call(db, "search_items", query=query, after=after, max_rows=9)
        assert page["rows"], "an empty page in between"
        if after:
            assert call(db, "search_items", query=query, before=page["previous"], max_rows=9)[
                "rows"
            ]
        skus += [row["sku"] for row in page["rows"]]
        after = page["next"]
        if after is None:
            return skus


@pytest.mark.parametrize("query", [*BY_STOCK, "zebra", "zibra", "zibra sort:-on_hand", "nothing"])
def test_a_count_is_that_of_its_list(boss: psycopg.Connection, query: str) -> None:
    page = call(boss, "search_items", query=query)
    there = listed(boss, query) if page["rows"] else []
    assert len(there) == len(set(there)) == page["count"]
    assert len(there) >= ITEMS or query == "nothing"
    for most in (0, 1000):
        counted = call(boss, "count_list", list="items", asked={"query": query}, most=most)
        assert (counted["count"], counted["count_exact"]) == (len(there), True), most
    counted = call(boss, "count_list", list="items", asked={"query": query}, most=5)
    assert (counted["count"], counted["count_exact"]) == (min(5, len(there)), not there)


def test_what_is_told_of_them(boss: psycopg.Connection) -> None:
    """The words meant, and the order that was not made; at once where both are so."""
    page = call(boss, "search_items", query="zibra sort:-on_hand")
    assert (page["fuzzy"], page["near"], page["unsorted"]) == (True, {"1": "zebra"}, "-on_hand")
    assert page["sort"] == "name"
    after = call(boss, "search_items", query="zibra sort:-on_hand", after=page["next"])
    assert (after["near"], after["unsorted"]) == ({"1": "zebra"}, "-on_hand")
    assert call(boss, "search_items", query="zibra")["unsorted"] is None
    assert call(boss, "search_items", query="zebra sort:-on_hand")["near"] is None


@pytest.mark.parametrize("query", BY_STOCK)
def test_ranges_and_selections_need_no_order(boss: psycopg.Connection, query: str) -> None:
    found = call(boss, "list_thresholds", query=query)
    assert {row["sku"] for row in found["rows"]} == {"Z-1", "Z-2", f"Z-{ITEMS}"}
    assert found["unsorted"] == query.rpartition(":")[2]
    counted = call(boss, "count_list", list="ranges", asked={"query": query}, most=0)
    assert (counted["count"], counted["count_exact"]) == (3, True)
    gone = call(boss, "remove_thresholds", selection={"asked": {"query": query}}, dry_run=True)
    assert gone["removed"] == 3
    selected = (
        "select count(*) from inventory.selected_items(jsonb_build_object('query', %s::text))"
    )
    assert one(boss, selected, [query]) >= ITEMS


def test_ranges_without_an_order_tell_none(boss: psycopg.Connection) -> None:
    assert call(boss, "list_thresholds", query="zebra")["unsorted"] is None
    assert call(boss, "list_thresholds")["unsorted"] is None


def test_who_may_not_see_stock_counts_nothing_by_it(shop: Database) -> None:
    """As the list itself refuses."""
    with shop.connect("cora_counter") as cora, refused("IN012"):
        call(cora, "count_list", list="items", asked={"query": "sort:-on_hand"})
