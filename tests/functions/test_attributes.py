"""Attributes: who declares which, what may change once items have values, what is found by them."""

import json
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.functions.steps import call, one, refused

SIZE = {
    "category": "FOOD", "attribute": "size", "label": "Size", "type": "choice",
    "choices": ["S", " M ", "", "L", "S"],
}  # fmt: skip


def give(manager: psycopg.Connection, sku: str, **values: Any) -> None:
    """Give an item values, beside those it has."""
    item = call(manager, "item_page", sku=sku)["item"]
    known = {key: float(value) if isinstance(value, Decimal) else value
             for key, value in item["attributes"].items()}  # fmt: skip
    changes = {"attributes": known | values}
    call(manager, "edit_item", sku=sku, changes=changes, version=item["version"])


def fault(refusal: Any) -> dict[str, Any]:
    """DETAIL of a refusal."""
    return dict(json.loads(refusal.error.diag.message_detail))


def change(manager: psycopg.Connection, category: str, attribute: str, **changes: Any) -> Any:
    """Change an attribute from the version it has."""
    page = call(manager, "attribute_page", category=category, attribute=attribute)
    return call(
        manager, "change_attribute", category=category, attribute=attribute, changes=changes,
        version=page["attribute"]["version"],
    )  # fmt: skip


def test_a_declared_attribute_is_a_field_and_a_qualifier(max_: psycopg.Connection) -> None:
    declared = call(max_, "declare_attribute", **SIZE)
    assert declared["choices"] == ["S", "M", "L"]
    assert declared["version"] == 1
    assert declared["items"] == declared["lacking"] > 0
    assert declared["having"] == 0
    give(max_, "APPLE", size="M")
    assert [r["sku"] for r in call(max_, "search_items", query="size:m")["rows"]] == ["APPLE"]
    assert "size:" in str(call(max_, "suggest_search", query="siz"))
    assert "size:M" in str(call(max_, "suggest_search", query="size:"))
    with refused("IN013"):
        give(max_, "APPLE", size="XL")
    found = call(max_, "list_attributes", search="food")
    assert [r["attribute"] for r in found["rows"]] == ["organic", "size"]
    assert found["count"] == 2
    assert found["count_exact"]
    assert found["next"] is None


def test_pages_of_the_list_follow_each_other(max_: psycopg.Connection) -> None:
    call(max_, "declare_attribute", **SIZE)
    seen, after = [], None
    while True:
        page = call(max_, "list_attributes", max_rows=1, after=after)
        seen += [row["attribute"] for row in page["rows"]]
        after = page["next"]
        if after is None:
            break
    assert seen == ["weight", "organic", "size"]


@pytest.mark.parametrize("name", ["status", "on_hand", "sort", "text", "description", "Location "])
def test_a_word_of_the_search_is_no_name(max_: psycopg.Connection, name: str) -> None:
    with refused("IN017") as refusal:
        call(max_, "declare_attribute", category="FOOD", attribute=name, label="X", type="text")
    assert fault(refusal) == {"field": "attribute"}
    assert f"own_{name.strip().lower()}" in str(refusal.error.diag.message_hint)
    with refused("IN017"):  # from plain SQL too
        max_.execute(
            "insert into inventory.attributes (category_id, attribute, label, type)"
            " values (inventory.category_of('FOOD'), %s, 'X', 'text')", [name],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("attribute", {"attribute": "1st"}), ("attribute", {"attribute": "net weight"}),
        ("label", {"label": ""}), ("type", {"type": "money", "choices": None}),
        ("choices", {"choices": [" "]}),
        ("choices", {"choices": ["a\nb"]}), ("choices", {"choices": ["x" * 101]}),
        ("choices", {"choices": [str(n) for n in range(201)]}), ("unit", {"unit": "kg"}),
        ("unit", {"type": "number", "choices": None, "unit": "square feet"}),
    ],
)  # fmt: skip
def test_what_is_no_declaration_is_told_at_its_field(
    max_: psycopg.Connection, field: str, said: dict[str, Any]
) -> None:
    with refused("IN017") as refusal:
        call(max_, "declare_attribute", **SIZE | said)
    assert fault(refusal)["field"] == field


