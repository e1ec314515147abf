"""Commands that were sent with a key of the client's: a retry does nothing twice."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0013_snapshots"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('auth.request_keys') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute(
        (Path(__file__).parent / "sql" / "0014_request_keys.sql").read_text(encoding="utf-8")
    )


def rollback(connection: Any) -> None:
    """Forget the keys: a retry of today would be done again."""
    connection.cursor().execute("drop table if exists auth.request_keys")


steps = [step(apply, rollback)]
