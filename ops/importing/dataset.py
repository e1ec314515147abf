"""What a data set is to the loader: places, items, documents in order of time, and totals."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

# One document holds at most so many lines (api.post_* refuse more: IN004).
MOST_LINES = 20_000

# Every key of an import derives from this, so a run after a kill posts nothing twice.
NAMESPACE = uuid5(NAMESPACE_URL, "stockroom:import")

Line = dict[str, Any]
Totals = dict[tuple[str, date], int]


@dataclass(frozen=True)
class Place:
    """A location; `parent` is the code of the one above, None for a company."""

    code: str
    name: str
    kind: str
    parent: str | None


@dataclass(frozen=True)
class Category:
    """A category; `parent` is the code of the one above, None at the top."""

    code: str
    name: str
    parent: str | None


@dataclass(frozen=True)
class Document:
    """A document to post. `key` names it within its data set, and nothing else has that name."""

    kind: str
    key: str
    reference: str
    occurred_at: datetime
    lines: Sequence[Line]
    note: str = ""

    def idempotency_key(self, dataset: str) -> UUID:
        """Return the same UUID in every run, on every machine."""
        return uuid5(NAMESPACE, f"{dataset}/{self.key}")


@dataclass(frozen=True)
class Threshold:
    """A range to watch, quantities in the item's base unit."""

    item: str
    location: str
    minimum: int
    maximum: int
    severity: str = "warning"


@dataclass(frozen=True)
class Dataset:
    """A data set, ready to be posted; `movements()` yields its documents afresh each time."""

    name: str
    title: str
    places: Sequence[Place]
    categories: Sequence[Category]
    items: Sequence[dict[str, Any]]
    openings: Sequence[Document]
    thresholds: Sequence[Threshold]
    movements: Callable[[], Iterable[Document]]
    # What left each place on each day, by the source's own account.
    totals: Totals
    notes: Sequence[str] = field(default_factory=tuple)

    def all_documents(self) -> Iterator[Document]:
        """Yield every document, in the order in which they are posted."""
        yield from self.openings
        yield from self.movements()

    @cached_property
    def document_count(self) -> int:
        """How many documents there are."""
        return sum(1 for _ in self.all_documents())


def receipts_for(demand: Sequence[int], safety: int) -> list[int]:
    """Return what to receive at the start of each period so that on hand never falls below zero.

    `demand` is what leaves in each period; every period begins with its demand and `safety`,
    or with what the one before left, whichever is more.
    """
    received, on_hand = [], 0
    for leaves in demand:
        quantity = max(0, leaves + safety - on_hand)
        received.append(quantity)
        on_hand += quantity - leaves
    return received


def in_documents(
    lines: Sequence[Line], *, kind: str, key: str, reference: str, occurred_at: datetime
) -> Iterator[Document]:
    """Yield the lines as one document, or as several where one may not hold them all."""
    for number, start in enumerate(range(0, len(lines), MOST_LINES)):
        yield Document(
            kind=kind,
            key=key if number == 0 else f"{key}/{number + 1}",
            reference=reference,
            occurred_at=occurred_at,
            lines=lines[start : start + MOST_LINES],
        )
