"""How each person wants the dashboard to look."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0014_request_keys"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('inventory.preferences') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute(
        (Path(__file__).parent / "sql" / "0015_preferences.sql").read_text(encoding="utf-8")
    )


def rollback(connection: Any) -> None:
    """Drop what is only about looks."""
    connection.cursor().execute("drop table if exists inventory.preferences")


steps = [step(apply, rollback)]
