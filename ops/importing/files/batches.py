"""Sending rows to a function that answers which of them are refused."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from psycopg.types.json import Jsonb

from ops.importing.connection import Connection
from ops.importing.files.record import Record

AT_ONCE = 1_000

COMMANDS = {
    "items": "select api.import_items(rows => %s)",
    "locations": "select api.import_locations(rows => %s)",
}


def send(connection: Connection, kind: str, rows: Iterable[tuple[Record, dict[str, Any]]]) -> None:
    """Send the rows in batches and report those refused; those refused before are not sent."""
    left = iter(rows)
    while part := list(islice(left, AT_ONCE)):
        _send(connection, kind, [(record, row) for record, row in part if not record.refused])
        if kind == "items":  # locations come from the top of their tree, not in their file's order
            part[-1][0].source.report.settle()


def _send(connection: Connection, kind: str, batch: list[tuple[Record, dict[str, Any]]]) -> None:
    if not batch:
        return
    answer = connection.execute(COMMANDS[kind], (Jsonb([row for _, row in batch]),)).fetchone()
    for refused in answer[0] if answer else ():
        record, _ = batch[refused["row"] - 1]
        record.refuse(
            refused["field"], f"{refused['code']} {refused['message']}", refused["hint"] or ""
        )
