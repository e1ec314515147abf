"""What moved between two snapshots is kept in sums, as their stock is."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0019_sums"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.move_sums') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute((Path(__file__).parent / "sql" / "0020_moves.sql").read_text(encoding="utf-8"))


def rollback(connection: Any) -> None:
    """Drop what is derived: it can be made again."""
    connection.cursor().execute(
        "drop table if exists inventory.move_sums; "
        "alter table inventory.snapshots drop column if exists moves_from"
    )


steps = [step(apply, rollback)]
