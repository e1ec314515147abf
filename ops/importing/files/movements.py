"""Movements of a file, posted as documents through the public commands.

Rows that follow each other with the same kind, reference and date are one document. A file's
keys derive from its content: the same file again posts nothing twice.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid5

import psycopg

from ops.importing.connection import Connection
from ops.importing.dataset import MOST_LINES, NAMESPACE
from ops.importing.files.record import Record, Source
from ops.importing.posting import COMMANDS, bad_lines, post

FIELDS = ("kind", "item", "location", "to", "quantity", "lot", "expires_on", "unit", "unit_cost",
          "date", "reference", "note", "reason")  # fmt: skip
REQUIRED = ("item", "location", "quantity")

# What a shop's own words for the kinds mean.
KINDS = {
    "in": "receipt", "purchase": "receipt", "received": "receipt", "zugang": "receipt",
    "out": "issue", "sale": "issue", "sold": "issue", "issued": "issue", "abgang": "issue",
    "move": "transfer", "umlagerung": "transfer",
    "correction": "adjustment", "korrektur": "adjustment",
}  # fmt: skip


@dataclass(frozen=True)
class Head:
    """What the lines of one document have in common."""

    kind: str
    reference: str
    occurred_at: datetime | None


@dataclass
class Entry:
    """A row as a document's line."""

    record: Record
    head: Head
    line: dict[str, Any] = field(default_factory=dict)


def further_fields(_: Connection) -> Sequence[str]:
    """Return no further fields."""
    return ()


def run(connection: Connection, source: Source) -> None:
    """Post the movements."""
    digest = _digest(source.table.path)
    for number, (head, entries) in enumerate(_documents(source)):
        good = [entry for entry in entries if not entry.record.refused]
        if good:
            _post(connection, head, good, f"file/{digest}/{number}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _documents(source: Source) -> Iterator[tuple[Head, list[Entry]]]:
    entries = (_entry(record) for record in source.records())
    for head, group in groupby(entries, key=lambda entry: entry.head):
        batch: list[Entry] = []
        for entry in group:
            batch.append(entry)
            if len(batch) == MOST_LINES:
                yield head, batch
                batch = []
        if batch:
            yield head, batch


def _entry(record: Record) -> Entry:
    quantity = record.number("quantity")
    for name in ("item", "location", "quantity"):
        if record.text(name) is None:
            record.refuse(name, "is empty")
    kind = _kind(record, quantity)
    head = Head(kind, record.text("reference") or "", record.moment("date"))
    if kind in ("receipt", "issue", "transfer") and quantity is not None:
        quantity = quantity.removeprefix("-")  # the kind says which way; lists often sign as well
    line = {
        "item": record.text("item"),
        "quantity": quantity,
        "lot": record.text("lot"),
        "unit": record.text("unit"),
        "note": record.text("note"),
    }
    if kind == "transfer":
        line |= {"from": record.text("location"), "to": record.text("to")}
    else:
        line |= {"location": record.text("location")}
    if kind == "receipt":
        line |= {"unit_cost": record.number("unit_cost"), "expires_on": record.day("expires_on")}
    if kind == "adjustment":
        line |= {"reason": record.text("reason")}
    return Entry(record, head, {name: value for name, value in line.items() if value is not None})


def _kind(record: Record, quantity: str | None) -> str:
    """Return the row's kind; by the sign of the quantity where no column says it."""
    said = (record.text("kind") or "").lower()
    kind = KINDS.get(said, said) or ("issue" if (quantity or "").startswith("-") else "receipt")
    if kind not in COMMANDS:
        record.refuse("kind", "is no kind of movement", f"One of: {', '.join(COMMANDS)}.")
    return kind


def _post(connection: Connection, head: Head, entries: list[Entry], key: str) -> None:
    """Post one document, and report every line of it that is refused."""
    try:
        with connection.transaction():
            post(
                connection,
                head.kind,
                [entry.line for entry in entries],
                key=uuid5(NAMESPACE, key),
                reference=head.reference,
                occurred_at=head.occurred_at,
            )
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith("IN"):
            raise
        refused = bad_lines(error)
        for one in refused:
            entry = entries[one["line"] - 1]
            name = {"from": "location"}.get(one.get("field") or "", one.get("field") or "item")
            entry.record.refuse(name, f"{one['code']} {one['message']}", one.get("hint") or "")
        if not refused:
            said = f"{error.sqlstate} {error.diag.message_primary}"
            name = "date" if error.sqlstate == "IN003" else "reference"
            entries[0].record.refuse(name, said, error.diag.message_hint or "")
