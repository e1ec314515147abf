"""Sums of snapshots, by which a report adds some thousands of rows and not some millions."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0018_language"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.stock_sums') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute((Path(__file__).parent / "sql" / "0019_sums.sql").read_text(encoding="utf-8"))


def rollback(connection: Any) -> None:
    """Drop what is derived: it can be made again."""
    connection.cursor().execute(
        "drop table if exists inventory.stock_sums, inventory.recategorised_items; "
        "alter table inventory.snapshots drop column if exists settled_to, "
        "drop column if exists recorded_to, drop column if exists summed_to"
    )


steps = [step(apply, rollback)]
