"""What pages read: history, movements, overview, item and document pages, choices, health."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, issue, on_hand, post, receive, refused, reverse, set_range


def moved(db: psycopg.Connection, day: int, quantity: int, place: str = "MAIN") -> None:
    """Apples that came on a day of March 2025."""
    line = {"item": "APPLE", "location": place, "quantity": quantity, "reason": "Counted"}
    post(db, "adjustment", [line], occurred_at=datetime(2025, 3, day, 12, tzinfo=UTC))


def points(db: psycopg.Connection, since: datetime, **more: object) -> list[int]:
    """On hand at each step of APPLE's history."""
    history = call(db, "item_history", sku="APPLE", since=since, **more)
    at = [point["at"] for point in history["points"]]
    assert at == sorted(at)
    assert history["unit"] == "ea"
    return [point["on_hand"] for point in history["points"]]


def test_history_by_the_time_it_happened(sue: psycopg.Connection, max_: psycopg.Connection) -> None:
    moved(sue, 3, 10)
    moved(sue, 9, 5)
    moved(sue, 6, 30)  # recorded later, happened between
    moved(sue, 6, 4)  # at the same instant: one step
    moved(max_, 7, 100, "HARBOUR")
    start = datetime(2025, 3, 1, tzinfo=UTC)
    assert points(sue, start) == [0, 10, 44, 49]
    assert points(max_, start) == [0, 10, 44, 144, 149]
    assert points(max_, start, location="main") == [0, 10, 44, 49]
    assert points(max_, start, location="NORTH") == [0, 10, 44, 144, 149]
    assert points(sue, datetime(2025, 3, 5, tzinfo=UTC)) == [10, 44, 49]
    assert points(sue, datetime(2026, 1, 1, tzinfo=UTC)) == [49]
    assert points(sue, start, location="ACME")[-1] == 49  # as far as she sees it
    for wrong in ({"sku": "PEAR"}, {"sku": "APPLE", "location": "HARBOUR"}):
        with refused("IN014"):
            call(sue, "item_history", **wrong)


def test_history_begins_with_the_item(sue: psycopg.Connection) -> None:
    """Where no time is asked for: before it was made nothing of it was low."""
    made = call(sue, "item_history", sku="APPLE")
    assert [one["on_hand"] for one in made["points"]] == [0]
    assert made["from"] == made["points"][0]["at"]
    assert datetime.fromisoformat(made["from"]) > datetime.now(UTC) - timedelta(hours=1)
    before = datetime.now(UTC) - timedelta(days=5)
    post(sue, "receipt", [{"item": "APPLE", "location": "MAIN", "quantity": 3}], occurred_at=before)
    moved_before = call(sue, "item_history", sku="APPLE")
    assert [one["on_hand"] for one in moved_before["points"]] == [3]
    assert datetime.fromisoformat(moved_before["from"]) == before


def test_long_history_is_thinned_to_days(sue: psycopg.Connection) -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    for n in range(420):
        post(
            sue,
            "receipt",
            [{"item": "APPLE", "location": "MAIN", "quantity": 1}],
            occurred_at=start + timedelta(hours=6 * n + 1),
        )
    found = points(sue, start)
    assert found[:4] == [0, 4, 8, 12]
    assert found[-1] == 420
    assert len(found) == 106


def test_movements_page_by_page(sue: psycopg.Connection, sam: psycopg.Connection) -> None:
    receive(sam, "APPLE", "AIRPORT", 99)
    for n in range(1, 24):
        receive(sue, "APPLE" if n % 3 else "MILK", "MAIN", n, note=str(n))
    for name, values, expected in (
        ("recent_movements", {}, 23),
        ("item_movements", {"sku": "apple"}, 16),
    ):
        rows, after = [], None
        while True:
            page = call(sue, name, **values, after=after, max_rows=5)
            rows += page["rows"]
            after = page["next"]
            if after is None:
                break
        assert len(rows) == expected
        assert [int(row["note"]) for row in rows] == sorted(
            (int(row["note"]) for row in rows), reverse=True
        )
    with refused("IN014"):
        call(sue, "item_movements", sku="PEAR")
    with refused("IN014"):
        call(sue, "recent_movements", after="eyJtb3ZlbWVudCI6ICJ4In0")


def test_a_movement_says_all(sue: psycopg.Connection) -> None:
    original = receive(sue, "APPLE", "MAIN", 2, unit="case", lot="L1", note="n")
    reverse(sue, original)
    first, second = call(sue, "item_movements", sku="APPLE")["rows"][::-1]
    assert first == {
        "document": original["document"],
        "kind": "receipt",
        "line": 1,
        "sku": "APPLE",
        "name": "Apple",
        "location": "MAIN",
        "lot": "L1",
        "quantity": 24,
        "on_hand": 24,
        "unit": "ea",
        "decimals": 0,
        "entered_quantity": 2,
        "entered_unit": "case",
        "reason": "",
        "note": "n",
        "reference": "",
        "occurred_at": first["occurred_at"],
        "posted_at": first["posted_at"],
        "posted_by": "sue_staff",
        "posted_by_name": "Sue",
        "reversed": True,
    }
    assert (second["kind"], second["quantity"], second["reversed"]) == ("reversal", -24, False)


