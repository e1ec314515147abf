"""Defaults give items their ranges; a range set by hand is nobody's but the person's."""

import psycopg

from tests.functions.steps import call, one, receive, refused, set_range

RANGES = "select count(*) from inventory.thresholds where set_by = 'default'"
FOOD = {"category": "FOOD", "location": "NORTH", "kind": "site", "minimum": 5, "maximum": None}


def test_a_default_sets_ranges_and_leaves_those_set_by_hand(
    db: psycopg.Connection, max_: psycopg.Connection
) -> None:
    set_range(max_, "APPLE", "MAIN", 2)
    found = call(max_, "set_threshold_default", **FOOD, dry_run=True)
    assert (found["ranges"], found["alerts"], one(db, RANGES)) == (3, 3, 0)
    call(max_, "set_threshold_default", **FOOD)
    assert one(db, RANGES) == 3  # two items at two sites, less the one set by hand
    hand = "select minimum from inventory.thresholds where set_by = 'person'"
    assert one(db, hand) == 2
    call(max_, "remove_threshold", item="APPLE", location="MAIN")
    assert one(db, RANGES) == 4
    with refused("IN015"):
        call(max_, "remove_threshold", item="APPLE", location="MAIN")
    new = {"sku": "PEAR", "name": "Pear", "category": "FOOD", "unit": "ea"}
    call(max_, "create_item", item=new)
    assert one(db, RANGES) == 6
    gone = {name: FOOD[name] for name in ("category", "location", "kind")}
    assert call(max_, "remove_threshold_default", **gone) == {"removed": "deleted"}
    assert one(db, RANGES) == 0


def test_a_dry_run_of_a_move_says_what_it_changes_and_changes_nothing(
    db: psycopg.Connection, boss: psycopg.Connection
) -> None:
    receive(boss, "APPLE", "MAIN-A", 10)
    set_range(boss, "APPLE", "MAIN", 5)
    asked = {"location": "MAIN-A", "parent": "HARBOUR", "version": 1}
    found = call(boss, "move_location", **asked, dry_run=True)
    assert (found["places"], found["ranges_changed"], found["alerts_opened"]) == (2, 1, 1)
    assert "sue_staff" in found["lose"]
    assert one(db, "select count(*) from inventory.alerts") == 0
    call(boss, "move_location", **asked)
    assert one(db, "select count(*) from inventory.alerts where resolved_at is null") == 1
