"""Indexes that hold what a search asks for, so that what it looks at is no row of the table.

Each is built beside the one it takes the place of, outside of a transaction, while people work;
then the two are exchanged. A deploy that was cut goes on with the one where it stopped.
"""

from typing import Any

from yoyo import step

__depends__ = {"0020_moves"}
__transactional__ = False

# Name: what it is on.
INDEXES = {
    "items_name_idx": "items (name, item_id) include (sku, category_id, retired_at)",
    "items_category_id_idx": "items (category_id, name, item_id) include (sku, retired_at)",
    "items_updated_at_idx": (
        "items (updated_at desc, item_id desc) include (name, sku, category_id, retired_at)"
    ),
    "items_created_at_idx": "items (created_at, item_id) include (name, sku, category_id, retired_at)",
    "items_category_id_updated_at_idx": (
        "items (category_id, updated_at desc, item_id desc) include (name, sku, retired_at)"
    ),
    "items_sku_key": "items (sku) include (item_id, name, category_id, retired_at)",
    "lots_expires_on_idx": "lots (expires_on) include (item_id) where expires_on is not null",
}
KNOWN = "select indisvalid, indnatts > indnkeyatts from pg_index where indexrelid = to_regclass(%s)"
# The key of a constraint cannot be renamed apart from it.
KEY = (
    "alter table inventory.items drop constraint items_sku_key, "
    "add constraint items_sku_key unique using index items_sku_key_new"
)


def renew(cursor: Any, name: str, on: str) -> None:
    """Put an index in the place of the one of its name; nothing where that is done."""
    if cursor.execute(KNOWN, [f"inventory.{name}"]).fetchone() == (True, True):
        return
    new, unique = f"{name}_new", "unique " if name == "items_sku_key" else ""
    found = cursor.execute(KNOWN, [f"inventory.{new}"]).fetchone()
    cursor.execute("set lock_timeout = 0")  # it waits for old transactions, nobody for it
    if found and not found[0]:
        cursor.execute(f"drop index concurrently inventory.{new}")
    if not found or not found[0]:
        cursor.execute(f"create {unique}index concurrently {new} on inventory.{on}")
    if unique:
        cursor.execute("set lock_timeout = '2s'")
        cursor.execute(KEY)
        return
    cursor.execute(f"drop index concurrently if exists inventory.{name}")
    cursor.execute("set lock_timeout = '2s'")
    cursor.execute(f"alter index inventory.{new} rename to {name}")


def apply(connection: Any) -> None:
    """Renew the indexes, one after the other."""
    cursor = connection.cursor()
    for name, on in INDEXES.items():
        renew(cursor, name, on)


def rollback(connection: Any) -> None:
    """Leave them: they answer what those before them did."""


steps = [step(apply, rollback)]
