"""Items of a file: new ones are created, known ones edited (api.import_items)."""

from collections.abc import Iterator, Sequence
from typing import Any

from ops import exact
from ops.errors import Trouble
from ops.importing.connection import Connection
from ops.importing.files.batches import send
from ops.importing.files.record import Record, Source

FIELDS = ("sku", "name", "description", "category", "unit", "tags", "barcodes", "packs")
REQUIRED = ("sku",)


def further_fields(connection: Connection) -> Sequence[str]:
    """Return the names of all attributes: each may be a column."""
    return list(_attribute_types(connection))


def run(connection: Connection, source: Source) -> None:
    """Import the items."""
    types = _attribute_types(connection)
    _refuse_foreign_fields(connection, source, [name for name in types if name in source.columns])

    def rows() -> Iterator[tuple[Record, dict[str, Any]]]:
        for record in source.records():
            row: dict[str, Any] = {name: record.text(name) for name in FIELDS}
            row["barcodes"] = record.lines("barcodes")  # one that has a semicolon is a line
            attributes = {
                name: _attribute(record, name, kind)
                for name, kind in types.items()
                if record.text(name) is not None
            } | record.unread(*types)
            # A field the file leaves empty is left as it is.
            row = {name: value for name, value in row.items() if value is not None}
            yield record, row | ({"attributes": attributes} if attributes else {})

    send(connection, "items", rows())


def _refuse_foreign_fields(
    connection: Connection, source: Source, attributes: Sequence[str]
) -> None:
    """Refuse the file once for a column that none of its categories has, not row by row.

    Where a row names no category, its item may have one already: then each row is judged.
    """
    if not attributes or not ("category" in source.columns or source.options.defaults):
        return
    said = {record.text("category") for record in source.look()}
    codes = [code.upper() for code in said if code]
    declared = connection.execute(
        "select array_agg(distinct a.attribute), count(distinct c.code)"
        " from inventory.categories as c"
        " left join inventory.category_attributes(c.category_id) as a on true"
        " where c.code = any(%s)",
        (codes,),
    ).fetchone()
    known, categories = declared or (None, 0)
    foreign = sorted(set(attributes) - set(known or ()))
    if foreign and None not in said and categories == len(set(codes)):
        raise Trouble(
            f"No category of the file has the field {', '.join(foreign)}.",
            f'Declare it, or ignore the column in a mapping file: {{"ignore": ["{foreign[0]}"]}}',
        )


def _attribute_types(connection: Connection) -> dict[str, str]:
    return dict(
        connection.execute(
            "select attribute, min(type) from inventory.attributes group by attribute"
        ).fetchall()
    )


def _attribute(record: Record, name: str, kind: str) -> object:
    if kind == "number":
        value = record.number(name)
        return None if value is None else exact.loads(value)
    if kind == "boolean":
        return record.yes_or_no(name)
    return record.day(name) if kind == "date" else record.text(name)
