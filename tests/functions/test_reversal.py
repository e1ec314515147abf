"""A mistake is mended by a reversal: once, by who holds all the places, with the same rules."""

import uuid
from decimal import Decimal

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import (
    assert_proved,
    call,
    count,
    issue,
    on_hand,
    post,
    receive,
    refused,
    reverse,
)

KINDS = {
    "receipt": {"item": "APPLE", "location": "MAIN", "quantity": 2, "unit": "case"},
    "issue": {"item": "APPLE", "location": "MAIN", "quantity": 2},
    "transfer": {"item": "APPLE", "from": "MAIN", "to": "MAIN-A", "quantity": 2},
    "adjustment": {"item": "APPLE", "location": "MAIN", "quantity": -2, "reason": "Lost"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_pair_is_seen_from_both_sides(
    shop: Database, sue: psycopg.Connection, kind: str
) -> None:
    receive(sue, "APPLE", "MAIN", 10)
    before = {place: on_hand(sue, "APPLE", place) for place in ("MAIN", "MAIN-A")}
    original = post(sue, kind, [KINDS[kind]], reference="R-1")
    assert call(sue, "document_page", document=original["document"])["can"]["reverse"]
    mended = reverse(sue, original)
    assert mended["kind"] == "reversal"
    assert mended["reverses"] == original["document"]
    assert mended["reference"] == "R-1"
    assert [-n["quantity"] for n in mended["lines"]] == [n["quantity"] for n in original["lines"]]
    assert {place: on_hand(sue, "APPLE", place) for place in before} == before
    first = call(sue, "document_page", document=original["document"])
    second = call(sue, "document_page", document=mended["document"])
    assert first["reversed_by"] == mended["document"]
    assert second["reverses"] == original["document"]
    assert not first["can"]["reverse"]
    assert not second["can"]["reverse"]
    row = sue.execute(
        "select reversed_by from api.documents where document = %s", [original["document"]]
    ).fetchone()
    assert str(row["reversed_by"]) == mended["document"]
    assert_proved(shop)


def test_once(shop: Database, sue: psycopg.Connection, max_: psycopg.Connection) -> None:
    original = receive(sue, "APPLE", "MAIN", 10)
    mended = reverse(sue, original)
    with refused("IN007") as refusal:
        reverse(sue, original)
    assert refusal.detail == {"reversal": mended["document"], "by": "sue_staff"}
    with refused("IN007"):
        reverse(max_, original)
    with refused("IN009"):
        reverse(sue, mended)
    assert on_hand(sue, "APPLE", "MAIN") == 0
    assert_proved(shop)


def test_a_retry_answers_the_first_reversal(
    sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    original = receive(sue, "APPLE", "MAIN", 10)
    key = uuid.uuid4()
    first = reverse(sue, original, key)
    assert reverse(sue, original, key) == first
    db.execute("update inventory.items set sku = 'APPLE-2' where sku = 'APPLE'")
    again = reverse(sue, original, key)
    assert again["document"] == first["document"]
    assert count(db, "inventory.documents") == 2


def test_a_retry_of_a_reversal_says_the_same(sue: psycopg.Connection) -> None:
    original = receive(sue, "APPLE", "MAIN", 10)
    key = uuid.uuid4()
    reverse(sue, original, key)
    with refused("IN002"):
        call(sue, "reverse_document", document=original["document"], idempotency_key=key, note="No")


def test_one_key_does_not_reverse_two_documents(sue: psycopg.Connection) -> None:
    """Two equal documents have equal lines; their reversals are not the same request."""
    one, two = receive(sue, "APPLE", "MAIN", 10), receive(sue, "APPLE", "MAIN", 10)
    key = uuid.uuid4()
    reverse(sue, one, key)
    with refused("IN002"):
        reverse(sue, two, key)
    assert on_hand(sue, "APPLE", "MAIN") == 10


def test_what_was_used_up_cannot_be_taken_back(shop: Database, sue: psycopg.Connection) -> None:
    original = receive(sue, "APPLE", "MAIN", 10, lot="L1")
    issue(sue, "APPLE", "MAIN", 7, lot="L1")
    with refused("IN001") as refusal:
        reverse(sue, original)
    (only,) = refusal.detail
    assert (only["code"], only["lot"], only["asked"], only["available"]) == ("IN107", "L1", 10, 3)
    assert_proved(shop)


def test_all_places_must_be_hers(shop: Database, sue: psycopg.Connection) -> None:
    with shop.connect("max_manager") as manager:
        receive(manager, "APPLE", "HARBOUR", 5)
        original = post(
            manager,
            "transfer",
            [{"item": "APPLE", "from": "HARBOUR", "to": "MAIN", "quantity": 5}],
        )
        # She sees her half of it, and cannot reverse it.
        page = call(sue, "document_page", document=original["document"])
        assert [n["location"] for n in page["lines"]] == ["MAIN"]
        assert not page["can"]["reverse"]
        with refused("IN008"):
            reverse(sue, original)
        reverse(manager, original)
    assert on_hand(sue, "APPLE", "MAIN") == 0
    assert_proved(shop)


def test_no_such_document_and_a_hidden_one_read_the_same(
    shop: Database, sue: psycopg.Connection, sam: psycopg.Connection
) -> None:
    hidden = receive(sam, "APPLE", "AIRPORT", 1)
    said = []
    for document in (hidden, {"document": str(uuid.uuid4())}):
        with refused("IN008") as refusal:
            reverse(sue, document)
        said.append(str(refusal.error))
        with refused("IN008"):
            call(sue, "document_page", document=document["document"])
    assert said[0] == said[1]


def test_who_may(shop: Database, sue: psycopg.Connection) -> None:
    original = receive(sue, "APPLE", "MAIN", 1)
    for person in ("vic_viewer", "ada_auditor", "ann_admin", "rob_reporting"):
        with shop.connect(person) as login, refused("42501"):
            reverse(login, original)
    with refused("IN005"):
        call(sue, "reverse_document", document=original["document"], idempotency_key=None)


def test_retired_things_are_brought_back_to_be_mended(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    """They have no stock, and a reversal would give them some."""
    receive(sue, "APPLE", "MAIN-B", 1)
    original = issue(sue, "APPLE", "MAIN-B", 1)
    db.execute("update inventory.locations set retired_at = now() where code = 'MAIN-B'")
    db.execute("update inventory.items set retired_at = now() where sku = 'APPLE'")
    with refused("IN001") as refusal:
        reverse(sue, original)
    assert refusal.codes == [(1, "IN102")]
    db.execute("update inventory.items set retired_at = null where sku = 'APPLE'")
    with refused("IN001") as refusal:
        reverse(sue, original)
    assert refusal.codes == [(1, "IN113")]
    db.execute("update inventory.locations set retired_at = null where code = 'MAIN-B'")
    reverse(sue, original)
    assert on_hand(sue, "APPLE", "MAIN-B") == 1
    assert_proved(shop)


def test_decimals_taken_away_since_do_not_matter(
    shop: Database, sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    receive(sue, "MILK", "MAIN", "1.125")
    original = issue(sue, "MILK", "MAIN", "1.125")
    db.execute("update inventory.units set decimals = 0 where code = 'l'")
    reverse(sue, original)
    assert_proved(shop)


def test_it_did_not_happen_before_its_original(sue: psycopg.Connection) -> None:
    original = receive(sue, "APPLE", "MAIN", 1)
    with refused("IN003"):
        call(
            sue,
            "reverse_document",
            document=original["document"],
            idempotency_key=uuid.uuid4(),
            occurred_at="2020-01-01",
        )


def test_a_transfer_of_many_lines(shop: Database, sue: psycopg.Connection) -> None:
    """Its reversal has twice as many lines as a document may be posted with."""
    receive(sue, "APPLE", "MAIN", 10_001)
    line = {"item": "APPLE", "from": "MAIN", "to": "MAIN-A", "quantity": 1}
    original = post(sue, "transfer", [line] * 10_001)
    assert len(reverse(sue, original)["lines"]) == 20_002
    assert on_hand(sue, "APPLE", "MAIN") == 10_001
    assert_proved(shop)


def last_cost(db: psycopg.Connection) -> Decimal | None:
    """What an apple costs."""
    row = db.execute("select last_cost from api.item_costs where sku = 'APPLE'").fetchone()
    return row["last_cost"] if row else None


def test_a_cost_that_was_taken_back_is_not_the_last_one(
    shop: Database, boss: psycopg.Connection
) -> None:
    """Nor comes back, whichever of several receipts is reversed first."""
    first = receive(boss, "APPLE", "MAIN", 1, unit_cost=2)
    second = receive(boss, "APPLE", "HARBOUR", 1, unit_cost=7)
    last = receive(boss, "APPLE", "MAIN", 1, unit_cost="999999")
    receive(boss, "APPLE", "MAIN", 1)
    reverse(boss, last)
    assert last_cost(boss) == 7
    assert_proved(shop)
    reverse(boss, first)
    assert last_cost(boss) == 7
    reverse(boss, second)
    assert last_cost(boss) is None
    assert_proved(shop)
    receive(boss, "APPLE", "MAIN", 1, unit_cost=3)
    assert last_cost(boss) == 3
    assert_proved(shop)


def test_a_cost_from_a_place_she_does_not_see(
    shop: Database, sue: psycopg.Connection, sam: psycopg.Connection, boss: psycopg.Connection
) -> None:
    receive(sam, "APPLE", "AIRPORT", 1, unit_cost=7)
    reverse(sue, receive(sue, "APPLE", "MAIN", 1, unit_cost=9))
    assert last_cost(boss) == 7
    assert_proved(shop)
