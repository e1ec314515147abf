"""Everything at once: whatever people post, and whatever managers change meanwhile.

Two seconds in the test run; `python -m tests.races --seconds 120` for as long as one likes.
"""

import os
import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import psycopg

from tests.conftest import Database
from tests.functions.steps import assert_proved, call, post, reverse, set_range
from tests.races.conftest import Crowd, allowed

SECONDS = float(os.environ.get("STOCKROOM_RACE_SECONDS", "2"))
SEED = int(os.environ.get("STOCKROOM_RACE_SEED", "0")) or random.randrange(10**9)
POSTERS = 32
ITEMS = ("APPLE", "MILK", "BOLT-M8")
PLACES = ("MAIN", "MAIN-A", "MAIN-A-1", "MAIN-B", "HARBOUR")
SHARED = 4  # keys that anybody may be posting at the moment
# Too little there; a place or item retired, a zone moved away, a right taken just now.
REFUSED = ("IN001", "IN007", "IN008", "IN011", "IN014", "IN015", "40001")
Place = tuple[str, str]


@dataclass
class Shared:
    """Documents that several clients post under one key, each more than once."""

    answers: dict[uuid.UUID, list[dict[str, Any]]] = field(default_factory=dict)
    documents: dict[uuid.UUID, tuple[str, list[dict[str, Any]]]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def draw(self, draw: random.Random) -> uuid.UUID:
        """A key that is being posted, now and then a new one in the place of an old."""
        with self.lock:
            open_ = list(self.documents)[-SHARED:]
            if len(open_) == SHARED and draw.random() < 0.9:
                return draw.choice(open_)
            key = uuid.UUID(int=draw.getrandbits(128), version=4)
            self.documents[key] = draw_document(draw)
            self.answers[key] = []
            return key


@dataclass
class Tally:
    """What one client was told: how much it moved, and where."""

    moved: Counter[Place] = field(default_factory=Counter)
    posted: int = 0

    def add(self, kind: str, lines: list[dict[str, Any]], sign: int = 1) -> None:
        """Count a document that was acknowledged."""
        self.posted += 1
        self.moved.update({place: sign * n for place, n in effects(kind, lines).items()})


def draw_document(draw: random.Random) -> tuple[str, list[dict[str, Any]]]:
    """A kind and lines, in whatever order."""
    kind = draw.choice(["receipt", "receipt", "issue", "transfer", "adjustment"])
    lines: list[dict[str, Any]] = []
    for _ in range(draw.choice([1, 1, 2, 6])):
        line: dict[str, Any] = {"item": draw.choice(ITEMS), "quantity": draw.randint(1, 5)}
        if kind == "transfer":
            line["from"], line["to"] = draw.sample(PLACES, 2)
        else:
            line["location"] = draw.choice(PLACES)
        if kind == "adjustment":
            line |= {"reason": "counted", "quantity": line["quantity"] * draw.choice([-1, 1])}
        if kind == "receipt" and draw.random() < 0.3:
            line |= {"lot": f"L{draw.randint(1, 9)}", "unit_cost": draw.randint(1, 9)}
        lines.append(line)
    return kind, lines


def effects(kind: str, lines: list[dict[str, Any]]) -> Counter[Place]:
    """What each place gains."""
    found: Counter[Place] = Counter()
    for line in lines:
        if kind == "transfer":
            found[line["item"], line["from"]] -= line["quantity"]
            found[line["item"], line["to"]] += line["quantity"]
        else:
            sign = -1 if kind == "issue" else 1
            found[line["item"], line["location"]] += sign * line["quantity"]
    return found


def post_one(
    db: psycopg.Connection,
    draw: random.Random,
    shared: Shared,
    shares: bool,
    tally: Tally,
    mine: list[tuple[dict[str, Any], str, list[dict[str, Any]]]],
) -> None:
    """A document of one's own, one that others post too, or the reversal of one of one's own."""
    what = draw.random()
    if shares and what < 0.2:
        key = shared.draw(draw)
        kind, lines = shared.documents[key]
        answer = post(db, kind, lines, key)
        shared.answers[key].append(answer)
    elif what < 0.35 and mine:
        document, kind, lines = mine.pop(draw.randrange(len(mine)))
        reverse(db, document)
        tally.add(kind, lines, -1)
    else:
        kind, lines = draw_document(draw)
        answer = post(db, kind, lines)
        if answer is not None:  # test_postings.test_a_right_taken_while_it_posts
            mine.append((answer, kind, lines))
        tally.add(kind, lines)


def change_one(db: psycopg.Connection, draw: random.Random) -> None:
    """What a manager does to things that are being posted."""
    what = draw.choice([set_some_range, move_zone, retire_item, retire_place, take_a_right])
    what(db, draw)


def set_some_range(db: psycopg.Connection, draw: random.Random) -> None:
    """A range comes, changes or goes."""
    item, place = draw.choice(ITEMS), draw.choice([*PLACES, "NORTH", "ACME"])
    if draw.random() < 0.3:
        db.execute(
            "delete from inventory.thresholds where item_id = inventory.item_of(%s) "
            "and location_id = inventory.location_of(%s)",
            [item, place],
        )
    else:
        set_range(db, item, place, draw.randint(1, 30), draw.randint(60, 200))


def move_zone(db: psycopg.Connection, draw: random.Random) -> None:
    """A zone goes to another site."""
    db.execute(
        "update inventory.locations set parent_id = inventory.location_of(%s) "
        "where code = 'MAIN-B'",
        [draw.choice(["MAIN", "HARBOUR"])],
    )


def retire_item(db: psycopg.Connection, draw: random.Random) -> None:
    """An item is retired, or refuses to be as it has stock; then it comes back."""
    item = draw.choice(ITEMS)
    with allowed(*REFUSED):
        db.execute("update inventory.items set retired_at = now() where sku = %s", [item])
    db.execute("update inventory.items set retired_at = null where sku = %s", [item])


def retire_place(db: psycopg.Connection, draw: random.Random) -> None:
    """A bin likewise."""
    code = draw.choice(["MAIN-A-1", "MAIN-B"])
    with allowed(*REFUSED):
        db.execute("update inventory.locations set retired_at = now() where code = %s", [code])
    db.execute("update inventory.locations set retired_at = null where code = %s", [code])


def take_a_right(db: psycopg.Connection, _draw: random.Random) -> None:
    """One who posts loses the place for a moment."""
    call(db, "revoke_location", person="sue_staff", location="MAIN")
    call(db, "grant_location", person="sue_staff", location="MAIN")


def test_everything_at_once(
    shop: Database, crowd: Crowd, seconds: Callable[[float], Callable[[], bool]]
) -> None:
    """No deadlock, nothing negative, one document a key, and all that was acknowledged is there."""
    print(f"races: STOCKROOM_RACE_SEED={SEED}")
    until, shared = seconds(SECONDS), Shared()

    def work(db: psycopg.Connection, number: int, _draw: random.Random) -> Tally:
        draw, tally, mine = random.Random(SEED + number), Tally(), []
        while until():
            if number < 2:
                with allowed(*REFUSED):
                    change_one(db, draw)
            else:
                with allowed(*REFUSED, "42501"):
                    post_one(db, draw, shared, number % 4 > 0, tally, mine)
        return tally

    def person(number: int) -> str:
        return "sue_staff" if number >= 2 and number % 4 == 0 else "bob_boss"

    tallies = crowd(work, POSTERS + 2, person, seconds=SECONDS + 60)
    assert crowd.refusals == []  # others than those allowed
    moved: Counter[Place] = Counter()
    for tally in tallies:
        moved.update(tally.moved)
    posted = sum(tally.posted for tally in tallies)
    for key, answers in shared.answers.items():
        if answers:
            posted += 1
            moved.update(effects(*shared.documents[key]))
            assert all(answer == answers[0] for answer in answers)
    print(f"races: {posted} documents in {SECONDS:g} s, {len(shared.documents)} of shared keys")
    with shop.connect() as db:
        assert_ledger(db, moved, posted)
    if posted > 200:  # a busy machine may not come to it
        assert sum(len(answers) > 1 for answers in shared.answers.values()) > 0
    assert_proved(shop)


def assert_ledger(db: psycopg.Connection, moved: Counter[Place], posted: int) -> None:
    """What was acknowledged is there, and nothing else; nothing is below zero."""
    rows = db.execute(
        "select i.sku, l.code, sum(s.on_hand) as on_hand, min(s.on_hand) as least "
        "from inventory.stock_levels as s join inventory.items as i using (item_id) "
        "join inventory.locations as l using (location_id) group by 1, 2"
    ).fetchall()
    there = {(row["sku"], row["code"]): row["on_hand"] for row in rows if row["on_hand"]}
    assert there == {place: quantity for place, quantity in moved.items() if quantity}
    assert all(row["least"] >= 0 for row in rows)
    documents = db.execute("select count(*) as n from inventory.documents").fetchone()
    assert documents == {"n": posted}
