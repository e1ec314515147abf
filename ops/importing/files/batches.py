"""Sending rows to a function that answers which of them are refused."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from psycopg.types.json import Jsonb

from ops import exact
from ops.importing.connection import Connection
from ops.importing.files.record import Record, Source

AT_ONCE = 1_000

# What a row's thing was and is, by its key: to tell what is new and what changed.
STATES = {
    "items": "select s.said ->> 'sku', md5(s.said::text) from inventory.items_said(array("
    "select i.item_id from inventory.items as i where i.sku = any(%s))) as s",
    "locations": "select code, md5((name, kind, parent_id, allow_negative)::text)"
    " from inventory.locations where code = any(%s)",
    "thresholds": "select i.sku || ' ' || l.code,"
    " md5((t.minimum, t.maximum, t.margin, t.severity)::text) from inventory.thresholds as t"
    " join inventory.items as i using (item_id) join inventory.locations as l using (location_id)"
    " where i.sku || ' ' || l.code = any(%s) and i.sku = any(%s)",
}
KEYS = {"items": ("sku",), "locations": ("code",), "thresholds": ("item", "location")}
COMMANDS = {
    "items": "select api.import_items(rows => %s)",
    "locations": "select api.import_locations(rows => %s)",
    "thresholds": "select api.import_thresholds(rows => %s)",
}


def send(connection: Connection, kind: str, rows: Iterable[tuple[Record, dict[str, Any]]]) -> None:
    """Send the rows in batches and report those refused; those refused before are not sent."""
    left = iter(rows)
    while part := list(islice(left, AT_ONCE)):
        _send(connection, kind, [(record, row) for record, row in part if not record.refused])
        part[-1][0].source.progress.advance(0)
        if kind != "locations":  # which come from the top of their tree, not in their file's order
            part[-1][0].source.report.settle()


def _send(connection: Connection, kind: str, batch: list[tuple[Record, dict[str, Any]]]) -> None:
    if not batch:
        return
    source = batch[0][0].source
    before = _states(connection, kind, batch) if source.tells_apart else {}
    answer = connection.execute(
        COMMANDS[kind], (Jsonb([row for _, row in batch], dumps=exact.dumps),)
    ).fetchone()
    for refused in answer[0] if answer else ():
        record, _ = batch[refused["row"] - 1]
        record.refuse(
            refused["field"], f"{refused['code']} {refused['message']}", refused["hint"] or ""
        )
    if source.tells_apart:
        _tell_apart(source, before, _states(connection, kind, batch))


def _states(
    connection: Connection, kind: str, batch: list[tuple[Record, dict[str, Any]]]
) -> dict[str, str]:
    """Return what there is of the rows' things, as a mark of how it is."""
    said = [[str(row.get(key) or "").strip().upper() for key in KEYS[kind]] for _, row in batch]
    keys = [" ".join(one) for one in said]
    # A threshold's key is of two tables: its items narrow it down first.
    wanted = [keys, [one[0] for one in said]] if kind == "thresholds" else [keys]
    return dict(connection.execute(STATES[kind], wanted).fetchall())


def _tell_apart(source: Source, before: dict[str, str], after: dict[str, str]) -> None:
    for key, state in after.items():
        was = before.get(key)
        source.counts["new" if was is None else "unchanged" if was == state else "changed"] += 1
