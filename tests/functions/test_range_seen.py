"""A range is set from what was looked at: no change of somebody else's is gone over unseen."""

import re
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.functions.steps import call, one, refused, set_range

AT = {"item": "APPLE", "location": "MAIN"}


def bounds(db: psycopg.Connection) -> Any:
    return one(db, "select array_agg(minimum) from api.thresholds where sku = 'APPLE'")


def test_one_that_was_removed_and_set_anew_is_another(
    max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    """Its version is 1 again; its mark is not what it was."""
    looked = set_range(max_, "APPLE", "MAIN", 2)
    call(boss, "remove_threshold", **AT)
    assert set_range(boss, "APPLE", "MAIN", 3)["version"] == looked["version"] == 1
    with refused("IN011") as refusal:
        set_range(max_, "APPLE", "MAIN", 9, seen=looked["seen"])
    current = refusal.detail["current"]
    assert (current["minimum"], current["updated_by_name"]) == (3, "Bob")
    assert bounds(max_) == [3]
    set_range(max_, "APPLE", "MAIN", 9, seen=current["seen"])
    assert bounds(max_) == [9]


@pytest.mark.parametrize("seen", ["first", "none", "removed"])
def test_what_is_no_longer_as_it_was_seen_is_refused(
    max_: psycopg.Connection, boss: psycopg.Connection, seen: str
) -> None:
    first = set_range(max_, "APPLE", "MAIN", 2)
    set_range(boss, "APPLE", "MAIN", 3)
    if seen == "removed":
        call(boss, "remove_threshold", **AT)
    with refused("IN011") as refusal:
        set_range(max_, "APPLE", "MAIN", 9, seen="none" if seen == "none" else first["seen"])
    assert refusal.error is not None
    said = {
        "first": "changed meanwhile by Bob",
        "none": "set meanwhile by Bob",
        "removed": "removed",
    }
    assert said[seen] in (refusal.error.diag.message_primary or "")
    assert (refusal.detail["current"] is None) == (seen == "removed")


def test_every_list_says_the_mark(max_: psycopg.Connection) -> None:
    """The answer, the view, the list and the item's page: each can be gone on from."""
    seen = set_range(max_, "APPLE", "MAIN", 2, seen="none")["seen"]
    assert one(max_, "select seen from api.thresholds where sku = 'APPLE'") == seen
    (row,) = call(max_, "list_thresholds", query="sku:APPLE")["rows"]
    assert row["seen"] == seen
    (there,) = call(max_, "item_page", sku="APPLE")["thresholds"]
    assert (there["seen"], there["updated_by_name"]) == (seen, "Max")


def test_a_mark_tells_nothing_of_other_ranges(
    max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    """Nor how many were set elsewhere meanwhile, as a key of ours would."""
    marks = [set_range(max_, "APPLE", "MAIN", 2)["seen"]]
    set_range(boss, "APPLE", "AIRPORT", 2)
    marks.append(set_range(max_, "MILK", "MAIN", 2)["seen"])
    assert len(set(marks)) == 2
    assert all(re.fullmatch("r[0-9a-f]{12}", mark) for mark in marks)


@pytest.mark.parametrize("meanwhile", ["changed", "removed", "set anew"])
def test_what_is_no_longer_as_it_was_seen_is_not_removed(
    max_: psycopg.Connection, boss: psycopg.Connection, meanwhile: str
) -> None:
    seen = set_range(max_, "APPLE", "MAIN", 2)["seen"]
    if meanwhile != "changed":
        call(boss, "remove_threshold", **AT, seen=seen)
    if meanwhile != "removed":
        set_range(boss, "APPLE", "MAIN", 3)
    with refused("IN011") as refusal:
        call(max_, "remove_threshold", **AT, seen=seen)
    assert bounds(max_) == (None if meanwhile == "removed" else [3])
    current = refusal.detail["current"]
    if current:
        call(max_, "remove_threshold", **AT, seen=current["seen"])
        assert bounds(max_) is None


def test_callers_who_send_a_version_are_answered_as_before(
    max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    set_range(max_, "APPLE", "MAIN", 2)
    assert set_range(max_, "APPLE", "MAIN", 3, version=1)["version"] == 2
    with refused("IN011"):
        set_range(boss, "APPLE", "MAIN", 4, version=1)
    set_range(boss, "APPLE", "MAIN", 5)
    assert bounds(max_) == [5]


def test_an_import_refuses_a_row_that_was_looked_at_as_another(
    max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    seen = set_range(max_, "APPLE", "MAIN", 2)["seen"]
    rows = Jsonb([AT | {"minimum": 9, "seen": seen}])
    set_range(boss, "APPLE", "MAIN", 3)
    (wrong,) = call(max_, "import_thresholds", rows=rows)
    assert (wrong["code"], wrong["message"]) == (
        "IN011", "Its range there was changed meanwhile by Bob.",
    )  # fmt: skip
    assert bounds(max_) == [3]
    assert call(max_, "import_thresholds", rows=Jsonb([AT | {"minimum": 9}])) == []
    assert bounds(max_) == [9]
