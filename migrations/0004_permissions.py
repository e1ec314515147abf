"""Rights that end, kinds of sessions, second factors, devices, invitations, and a fuller audit."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0003_indexes"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('audit.refusals') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute((Path(__file__).parent / "sql" / "0004_permissions.sql").read_text(encoding="utf-8"))


def rollback(connection: Any) -> None:
    """Refuse: it would drop who may do what."""
    raise RuntimeError("0004_permissions is not rolled back: restore a backup instead")


steps = [step(apply, rollback)]
