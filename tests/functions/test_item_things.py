"""Of an item: lots that are mended, a way back from retirement, barcodes, packs; its history."""

from decimal import Decimal

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, issue, one, receive, refused, set_range


def version_of(db: psycopg.Connection, sku: str) -> int:
    """The item's version now."""
    return int(one(db, "select version from inventory.items where sku = %s", [sku]))


def test_the_date_of_a_lot_is_mended_by_its_version(
    max_: psycopg.Connection, sue: psycopg.Connection, boss: psycopg.Connection
) -> None:
    receive(sue, "MILK", "MAIN-A", 5, lot="L1", expires_on="2030-01-31")
    receive(sue, "MILK", "MAIN-B", 2, lot="L1")
    (lot,) = call(sue, "item_lots", sku="milk")["rows"]
    assert (lot["on_hand"], lot["places"], lot["version"]) == (7, 2, 1)
    made = call(max_, "edit_lot", sku="MILK", lot="L1", expires_on="2030-02-28", version=1)
    assert (made["expires_on"], made["version"]) == ("2030-02-28", 2)
    with refused("IN011") as found:
        call(boss, "edit_lot", sku="MILK", lot="L1", expires_on="2031-01-01", version=1)
    assert found.detail["current"]["expires_on"] == "2030-02-28"
    assert found.detail["current"]["updated_by"] == "max_manager"
    assert found.detail["current"]["updated_by_name"] == made["updated_by_name"] == "Max"
    (lot,) = call(sue, "item_lots", sku="milk")["rows"]
    assert lot["updated_by_name"] == "Max"
    with refused("42501"):
        call(sue, "edit_lot", sku="MILK", lot="L1", expires_on=None, version=2)
    with refused("IN014"):
        call(max_, "edit_lot", sku="APPLE", lot="L1", expires_on=None, version=2)


def test_lots_come_page_by_page_with_what_the_caller_sees(
    shop: Database, max_: psycopg.Connection, sue: psycopg.Connection
) -> None:
    for number in range(5):
        receive(sue, "MILK", "MAIN-A", 1, lot=f"L{number}")
    with shop.connect("sam_staff") as sam:
        receive(sam, "MILK", "AIRPORT", 9, lot="L0")
        assert [row["on_hand"] for row in call(sam, "item_lots", sku="MILK")["rows"]] == [9]
    seen, after = [], None
    for _ in range(3):
        page = call(max_, "item_lots", sku="MILK", max_rows=2, after=after)
        seen += [row["lot"] for row in page["rows"]]
        after = page["next"]
    assert (seen, after) == ([f"L{number}" for number in range(5)], None)


def test_a_retired_item_comes_back(max_: psycopg.Connection, sue: psycopg.Connection) -> None:
    receive(sue, "APPLE", "MAIN-A", 1)
    issue(sue, "APPLE", "MAIN-A", 1)
    call(max_, "remove_item", sku="APPLE", version=version_of(max_, "APPLE"))
    with refused("IN011"):
        call(max_, "restore_item", sku="APPLE", version=1)
    back = call(max_, "restore_item", sku="apple", version=version_of(max_, "APPLE"))
    assert back["retired_at"] is None
    receive(sue, "APPLE", "MAIN-A", 1)
    with refused("IN014"):
        call(max_, "restore_item", sku="APPLE", version=version_of(max_, "APPLE"))


def test_a_barcode_of_another_item_is_refused_by_name(max_: psycopg.Connection) -> None:
    code = "4006381333931"
    call(max_, "edit_item", sku="APPLE", changes={"barcodes": [{"barcode": code}]}, version=1)
    with refused("IN017") as found:
        call(max_, "edit_item", sku="MILK", changes={"barcodes": [{"barcode": code}]}, version=1)
    assert "stands for Apple (APPLE)" in str(found.error)
    assert (found.detail["field"], found.detail["item"]) == ("barcodes", "APPLE")


def test_another_pack_changes_no_history(max_: psycopg.Connection, sue: psycopg.Connection) -> None:
    """The ledger keeps what was entered and what it was in base units."""
    packs = [{"unit": "case", "factor": 6}]
    call(max_, "edit_item", sku="APPLE", changes={"packs": packs}, version=1)
    receive(sue, "APPLE", "MAIN-A", 2, unit="case")
    query = "select quantity, entered_quantity, on_hand from api.movements where sku = 'APPLE'"
    before = sue.execute(query).fetchall()
    for packs in ([{"unit": "case", "factor": 12}], []):
        version = version_of(max_, "APPLE")
        call(max_, "edit_item", sku="APPLE", changes={"packs": packs}, version=version)
        assert sue.execute(query).fetchall() == before


