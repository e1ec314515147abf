"""Items: create, edit, remove; attributes by their declared types; nothing edited is lost."""

from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import (
    assert_proved,
    call,
    count,
    issue,
    one,
    open_session,
    receive,
    refused,
    set_range,
    web,
)

PEN = {"sku": "pen-1", "name": " Pen ", "category": "parts", "unit": "ea"}


def test_create_answers_the_item(max_: psycopg.Connection) -> None:
    item = call(
        max_,
        "create_item",
        item={
            **PEN,
            "description": "Blue",
            "attributes": {"weight": 0.01},
            "packs": [{"unit": "case", "factor": 144}],
        },
    )
    assert (item["sku"], item["name"], item["description"]) == ("PEN-1", "Pen", "Blue")
    assert (item["category"], item["category_path"]) == ("PARTS", "Everything / Parts")
    assert item["packs"] == [{"unit": "case", "name": "case", "factor": 144}]
    assert (item["version"], item["created_by"]) == (1, "max_manager")
    assert item["has_movements"] is False
    assert call(max_, "item_page", sku="pen-1")["item"] == item


@pytest.mark.parametrize(
    ("change", "state", "constraint"),
    [
        ({"sku": "APPLE"}, "IN017", "items_sku_key"),
        ({"sku": " apple"}, "IN017", "items_sku_key"),
        ({"sku": ""}, "IN017", "items_sku_is_upper_case"),
        ({"sku": "a b"}, "IN017", "items_sku_is_upper_case"),
        ({"sku": "x" * 61}, "IN017", "items_sku_is_upper_case"),
        ({"name": "  "}, "IN017", "items_name_has_length"),
        ({"name": "x" * 201}, "IN017", "items_name_has_length"),
        ({"description": "x" * 4001}, "IN017", "items_description_has_length"),
        ({"category": "NOPE"}, "IN014", None),
        ({"category": None}, "IN014", None),
        ({"unit": "NOPE"}, "IN014", None),
        ({"colour": "red"}, "IN014", None),
        ({"attributes": []}, "IN017", "items_attributes_is_object"),
        ({"attributes": None}, "IN017", "items_attributes_is_object"),
        ({"attributes": "x"}, "IN017", "items_attributes_is_object"),
        ({"attributes": {"weight": "heavy"}}, "IN013", None),
        ({"packs": {}}, "IN014", None),
        ({"packs": ["case"]}, "IN014", None),
        ({"packs": [{"unit": "NOPE", "factor": 1}]}, "IN014", None),
        *[
            ({"packs": [{"unit": "case", "factor": f}]}, "IN014", None)
            for f in (0, -1, "x", "NaN", "Infinity", 10**9, None, [])
        ],
    ],
)
def test_a_bad_item_is_refused(
    max_: psycopg.Connection, change: dict, state: str, constraint: str | None
) -> None:
    with refused(state) as refusal:
        call(max_, "create_item", item={**PEN, **change})
    if constraint:
        assert refusal.detail["constraint"] == constraint
    assert one(max_, "select count(*) from api.items") == 3


def test_no_object_is_no_item(max_: psycopg.Connection) -> None:
    for text in ("null", "[]", '"x"', "5"):
        with refused("IN014"):
            max_.execute("select api.create_item(%s::jsonb)", [text])
        with refused("IN014"):
            max_.execute("select api.edit_item('APPLE', %s::jsonb, 1)", [text])


@pytest.fixture
def declared(db: psycopg.Connection) -> None:
    """One attribute of each type on PARTS, beside weight of the category above."""
    db.execute(
        "insert into inventory.attributes (category_id, attribute, label, type, choices, required) "
        "select inventory.category_of('PARTS'), a, initcap(a), t, c, r from (values "
        "('grade', 'text', null, false), ('colour', 'choice', array['red', 'blue'], true), "
        "('tested', 'date', null, false), ('sealed', 'boolean', null, false)"
        ") as v (a, t, c, r)"
    )


