"""Many items at once: a dry run changes nothing and tells all; then all change, or none."""

import os
from pathlib import Path

import psycopg
import pytest

from tests.functions.steps import call, count, one, receive, refused, set_range

THREE = {"skus": ["APPLE", "MILK", "BOLT-M8"]}


def edit(db: psycopg.Connection, selection: dict, changes: dict, *, dry_run: bool = False) -> dict:
    return call(db, "edit_items", selection=selection, changes=changes, dry_run=dry_run)


def tags(db: psycopg.Connection) -> dict[str, list[str]]:
    return {row["sku"]: row["tags"] for row in db.execute("select sku, tags from inventory.items")}


def test_a_dry_run_shows_and_changes_nothing(
    db: psycopg.Connection, max_: psycopg.Connection
) -> None:
    receive(max_, "APPLE", "MAIN-A", 5)
    written = [count(db, f"inventory.{name}") for name in ("alerts", "deliveries", "thresholds")]
    audit = count(db, "audit.changes")
    found = edit(
        max_, THREE, {"tags_add": [" Fresh ", "fresh"], "location": "MAIN", "minimum": 10},
        dry_run=True,
    )  # fmt: skip
    assert (found["changed"], found["unchanged"], found["failed"]) == (3, 0, 0)
    assert found["alerts_opened"] == 3
    apple = next(one for one in found["examples"] if one["sku"] == "APPLE")
    assert {one["field"]: (one["before"], one["after"]) for one in apple["fields"]} == {
        "tags": ([], ["fresh"]), "minimum": (None, 10), "severity": (None, "warning"),
    }  # fmt: skip
    assert written == [
        count(db, f"inventory.{name}") for name in ("alerts", "deliveries", "thresholds")
    ]
    assert (audit, tags(db)["APPLE"]) == (count(db, "audit.changes"), [])


def test_null_is_no_word_to_change_things_by(
    db: psycopg.Connection, max_: psycopg.Connection
) -> None:
    found = call(max_, "edit_items", selection=THREE, changes={"tags_add": ["x"]}, dry_run=None)
    assert (found["dry_run"], found["changed"]) == (True, 3)
    assert tags(db)["APPLE"] == []


def test_what_was_looked_at_is_changed(db: psycopg.Connection, max_: psycopg.Connection) -> None:
    seen = edit(max_, {"query": "category:FOOD"}, {"tags_add": ["cool"]}, dry_run=True)
    done = edit(max_, {"versions": seen["versions"]}, {"tags_add": ["cool"]})
    assert (done["changed"], done["dry_run"]) == (2, False)
    assert tags(db) == {"APPLE": ["cool"], "MILK": ["cool"], "BOLT-M8": []}
    again = edit(max_, {"query": "category:FOOD"}, {"tags_remove": ["COOL"]})
    assert again["changed"] == 2
    assert tags(db)["MILK"] == []


