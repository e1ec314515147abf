"""Rules 2 to 6: balances, transfers, never below zero, one answer per key, two times."""

import uuid
from datetime import UTC, datetime, timedelta
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
    open_session,
    post,
    receive,
    refused,
    web,
)


def line(item: str, location: str, quantity: object, **more: object) -> dict:
    """A line of a receipt, issue or adjustment."""
    return {"item": item, "location": location, "quantity": quantity, **more}


def test_receipt_then_issue(shop: Database, sue: psycopg.Connection) -> None:
    post(sue, "receipt", [line("APPLE", "MAIN", 2, unit="case")])
    answer = post(sue, "issue", [line("apple", "main", 6)])
    assert answer["lines"][0]["on_hand"] == 18
    assert on_hand(sue, "APPLE", "MAIN") == 18
    assert_proved(shop)


def test_the_answer_is_the_document(sue: psycopg.Connection) -> None:
    answer = post(
        sue,
        "receipt",
        [line(" apple ", "main-a-1", "2", unit="case", note="top shelf")],
        reference="PO-7",
        note="by hand",
    )
    (only,) = answer.pop("lines")
    assert uuid.UUID(answer["document"]).version == 7
    assert answer["kind"] == "receipt"
    assert (answer["reference"], answer["note"]) == ("PO-7", "by hand")
    assert answer["posted_by"] == "sue_staff"
    assert answer["reverses"] is None
    assert answer["occurred_at"] == answer["posted_at"]
    assert only == {
        "line": 1,
        "item": "APPLE",
        "name": "Apple",
        "location": "MAIN-A-1",
        "lot": None,
        "quantity": 24,
        "unit": "ea",
        "entered_quantity": 2,
        "entered_unit": "case",
        "on_hand": 24,
        "reason": "",
        "note": "top shelf",
    }


def test_balances_run_through_the_lines_of_one_document(
    shop: Database, sue: psycopg.Connection
) -> None:
    answer = post(
        sue,
        "adjustment",
        [
            line("APPLE", "MAIN", 5, reason="Found"),
            line("MILK", "MAIN", "0.5", reason="Found"),
            line("APPLE", "MAIN", -3, reason="Lost"),
            line("APPLE", "MAIN", 1, reason="Found"),
        ],
    )
    assert [n["on_hand"] for n in answer["lines"]] == [5, Decimal("0.5"), 2, 3]
    assert_proved(shop)


