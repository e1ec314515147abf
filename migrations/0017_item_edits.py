"""Changes of many items that take a while, as they run."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0016_attributes"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.item_edits') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute(
        (Path(__file__).parent / "sql" / "0017_item_edits.sql").read_text(encoding="utf-8")
    )


def rollback(connection: Any) -> None:
    """Forget what runs, or ran in the last week."""
    connection.cursor().execute("drop table if exists inventory.item_edits")


steps = [step(apply, rollback)]
