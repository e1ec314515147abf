"""Where the machine plays: the company of tests/company.py, with more packs, as plain data."""

from dataclasses import dataclass, field
from decimal import Decimal

import psycopg

from tests import company

PACKS = [("MILK", "case", "7.5"), ("BOLT-M8", "case", "100"), ("APPLE", "pallet", "480")]
LOTS = ("L1", "L2")


@dataclass
class Item:
    """A base unit, its decimals, and what one of each pack is in it."""

    unit: str
    decimals: int
    packs: dict[str, Decimal] = field(default_factory=dict)
    category: str = "ALL"
    retired: bool = False


@dataclass(frozen=True)
class Location:
    """A place in the tree."""

    parent: str | None
    holds_stock: bool
    allow_negative: bool


class World:
    """Items, locations and people's rights; of these only the places they are granted change."""

    def __init__(self) -> None:
        decimals = {"ea": 0, "l": 3}
        self.items = {sku: Item(unit, decimals[unit]) for sku, _, _, unit, _ in company.ITEMS}
        self.items["APPLE"].packs["case"] = Decimal(12)
        for sku, unit, factor in PACKS:
            self.items[sku].packs[unit] = Decimal(factor)
        self.skus = sorted(self.items)
        self.names = {sku: name for sku, name, *_ in company.ITEMS}
        self.locations = {
            code: Location(parent, kind not in ("company", "region"), negative)
            for code, _, kind, parent, negative in company.LOCATIONS
        }
        self.granted = {person: set(places) for person, (_, places) in company.PEOPLE.items()}
        self._below = {top: self._find_below(top) for top in self.locations}

    def _find_below(self, top: str) -> frozenset[str]:
        found = {top}
        for code, place in self.locations.items():  # parents come before children
            if place.parent in found:
                found.add(code)
        return frozenset(found)

    def below(self, location: str) -> frozenset[str]:
        """A location and everything below it."""
        return self._below[location]

    def places(self, person: str) -> frozenset[str]:
        """The locations a person was granted, with all below them."""
        return frozenset().union(*(self.below(place) for place in self.granted[person]))

    def readable(self, person: str) -> frozenset[str]:
        """The locations whose stock a person sees; an auditor sees all."""
        if "auditor" in company.PEOPLE[person][0]:
            return frozenset(self.locations)
        return self.places(person)

    def posts(self, person: str) -> bool:
        """Whether a person is staff; managers are."""
        return bool({"staff", "manager"} & set(company.PEOPLE[person][0]))

    def manages(self, person: str) -> bool:
        """Whether a person is a manager, who sets ranges and sees costs."""
        return "manager" in company.PEOPLE[person][0]


def furnish(db: psycopg.Connection) -> None:
    """Add to the company what only the machine needs, as the superuser."""
    db.execute("insert into inventory.units (code, name) values ('pallet', 'pallet')")
    for sku, unit, factor in PACKS:
        db.execute(
            "insert into inventory.item_units (item_id, unit_id, factor) "
            "values (inventory.item_of(%s), inventory.unit_of(%s), %s)",
            [sku, unit, factor],
        )