def test_no_item_has_two_fields_of_one_name(max_: psycopg.Connection) -> None:
    with refused("IN017") as refusal:  # ALL declares it, and FOOD lies in ALL
        call(max_, "declare_attribute", category="FOOD", attribute="weight", label="W", type="text")
    assert "Everything declares weight already" in str(refusal.error)
    with refused("IN017"):  # FOOD declares it
        call(max_, "declare_attribute", category="ALL", attribute="organic", label="O", type="text")
    call(
        max_, "declare_attribute", category="PARTS", attribute="organic", label="O", type="boolean"
    )
    with refused("IN017"):
        call(
            max_, "declare_attribute", category="PARTS", attribute="organic", label="O", type="text"
        )


def test_a_used_attribute_keeps_its_type_and_its_choices(max_: psycopg.Connection) -> None:
    call(max_, "declare_attribute", **SIZE)
    assert change(max_, "FOOD", "size", type="text", choices=None)["type"] == "text"
    change(max_, "FOOD", "size", type="choice", choices=["S", "M", "L"])
    give(max_, "APPLE", size="M")
    with refused("IN015") as refusal:
        change(max_, "FOOD", "size", type="text", choices=None)
    assert fault(refusal) == {"field": "type", "items": 1}
    with refused("IN015") as refusal:
        change(max_, "FOOD", "size", choices=["S", "L"])
    assert fault(refusal) == {"field": "choices", "choice": "M", "items": 1}
    assert "size:M" in str(refusal.error.diag.message_hint)
    assert change(max_, "FOOD", "size", choices=["M", "XL"])["choices"] == ["M", "XL"]
    with refused("IN015"):  # from plain SQL too
        max_.execute("update inventory.attributes set attribute = 'sizes' where attribute = 'size'")


