"""Files and pictures of items; lots that are edited by their version."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0007b_lists"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.attachments') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute((Path(__file__).parent / "sql" / "0008_items.sql").read_text(encoding="utf-8"))


def rollback(connection: Any) -> None:
    """Refuse: it would drop what people keep of their items."""
    raise RuntimeError("0008_items is not rolled back: restore a backup instead")


steps = [step(apply, rollback)]