def test_a_changed_item_is_refused_and_named(
    db: psycopg.Connection, max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    seen = edit(max_, THREE, {"tags_add": ["cool"]}, dry_run=True)["versions"]
    call(boss, "edit_item", sku="MILK", changes={"name": "Milk"}, version=seen["MILK"])
    with refused("IN020") as refusal:
        edit(max_, {"versions": seen}, {"tags_add": ["cool"]})
    assert [(one["sku"], one["code"]) for one in refusal.detail["failures"]] == [("MILK", "IN011")]
    assert set(map(tuple, tags(db).values())) == {()}


def test_each_that_cannot_has_its_reason(db: psycopg.Connection, max_: psycopg.Connection) -> None:
    receive(max_, "APPLE", "MAIN-A", 5)
    found = edit(max_, {"skus": ["APPLE", "BOLT-M8", "NONE"]}, {"retire": True}, dry_run=True)
    assert {one["sku"]: one["code"] for one in found["failures"]} == {
        "APPLE": "IN015", "NONE": "IN014",
    }  # fmt: skip
    with refused("IN020"):
        edit(max_, {"skus": ["APPLE", "BOLT-M8"]}, {"retire": True})
    assert one(db, "select count(*) from inventory.items where retired_at is not null") == 0


def test_a_range_keeps_its_other_bound(db: psycopg.Connection, max_: psycopg.Connection) -> None:
    set_range(max_, "APPLE", "MAIN", 2, 9)
    edit(max_, {"skus": ["APPLE"]}, {"location": "MAIN", "minimum": "3"})
    assert one(
        db, "select array[minimum, maximum] from inventory.thresholds where item_id ="
        " inventory.item_of('APPLE')"
    ) == [3, 9]  # fmt: skip
    with refused("IN017"):  # of every item: told once
        edit(max_, {"skus": ["APPLE"]}, {"location": "MAIN", "minimum": None, "maximum": None},
             dry_run=True)  # fmt: skip


def test_places_of_others_are_not_there(max_: psycopg.Connection) -> None:
    """Max holds North: the airport is no place to him."""
    with refused("IN014"):
        edit(max_, THREE, {"location": "AIRPORT", "minimum": 1})


@pytest.mark.parametrize(
    ("selection", "changes"),
    [
        ({}, {"retire": True}), ({"skus": ["APPLE"], "query": ""}, {"retire": True}),
        ({"skus": ["APPLE"], "ranges": {"APPLE": "1.1"}}, {"retire": True}),
        ({"versions": {"APPLE": 1}, "ranges": {"APPLE": 1}}, {"retire": True}),
        ({"versions": {"APPLE": 1}, "ranges": {"MILK": "1.1"}}, {"retire": True}),
        ({"versions": {"a": 1}, "ranges": {"a": "none", "A": "none"}}, {"retire": True}),
        ({"versions": {"APPLE": 1}, "ranges": [1]}, {"retire": True}),
        ({"versions": {"APPLE": []}}, {"retire": True}),
        ({"skus": "APPLE"}, {"retire": True}), ({"versions": {"APPLE": "1"}}, {"retire": True}),
        (THREE, {}), (THREE, {"sku": "X"}), (THREE, {"minimum": 1}), (THREE, {"location": "MAIN"}),
        (THREE, {"attributes": []}), (THREE, {"tags_add": "x"}), (THREE, {"retire": "yes"}),
        (THREE, {"category": "NONE"}), (THREE, {"location": "MAIN", "minimum": "1,5"}),
    ],
)  # fmt: skip
def test_what_is_not_understood(max_: psycopg.Connection, selection: dict, changes: dict) -> None:
    with refused("IN014"):
        edit(max_, selection, changes)


def processor_seconds(process: int) -> float:
    """What a server process has used so far: on a shared machine the clock says little."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_ten_thousand_and_no_more(db: psycopg.Connection, max_: psycopg.Connection) -> None:
    db.execute(
        "insert into inventory.items (sku, name, category_id, unit_id) select 'Z-' || n, 'Z' || n,"
        " inventory.category_of('PARTS'), inventory.unit_of('ea') from generate_series(1, 9999) n"
    )
    backend = max_.info.backend_pid
    before = processor_seconds(backend)
    found = edit(max_, {"query": "category:PARTS"}, {"tags_add": ["bulk"]}, dry_run=True)
    print("10,000 items, s of processor time:", round(processor_seconds(backend) - before, 1))
    assert (found["changed"], len(found["examples"])) == (10_000, 50)
    db.execute(
        "insert into inventory.items (sku, name, category_id, unit_id) values ('Z-0', 'Z',"
        " inventory.category_of('PARTS'), inventory.unit_of('ea'))"
    )
    with refused("IN004"):
        edit(max_, {"query": "category:PARTS"}, {"tags_add": ["bulk"]}, dry_run=True)


def test_ranges_of_many_at_once(db: psycopg.Connection, max_: psycopg.Connection) -> None:
    """Minimum, maximum, severity at a place: what is not said stays; another place is refused."""
    set_range(max_, "APPLE", "MAIN", 3, 20)
    range_ = {"location": "MAIN", "minimum": 5, "severity": "critical"}
    seen = edit(max_, THREE, range_, dry_run=True)
    assert (seen["changed"], seen["alerts_opened"]) == (3, 2)  # APPLE's is open already
    apple = next(one for one in seen["examples"] if one["sku"] == "APPLE")
    assert {one["field"]: (one["before"], one["after"]) for one in apple["fields"]} == {
        "minimum": (3, 5), "severity": ("warning", "critical"),
    }  # fmt: skip
    assert count(db, "inventory.thresholds") == 1
    edit(max_, {"versions": seen["versions"]}, range_)
    said = "minimum, maximum, severity from inventory.thresholds order by maximum"
    rows = db.execute(f"select {said}").fetchall()
    assert [tuple(row.values()) for row in rows] == [
        (5, 20, "critical"), (5, None, "critical"), (5, None, "critical"),
    ]  # fmt: skip
    edit(max_, THREE, {"location": "MAIN", "severity": "info"})
    assert one(db, "select array_agg(distinct severity) from inventory.thresholds") == ["info"]
    with refused("IN014"):
        edit(max_, THREE, {"location": "MAIN", "severity": "urgent"})
    with refused("IN014"):
        edit(max_, THREE, {"severity": "info"})
    with refused("IN014"):  # no place of hers, so none that she is told of
        edit(max_, THREE, range_ | {"location": "AIRPORT"}, dry_run=True)


def test_a_value_is_read_as_the_items_own_category_declares_it(
    db: psycopg.Connection, max_: psycopg.Connection
) -> None:
    """The same name is a number in FOOD and a text in PARTS, and a number again where it moves."""
    for category, kind in (("FOOD", "number"), ("PARTS", "text")):
        call(
            max_, "declare_attribute", category=category, attribute="span", label="Span", type=kind
        )
    typed = {"attribute_readings": {"span": {"text": "42", "number": 42}}}
    found = edit(max_, {"skus": ["APPLE", "BOLT-M8"]}, typed, dry_run=True)
    assert found["failures"] == []
    edit(max_, {"skus": ["APPLE", "BOLT-M8"]}, typed)
    kept = "select attributes -> 'span' from inventory.items where sku = %s"
    assert [one(db, kept, [sku]) for sku in ("APPLE", "BOLT-M8")] == [42, "42"]
    edit(max_, {"skus": ["BOLT-M8"]}, typed | {"category": "FOOD"})
    assert one(db, kept, ["BOLT-M8"]) == 42
    edit(max_, {"skus": ["APPLE"]}, {"attribute_readings": {"span": None}})
    assert one(db, kept, ["APPLE"]) is None


RANGE = {"location": "MAIN", "minimum": 5}


def bounds(db: psycopg.Connection) -> dict[str, tuple[int, int]]:
    rows = db.execute(
        "select sku, minimum::integer, maximum::integer from inventory.thresholds join"
        " inventory.items using (item_id)"
    ).fetchall()
    return {row["sku"]: (row["minimum"], row["maximum"]) for row in rows}


def marks(db: psycopg.Connection) -> dict[str, str]:
    """The ranges as they may be looked at now, by SKU."""
    return {row["sku"]: row["seen"] for row in db.execute("select sku, seen from api.thresholds")}


def test_a_range_that_was_looked_at_is_the_one_that_is_changed(
    db: psycopg.Connection, max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    """Set anew, made or removed between the dry run and the change: each is refused by name."""
    set_range(max_, "APPLE", "MAIN", 2, 9)
    set_range(max_, "MILK", "MAIN", 2, 9)
    seen = edit(max_, THREE, RANGE, dry_run=True)
    assert seen["ranges"] == marks(max_) | {"BOLT-M8": "none"}
    assert "ranges" not in edit(max_, THREE, {"tags_add": ["x"]}, dry_run=True)
    set_range(boss, "APPLE", "MAIN", 3, 9)
    call(boss, "remove_threshold", item="MILK", location="MAIN")
    set_range(boss, "BOLT-M8", "MAIN", 1, 9)
    looked = {name: seen[name] for name in ("versions", "ranges")}
    with refused("IN020") as refusal:
        edit(max_, looked, RANGE)
    assert {one["sku"]: one["code"] for one in refusal.detail["failures"]} == {
        "APPLE": "IN011", "MILK": "IN011", "BOLT-M8": "IN011",
    }  # fmt: skip
    assert bounds(db) == {"APPLE": (3, 9), "BOLT-M8": (1, 9)}
    again = edit(max_, looked, RANGE, dry_run=True)
    assert [one["message"] for one in again["failures"]] == [
        "Its range there was changed meanwhile by Bob.",
        "Its range there was set meanwhile by Bob.",
        "Its range there was removed meanwhile.",
    ]
    edit(max_, {name: edit(max_, THREE, RANGE, dry_run=True)[name] for name in looked}, RANGE)
    assert bounds(db) == {"APPLE": (5, 9), "BOLT-M8": (5, 9), "MILK": (5, None)}


def test_a_default_of_the_new_category_is_no_change_of_others(
    db: psycopg.Connection, max_: psycopg.Connection
) -> None:
    """With the category its default sets a range at the place, and the range said goes over it."""
    call(
        max_,
        "set_threshold_default",
        category="PARTS",
        location="MAIN",
        kind=None,
        minimum=1,
        maximum=4,
    )
    changes = {"category": "PARTS", "location": "MAIN", "maximum": 9}
    seen = edit(max_, {"skus": ["APPLE"]}, changes, dry_run=True)
    assert (seen["ranges"], seen["failed"]) == ({"APPLE": "none"}, 0)
    edit(max_, {name: seen[name] for name in ("versions", "ranges")}, changes)
    assert bounds(db)["APPLE"] == (1, 9)


def test_a_range_that_was_removed_and_set_anew_is_another(
    db: psycopg.Connection, max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    """It counts its versions from 1 again, and is neither gone over nor removed."""
    set_range(max_, "APPLE", "MAIN", 2, 9)
    seen = edit(max_, {"skus": ["APPLE"]}, RANGE, dry_run=True)
    here = {"ranges": [{"item": "APPLE", "location": "MAIN"}]}
    shown = call(max_, "remove_thresholds", selection=here, dry_run=True)
    call(boss, "remove_threshold", item="APPLE", location="MAIN")
    set_range(boss, "APPLE", "MAIN", 100, 900)
    with refused("IN020") as refusal:
        edit(max_, {name: seen[name] for name in ("versions", "ranges")}, RANGE)
    assert [one["code"] for one in refusal.detail["failures"]] == ["IN011"]
    with refused("IN020") as refusal:
        call(max_, "remove_thresholds", selection={"ranges": shown["ranges"]}, dry_run=False)
    assert [one["code"] for one in refusal.detail["failures"]] == ["IN011"]
    assert bounds(db) == {"APPLE": (100, 900)}


def test_a_range_is_that_of_its_item_however_that_is_written(
    db: psycopg.Connection, max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    set_range(max_, "MILK", "MAIN", 2, 9)
    mark = edit(max_, {"skus": ["MILK"]}, RANGE, dry_run=True)["ranges"]["MILK"]
    set_range(boss, "MILK", "MAIN", 3, 9)
    with refused("IN020"):
        edit(max_, {"versions": {"milk": 1}, "ranges": {"MILK": mark}}, RANGE)
    with refused("IN020"):
        edit(max_, {"versions": {"MILK": 1}, "ranges": {"milk": mark}}, RANGE)
    assert bounds(db) == {"MILK": (3, 9)}


def test_ranges_are_removed_as_they_were_seen(
    db: psycopg.Connection, max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    for sku in THREE["skus"]:
        set_range(max_, sku, "MAIN", 2, 9)
    said = [{"item": sku, "location": "MAIN"} for sku in THREE["skus"]]
    seen = call(max_, "remove_thresholds", selection={"ranges": said}, dry_run=True)["ranges"]
    assert {one["item"]: one["seen"] for one in seen} == marks(max_)
    asked = {"asked": {"location": "MAIN"}}
    assert call(max_, "remove_thresholds", selection=asked, dry_run=True)["ranges"] == [
        *sorted(seen, key=lambda one: THREE["skus"].index(one["item"]))
    ]
    set_range(boss, "MILK", "MAIN", 3, 9)
    with refused("IN020") as refusal:
        call(max_, "remove_thresholds", selection={"ranges": seen}, dry_run=False)
    failures = refusal.detail["failures"]
    assert [(one["item"], one["code"]) for one in failures] == [("MILK", "IN011")]
    assert len(bounds(db)) == 3
    left = [one for one in seen if one["item"] != "MILK"]
    assert (
        call(max_, "remove_thresholds", selection={"ranges": left}, dry_run=False)["removed"] == 2
    )
    assert bounds(db) == {"MILK": (3, 9)}
    for bad in ({"seen": 1}, {"seen": []}, {"version": 1}):
        with refused("IN014"):
            one_ = {"item": "MILK", "location": "MAIN", **bad}
            call(max_, "remove_thresholds", selection={"ranges": [one_]}, dry_run=True)