def test_a_transfer_sums_to_zero(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    receive(sue, "MILK", "MAIN", "3.5", lot="L1")
    receive(sue, "APPLE", "MAIN", 9)
    answer = post(
        sue,
        "transfer",
        [
            {"item": "MILK", "from": "MAIN", "to": "MAIN-A-1", "quantity": "1.25", "lot": "L1"},
            {"item": "APPLE", "from": "MAIN", "to": "MAIN-B", "quantity": 4},
            {"item": "APPLE", "from": "MAIN-B", "to": "MAIN-A", "quantity": 1},
        ],
    )
    assert len(answer["lines"]) == 6
    sums = db.execute(
        "select sum(quantity) as n from inventory.movements where document_id = %s "
        "group by item_id, lot_id",
        [answer["document"]],
    ).fetchall()
    assert [row["n"] for row in sums] == [0, 0]
    assert on_hand(sue, "MILK", "MAIN-A-1") == Decimal("1.25")
    assert [on_hand(sue, "APPLE", p) for p in ("MAIN", "MAIN-B", "MAIN-A")] == [5, 3, 1]
    assert_proved(shop)


def test_a_transfer_may_pass_through_within_one_document(
    shop: Database, sue: psycopg.Connection
) -> None:
    """What counts is what the document leaves behind, not the order of its lines."""
    receive(sue, "APPLE", "MAIN", 2)
    post(
        sue,
        "transfer",
        [
            {"item": "APPLE", "from": "MAIN-A", "to": "MAIN-B", "quantity": 2},
            {"item": "APPLE", "from": "MAIN", "to": "MAIN-A", "quantity": 2},
        ],
    )
    assert [on_hand(sue, "APPLE", p) for p in ("MAIN", "MAIN-A", "MAIN-B")] == [0, 0, 2]
    assert_proved(shop)


def test_over_issue_names_every_line(shop: Database, sue: psycopg.Connection) -> None:
    receive(sue, "APPLE", "MAIN", 5)
    with refused("IN001") as refusal:
        post(
            sue,
            "issue",
            [
                line("APPLE", "MAIN", 4),
                line("APPLE", "MAIN", 4),
                line("BOLT-M8", "MAIN", 1),
                line("APPLE", "MAIN-A", 1),
            ],
        )
    assert refusal.codes == [(1, "IN107"), (2, "IN107"), (3, "IN107"), (4, "IN107")]
    asked = [(n["item"], n["location"], n["asked"], n["available"]) for n in refusal.detail]
    assert asked == [
        ("APPLE", "MAIN", 8, 5),
        ("APPLE", "MAIN", 8, 5),
        ("BOLT-M8", "MAIN", 1, 0),
        ("APPLE", "MAIN-A", 1, 0),
    ]
    assert on_hand(sue, "APPLE", "MAIN") == 5
    assert_proved(shop)


def test_shortages_are_named_beside_other_errors(sue: psycopg.Connection) -> None:
    """One look at the error is enough to mend the whole document."""
    receive(sue, "APPLE", "MAIN", 5)
    with refused("IN001") as refusal:
        post(
            sue,
            "issue",
            [
                line("PEAR", "MAIN", 1),
                line("APPLE", "MAIN", 6),
                line("MILK", "MAIN", 1),
                line("APPLE", "NOWHERE", 1),
                line("APPLE", "MAIN-A", 1),
            ],
        )
    assert refusal.codes == [
        (1, "IN101"),
        (2, "IN107"),
        (3, "IN107"),
        (4, "IN103"),
        (5, "IN107"),
    ]
    assert "5 of 5 lines" in refusal.error.diag.message_primary
    assert refusal.detail[1]["available"] == 5
    assert refusal.detail[2]["available"] == 0


def test_nothing_of_a_refused_document_remains(
    sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN", 5)
    tables = ["documents", "movements", "stock_levels", "movement_costs", "item_costs", "lots"]
    before = [count(db, f"inventory.{t}") for t in tables]
    good = line("APPLE", "MAIN", 1, unit_cost=1, lot="NEW")
    with refused("IN001"):
        post(sue, "receipt", [good, line("MILK", "MAIN-B", 1), line("PEAR", "MAIN", 1)])
    with refused("IN001"):
        post(sue, "issue", [line("APPLE", "MAIN", 1), line("MILK", "MAIN-A", 1)])
    assert [count(db, f"inventory.{t}") for t in tables] == before


def test_reserved_stock_is_not_available(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN", 10)
    db.execute("update inventory.stock_levels set reserved = 7")
    with refused("IN001") as refusal:
        issue(sue, "APPLE", "MAIN", 4)
    assert (refusal.detail[0]["asked"], refusal.detail[0]["available"]) == (4, 3)
    issue(sue, "APPLE", "MAIN", 3)
    assert_proved(shop)


def test_negative_only_where_the_location_allows_it(
    shop: Database, sam: psycopg.Connection, db: psycopg.Connection
) -> None:
    answer = issue(sam, "APPLE", "AIRPORT", 3)
    assert answer["lines"][0]["on_hand"] == -3
    with refused("23514") as refusal:  # the CHECK holds for the superuser too
        db.execute("update inventory.locations set allow_negative = false where code = 'AIRPORT'")
    assert refusal.error.diag.constraint_name == "stock_levels_on_hand_not_negative"
    receive(sam, "APPLE", "AIRPORT", 3)
    db.execute("update inventory.locations set allow_negative = false where code = 'AIRPORT'")
    with refused("IN001"):
        issue(sam, "APPLE", "AIRPORT", 1)
    db.execute("update inventory.locations set allow_negative = true where code = 'AIRPORT'")
    issue(sam, "APPLE", "AIRPORT", 1)
    assert_proved(shop)


def test_the_superuser_cannot_take_stock_below_zero(
    sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    receive(sue, "APPLE", "MAIN", 1)
    for change in ("on_hand = -1", "reserved = 2", "reserved = -1", "allow_negative = true"):
        with pytest.raises(psycopg.errors.IntegrityError):
            db.execute(f"update inventory.stock_levels set {change}")


# -- One answer per key


def test_the_same_key_and_lines_answer_the_same(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    key = uuid.uuid4()
    lines = [line("APPLE", "MAIN", 5, lot="L9", unit_cost=2)]
    first = post(sue, "receipt", lines, key)
    issue(sue, "APPLE", "MAIN", 2, lot="L9")
    assert post(sue, "receipt", lines, key) == first
    assert on_hand(sue, "APPLE", "MAIN") == 3
    assert count(db, "inventory.documents") == 2
    assert_proved(shop)


def test_the_same_key_through_another_door(shop: Database, sue: psycopg.Connection) -> None:
    """A retry through the web of what psql posted is the same document."""
    key = uuid.uuid4()
    lines = [line("APPLE", "MAIN", 5)]
    first = post(sue, "receipt", lines, key)
    with web(shop, open_session(shop, "sue_staff")) as browser:
        assert post(browser, "receipt", lines, key) == first


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("receipt", [line("APPLE", "MAIN", 6)]),
        ("receipt", [line("APPLE", "MAIN", 5), line("APPLE", "MAIN", 5)]),
        ("issue", [line("APPLE", "MAIN", 5)]),
        ("receipt", [line("PEAR", "MAIN", 5)]),
        ("issue", [line("APPLE", "MAIN", 500)]),
    ],
)
def test_the_same_key_with_other_lines_is_refused(
    sue: psycopg.Connection, kind: str, lines: list
) -> None:
    key = uuid.uuid4()
    first = post(sue, "receipt", [line("APPLE", "MAIN", 5)], key)
    with refused("IN002") as refusal:
        post(sue, kind, lines, key)
    assert refusal.detail["document"] == first["document"]
    assert on_hand(sue, "APPLE", "MAIN") == 5


def test_the_same_key_with_other_words_is_refused_and_says_which(sue: psycopg.Connection) -> None:
    key, at = uuid.uuid4(), datetime(2026, 1, 2, tzinfo=UTC)
    said = {"reference": "PO 1", "note": "By van", "occurred_at": at}
    lines = [line("APPLE", "MAIN", 5)]
    first = post(sue, "receipt", lines, key, **said)
    assert post(sue, "receipt", lines, key, **said) == first
    for change, words in (
        ({"reference": "PO 2"}, "with another reference"),
        ({"reference": None}, "with another reference"),
        ({"note": ""}, "with another note"),
        ({"occurred_at": None}, "with another time (occurred_at)"),
    ):
        with refused("IN002") as refusal:
            post(sue, "receipt", lines, key, **(said | change))
        assert words in str(refusal.error)
    with refused("IN002") as refusal:
        post(sue, "issue", lines, key, **said)
    assert "used before, for a receipt." in str(refusal.error)
    now = uuid.uuid4()
    post(sue, "receipt", lines, now)
    assert post(sue, "receipt", lines, now)["lines"][0]["on_hand"] == 10
    with refused("IN002"):
        post(sue, "receipt", lines, now, occurred_at=at)


def test_a_number_may_be_written_as_a_text_when_it_is_sent_again(sue: psycopg.Connection) -> None:
    for first, again in ((1, "1"), ("1", 1), (2, " 2 "), ("3", 3.0)):
        key = uuid.uuid4()
        posted = post(sue, "receipt", [line("APPLE", "MAIN", first)], key)
        assert post(sue, "receipt", [line("APPLE", "MAIN", again)], key) == posted
        with refused("IN002") as refusal:
            post(sue, "receipt", [line("APPLE", "MAIN", "9")], key)
        assert "with other lines" in str(refusal.error)


def test_keys_belong_to_people(shop: Database, sue: psycopg.Connection) -> None:
    key = uuid.uuid4()
    post(sue, "receipt", [line("APPLE", "MAIN", 5)], key)
    with shop.connect("max_manager") as manager:
        post(manager, "receipt", [line("APPLE", "MAIN", 7)], key)
    assert on_hand(sue, "APPLE", "MAIN") == 12


def test_a_refused_posting_is_retried_with_its_key(sue: psycopg.Connection) -> None:
    key = uuid.uuid4()
    lines = [line("APPLE", "MAIN", 5)]
    for _ in range(2):
        with refused("IN001"):
            post(sue, "issue", lines, key)
    receive(sue, "APPLE", "MAIN", 5)
    assert post(sue, "issue", lines, key)["lines"][0]["on_hand"] == 0


def test_a_refused_posting_is_never_reported_as_posted(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    """The trap: the document row inserted a moment ago found again by its key.

    Stock that row security hides from the poster, and stock that is short, are both refused.
    """
    with shop.connect("max_manager") as manager:
        receive(manager, "APPLE", "HARBOUR", 50)
    key = uuid.uuid4()
    for lines, code in (
        ([line("APPLE", "HARBOUR", 5)], "IN103"),
        ([line("APPLE", "MAIN", 5)], "IN107"),
    ):
        with refused("IN001") as refusal:
            post(sue, "issue", lines, key)
        assert refusal.codes == [(1, code)]
        with refused("IN001"):
            post(sue, "issue", lines, key)
    assert count(db, "inventory.documents") == 1
    assert_proved(shop)


def test_a_retry_answers_though_its_lines_would_no_longer_pass(
    sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    key = uuid.uuid4()
    lines = [line("APPLE", "MAIN-B", 5)]
    first = post(sue, "receipt", lines, key)
    issue(sue, "APPLE", "MAIN-B", 5)
    db.execute("update inventory.locations set retired_at = now() where code = 'MAIN-B'")
    db.execute("update inventory.items set retired_at = now() where sku = 'APPLE'")
    assert post(sue, "receipt", lines, key) == first


def test_a_key_used_at_a_place_that_was_taken_away(
    sue: psycopg.Connection, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    """She is told that, and not that her lines were others; nothing is posted twice."""
    key = uuid.uuid4()
    lines = [line("APPLE", "MAIN-B", 5)]
    post(sue, "receipt", lines, key)
    call(max_, "revoke_location", person="sue_staff", location="MAIN")
    call(max_, "grant_location", person="sue_staff", location="HARBOUR")
    with refused("IN008") as refusal:
        post(sue, "receipt", [line("APPLE", "HARBOUR", 5)], key)
    assert refusal.detail is None
    with refused("IN001"):
        post(sue, "receipt", lines, key)
    assert count(db, "inventory.documents") == 1


def test_key_and_lines_are_needed(sue: psycopg.Connection) -> None:
    good = [line("APPLE", "MAIN", 1)]
    with refused("IN005"):
        call(sue, "post_receipt", lines=Jsonb(good), idempotency_key=None)
    for bad in (None, {}, [], "x", 5, True):
        with refused("IN004"):
            post(sue, "receipt", bad)
    with refused("IN004"):
        sue.execute("select api.post_receipt(null, gen_random_uuid())")


def test_only_people_post(shop: Database, db: psycopg.Connection) -> None:
    lines = [line("APPLE", "MAIN", 1, lot="L1")]
    with refused("IN006"):
        post(db, "receipt", lines)
    with shop.connect() as dba, refused("IN006"), dba.transaction():
        dba.execute("create role local_dba login in role stockroom_staff")
        dba.execute("set session authorization local_dba")
        post(dba, "receipt", lines)
    for person in ("vic_viewer", "ada_auditor", "ann_admin", "rob_reporting"):
        with shop.connect(person) as login, refused("42501"):
            post(login, "receipt", lines)


# -- Two times


def test_it_may_have_happened_earlier(shop: Database, sue: psycopg.Connection) -> None:
    then = datetime(2024, 2, 29, 12, tzinfo=UTC)
    answer = post(sue, "receipt", [line("APPLE", "MAIN", 1)], occurred_at=then)
    assert datetime.fromisoformat(answer["occurred_at"]) == then
    posted = datetime.fromisoformat(answer["posted_at"])
    assert datetime.now(UTC) - posted < timedelta(minutes=1)
    row = sue.execute("select occurred_at, posted_at from api.movements").fetchone()
    assert (row["occurred_at"], row["posted_at"]) == (then, posted)
    assert_proved(shop)


@pytest.mark.parametrize(
    "moment", ["now() + interval '1 second'", "'infinity'", "'-infinity'", "'1899-12-31'"]
)
def test_but_not_later_nor_before_there_was_stock(sue: psycopg.Connection, moment: str) -> None:
    with refused("IN003"):
        sue.execute(
            "select api.post_receipt(lines => %s, idempotency_key => gen_random_uuid(), "
            f"occurred_at => {moment})",
            [Jsonb([line("APPLE", "MAIN", 1)])],
        )
    assert on_hand(sue, "APPLE", "MAIN") == 0


def test_order_of_recording_is_the_order_of_balances(sue: psycopg.Connection) -> None:
    """A back-dated document changes what we know of the past, not the balances recorded."""
    receive(sue, "APPLE", "MAIN", 5)
    post(sue, "receipt", [line("APPLE", "MAIN", 2)], occurred_at=datetime(2020, 1, 1, tzinfo=UTC))
    rows = sue.execute("select on_hand from api.movements order by movement_id").fetchall()
    assert [row["on_hand"] for row in rows] == [5, 7]
    then = one(sue, "select sum(quantity) from api.movements where occurred_at < '2021-01-01'")
    assert then == 2


def test_a_rolled_back_posting_leaves_nothing(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    with sue.transaction(force_rollback=True):
        receive(sue, "APPLE", "MAIN", 5)
    assert count(db, "inventory.documents") == count(db, "inventory.stock_levels") == 0


def test_what_was_read_in_another_base_unit_is_not_good(shop: Database) -> None:
    """A base unit can change between reading the lines and holding their levels."""
    good = (
        "select (inventory.posted_lines('receipt', array[i.item_id], array[l.location_id], "
        "array[0], array[1::numeric], array[u.unit_id], null, null, array[1::numeric], null, null)"
        ").is_good as good "
        "from inventory.items as i, inventory.locations as l, inventory.units as u "
        "where i.sku = 'APPLE' and l.code = 'MAIN' and (u.unit_id = i.unit_id) = %s limit 1"
    )
    with shop.connect() as db:
        assert one(db, good, [True]) is True
        assert one(db, good, [False]) is False
