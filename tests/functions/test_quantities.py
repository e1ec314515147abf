"""Rule 8: quantities are exact, in the base unit; a pack is converted when it enters."""

import uuid
from decimal import Decimal

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Database
from tests.functions.steps import (
    assert_proved,
    call,
    count,
    issue,
    on_hand,
    one,
    post,
    receive,
    refused,
    reverse,
)


@pytest.fixture
def kilo(db: psycopg.Connection) -> None:
    """An item in kilograms with packs that are no round numbers."""
    db.execute(
        "insert into inventory.units (code, name, decimals) values "
        "('kg', 'kilogram', 6), ('lb', 'pound', 2), ('third', 'third', 0)"
    )
    db.execute(
        "insert into inventory.items (sku, name, category_id, unit_id) "
        "values ('FLOUR', 'Flour', inventory.category_of('FOOD'), inventory.unit_of('kg'))"
    )
    db.execute(
        "insert into inventory.item_units (item_id, unit_id, factor) "
        "select inventory.item_of('FLOUR'), inventory.unit_of(u), f from "
        "(values ('lb', 0.45359237), ('third', 0.333333333)) as v (u, f)"
    )


@pytest.mark.usefixtures("kilo")
def test_a_pack_is_converted_exactly(shop: Database, sue: psycopg.Connection) -> None:
    answer = receive(sue, "FLOUR", "MAIN", 100, unit="lb")
    (only,) = answer["lines"]
    assert only["quantity"] == Decimal("45.359237")
    assert (only["entered_quantity"], only["entered_unit"], only["unit"]) == (100, "lb", "kg")
    issue(sue, "FLOUR", "MAIN", "45.359237")
    assert on_hand(sue, "FLOUR", "MAIN") == 0
    assert_proved(shop)


@pytest.mark.usefixtures("kilo")
def test_what_the_base_unit_cannot_hold_is_refused_not_rounded(sue: psycopg.Connection) -> None:
    for quantity, unit in (("0.01", "lb"), (1, "third"), ("0.0000001", "kg")):
        with refused("IN001") as refusal:
            receive(sue, "FLOUR", "MAIN", quantity, unit=unit)
        assert refusal.codes == [(1, "IN106")]
    receive(sue, "FLOUR", "MAIN", "0.000001", unit="kg")


def test_tenths_add_up(shop: Database, sue: psycopg.Connection) -> None:
    line = {"item": "MILK", "location": "MAIN", "quantity": "0.1"}
    post(sue, "receipt", [line] * 1_000)
    assert on_hand(sue, "MILK", "MAIN") == 100
    for number in ("0.1", 0.2):
        issue(sue, "MILK", "MAIN", number)
    assert on_hand(sue, "MILK", "MAIN") == Decimal("99.7")
    assert_proved(shop)


def test_zeros_at_the_end_are_no_decimals(sue: psycopg.Connection) -> None:
    answer = receive(sue, "APPLE", "MAIN", "5.000")
    assert str(answer["lines"][0]["quantity"]) == "5"
    answer = receive(sue, "APPLE", "MAIN", "0.5", unit="case")
    assert answer["lines"][0]["quantity"] == 6


def test_large_and_small_together(shop: Database, sue: psycopg.Connection) -> None:
    receive(sue, "MILK", "MAIN", "999999999999.999")
    receive(sue, "MILK", "MAIN", "999999999999.999")
    receive(sue, "MILK", "MAIN", "0.001")
    assert on_hand(sue, "MILK", "MAIN") == Decimal("1999999999999.999")
    assert_proved(shop)


