"""Rights that end, kinds of sessions, second factors, devices, invitations, and a fuller audit."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0003_indexes"}


# Everything that people hold and this changes, at once or not at all and again: locked one by one
# they would deadlock with whoever signs in or posts. Sessions first, as everybody reads them first;
# for less than the second after which PostgreSQL ends one of two who wait for each other.
HOLD = """
    set local lock_timeout = '200ms';
    lock table auth.sessions, audit.changes, auth.location_grants, auth.people, auth.sign_in_attempts,
        inventory.deliveries, inventory.settings in access exclusive mode;
    lock table inventory.locations in share row exclusive mode;
    set local lock_timeout = '2s';
"""


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('audit.refusals') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute(HOLD)
    cursor.execute(
        (Path(__file__).parent / "sql" / "0004_permissions.sql").read_text(encoding="utf-8")
    )


def rollback(connection: Any) -> None:
    """Refuse: it would drop who may do what."""
    raise RuntimeError("0004_permissions is not rolled back: restore a backup instead")


steps = [step(apply, rollback)]
