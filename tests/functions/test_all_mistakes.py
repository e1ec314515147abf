"""Whoever sends a form with several mistakes is told all of them at once, by the database."""

import json
from typing import Any

import psycopg
import pytest
from aiohttp import web

from tests.conftest import Database
from tests.functions.steps import call, one, receive, refused, set_range
from web import rooms
from web.declared import Operation, of

VIEW = "00000000-0000-4000-8000-0000000000b0"
LINE = "(select max(subscription_id) from inventory.subscriptions)"
# Command of a form: what is wrong with it, several at once, and the fields that must be told.
WRONG: dict[str, tuple[dict[str, Any], set[str]]] = {
    "create_item": ({"item": {"sku": "a b", "name": ""}}, {"sku", "name", "category", "unit"}),
    "edit_item": (
        {"sku": "APPLE", "changes": {"sku": "MILK", "category": "NOPE"}, "version": 1},
        {"sku", "category"},
    ),
    "create_location": (
        {"code": "a b", "name": "", "kind": "company", "parent": "MAIN"}, {"code", "name", "kind"}
    ),
    "edit_location": (
        {"location": "MAIN-A", "version": 1,
         "changes": {"code": "MAIN", "name": "", "kind": "site", "allow_negative": "no"}},
        {"code", "name", "kind", "allow_negative"},
    ),
    "create_category": ({"code": "a b", "name": "", "parent": "NOPE"}, {"code", "name", "parent"}),
    "edit_category": (
        {"category": "FOOD", "version": 1, "changes": {"code": "PARTS", "name": "", "parent": "X"}},
        {"code", "name", "parent"},
    ),
    "create_unit": ({"code": "1", "name": "", "decimals": 9}, {"code", "name", "decimals"}),
    "edit_unit": (
        {"unit": "kg", "version": 1, "changes": {"code": "ea", "name": "", "decimals": "many"}},
        {"code", "name", "decimals"},
    ),
    "declare_attribute": (
        {"category": "NOPE", "attribute": "item", "label": "", "type": "number", "unit": "1",
         "choices": ["x" * 101]},
        {"category", "attribute", "label", "unit", "choices"},
    ),
    "change_attribute": (
        {"category": "ALL", "attribute": "weight", "version": 1,
         "changes": {"label": "", "unit": "1", "position": "x", "required": "y"}},
        {"label", "unit", "position", "required"},
    ),
    "set_threshold": (
        {"item": "APPLE", "location": "NOPE", "minimum": 1, "maximum": 0, "severity": "odd"},
        {"location", "maximum", "severity"},
    ),
    "set_threshold_default": (
        {"category": "NOPE", "location": "NOPE", "kind": "barn", "minimum": 2, "maximum": 1,
         "severity": "odd"},
        {"category", "location", "kind", "maximum", "severity"},
    ),
    "create_subscription": (
        {"person": "nobody", "category": "NOPE", "location": "NOPE", "minimum_severity": "odd"},
        {"person", "category", "location", "minimum_severity"},
    ),
    "edit_subscription": (
        {"subscription": LINE, "category": "NOPE", "location": "NOPE", "minimum_severity": "odd"},
        {"category", "location", "minimum_severity"},
    ),
    "create_saved_view": (
        {"saved_view": {"name": "", "query": "a:b:(", "shared_with": "nobody", "sort": "x" * 41}},
        {"name", "query", "shared_with", "sort"},
    ),
    "edit_saved_view": (
        {"view": VIEW, "version": 1,
         "changes": {"name": "", "query": "weight:<", "pinned": 1, "columns": 1}},
        {"name", "query", "pinned", "columns"},
    ),
    "edit_settings": (
        {"changes": {"company": "", "currency": "euro", "time_zone": "Moon",
                     "break_glass_hours": "many", "second_factor_groups": "all"}},
        {"company", "currency", "time_zone", "break_glass_hours", "second_factor_groups"},
    ),
    "create_user": (
        {"person": "Eve!", "name": "", "groups": ["no"], "email": "none", "time_zone": "Moon"},
        {"person", "name", "groups", "email", "time_zone"},
    ),
    "invite_user": (
        {"person": "eve", "name": "", "groups": ["staff"], "places": ["NOPE"]}, {"name", "location"}
    ),
    "edit_user": (
        {"person": "sue_staff",
         "changes": {"name": "", "email": "none", "time_zone": "Moon", "valid_until": "soon"}},
        {"name", "email", "time_zone", "valid_until"},
    ),
    "edit_account": ({"name": "", "time_zone": "Moon"}, {"name", "time_zone"}),
    "set_preferences": ({"theme": "pink", "dates": "odd"}, {"theme", "dates"}),
    "create_token": (
        {"person": "a_tool", "label": "", "valid_until": "2001-01-01"}, {"label", "valid_until"}
    ),
    "break_glass": (
        {"reason": "", "location": "NOPE", "hours": 99}, {"reason", "location", "hours"}
    ),
}  # fmt: skip
# Commands of which two fields cannot be wrong at once, or that tell it another way; and why.
OTHERWISE = {
    **dict.fromkeys(
        ("post_receipt", "post_issue", "post_transfer", "post_adjustment", "preview_document",
         "reverse_document"),
        "a document tells all that is wrong line by line (IN001)",
    ),
    **dict.fromkeys(
        ("edit_items", "start_item_edit", "begin_item_edit", "remove_thresholds"),
        "a change of many tells it item by item, in its answer",
    ),
    **dict.fromkeys(
        ("begin_import", "map_import", "start_import", "add_attachment"),
        "a file tells it line by line, or is one",
    ),
    **dict.fromkeys(
        ("edit_lot", "move_location", "grant_location", "set_groups", "watch_view", "set_columns"),
        "one field is all that can be wrong",
    ),
    "link_barcode": "a code that was scanned, and a pack out of a list",
    "restore_item": "a button",
    "restore_attribute": "a button",
    "open_location": "a button",
    "enable_user": "a button",
    "set_primary_image": "a button",
    "send_invitation": "a button",
    "invitation_link": "a button",
    "record_proof": "a button",
}  # fmt: skip
BUTTONS = ("remove_", "retire_", "cancel_", "close_", "end_", "revoke_", "disable_", "unwatch_",
           "reset_", "offboard_")  # fmt: skip


