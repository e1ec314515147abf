"""The audit by item, so that one's history is read without all others'; built beside people."""

from typing import Any

from yoyo import step

__depends__ = {"0008_items"}
__transactional__ = False

VALID = (
    "select indisvalid from pg_index where indexrelid = to_regclass('audit.changes_item_id_idx')"
)


def apply(connection: Any) -> None:
    """Build the index; anew where it was cut off."""
    cursor = connection.cursor()
    cursor.execute("set lock_timeout = 0")
    found = cursor.execute(VALID).fetchone()
    if found == (True,):
        return
    if found == (False,):
        cursor.execute("drop index concurrently audit.changes_item_id_idx")
    cursor.execute(
        "create index concurrently changes_item_id_idx on audit.changes"
        " ((coalesce(after, before) -> 'item_id'), change_id desc)"
        " where coalesce(after, before) -> 'item_id' is not null"
    )


def rollback(connection: Any) -> None:
    """Drop the index."""
    connection.cursor().execute("drop index concurrently if exists audit.changes_item_id_idx")


steps = [step(apply, rollback)]
