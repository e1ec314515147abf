"""Rule 7: no deadlock between any two documents, nothing negative, nothing lost."""

import random
import threading
import time
import uuid
from collections.abc import Callable
from itertools import pairwise

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
    reverse,
)
from tests.races.conftest import Crowd, allowed

ITEMS = ("APPLE", "MILK", "BOLT-M8")
PLACES = ("MAIN", "MAIN-A", "MAIN-A-1", "MAIN-B", "HARBOUR")


def stock(shop: Database, quantity: int) -> None:
    """So much of everything everywhere."""
    with shop.connect("bob_boss") as boss:
        post(
            boss,
            "receipt",
            [{"item": i, "location": p, "quantity": quantity} for i in ITEMS for p in PLACES],
        )


def test_one_hot_item_is_never_oversold(shop: Database, crowd: Crowd) -> None:
    """32 people want 5 of 100 each; 20 of them get it."""
    stock(shop, 100)
    got = crowd(lambda db, _n, _d: issue(db, "APPLE", "MAIN", 5)["lines"][0]["on_hand"], 32)
    assert sorted(n for n in got if n != "IN001") == list(range(0, 100, 5))
    assert crowd.refusals == ["IN001"] * 12
    assert_proved(shop)


def test_the_first_movement_of_an_item_by_many(shop: Database, crowd: Crowd) -> None:
    """Nobody has a stock level yet: all make the same ones, and one new lot, at once."""

    def work(db: psycopg.Connection, _number: int, draw: random.Random) -> None:
        lines = [
            {"item": i, "location": p, "quantity": 1, "lot": "NEW"} for i in ITEMS for p in PLACES
        ]
        draw.shuffle(lines)
        post(db, "receipt", lines)

    crowd(work, 32)
    with shop.connect() as db:
        assert count(db, "inventory.lots") == 1 + len(ITEMS)
        assert on_hand(db, "MILK", "MAIN-B") == 32
    assert_proved(shop)


def test_documents_in_opposite_orders(
    shop: Database, crowd: Crowd, seconds: Callable[[float], Callable[[], bool]]
) -> None:
    """Every document takes many levels, in an order of its own, thresholds over all of them."""
    stock(shop, 1_000)
    with shop.connect("bob_boss") as boss:
        for item in ITEMS:
            for place in ("MAIN", "MAIN-A", "NORTH", "ACME"):
                call(boss, "set_threshold", item=item, location=place, minimum=900, maximum=1100)
    until = seconds(1.5)

    def work(db: psycopg.Connection, number: int, draw: random.Random) -> int:
        done = 0
        while until():
            lines = [{"item": i, "location": p, "quantity": 1} for i in ITEMS for p in PLACES]
            lines.sort(key=lambda line: (line["item"], line["location"]), reverse=number % 2 == 0)
            if draw.random() < 0.5:
                draw.shuffle(lines)
            post(db, draw.choice(["receipt", "issue"]), lines)
            done += 1
        return done

    assert sum(crowd(work, 32)) > 32
    assert crowd.refusals == []
    assert_proved(shop)


def test_transfers_in_circles(
    shop: Database, crowd: Crowd, seconds: Callable[[float], Callable[[], bool]]
) -> None:
    """What goes round is neither made nor lost, however short it runs on the way."""
    stock(shop, 3)
    until = seconds(1.5)

    def work(db: psycopg.Connection, number: int, draw: random.Random) -> None:
        places = PLACES if number % 2 else PLACES[::-1]
        while until():
            start = draw.randrange(len(places))
            ring = [places[(start + n) % len(places)] for n in range(draw.randint(2, 6))]
            lines = [
                {"item": draw.choice(ITEMS), "from": a, "to": b, "quantity": draw.randint(1, 3)}
                for a, b in pairwise(ring)
            ]
            with allowed("IN001"):
                post(db, "transfer", lines)

    crowd(work, 32)
    with shop.connect() as db:
        rows = db.execute(
            "select sum(on_hand) as total, min(on_hand) as least from inventory.stock_levels "
            "group by item_id"
        ).fetchall()
    assert [row["total"] for row in rows] == [15, 15, 15]
    assert all(row["least"] >= 0 for row in rows)
    assert_proved(shop)