@pytest.mark.usefixtures("declared")
@pytest.mark.parametrize(
    "attributes",
    [
        {"colour": "red"},
        {"colour": "blue", "grade": "A", "tested": "2028-02-29", "sealed": False, "weight": 1},
        {"colour": "blue", "weight": -1.5},
    ],
)
def test_attributes_as_declared(max_: psycopg.Connection, attributes: dict) -> None:
    item = call(max_, "create_item", item={**PEN, "attributes": attributes})
    assert item["attributes"] == attributes
    assert {a["attribute"] for a in call(max_, "item_page", sku="PEN-1")["attributes"]} == {
        "weight",
        "grade",
        "colour",
        "tested",
        "sealed",
    }


@pytest.mark.usefixtures("declared")
@pytest.mark.parametrize(
    ("attributes", "attribute", "expected"),
    [
        ({}, "colour", "choice"),
        ({"colour": "green"}, "colour", "choice"),
        ({"colour": ["red"]}, "colour", "choice"),
        ({"colour": None}, "colour", "choice"),
        ({"colour": "red", "grade": 5}, "grade", "text"),
        ({"colour": "red", "grade": ""}, "grade", "text"),
        ({"colour": "red", "grade": "x" * 501}, "grade", "text"),
        ({"colour": "red", "tested": "2027-02-29"}, "tested", "date"),
        ({"colour": "red", "tested": "29.2.2028"}, "tested", "date"),
        ({"colour": "red", "tested": "tomorrow"}, "tested", "date"),
        ({"colour": "red", "sealed": "yes"}, "sealed", "boolean"),
        ({"colour": "red", "sealed": 1}, "sealed", "boolean"),
        ({"colour": "red", "weight": "1"}, "weight", "number"),
        ({"colour": "red", "weight": {}}, "weight", "number"),
        ({"colour": "red", "organic": True}, "organic", "no such field"),  # declared for FOOD
        ({"colour": "red", "Weight": 1}, "Weight", "no such field"),
    ],
)
def test_attributes_otherwise(
    max_: psycopg.Connection,
    db: psycopg.Connection,
    attributes: dict,
    attribute: str,
    expected: str,
) -> None:
    with refused("IN013") as refusal:
        call(max_, "create_item", item={**PEN, "attributes": attributes})
    assert refusal.detail == {"attribute": attribute, "expected": expected}
    with refused("IN013"):  # the same rule for a plain INSERT of the superuser
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id, attributes) select "
            "'PEN-1', 'Pen', inventory.category_of('PARTS'), inventory.unit_of('ea'), %s",
            [psycopg.types.json.Jsonb(attributes)],
        )


def test_another_category_has_other_attributes(max_: psycopg.Connection) -> None:
    with refused("IN013") as refusal:
        call(max_, "edit_item", sku="MILK", changes={"category": "PARTS"}, version=1)
    assert refusal.detail["attribute"] == "organic"
    changes = {"category": "PARTS", "attributes": {"weight": 1}}
    assert call(max_, "edit_item", sku="MILK", changes=changes, version=1)["category"] == "PARTS"


# -- Editing


def test_a_lost_update_is_refused_with_both_versions(
    max_: psycopg.Connection, boss: psycopg.Connection, db: psycopg.Connection
) -> None:
    call(max_, "edit_item", sku="APPLE", changes={"name": "Apple, red"}, version=1)
    with refused("IN011") as refusal:
        call(boss, "edit_item", sku="APPLE", changes={"name": "Apple, green"}, version=1)
    assert refusal.error.diag.message_primary == "This was changed meanwhile by Max."
    assert refusal.detail["current"]["name"] == "Apple, red"
    assert refusal.detail["current"]["version"] == 2
    assert refusal.detail["yours"]["name"] == "Apple, green"
    answer = call(boss, "edit_item", sku="apple", changes={"name": "Apple, green"}, version=2)
    assert (answer["version"], answer["updated_by"]) == (3, "bob_boss")
    with refused("IN011"):
        call(boss, "edit_item", sku="APPLE", changes={}, version=None)
    for statement in ("set version = 1", "set version = 9, name = 'x'"):
        with refused("IN011"):
            db.execute(f"update inventory.items {statement} where sku = 'APPLE'")
    max_.execute("update inventory.items set name = 'Apple' where sku = 'APPLE'")
    assert one(db, "select version from inventory.items where sku = 'APPLE'") == 4


