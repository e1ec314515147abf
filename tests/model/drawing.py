"""What the machine asks for: mostly things that can be, near the edges of what can."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests import company
from tests.model.ledger import Ledger, Level, Request, Threshold
from tests.model.world import LOTS, World

KINDS = ("receipt", "issue", "transfer", "adjustment")
POSTERS = ("bob_boss", "max_manager", "sue_staff", "sam_staff")
READERS = ("ada_auditor", *POSTERS, "vic_viewer")
MARCH = datetime(2025, 3, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def one_in(n: int) -> st.SearchStrategy[bool]:
    """True once in n times; shrinks to False."""
    return st.integers(0, n - 1).map(lambda drawn: drawn == n - 1)


def moments(ledger: Ledger) -> list[datetime]:
    """Every time the ledger knows."""
    return [at for d in ledger.documents for at in (d.occurred_at, d.posted_at)]


def instants(ledger: Ledger) -> st.SearchStrategy[datetime]:
    """The instant of a document exactly, just before, just after, or some other time."""
    some = st.integers(-1, 30).map(lambda days: MARCH + timedelta(days=days))
    if not ledger.documents:
        return some
    known = st.sampled_from(moments(ledger))
    near = st.builds(lambda at, n: at + n * INSTANT, known, st.sampled_from((0, -1, 1)))
    return st.one_of(near, near, some)


@st.composite
def times(draw: st.DrawFn, ledger: Ledger) -> datetime | None:
    """When it happened: now, in the past, or, rarely, in the future."""
    if draw(st.booleans()):
        return None
    if draw(one_in(30)):
        return datetime.now(UTC) + timedelta(days=1)
    return draw(instants(ledger))


def seen(world: World, person: str) -> st.SearchStrategy[str]:
    """A location that a person sees, whether or not it holds stock."""
    return st.sampled_from(sorted(world.readable(person)))


@st.composite
def requests(draw: st.DrawFn, ledger: Ledger, kind: str, key: int) -> Request:
    """A posting of one to four lines."""
    person = "vic_viewer" if draw(one_in(40)) else draw(st.sampled_from(POSTERS))
    count = draw(st.sampled_from((1, 1, 1, 2, 3, 4)))
    lines = [draw(posting_lines(ledger, kind, person)) for _ in range(count)]
    if draw(one_in(12)):
        n = draw(st.integers(0, count - 1))
        lines[n] = draw(spoilt(ledger, kind, lines[n]))
    reference, note = draw(st.sampled_from(((None, None), ("PO-1", None), (None, "By hand"))))
    return Request(
        kind=kind,
        person=person,
        key=key,
        lines=lines,
        occurred_at=draw(times(ledger)),
        reference=reference,
        note=note,
    )


@st.composite
def reversals(draw: st.DrawFn, ledger: Ledger, key: int) -> Request:
    """A reversal of some document, by somebody."""
    original = draw(st.integers(0, len(ledger.documents) - 1))
    return Request(
        kind="reversal",
        person=draw(st.sampled_from(("bob_boss", "bob_boss", *POSTERS[1:], "vic_viewer"))),
        key=key,
        original=original,
        occurred_at=draw(times(ledger)),
        note=draw(st.sampled_from((None, "A mistake"))),
    )


@st.composite
def posting_lines(draw: st.DrawFn, ledger: Ledger, kind: str, person: str) -> dict[str, Any]:
    """A good line, apart from what it takes perhaps not being there."""
    world = ledger.world
    mine = [
        place
        for place in sorted(world.places(person) or world.readable(person))
        if world.locations[place].holds_stock
    ]
    item = draw(st.sampled_from(sorted(world.items)))
    place = draw(st.sampled_from(mine))
    lot = draw(st.sampled_from((None, None, *LOTS)))
    line: dict[str, Any] = {}
    stocked = [level for level, quantity in ledger.levels.items() if quantity and level[1] in mine]
    if kind != "receipt" and stocked and not draw(one_in(12)):
        item, place, lot = level = draw(st.sampled_from(stocked))
        line = draw(taken(ledger, level))
    else:
        line = draw(entered(ledger, item))
    line["item"] = item
    if lot is not None:
        line["lot"] = lot
    if kind == "transfer":
        line |= {
            "from": place,
            "to": draw(st.sampled_from([p for p in mine if p != place] or mine)),
        }
    else:
        line["location"] = place
    return line | draw(extras(kind, lot))


@st.composite
def taken(draw: st.DrawFn, ledger: Ledger, level: Level) -> dict[str, Any]:
    """A quantity of what is there: one, all of it, a part, or one too many."""
    available = abs(ledger.levels[level])
    if draw(one_in(10)):
        return {"quantity": str(available + 1)}
    half = Decimal(int(available) // 2)
    return {
        "quantity": str(draw(st.sampled_from((min(1, available), half or available, available))))
    }


@st.composite
def entered(draw: st.DrawFn, ledger: Ledger, sku: str) -> dict[str, Any]:
    """A quantity in the base unit or in a pack, as a number or as a text."""
    item = ledger.world.items[sku]
    quantity = draw(st.sampled_from((1, 2, 5, 12, "30", "7.0")))
    unit = draw(st.sampled_from((None, item.unit, *item.packs)))
    if unit is not None:
        return {"quantity": quantity, "unit": unit}
    if item.decimals:
        quantity = draw(st.sampled_from((quantity, "2.5", "0.125", "0.001")))
    return {"quantity": quantity}


@st.composite
def extras(draw: st.DrawFn, kind: str, lot: str | None) -> dict[str, Any]:
    """What else a line of a kind may say."""
    more: dict[str, Any] = {}
    if kind == "adjustment":
        more["reason"] = draw(st.sampled_from(("Counted", "Broken")))
    if kind == "receipt" and draw(one_in(3)):
        more["unit_cost"] = draw(st.sampled_from((1, "2.50", "12")))
    if kind == "receipt" and lot is not None and draw(one_in(3)):
        more["expires_on"] = draw(st.sampled_from(("2027-01-31", "2027-06-30")))
    if draw(one_in(5)):
        more["note"] = "A line's own note"
    return more


@st.composite
def spoilt(draw: st.DrawFn, ledger: Ledger, kind: str, line: dict[str, Any]) -> dict[str, Any]:
    """A line with one thing wrong, or that may be."""
    places = [*ledger.world.locations, "NOWHERE"]
    side = draw(st.sampled_from(("from", "to"))) if kind == "transfer" else "location"
    wrong: list[dict[str, Any]] = [
        {"item": "PEAR"},
        {side: draw(st.sampled_from(places))},
        {"lot": "L9"},
        {"unit": draw(st.sampled_from(("barrel", "l", "ea", "case", "pallet")))},
        {"quantity": draw(st.sampled_from((0, "0.0", -1, "-2.5", "1.5", "0.0001")))},
    ]
    if kind == "adjustment":
        wrong.append({"reason": ""})
    if kind == "transfer":
        wrong.append({"to": line["from"]})
    return line | draw(st.sampled_from(wrong))


@st.composite
def thresholds(draw: st.DrawFn, ledger: Ledger) -> tuple[str, Threshold]:
    """A range near what is on hand, set by a manager of the place."""
    world = ledger.world
    person = draw(st.sampled_from([p for p in company.PEOPLE if world.manages(p)]))
    item = draw(st.sampled_from(sorted(world.items)))
    location = draw(st.sampled_from(sorted(world.places(person))))
    some = st.sampled_from([Decimal(n) for n in (0, 1, 5, 12, 40)])
    low, high = sorted((draw(some), draw(some)))
    minimum, maximum = draw(st.sampled_from(((low, None), (None, high), (low, high))))
    margin = draw(st.sampled_from((Decimal(0), Decimal(2))))
    if minimum is not None and maximum is not None:
        margin = min(margin, maximum - minimum)
    severity = draw(st.sampled_from(("info", "warning", "critical")))
    return person, Threshold(item, location, minimum, maximum, margin, severity)
