"""What has stock is neither retired nor made unable to hold it, by a command or by hand."""

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import assert_proved, call, issue, post, receive, refused

CHANGES = {
    "the item": (
        "update inventory.items set retired_at = now() where sku = 'MILK'",
        "MILK still has stock.",
    ),
    "the place": (
        "update inventory.locations set retired_at = now() where code = 'MAIN-B'",
        "MAIN-B still has stock.",
    ),
    "the kind of place": (
        "update inventory.locations set kind = 'region', "
        "parent_id = inventory.location_of('NORTH') where code = 'MAIN-B'",
        "MAIN-B still has stock.",
    ),
    "the decimals": (
        "update inventory.units set decimals = 1 where code = 'l'",
        "There is stock in l with more than 1 decimals.",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_only_when_it_is_empty(shop: Database, boss: psycopg.Connection, change: str) -> None:
    statement, said = CHANGES[change]
    receive(boss, "MILK", "MAIN-B", "1.25")
    with refused("IN015") as refusal:
        boss.execute(statement)
    assert refusal.error.diag.message_primary == said
    issue(boss, "MILK", "MAIN-B", "1.25")
    boss.execute(statement)
    assert_proved(shop)


def test_a_manager_sees_not_all_the_stock_and_is_told_of_it(
    max_: psycopg.Connection, sam: psycopg.Connection
) -> None:
    receive(sam, "MILK", "AIRPORT", 1)
    with refused("IN015"):
        max_.execute("update inventory.items set retired_at = now() where sku = 'MILK'")
    with refused("IN015"):
        call(max_, "remove_item", sku="MILK", version=1)


def test_stock_below_zero_is_stock(boss: psycopg.Connection) -> None:
    post(boss, "issue", [{"item": "MILK", "location": "AIRPORT", "quantity": 1}])
    for statement in (
        "update inventory.items set retired_at = now() where sku = 'MILK'",
        "update inventory.locations set retired_at = now() where code = 'AIRPORT'",
    ):
        with refused("IN015"):
            boss.execute(statement)


def test_what_is_retired_comes_back(shop: Database, boss: psycopg.Connection) -> None:
    for table, key in (("items", "sku = 'MILK'"), ("locations", "code = 'MAIN'")):
        boss.execute(f"update inventory.{table} set retired_at = now() where {key}")
        with refused("IN001"):
            receive(boss, "MILK", "MAIN", 1)
        boss.execute(f"update inventory.{table} set retired_at = null where {key}")
    receive(boss, "MILK", "MAIN", 1)
    assert_proved(shop)


def test_lines_mended_between_two_looks_at_them(db: psycopg.Connection) -> None:
    """What was wrong a moment ago is not any more: try again, not an error without words."""
    for problems in ("[]", None):
        with pytest.raises(psycopg.errors.SerializationFailure) as caught:
            db.execute("select inventory.refuse_lines(%s, 1)", [problems])
        assert caught.value.diag.message_hint == "Post again with the same key."
