"""Files sent to the dashboard to be imported, and their rows while they are judged."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0009b_places"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.imports') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute((Path(__file__).parent / "sql" / "0012_imports.sql").read_text(encoding="utf-8"))


def rollback(connection: Any) -> None:
    """Drop both tables: what was imported stays."""
    connection.cursor().execute("drop table inventory.import_rows, inventory.imports")


steps = [step(apply, rollback)]
