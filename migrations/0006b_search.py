"""Indexes that searches ask for, built beside people who work; the checks of 0006 proved.

Each index is built concurrently, so outside of a transaction: a deploy that was cut goes on with
the one where it stopped. What is valid is kept, what is not is made anew.
"""

from typing import Any

from yoyo import step

__depends__ = {"0006_search"}
__transactional__ = False

CHECKS = ("items_tags_are_few", "items_tags_are_words")
# Name: what it is on.
INDEXES = {
    "items_attributes_idx": "items using gin (attributes jsonb_path_ops)",
    "items_tags_idx": "items using gin (tags)",
    "items_created_at_idx": "items (created_at, item_id)",
    "items_category_id_updated_at_idx": "items (category_id, updated_at desc, item_id desc)",
    "lots_expires_on_idx": "lots (expires_on) where expires_on is not null",
}
VALID = "select indisvalid from pg_index where indexrelid = to_regclass(%s)"


def build(cursor: Any, name: str, on: str) -> None:
    """Build an index while its table is written: it waits for old transactions, nobody for it."""
    found = cursor.execute(VALID, [f"inventory.{name}"]).fetchone()
    if found == (True,):
        return
    if found == (False,):
        cursor.execute(f"drop index concurrently inventory.{name}")
    cursor.execute(f"create index concurrently {name} on inventory.{on}")


def apply(connection: Any) -> None:
    """Prove the checks, build the indexes."""
    cursor = connection.cursor()
    for check in CHECKS:
        cursor.execute(f"alter table inventory.items validate constraint {check}")
    cursor.execute("set lock_timeout = 0")
    for name, on in INDEXES.items():
        build(cursor, name, on)


def rollback(connection: Any) -> None:
    """Drop the indexes."""
    cursor = connection.cursor()
    for name in INDEXES:
        cursor.execute(f"drop index concurrently if exists inventory.{name}")


steps = [step(apply, rollback)]
