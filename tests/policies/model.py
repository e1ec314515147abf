"""Who sees which rows, in plain Python: the tree, the people and a short history.

Nothing here asks the database. What people see is computed from tests/company.py and HISTORY,
and must equal what each view and table shows them.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import psycopg
from psycopg.types.json import Jsonb

from tests import company

PARENT = {code: parent for code, _, _, parent, _ in company.LOCATIONS}
ALL = frozenset(PARENT)
# Staff are viewers, managers are staff; managers and auditors see cost.
IMPLIED = {"manager": {"staff", "viewer", "cost"}, "staff": {"viewer"}, "auditor": {"cost"}}


def above(place: str) -> list[str]:
    """The place and all above it, from the inside out."""
    return [place, *above(PARENT[place])] if PARENT[place] else [place]


def inside(place: str) -> frozenset[str]:
    """The place and all below it."""
    return frozenset(code for code in ALL if place in above(code))


@dataclass(frozen=True)
class Person:
    """A person's groups with those they imply, and the places their grants reach."""

    name: str
    groups: frozenset[str]
    places: frozenset[str]

    @property
    def reads(self) -> frozenset[str]:
        """Places whose stock the person sees."""
        if "auditor" in self.groups:
            return ALL
        return self.places if self.groups & {"viewer", "reporting"} else frozenset()

    @property
    def names(self) -> frozenset[str]:
        """Places whose names the person sees: also those above their grants."""
        if self.groups & {"auditor", "admin"}:
            return ALL
        counted = self.places if "counter" in self.groups else frozenset()
        return frozenset(up for place in self.reads | counted for up in above(place))

    def is_any(self, *groups: str) -> bool:
        """Whether the person is in one of these groups."""
        return bool(self.groups & set(groups))


def person(name: str) -> Person:
    """A person of the company."""
    groups, places = company.PEOPLE[name]
    implied = set(groups).union(*(IMPLIED.get(group, set()) for group in groups))
    reached: frozenset[str] = frozenset().union(*(inside(place) for place in places))
    return Person(name, frozenset(implied), reached)


@dataclass(frozen=True)
class Line:
    """One signed movement of a document. `cost` is of one base unit."""

    sku: str
    place: str
    quantity: str
    lot: str | None = None
    cost: str | None = None


@dataclass(frozen=True)
class Document:
    """A document of HISTORY; `reference` is its name. A transfer is given as both its halves."""

    reference: str
    poster: str
    kind: str
    lines: tuple[Line, ...]


HISTORY = (
    Document("R1", "bob_boss", "receipt", (
        Line("APPLE", "MAIN-A-1", "100", cost="0.5"), Line("MILK", "MAIN-B", "40.5", "L1", "1.1"),
    )),
    Document("R2", "max_manager", "receipt", (Line("APPLE", "HARBOUR", "30", cost="0.6"),)),
    Document("R3", "bob_boss", "receipt", (
        Line("APPLE", "AIRPORT", "20", cost="0.7"), Line("BOLT-M8", "AIRPORT", "500", "S1", "0.02"),
    )),
    Document("I1", "sue_staff", "issue", (Line("APPLE", "MAIN-A-1", "-5"),)),
    Document("I2", "sam_staff", "issue", (Line("BOLT-M8", "AIRPORT", "-7", "S1"),)),
    Document("T1", "bob_boss", "transfer", (
        Line("APPLE", "MAIN-A-1", "-10"), Line("APPLE", "AIRPORT", "10"),
    )),
    Document("A1", "sam_staff", "adjustment", (Line("MILK", "AIRPORT", "-3"),)),
    Document("T2", "max_manager", "transfer", (
        Line("APPLE", "HARBOUR", "-4"), Line("APPLE", "MAIN-B", "4"),
    )),
)  # fmt: skip
# sku, place, minimum, maximum, what it is judged after HISTORY (null: in range)
THRESHOLDS = (
    ("APPLE", "MAIN", "50", None, None),
    ("APPLE", "NORTH", "500", None, "low"),
    ("APPLE", "AIRPORT", None, "10", "over"),
    ("BOLT-M8", "ACME", "1000", None, "low"),
    ("MILK", "AIRPORT", "5", None, "out"),
    ("MILK", "MAIN-B", None, "40", "over"),
)
SUBSCRIBED = ("sue_staff", "sam_staff", "vic_viewer", "bob_boss", "ada_auditor")


def play(connect: Callable[[str], psycopg.Connection]) -> None:
    """Bring a fresh company through HISTORY, each step by the person who did it."""
    for name in SUBSCRIBED:
        with connect(name) as own:
            own.execute("insert into inventory.subscriptions (person) values (%s)", [name])
    for document in HISTORY:
        with connect(document.poster) as own:
            own.execute(
                f"select api.post_{document.kind}(lines => %s, idempotency_key => %s, "
                "reference => %s)",
                [Jsonb(_request(document)), uuid.uuid4(), document.reference],
            )
    with connect("bob_boss") as bob:
        for sku, place, minimum, maximum, _ in THRESHOLDS:
            bob.execute(
                "select api.set_threshold(item => %s, location => %s, minimum => %s, "
                "maximum => %s)",
                [sku, place, minimum, maximum],
            )