def test_the_history_of_an_item_in_words(
    shop: Database, max_: psycopg.Connection, sue: psycopg.Connection
) -> None:
    changes = {"name": "Apple, red", "attributes": {"weight": 0.3}, "category": "PARTS"}
    call(max_, "edit_item", sku="APPLE", changes=changes, version=1)
    call(max_, "add_attachment", sku="APPLE", name="a.txt", content=b"x")
    with shop.connect("bob_boss") as boss:
        set_range(boss, "APPLE", "AIRPORT", 5)
        set_range(boss, "APPLE", "MAIN", 7)
    rows = call(max_, "history_of", kind="item", key="apple")["rows"]
    # Max holds NORTH: the range at the airport is not his to know.
    assert [(row["kind"], row["operation"], row["person"]) for row in rows[:3]] == [
        ("ranges", "insert", "bob_boss"), ("attachments", "insert", "max_manager"),
        ("items", "update", "max_manager"),
    ]  # fmt: skip
    assert (rows[-1]["kind"], rows[-1]["operation"]) == ("items", "insert")
    assert [(each["field"], each["before"], each["after"]) for each in rows[2]["fields"]] == [
        ("category", "FOOD", "PARTS"), ("name", "Apple", "Apple, red"),
        ("weight", Decimal("0.2"), Decimal("0.3")),
    ]  # fmt: skip
    assert not {"address", "database_user", "session"} & set(rows[0])
    with shop.connect("ada_auditor") as ada:
        assert len(call(ada, "history_of", kind="item", key="APPLE")["rows"]) == len(rows) + 1
        at = call(ada, "history_of", kind="range", key="APPLE at AIRPORT")["rows"]
        assert [row["subject"] for row in at] == ["APPLE at AIRPORT"]
    with refused("IN014"):
        call(max_, "history_of", kind="range", key="APPLE at AIRPORT")
    page = call(max_, "history_of", kind="item", key="APPLE", max_rows=3)
    rest = call(max_, "history_of", kind="item", key="APPLE", after=page["next"])
    assert [*page["rows"], *rest["rows"]] == rows
    with refused("42501"):
        call(sue, "history_of", kind="item", key="APPLE")
    with refused("42501"):  # the way to it, by psql
        sue.execute(
            "select inventory.changes_about(array['auth.people'], 'item_id', 1, null, 9999, 9)"
        )


def test_who_asks_past_the_command_sees_no_more(shop: Database, max_: psycopg.Connection) -> None:
    """A manager can call what is behind it: of people and settings it says nothing."""
    call(max_, "edit_item", sku="APPLE", changes={"name": "Apple, red"}, version=1)
    with shop.connect("ann_admin") as ann:
        call(ann, "edit_settings", changes={"break_glass_hours": 5}, version=1)
        call(ann, "edit_settings", changes={"break_glass_hours": 4}, version=2)
    for table, field, key in (
        ("inventory.settings", "break_glass_hours", 4),
        ("auth.location_grants", "location_id", 3),
        ("inventory.subscriptions", "subscription_id", 1),
    ):
        found = one(
            max_,
            "select inventory.changes_about(array[%s], %s, %s, null, 99999, 50)",
            [table, field, key],
        )
        assert found == []


@pytest.mark.parametrize(
    ("kind", "key"), [("location", "MAIN"), ("category", "FOOD"), ("unit", "ea")]
)
def test_every_kind_has_a_history(
    db: psycopg.Connection, max_: psycopg.Connection, kind: str, key: str
) -> None:
    rows = call(max_, "history_of", kind=kind, key=key)["rows"]
    assert rows[-1]["operation"] == "insert"
    assert rows[-1]["subject"].endswith(key)


def test_a_kind_that_is_none_is_refused(max_: psycopg.Connection) -> None:
    with refused("IN014"):
        call(max_, "history_of", kind="people", key="ann_admin")


def test_labels_say_what_the_caller_sees(
    shop: Database, max_: psycopg.Connection, sue: psycopg.Connection
) -> None:
    codes = [{"barcode": "4006381333931"}, {"barcode": "C-1", "unit": "case"}]
    changes = {"packs": [{"unit": "case", "factor": 6}], "barcodes": codes}
    call(max_, "edit_item", sku="APPLE", changes=changes, version=1)
    found = call(sue, "label_rows", skus=["milk", "APPLE", "milk", "NONE"], locations=["MAIN"])
    assert [row["sku"] for row in found["items"]] == ["MILK", "APPLE"]
    assert found["items"][1]["barcodes"][1] == {"barcode": "C-1", "unit": "case"}
    assert found["locations"] == [{"location": "MAIN", "name": "Main"}]


def test_labels_of_a_place_and_of_what_lies_in_it(shop: Database, max_: psycopg.Connection) -> None:
    """Each once, by its code below the place that was asked for; none that is closed."""
    for code in ("MAIN-Z", "MAIN-P", "MAIN-Y"):
        call(max_, "create_location", code=code, name=code, kind="zone", parent="MAIN")
    call(max_, "close_location", location="MAIN-Y", version=1)
    found = call(max_, "label_rows", locations=["MAIN", "MAIN-Z"], below=True)
    codes = [row["location"] for row in found["locations"]]
    assert codes[0] == "MAIN"
    assert codes[1:] == sorted(codes[1:])
    assert {"MAIN-P", "MAIN-Z"} <= set(codes)
    assert "MAIN-Y" not in codes
    assert len(codes) == len(set(codes))
    alone = call(max_, "label_rows", locations=["MAIN-Y", "MAIN"])
    assert [row["location"] for row in alone["locations"]] == ["MAIN-Y", "MAIN"]
