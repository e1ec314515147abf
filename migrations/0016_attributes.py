"""Attributes are kept in the dashboard, and items that wait for the ranges of defaults."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0015_preferences"}


# Sessions first, as everybody reads them first: nobody is in the middle of a statement that was
# planned for the columns as they were (0.1.0 has a function that answers whole rows of attributes).
HOLD = """
    set local lock_timeout = '200ms';
    lock table auth.sessions, inventory.attributes in access exclusive mode;
    set local lock_timeout = '2s';
"""


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.waiting_items') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute(HOLD)
    cursor.execute(
        (Path(__file__).parent / "sql" / "0016_attributes.sql").read_text(encoding="utf-8")
    )


def rollback(connection: Any) -> None:
    """Refuse: what is retired would be offered again, and items would wait for ever."""
    raise RuntimeError("0016_attributes is not rolled back: restore a backup instead")


steps = [step(apply, rollback)]
