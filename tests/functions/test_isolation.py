"""Who reads from one snapshot does not see what they waited for: no change is made so."""

from collections.abc import Callable

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import (
    assert_proved,
    call,
    issue,
    on_hand,
    receive,
    refused,
    reverse,
    set_range,
)

Work = Callable[[psycopg.Connection, dict], object]

CHANGES: dict[str, Work] = {
    "post": lambda db, _: issue(db, "APPLE", "MAIN", 9),
    "reverse": reverse,
    "set a range": lambda db, _: set_range(db, "APPLE", "NORTH", 5),
    "change a range": lambda db, _: db.execute("update inventory.thresholds set minimum = 9"),
    "grant a place": lambda db, _: call(
        db, "grant_location", person="vic_viewer", location="NORTH"
    ),
    "take a place": lambda db, _: call(db, "revoke_location", person="vic_viewer", location="MAIN"),
    "move a place": lambda db, _: db.execute(
        "update inventory.locations set parent_id = inventory.location_of('SOUTH') "
        "where code = 'HARBOUR'"
    ),
    "make a place": lambda db, _: db.execute(
        "insert into inventory.locations (code, name, kind, parent_id) "
        "values ('NEW', 'New', 'site', inventory.location_of('NORTH'))"
    ),
    "move a category": lambda db, _: db.execute(
        "update inventory.categories set parent_id = null where code = 'PARTS'"
    ),
    "retire an item": lambda db, _: db.execute(
        "update inventory.items set retired_at = now() where sku = 'MILK'"
    ),
}


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
@pytest.mark.parametrize("change", CHANGES)
def test_one_snapshot_changes_nothing(
    shop: Database, boss: psycopg.Connection, change: str, level: str
) -> None:
    """As an alert lost, a wrong sum or a second reversal: the change it could not see is made."""
    original = receive(boss, "APPLE", "MAIN", 10)
    set_range(boss, "APPLE", "MAIN", 5)
    with shop.connect("bob_boss", autocommit=False) as other:
        other.execute(f"set transaction isolation level {level}")
        assert on_hand(other, "APPLE", "MAIN") == 10
        receive(boss, "APPLE", "MAIN", 1)
        with refused("IN016"):
            CHANGES[change](other, original)
    assert_proved(shop)


def test_reading_from_one_snapshot(shop: Database, boss: psycopg.Connection) -> None:
    """What a backup, a report and the proof do."""
    receive(boss, "APPLE", "MAIN", 10)
    with shop.connect(autocommit=False) as db:
        db.execute("set transaction isolation level repeatable read, read only")
        assert db.execute("select * from api.prove()").fetchall() == []
        receive(boss, "APPLE", "MAIN", 10)
        assert on_hand(db, "APPLE", "MAIN") == 10
