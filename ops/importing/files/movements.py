"""Movements of a file, posted as documents through the public commands.

Rows that follow each other with the same kind, reference and date are one document. A file's
keys derive from its content: the same file again posts nothing twice. The kind says which way a
quantity goes; a sign that says otherwise is refused, never dropped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import uuid4, uuid5

import psycopg

from ops.importing.connection import Connection
from ops.importing.dataset import MOST_LINES, NAMESPACE
from ops.importing.files import ledger
from ops.importing.files.kinds import kind_of
from ops.importing.files.record import TRIED, Record, Source
from ops.importing.posting import COMMANDS, bad_lines, post

FIELDS = ("kind", "item", "location", "to", "quantity", "lot", "expires_on", "unit", "unit_cost",
          "date", "reference", "note", "reason", "document_key")  # fmt: skip
REQUIRED = ("item", "location", "quantity")

# SQLSTATE classes of a document's own fault; anything else ends the import: our refusals, values
# that are none, and constraints.
REFUSALS = ("IN", "22", "23")
# Of a document with more bad lines than are told in words.
UNWORDED = "Bad as lines before it: mend the first hundred of its document, then check again."


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
    told: frozenset[str] = frozenset()  # fields that were refused as they were read


def further_fields(_: Connection) -> Sequence[str]:
    """Return no further fields."""
    return ()


def run(connection: Connection, source: Source) -> None:
    """Post the movements."""
    digest = source.table.digest()
    (begun,) = connection.execute("select now()").fetchone() or (None,)
    for number, (head, entries) in enumerate(_documents(connection, source)):
        good = [entry for entry in entries if not entry.record.refused]
        unread = [entry for entry in entries if entry.record.refused]
        answer = _post(connection, head, good, f"file/{digest}/{number}") if good else {}
        if answer is None and source.good_rows:  # what is left of the document without them
            good = [entry for entry in good if not entry.record.refused]
            answer = _post(connection, head, good, f"file/{digest}/{number}") if good else {}
        _try(connection, head, unread)
        source.report.settle()
        source.counts["documents"] += bool(answer)
        source.counts["lines"] += len(good) if answer else 0
        # A key that was known answers with the document of then, older than our transaction.
        if answer and datetime.fromisoformat(answer["posted_at"]) < begun:
            source.known += len(good)
    source.counts["alike"] = ledger.count_alike(connection)


def _documents(connection: Connection, source: Source) -> Iterator[tuple[Head, list[Entry]]]:
    signed = _issues_are_signed(source)
    entries = (_entry(record, signed) for record in ledger.new_ones(connection, source))
    for head, group in groupby(entries, key=lambda entry: entry.head):
        batch: list[Entry] = []
        for entry in group:
            batch.append(entry)
            if len(batch) == MOST_LINES:
                yield head, batch
                batch = []
        if batch:
            yield head, batch


def _issues_are_signed(source: Source) -> bool:
    """Tell whether the file writes what is called an issue as a negative quantity, as exports of
    signed ledgers do: most of them are. Reads the file once more; keeps nothing of it."""
    if "kind" not in source.columns and "kind" not in source.options.defaults:
        return False
    more = 0  # negative ones than positive ones
    for record in source.look():
        if _said_kind(record) == "issue":
            more -= _sign(record.text("quantity"))
    return more > 0


def _sign(quantity: str | None) -> int:
    """Return -1, 0 or 1; 0 also for what is missing."""
    if not quantity or not re.search("[1-9]", quantity):
        return 0
    return -1 if quantity.startswith("-") else 1


def _entry(record: Record, signed: bool) -> Entry:
    quantity = record.number("quantity")
    for name in ("item", "location", "quantity"):
        if record.text(name) is None:
            record.refuse(name, "is empty")
    kind = _kind(record, quantity)
    head = Head(kind, record.text("reference") or "", record.moment("date"))
    _check_sign(record, kind, _sign(quantity), signed)
    if kind == "issue" and quantity is not None:
        quantity = quantity.removeprefix("-")
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
    said = {name: value for name, value in line.items() if value is not None}
    return Entry(record, head, said, frozenset(record.refused))


def _check_sign(record: Record, kind: str, sign: int, signed: bool) -> None:
    """Refuse a quantity whose sign and kind say different things."""
    if kind in ("receipt", "transfer") and sign < 0:
        record.refuse(
            "quantity", f"is negative: a {kind} adds what it says; use an issue or an adjustment"
        )
    elif _said_kind(record) == "issue" and sign and (sign < 0) != signed:
        found, others = ("positive", "are negative") if signed else ("negative", "are not")
        record.refuse(
            "quantity",
            f"is {found}, and other issues of the file {others}",
            "Use a receipt or an adjustment for what comes back.",
        )


def _said_kind(record: Record) -> str:
    """Return the kind as the row, or the file's default, says it; empty where neither does."""
    return kind_of(record.text("kind"))


def _kind(record: Record, quantity: str | None) -> str:
    """Return the row's kind; by the sign of the quantity where no column says it."""
    kind = _said_kind(record) or ("issue" if (quantity or "").startswith("-") else "receipt")
    if kind not in COMMANDS:
        record.refuse("kind", "is no kind of movement", f"One of: {', '.join(COMMANDS)}.")
    return kind


def _post(
    connection: Connection, head: Head, entries: list[Entry], key: str
) -> dict[str, Any] | None:
    """Post one document and return its answer; report every line of it that is refused."""
    try:
        with connection.transaction():
            return post(
                connection,
                head.kind,
                [entry.line for entry in entries],
                key=uuid5(NAMESPACE, key),
                reference=head.reference,
                occurred_at=head.occurred_at,
            )
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith(REFUSALS):
            raise
        _report(error, entries)
    return None


def _try(connection: Connection, head: Head, entries: list[Entry]) -> None:
    """Report what else is wrong with rows that were refused as they were read: nothing is kept."""
    batch = entries[: max(0, TRIED - entries[0].record.source.tried)] if entries else []
    if batch:
        batch[0].record.source.tried += len(batch)
        with connection.transaction(force_rollback=True):
            # A kind that is none is told already; what it would take is what most take.
            kind = head.kind if head.kind in COMMANDS else "receipt"
            _post(connection, replace(head, kind=kind), batch, f"try/{uuid4()}")


def _report(error: psycopg.Error, entries: list[Entry]) -> None:
    """Tell of every line that was refused; of the first one where it is the document."""
    refused = bad_lines(error)
    for one in refused:
        entry = entries[one["line"] - 1]
        name = {"from": "location"}.get(one.get("field") or "", one.get("field") or "item")
        if name not in entry.told:
            entry.record.refuse(
                name, f"{one['code']} {one.get('message') or UNWORDED}", one.get("hint") or ""
            )
    if refused:
        return
    if (error.sqlstate or "").startswith("IN"):
        name = "date" if error.sqlstate == "IN003" else "reference"
        message, hint = error.diag.message_primary, error.diag.message_hint or ""
    else:
        name, message, hint = "reference", "A value is not understood.", _rows_of(entries)
    if name not in entries[0].told:
        entries[0].record.refuse(name, f"{error.sqlstate} {message}", hint)


def _rows_of(entries: list[Entry]) -> str:
    first, last = entries[0].record.row.line, entries[-1].record.row.line
    return f"It is one of the rows from line {first} to {last}, which are one document."