def _request(document: Document) -> list[dict[str, object]]:
    if document.kind == "transfer":
        source, target = document.lines
        return [{"item": source.sku, "from": source.place, "to": target.place,
                 "quantity": target.quantity}]  # fmt: skip
    lines = []
    for line in document.lines:
        asked = {"item": line.sku, "location": line.place, "quantity": line.quantity}
        if document.kind == "issue":
            asked["quantity"] = line.quantity.removeprefix("-")
        if document.kind == "adjustment":
            asked["reason"] = "Lost"
        extra = {"lot": line.lot, "unit_cost": line.cost}
        lines.append(asked | {key: said for key, said in extra.items() if said})
    return lines


@dataclass
class Ledger:
    """HISTORY worked out: movements in order with their balances, and the levels at the end."""

    movements: list[tuple[str, Line, Decimal]] = field(default_factory=list)
    levels: dict[tuple[str, str, str | None], Decimal] = field(
        default_factory=lambda: defaultdict(Decimal)
    )
    last_cost: dict[str, Decimal] = field(default_factory=dict)


def ledger() -> Ledger:
    """Work HISTORY out."""
    book = Ledger()
    for document in HISTORY:
        for line in document.lines:
            key = (line.sku, line.place, line.lot)
            book.levels[key] += Decimal(line.quantity)
            book.movements.append((document.reference, line, book.levels[key]))
            if line.cost:
                book.last_cost[line.sku] = Decimal(line.cost)
    return book


def balance(sku: str, place: str) -> Decimal:
    """On hand of an item at a place and all below it: what a threshold there is judged by."""
    levels = ledger().levels.items()
    return sum((n for (item, at, _), n in levels if item == sku and at in inside(place)), Decimal())


Rows = list[tuple[object, ...]] | None


def view_rows(who: Person) -> dict[str, Rows]:
    """The rows a person sees in each view of api, by the columns in COLUMNS; null: denied."""
    reads, book = who.reads, ledger()
    known = who.is_any("viewer", "reporting", "auditor")
    blind = who.is_any("counter")
    told = [
        (name, sku, place)
        for sku, place, _, _, verdict in THRESHOLDS
        if verdict
        for name in SUBSCRIBED
        if place in person(name).reads
    ]
    rows: dict[str, Rows] = {
        "items": [(sku,) for sku, *_ in company.ITEMS],
        "item_units": [("APPLE", "case", Decimal(12))],
        "item_barcodes": [("APPLE", "4006381333931", None)],
        "lots": [
            (sku, lot)
            for sku, at, lot in book.levels
            if lot and (at in reads or who.is_any("manager"))
        ],
        "stock_on_hand": [
            (sku, at, lot, n) for (sku, at, lot), n in book.levels.items() if at in reads
        ],
        "movements": [
            (reference, line.sku, line.place, line.lot, Decimal(line.quantity), after)
            for reference, line, after in book.movements
            if line.place in reads
        ],
        "documents": [
            (d.reference, d.poster) for d in HISTORY if any(n.place in reads for n in d.lines)
        ],
        "thresholds": [
            (sku, at, balance(sku, at), verdict or "ok")
            for sku, at, _, _, verdict in THRESHOLDS
            if at in reads
        ],
        "alerts": [(sku, at, kind) for sku, at, _, _, kind in THRESHOLDS if kind and at in reads],
    }
    if not known:
        rows = {view: rows[view] if blind and view in BLIND else None for view in rows}
    everybody = list(company.PEOPLE)
    rows["locations"] = [(code,) for code in who.names]
    rows["categories"] = [("ALL",), ("FOOD",), ("PARTS",)]
    rows["units"] = [("case",), ("ea",), ("l",)]
    rows["attributes"] = [("ALL", "weight"), ("FOOD", "organic")]
    rows["people"] = [(name,) for name in everybody] if known or who.is_any("admin") else None
    rows["location_grants"] = [
        (name, place)
        for name in everybody
        for place in company.PEOPLE[name][1]
        if who.is_any("auditor", "admin")
        or name == who.name
        or (who.is_any("manager") and place in who.places)
    ]
    sees_cost = who.is_any("cost")
    # The last cost, where a receipt at it is theirs to see.
    seen = {
        (line.sku, Decimal(line.cost))
        for _, line, _ in book.movements
        if line.cost and line.place in reads
    }
    rows["item_costs"] = (
        [pair for pair in book.last_cost.items() if pair in seen] if sees_cost else None
    )
    rows["movement_costs"] = (
        [
            (line.sku, line.place, Decimal(line.quantity), Decimal(line.cost))
            for _, line, _ in book.movements
            if line.cost and line.place in reads
        ]
        if sees_cost
        else None
    )
    rows["deliveries"] = (
        [(name,) for name, _, place in told if place in reads]
        if who.is_any("viewer", "auditor")
        else None
    )
    return rows


BLIND = ("items", "item_units", "item_barcodes")  # of those about stock, what who counts sees
COLUMNS = {
    "items": "sku",
    "item_units": "sku, unit, factor",
    "item_barcodes": "sku, barcode, unit",
    "lots": "sku, lot",
    "stock_on_hand": "sku, location, lot, on_hand",
    "movements": "reference, sku, location, lot, quantity, on_hand",
    "documents": "reference, posted_by",
    "thresholds": "sku, location, balance, status",
    "alerts": "sku, location, kind",
    "locations": "location",
    "categories": "category",
    "units": "unit",
    "attributes": "category, attribute",
    "people": "person",
    "location_grants": "person, location",
    "item_costs": "sku, last_cost",
    "movement_costs": "sku, location, quantity, unit_cost",
    "deliveries": "person",
}