def test_what_is_not_named_stays(max_: psycopg.Connection) -> None:
    before = call(max_, "item_page", sku="APPLE")["item"]
    after = call(max_, "edit_item", sku="APPLE", changes={"description": "Round"}, version=1)
    moved = {"description", "version", "updated_at", "updated_by", "updated_by_name"}
    assert {k for k in after if after[k] != before[k]} == moved
    cleared = call(max_, "edit_item", sku="APPLE", changes={"packs": []}, version=2)
    assert cleared["packs"] == []
    with refused("IN014"):
        call(max_, "edit_item", sku="PEAR", changes={"name": "x"}, version=1)


def test_tags_are_put_in_order_and_held(max_: psycopg.Connection) -> None:
    said = {"tags": [" Zebra ", "apple pie", "zebra", "Ärger"]}
    assert call(max_, "edit_item", sku="APPLE", changes=said, version=1)["tags"] == [
        *("apple pie", "zebra", "ärger")
    ]
    for tags in ([""], ["a,b"], ['a"b'], ["x" * 41], [f"t{n}" for n in range(21)], ["a\nb"]):
        with refused("IN017"):
            call(max_, "edit_item", sku="APPLE", changes={"tags": tags}, version=2)
    for tags in ("x", [1], {"a": 1}, [None]):
        with refused("IN014"):
            call(max_, "edit_item", sku="APPLE", changes={"tags": tags}, version=2)
    with refused("23514"):
        max_.execute("update inventory.items set tags = array['a,b']")
    assert call(max_, "edit_item", sku="APPLE", changes={"tags": []}, version=2)["tags"] == []


def test_a_barcode_stands_for_one_item_or_its_pack(max_: psycopg.Connection) -> None:
    def edit(sku: str, version: int, *barcodes: Any, **more: Any) -> Any:
        changes = {"barcodes": list(barcodes), **more}
        answer = call(max_, "edit_item", sku=sku, changes=changes, version=version)
        return [(b["barcode"], b["unit"]) for b in answer["barcodes"]]

    case = {"barcode": "14006381333938", "unit": "case"}
    assert edit("APPLE", 1, "4006381333931", case, {"barcode": " X 1 ", "unit": "ea"}) == [
        *(("4006381333931", None), ("14006381333938", "case"), ("X 1", None))
    ]
    for wrong in (
        ["4006381333931"],
        [{"barcode": "1", "unit": "case"}],
        ["a\nb"],
        ["2", "2"],
        [""],
    ):
        with refused("IN017"):
            edit("BOLT-M8", 1, *wrong)
    for wrong in ([1], [{"code": "1"}], [{"barcode": "1", "unit": "nope"}], [["1"]]):
        with refused("IN014"):
            edit("BOLT-M8", 1, *wrong)
    # A pack that a barcode stands for goes with it, or stays.
    with refused("IN017"):
        call(max_, "edit_item", sku="APPLE", changes={"packs": []}, version=2)
    assert edit("APPLE", 2, "X 1", packs=[]) == [("X 1", None)]
    assert edit("BOLT-M8", 1, "4006381333931") == [("4006381333931", None)]
    call(max_, "remove_item", sku="BOLT-M8", version=2)