def fields(detail: Any) -> list[tuple[str, str]]:
    return [(one["field"], one["code"]) for one in detail["problems"]]


def test_an_item_with_everything_wrong(boss: psycopg.Connection) -> None:
    item = {
        "sku": "a b", "name": " ", "category": "NOPE", "unit": "NOPE", "tags": ["a,b"],
        "description": "x" * 4001, "packs": [{"unit": "box", "factor": "none"}],
        "barcodes": ["ü"],
    }  # fmt: skip
    with refused("IN014") as refusal:
        call(boss, "create_item", item=item)
    assert fields(refusal.detail) == [
        ("sku", "IN017"), ("name", "IN017"), ("description", "IN017"), ("tags", "IN017"),
        ("category", "IN014"), ("unit", "IN014"), ("packs", "IN014"), ("barcodes", "IN017"),
    ]  # fmt: skip
    assert refusal.error is not None
    told = refusal.error.diag
    assert told.message_primary == 'No category "NOPE".', "as it was told alone"
    assert refusal.detail["field"] == "category"
    assert "And: A SKU has 1 to 60 letters" in (told.message_hint or ""), "psql reads the others"
    for problem in refusal.detail["problems"]:
        assert problem["message"]
        assert problem["hint"]


def test_attributes_and_what_is_taken_already(boss: psycopg.Connection) -> None:
    call(boss, "declare_attribute", category="FOOD", attribute="age", label="Age", type="number")
    call(boss, "declare_attribute", category="FOOD", attribute="due", label="Due", type="date")
    item = {
        "sku": "apple", "name": "Other", "category": "FOOD", "unit": "ea",
        "attributes": {"age": "old", "due": "soon", "colour": 1},
    }  # fmt: skip
    with refused("IN013") as refusal:
        call(boss, "create_item", item=item)
    assert fields(refusal.detail) == [
        ("sku", "IN017"), ("attribute.age", "IN013"), ("attribute.colour", "IN013"),
        ("attribute.due", "IN013"),
    ]  # fmt: skip


def test_one_mistake_is_told_as_ever(boss: psycopg.Connection) -> None:
    item = {"sku": "X", "name": "X", "category": "NOPE", "unit": "ea"}
    with refused("IN014") as refusal:
        call(boss, "create_item", item=item)
    assert refusal.detail == {"field": "category", "value": "NOPE"}


def test_an_edit_is_judged_by_what_it_changes(boss: psycopg.Connection) -> None:
    with refused("IN017") as refusal:
        call(boss, "edit_item", sku="APPLE", changes={"name": "", "sku": "MILK"}, version=1)
    assert fields(refusal.detail) == [("sku", "IN017"), ("name", "IN017")]
    with refused("IN017") as refusal:
        call(boss, "edit_item", sku="APPLE", changes={"name": "", "sku": "apple"}, version=1)
    assert "problems" not in refusal.detail, "its own SKU is no other's"


def test_a_place_a_range_and_a_person(boss: psycopg.Connection, shop: Database) -> None:
    with refused("IN017") as refusal:
        call(boss, "create_location", code="a b", name="", kind="barn", parent="MAIN")
    assert {field for field, _code in fields(refusal.detail)} == {"code", "name", "kind"}
    with refused("IN014") as refusal:
        call(boss, "create_location", code="a b", name="", kind="bin", parent="NOPE")
    assert [field for field, _code in fields(refusal.detail)] == ["parent", "code", "name"]
    with refused("IN017") as refusal:
        set_range(boss, "BOLT-M8", "MAIN", "1.5", -1)
    assert [field for field, _code in fields(refusal.detail)] == ["maximum", "maximum", "minimum"]
    with shop.connect("ann_admin") as admin:
        with refused("IN014") as refusal:
            call(admin, "invite_user", person="Eve!", name="", groups=["nobody"], email="none",
                 places=["NOPE"])  # fmt: skip
        assert {field for field, _code in fields(refusal.detail)} == {
            "person", "name", "email", "groups", "location",
        }  # fmt: skip


