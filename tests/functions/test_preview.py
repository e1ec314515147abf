"""What posting would do, said before: just what it then does; nothing is held or written."""

import random
import uuid

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Database
from tests.functions.steps import (
    call,
    count,
    issue,
    loads,
    one,
    open_session,
    post,
    receive,
    refused,
    set_range,
    web,
)

LEDGER = (
    "inventory.documents", "inventory.movements", "inventory.stock_levels", "inventory.lots",
    "inventory.alerts", "inventory.deliveries", "queue.pgqueuer",
)  # fmt: skip


def preview(db: psycopg.Connection, kind: str, *lines: dict) -> dict:
    """The answer of api.preview_document."""
    return call(db, "preview_document", kind=kind, lines=list(lines))


def line(item: str, location: str, quantity: object, **more: object) -> dict:
    """A line of a receipt, issue or adjustment."""
    return {"item": item, "location": location, "quantity": quantity, **more}


def test_balances_before_and_after_line_by_line(sue: psycopg.Connection) -> None:
    receive(sue, "APPLE", "MAIN", 20)
    said = preview(
        sue, "issue", line("APPLE", "MAIN", 6), line("apple", "main", 1, unit="case"),
    )  # fmt: skip
    assert [(one["before"], one["quantity"], one["after"]) for one in said["lines"]] == [
        (20, -6, 14), (14, -12, 2),
    ]  # fmt: skip
    assert said["problems"] == []
    moved = {"item": "APPLE", "from": "MAIN", "to": "MAIN-B", "quantity": 3}
    said = preview(sue, "transfer", moved)
    assert [(one["location"], one["before"], one["after"]) for one in said["lines"]] == [
        ("MAIN", 20, 17), ("MAIN-B", 0, 3),
    ]  # fmt: skip
    assert {one["line"] for one in said["lines"]} == {1}