def test_a_sku_may_change_and_history_follows(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN", 5)
    call(max_, "edit_item", sku="APPLE", changes={"sku": "apple-2"}, version=1)
    issue(sue, "APPLE-2", "MAIN", 2)
    assert len(call(sue, "item_movements", sku="APPLE-2")["rows"]) == 2
    assert_proved(shop)


def test_the_base_unit_is_fixed_once_stock_moved(
    sue: psycopg.Connection, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    call(max_, "edit_item", sku="BOLT-M8", changes={"unit": "l"}, version=1)
    receive(sue, "BOLT-M8", "MAIN", 5)
    issue(sue, "BOLT-M8", "MAIN", 5)
    with refused("IN015"):
        call(max_, "edit_item", sku="BOLT-M8", changes={"unit": "ea"}, version=2)
    with refused("IN015"):
        db.execute("update inventory.items set unit_id = inventory.unit_of('ea')")


def test_who_edits(shop: Database) -> None:
    for person in ("sue_staff", "vic_viewer", "ada_auditor", "rob_reporting", "ann_admin"):
        with shop.connect(person) as login:
            for name, values in (
                ("create_item", {"item": PEN}),
                ("edit_item", {"sku": "APPLE", "changes": {"name": "x"}, "version": 1}),
                ("remove_item", {"sku": "APPLE", "version": 1}),
            ):
                with refused("42501"):
                    call(login, name, **values)
            for statement in (
                "update inventory.items set name = 'x'",
                "delete from inventory.items",
                "insert into inventory.categories (code, name) values ('X', 'X')",
                "update inventory.units set decimals = 6",
            ):
                with refused("42501"):
                    login.execute(statement)


# -- Removing


def test_remove_deletes_what_never_moved(max_: psycopg.Connection, db: psycopg.Connection) -> None:
    with refused("IN011"):
        call(max_, "remove_item", sku="APPLE", version=7)
    answer = call(max_, "remove_item", sku="apple", version=1)
    assert answer == {"sku": "APPLE", "removed": "deleted"}
    assert one(db, "select count(*) from inventory.items where sku = 'APPLE'") == 0
    with refused("IN014"):
        call(max_, "remove_item", sku="APPLE", version=1)
    assert call(max_, "create_item", item={**PEN, "sku": "APPLE"})["version"] == 1


def test_remove_retires_what_moved(
    shop: Database, sue: psycopg.Connection, sam: psycopg.Connection, max_: psycopg.Connection
) -> None:
    receive(sam, "APPLE", "AIRPORT", 5)  # where the manager does not see it
    with refused("IN015"):
        call(max_, "remove_item", sku="APPLE", version=1)
    issue(sam, "APPLE", "AIRPORT", 5)
    answer = call(max_, "remove_item", sku="APPLE", version=1)
    assert answer == {"sku": "APPLE", "removed": "retired"}
    assert [row["sku"] for row in call(max_, "search_items")["rows"]] == ["BOLT-M8", "MILK"]
    retired = call(max_, "search_items", query="is:retired")["rows"]
    assert [(row["sku"], row["retired"]) for row in retired] == [("APPLE", True)]
    assert call(max_, "item_page", sku="APPLE")["item"]["retired_at"] is not None
    assert len(call(sam, "item_movements", sku="APPLE")["rows"]) == 2
    with refused("IN001") as refusal:
        receive(sue, "APPLE", "MAIN", 1)
    assert refusal.codes == [(1, "IN102")]
    with refused("IN014"):
        call(max_, "remove_item", sku="APPLE", version=2)
    assert_proved(shop)


def test_a_retired_item_is_out_of_stock_to_nobody(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    """Its alerts would stay open for ever: nobody can receive it any more."""
    receive(sue, "APPLE", "MAIN", 5)
    set_range(max_, "APPLE", "MAIN", 10)
    issue(sue, "APPLE", "MAIN", 5)
    call(max_, "remove_item", sku="APPLE", version=1)
    assert call(max_, "list_alerts")["rows"] == []
    assert count(db, "inventory.alerts") == 1
    assert_proved(shop)


# -- Who did it is known


def test_changes_name_the_person(
    shop: Database, max_: psycopg.Connection, db: psycopg.Connection, ada: psycopg.Connection
) -> None:
    call(max_, "edit_item", sku="APPLE", changes={"name": "Apple, red"}, version=1)
    with web(shop, open_session(shop, "max_manager")) as browser:
        call(browser, "edit_item", sku="APPLE", changes={"name": "Apple"}, version=2)
        set_range(browser, "APPLE", "MAIN", 5)
    db.execute("update inventory.items set description = 'by the DBA' where sku = 'APPLE'")
    rows = ada.execute(
        "select person, database_user, operation, before ->> 'name' as before, "
        "after ->> 'name' as after, table_name from api.changes "
        "where table_name in ('inventory.items', 'inventory.thresholds') and person is distinct "
        "from null or operation = 'update' order by change_id"
    ).fetchall()
    assert [tuple(row.values()) for row in rows][-4:] == [
        ("max_manager", "max_manager", "update", "Apple", "Apple, red", "inventory.items"),
        ("max_manager", "stockroom_web", "update", "Apple, red", "Apple", "inventory.items"),
        ("max_manager", "stockroom_web", "insert", None, None, "inventory.thresholds"),
        (None, "postgres", "update", "Apple", "Apple", "inventory.items"),
    ]
    for person in ("max_manager", "sue_staff", "vic_viewer"):
        with shop.connect(person) as login, refused("42501"):
            login.execute("select from api.changes")


def test_import_names_every_bad_row(boss: psycopg.Connection) -> None:
    rows = [
        {**PEN, "sku": "A"},
        {**PEN, "sku": "A B"},
        {**PEN, "sku": "B", "category": "NOPE"},
        {**PEN, "sku": "C", "unit": "NOPE"},
        {**PEN, "sku": "D", "attributes": {"weight": "x"}},
        {"sku": "APPLE", "name": "Apple, again"},
        {**PEN, "sku": "E", "colour": 1},
        {**PEN, "sku": "F", "attributes": []},
        {**PEN, "sku": "G", "packs": "x"},
    ]
    with boss.transaction(force_rollback=True):
        answer = call(boss, "import_items", rows=rows)
    assert [(r["row"], r["field"], r["code"]) for r in answer] == [
        (2, "sku", "IN017"),
        (3, "category", "IN014"),
        (4, "unit", "IN014"),
        (5, "weight", "IN013"),
        (7, "colour", "IN014"),
        (8, "attributes", "IN017"),
        (9, "packs", "IN014"),
    ]


def test_what_is_so_already_keeps_its_version_however_it_is_written(
    boss: psycopg.Connection,
) -> None:
    packs = [{"unit": "case", "factor": 12}]
    call(boss, "create_item", item={**PEN, "sku": "P", "packs": packs, "barcodes": ["7"]})
    said = {"sku": "p", "category": PEN["category"].lower(), "unit": PEN["unit"]}
    for more in (
        {"packs": "case=12.0"},
        {"packs": [{"unit": " case", "factor": "012.00"}]},
        {"barcodes": f"7 ({PEN['unit']})"},
        {"barcodes": [" 7 "]},
        {"name": f" {PEN['name']}\t"},
    ):
        assert call(boss, "import_items", rows=[said | more]) == []
        assert boss.execute("select version from inventory.items where sku = 'P'").fetchone() == {
            "version": 1
        }, more
    assert call(boss, "import_items", rows=[said | {"packs": "case=12.5"}]) == []
    (found,) = call(boss, "item_fields", query="sku:P")["rows"]
    assert found["packs"] == [{"unit": "case", "factor": 12.5}]


def test_of_the_first_hundred_bad_rows_all_mistakes_are_told(boss: psycopg.Connection) -> None:
    rows = [{**PEN, "sku": f"A{n}", "category": "NOPE", "unit": "NOPE"} for n in range(80)]
    good = [{**PEN, "sku": f"G{n}"} for n in range(40)]
    with boss.transaction(force_rollback=True):  # a file, in two parts
        first = call(boss, "import_items", rows=rows + good)
        second = call(boss, "import_items", rows=rows)
    assert (len(first), len(second)) == (160, 2 * 20 + 60)
    assert [(r["row"], r["field"]) for r in second][38:43] == [
        (20, "category"), (20, "unit"), (21, "category"), (22, "category"), (23, "category"),
    ]  # fmt: skip
    with boss.transaction(force_rollback=True):
        assert len(call(boss, "import_items", rows=rows)) == 160