def test_a_pack_changed_later_leaves_history_alone(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN", 1, unit="case")
    db.execute("update inventory.item_units set factor = 10")
    receive(sue, "APPLE", "MAIN", 1, unit="case")
    db.execute("delete from inventory.item_units")
    rows = sue.execute(
        "select quantity, entered_quantity, entered_unit from api.movements order by movement_id"
    ).fetchall()
    assert [tuple(row.values()) for row in rows] == [(12, 1, "case"), (10, 1, "case")]
    with refused("IN001") as refusal:
        receive(sue, "APPLE", "MAIN", 1, unit="case")
    assert refusal.codes == [(1, "IN105")]
    assert_proved(shop)


# -- Lots


def test_lots_are_apart(shop: Database, sue: psycopg.Connection) -> None:
    receive(sue, "MILK", "MAIN", 5, lot="L1", expires_on="2027-01-31")
    receive(sue, "MILK", "MAIN", 7, lot=" L2 ")
    receive(sue, "MILK", "MAIN", 1)
    rows = sue.execute(
        "select lot, on_hand, expires_on::text from api.stock_on_hand order by lot nulls last"
    ).fetchall()
    assert [tuple(r.values()) for r in rows] == [
        ("L1", 5, "2027-01-31"),
        ("L2", 7, None),
        (None, 1, None),
    ]
    with refused("IN001") as refusal:
        issue(sue, "MILK", "MAIN", 6, lot="L1")
    assert refusal.codes == [(1, "IN107")]
    assert "MILK lot L1" in refusal.error.diag.message_primary
    with refused("IN001"):
        issue(sue, "MILK", "MAIN", 2)
    issue(sue, "MILK", "MAIN", 5, lot="L1")
    assert_proved(shop)


def test_one_receipt_of_one_new_lot_twice(shop: Database, sue: psycopg.Connection) -> None:
    line = {"item": "MILK", "location": "MAIN", "quantity": 1, "lot": "NEW"}
    answer = post(sue, "receipt", [line, {**line, "location": "MAIN-A"}, line])
    assert [n["on_hand"] for n in answer["lines"]] == [1, 1, 2]
    assert one(sue, "select count(*) from api.lots") == 1
    assert_proved(shop)


def test_the_same_lot_code_of_two_items(shop: Database, sue: psycopg.Connection) -> None:
    receive(sue, "MILK", "MAIN", 1, lot="X")
    receive(sue, "APPLE", "MAIN", 2, lot="X")
    assert one(sue, "select count(*) from api.lots where lot = 'X'") == 2
    assert_proved(shop)


@pytest.mark.parametrize("kind", ["issue", "adjustment"])
def test_only_a_receipt_makes_lots(sue: psycopg.Connection, kind: str) -> None:
    line = {"item": "MILK", "location": "MAIN", "quantity": 1, "lot": "L1"}
    if kind == "adjustment":
        line["reason"] = "Found"
    with refused("IN001") as refusal:
        post(sue, kind, [line])
    assert refusal.codes == [(1, "IN104")]


def test_a_renamed_lot_is_still_found(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection
) -> None:
    original = receive(sue, "MILK", "MAIN", 1, lot="L1")
    max_.execute("update inventory.lots set code = 'L 1' where code = 'L1'")
    for code in (" L2", "L2 ", ""):  # lines are trimmed, so nobody could name it any more
        with refused("23514"):
            max_.execute("update inventory.lots set code = %s where code = 'L 1'", [code])
    reverse(sue, original)
    assert_proved(shop)


# -- Cost is a right of its own (rule 9)


def test_who_sees_cost(shop: Database, sue: psycopg.Connection) -> None:
    answer = receive(sue, "APPLE", "MAIN", 2, unit="case", unit_cost="3.60")
    assert "3.6" not in str(answer["lines"])
    assert "0.3" not in str(answer["lines"])
    for person, seen in (("max_manager", 1), ("bob_boss", 1), ("ada_auditor", 1)):
        with shop.connect(person) as login:
            rows = login.execute("select unit_cost, quantity, value from api.movement_costs")
            assert [tuple(r.values()) for r in rows] == [
                (Decimal("0.3"), 24, Decimal("7.2"))
            ] * seen
            assert one(login, "select last_cost from api.item_costs") == Decimal("0.3")
            assert call(login, "item_page", sku="APPLE")["cost"]["last_cost"] == Decimal("0.3")
            assert call(login, "overview")["value"] == Decimal("7.2")
    for person in ("sue_staff", "vic_viewer"):
        with shop.connect(person) as login:
            assert "cost" not in call(login, "item_page", sku="APPLE")
            assert "value" not in call(login, "overview")
    for person in ("sue_staff", "vic_viewer", "rob_reporting", "ann_admin"):
        with shop.connect(person) as login:
            for view in ("api.movement_costs", "api.item_costs"):
                with refused("42501"):
                    login.execute(f"select from {view}")


def test_a_manager_sees_cost_at_own_places_only(
    shop: Database, sam: psycopg.Connection, max_: psycopg.Connection
) -> None:
    receive(sam, "APPLE", "AIRPORT", 1, unit_cost=9)
    assert max_.execute("select from api.movement_costs").fetchall() == []
    assert call(max_, "overview")["value"] == 0


def test_the_last_cost_is_the_latest_stated(
    sue: psycopg.Connection, ada: psycopg.Connection
) -> None:
    line = {"item": "APPLE", "location": "MAIN", "quantity": 1}
    post(sue, "receipt", [{**line, "unit_cost": 1}, {**line, "unit_cost": 2}, line])
    receive(sue, "APPLE", "MAIN", 1)
    receive(sue, "APPLE", "MAIN", 1, unit_cost="")
    assert one(ada, "select last_cost from api.item_costs") == 2
    rows = ada.execute("select unit_cost from api.movement_costs order by movement_id").fetchall()
    assert [row["unit_cost"] for row in rows] == [1, 2]
    receive(sue, "APPLE", "MAIN", 1, unit_cost=0)
    assert one(ada, "select last_cost from api.item_costs") == 0


def test_a_lot_keeps_its_date_of_expiry(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection
) -> None:
    """A receipt that names another one is refused, not received without a word."""
    key = uuid.uuid4()
    line = {"item": "MILK", "location": "MAIN", "quantity": 1, "lot": "L1"}
    first = post(sue, "receipt", [{**line, "expires_on": "2027-01-31"}], key)
    receive(sue, **line)
    receive(sue, **line, expires_on="")
    receive(sue, **line, expires_on="2027-01-31")
    receive(sue, **{**line, "lot": "L2"})
    for lot, day in (("L1", "2030-12-31"), ("L2", "2027-01-31")):
        with refused("IN001") as refusal:
            receive(sue, **{**line, "lot": lot}, expires_on=day)
        assert refusal.codes == [(1, "IN114")]
        assert refusal.detail[0]["message"] == (
            f'Lot "{lot}" of MILK has another date of expiry, or none.'
        )
    max_.execute("update inventory.lots set expires_on = '2030-12-31' where code = 'L1'")
    receive(sue, **line, expires_on="2030-12-31")
    assert (
        post(sue, "receipt", [{**line, "expires_on": "2027-01-31"}], key)["document"]
        == (first["document"])
    )
    assert_proved(shop)


def test_lines_of_one_new_lot_share_its_date(
    sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    line = {"item": "MILK", "location": "MAIN", "quantity": 1, "lot": "L1"}
    with refused("IN001") as refusal:
        days = ("2027-01-31", "2027-02-28")
        post(sue, "receipt", [{**line, "expires_on": day} for day in days])
    assert refusal.codes == [(2, "IN114")]
    assert count(db, "inventory.lots") == 1
    post(sue, "receipt", [line, {**line, "expires_on": "2027-01-31"}])
    assert str(one(db, "select expires_on from inventory.lots where code = 'L1'")) == "2027-01-31"


@pytest.mark.usefixtures("kilo")
def test_a_cost_is_judged_by_the_base_unit(
    sue: psycopg.Connection, max_: psycopg.Connection
) -> None:
    """A pack can be smaller than the base unit; what is kept is the cost of a base unit."""
    item = {"sku": "DUST", "name": "Dust", "category": "FOOD", "unit": "kg"}
    call(max_, "create_item", item=Jsonb({**item, "packs": [{"unit": "case", "factor": 0.001}]}))
    line = {"item": "DUST", "location": "MAIN", "quantity": 1, "unit": "case"}
    receive(sue, **line, unit_cost=999_999_999)
    with refused("IN001") as refusal:
        receive(sue, **line, unit_cost=10**9)
    assert refusal.codes == [(1, "IN112")]
