"""Who there is, what they were granted and where: what the rule book is asked about.

The ledger of tests/model works within this world too: it asks for places and rights by name, and
this answers as of `now`, the instant of the statement that is judged.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from tests import company
from tests.model.world import Item
from tests.permissions.rules import Sight, contained

# The company's kinds of places, from the outside in.
KINDS = ("company", "region", "site", "zone", "bin")


@dataclass
class Place:
    """A place in the tree."""

    parent: str | None
    kind: str
    allow_negative: bool = False
    retired: bool = False

    @property
    def holds_stock(self) -> bool:
        """Whether stock moves there: companies and regions have none, closed places no more."""
        return self.kind not in ("company", "region") and not self.retired


@dataclass
class Stocked(Item):
    """An item as it is shown; `order` is its place among all that were ever made."""

    name: str = ""
    order: int = 0
    version: int = 1


@dataclass
class Session:
    """A session of the web; `shut` once it was ended early."""

    token: str
    ends_at: datetime | None = None
    shut: bool = False

    def lives(self, now: datetime) -> bool:
        """Whether its token opens something."""
        return not self.shut and (self.ends_at is None or self.ends_at > now)


@dataclass
class Grant:
    """A place somebody holds, by whom, until when."""

    by: str
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """It ends exactly at its end."""
        return self.until is None or self.until > now


@dataclass
class Person:
    """Somebody as Stockroom and Postgres know them."""

    name: str
    groups: set[str]
    grants: dict[str, Grant] = field(default_factory=dict)
    kind: str = "person"
    hired: bool = False  # for this run: groups and login may change
    mail: bool = True
    disabled: bool = False
    can_login: bool = True
    until: datetime | None = None
    groups_until: datetime | None = None
    sessions: list[Session] = field(default_factory=list)

    def has_access(self, now: datetime) -> bool:
        """Neither disabled nor past an end; a temporary group that ended ends it all."""
        ends = (self.until, self.groups_until)
        return not self.disabled and all(end is None or end > now for end in ends)


class Company:
    """Places, items and people, and what follows from the rules about them."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        decimals = {"ea": 0, "l": 3}
        self.items: dict[str, Stocked] = {}
        for sku, name, category, unit, _ in company.ITEMS:
            self.add_item(sku, name, category, unit, decimals[unit])
        self.items["APPLE"].packs["case"] = Decimal(12)
        self.locations: dict[str, Place] = {}
        for code, _, kind, parent, negative in company.LOCATIONS:
            self.locations[code] = Place(parent, kind, negative)
        self.order = {code: n for n, code in enumerate(self.locations)}
        self._trees: dict[str, frozenset[str]] = {}
        self.people: dict[str, Person] = {}
        for name, (groups, places) in company.PEOPLE.items():
            grants = {place: Grant("postgres") for place in places}
            self.people[name] = Person(name, set(groups), grants)
        self.subscriptions: list[tuple[str | None, str | None, str | None, str]] = []

    def add_item(self, sku: str, name: str, category: str, unit: str, decimals: int) -> None:
        """A new item."""
        order = 1 + max((item.order for item in self.items.values()), default=0)
        self.items[sku] = Stocked(unit, decimals, {}, category, False, name, order)

    # The tree

    def below(self, top: str) -> frozenset[str]:
        """A place and everything below it."""
        if not self._trees:
            self._trees = {code: self._find_below(code) for code in self.locations}
        return self._trees[top]

    def _find_below(self, top: str) -> frozenset[str]:
        return frozenset(code for code in self.locations if top in self.path(code))

    def path(self, place: str) -> list[str]:
        """A place and all above it, from the inside out."""
        parent = self.locations[place].parent
        return [place, *self.path(parent)] if parent else [place]

    def tree_changed(self) -> None:
        """Forget what was worked out."""
        self._trees = {}

    def add_place(self, code: str, parent: str, kind: str) -> None:
        """A new place."""
        self.locations[code] = Place(parent, kind)
        self.order[code] = len(self.order)
        self.tree_changed()

    # People

    def sight(self, name: str, now: datetime | None = None, known: bool = True) -> Sight:
        """What the rules are asked of somebody, at an instant."""
        person = self.people[name]
        now = now or self.now
        known = known and person.has_access(now)
        held = [place for place, grant in person.grants.items() if known and grant.holds(now)]
        places: frozenset[str] = frozenset().union(*(self.below(place) for place in held))
        above = frozenset(up for place in held for up in self.path(place)) - places
        everywhere = frozenset(self.locations)
        return Sight(name, known, contained(person.groups), places, above, everywhere)

    def is_last_admin(self, name: str) -> bool:
        """Whether nobody else manages people; who ends on a day is not relied on."""
        admins = [
            person.name
            for person in self.people.values()
            if "admin" in person.groups
            and person.kind == "person"
            and person.can_login
            and person.has_access(self.now)
            and (person.until is None or person.name == name)
        ]
        return admins == [name]

    def told(self, item: str, place: str, severity: str) -> set[str]:
        """Who is told of an alert: subscribed, and permitted to see the place."""
        severities = ("info", "warning", "critical")
        told = set()
        for person, group, at, least in self.subscriptions:
            if severities.index(least) > severities.index(severity):
                continue
            if at is not None and place not in self.below(at):
                continue
            for other in self.people.values():
                meant = other.name == person or group in contained(other.groups)
                if meant and other.mail and self._may_be_told(other, place):
                    told.add(other.name)
        return told

    def _may_be_told(self, person: Person, place: str) -> bool:
        return person.can_login and place in self.sight(person.name).reads

    # Who gives what to whom

    def refuses_grant(
        self, by: str, person: str, place: str, until: datetime | None = None, takes: bool = False
    ) -> bool:
        """What managers may not, beyond the places they hold; admins may.

        They neither give to nor take from admins, nor give for longer than they hold the place
        themselves, nor touch what a manager beside them was given by somebody else.
        """
        giver, other = self.sight(by), self.people[person]
        if giver.is_any("admin"):
            return False
        if "admin" in contained(other.groups):
            return True
        held = {
            at: grant.until
            for at, grant in self.people[by].grants.items()
            if giver.known and grant.holds(self.now) and place in self.below(at)
        }
        longest = None if None in held.values() else max(held.values(), default=None)
        if not takes and longest is not None and (until is None or until > longest):
            return True
        old = other.grants.get(place)
        if old is None or not giver.may_grant(person, place) or set(held) - {place} or old.by == by:
            return False
        return "manager" in contained(other.groups)

    # What the ledger asks

    def posts(self, person: str) -> bool:
        """Whether the command lets them in."""
        return self.sight(person).may_call("post_issue")

    def places(self, person: str) -> frozenset[str]:
        """Where they may post."""
        return self.sight(person).posts

    def readable(self, person: str) -> frozenset[str]:
        """Where they see stock."""
        return self.sight(person).reads

    @property
    def names(self) -> dict[str, str]:
        """The name of each item."""
        return {sku: item.name for sku, item in self.items.items()}

    @property
    def skus(self) -> list[str]:
        """Items that are not retired."""
        return [sku for sku, item in self.items.items() if not item.retired]
