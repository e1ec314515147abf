"""The rules of the ledger in plain Python: what Stockroom must answer, without a line of SQL.

Written from the rules, not from the functions: quantities are Decimals in base units, everything
is kept in lists and dicts, and every question is answered by reading all movements again.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.model.parts import Alert, Document, Level, Movement, Refused, Request, Threshold
from tests.model.world import World


class Ledger:
    """Documents in the order of recording, and all that follows from them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.documents: list[Document] = []
        self.levels: dict[Level, Decimal] = {}
        self.keys: dict[tuple[str, int], Document] = {}
        self.lots: dict[tuple[str, str], str | None] = {}  # to the date of expiry
        self.thresholds: dict[tuple[str, str], Threshold] = {}
        self.alerts: list[Alert] = []

    # Posting

    def ask(self, request: Request, now: datetime) -> Document | Refused:
        """What must come of a request: a new document, the old one of its key, or a refusal."""
        if not self.world.posts(request.person):
            return Refused("42501")
        lots = dict(self.lots)
        if request.kind == "reversal":
            refused = self._ask_reversal(request)
            if refused is not None:
                return refused
        if request.occurred_at is not None and request.occurred_at > now:
            return Refused("IN003")
        if request.kind == "reversal":
            movements, codes, half = self._opposite(request)
        else:
            movements, codes, half = self._read(request, lots)
        known = self.keys.get((request.person, request.key))
        # Lines that are bad by themselves are named, but not where there is an answer to give.
        if known is not None and (self._may_see(request, known) or not codes):
            return self._again(request, known)
        short = self._short([m for _, m in movements])
        codes |= {(n, "IN107") for n, m in movements if m.quantity < 0 and m.level in short}
        if codes:
            return Refused("IN001", frozenset(codes), short, sure_of_shortages=not half)
        return Document(request, [m for _, m in movements])

    def _ask_reversal(self, request: Request) -> Document | Refused | None:
        """A refusal, the reversal that this request posted before, or null: it may go on."""
        original = self.documents[request.original]
        if not self._may_see(request, original):
            return Refused("IN008")
        if original.request.kind == "reversal":
            return Refused("IN009")
        if request.occurred_at is not None and request.occurred_at < original.occurred_at:
            return Refused("IN003")
        if original.reversed_by is not None:
            by = original.reversed_by
            mine = (by.request.person, by.request.key) == (request.person, request.key)
            return self._again(request, by) if mine else Refused("IN007")
        return None

    def _again(self, request: Request, known: Document) -> Document | Refused:
        if not self._may_see(request, known):
            return Refused("IN008")
        return known if known.request.content == request.content else Refused("IN002")

    def _may_see(self, request: Request, document: Document) -> bool:
        return document.places <= self.world.places(request.person)

    def _opposite(
        self, request: Request
    ) -> tuple[list[tuple[int, Movement]], set[tuple[int, str]], bool]:
        """As `_read`, for a reversal: its items and places may have been retired meanwhile."""
        movements: list[tuple[int, Movement]] = []
        codes: set[tuple[int, str]] = set()
        for n, m in enumerate(self.documents[request.original].movements, 1):
            item, place = self.world.items[m.level[0]], self.world.locations[m.level[1]]
            if item.retired:
                codes.add((n, "IN102"))
            elif not place.holds_stock:
                codes.add((n, "IN113"))
            else:
                opposite = Movement(m.level, -m.quantity, -m.quantity, item.unit, m.reason, m.note)
                movements.append((n, opposite))
        return movements, codes, False

    def _read(
        self, request: Request, lots: dict[tuple[str, str], str | None]
    ) -> tuple[list[tuple[int, Movement]], set[tuple[int, str]], bool]:
        """The movements of good lines, the codes of bad ones, and whether half a line is good."""
        if request.kind == "receipt":
            self._new_lots(request.lines, lots)
        movements: list[tuple[int, Movement]] = []
        codes: set[tuple[int, str]] = set()
        half = False
        for n, line in enumerate(request.lines, 1):
            sides = ("from", "to") if request.kind == "transfer" else ("location",)
            read = [self._read_line(request, line, side, lots) for side in sides]
            bad = {(n, one) for one in read if isinstance(one, str)}
            codes |= bad
            half = half or (bool(bad) and any(isinstance(one, Movement) for one in read))
            movements += [(n, one) for one in read if isinstance(one, Movement)]
        return movements, codes, half

    def _new_lots(
        self, lines: list[dict[str, Any]], lots: dict[tuple[str, str], str | None]
    ) -> None:
        """A receipt's unknown lots; the earliest date that any of its lines gives is the lot's."""
        unknown = {
            (line["item"], line["lot"])
            for line in lines
            if line.get("lot") and line["item"] in self.world.items
        } - lots.keys()
        for lot in unknown:
            dates = [
                line["expires_on"]
                for line in lines
                if (line["item"], line.get("lot")) == lot and line.get("expires_on")
            ]
            lots[lot] = min(dates, default=None)

    def _read_line(
        self,
        request: Request,
        line: dict[str, Any],
        side: str,
        lots: dict[tuple[str, str], str | None],
    ) -> Movement | str:
        world, kind = self.world, request.kind
        item, place, lot = world.items.get(line["item"]), line[side], line.get("lot")
        if item is None:
            return "IN101"
        if item.retired:
            return "IN102"
        if place not in world.places(request.person):
            return "IN103"
        if not world.locations[place].holds_stock:
            return "IN113"
        if kind == "transfer" and line["from"] == line["to"]:
            return "IN109"
        if lot and (line["item"], lot) not in lots:
            return "IN104"
        unit = line.get("unit", item.unit)
        factor = Decimal(1) if unit == item.unit else item.packs.get(unit)
        if factor is None:
            return "IN105"
        if line.get("expires_on") and lots.get((line["item"], lot)) != line["expires_on"]:
            return "IN114"
        entered = Decimal(line["quantity"])
        quantity = entered * factor
        if entered == 0 or (entered < 0 and kind != "adjustment"):
            return "IN106"
        if quantity != round(quantity, item.decimals):
            return "IN106"
        if kind == "adjustment" and not line.get("reason"):
            return "IN108"
        sign = -1 if kind == "issue" or side == "from" else 1
        cost = Decimal(line["unit_cost"]) / factor if line.get("unit_cost") else None
        return Movement(
            (line["item"], place, lot or None),
            sign * quantity,
            sign * entered,
            unit,
            line.get("reason", ""),
            line.get("note", ""),
            cost,
        )

    def _short(self, movements: list[Movement]) -> dict[Level, tuple[Decimal, Decimal]]:
        """Levels of which the movements take too much: what they ask for, and what there is."""
        change: dict[Level, Decimal] = {}
        for m in movements:
            change[m.level] = change.get(m.level, Decimal(0)) + m.quantity
        return {
            level: (-quantity, available)
            for level, quantity in change.items()
            for available in [self.levels.get(level, Decimal(0))]
            if quantity < 0 and available + quantity < 0 and not self._may_be_negative(level)
        }

    def _may_be_negative(self, level: Level) -> bool:
        return self.world.locations[level[1]].allow_negative

    def record(self, document: Document, name: str, posted_at: datetime) -> None:
        """Enter a new document that `ask` gave, as the database named and timed it."""
        request = document.request
        document.name, document.posted_at = name, posted_at
        document.occurred_at = request.occurred_at or posted_at
        if request.kind == "receipt":
            self._new_lots(request.lines, self.lots)
        if request.kind == "reversal":
            self.documents[request.original].reversed_by = document
        moved = {t: Decimal(0) for t in self.thresholds}
        for m in document.movements:
            self.levels[m.level] = m.balance = self.levels.get(m.level, Decimal(0)) + m.quantity
            for item, location in moved:
                if m.level[0] == item and m.level[1] in self.world.below(location):
                    moved[item, location] += m.quantity
        self.documents.append(document)
        self.keys[request.person, request.key] = document
        for threshold, quantity in moved.items():
            self.thresholds[threshold].balance += quantity
            self._settle(self.thresholds[threshold], name, "back in range")

    # Thresholds

    def set_threshold(self, wanted: Threshold) -> None:
        """Set or change a range; it is judged at once."""
        key = wanted.item, wanted.location
        before = self.thresholds.get(key)
        if before is not None:
            wanted.status, wanted.alert = before.status, before.alert
        wanted.balance = self.below(wanted.item, wanted.location)
        self.thresholds[key] = wanted
        self._settle(wanted, None, "threshold changed")

    def remove_threshold(self, item: str, location: str) -> None:
        """Remove a range; its open alert resolves."""
        removed = self.thresholds.pop((item, location))
        if removed.alert is not None:
            removed.alert.resolution = "threshold removed"

    def tree_moved(self, touched: Callable[[str], object]) -> None:
        """A place was moved: ranges at touched places are summed and judged anew."""
        for threshold in self.thresholds.values():
            if touched(threshold.location):
                threshold.balance = self.below(threshold.item, threshold.location)
                self._settle(threshold, None, "back in range")

    def _settle(self, threshold: Threshold, document: str | None, resolution: str) -> None:
        was, threshold.status = threshold.status, threshold.judge()
        if threshold.status == was:
            return
        if was in ("low", "out") and threshold.status in ("low", "out"):
            threshold.alert.kind = threshold.status
            return
        if threshold.alert is not None:
            threshold.alert.resolution = resolution
            threshold.alert = None
        if threshold.status != "ok":
            threshold.alert = Alert(
                threshold.item,
                threshold.location,
                threshold.status,
                threshold.severity,
                threshold.minimum,
                threshold.maximum,
                threshold.balance,
                document,
            )
            self.alerts.append(threshold.alert)

    # Questions

    def below(self, item: str, location: str) -> Decimal:
        """On hand of an item at a location and everything below it."""
        places = self.world.below(location)
        there = (q for level, q in self.levels.items() if level[0] == item and level[1] in places)
        return sum(there, Decimal(0))

    def on_hand(
        self, person: str, instant: datetime | None = None, known_at: datetime | None = None
    ) -> dict[Level, Decimal]:
        """On hand at each level the person sees, as of an instant, as known at another."""
        found: dict[Level, Decimal] = {}
        for document in self.documents:
            if instant is not None and document.occurred_at > instant:
                continue
            if known_at is not None and document.posted_at > known_at:
                continue
            for m in document.movements:
                if m.level[1] in self.world.readable(person):
                    found[m.level] = found.get(m.level, Decimal(0)) + m.quantity
        return found

    def history(
        self, person: str, item: str, location: str | None, since: datetime
    ) -> list[tuple[datetime, Decimal]]:
        """On hand of an item at `since` (not included) and after each instant from then on."""
        places = self.world.readable(person)
        if location is not None:
            places = places & self.world.below(location)
        moved = [
            (document.occurred_at, m.quantity)
            for document in self.documents
            for m in document.movements
            if m.level[0] == item and m.level[1] in places
        ]
        balance = sum((quantity for at, quantity in moved if at < since), Decimal(0))
        steps = [(since, balance)]
        for instant in sorted({at for at, _ in moved if at >= since}):
            balance += sum(quantity for at, quantity in moved if at == instant)
            steps.append((instant, balance))
        return steps

    def last_costs(self) -> dict[str, Decimal]:
        """What items cost by the last receipt line that told it and was not reversed."""
        return {
            m.level[0]: m.cost
            for document in self.documents
            if document.reversed_by is None
            for m in document.movements
            if m.cost is not None
        }
