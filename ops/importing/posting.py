"""Posting documents through the public commands, and what a refusal says."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import psycopg
from psycopg.types.json import Jsonb

from ops.importing.connection import Connection
from ops.importing.dataset import Document, Line
from ops.importing.report import Refusal, Report

COMMANDS = {
    kind: (
        f"select api.post_{kind}(lines => %(lines)s, idempotency_key => %(key)s,"
        " reference => %(reference)s, note => %(note)s, occurred_at => %(occurred_at)s)"
    )
    for kind in ("receipt", "issue", "transfer", "adjustment")
}


def post(
    connection: Connection,
    kind: str,
    lines: Sequence[Line],
    *,
    key: UUID,
    reference: str,
    note: str = "",
    occurred_at: datetime | None,
) -> dict[str, Any]:
    """Post one document; returns its answer. Raises psycopg.Error with the IN code."""
    row = connection.execute(
        COMMANDS[kind],
        {
            "lines": Jsonb(list(lines)),
            "key": key,
            "reference": reference,
            "note": note,
            "occurred_at": occurred_at,
        },
    ).fetchone()
    return row[0] if row else {}


def bad_lines(error: psycopg.Error) -> list[dict[str, Any]]:
    """Return what IN001 says of each line; [] for any other error."""
    if error.sqlstate != "IN001" or not error.diag.message_detail:
        return []
    found = json.loads(error.diag.message_detail)
    return found if isinstance(found, list) else []


def post_what_passes(
    connection: Connection, document: Document, dataset: str, report: Report
) -> int:
    """Post a document without the lines that are refused; returns how many were posted.

    The rest goes by a key of its own: the first key was used with other lines, and a second
    run finds both as they were. Raises psycopg.Error when the document as a whole is refused.
    """
    key, lines = document.idempotency_key(dataset), list(document.lines)
    while lines:
        try:
            post(
                connection,
                document.kind,
                lines,
                key=key,
                reference=document.reference,
                note=document.note,
                occurred_at=document.occurred_at,
            )
        except psycopg.Error as error:
            refused = bad_lines(error)
            if not refused:
                raise
            for one in refused:
                report.add(_refusal(document, lines[one["line"] - 1], one))
            numbers = {one["line"] for one in refused}
            lines = [line for number, line in enumerate(lines, 1) if number not in numbers]
            key = uuid5(key, "without what was refused")
        else:
            return len(lines)
    return 0


def _refusal(document: Document, line: Line, said: dict[str, Any]) -> Refusal:
    field = said.get("field") or "item"
    return Refusal(
        line=document.key,
        column=field,
        value=" ".join(str(line.get(name, "")) for name in ("item", "location", "quantity")),
        # Behind a hundred of one document the database names the code alone.
        reason=" ".join(filter(None, (said["code"], said.get("message")))),
        hint=said.get("hint") or "",
    )
