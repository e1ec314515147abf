"""Default ranges by category and kind of place, and versions of units."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0008b_item_history"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.threshold_defaults') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute((Path(__file__).parent / "sql" / "0009_places.sql").read_text(encoding="utf-8"))


def rollback(connection: Any) -> None:
    """Refuse: it would drop defaults, and with them what set the ranges."""
    raise RuntimeError("0009_places is not rolled back: restore a backup instead")


steps = [step(apply, rollback)]
