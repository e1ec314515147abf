"""Categories are a tree; and if they were none, nothing would turn in circles."""

import psycopg
import pytest

from tests.functions.steps import call, issue, one, receive, refused, set_range


@pytest.mark.parametrize("parent", ["FOOD", "FRUIT", "PARTS"])
def test_no_category_lies_below_itself(max_: psycopg.Connection, parent: str) -> None:
    max_.execute(
        "insert into inventory.categories (code, name, parent_id) "
        "values ('FRUIT', 'Fruit', inventory.category_of('FOOD'))"
    )
    with refused("IN015") as refusal:
        max_.execute(
            "update inventory.categories set parent_id = inventory.category_of(%s) "
            "where code = 'ALL'",
            [parent],
        )
    assert refusal.error.diag.message_primary == "ALL cannot be moved below itself."
    max_.execute(
        "update inventory.categories set parent_id = inventory.category_of('PARTS') "
        "where code = 'FRUIT'"
    )
    with refused("23514"):
        max_.execute("update inventory.categories set parent_id = category_id where code = 'ALL'")


def test_a_ring_from_before_stops_no_posting_and_no_page(
    db: psycopg.Connection, boss: psycopg.Connection
) -> None:
    """As a dump of an older version may carry one."""
    receive(boss, "APPLE", "MAIN", 10)
    set_range(boss, "APPLE", "NORTH", 5)
    boss.execute(
        "insert into inventory.subscriptions (person, category_id) "
        "values ('bob_boss', inventory.category_of('ALL'))"
    )
    with db.transaction():
        db.execute("set local session_replication_role = replica")
        db.execute(
            "update inventory.categories set parent_id = inventory.category_of('FOOD') "
            "where code = 'ALL'"
        )
    boss.execute("set statement_timeout = '5s'")
    issue(boss, "APPLE", "MAIN", 9)
    assert one(db, "select person from inventory.deliveries") == "bob_boss"
    assert call(boss, "item_page", sku="APPLE")["item"]["category"] == "FOOD"
    found = call(boss, "search_items", query="category:ALL")
    assert {item["sku"] for item in found["rows"]} >= {"APPLE", "MILK"}
    call(boss, "edit_item", sku="APPLE", changes={"attributes": {"weight": 1}}, version=1)
    call(boss, "form_choices")


def test_pages_go_on_however_deep_and_long(boss: psycopg.Connection) -> None:
    """Twelve deep, of names of 120 letters of four bytes: the way on fits what reads it."""
    for depth in range(12):
        call(boss, "create_category", code=f"DEEP{depth:02}", name="\U0001f9f6" * 120,
             parent=f"DEEP{depth - 1:02}" if depth else None)  # fmt: skip
    found, after = [], None
    while True:
        page = call(boss, "list_categories", after=after, max_rows=1)
        found += [row["category"] for row in page["rows"]]
        after = page["next"]
        if after is None:
            break
    assert found == [row["category"] for row in call(boss, "list_categories")["rows"]]
    assert len(found) > 12


def test_a_name_of_the_longest_leads_on(boss: psycopg.Connection) -> None:
    """A place in the list of defaults has two names of 120 letters of four bytes."""
    call(boss, "create_category", code="LONG", name="\U0001f9f6" * 120)
    call(boss, "edit_location", location="ACME", version=1, changes={"name": "\U0001f9f6" * 120})
    for kind in ("site", "zone"):
        call(boss, "set_threshold_default", category="LONG", location="ACME", kind=kind,
             minimum=1, maximum=None)  # fmt: skip
    first = call(boss, "list_threshold_defaults", max_rows=1)
    assert len(call(boss, "list_threshold_defaults", after=first["next"])["rows"]) == 1
