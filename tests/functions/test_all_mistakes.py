"""Whoever sends a form with several mistakes is told all of them at once, by the database."""

from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, receive, refused, set_range


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
    for one in refusal.detail["problems"]:
        assert one["message"]
        assert one["hint"]


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
