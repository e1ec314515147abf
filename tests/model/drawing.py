"""What the machine asks for: mostly things that can be, near the edges of what can."""

from collections.abc import Hashable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from tests import company
from tests.model.ledger import Ledger
from tests.model.parts import Level, Request, Threshold
from tests.model.world import LOTS, World

KINDS = ("receipt", "issue", "transfer", "adjustment")
POSTERS = ("bob_boss", "max_manager", "sue_staff", "sam_staff")
GRANTED = ("sue_staff", "sam_staff", "max_manager", "vic_viewer")
READERS = ("ada_auditor", *POSTERS, "vic_viewer")
MARCH = datetime(2025, 3, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
DAYS = st.integers(-1, 30)
YES_OR_NO = st.booleans()
NEAR = st.sampled_from([Decimal(n) for n in (0, 1, -1, 3, -3, 10, -10)])


# Hypothesis spends more on making a strategy than on drawing from it: these are made once.
@lru_cache(typed=True)
def one_of(*options: Hashable) -> st.SearchStrategy[Any]:
    """One of them; shrinks to the first."""
    return st.sampled_from(options)


@lru_cache
def one_in(n: int) -> st.SearchStrategy[bool]:
    """True once in n times; shrinks to False."""
    return st.integers(0, n - 1).map(lambda drawn: drawn == n - 1)


def moments(ledger: Ledger) -> list[datetime]:
    """Every time the ledger knows."""
    return [at for d in ledger.documents for at in (d.occurred_at, d.posted_at)]


@st.composite
def instants(draw: st.DrawFn, ledger: Ledger) -> datetime:
    """The instant of a document exactly, just before, just after, or some other time."""
    if not ledger.documents or draw(one_in(3)):
        return MARCH + timedelta(days=draw(DAYS))
    return draw(st.sampled_from(moments(ledger))) + draw(one_of(0, -1, 1)) * INSTANT


@st.composite
def times(draw: st.DrawFn, ledger: Ledger) -> datetime | None:
    """When it happened: now, in the past, or, rarely, in the future."""
    if draw(YES_OR_NO):
        return None
    if draw(one_in(30)):
        return datetime.now(UTC) + timedelta(days=1)
    return draw(instants(ledger))


@st.composite
def known_at(draw: st.DrawFn, ledger: Ledger, at: datetime) -> datetime | None:
    """As known now, as known at that very instant, or at another."""
    return draw(instants(ledger)) if draw(one_in(3)) else draw(one_of(None, at))


def seen(world: World, person: str) -> st.SearchStrategy[str | None]:
    """A location that a person sees, whether or not it holds stock; or none."""
    return one_of(None, *sorted(world.readable(person)))


@st.composite
def requests(draw: st.DrawFn, ledger: Ledger, kind: str, key: int) -> Request:
    """A posting of one to four lines."""
    person = "vic_viewer" if draw(one_in(40)) else draw(one_of(*POSTERS))
    count = draw(one_of(1, 1, 1, 2, 3, 4))
    lines = [draw(posting_lines(ledger, kind, person)) for _ in range(count)]
    if draw(one_in(12)):
        n = draw(st.integers(0, count - 1))
        lines[n] = draw(spoilt(ledger, kind, lines[n]))
    reference, note = draw(one_of((None, None), ("PO-1", None), (None, "By hand")))
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
    numbers = range(len(ledger.documents))
    reversed_before = [n for n in numbers if ledger.documents[n].reversed_by]
    again = reversed_before and draw(one_in(6))
    original = draw(st.sampled_from(reversed_before if again else numbers))
    return Request(
        kind="reversal",
        person=draw(one_of("bob_boss", "bob_boss", *POSTERS[1:], "vic_viewer")),
        key=key,
        original=original,
        occurred_at=draw(times(ledger)),
        note=draw(one_of(None, "A mistake")),
    )


@st.composite
def edges(draw: st.DrawFn, ledger: Ledger, key: int) -> Request:
    """An adjustment that brings a threshold's sum to an end of its range or margin, or beside."""
    t = draw(st.sampled_from(list(ledger.thresholds.values())))
    back = {t.minimum: t.margin, t.maximum: -t.margin}
    ends = [end for bound in back if bound is not None for end in (bound, bound + back[bound])]
    target = draw(st.sampled_from(ends)) + draw(one_of(0, -1, 1))
    quantity = target - t.balance or Decimal(1)
    there = [
        (t.item, place, None)
        for place in sorted(ledger.world.below(t.location))
        if ledger.world.locations[place].holds_stock
    ]
    if quantity < 0:  # from where there is most of it
        below = ledger.world.below(t.location)
        there += [at for at in ledger.levels if at[0] == t.item and at[1] in below]
        there = [max(there, key=lambda level: ledger.levels.get(level, Decimal(0)))]
    item, place, lot = draw(st.sampled_from(there))
    line = {"item": item, "location": place, "quantity": str(quantity), "reason": "Counted"}
    return Request("adjustment", "bob_boss", key, [line | ({"lot": lot} if lot else {})])


@st.composite
def posting_lines(draw: st.DrawFn, ledger: Ledger, kind: str, person: str) -> dict[str, Any]:
    """A good line, apart from what it takes perhaps not being there."""
    world = ledger.world
    mine = [
        place
        for place in sorted(world.places(person) or world.locations)
        if world.locations[place].holds_stock
    ]
    item = draw(one_of(*world.skus))
    place = draw(one_of(*mine))
    lot = draw(one_of(None, None, *LOTS))
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
    quantity = draw(one_of(1, 2, 5, 12, "30", "7.0"))
    unit = draw(one_of(None, item.unit, *item.packs))
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
        more["reason"] = draw(one_of("Counted", "Broken"))
    if kind == "receipt" and draw(one_in(3)):
        more["unit_cost"] = draw(one_of(1, "2.50", "12"))
    if kind == "receipt" and lot is not None and draw(one_in(3)):
        more["expires_on"] = draw(one_of("2027-01-31", "2027-06-30"))
    if draw(one_in(5)):
        more["note"] = "A line's own note"
    return more


@st.composite
def spoilt(draw: st.DrawFn, ledger: Ledger, kind: str, line: dict[str, Any]) -> dict[str, Any]:
    """A line with one thing wrong, or that may be."""
    places = [*ledger.world.locations, "NOWHERE"]
    side = draw(one_of("from", "to")) if kind == "transfer" else "location"
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
    person = draw(
        st.sampled_from([p for p in company.PEOPLE if world.manages(p) and world.places(p)])
    )
    item = draw(one_of(*world.skus))
    location = draw(one_of(*sorted(world.places(person))))
    around = ledger.below(item, location)
    low, high = sorted(max(around + draw(NEAR), Decimal(0)) for _ in range(2))
    minimum, maximum = draw(st.sampled_from(((low, None), (None, high), (low, high))))
    margin = draw(one_of(*map(Decimal, (0, 1, 5, 25))))
    if minimum is not None and maximum is not None:
        margin = min(margin, maximum - minimum)
    severity = draw(one_of("info", "warning", "critical"))
    return person, Threshold(item, location, minimum, maximum, margin, severity)