def test_a_value_given_meanwhile_is_not_missed(
    max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    """Whoever gives an item its first value has not committed when the type is to change."""
    call(max_, "declare_attribute", **SIZE)
    version = call(max_, "item_page", sku="APPLE")["item"]["version"]
    max_.execute("set lock_timeout = '200ms'")
    with boss.transaction():
        call(boss, "edit_item", sku="APPLE", changes={"attributes": {"size": "S"}}, version=version)
        with refused("IN015"):  # rather than keep others waiting
            change(max_, "FOOD", "size", type="text", choices=None)
        change(max_, "FOOD", "size", label="Sizes")  # what touches no value waits for nobody
    with refused("IN015"):
        change(max_, "FOOD", "size", type="text", choices=None)


def test_a_used_attribute_is_not_deleted(max_: psycopg.Connection) -> None:
    call(max_, "declare_attribute", **SIZE)
    give(max_, "APPLE", size="M")
    with refused("IN015"):
        max_.execute("delete from inventory.attributes where attribute = 'size'")
    max_.execute("update inventory.items set attributes = attributes - 'size' where sku = 'APPLE'")
    max_.execute("delete from inventory.attributes where attribute = 'size'")


def test_values_are_given_by_what_is_declared_now(
    max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    call(max_, "declare_attribute", **SIZE)
    with max_.transaction(force_rollback=True):
        max_.execute("set transaction isolation level repeatable read")
        max_.execute("select from inventory.attributes")
        change(boss, "FOOD", "size", choices=["L"])
        with refused("IN016"):
            give(max_, "MILK", size="M")


def test_a_category_moves_where_its_attributes_stay_single(max_: psycopg.Connection) -> None:
    call(max_, "create_category", code="TOYS", name="Toys", parent="PARTS")
    for category in ("FOOD", "TOYS"):
        call(max_, "declare_attribute", **SIZE | {"category": category})
    with refused("IN015") as refusal:
        call(max_, "edit_category", category="TOYS", changes={"parent": "FOOD"}, version=1)
    assert "size" in str(refusal.error)
    call(max_, "edit_category", category="TOYS", changes={"parent": "ALL"}, version=1)


def test_a_category_moves_where_its_values_keep_their_fields(max_: psycopg.Connection) -> None:
    call(max_, "create_category", code="FRUIT", name="Fruit", parent="FOOD")
    call(max_, "declare_attribute", **SIZE)
    item = {"sku": "FIG", "name": "Fig", "category": "FRUIT", "unit": "ea"}
    call(max_, "create_item", item=item | {"attributes": {"size": "M"}})
    move = {"category": "FRUIT", "changes": {"parent": "PARTS"}, "version": 1}
    with refused("IN015") as refusal:
        call(max_, "edit_category", **move)
    assert "size would be no field of that kind there; one item" in str(refusal.error)
    call(max_, "declare_attribute", **SIZE | {"category": "PARTS", "choices": ["L"]})
    with refused("IN015"):
        call(max_, "edit_category", **move)
    change(max_, "PARTS", "size", choices=["L", "M"])
    call(max_, "edit_category", **move)


def test_items_that_lack_what_is_now_required_are_edited_on(max_: psycopg.Connection) -> None:
    call(max_, "declare_attribute", **SIZE)
    give(max_, "APPLE", size="M")
    told = change(max_, "FOOD", "size", required=True)
    assert told["having"] == 1
    assert told["lacking"] == told["items"] - 1 > 0
    give(max_, "MILK", weight=2)  # lacks a size, and may
    with refused("IN013"):  # but what is there is not taken away
        version = call(max_, "item_page", sku="APPLE")["item"]["version"]
        call(max_, "edit_item", sku="APPLE", changes={"attributes": {}}, version=version)
    with refused("IN013") as refusal:
        call(max_, "create_item", item={"sku": "N", "name": "N", "category": "FOOD", "unit": "ea"})
    assert "Size is required" in str(refusal.error)


def test_a_retired_attribute_keeps_values_and_takes_none(max_: psycopg.Connection) -> None:
    call(max_, "declare_attribute", **SIZE)
    give(max_, "APPLE", size="M")
    version = change(max_, "FOOD", "size", required=True)["version"]
    key = {"category": "FOOD", "attribute": "size"}
    retired = call(max_, "retire_attribute", **key, version=version)
    assert retired["retired_at"]
    assert retired["version"] == version + 1
    assert "size:" not in str(call(max_, "suggest_search", query="siz"))
    assert [r["sku"] for r in call(max_, "search_items", query="size:M")["rows"]] == ["APPLE"]
    assert call(max_, "list_attributes", search="size")["rows"] == []
    assert call(max_, "list_attributes", search="size", state="retired")["count"] == 1
    give(max_, "APPLE", weight=3)
    with refused("IN013"):
        give(max_, "APPLE", size="L")
    with refused("IN013"):
        give(max_, "MILK", size="L")
    call(max_, "create_item", item={"sku": "N", "name": "N", "category": "FOOD", "unit": "ea"})
    fields = [a["attribute"] for a in call(max_, "item_page", sku="APPLE")["attributes"]]
    assert "size" in fields
    assert "size" not in str(call(max_, "item_page", sku="MILK")["attributes"])
    # It keeps its name: an item would have two fields of it.
    with refused("IN017"):
        call(max_, "declare_attribute", **SIZE | {"category": "ALL"})
    restored = call(max_, "restore_attribute", **key, version=retired["version"])
    assert restored["retired_at"] is None


def test_order_lost_updates_and_history(max_: psycopg.Connection, boss: psycopg.Connection) -> None:
    call(max_, "declare_attribute", **SIZE | {"position": -1})
    fields = [a["attribute"] for a in call(max_, "item_page", sku="MILK")["attributes"]]
    assert fields == ["size", "weight", "organic"]
    key = {"category": "FOOD", "attribute": "size"}
    call(boss, "change_attribute", **key, changes={"label": "Of the boss"}, version=1)
    with refused("IN011") as refusal:
        call(max_, "change_attribute", **key, changes={"label": "Of max"}, version=1)
    assert fault(refusal)["current"]["label"] == "Of the boss"
    rows = call(max_, "history_of", kind="attribute", key="size of FOOD")["rows"]
    assert [row["operation"] for row in rows] == ["update", "insert"]
    assert rows[0]["fields"] == [{"field": "label", "before": "Size", "after": "Of the boss"}]


def test_only_managers_declare(sue: psycopg.Connection, db: psycopg.Connection) -> None:
    with refused("42501"):
        call(sue, "declare_attribute", **SIZE)
    page = call(sue, "attribute_page", category="ALL", attribute="weight")
    assert page["can"] == {"keep": False}
    assert page["having"] > 0
    assert one(db, "select count(*) from inventory.attributes") == 2
