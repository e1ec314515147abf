"""Which rows of a file the ledger has already: an export that comes back must not count twice.

A row that names its document, as the file of movements has it, is known by it. Of others only
lines of the same item, place, quantity and instant can be told of: that may be right, so it is said
before the file is imported, and not refused.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from ops.importing.connection import Connection
from ops.importing.files.record import Record, Source
from ops.importing.files.values import BadValueError, number

AT_ONCE = 1_000
KNOWN = """
    select
        r.line, exists (select from api.documents as d where d.document = r.document),
        exists (
            select from api.movements as m
            where m.document = r.document and m.sku = upper(r.item) and m.location = upper(r.place)
                and r.quantity in (abs(m.quantity), abs(m.entered_quantity))
        )
    from unnest(%s::integer[], %s::uuid[], %s::text[], %s::text[], %s::numeric[])
        as r (line, document, item, place, quantity)
    order by r.line
"""
# What happened at an instant was recorded after it: older parts of the ledger are left alone.
ALIKE = """
    with own as materialized (
        select m.item_id, m.location_id, m.lot_id, m.quantity, m.occurred_at
        from inventory.documents as d
        join inventory.movements as m on m.document_id = d.document_id
        where d.posted_xid = pg_current_xact_id()
    )
    select count(*) from own
    where exists (
        select from inventory.movements as m
        where m.item_id = own.item_id and m.location_id = own.location_id and m.lot_id = own.lot_id
            and m.quantity = own.quantity and m.occurred_at = own.occurred_at
            and m.posted_at < now() and m.posted_at >= (select min(o.occurred_at) from own as o)
    )
"""


class Verdict(NamedTuple):
    """What the ledger has of a line of the file."""

    line: int
    has_document: bool
    has_line: bool


def new_ones(connection: Connection, source: Source) -> Iterator[Record]:
    """Yield the file's rows but for those of documents that were posted: these are counted, or
    refused where they say something else than was posted."""
    if "document_key" not in source.columns:
        yield from source.records()
        return
    verdicts = _verdicts(connection, source)
    at = next(verdicts, None)
    for record in source.records():
        while at and at.line < record.row.line:
            at = next(verdicts, None)
        if not at or at.line != record.row.line or not at.has_document:
            yield record
        elif at.has_line:
            source.known += 1
        else:
            record.refuse(
                "document_key",
                "was posted, and not with this line",
                "What was posted stays as it is: reverse it. To post this line as a new one,"
                " empty its document.",
            )


def count_alike(connection: Connection) -> int:
    """Count the lines posted by this transaction that the ledger had before, to the instant."""
    row = connection.execute(ALIKE).fetchone()
    return int(row[0]) if row else 0


def _verdicts(connection: Connection, source: Source) -> Iterator[Verdict]:
    """Look ahead, a thousand rows at a time: what is refused meanwhile keeps its order."""
    rows = filter(None, (_asked(record) for record in source.look()))
    while part := list(islice(rows, AT_ONCE)):
        found = connection.execute(KNOWN, [list(column) for column in zip(*part, strict=True)])
        yield from (Verdict(*one) for one in found.fetchall())


def _asked(record: Record) -> tuple[int, Any, str, str, str | None] | None:
    """What is asked of a row; nothing of one whose document is none of ours."""
    try:
        document = UUID(record.text("document_key") or "")
    except ValueError:
        return None
    options, delimiter = record.source.options, record.source.table.delimiter
    try:
        quantity = number(
            record.text("quantity") or "", decimal=options.decimal, delimiter=delimiter
        ).removeprefix("-")
    except BadValueError:
        quantity = None
    place = record.text("location") or ""
    return record.row.line, document, record.text("item") or "", place, quantity
