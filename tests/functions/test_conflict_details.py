"""What was changed meanwhile is told as the API shows it: codes, and no key of ours."""

from typing import Any

import psycopg
import pytest

from tests.functions.steps import call, one, receive, refused, set_range

# A command from a version that is not the thing's, by the view that shows such things.
STALE: list[tuple[str, str, dict[str, Any]]] = [
    ("items", "edit_item", {"sku": "APPLE", "changes": {"name": "x"}}),
    ("items", "edit_item", {"sku": "APPLE", "changes": {"category": "PARTS"}}),
    ("locations", "edit_location", {"location": "MAIN-B", "changes": {"name": "x"}}),
    ("locations", "move_location", {"location": "MAIN-B", "parent": "HARBOUR", "dry_run": False}),
    ("locations", "remove_location", {"location": "MAIN-B"}),
    ("categories", "edit_category", {"category": "FOOD", "changes": {"name": "x"}}),
    ("categories", "remove_category", {"category": "FOOD"}),
    ("units", "edit_unit", {"unit": "l", "changes": {"name": "x"}}),
    ("units", "remove_unit", {"unit": "l"}),
    ("attributes", "change_attribute",
     {"category": "ALL", "attribute": "weight", "changes": {"label": "x"}}),
    ("lots", "edit_lot", {"sku": "MILK", "lot": "L1", "expires_on": None}),
    ("settings", "edit_settings", {"changes": {"company": "x"}}),
    ("saved_views", "edit_saved_view",
     {"view": "00000000-0000-4000-8000-0000000000b0", "changes": {"name": "x"}}),
    ("thresholds", "set_threshold",
     {"item": "APPLE", "location": "MAIN", "minimum": 2, "maximum": None}),
]  # fmt: skip


@pytest.mark.parametrize(("view", "command", "given"), STALE)
def test_it_is_told_in_the_words_of_the_api(
    boss: psycopg.Connection, sam: psycopg.Connection, view: str, command: str, given: dict
) -> None:
    """Both versions have columns of the view that shows such things, and nothing else."""
    receive(sam, "MILK", "AIRPORT", 1, lot="L1", expires_on="2030-01-31")
    set_range(boss, "APPLE", "MAIN", 1)
    with refused("IN011") as found:
        call(boss, command, **given, version=77)
    columns = {name.name for name in boss.execute(f"select * from api.{view}").description or ()}
    for row in (found.detail["current"], found.detail.get("yours")):
        assert row is None or set(row) <= columns | {"updated_by_name"}
    keys = {"items": "sku", "locations": "location", "categories": "category", "units": "unit",
            "attributes": "attribute", "lots": "lot", "settings": "company",
            "saved_views": "view", "thresholds": "location"}  # fmt: skip
    said = found.detail["current"][keys[view]]
    assert one(boss, f"select count(*) from api.{view} where {keys[view]} = %s", [said])


def test_what_it_lies_in_is_told_by_its_code(boss: psycopg.Connection) -> None:
    with refused("IN011") as found:
        call(boss, "edit_item", sku="APPLE", changes={"category": "PARTS"}, version=9)
    yours, current = found.detail["yours"], found.detail["current"]
    assert (yours["category"], current["category"], current["unit"]) == ("PARTS", "FOOD", "ea")
    with refused("IN011") as found:
        call(boss, "edit_location", location="MAIN-B", changes={"name": "x"}, version=9)
    assert found.detail["current"]["parent"] == "MAIN"


def test_a_range_and_a_default_are_told_as_their_lists_have_them(
    boss: psycopg.Connection, max_: psycopg.Connection
) -> None:
    set_range(max_, "APPLE", "MAIN", 2)
    (listed,) = call(boss, "list_thresholds", query="sku:APPLE")["rows"]
    with refused("IN011") as found:
        set_range(boss, "APPLE", "MAIN", 3, seen="none")
    assert found.detail == {"current": listed}
    given = {"category": "FOOD", "location": "MAIN", "kind": None, "minimum": 1, "maximum": None}
    answer = call(boss, "set_threshold_default", **given)
    with refused("IN011") as found:
        call(boss, "set_threshold_default", **given, version=9)
    assert set(found.detail["current"]) <= set(answer) | {
        "updated_at",
        "updated_by",
        "updated_by_name",
    }
    assert found.detail["current"]["category"] == "FOOD"