LINES = {
    "receipt": {"location": "MAIN", "quantity": 5, "unit_cost": 1, "lot": "NEW"},
    "issue": {"location": "MAIN", "quantity": 5},
    "transfer": {"from": "MAIN", "to": "MAIN-B", "quantity": 5},
    "adjustment": {"location": "MAIN", "quantity": -5, "reason": "counted"},
}


@pytest.mark.parametrize("kind", LINES)
def test_one_key_from_many_clients(shop: Database, crowd: Crowd, key: uuid.UUID, kind: str) -> None:
    """One document, and all are told the same, whatever others post at the time."""
    stock(shop, 200)
    lines = [{"item": item, **LINES[kind]} for item in ITEMS]

    def work(db: psycopg.Connection, number: int, _draw: random.Random) -> dict:
        if number % 4 == 0:
            receive(db, "APPLE", "MAIN", 1)
        return post(db, kind, lines, key)

    answers = crowd(work, 32)
    assert all(answer == answers[0] for answer in answers)
    with shop.connect() as db:
        assert count(db, "inventory.documents") == 1 + 8 + 1
        gained = {"receipt": 5, "transfer": -5, "issue": -5, "adjustment": -5}[kind]
        assert on_hand(db, "APPLE", "MAIN") == 200 + 8 + gained
        assert on_hand(db, "MILK", "MAIN") == 200 + gained
    assert_proved(shop)


def test_one_key_of_a_reversal_from_many_clients(
    shop: Database, crowd: Crowd, key: uuid.UUID
) -> None:
    """The same press of a button by all: one reversal, one answer."""
    with shop.connect("bob_boss") as boss:
        original = receive(boss, "APPLE", "MAIN", 5)
    answers = crowd(lambda db, _n, _d: reverse(db, original, key), 32)
    assert all(answer == answers[0] for answer in answers)
    assert crowd.refusals == []
    with shop.connect() as db:
        assert count(db, "inventory.documents") == 2
        assert on_hand(db, "APPLE", "MAIN") == 0
    assert_proved(shop)


def test_a_circle_of_three_at_once(shop: Database, crowd: Crowd) -> None:
    """A to B, B to C and C to A at the same moment, of all that there is: whatever their order."""
    places = ("MAIN-A", "MAIN-B", "HARBOUR")
    with shop.connect("bob_boss") as boss:
        for place in places:
            post(boss, "receipt", [{"item": i, "location": place, "quantity": 1} for i in ITEMS])

    def work(db: psycopg.Connection, number: int, draw: random.Random) -> None:
        start, end = places[number % 3], places[(number + 1) % 3]
        for _ in range(20):
            items = draw.sample(ITEMS, 3)
            with allowed("IN001"):
                lines = [{"item": i, "from": start, "to": end, "quantity": 1} for i in items]
                post(db, "transfer", lines)

    crowd(work, 30)
    with shop.connect() as db:
        for item in ITEMS:
            assert sum(on_hand(db, item, place) for place in places) == 3
    assert_proved(shop)


def test_one_key_with_different_lines(shop: Database, crowd: Crowd, key: uuid.UUID) -> None:
    def work(db: psycopg.Connection, number: int, _draw: random.Random) -> dict:
        line = {"item": "APPLE", "location": "MAIN", "quantity": number % 4 + 1}
        return post(db, "receipt", [line], key)

    answers = [a for a in crowd(work, 32) if isinstance(a, dict)]
    assert {a["document"] for a in answers} == {answers[0]["document"]}
    assert len(answers) == 8
    assert crowd.refusals == ["IN002"] * 24
    assert_proved(shop)


def test_one_key_while_stock_is_short(shop: Database, crowd: Crowd, key: uuid.UUID) -> None:
    """The trap under load: enough for one; the others answer that one, never a second."""
    stock(shop, 5)
    lines = [{"item": "APPLE", "location": "MAIN", "quantity": 5}]
    answers = crowd(lambda db, _n, _d: post(db, "issue", lines, key), 16)
    assert {a["document"] for a in answers if isinstance(a, dict)} != set()
    assert len({a["document"] for a in answers if isinstance(a, dict)}) == 1
    with shop.connect() as db:
        assert on_hand(db, "APPLE", "MAIN") == 0
    assert_proved(shop)


