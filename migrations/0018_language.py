"""The language of each person's pages; whether a watched search can be read."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0017_item_edits"}

HERE = """
select count(*) from pg_attribute
where attrelid = to_regclass('inventory.view_watches') and attname = 'is_readable' and not attisdropped
"""


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute(HERE)
    if cursor.fetchone()[0]:
        return
    cursor.execute(
        (Path(__file__).parent / "sql" / "0018_language.sql").read_text(encoding="utf-8")
    )


def rollback(connection: Any) -> None:
    """Forget which language was chosen, and what could be read."""
    connection.cursor().execute(
        "alter table inventory.preferences drop column if exists language;"
        "alter table inventory.view_watches drop column if exists is_readable"
    )


steps = [step(apply, rollback)]
