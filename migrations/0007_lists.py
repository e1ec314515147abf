"""Saved views and who watches them; the columns that people chose."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0006b_search"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.saved_views') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute((Path(__file__).parent / "sql" / "0007_lists.sql").read_text(encoding="utf-8"))


def rollback(connection: Any) -> None:
    """Refuse: it would drop what people wrote."""
    raise RuntimeError("0007_lists is not rolled back: restore a backup instead")


steps = [step(apply, rollback)]
