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
        good = [one for one in batch if not one[0].refused]  # each row is counted once
        _tell_apart(source, _keys(kind, good), before, _states(connection, kind, good))


def _states(
    connection: Connection, kind: str, batch: list[tuple[Record, dict[str, Any]]]
) -> dict[str, str]:
    """Return what there is of the rows' things, as a mark of how it is."""
    keys = _keys(kind, batch)
    # A threshold's key is of two tables: its items narrow it down first.
    wanted = [keys, [one.split(" ")[0] for one in keys]] if kind == "thresholds" else [keys]
    return dict(connection.execute(STATES[kind], wanted).fetchall())


def _keys(kind: str, batch: list[tuple[Record, dict[str, Any]]]) -> list[str]:
    """Return what each row is of, as _states names it."""
    said = [[str(row.get(key) or "").strip().upper() for key in KEYS[kind]] for _, row in batch]
    return [" ".join(one) for one in said]


def _tell_apart(
    source: Source, keys: list[str], before: dict[str, str], after: dict[str, str]
) -> None:
    """Count every row; of rows that are of one thing the first is what came of it."""
    for key in keys:
        was, now = before.get(key), after.get(key, "")
        source.counts["new" if was is None else "unchanged" if was == now else "changed"] += 1
        before[key] = now
