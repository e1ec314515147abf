"""Sending rows to a function that answers which of them are refused.

Two rows of one thing contradict each other, however far apart they stand: the later one is
refused, with both lines. A row that was refused as it was read is sent as well, for what else is
wrong of it, and taken back.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from psycopg.types.json import Jsonb

from ops import exact
from ops.importing.connection import Connection
from ops.importing.files.record import TRIED, Record, Source

AT_ONCE = 1_000
Batch = list[tuple[Record, dict[str, Any]]]

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
    """Send the rows in batches and report those refused."""
    left, lines = iter(rows), dict[str, int]()
    while part := list(islice(left, AT_ONCE)):
        _refuse_twins(kind, part, lines)
        bad = [one for one in part if one[0].refused]
        _send(connection, kind, [one for one in part if not one[0].refused])
        _try(connection, kind, bad)
        part[-1][0].source.progress.advance(0)
        if kind != "locations":  # which come from the top of their tree, not in their file's order
            part[-1][0].source.report.settle()


def _refuse_twins(kind: str, part: Batch, lines: dict[str, int]) -> None:
    """Refuse each row whose thing stands on a line before it; `lines` has the first ones."""
    for (record, row), key in zip(part, _keys(kind, part), strict=True):
        if all(row.get(name) for name in KEYS[kind]):
            line = lines.setdefault(key, record.row.line)
            if line != record.row.line:
                both = " and ".join(str(one) for one in sorted((line, record.row.line)))
                record.refuse(
                    KEYS[kind][0], f"IN011 stands twice: on the lines {both}", "Keep one of them."
                )
                row.pop("seen", None)  # which the other row may have changed


def _try(connection: Connection, kind: str, bad: Batch) -> None:
    """Report what else is wrong with rows that are refused already; nothing of them is kept."""
    batch = bad[: max(0, TRIED - bad[0][0].source.tried)] if bad else []
    if batch:
        batch[0][0].source.tried += len(batch)
        told = [set(record.refused) for record, _ in batch]
        with connection.transaction(force_rollback=True):
            _report(batch, _ask(connection, kind, batch), told)


def _send(connection: Connection, kind: str, batch: Batch) -> None:
    if not batch:
        return
    source = batch[0][0].source
    before = _states(connection, kind, batch) if source.tells_apart else {}
    _report(batch, _ask(connection, kind, batch), [set() for _ in batch])
    if source.tells_apart:
        good = [one for one in batch if not one[0].refused]  # each row is counted once
        _tell_apart(source, _keys(kind, good), before, _states(connection, kind, good))


def _ask(connection: Connection, kind: str, batch: Batch) -> list[dict[str, Any]]:
    """Send rows, and return what is refused of them."""
    rows = Jsonb([row for _, row in batch], dumps=exact.dumps)
    answer = connection.execute(COMMANDS[kind], (rows,)).fetchone()
    return answer[0] if answer else []


def _report(batch: Batch, answer: list[dict[str, Any]], told: list[set[str]]) -> None:
    """Report what is refused, but for fields that something was `told` of already."""
    for one in answer:
        if one["field"] not in told[one["row"] - 1]:
            record, _ = batch[one["row"] - 1]
            record.refuse(one["field"], f"{one['code']} {one['message']}", one["hint"] or "")


def _states(connection: Connection, kind: str, batch: Batch) -> dict[str, str]:
    """Return what there is of the rows' things, as a mark of how it is."""
    keys = _keys(kind, batch)
    # A threshold's key is of two tables: its items narrow it down first.
    wanted = [keys, [one.split(" ")[0] for one in keys]] if kind == "thresholds" else [keys]
    return dict(connection.execute(STATES[kind], wanted).fetchall())


def _keys(kind: str, batch: Batch) -> list[str]:
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
