"""What had moved up to each day is kept by place, and what snapshots are worth."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0023_search_tail"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.day_sums') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute((Path(__file__).parent / "sql" / "0024_days.sql").read_text(encoding="utf-8"))


def rollback(connection: Any) -> None:
    """Drop what is derived: it can be made again."""
    connection.cursor().execute(
        "drop table if exists inventory.day_sums, inventory.stock_values, inventory.kept_costs; "
        "alter table inventory.snapshot_progress drop column if exists valued_to"
    )


steps = [step(apply, rollback)]
