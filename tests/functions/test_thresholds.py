"""Thresholds 1 and 2: one alert per crossing, in the moving transaction, on the true sum."""

from decimal import Decimal
from typing import Any

import psycopg
import pytest

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
    set_range,
)


def alerts(db: psycopg.Connection, state: str = "all") -> list[tuple]:
    """(location, kind, balance at opening, resolution), oldest first."""
    where = {"all": "true", "open": "resolved_at is null"}[state]
    rows = db.execute(
        "select location, kind, balance_at_opening, resolution from api.alerts "
        f"where {where} order by opened_at"
    )
    return [tuple(row.values()) for row in rows]


def status(db: psycopg.Connection, location: str) -> tuple[str, Decimal]:
    """Status and balance of APPLE's threshold at a location."""
    row = db.execute(
        "select status, balance from api.thresholds where sku = 'APPLE' and location = %s",
        [location],
    ).fetchone()
    return row["status"], row["balance"]


@pytest.fixture
def ranged(sue: psycopg.Connection, max_: psycopg.Connection) -> None:
    """100 apples at MAIN, which should stay from 20 to 200, with a margin of 5."""
    receive(sue, "APPLE", "MAIN", 100)
    set_range(max_, "APPLE", "MAIN", 20, 200, margin=5)


@pytest.mark.usefixtures("ranged")
def test_a_crossing_opens_one_alert(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    issue(sue, "APPLE", "MAIN", 80)  # 20 is in range
    assert alerts(db) == []
    crossing = issue(sue, "APPLE", "MAIN", 1)
    assert alerts(db) == [("MAIN", "low", 19, None)]
    issue(sue, "APPLE", "MAIN", 1)
    assert alerts(db) == [("MAIN", "low", 19, None)]
    row = db.execute("select document, severity, minimum, maximum, unit from api.alerts").fetchone()
    assert str(row["document"]) == crossing["document"]
    assert tuple(row.values())[1:] == ("warning", 20, 200, "ea")
    assert_proved(shop)


@pytest.mark.usefixtures("ranged")
def test_it_resolves_only_past_the_margin(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    issue(sue, "APPLE", "MAIN", 81)
    for quantity, at in ((1, 20), (4, 24)):
        receive(sue, "APPLE", "MAIN", quantity)
        assert status(db, "MAIN") == ("low", at)
    issue(sue, "APPLE", "MAIN", 9)  # below again: still the same alert
    receive(sue, "APPLE", "MAIN", 10)
    assert status(db, "MAIN") == ("ok", 25)
    assert alerts(db) == [("MAIN", "low", 19, "back in range")]
    issue(sue, "APPLE", "MAIN", 6)
    assert alerts(db)[1:] == [("MAIN", "low", 19, None)]
    assert_proved(shop)


@pytest.mark.usefixtures("ranged")
def test_low_turns_out_and_back_within_one_alert(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    issue(sue, "APPLE", "MAIN", 90)
    issue(sue, "APPLE", "MAIN", 10)
    assert alerts(db) == [("MAIN", "out", 10, None)]
    receive(sue, "APPLE", "MAIN", 1)
    assert alerts(db) == [("MAIN", "low", 10, None)]
    issue(sue, "APPLE", "MAIN", 1)
    receive(sue, "APPLE", "MAIN", 100)
    assert alerts(db) == [("MAIN", "out", 10, "back in range")]
    assert_proved(shop)


@pytest.mark.usefixtures("ranged")
def test_over_and_a_jump_from_low_to_over(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN", 100)
    assert alerts(db) == []
    receive(sue, "APPLE", "MAIN", 1)
    assert alerts(db) == [("MAIN", "over", 201, None)]
    issue(sue, "APPLE", "MAIN", 5)  # 196: within range, not past the margin
    assert status(db, "MAIN") == ("over", 196)
    issue(sue, "APPLE", "MAIN", 1)
    issue(sue, "APPLE", "MAIN", 190)
    receive(sue, "APPLE", "MAIN", 300)
    assert alerts(db) == [
        ("MAIN", "over", 201, "back in range"),
        ("MAIN", "low", 5, "back in range"),
        ("MAIN", "over", 305, None),
    ]
    issue(sue, "APPLE", "MAIN", 305)
    assert alerts(db)[3:] == [("MAIN", "out", 0, None)]
    assert len(alerts(db, "open")) == 1
    assert_proved(shop)


@pytest.mark.usefixtures("ranged")
def test_none_for_a_transaction_rolled_back(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    db.execute("insert into inventory.subscriptions (person) values ('sue_staff')")
    with sue.transaction(force_rollback=True):
        issue(sue, "APPLE", "MAIN", 99)
        assert len(alerts(sue)) == 1
    with refused("IN001"):
        post(
            sue,
            "issue",
            [
                {"item": "APPLE", "location": "MAIN", "quantity": 99},
                {"item": "MILK", "location": "MAIN", "quantity": 1},
            ],
        )
    assert alerts(db) == []
    assert count(db, "inventory.deliveries") == count(db, "queue.pgqueuer") == 0
    assert_proved(shop)


@pytest.mark.usefixtures("ranged")
def test_what_a_document_passes_through_is_no_crossing(
    sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    lines = [(-95, "Lost"), (500, "Found"), (-400, "Lost")]
    post(
        sue,
        "adjustment",
        [{"item": "APPLE", "location": "MAIN", "quantity": q, "reason": r} for q, r in lines],
    )
    assert on_hand(sue, "APPLE", "MAIN") == 105
    assert alerts(db) == []


@pytest.mark.usefixtures("ranged")
def test_a_reversal_brings_it_back(sue: psycopg.Connection, db: psycopg.Connection) -> None:
    reverse(sue, issue(sue, "APPLE", "MAIN", 90))
    assert alerts(db) == [("MAIN", "low", 10, "back in range")]


def test_each_judges_its_own_part_of_the_tree(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN-A-1", 50, lot="L1")
    receive(sue, "APPLE", "MAIN-A-1", 10, lot="L2")
    receive(max_, "APPLE", "HARBOUR", 40)
    for place, minimum in (("MAIN-A-1", 30), ("MAIN-A", 30), ("MAIN", 20), ("NORTH", 70)):
        set_range(max_, "APPLE", place, minimum)
    set_range(boss, "APPLE", "ACME", 10)
    post(
        sue,
        "transfer",
        [{"item": "APPLE", "from": "MAIN-A-1", "to": "MAIN", "quantity": 45, "lot": "L1"}],
    )
    assert {place for place, *_ in alerts(boss)} == {"MAIN-A-1", "MAIN-A"}
    assert status(boss, "MAIN") == ("ok", 60)
    issue(sue, "APPLE", "MAIN", 31, lot="L1")
    assert {place for place, *_ in alerts(boss)} == {"MAIN-A-1", "MAIN-A", "NORTH"}
    assert status(boss, "NORTH") == ("low", 69)
    assert status(boss, "ACME") == ("ok", 69)
    assert_proved(shop)


def test_the_posters_rights_do_not_change_the_sum(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection
) -> None:
    """She sees 5 of the region's 105; the region is judged on 105."""
    receive(max_, "APPLE", "HARBOUR", 100)
    receive(sue, "APPLE", "MAIN", 5)
    set_range(max_, "APPLE", "NORTH", 100)
    issue(sue, "APPLE", "MAIN", 5)
    assert alerts(max_) == []
    receive(sue, "APPLE", "MAIN", 5)
    issue(max_, "APPLE", "HARBOUR", 6)
    assert alerts(max_) == [("NORTH", "low", 99, None)]
    assert alerts(sue) == []
    assert_proved(shop)


# -- Setting, changing, removing


@pytest.mark.usefixtures("ranged")
def test_setting_judges_at_once(
    shop: Database, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    set_range(max_, "MILK", "MAIN", 5)
    assert alerts(db) == [("MAIN", "out", 0, None)]
    set_range(max_, "MILK", "MAIN", 0, 10)
    assert alerts(db) == [("MAIN", "out", 0, "threshold changed")]
    set_range(max_, "APPLE", "MAIN", 101, severity="critical")
    set_range(max_, "APPLE", "MAIN", None, 99)
    set_range(max_, "APPLE", "MAIN", None, 100)
    assert alerts(db)[1:] == [
        ("MAIN", "low", 100, "threshold changed"),
        ("MAIN", "over", 100, "threshold changed"),
    ]
    assert one(db, "select count(*) from api.alerts where document is not null") == 0
    assert_proved(shop)


@pytest.mark.usefixtures("ranged")
def test_removing_resolves(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    issue(sue, "APPLE", "MAIN", 90)
    call(max_, "remove_threshold", item="apple", location="main")
    assert alerts(db) == [("MAIN", "low", 10, "threshold removed")]
    issue(sue, "APPLE", "MAIN", 10)
    assert len(alerts(db)) == 1
    with refused("IN014"):
        call(max_, "remove_threshold", item="APPLE", location="MAIN")
    answer = set_range(max_, "APPLE", "MAIN", 5)
    assert answer["version"] == 1
    assert len(alerts(db)) == 2
    assert_proved(shop)


@pytest.mark.usefixtures("ranged")
def test_a_stale_version_is_refused(max_: psycopg.Connection, db: psycopg.Connection) -> None:
    set_range(max_, "APPLE", "MAIN", 30, version=1)
    with refused("IN011") as refusal:
        set_range(max_, "APPLE", "MAIN", 40, version=1)
    assert refusal.detail["current"]["minimum"] == 30
    assert refusal.detail["yours"]["minimum"] == 40
    assert set_range(max_, "APPLE", "MAIN", 40)["version"] == 3
    db.execute("update inventory.thresholds set minimum = 41")
    assert one(db, "select version from inventory.thresholds") == 4


@pytest.mark.parametrize(
    ("minimum", "maximum", "more", "constraint"),
    [
        (None, None, {}, "thresholds_has_a_bound"),
        (5, 4, {}, "thresholds_minimum_not_above_maximum"),
        (1, 9, {"margin": 9}, "thresholds_margin_fits_range"),
        (1, 9, {"margin": -1}, "thresholds_margin_not_negative"),
        (1, 9, {"severity": "loud"}, "thresholds_severity_is_known"),
        (Decimal("NaN"), None, {}, "thresholds_bounds_are_finite"),
        (None, Decimal("Infinity"), {}, "thresholds_bounds_are_finite"),
        (Decimal("-Infinity"), None, {}, None),
        (-1, None, {}, None),
        (None, -1, {}, None),
        (Decimal("1.5"), None, {}, None),  # apples are counted
        (1, Decimal("9.0001"), {}, None),
        (1, 9, {"margin": "0.5"}, None),
    ],
)
def test_a_range_makes_sense(
    max_: psycopg.Connection, minimum: Any, maximum: Any, more: dict, constraint: str | None
) -> None:
    with refused("IN017") as refusal:
        set_range(max_, "APPLE", "MAIN", minimum, maximum, **more)
    assert refusal.detail.get("constraint") == constraint
    assert refusal.detail["field"] in ("minimum", "maximum", "margin", "severity")
    with max_.transaction(force_rollback=True):  # 1.500 has no more decimals than milk
        set_range(max_, "MILK", "MAIN", "1.500", "2.0000")


def test_who_sets_where(shop: Database, max_: psycopg.Connection, sue: psycopg.Connection) -> None:
    with refused("42501"):
        set_range(sue, "APPLE", "MAIN", 5)
    with refused("IN014"):
        set_range(max_, "APPLE", "AIRPORT", 5)  # not among his places
    with refused("42501"):
        set_range(max_, "APPLE", "ACME", 5)  # seen as the path above them, not his
    with refused("IN014"):
        set_range(max_, "PEAR", "MAIN", 5)


def test_reserved_counts_where_available_is_measured(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN", 100)
    db.execute(
        "insert into inventory.thresholds (item_id, location_id, minimum, measure) "
        "select inventory.item_of('APPLE'), inventory.location_of(l), 50, m "
        "from (values ('MAIN', 'available'), ('NORTH', 'on_hand')) as v (l, m)"
    )
    db.execute("update inventory.stock_levels set reserved = 60")
    assert alerts(db) == [("MAIN", "low", 40, None)]
    db.execute("update inventory.stock_levels set reserved = 0")
    assert alerts(db) == [("MAIN", "low", 40, "back in range")]
    assert_proved(shop)


# -- The tree below a threshold changes


def test_moving_a_subtree_moves_its_sums(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN-A-1", 30)
    for place in ("MAIN", "HARBOUR", "NORTH"):
        set_range(max_, "APPLE", place, 10)
    assert alerts(db) == [("HARBOUR", "out", 0, None)]
    db.execute(
        "update inventory.locations set parent_id = inventory.location_of('HARBOUR') "
        "where code = 'MAIN-A'"
    )
    assert alerts(db) == [("HARBOUR", "out", 0, "back in range"), ("MAIN", "out", 0, None)]
    assert status(db, "NORTH") == ("ok", 30)
    assert_proved(shop)
    with refused("IN001"):  # the place left hers
        issue(sue, "APPLE", "MAIN-A-1", 30)
    issue(max_, "APPLE", "MAIN-A-1", 30)
    assert {place for place, *_ in alerts(db, "open")} == {"MAIN", "HARBOUR", "NORTH"}
    assert_proved(shop)


def test_a_manager_moves_places_within_his_own(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN-B", 1)
    move = (
        "update inventory.locations set parent_id = inventory.location_of(%s) "
        "where code = 'MAIN-B' returning version"
    )
    assert one(max_, move, ["HARBOUR"]) == 2
    with refused("IN014"):
        max_.execute(move, ["AIRPORT"])
    assert_proved(shop)


def test_a_place_cannot_lie_within_itself(db: psycopg.Connection) -> None:
    db.execute(
        "insert into inventory.locations (code, name, kind, parent_id) "
        "select 'MAIN-A-2', 'Two', 'zone', inventory.location_of('MAIN-A')"
    )
    with refused("IN015"):
        db.execute(
            "update inventory.locations set parent_id = inventory.location_of('MAIN-A-2') "
            "where code = 'MAIN-A'"
        )
    with refused("IN015"):  # company > region > site > zone > bin
        db.execute(
            "update inventory.locations set parent_id = inventory.location_of('MAIN-A-1') "
            "where code = 'MAIN-B'"
        )
    with refused("IN015"):
        db.execute("update inventory.locations set parent_id = location_id where code = 'MAIN-A-2'")


def test_a_new_place_and_a_place_to_the_top(shop: Database, db: psycopg.Connection) -> None:
    db.execute(
        "insert into inventory.locations (code, name, kind, parent_id) "
        "select 'MAIN-C', 'C', 'zone', inventory.location_of('MAIN')"
    )
    with shop.connect("sue_staff") as sue:
        receive(sue, "APPLE", "MAIN-C", 1)
    db.execute("update inventory.locations set parent_id = null where code = 'NORTH'")
    assert_proved(shop)


def test_a_new_subtree_counts_for_its_thresholds(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    set_range(max_, "APPLE", "MAIN", None, 5)
    db.execute(
        "insert into inventory.locations (code, name, kind, parent_id) "
        "select 'MAIN-C', 'C', 'zone', inventory.location_of('MAIN')"
    )
    receive(sue, "APPLE", "MAIN-C", 6)
    assert alerts(db) == [("MAIN", "over", 6, None)]
    assert_proved(shop)


def test_allow_negative_does_not_disturb_sums(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN", 30)
    set_range(max_, "APPLE", "MAIN", 10)
    db.execute("update inventory.locations set allow_negative = true where code = 'MAIN'")
    issue(sue, "APPLE", "MAIN", 31)
    assert alerts(db) == [("MAIN", "out", -1, None)]
    assert_proved(shop)


def test_an_item_that_never_moved_goes_with_its_thresholds(
    shop: Database, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    db.execute("insert into inventory.subscriptions (person) values ('max_manager')")
    set_range(max_, "APPLE", "MAIN", 10)
    assert len(alerts(db)) == 1
    answer = call(max_, "remove_item", sku="apple", version=1)
    assert answer == {"sku": "APPLE", "removed": "deleted"}
    assert alerts(db) == []
    assert_proved(shop)
