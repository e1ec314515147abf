"""Attributes are kept in the dashboard, and items that wait for the ranges of defaults."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0015_preferences"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.waiting_items') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute(
        (Path(__file__).parent / "sql" / "0016_attributes.sql").read_text(encoding="utf-8")
    )


def rollback(connection: Any) -> None:
    """Refuse: what is retired would be offered again, and items would wait for ever."""
    raise RuntimeError("0016_attributes is not rolled back: restore a backup instead")


steps = [step(apply, rollback)]
