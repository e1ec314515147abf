"""What the clients post: documents of every kind, small and large, on items that run short."""

import random
from collections import Counter
from typing import Any

import psycopg

from tests.company import PASSWORD
from tests.faults.journal import Effects, Entry, Place
from tests.functions.steps import post, set_range

ITEMS = [f"ITEM-{n:02}" for n in range(40)]
HOT = ITEMS[:3]
PLACES = ["MAIN", "MAIN-A", "MAIN-A-1", "MAIN-B"]
PEOPLE = {"bob_boss": True, "sue_staff": False}  # who posts, and whether they may reverse
LARGEST = 24  # lines
AT_FIRST = 20


def prepare(db: psycopg.Connection, manager: psycopg.Connection) -> Effects:
    """Items, ranges and opening stock in tests/company.py's company; answers what lies where."""
    for person in PEOPLE:
        db.execute(f"alter role {person} connection limit 60")
    db.execute("insert into inventory.subscriptions (person) values ('sue_staff')")
    db.execute(
        "insert into inventory.items (sku, name, category_id, unit_id) select sku, sku, "
        "inventory.category_of('PARTS'), inventory.unit_of('ea') from unnest(%s::text[]) as sku",
        [ITEMS],
    )
    lines = [{"item": i, "location": p, "quantity": AT_FIRST} for i in ITEMS for p in PLACES]
    post(manager, "receipt", lines)
    for item in HOT:
        set_range(manager, item, "MAIN", AT_FIRST * 3, margin=AT_FIRST // 2)
    return {(item, place): AT_FIRST for item in ITEMS for place in PLACES}


def draw_entry(person: str, draw: random.Random, mine: list[Entry]) -> Entry:
    """The next document of a person; at times the reversal of one of their own."""
    original = _reversible(mine, draw) if PEOPLE[person] and draw.random() < 0.1 else None
    if original is not None:
        back = Counter({place: -quantity for place, quantity in original.effects.items()})
        return Entry(person, "reversal", [], back, original.movements, original.document)
    kind = draw.choice(["receipt", "issue", "transfer", "adjustment"])
    size = draw.choice([1, 1, 1, 2, 5, LARGEST])
    items = [draw.choice(HOT), *draw.sample(ITEMS[3:], size - 1)]
    draw.shuffle(items)  # each document locks in an order of its own, were it by its lines
    effects: Counter[Place] = Counter()
    lines = [_line(kind, item, draw, effects) for item in items]
    return Entry(person, kind, lines, effects, size * (2 if kind == "transfer" else 1))


def _reversible(mine: list[Entry], draw: random.Random) -> Entry | None:
    found = [entry for entry in mine[-20:] if entry.document and entry.kind != "reversal"]
    return draw.choice(found) if found else None


def _line(kind: str, item: str, draw: random.Random, effects: Counter[Place]) -> dict[str, Any]:
    """One line, and what it does to the places."""
    quantity = draw.randint(1, 6)
    place, other = draw.sample(PLACES, 2)
    if kind == "transfer":
        effects[item, place] -= quantity
        effects[item, other] += quantity
        return {"item": item, "from": place, "to": other, "quantity": quantity}
    if kind == "adjustment":
        quantity *= draw.choice([-1, 1])
        effects[item, place] += quantity
        return {"item": item, "location": place, "quantity": quantity, "reason": "counted"}
    effects[item, place] += quantity if kind == "receipt" else -quantity
    return {"item": item, "location": place, "quantity": quantity}


def passwords() -> dict[str, str]:
    """Of everybody who posts."""
    return dict.fromkeys(PEOPLE, PASSWORD)
