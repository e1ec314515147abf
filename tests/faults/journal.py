"""What clients were told, kept outside of the database, and held against it afterwards."""

import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import psycopg

Place = tuple[str, str]  # SKU and location
Effects = dict[Place, int]


@dataclass
class Entry:
    """One document as its client knows it."""

    person: str
    kind: str
    lines: list[dict[str, Any]]
    effects: Counter[Place]  # what each place gains
    movements: int
    reverses: str | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    document: str | None = None  # as it was acknowledged
    refused: str | None = None  # the code it was refused with
    unknown: int = 0  # tries whose outcome the client never heard
    asked_at: float = 0.0  # when the try began that was acknowledged (seconds since 1970)


@dataclass
class Journal:
    """All that was acknowledged or refused, and when the first acknowledgement of a try came."""

    entries: list[Entry] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)  # answers that nobody should get
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _news: threading.Condition = field(default_factory=threading.Condition)
    _heard: list[tuple[float, float]] = field(default_factory=list)  # try begun, acknowledged

    def add(self, entry: Entry) -> None:
        """Keep what is about to be posted, before it is sent."""
        with self._lock:
            self.entries.append(entry)

    def acknowledge(self, entry: Entry, document: str, begun: float) -> None:
        """Keep an acknowledgement of a try that began then (monotonic seconds)."""
        if entry.document is not None and entry.document != document:
            self.complain(f"key {entry.key}: {entry.document}, then {document}")
        entry.document = document
        with self._news:
            self._heard.append((begun, time.monotonic()))
            self._news.notify_all()

    def complain(self, text: str) -> None:
        """Keep an answer that is wrong whatever the database says afterwards."""
        with self._lock:
            self.complaints.append(text)

    def first_begun_after(self, moment: float, seconds: float) -> float:
        """When the first acknowledgement came of a try that began after `moment` (monotonic)."""

        def since() -> list[float]:
            return [at for begun, at in self._heard if begun > moment]

        with self._news:
            if not self._news.wait_for(since, seconds):
                raise AssertionError(f"nothing was acknowledged within {seconds} s of the fault")
            first = min(since())
            self._heard.clear()
            return first

    def acknowledged(self) -> list[Entry]:
        """What must be in the ledger."""
        return [entry for entry in self.entries if entry.document is not None]


@dataclass
class Found:
    """The ledger held against a journal; every list is empty when all is well."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    wrong_balances: list[str] = field(default_factory=list)
    proved: list[str] = field(default_factory=list)
    unheard: int = 0  # no problem: posted by a try that its client never heard of, told by a later


DOCUMENTS = """
    select d.idempotency_key as key, d.document_id::text as document, d.posted_by as person,
        extract(epoch from d.posted_at)::float as posted_at, i.sku, l.code,
        count(*) as movements, sum(m.quantity) as quantity
    from inventory.documents as d
    join inventory.movements as m using (document_id)
    join inventory.items as i using (item_id)
    join inventory.locations as l using (location_id)
    group by 1, 2, 3, 4, 5, 6
"""
BALANCES = """
    select i.sku, l.code, sum(s.on_hand) as on_hand from inventory.stock_levels as s
    join inventory.items as i using (item_id) join inventory.locations as l using (location_id)
    group by 1, 2
"""
PROOF = "select rule || ': ' || detail as problem from api.prove()"


@dataclass
class Posted:
    """A document as the ledger has it."""

    document: str
    posted_at: float
    effects: Counter[Place] = field(default_factory=Counter)
    movements: int = 0


def audit(journal: Journal, db: psycopg.Connection, before: Effects) -> Found:
    """Hold the ledger against what clients were told; `before` is what lay where at first.

    `db` is a superuser's connection with rows as dicts. Documents of before the journal are
    those of other persons than its clients', or with keys in no entry and posted before it.
    """
    found = Found()
    people = {entry.person for entry in journal.entries}
    posted = _posted(db, people)
    known = {(entry.person, entry.key): entry for entry in journal.entries}
    for name, documents in posted.items():
        entry = known.get(name)
        if len(documents) > 1:
            found.doubled.append(f"key {name[1]}: {len(documents)} documents")
        if entry is None or (entry.refused and entry.document is None):
            found.unasked.append(f"key {name[1]} is in the ledger: {entry and entry.refused}")
    for entry in journal.entries:
        _compare(entry, posted.get((entry.person, entry.key), []), found)
    _compare_balances(journal.acknowledged(), db, before, found)
    found.proved = [row["problem"] for row in db.execute(PROOF)]
    return found


def _posted(db: psycopg.Connection, people: Iterable[str]) -> dict[tuple[str, Any], list[Posted]]:
    """Documents of these people by person and key."""
    by_id: dict[tuple[str, Any], dict[str, Posted]] = {}
    for row in db.execute(DOCUMENTS):
        if row["person"] not in people:
            continue
        documents = by_id.setdefault((row["person"], row["key"]), {})
        one = documents.setdefault(row["document"], Posted(row["document"], row["posted_at"]))
        one.effects[row["sku"], row["code"]] += row["quantity"]
        one.movements += row["movements"]
    return {name: list(documents.values()) for name, documents in by_id.items()}


def _compare(entry: Entry, documents: list[Posted], found: Found) -> None:
    """One entry beside its documents."""
    if entry.document is None:
        if entry.refused is None:
            found.undecided.append(f"key {entry.key}: never heard of")
        return
    same = [one for one in documents if one.document == entry.document]
    if not same:
        found.lost.append(f"key {entry.key}: document {entry.document} is not in the ledger")
        return
    posted, wanted = same[0], entry.movements
    found.unheard += posted.posted_at < entry.asked_at
    if posted.movements > wanted:
        found.doubled.append(f"key {entry.key}: {posted.movements} movements, not {wanted}")
    elif posted.movements < wanted:
        found.lost.append(f"key {entry.key}: {posted.movements} movements, not {wanted}")
    elif _nonzero(posted.effects) != _nonzero(entry.effects):
        found.lost.append(f"key {entry.key}: {posted.effects}, not {entry.effects}")


def _nonzero(effects: Counter[Place]) -> dict[Place, Decimal]:
    return {place: Decimal(quantity) for place, quantity in effects.items() if quantity}


def _compare_balances(
    entries: Iterable[Entry], db: psycopg.Connection, before: Effects, found: Found
) -> None:
    """What was there at first, and all that was acknowledged, is what is there now."""
    wanted: Counter[Place] = Counter(before)
    for entry in entries:
        for place, quantity in entry.effects.items():
            wanted[place] += quantity
    there = {(row["sku"], row["code"]): row["on_hand"] for row in db.execute(BALANCES)}
    for place in sorted(wanted.keys() | there.keys()):
        if wanted[place] != there.get(place, 0):
            found.wrong_balances.append(f"{place}: {there.get(place, 0)}, not {wanted[place]}")
