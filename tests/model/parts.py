"""What the ledger in Python is made of: requests, documents, movements, thresholds, alerts."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

Level = tuple[str, str, str | None]  # item, location, lot


@dataclass(frozen=True)
class Request:
    """A document as somebody asks for it; lines for a posting, an original for a reversal."""

    kind: str
    person: str
    key: int
    lines: list[dict[str, Any]] = field(default_factory=list)
    original: int = -1  # place of the reversed document in the ledger
    occurred_at: datetime | None = None
    reference: str | None = None
    note: str | None = None

    @property
    def content(self) -> tuple[Any, ...]:
        """What a retry must repeat; a number may be a text."""
        lines = [{name: str(value) for name, value in line.items()} for line in self.lines]
        words = (self.reference or "", self.note or "")
        return self.kind, lines, self.original, self.occurred_at, words


@dataclass
class Movement:
    """One line of the ledger; `cost` of a base unit, where a receipt tells it."""

    level: Level
    quantity: Decimal
    entered: Decimal
    unit: str
    reason: str = ""
    note: str = ""
    cost: Decimal | None = None
    balance: Decimal = Decimal(0)


@dataclass
class Document:
    """What was posted. The database chooses `name` and `posted_at`; `occurred_at` follows."""

    request: Request
    movements: list[Movement]
    occurred_at: datetime | None = None
    posted_at: datetime | None = None
    name: str = ""
    answer: Any = None
    reversed_by: "Document | None" = None

    @property
    def places(self) -> set[str]:
        """Where it moved stock."""
        return {m.level[1] for m in self.movements}


@dataclass(frozen=True)
class Refused:
    """An error and, for a document's lines, all (line, code) of its detail.

    `sure_of_shortages` is false where it is open which good line is short beside bad ones.
    """

    state: str
    codes: frozenset[tuple[int, str]] = frozenset()
    short: dict[Level, tuple[Decimal, Decimal]] = field(default_factory=dict)  # asked, available
    sure_of_shortages: bool = True


@dataclass
class Threshold:
    """A range with the sum it is judged on and what was last said of it."""

    item: str
    location: str
    minimum: Decimal | None
    maximum: Decimal | None
    margin: Decimal
    severity: str
    balance: Decimal = Decimal(0)
    status: str = "ok"
    alert: "Alert | None" = None

    def judge(self) -> str:
        """What the balance means now: out of range until it is back past the margin."""
        low, high = self.minimum, self.maximum
        if low is not None and self.balance < low:
            return "out" if self.balance <= 0 else "low"
        if high is not None and self.balance > high:
            return "over"
        if self.status in ("low", "out") and low is not None and self.balance < low + self.margin:
            return "low"
        if self.status == "over" and high is not None and self.balance > high - self.margin:
            return "over"
        return "ok"


@dataclass
class Alert:
    """One crossing of a threshold."""

    item: str
    location: str
    kind: str
    severity: str
    minimum: Decimal | None
    maximum: Decimal | None
    balance: Decimal
    document: str | None
    resolution: str | None = None
    told: frozenset[str] | None = None  # people; null until somebody has worked it out
