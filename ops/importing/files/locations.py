"""Locations of a file: new ones are created, known ones edited (api.import_locations)."""

from collections.abc import Iterator, Sequence
from typing import Any

from ops.errors import Trouble
from ops.importing.connection import Connection
from ops.importing.files.batches import send
from ops.importing.files.record import Record, Source

FIELDS = ("code", "name", "kind", "parent", "allow_negative")
REQUIRED = ("code", "name", "kind")

# The tree is put in order in memory; more places than this are no shop's.
MOST_ROWS = 100_000


def further_fields(_: Connection) -> Sequence[str]:
    """Return no further fields."""
    return ()


def run(connection: Connection, source: Source) -> None:
    """Import the locations, those above before those below."""
    send(connection, "locations", _from_the_top(source))


def _from_the_top(source: Source) -> Iterator[tuple[Record, dict[str, Any]]]:
    rows: list[tuple[Record, dict[str, Any]]] = []
    for record in source.records():
        row = {name: record.text(name) for name in ("code", "name", "kind", "parent")}
        row["kind"] = (row["kind"] or "").lower()
        said = row | {"allow_negative": record.yes_or_no("allow_negative")}
        rows.append((record, said | record.unread("allow_negative")))
        if len(rows) > MOST_ROWS:
            raise Trouble(f"The file has more than {MOST_ROWS:,} locations.", "Split it.")
    above = {_code(row["code"]): _code(row["parent"]) for _, row in rows}
    rows.sort(key=lambda one: _depth(_code(one[1]["code"]), above))
    return iter(rows)


def _code(text: object) -> str:
    return str(text or "").strip().upper()


def _depth(code: str, above: dict[str, str]) -> int:
    """Count the places above that the file has; a circle ends where it closes."""
    seen = {code}
    while (code := above.get(code, "")) in above and code not in seen:
        seen.add(code)
    return len(seen)
