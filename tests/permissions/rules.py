"""The rule book: who sees and may do what, at one instant. Plain Python, no database.

A person is in groups and holds places. A place is held with everything below it, until the end
of the grant. The same in words: docs/permissions.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# Whoever is in a group is in these as well.
CONTAINED = {
    "staff": {"viewer"},
    "manager": {"staff", "viewer", "cost"},
    "auditor": {"cost"},
}
# Which groups may ask which view at all; what they then see of it, `Sight` says.
STOCK = frozenset({"viewer", "reporting", "auditor"})
ITEMS = STOCK | {"counter"}  # who counts is not told how much there should be
REFERENCE = ITEMS | {"admin"}
COST = frozenset({"cost"})
VIEWS = {
    "items": ITEMS,
    "item_units": ITEMS,
    "lots": STOCK,
    "stock_on_hand": STOCK,
    "movements": STOCK,
    "documents": STOCK,
    "thresholds": STOCK,
    "alerts": STOCK,
    "deliveries": frozenset({"viewer", "auditor"}),
    "item_costs": COST,
    "movement_costs": COST,
    "locations": REFERENCE,
    "categories": REFERENCE,
    "attributes": REFERENCE,
    "units": REFERENCE,
    "people": STOCK | {"admin"},
    "location_grants": REFERENCE,
    "sessions": REFERENCE,
    "changes": frozenset({"auditor", "admin"}),
}
# The same for functions: those that show something, and those that change something.
PAGES = frozenset({"viewer", "auditor"})
BLIND = PAGES | {"counter"}
FUNCTIONS = {
    "me": REFERENCE,
    "search_items": BLIND,
    "item_page": BLIND,
    "item_movements": PAGES,
    "recent_movements": PAGES,
    "stock_as_of": PAGES,
    "list_alerts": PAGES,
    "overview": PAGES,
    "form_choices": BLIND | {"admin"},
    "post_receipt": frozenset({"staff"}),
    "post_issue": frozenset({"staff"}),
    "post_transfer": frozenset({"staff"}),
    "post_adjustment": frozenset({"staff"}),
    "reverse_document": frozenset({"staff"}),
    "set_threshold": frozenset({"manager"}),
    "remove_threshold": frozenset({"manager"}),
    "create_item": frozenset({"manager"}),
    "edit_item": frozenset({"manager"}),
    "remove_item": frozenset({"manager"}),
    "grant_location": frozenset({"manager", "admin"}),
    "revoke_location": frozenset({"manager", "admin"}),
    "create_user": frozenset({"admin"}),
    "disable_user": frozenset({"admin"}),
    "enable_user": frozenset({"admin"}),
    "set_groups": frozenset({"admin"}),
    "open_session": BLIND | {"admin"},
    "close_session": BLIND | {"admin"},
}
# What admins may not read in its table they may not read in its history.
NOT_FOR_ADMINS = frozenset({"inventory.thresholds", "inventory.subscriptions", "inventory.lots"})
NOWHERE: frozenset[str] = frozenset()


def contained(groups: Iterable[str]) -> frozenset[str]:
    """Groups with those they bring."""
    return frozenset(groups).union(*(CONTAINED.get(group, ()) for group in groups))


@dataclass(frozen=True)
class Sight:
    """One person at one instant: groups with those they bring, and places as sets of codes.

    `places` is what the grants reach that have not ended, `above` the places above those.
    Somebody whose access has ended, or whose session is over, is nobody: `known` is false.
    """

    name: str
    known: bool
    groups: frozenset[str]
    places: frozenset[str]
    above: frozenset[str]
    everywhere: frozenset[str]

    def is_any(self, *groups: str) -> bool:
        """Whether they are signed in, and in one of these groups."""
        return self.known and bool(self.groups & set(groups))

    def may_select(self, view: str) -> bool:
        """Whether a view of schema api answers at all. Of somebody nobody knows: with no rows.

        Cost is added to another right: alone it opens nothing.
        """
        return bool(self.groups & VIEWS[view]) and (
            VIEWS[view] != COST or bool(self.groups & ITEMS)
        )

    def may_call(self, function: str) -> bool:
        """Whether a function lets them in; what it then does is judged by place."""
        return bool(self.groups & FUNCTIONS[function])

    @property
    def reads(self) -> frozenset[str]:
        """Places whose stock, movements, ranges and alerts they see."""
        if self.is_any("auditor"):
            return self.everywhere
        return self.places if self.is_any("viewer", "reporting") else NOWHERE

    @property
    def names(self) -> frozenset[str]:
        """Places whose names they see: what they read and the path above it."""
        if self.is_any("auditor", "admin"):
            return self.everywhere
        return (
            self.places | self.above if self.is_any("viewer", "reporting", "counter") else NOWHERE
        )

    @property
    def posts(self) -> frozenset[str]:
        """Places where they may move stock."""
        return self.places if self.is_any("staff") else NOWHERE

    @property
    def manages(self) -> frozenset[str]:
        """Places where they set ranges and grant, and below which they keep places."""
        return self.places if self.is_any("manager") else NOWHERE

    @property
    def costs(self) -> frozenset[str]:
        """Places where they see what a receipt cost."""
        return self.reads if self.is_any(*COST) else NOWHERE

    def sees_document(self, places: Iterable[str]) -> bool:
        """A document is seen by whoever may see one of its places; its lines by their own."""
        return bool(self.reads & set(places))

    def sees_lot(self, places: Iterable[str]) -> bool:
        """A lot is seen where it came to; managers and auditors see all."""
        return self.is_any("manager", "auditor") or bool(self.reads & set(places))

    def sees_item_cost(self, places: Iterable[str]) -> bool:
        """What an item cost last: where a receipt at that cost is theirs to see."""
        return self.is_any("auditor") or bool(self.costs & set(places))

    def sees_grant(self, person: str, place: str) -> bool:
        """One's own, those at places one manages; admins and auditors see all."""
        if self.is_any("admin", "auditor"):
            return True
        own = self.known and person == self.name and self.is_any("viewer", "reporting", "counter")
        return own or place in self.manages

    def may_grant(self, person: str, place: str) -> bool:
        """Managers give and take what they hold, admins anything, nobody their own.

        (The only admin of a company gives their own too; here there are two.)
        """
        return person != self.name and (self.is_any("admin") or place in self.manages)

    def sees_subscription(self, person: str | None, place: str | None) -> bool:
        """One's own; managers those at places they read and of groups anywhere; auditors all."""
        if self.is_any("auditor"):
            return True
        own = self.is_any("viewer") and person == self.name
        return own or self._keeps_subscription(person, place)

    def may_subscribe(self, person: str | None, place: str | None) -> bool:
        """Themselves, at places they see; managers others as well."""
        if self._keeps_subscription(person, place):
            return True
        if person != self.name:
            return False
        return self.is_any("auditor") or (
            self.is_any("viewer") and (place is None or place in self.places)
        )

    def _keeps_subscription(self, person: str | None, place: str | None) -> bool:
        if not self.is_any("manager"):
            return False
        return place in self.places if place is not None else person is None

    def sees_session(self, person: str) -> bool:
        """One's own; admins and auditors all."""
        return self.is_any("admin", "auditor") or (self.known and person == self.name)

    def sees_history_of(self, table: str) -> bool:
        """Which tables' changes they see in the audit."""
        if self.is_any("auditor"):
            return True
        return self.is_any("admin") and table not in NOT_FOR_ADMINS
