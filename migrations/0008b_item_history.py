"""The audit by item, and of who was an admin, read without all others'; built beside people."""

from typing import Any

from yoyo import step

__depends__ = {"0008_items"}
__transactional__ = False

INDEXES = {
    "changes_item_id_idx": (
        "((coalesce(after, before) -> 'item_id'), change_id desc)"
        " where coalesce(after, before) -> 'item_id' is not null"
    ),
    "changes_admins_idx": (
        "(changed_at) where table_name = 'auth.people' and before -> 'recorded_groups' ? 'admin'"
    ),
}
VALID = "select indisvalid from pg_index where indexrelid = to_regclass('audit.' || %s)"


def apply(connection: Any) -> None:
    """Build each index; anew where it was cut off."""
    cursor = connection.cursor()
    cursor.execute("set lock_timeout = 0")
    for name, on in INDEXES.items():
        found = cursor.execute(VALID, (name,)).fetchone()
        if found == (False,):
            cursor.execute(f"drop index concurrently audit.{name}")
        if found != (True,):
            cursor.execute(f"create index concurrently {name} on audit.changes {on}")


def rollback(connection: Any) -> None:
    """Drop the indexes."""
    for name in INDEXES:
        connection.cursor().execute(f"drop index concurrently if exists audit.{name}")


steps = [step(apply, rollback)]