def test_overview_is_of_own_places(
    sue: psycopg.Connection, sam: psycopg.Connection, max_: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN", 10)
    receive(sam, "MILK", "AIRPORT", 10)
    set_range(max_, "APPLE", "MAIN", 20)
    set_range(max_, "APPLE", "MAIN-A", 1)
    set_range(max_, "BOLT-M8", "NORTH", 1)
    hers = call(sue, "overview")
    assert (hers["items"], hers["items_with_stock"]) == (3, 1)
    assert hers["alerts"] == {"out": 1, "low": 1, "over": 0}
    assert (hers["documents_today"], hers["movements_today"]) == (1, 1)
    assert [row["sku"] for row in hers["attention"]] == ["APPLE"]
    assert hers["attention"][0]["alerts"] == 2
    assert [row["sku"] for row in hers["recent"]] == ["APPLE"]
    his = call(max_, "overview")
    assert his["alerts"] == {"out": 2, "low": 1, "over": 0}
    assert {row["sku"] for row in his["attention"]} == {"APPLE", "BOLT-M8"}


def test_item_page(sue: psycopg.Connection, max_: psycopg.Connection) -> None:
    receive(max_, "APPLE", "HARBOUR", 3)
    receive(sue, "APPLE", "MAIN-A-1", 5, lot="B", expires_on="2027-05-01")
    receive(sue, "APPLE", "MAIN-A-1", 7, lot="A", expires_on="2027-06-01")
    receive(sue, "APPLE", "MAIN", 1)
    issue(sue, "APPLE", "MAIN", 1)
    set_range(max_, "APPLE", "MAIN", 50, 90, margin=2, severity="critical")
    page = call(sue, "item_page", sku="apple")
    assert [(s["location"], s["lot"], s["on_hand"]) for s in page["stock"]] == [
        ("MAIN-A-1", "B", 5),
        ("MAIN-A-1", "A", 7),
    ]
    assert page["stock"][0]["location_path"] == "Acme / North / Main / Main / A / Main / A / 1"
    (threshold,) = page["thresholds"]
    assert (threshold["balance"], threshold["status"]) == (12, "low")
    assert (threshold["minimum"], threshold["maximum"], threshold["margin"]) == (50, 90, 2)
    assert [a["kind"] for a in page["alerts"]] == ["low"]
    assert page["can"] == {"post": True, "edit": False, "set_threshold": False}
    assert (page["row"]["on_hand"], page["row"]["minimum"], page["row"]["status"]) == (
        12,
        50,
        "low",
    )
    assert call(max_, "item_page", sku="APPLE")["row"]["on_hand"] == 15
    assert call(max_, "item_page", sku="APPLE")["can"]["edit"]
    with refused("IN014"):
        call(sue, "item_page", sku="PEAR")


def test_document_page_shows_own_lines(sue: psycopg.Connection, max_: psycopg.Connection) -> None:
    line = {"item": "APPLE", "quantity": 1, "unit_cost": 3}
    answer = post(max_, "receipt", [{**line, "location": "MAIN"}, {**line, "location": "HARBOUR"}])
    hers = call(sue, "document_page", document=answer["document"])
    assert [n["location"] for n in hers["lines"]] == ["MAIN"]
    assert (hers["line_count"], hers["posted_by_name"]) == (1, "Max")  # hers, not all of them
    his = call(max_, "document_page", document=answer["document"])
    assert his["lines"] == answer["lines"]
    assert "cost" not in str(his)


def test_form_choices(sue: psycopg.Connection, ada: psycopg.Connection) -> None:
    choices = call(sue, "form_choices")
    assert {p["location"]: p["postable"] for p in choices["locations"]} == {
        "ACME": False,
        "NORTH": False,
        "MAIN": True,
        "MAIN-A": True,
        "MAIN-A-1": True,
        "MAIN-B": True,
    }
    assert [c["category"] for c in choices["categories"]] == ["ALL", "FOOD", "PARTS"]
    assert {u["unit"] for u in choices["units"]} == {"ea", "case", "l"}
    assert choices["reasons"]
    assert not any(p["postable"] for p in call(ada, "form_choices")["locations"])


def test_health(boss: psycopg.Connection, worker: psycopg.Connection) -> None:
    call(worker, "worker_heartbeat", worker="w1", started_at="2026-01-01", version="1")
    health = call(boss, "health")
    assert health["worker"]["workers"] == 1
    assert 0 <= health["worker"]["age_seconds"] < 30
    assert health["database"]["size_bytes"] > 1_000_000
    assert health["queue"]["queued"] == 0
    assert health["ledger"]["proved_at"] is None
    assert health["mail"]["queued"] == 0
    assert call(worker, "health").keys() == health.keys()


def test_who_sees_health(shop: Database) -> None:
    for person in ("sue_staff", "vic_viewer", "rob_reporting"):
        with shop.connect(person) as login, refused("42501"):
            call(login, "health")


@pytest.mark.parametrize("person", ["sue_staff", "rob_reporting"])
def test_views_say_the_same_to_tools(shop: Database, person: str) -> None:
    """What a BI tool reads is what pages read."""
    with shop.connect("sue_staff") as sue:
        receive(sue, "MILK", "MAIN", "1.5")
    with shop.connect(person) as login:
        assert on_hand(login, "MILK", "MAIN") == Decimal("1.5")
        for view in (
            *("items", "locations", "categories", "units", "lots", "stock_on_hand", "movements"),
            *("documents", "thresholds", "alerts", "people", "attributes", "item_units"),
        ):
            login.execute(f"select * from api.{view}")