def test_two_reversals_at_once(shop: Database, crowd: Crowd) -> None:
    with shop.connect("bob_boss") as boss:
        original = receive(boss, "APPLE", "MAIN", 5)
    answers = crowd(lambda db, _n, _d: reverse(db, original), 16)
    assert sum(isinstance(a, dict) for a in answers) == 1
    assert crowd.refusals == ["IN007"] * 15
    with shop.connect() as db:
        assert on_hand(db, "APPLE", "MAIN") == 0
    assert_proved(shop)


def test_a_person_loses_the_place_meanwhile(
    shop: Database, crowd: Crowd, seconds: Callable[[float], Callable[[], bool]]
) -> None:
    """Whatever was answered as posted is posted, and nothing else is."""
    stock(shop, 10_000)
    until = seconds(1.5)

    def work(db: psycopg.Connection, number: int, _draw: random.Random) -> int:
        done = 0
        while until():
            if number == 0:
                call(db, "revoke_location", person="sue_staff", location="MAIN")
                call(db, "grant_location", person="sue_staff", location="MAIN")
                continue
            with allowed("IN001", "42501"):
                issue(db, "APPLE", "MAIN", 1)
                done += 1
        return done

    done = crowd(work, 8, person=lambda n: "bob_boss" if n == 0 else "sue_staff")
    with shop.connect() as db:
        assert on_hand(db, "APPLE", "MAIN") == 10_000 - sum(done[1:])
    assert_proved(shop)


def test_a_right_taken_while_it_posts(shop: Database) -> None:
    """What is posted is answered, or nothing is posted and that is said."""
    answers: list[dict] = []
    refusals: list[str | None] = []
    with shop.connect("bob_boss") as boss, shop.connect("sue_staff") as sue:
        receive(boss, "APPLE", "MAIN", 5)

        def work() -> None:
            try:
                answers.append(issue(sue, "APPLE", "MAIN", 1))
            except psycopg.Error as error:
                refusals.append(error.sqlstate)

        with shop.connect(autocommit=False) as holder:
            holder.execute("select from inventory.stock_levels for update")
            posting = threading.Thread(target=work)
            posting.start()
            wait_until_somebody_waits(shop)
            call(boss, "revoke_location", person="sue_staff", location="MAIN")
            holder.rollback()
            posting.join(30)
        assert (answers, refusals) == ([], ["42501"])
        assert on_hand(boss, "APPLE", "MAIN") == 5


def test_a_right_taken_while_it_reverses(shop: Database) -> None:
    """A document is reversed whole, or not at all."""
    refusals: list[str | None] = []
    with shop.connect("bob_boss") as boss, shop.connect("sue_staff") as sue:
        call(boss, "grant_location", person="sue_staff", location="HARBOUR")
        lines = [{"item": "APPLE", "location": at, "quantity": 4} for at in ("MAIN", "HARBOUR")]
        document = post(sue, "receipt", lines)

        def work() -> None:
            try:
                reverse(sue, document)
            except psycopg.Error as error:
                refusals.append(error.sqlstate)

        with shop.connect(autocommit=False) as holder:
            holder.execute("lock table inventory.items in access exclusive mode")
            reversing = threading.Thread(target=work)
            reversing.start()
            wait_until_somebody_waits(shop)
            call(boss, "revoke_location", person="sue_staff", location="HARBOUR")
            holder.rollback()
            reversing.join(30)
        # Its lines were read before the right was taken, or after: refused with them, or without.
        assert refusals in (["IN001"], ["IN008"])
        assert on_hand(boss, "APPLE", "MAIN") == 4
        reverse(boss, document)
    assert_proved(shop)


def test_a_retry_does_not_wait(shop: Database) -> None:
    """What was posted is known, whoever holds the level now."""
    key = uuid.uuid4()
    with shop.connect("bob_boss") as boss:
        lines = [{"item": "APPLE", "location": "MAIN", "quantity": 5}]
        first = post(boss, "receipt", lines, key)
        with shop.connect(autocommit=False) as holder:
            holder.execute("select from inventory.stock_levels for update")
            boss.execute("set statement_timeout = '5s'")
            assert post(boss, "receipt", lines, key) == first


