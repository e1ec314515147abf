"""What 0009 added to ranges, which may be many: checks validated, an index built beside work."""

from typing import Any

from yoyo import step

__depends__ = {"0009_places"}
__transactional__ = False

CHECKS = ("thresholds_default_id_goes_with_default",)
INDEXES = {
    "thresholds_default_id_idx": (
        "inventory.thresholds (default_id, item_id) where default_id is not null"
    ),
}
VALID = "select indisvalid from pg_index where indexrelid = to_regclass('inventory.' || %s)"


def apply(connection: Any) -> None:
    """Validate, and build each index, anew where it was cut off."""
    cursor = connection.cursor()
    for check in CHECKS:
        cursor.execute(f"alter table inventory.thresholds validate constraint {check}")
    cursor.execute("set lock_timeout = 0")
    for name, columns in INDEXES.items():
        found = cursor.execute(VALID, (name,)).fetchone()
        if found == (False,):
            cursor.execute(f"drop index concurrently inventory.{name}")
        if found != (True,):
            cursor.execute(f"create index concurrently {name} on {columns}")


def rollback(connection: Any) -> None:
    """Drop the indexes."""
    for name in INDEXES:
        connection.cursor().execute(f"drop index concurrently if exists inventory.{name}")


steps = [step(apply, rollback)]