def test_nothing_is_written(
    shop: Database, db: psycopg.Connection, sue: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN", 20)
    set_range(db_manager(shop), "APPLE", "MAIN", 15)
    before = [count(db, table) for table in LEDGER]
    with sue.transaction():
        sue.execute("set transaction read only")
        preview(sue, "issue", line("APPLE", "MAIN", 6))
        preview(sue, "receipt", line("APPLE", "MAIN", 6, lot="NEW"))
        assert one(sue, "select pg_current_xact_id_if_assigned()") is None
    assert [count(db, table) for table in LEDGER] == before


def db_manager(shop: Database) -> psycopg.Connection:
    """A connection of the manager of NORTH."""
    return shop.connect("max_manager")


def test_every_offending_line_at_once(sue: psycopg.Connection) -> None:
    receive(sue, "APPLE", "MAIN", 5)
    lines = [
        line("APPLE", "MAIN", 4), line("APPLE", "MAIN", 3), line("PEAR", "MAIN", 1),
        line("APPLE", "AIRPORT", 1), line("APPLE", "MAIN", "x"),
    ]  # fmt: skip
    said = preview(sue, "issue", *lines)
    with refused("IN001") as refusal:
        post(sue, "issue", lines)
    assert said["problems"] == refusal.detail
    assert {(one["line"], one["code"]) for one in said["problems"]} == {
        (1, "IN107"), (2, "IN107"), (3, "IN101"), (4, "IN103"), (5, "IN106"),
    }  # fmt: skip
    short = said["problems"][0]
    assert (short["asked"], short["available"]) == (7, 5)
    assert said["alerts"] == []


def test_new_lots_of_a_receipt(sue: psycopg.Connection) -> None:
    receive(sue, "MILK", "MAIN", 5, lot="OLD")
    lines = [
        line("MILK", "MAIN", 1, lot="NEW", expires_on="2030-01-31"),
        line("MILK", "MAIN", 2, lot="NEW"),
        line("MILK", "MAIN", 3, lot="OLD"),
    ]  # fmt: skip
    said = preview(sue, "receipt", *lines)
    assert [(one["lot"], one["before"], one["after"]) for one in said["lines"]] == [
        ("NEW", 0, 1), ("NEW", 1, 3), ("OLD", 5, 8),
    ]  # fmt: skip
    other = [lines[0], line("MILK", "MAIN", 2, lot="NEW", expires_on="2031-01-31")]
    said = preview(sue, "receipt", *other)
    with refused("IN001") as refusal:
        post(sue, "receipt", other)
    assert said["problems"] == [
        said_one | {key: said_one[key] for key in ("line", "code", "message", "hint")}
        for said_one in said["problems"]
    ]
    assert [(one["line"], one["code"]) for one in said["problems"]] == refusal.codes
    (milk,) = preview(sue, "issue", line("MILK", "MAIN", 1))["lines"]
    assert milk["lots"] == [{"lot": "OLD", "on_hand": 5, "expires_on": None}]
    said = preview(sue, "issue", line("MILK", "MAIN", 1, lot="NEW"))
    assert [one["code"] for one in said["problems"]] == ["IN104"]


def test_what_lies_there_in_lots_is_named_where_a_line_names_none(sue: psycopg.Connection) -> None:
    receive(sue, "MILK", "MAIN-A", 25, lot="L2", expires_on="2031-01-31")
    receive(sue, "MILK", "MAIN-A", 15, lot="L1", expires_on="2030-01-31")
    receive(sue, "MILK", "MAIN-B", 7, lot="L3")  # elsewhere
    with refused("IN001") as refusal:
        post(sue, "issue", [{"item": "MILK", "location": "MAIN-A", "quantity": 1}])
    (only,) = refusal.detail
    assert only["lots"] == [{"lot": "L1", "available": 15}, {"lot": "L2", "available": 25}]
    assert "of MILK without a lot at MAIN-A; 1 asked." in only["message"]
    assert only["hint"] == "Name a lot: L1 (15), L2 (25)."
    with refused("IN001") as refusal:
        post(sue, "issue", [{"item": "MILK", "location": "MAIN-A", "lot": "L1", "quantity": 16}])
    assert refusal.detail[0]["hint"] == "Take less, or receive first."


def test_a_receipt_without_a_lot_says_that_others_lie_in_lots(sue: psycopg.Connection) -> None:
    def said(kind: str, **more: object) -> object:
        (only,) = preview(sue, kind, line("MILK", "MAIN-A", 1, **more))["lines"]
        return only["in_lots"]

    assert said("receipt") is False
    receive(sue, "MILK", "MAIN", 5, lot="OLD")  # at another place of hers
    assert said("receipt") is True
    assert said("receipt", lot="NEW") is None


def test_a_barcode_is_an_item_and_one_of_a_pack_is_that_pack(
    db: psycopg.Connection, sue: psycopg.Connection
) -> None:
    db.execute(
        "insert into inventory.item_barcodes (barcode, item_id, unit_id) values "
        "('4099999333931', inventory.item_of('APPLE'), null), "
        "('14099999333938', inventory.item_of('APPLE'), inventory.unit_of('case'))"
    )
    lines = [
        line("4099999333931", "MAIN", 2, lot="NEW"), line("14099999333938", "MAIN", 2, lot="NEW"),
        line("14099999333938", "MAIN", 2, lot="NEW", unit="ea"),
    ]  # fmt: skip
    said = preview(sue, "receipt", *lines)
    assert [(one["item"], one["after"]) for one in said["lines"]] == [
        ("APPLE", 2), ("APPLE", 26), ("APPLE", 28),
    ]  # fmt: skip
    posted = post(sue, "receipt", lines)
    assert [one["on_hand"] for one in posted["lines"]] == [2, 26, 28]
    assert posted["lines"][1]["entered_unit"] == "case"
    (found,) = call(sue, "suggest_items", query="14099999333938")["rows"]
    assert (found["sku"], found["exact"], found["pack"]) == ("APPLE", True, "case")
    assert call(sue, "suggest_items", query="409999")["rows"] == []


def test_alerts_that_would_open_and_who_is_told(
    shop: Database, sue: psycopg.Connection, vic: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN", 20)
    with db_manager(shop) as manager:
        set_range(manager, "APPLE", "MAIN", 15, severity="critical")
        set_range(manager, "APPLE", "NORTH", 18)  # which sue does not see
    vic.execute("insert into inventory.subscriptions (person) values ('vic_viewer')")
    said = preview(sue, "issue", line("APPLE", "MAIN", 6))
    (alert,) = said["alerts"]
    assert said["alert_count"] == 1
    assert (alert["change"], alert["was"], alert["status"], alert["told"]) == (
        "opens",
        "ok",
        "low",
        1,
    )
    assert (alert["location"], alert["before"], alert["after"], alert["minimum"]) == (
        "MAIN",
        20,
        14,
        15,
    )
    issue(sue, "APPLE", "MAIN", 6)
    assert preview(sue, "issue", line("APPLE", "MAIN", 14))["alerts"][0]["change"] == "turns"
    said = preview(sue, "receipt", line("APPLE", "MAIN", 1))
    assert [(one["change"], one["told"]) for one in said["alerts"]] == [("resolves", 0)]
    with db_manager(shop) as manager:  # both are the manager's
        said = preview(manager, "receipt", line("APPLE", "MAIN", 4))
        assert {one["location"] for one in said["alerts"]} == {"MAIN", "NORTH"}


def test_who_may_not_post_sees_nothing(shop: Database) -> None:
    for person in ("vic_viewer", "cora_counter", "ada_auditor", "rob_reporting", "ann_admin"):
        with shop.connect(person) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
            preview(db, "issue", line("APPLE", "MAIN", 1))
    with web(shop, open_session(shop, "sue_staff")) as db:
        assert preview(db, "receipt", line("APPLE", "MAIN", 1))["problems"] == []
        db.execute("select set_config('stockroom.token', 'another', true)")
        with refused("IN006"):
            preview(db, "receipt", line("APPLE", "MAIN", 1))


def test_cost_does_not_come_back(sue: psycopg.Connection) -> None:
    receive(sue, "APPLE", "MAIN", 5, unit_cost="1.2345")
    said = preview(sue, "receipt", line("APPLE", "MAIN", 1, unit_cost="7.6543"))
    assert "cost" not in str(said)
    assert "1.2345" not in str(said)


def test_what_is_no_document(sue: psycopg.Connection) -> None:
    for kind in ("reversal", "stocktake", "", None):
        with refused("IN014"):
            call(sue, "preview_document", kind=kind, lines=[line("APPLE", "MAIN", 1)])
    for lines in (None, Jsonb([]), Jsonb({}), Jsonb([1] * 20_001)):
        with refused("IN004"):
            call(sue, "preview_document", kind="issue", lines=lines)


def test_a_reversal(sue: psycopg.Connection, sam: psycopg.Connection) -> None:
    received = receive(sue, "APPLE", "MAIN", 5)
    issue(sue, "APPLE", "MAIN", 3)
    said = call(sue, "preview_reversal", document=uuid.UUID(received["document"]))
    assert [(one["before"], one["after"]) for one in said["lines"]] == [(2, -3)]
    assert [one["code"] for one in said["problems"]] == ["IN107"]
    with refused("IN008"):
        call(sam, "preview_reversal", document=uuid.UUID(received["document"]))
    with refused("IN008"):
        call(sam, "preview_reversal", document=uuid.uuid4())


def test_others_are_not_waited_for_and_do_not_wait(shop: Database, sue: psycopg.Connection) -> None:
    receive(sue, "APPLE", "MAIN", 20)
    with shop.connect("max_manager") as poster, poster.transaction():
        issue(poster, "APPLE", "MAIN", 5)  # holds the level, and is not committed
        sue.execute("set lock_timeout = '200ms'")
        assert preview(sue, "issue", line("APPLE", "MAIN", 1))["lines"][0]["before"] == 20
    with sue.transaction():
        preview(sue, "issue", line("APPLE", "MAIN", 1))
        with shop.connect("max_manager") as poster:
            poster.execute("set lock_timeout = '200ms'")
            assert issue(poster, "APPLE", "MAIN", 5)["lines"][0]["on_hand"] == 10


def random_lines(rng: random.Random, kind: str) -> list[dict]:
    """Lines of which some fall short, cross ranges or name what there is not."""
    found = []
    for _ in range(rng.randint(1, 4)):
        item = rng.choice(["APPLE", "APPLE", "MILK", "BOLT-M8"])
        said: dict = {"item": item, "quantity": rng.choice([1, 2, 5, 9])}
        places = rng.sample(["MAIN", "MAIN-A", "MAIN-B"], 2)
        if kind == "transfer":
            said |= {"from": places[0], "to": places[1]}
        else:
            said["location"] = places[0]
        if rng.random() < 0.2:
            said["lot"] = rng.choice(["L1", "L2", "L3"])
        if item == "APPLE" and rng.random() < 0.2:
            said["unit"] = "case"
        if kind == "adjustment":
            said |= {"quantity": said["quantity"] * rng.choice([1, -1]), "reason": "Counted"}
        found.append(said)
    return found


def test_what_is_said_is_what_happens(shop: Database) -> None:
    """300 documents at random: problems, balances and alerts are those of the posting."""
    rng = random.Random(5)
    happened = {"good": 0, "bad": 0, "opened": 0, "resolved": 0}
    with shop.connect("bob_boss") as boss:
        for item, place, low, high in (
            ("APPLE", "MAIN", 3, 9), ("APPLE", "MAIN-A", 3, 6), ("APPLE", "MAIN-B", 3, 6),
            ("MILK", "NORTH", 5, 12), ("MILK", "MAIN-B", 2, 5), ("BOLT-M8", "MAIN-A", 4, 9),
            ("BOLT-M8", "MAIN-B", None, 8), ("APPLE", "ACME", None, 20),
        ):  # fmt: skip
            set_range(boss, item, place, low, high, margin=1)
        for turn in range(300):
            heavy = "issue" if turn % 12 >= 4 else "receipt"  # so that ranges are left and entered
            kind = rng.choice([heavy, heavy, heavy, "adjustment", "transfer"])
            lines = random_lines(rng, kind)
            said = preview(boss, kind, *lines)
            before = open_alerts(boss)
            posted, problems = try_to_post(boss, kind, lines)
            assert said["problems"] == problems
            if posted is None:
                happened["bad"] += 1
                continue
            happened["good"] += 1
            assert [
                (one["item"], one["location"], one["lot"], one["quantity"], one["after"])
                for one in said["lines"]
            ] == [
                (one["item"], one["location"], one["lot"], one["quantity"], one["on_hand"])
                for one in posted["lines"]
            ]
            after = open_alerts(boss)
            told = {(one["item"], one["location"]): one for one in said["alerts"]}
            changed = {
                key for key in before.keys() | after.keys() if before.get(key) != after.get(key)
            }
            assert told.keys() == changed
            for key, one_said in told.items():
                assert after.get(key) == (
                    None if one_said["change"] == "resolves" else one_said["status"]
                )
                happened["resolved" if one_said["change"] == "resolves" else "opened"] += 1
    assert min(happened.values()) >= 5, happened


def try_to_post(
    db: psycopg.Connection, kind: str, lines: list[dict]
) -> tuple[dict | None, list[dict]]:
    """What posting answers, or every line it refuses."""
    try:
        return post(db, kind, lines), []
    except psycopg.Error as error:
        return None, loads(error.diag.message_detail or "null")


def open_alerts(db: psycopg.Connection) -> dict[tuple[str, str], str]:
    """Kind of each open alert, by item and place."""
    found = db.execute(
        "select sku, location, kind from api.alerts where resolved_at is null"
    ).fetchall()
    return {(row["sku"], row["location"]): row["kind"] for row in found}
