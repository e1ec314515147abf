"""Reports of stock and of what moved: sums of the tree, units apart, who sees what."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, issue, post, receive, refused, reverse

TICK = timedelta(microseconds=1)


@pytest.fixture
def stocked(boss: psycopg.Connection) -> dict[str, Any]:
    """Some stock at four places, of two units, at a cost that one receipt told; and when."""
    receive(boss, "APPLE", "MAIN-A", 10, unit_cost=2)
    receive(boss, "APPLE", "MAIN-A-1", 4, lot="L1")
    receive(boss, "MILK", "MAIN-A-1", "2.5")
    receive(boss, "BOLT-M8", "HARBOUR", 100, unit_cost="0.1")
    before = datetime.now(UTC)
    taken = issue(boss, "APPLE", "MAIN-A", 3)
    post(
        boss, "transfer",
        [{"item": "BOLT-M8", "from": "HARBOUR", "to": "MAIN-B", "quantity": 40}],
    )  # fmt: skip
    post(
        boss, "adjustment",
        [{"item": "MILK", "location": "MAIN-A-1", "quantity": "-0.5", "reason": "Damaged"}],
    )  # fmt: skip
    reverse(boss, taken)
    return {"before": before, "after": datetime.now(UTC) + timedelta(seconds=1)}


def by(report: dict, key: str) -> dict[str, dict]:
    """Rows by what names them."""
    return {row[key]: row for row in report["rows"]}


def amounts(row: dict) -> dict[str, Decimal]:
    """On hand by unit."""
    return {one["unit"]: Decimal(one["on_hand"]) for one in row["quantities"]}


def test_places_have_all_below_them(boss: psycopg.Connection, stocked: dict) -> None:
    report = call(boss, "stock_report")
    rows = by(report, "location")
    assert amounts(rows["ACME"]) == {"ea": 114, "l": 2}
    assert amounts(rows["MAIN"]) == {"ea": 54, "l": 2}
    assert amounts(rows["MAIN-A"]) == {"ea": 14, "l": 2}
    assert amounts(rows["HARBOUR"]) == {"ea": 60}
    assert [rows[at]["levels"] for at in ("ACME", "MAIN-A", "MAIN-A-1")] == [5, 3, 2]
    assert [rows[at]["own_levels"] for at in ("ACME", "MAIN-A")] == [0, 1]
    assert "AIRPORT" not in rows
    assert [row["location"] for row in report["rows"]][:4] == ["ACME", "NORTH", "HARBOUR", "MAIN"]
    assert amounts(report["total"]) == {"ea": 114, "l": 2}
    below = by(call(boss, "stock_report", at_location="main-a"), "location")
    assert set(below) == {"MAIN-A", "MAIN-A-1"}
    assert amounts(below["MAIN-A"]) == {"ea": 14, "l": 2}


def test_categories_and_items_tell_the_same(boss: psycopg.Connection, stocked: dict) -> None:
    places, groups, items = (
        call(boss, "stock_report", grouped_by=key) for key in ("location", "category", "item")
    )
    assert {key: amounts(by(groups, "category")[key]) for key in ("ALL", "FOOD", "PARTS")} == {
        "ALL": {"ea": 114, "l": 2}, "FOOD": {"ea": 14, "l": 2}, "PARTS": {"ea": 100},
    }  # fmt: skip
    assert {sku: row["on_hand"] for sku, row in by(items, "sku").items()} == {
        "APPLE": 14, "BOLT-M8": 100, "MILK": 2,
    }  # fmt: skip
    for part in ("quantities", "levels", "value", "unvalued"):
        assert places["total"][part] == groups["total"][part] == items["total"][part]
    narrowed = call(
        boss, "stock_report", grouped_by="item", category="food", at_location="MAIN-A-1"
    )
    assert {sku: row["on_hand"] for sku, row in by(narrowed, "sku").items()} == {
        "APPLE": 4, "MILK": 2,
    }  # fmt: skip


def test_items_page_by_page(boss: psycopg.Connection, stocked: dict) -> None:
    found, after = [], None
    for _ in range(3):
        page = call(boss, "stock_report", grouped_by="item", after=after, max_rows=1)
        found += [row["sku"] for row in page["rows"]]
        assert page["total"]["item_count"] == 3
        after = page["next"]
    assert found == ["APPLE", "BOLT-M8", "MILK"]
    assert after is None


def test_as_known_then_leaves_out_what_came_later(boss: psycopg.Connection, stocked: dict) -> None:
    at = stocked["before"]
    line = {"item": "MILK", "location": "HARBOUR", "quantity": 9}
    post(boss, "receipt", [line], occurred_at=at - TICK)
    now = amounts(call(boss, "stock_report", instant=at)["total"])
    then = amounts(call(boss, "stock_report", instant=at, known_at=at)["total"])
    assert now == {"ea": 114, "l": Decimal("11.5")}
    assert then == {"ea": 114, "l": Decimal("2.5")}


def test_value_is_for_who_may_see_cost(
    shop: Database, boss: psycopg.Connection, sue: psycopg.Connection, stocked: dict
) -> None:
    total = call(boss, "stock_report")["total"]
    assert (total["value"], total["unvalued"]) == (14 * 2 + 10, 1)  # nobody told what milk costs
    assert by(call(boss, "stock_report", grouped_by="item"), "sku")["MILK"]["unvalued"] == 1
    with shop.connect("cas_cost") as cas:  # of MAIN alone: bolts' receipt is at HARBOUR
        total = call(cas, "stock_report")["total"]
        assert (total["value"], total["unvalued"]) == (28, 2)
    for key in ("location", "category", "item"):
        report = call(sue, "stock_report", grouped_by=key)
        assert report["currency"] is None
        for row in (report["total"], *report["rows"]):
            assert not {"value", "unvalued"} & set(row)


def test_each_sees_their_places(
    shop: Database, sue: psycopg.Connection, ada: psycopg.Connection, stocked: dict
) -> None:
    report = call(sue, "stock_report")
    assert amounts(report["total"]) == {"ea": 54, "l": 2}
    assert amounts(by(report, "location")["ACME"]) == {"ea": 54, "l": 2}
    assert report["places"] == 4
    assert amounts(call(ada, "stock_report")["total"]) == {"ea": 114, "l": 2}
    with refused("IN014"):
        call(sue, "stock_report", at_location="HARBOUR")
    for blind in ("cora_counter", "ann_admin"):
        with shop.connect(blind) as db, refused("42501"):
            call(db, "stock_report")


def test_what_moved_makes_closing_of_opening(
    boss: psycopg.Connection, sue: psycopg.Connection, stocked: dict
) -> None:
    """For each group and unit; and closing is what the report of stock says of that instant."""
    since, until = stocked["before"], stocked["after"]
    for person in (boss, sue):
        for key in ("location", "category", "item"):
            report = call(person, "movement_report", since=since, until=until, grouped_by=key)
            stock = call(person, "stock_report", instant=until - TICK, grouped_by=key)
            closing = {}
            name = "sku" if key == "item" else key
            for row in report["rows"]:
                parts = ("received", "issued", "transferred_in", "transferred_out", "adjusted")
                moved = sum(row[part] for part in (*parts, "reversed"))
                assert row["opening"] + moved == row["closing"]
                closing[row[name], row["unit"]] = row["closing"]
            for row in stock["rows"]:
                on_hand = amounts(row) if key != "item" else {row["unit"]: row["on_hand"]}
                for unit, amount in on_hand.items():
                    assert closing[row[name], unit] == amount


def test_what_moved_by_its_kind(
    boss: psycopg.Connection, sue: psycopg.Connection, stocked: dict
) -> None:
    asked = {"since": stocked["before"], "until": stocked["after"]}
    rows = call(boss, "movement_report", **asked, grouped_by="item")["rows"]
    told = {row["sku"]: [row[part] for part in (
        "opening", "received", "issued", "transferred_in", "transferred_out", "adjusted",
        "reversed", "closing", "moves")] for row in rows}  # fmt: skip
    assert told == {
        "APPLE": [14, 0, -3, 0, 0, 0, 3, 14, 2],
        "BOLT-M8": [100, 0, 0, 40, -40, 0, 0, 100, 2],
        "MILK": [Decimal("2.5"), 0, 0, 0, 0, Decimal("-0.5"), 0, 2, 1],
    }
    mine = call(sue, "movement_report", **asked, grouped_by="item")["rows"]
    bolts = next(row for row in mine if row["sku"] == "BOLT-M8")
    assert [bolts["transferred_in"], bolts["transferred_out"], bolts["closing"]] == [40, 0, 40]
    days = call(boss, "movement_report", **asked)["days"]
    assert sum(one["moves"] for one in days) == 5


def test_the_total_is_the_same_by_each_grouping(
    boss: psycopg.Connection, sue: psycopg.Connection, stocked: dict
) -> None:
    """Of everything there; the rows by item are of those that moved, which may be none."""
    spans = (
        (stocked["before"], stocked["after"], 3), (stocked["after"], stocked["after"] + TICK, 0),
    )  # fmt: skip
    for person in (boss, sue):
        for since, until, moved in spans:
            for narrowed in ({}, {"category": "FOOD"}, {"at_location": "MAIN"}):
                asked = {"since": since, "until": until, **narrowed}
                totals = [
                    call(person, "movement_report", **asked, grouped_by=key)["total"]
                    for key in ("location", "category", "item")
                ]
                assert totals[0]["figures"], "something lies there"
                assert totals[0] == totals[1], narrowed
                items = totals[2].pop("item_count")
                assert totals[0] == totals[2], narrowed
                assert items <= moved
                assert (items > 0) == (moved > 0)


def test_no_report_is_of_no_time(boss: psycopg.Connection, stocked: dict) -> None:
    with refused("IN017"):
        call(boss, "movement_report", since=stocked["after"], until=stocked["before"])
    with refused("IN017"):
        call(boss, "movement_report", since="-infinity")
    with refused("IN014"):
        call(boss, "stock_report", grouped_by="moon")


def test_many_items_are_found_as_few_are(boss: psycopg.Connection, stocked: dict) -> None:
    """A page among many items walks by SKU, a part of a file sums in one pass: the same comes."""
    few = "array(select item_id from inventory.items where sku in ('APPLE', 'MILK', 'BOLT-M8'))"
    many = f"{few} || array(select n from generate_series(1000001, 1003000) as n)"
    for items in (few, many):
        page = boss.execute(
            f"select sku from inventory.items join inventory.next_items({items}, 'APPLE', 2) "
            "using (item_id) order by sku"
        ).fetchall()
        assert [row["sku"] for row in page] == ["BOLT-M8", "MILK"]
        page = boss.execute(f"select * from inventory.next_items({items}, null, 1)").fetchall()
        assert len(page) == 1
        stock = boss.execute(
            "select sku, on_hand, levels from inventory.items "
            f"join inventory.item_stock(%s, null, null, {items}) using (item_id) order by sku",
            [stocked["before"]],
        ).fetchall()
        assert [(row["sku"], row["on_hand"], row["levels"]) for row in stock] == [
            ("APPLE", 14, 2), ("BOLT-M8", 100, 1), ("MILK", Decimal("2.5"), 1),
        ]  # fmt: skip
