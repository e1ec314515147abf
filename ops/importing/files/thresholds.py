"""Thresholds of a file: set where there is none, changed where there is (api.import_thresholds)."""

from collections.abc import Iterator, Sequence
from typing import Any

from ops.importing.connection import Connection
from ops.importing.files.batches import send
from ops.importing.files.record import Record, Source

FIELDS = ("item", "location", "minimum", "maximum", "margin", "severity", "seen")
REQUIRED = ("item", "location")
NUMBERS = ("minimum", "maximum", "margin")


def further_fields(_: Connection) -> Sequence[str]:
    """Return no further fields."""
    return ()


def run(connection: Connection, source: Source) -> None:
    """Set the thresholds."""
    send(connection, "thresholds", _rows(source))


def _rows(source: Source) -> Iterator[tuple[Record, dict[str, Any]]]:
    for record in source.records():
        row = {name: record.text(name) for name in FIELDS if name not in NUMBERS}
        row |= {name: record.number(name) for name in NUMBERS} | record.unread(*NUMBERS)
        for name in REQUIRED:
            if record.text(name) is None:
                record.refuse(name, "is empty")
        yield record, {name: value for name, value in row.items() if value is not None}
