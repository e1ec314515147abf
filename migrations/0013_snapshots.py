"""Snapshots of the stock, by which a report of the past is as fast as one of now."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0012_imports"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.snapshots') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute(
        (Path(__file__).parent / "sql" / "0013_snapshots.sql").read_text(encoding="utf-8")
    )


def rollback(connection: Any) -> None:
    """Drop what is derived: it can be made again."""
    connection.cursor().execute(
        "drop table if exists inventory.snapshot_values, inventory.stock_snapshots, "
        "inventory.late_movements, inventory.snapshot_progress, inventory.snapshots"
    )


steps = [step(apply, rollback)]
