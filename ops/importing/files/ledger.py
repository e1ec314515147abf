"""Which rows of a file the ledger has already: an export that comes back must not count twice.

A row that names its document, as the file of movements has it, is known by it. Of others only
lines of the same item, place, quantity and instant can be told of: that may be right, so it is said
before the file is imported, and not refused.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from ops.importing.connection import Connection
from ops.importing.files.kinds import kind_of
from ops.importing.files.record import Record, Source
from ops.importing.files.values import BadValueError, moment_or_day, number

AT_ONCE = 1_000
# Of the lines that a document has of the item at the place, the one that is most like the row.
KNOWN = """
    select r.line, exists (select from api.documents as d where d.document = r.document), was.other
    from unnest(
        %s::integer[], %s::uuid[], %s::text[], %s::text[], %s::numeric[], %s::text[], %s::text[],
        %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[]
    ) as r (line, document, item, place, quantity, unit, lot, kind, reference, since, until)
    left join lateral (
        select near.other
        from (
            select jsonb_strip_nulls(jsonb_build_object(
                'quantity', case when not coalesce(
                    r.quantity = m.quantity and lower(coalesce(r.unit, m.unit)) = lower(m.unit)
                    or r.quantity = m.entered_quantity
                    and lower(coalesce(r.unit, m.entered_unit)) = lower(m.entered_unit), false
                ) then trim_scale(m.quantity) || ' ' || m.unit end,
                'lot', case when upper(r.lot) <> upper(coalesce(m.lot, ''))
                    then coalesce(m.lot, '') end,
                'date', case when m.occurred_at < r.since or m.occurred_at >= r.until
                    then to_char(m.occurred_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS UTC') end,
                'kind', case when r.kind <> m.kind then m.kind end,
                'reference', case when r.reference <> btrim(m.reference) then m.reference end
            )) as other
            from api.movements as m
            where m.document = r.document and m.sku = upper(r.item) and m.location = upper(r.place)
        ) as near
        order by (select count(*) from jsonb_object_keys(near.other)) limit 1
    ) as was on true
    order by r.line
"""
# What happened at an instant was recorded after it: older parts of the ledger are left alone. The
# lines of both sides are put together and grouped, so that each is read once, however many of them
# are of one item.
ALIKE = """
    with own as materialized (
        select m.item_id, m.location_id, m.lot_id, m.quantity, m.occurred_at
        from inventory.documents as d
        join inventory.movements as m on m.document_id = d.document_id
        where d.posted_xid = pg_current_xact_id()
    ),
    lines as (
        select own.*, true as is_own from own
        union all
        select m.item_id, m.location_id, m.lot_id, m.quantity, m.occurred_at, false
        from (select distinct o.item_id from own as o) as i
        join inventory.movements as m on m.item_id = i.item_id
        where m.posted_at < now() and m.posted_at >= (select min(o.occurred_at) from own as o)
            and m.occurred_at >= (select min(o.occurred_at) from own as o)
            and m.occurred_at <= (select max(o.occurred_at) from own as o)
    )
    select coalesce(sum(g.own), 0) from (
        select count(*) filter (where is_own) as own from lines
        group by item_id, location_id, lot_id, quantity, occurred_at
        having bool_or(not is_own)
    ) as g
"""
SECOND, MINUTE, HALF_A_DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=12)
NEVER = datetime.max.replace(tzinfo=UTC)


class Verdict(NamedTuple):
    """What the ledger has of a line of the file."""

    line: int
    has_document: bool
    other: Mapping[str, str] | None  # what was posted otherwise; None where no line is like it


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
        elif at.other == {}:
            source.known += 1
        else:
            record.refuse(
                "document_key",
                f"was posted, and not with this line{_said(at.other or {})}",
                "What was posted stays as it is: reverse it. To post this line as a new one,"
                " empty its document.",
            )


def _said(other: Mapping[str, str]) -> str:
    """What was posted otherwise, as the end of a sentence."""
    said = ", ".join(f"{name} {value or 'empty'}" for name, value in other.items())
    return f": it was posted with {said}" if said else ""


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


def _asked(record: Record) -> tuple[Any, ...] | None:
    """What is asked of a row; nothing of one whose document is none of ours."""
    try:
        document = UUID(record.text("document_key") or "")
    except ValueError:
        return None
    since, until = _when(record)
    return (
        record.row.line, document, record.text("item") or "", record.text("location") or "",
        _signed(record), record.cell("unit"), record.cell("lot"),
        kind_of(record.cell("kind")) or None, record.cell("reference"), since, until,
    )  # fmt: skip


def _signed(record: Record) -> str | None:
    """The quantity as the ledger has it: what leaves a place may be written without its sign."""
    options, delimiter = record.source.options, record.source.table.delimiter
    try:
        quantity = number(
            record.text("quantity") or "", decimal=options.decimal, delimiter=delimiter
        )
    except BadValueError:
        return None
    leaves = kind_of(record.cell("kind")) == "issue" or record.cell("to") is not None
    return f"-{quantity.removeprefix('-')}" if leaves else quantity


def _when(record: Record) -> tuple[datetime | None, datetime | None]:
    """From when until when it happened, as exactly as the row says it: a spreadsheet leaves out the
    seconds, or the time of day. Nothing where it says no date; what is none was never."""
    text = record.cell("date")
    if text is None:
        return None, None
    try:
        at, day_alone = moment_or_day(text, record.source.options.date_format)
        if day_alone:  # which is read as its noon
            return at - HALF_A_DAY, at + HALF_A_DAY
        exact = SECOND if at.second or at.microsecond else MINUTE
        return at - SECOND, at + exact  # a workbook's times are rounded
    except (BadValueError, OverflowError):
        return NEVER, NEVER