def test_a_posting_waits_for_who_holds_all_up_with_nothing_in_hand(shop: Database) -> None:
    """Whoever moves a zone and then touches a level is not waited for by one that holds it."""
    with shop.connect("bob_boss") as boss, shop.connect("sue_staff") as sue:
        receive(boss, "APPLE", "MAIN", 5)
        with shop.connect(autocommit=False) as mover:
            mover.execute("select inventory.hold_postings()")
            posting = threading.Thread(target=lambda: issue(sue, "APPLE", "MAIN", 1))
            posting.start()
            wait_until_somebody_waits(shop)
            mover.execute("set local lock_timeout = '5s'")
            mover.execute("update inventory.stock_levels set changed_at = now()")
            mover.commit()
            posting.join(30)
        assert on_hand(boss, "APPLE", "MAIN") == 4


def test_a_ledger_is_in_the_order_of_its_times(shop: Database) -> None:
    """A document that waited is recorded when it goes on, not when it came: what was known in
    between stays as it was, and never was below zero."""
    said: list[dict] = []
    with shop.connect("bob_boss") as boss, shop.connect("max_manager") as max_:
        receive(boss, "APPLE", "MAIN", 1)
        receive(boss, "MILK", "MAIN", 1)
        lines = [
            {"item": "APPLE", "location": "MAIN", "quantity": 1},
            {"item": "MILK", "location": "MAIN", "quantity": 6},  # more than there is, as yet
        ]
        with shop.connect(autocommit=False) as holder:
            holder.execute(
                "select from inventory.stock_levels as s join inventory.items as i using (item_id)"
                " where i.sku = 'APPLE' for update of s"
            )
            waiting = threading.Thread(target=lambda: said.append(post(boss, "issue", lines)))
            waiting.start()
            wait_until_somebody_waits(shop)
            received = receive(max_, "MILK", "MAIN", 5)
            holder.rollback()
            waiting.join(30)
        assert received["posted_at"] < said[0]["posted_at"]
        at = said[0]["posted_at"]
        known = max_.execute("select sku, on_hand from api.stock_as_of(%s, %s)", [at, at])
        assert all(row["on_hand"] >= 0 for row in known)


def test_each_level_is_in_the_order_of_its_times(
    shop: Database, crowd: Crowd, seconds: Callable[[float], Callable[[], bool]]
) -> None:
    """Whoever waits for whom."""
    stock(shop, 100)
    until = seconds(1.5)

    def work(db: psycopg.Connection, _number: int, draw: random.Random) -> None:
        while until():
            lines = [
                {"item": i, "location": "MAIN", "quantity": 1}
                for i in draw.sample(ITEMS, draw.choice((1, 1, 2)))
            ]
            post(db, draw.choice(("receipt", "receipt", "issue")), lines)

    crowd(work, 16, person="sue_staff")
    with shop.connect() as db:
        assert count(db, "inventory.movements") > 50
        disordered = db.execute(
            "select count(*) as n from (select m.posted_at < lag(m.posted_at) over ("
            "partition by m.item_id, m.location_id, m.lot_id order by m.movement_id) as early "
            "from inventory.movements as m) as o where o.early"
        ).fetchone()
        assert disordered["n"] == 0


def wait_until_somebody_waits(shop: Database) -> None:
    """For a lock, that is."""
    with shop.connect() as db:
        for _ in range(1000):
            waiting = db.execute("select count(*) as n from pg_locks where not granted").fetchone()
            if waiting["n"]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")


def test_costs_are_told_and_taken_back(
    shop: Database, crowd: Crowd, seconds: Callable[[float], Callable[[], bool]]
) -> None:
    """An item costs what its latest receipt says that still counts."""
    until = seconds(1.5)

    def work(db: psycopg.Connection, number: int, draw: random.Random) -> None:
        mine: list[dict] = []
        while until():
            place = f"MAIN-{'AB'[number % 2]}"
            if mine and draw.random() < 0.5:
                reverse(db, mine.pop(draw.randrange(len(mine))))
            else:
                items = draw.sample(["APPLE", "MILK"], draw.randint(1, 2))
                line = {"location": place, "quantity": 1, "unit_cost": draw.randint(1, 99)}
                mine.append(post(db, "receipt", [{"item": item, **line} for item in items]))
        for document in mine[: number % 3]:
            reverse(db, document)

    crowd(work, 8)
    assert_proved(shop)
