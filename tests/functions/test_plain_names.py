"""Names and codes are kept plainly, whatever blanks came along with them, by each way in."""

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.functions.steps import call, issue, one, post, refused

ODD = "\t Blue \u00a0  paint,\r\n 5 l\u3000"
PLAIN = "Blue paint, 5 l"


def test_items(max_: psycopg.Connection, db: psycopg.Connection) -> None:
    made = {"sku": "\tpt-1\u00a0", "name": ODD, "category": "PARTS", "unit": "ea"}
    item = call(max_, "create_item", item=Jsonb(made))
    assert (item["sku"], item["name"]) == ("PT-1", PLAIN)
    changes = {"name": "Red\t\tpaint\n"}
    item = call(max_, "edit_item", sku="PT-1", changes=Jsonb(changes), version=item["version"])
    assert item["name"] == "Red paint"
    # A file says the same in other blanks: nothing is changed.
    rows = [{"sku": "PT-1\t", "name": "Red   paint"}, {**made, "sku": "\u00a0PT-2"}]
    assert call(max_, "import_items", rows=Jsonb(rows)) == []
    kept = db.execute("select sku, name, version from inventory.items where sku like 'PT-%'")
    assert sorted((row["sku"], row["name"]) for row in kept) == [
        ("PT-1", "Red paint"), ("PT-2", PLAIN),
    ]  # fmt: skip
    assert one(db, "select version from inventory.items where sku = 'PT-1'") == item["version"]
    with refused("IN017") as refusal:
        call(max_, "create_item", item=Jsonb({**made, "sku": "PT-3", "name": "\t\u00a0"}))
    assert refusal.detail["field"] == "name"


def test_what_was_kept_before_stays(max_: psycopg.Connection, db: psycopg.Connection) -> None:
    """Until somebody writes the name anew: a tag does not rename an item."""
    with db.transaction():
        db.execute("set local session_replication_role = replica")
        db.execute("update inventory.items set name = 'Old  name' where sku = 'MILK'")
    version = one(db, "select version from inventory.items where sku = 'MILK'")
    changes = Jsonb({"tags": ["cold"]})
    item = call(max_, "edit_item", sku="MILK", changes=changes, version=version)
    assert item["name"] == "Old  name"
    changes = Jsonb({"name": "Old  name,  new"})
    item = call(max_, "edit_item", sku="MILK", changes=changes, version=item["version"])
    assert item["name"] == "Old name, new"


def test_categories_locations_and_units(boss: psycopg.Connection, db: psycopg.Connection) -> None:
    call(boss, "create_category", code="\tcat-1 ", name=ODD, parent="ALL")
    call(boss, "create_location", code="\u00a0loc-1", name=ODD, kind="bin", parent="MAIN-B")
    call(boss, "create_unit", code="\ttray", name=ODD)
    rows = [{"code": "loc-2\t", "name": ODD, "kind": "bin", "parent": "MAIN-B"},
            {"code": "LOC-1", "name": f"{ODD} "}]  # fmt: skip
    assert call(boss, "import_locations", rows=Jsonb(rows)) == []
    for table, codes in (
        ("categories", ["CAT-1"]), ("locations", ["LOC-1", "LOC-2"]), ("units", ["tray"]),
    ):  # fmt: skip
        for code in codes:
            query = f"select name from inventory.{table} where code = %s"
            assert one(db, query, [code]) == PLAIN, code
    for command, key, code in (
        ("edit_category", "category", "CAT-1"), ("edit_location", "location", "LOC-1"),
        ("edit_unit", "unit", "tray"),
    ):  # fmt: skip
        asked = {key: code, "changes": Jsonb({"name": "\tOne   two "}), "version": 1}
        assert call(boss, command, **asked)["name"] == "One two", command


@pytest.mark.parametrize("lot", ["\tL  9\u00a0", "L\t9", "L 9"])
def test_new_lots(sue: psycopg.Connection, db: psycopg.Connection, lot: str) -> None:
    line = {"item": "MILK", "location": "MAIN-B", "quantity": 5, "lot": lot}
    post(sue, "receipt", [line])
    assert one(db, "select string_agg(code, '|') from inventory.lots where lot_id <> 0") == "L 9"
    post(sue, "issue", [line | {"quantity": 1}])
    issue(sue, "MILK", "MAIN-B", 1, lot="L 9")


def test_a_lot_of_before_is_still_found(sue: psycopg.Connection, db: psycopg.Connection) -> None:
    db.execute(
        "insert into inventory.lots (item_id, code) values (inventory.item_of('MILK'), 'A  1')"
    )
    line = {"item": "MILK", "location": "MAIN-B", "quantity": 5, "lot": "A  1"}
    post(sue, "receipt", [line])
    post(sue, "issue", [line])
    assert one(db, "select string_agg(code, '|') from inventory.lots where lot_id <> 0") == "A  1"
