"""Words of names by category, by which a search knows where to look."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0021_search_orders"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.item_words') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute(
        (Path(__file__).parent / "sql" / "0022_item_words.sql").read_text(encoding="utf-8")
    )


def rollback(connection: Any) -> None:
    """Drop what is derived: it can be made again."""
    connection.cursor().execute("drop table if exists inventory.item_words")


steps = [step(apply, rollback)]
