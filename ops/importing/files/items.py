"""Items of a file: new ones are created, known ones edited (api.import_items)."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ops.importing.connection import Connection
from ops.importing.files.batches import send
from ops.importing.files.record import Record, Source

FIELDS = ("sku", "name", "description", "category", "unit")
REQUIRED = ("sku",)


def further_fields(connection: Connection) -> Sequence[str]:
    """Return the names of all attributes: each may be a column."""
    return list(_attribute_types(connection))


def run(connection: Connection, source: Source) -> None:
    """Import the items."""
    types = _attribute_types(connection)

    def rows() -> Iterator[tuple[Record, dict[str, Any]]]:
        for record in source.records():
            row: dict[str, Any] = {name: record.text(name) for name in FIELDS}
            attributes = {
                name: _attribute(record, name, kind)
                for name, kind in types.items()
                if record.text(name) is not None
            }
            # A field the file leaves empty is left as it is.
            row = {name: value for name, value in row.items() if value is not None}
            yield record, row | ({"attributes": attributes} if attributes else {})

    send(connection, "items", rows())


def _attribute_types(connection: Connection) -> dict[str, str]:
    return dict(
        connection.execute(
            "select attribute, min(type) from inventory.attributes group by attribute"
        ).fetchall()
    )


def _attribute(record: Record, name: str, kind: str) -> object:
    if kind == "number":
        value = record.number(name)
        return None if value is None else json.loads(value)
    if kind == "boolean":
        return record.yes_or_no(name)
    return record.day(name) if kind == "date" else record.text(name)
