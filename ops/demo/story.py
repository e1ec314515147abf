"""Three months in the life of the demo company, and where it stands today.

`Shop` keeps its own account of what lies where, so that nothing it does is refused: goods are
received each Monday where they run short, sold on most days, moved to where they are missing,
sometimes broken. At the end thresholds are set, and a few items are brought to where a visitor
should find them: low, out, over, and one just above its minimum.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import psycopg

from ops.demo.catalogue import ITEMS, Item
from ops.importing.connection import Connection, as_person
from ops.importing.dataset import Document, Line
from ops.importing.posting import post
from ops.importing.progress import Progress

NAMESPACE = uuid5(NAMESPACE_URL, "stockroom:demo")
SEED = 20_111
DAYS = 92

# In one bin and without lots, so that a visitor has nothing to choose.
TOUR_SKU, TOUR_NAME = "HLM-WHT", "Safety helmet, white"
TOUR_PLACE, TOUR_BALANCE, TOUR_MINIMUM, TOUR_ISSUE = "MAIN-B-03", 14, 10, 6

# Share of an item's daily demand that each site sells, and who posts there.
SITES = {"MAIN": 0.55, "HARBOUR": 0.30, "AIRPORT": 0.15}
SELLERS = {"MAIN": "demo_staff", "HARBOUR": "demo_manager", "AIRPORT": "demo_south"}
BUYERS = {"MAIN": "demo_manager", "HARBOUR": "demo_manager", "AIRPORT": "demo_south"}
HALLS = {
    "COFFEE": "MAIN-A-01", "SNACKS": "MAIN-A-02", "CLEANING": "MAIN-A-03", "PACKAGING": "MAIN-A-04",
    "FASTENERS": "MAIN-B-01", "TOOLS": "MAIN-B-02", "SAFETY": "MAIN-B-03", "OUTDOOR": "MAIN-B-04",
}  # fmt: skip
AIRPORT_SELLS = ("COFFEE", "SNACKS", "OUTDOOR", "SAFETY")

# Where a visitor finds some items at MAIN: on hand, minimum, maximum, severity.
TODAY = {
    TOUR_SKU: (TOUR_BALANCE, TOUR_MINIMUM, 60, "critical"),
    "GLV-L": (9, 25, 150, "warning"),
    "BAT-18V": (3, 6, 30, "critical"),
    "NUT-M8": (180, 400, 2000, "warning"),
    "TEA-MIN": (0, 8, 60, "critical"),
    "GAS-230": (0, 20, 120, "warning"),
    "CRT-L": (640, 50, 400, "info"),
    "MOP-STD": (31, 3, 20, "info"),
}
# Low yesterday, delivered today: alerts that were resolved.
RESOLVED = {"TPE-BRN": (4, 20, 200), "KNF-UTL": (2, 8, 60), "FIL-500": (5, 12, 80)}

Key = tuple[str, str, str]  # SKU, location, lot


# Days from the receipt of a lot to its date, of what keeps less long than the rest.
SHELF_LIFE = {"CHO-70": 20, "BAR-OAT": 28, "MIX-TRL": 28}


@dataclass
class Shop:
    """What lies where by the story's own account, and the documents that brought it about."""

    today: date
    dice: random.Random
    stock: dict[Key, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    # Opened in the order in which they will be sold.
    lots: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def on_hand(self, item: Item, site: str) -> Decimal:
        """Sum over the item's lots at its place of the site."""
        place = place_of(item, site)
        return sum((self.stock[item.sku, place, lot] for lot in self.lots_at(item, place)),
                   Decimal())  # fmt: skip

    def lots_at(self, item: Item, place: str) -> list[str]:
        """The item's lots at the place, first to expire first; [""] where it has none."""
        return self.lots[item.sku, place] if item.has_lots else [""]

    def receive(self, item: Item, site: str, quantity: Decimal, day: date) -> Line:
        """Return the line of a receipt; one in twenty costs a little more than usual."""
        place = place_of(item, site)
        line: Line = {"item": item.sku, "location": place, "quantity": str(quantity)}
        drift = Decimal(self.dice.choice((98, 100, 100, 100, 102, 105))) / 100
        line["unit_cost"] = str((item.cost * drift).quantize(Decimal("0.001")))
        lot = ""
        if item.has_lots:
            lot = f"{item.sku}-{day:%y%m%d}"
            line |= {
                "lot": lot,
                "expires_on": str(day + timedelta(days=SHELF_LIFE.get(item.sku, 120))),
            }
            self.lots[item.sku, place].append(lot)
        self.stock[item.sku, place, lot] += quantity
        return line

    def take(self, item: Item, site: str, quantity: Decimal) -> list[Line]:
        """Return the lines that issue so much, or what there is, oldest lot first."""
        place = place_of(item, site)
        lines = []
        for lot in self.lots_at(item, place):
            taken = min(quantity, self.stock[item.sku, place, lot])
            if taken > 0:
                self.stock[item.sku, place, lot] -= taken
                quantity -= taken
                line: Line = {"item": item.sku, "location": place, "quantity": str(taken)}
                lines.append(line | ({"lot": lot} if lot else {}))
        return lines


@dataclass(frozen=True)
class Posting:
    """A document and who posts it."""

    person: str
    document: Document


def place_of(item: Item, site: str) -> str:
    """Return where the item lies at a site."""
    if site == "MAIN":
        return HALLS[item.category]
    if site == "HARBOUR":
        return "HARBOUR-YARD" if item.category in ("OUTDOOR", "PACKAGING") else "HARBOUR-DRY"
    return site


def sells(site: str, item: Item) -> bool:
    """Tell whether a site keeps the item."""
    return site != "AIRPORT" or item.category in AIRPORT_SELLS


def load(dsn: str) -> None:
    """Post the story, as the people in it. Run again, it completes what was interrupted."""
    shop = Shop(_begun_on(dsn), random.Random(SEED))
    past = list(_history(shop))
    present = list(_present(shop))
    with ExitStack() as stack, Progress("Posting the demo's movements:", len(past)) as bar:
        people = {
            person: stack.enter_context(as_person(dsn, person))
            for person in {*SELLERS.values(), *BUYERS.values()}
        }
        for posting in past:
            _post(people, posting)
            bar.advance(lines=len(posting.document.lines))
        # Now, and not before: three months ago everything began with nothing.
        _set_thresholds(people["demo_manager"])
        for posting in present:
            _post(people, posting)
    # Last of all: what happened before needs no mail.
    _subscribe(dsn, "demo_manager", "NORTH")
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute("analyze")
        _keep_weeks(db)
    with as_person(dsn, "demo_manager") as db:
        db.execute("select api.record_proof()")


def _keep_weeks(db: psycopg.Connection[Any]) -> None:
    """Keep the stock of the weeks that are over, as the worker would in ten minutes: reports and
    the value over time have something to show at once."""
    while (db.execute("select api.take_snapshots() -> 'more'").fetchone() or [False])[0]:
        pass


def _subscribe(dsn: str, person: str, place: str) -> None:
    """Have every alert at the place and below mailed to the person."""
    with as_person(dsn, person) as db:
        db.execute(
            "insert into inventory.subscriptions (person, location_id)"
            " select %(person)s, l.location_id from inventory.locations as l"
            " where l.code = %(place)s and not exists"
            " (select from inventory.subscriptions where person = %(person)s)",
            {"person": person, "place": place},
        )


def _begun_on(dsn: str) -> date:
    """Return the day on which loading began: a run that completes another keeps its dates."""
    with psycopg.connect(dsn, autocommit=True) as db:
        row = db.execute(
            "select (created_at at time zone 'UTC')::date from auth.people"
            " where person = 'demo_manager'"
        ).fetchone()
    return row[0] if row else datetime.now(UTC).date()


def _history(shop: Shop) -> Iterator[Posting]:
    for ago in range(DAYS, 0, -1):
        day = shop.today - timedelta(days=ago)
        for site in SITES:
            if ago == DAYS or day.weekday() == 0:
                yield from _delivery(shop, site, day, opening=ago == DAYS)
            yield from _sales(shop, site, day)
        if day.weekday() == 3:
            yield from _transfer(shop, day)
        if day.weekday() == 4 and ago > 7:
            yield from _breakage(shop, day)


def _delivery(shop: Shop, site: str, day: date, *, opening: bool) -> Iterator[Posting]:
    """Everything that would run short within nine days, filled up for two to three weeks."""
    lines = []
    for item in ITEMS:
        rate = Decimal(str(item.daily * SITES[site]))
        if sells(site, item) and (opening or shop.on_hand(item, site) < rate * 9):
            wanted = rate * shop.dice.randint(15, 22) - shop.on_hand(item, site)
            lines.append(shop.receive(item, site, max(wanted, Decimal(2)).to_integral(), day))
    if lines:
        number = f"{day:%y%m%d}{list(SITES).index(site)}"
        yield _posting(BUYERS[site], "receipt", f"PO-{number}", day, time(6, 30), lines)


def _sales(shop: Shop, site: str, day: date) -> Iterator[Posting]:
    """The day's orders: busier before the weekend, quiet on Sundays."""
    weight = (1.0, 0.9, 1.0, 1.1, 1.4, 0.9, 0.2)[day.weekday()]
    # A slow swell over the three months, so that the charts have a shape.
    weight *= 1.0 + 0.25 * ((shop.today - day).days % 45 - 22) / 22
    orders: dict[int, list[Line]] = defaultdict(list)
    for item in ITEMS:
        rate = item.daily * SITES[site] * weight
        if sells(site, item):
            sold = _poisson(shop.dice, min(rate, 60.0))
            if sold and item.unit in ("kg", "l", "m"):
                quantity = Decimal(sold) + Decimal(shop.dice.choice(("0", "0.25", "0.5")))
            else:
                quantity = Decimal(sold)
            orders[shop.dice.randint(1, 3)] += shop.take(item, site, quantity)
    for number, lines in sorted(orders.items()):
        if lines:
            reference = f"SO-{day:%y%m%d}-{site[0]}{number}"
            yield _posting(SELLERS[site], "issue", reference, day, time(8 + 3 * number), lines)


def _transfer(shop: Shop, day: date) -> Iterator[Posting]:
    """On Thursdays HARBOUR gets a little of what MAIN has plenty of."""
    lines = []
    for item in shop.dice.sample(ITEMS, 5):
        quantity = (shop.on_hand(item, "MAIN") / 8).to_integral()
        for taken in shop.take(item, "MAIN", quantity) if quantity > 1 else ():
            place, lot = place_of(item, "HARBOUR"), taken.get("lot", "")
            if lot and lot not in shop.lots[item.sku, place]:
                shop.lots[item.sku, place].append(lot)
            shop.stock[item.sku, place, lot] += Decimal(taken["quantity"])
            lines.append({**taken, "from": taken["location"], "to": place})
    for line in lines:
        del line["location"]
    if lines:
        yield _posting("demo_manager", "transfer", f"TR-{day:%y%m%d}", day, time(15), lines)


def _breakage(shop: Shop, day: date) -> Iterator[Posting]:
    item = shop.dice.choice(ITEMS)
    reason = shop.dice.choice(("damaged", "counted", "expired" if item.has_lots else "damaged"))
    lines = [
        {**line, "quantity": "-" + line["quantity"], "reason": reason}
        for line in shop.take(item, "MAIN", Decimal(shop.dice.randint(1, 2)))
    ]
    if lines:
        yield _posting("demo_staff", "adjustment", f"AD-{day:%y%m%d}", day, time(16), lines)


def _present(shop: Shop) -> Iterator[Posting]:
    """Bring MAIN to where a visitor should find it: first the goods, then what was sold."""
    by_sku = {item.sku: item for item in ITEMS}
    day = shop.today - timedelta(days=1)
    for reference, goals in (
        ("before", {sku: low for sku, (low, _, _) in RESOLVED.items()}),
        ("today", {sku: goal for sku, (goal, *_) in TODAY.items()}
         | {sku: high // 2 for sku, (_, _, high) in RESOLVED.items()}),
    ):  # fmt: skip
        receipts, issues = [], []
        for sku, goal in goals.items():
            difference = Decimal(goal) - shop.on_hand(by_sku[sku], "MAIN")
            if difference > 0:
                receipts.append(shop.receive(by_sku[sku], "MAIN", difference, shop.today))
            elif difference < 0:
                issues += shop.take(by_sku[sku], "MAIN", -difference)
        if receipts:
            name = f"PO-{shop.today:%y%m%d}-{reference}"
            yield _posting("demo_manager", "receipt", name, day, time(17), receipts)
        if issues:
            name = f"SO-{shop.today:%y%m%d}-{reference}"
            yield _posting("demo_staff", "issue", name, day, time(18), issues)


def _set_thresholds(manager: Connection) -> None:
    """MAIN and NORTH watch the items that matter; ranges as a manager would choose them."""
    for item in ITEMS:
        minimum, maximum, severity = round(item.daily * 2), round(item.daily * 40) + 5, "warning"
        if item.sku in TODAY:
            _, minimum, maximum, severity = TODAY[item.sku]
        elif item.sku in RESOLVED:
            _, minimum, maximum = RESOLVED[item.sku]
        elif item.daily < 1.5:
            continue
        _set_threshold(manager, item.sku, "MAIN", minimum, maximum, severity)
        if item.daily >= 20:
            _set_threshold(manager, item.sku, "NORTH", round(item.daily * 2), None, "info")


def _set_threshold(
    manager: Connection, sku: str, place: str, minimum: int, maximum: int | None, severity: str
) -> None:
    manager.execute(
        "select api.set_threshold(item => %s, location => %s, minimum => %s, maximum => %s,"
        " severity => %s) where not exists (select from inventory.thresholds"
        " join inventory.items using (item_id) join inventory.locations using (location_id)"
        " where items.sku = %s and locations.code = %s)",
        (sku, place, minimum, maximum, severity, sku, place),
    )


def _posting(
    person: str, kind: str, reference: str, day: date, at: time, lines: list[Line]
) -> Posting:
    moment = datetime.combine(day, at, UTC)
    return Posting(person, Document(kind, reference, reference, moment, lines))


def _post(people: dict[str, Connection], posting: Posting) -> None:
    document = posting.document
    post(
        people[posting.person],
        document.kind,
        document.lines,
        key=uuid5(NAMESPACE, document.key),
        reference=document.reference,
        occurred_at=document.occurred_at,
    )


def _poisson(dice: random.Random, rate: float) -> int:
    """Return how many come when `rate` come on average."""
    limit, product, count = 2.718281828459045**-rate, dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count