def test_a_unit_that_is_fixed_is_told_with_the_rest(
    max_: psycopg.Connection, sue: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN-A", 5)
    said = {"unit": "l", "name": "x" * 300, "tags": ["a,b"]}
    with refused("IN015") as refusal:
        call(max_, "edit_item", sku="APPLE", changes=said, version=1)
    assert sorted(fields(refusal.detail)) == [
        ("name", "IN017"), ("tags", "IN017"), ("unit", "IN015"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"category": "FOD"}, 'No category "FOD". Did you mean FOOD?'),
        ({"category": "foodd"}, 'No category "foodd". Did you mean FOOD?'),
        ({"category": "warehouses"}, 'No category "warehouses".'),
        ({"unit": "EA"}, 'No unit "EA". Did you mean ea?'),
        ({"unit": "liter"}, 'No unit "liter". Did you mean l?'),
    ],
)
def test_the_nearest_is_proposed(
    max_: psycopg.Connection, said: dict[str, str], message: str
) -> None:
    """By its code or its name; the code is what is proposed."""
    with refused("IN014") as refusal:
        call(
            max_,
            "create_item",
            item={"sku": "N", "name": "N", "category": "FOOD", "unit": "ea"} | said,
        )
    assert refusal.error is not None
    assert refusal.error.diag.message_primary == message


def test_a_mistake_is_told_once_in_words(boss: psycopg.Connection) -> None:
    """Where a command calls one that told of several, the hint does not tell them again."""
    with refused("IN017") as refusal:
        call(boss, "invite_user", person="X!", name="x" * 300, groups=["viewer"], email="nope")
    assert refusal.error is not None
    hint = refusal.error.diag.message_hint or ""
    assert hint.count("And: ") == hint.count("A name has 1 to 120 characters.") == 1


def test_every_command_of_a_form_is_tried() -> None:
    """A new one is in the table, or says why two of its fields cannot be wrong at once."""
    asked = {
        name
        for room in rooms.ALL
        for route in room
        if isinstance(route, web.RouteDef)
        and route.method == "POST"
        and isinstance(operation := of(route.handler), Operation)
        for name in operation.functions
        if not name.startswith(BUTTONS)
    }
    assert asked - set(WRONG) - set(OTHERWISE) == set()
    assert not set(WRONG) & set(OTHERWISE)


@pytest.mark.parametrize("command", WRONG)
def test_two_mistakes_are_two_problems(boss: psycopg.Connection, command: str) -> None:
    """Each command that takes a form, sent with several fields wrong."""
    said, expected = WRONG[command]
    if said.get("subscription") == LINE:
        call(boss, "create_subscription")
        said = said | {"subscription": one(boss, f"select {LINE}")}
    if said.get("person") == "a_tool":
        call(boss, "create_user", person="a_tool", name="A", groups=["reporting"], kind="tool")
    with pytest.raises(psycopg.Error) as caught:
        call(boss, command, **said)
    detail = json.loads(caught.value.diag.message_detail or "{}")
    assert {field["field"] for field in detail.get("problems", [])} == expected, caught.value
    for problem in detail["problems"]:
        assert problem["message"], problem
        assert problem["hint"], problem


def test_a_change_of_many_with_everything_wrong(max_: psycopg.Connection) -> None:
    """What would fail for every item is told at once, each beside its field; none is tried."""
    changes = {
        "category": "FOD", "tags_add": ["a,b"], "location": "NOPE", "minimum": "x",
        "maximum": "-1", "severity": "loud",
    }  # fmt: skip
    with refused("IN014") as refusal:
        call(max_, "edit_items", selection={"skus": ["APPLE"]}, changes=changes)
    assert fields(refusal.detail) == [
        ("category", "IN014"), ("tags_add", "IN017"), ("location", "IN014"),
        ("severity", "IN014"), ("minimum", "IN014"), ("maximum", "IN017"),
    ]  # fmt: skip
    bounds = {"location": "MAIN", "minimum": 9, "maximum": 5}
    with refused("IN017") as refusal:
        call(max_, "edit_items", selection={"skus": []}, changes=bounds)
    assert refusal.detail["field"] == "maximum"
    for half, field in (({"minimum": 5}, "location"), ({"location": "MAIN"}, "minimum")):
        with refused("IN014") as refusal:
            call(max_, "edit_items", selection={"skus": []}, changes=half)
        assert refusal.detail["field"] == field
