"""The first shape of the data: the same as db/schema was when this step was frozen."""

from pathlib import Path
from typing import Any

from yoyo import step


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('audit.changes') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute(
        (Path(__file__).parent / "sql" / "0001_foundation.sql").read_text(encoding="utf-8")
    )


def rollback(connection: Any) -> None:
    """Refuse: it would drop all data."""
    raise RuntimeError("0001_foundation is not rolled back: restore a backup instead")


steps = [step(apply, rollback)]
