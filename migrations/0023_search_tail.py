"""Indexes for orders by when an item was made, and for names as searches compare them; words once.

Each index is built beside what it takes the place of, outside of a transaction, while people work.
"""

from typing import Any

from yoyo import step

__depends__ = {"0022_item_words"}
__transactional__ = False

# Name: what it is on, and a piece of how the server tells it that the one before has not.
INDEXES = {
    "items_category_id_created_at_idx": (
        "items (category_id, created_at, item_id) include (name, sku, retired_at)",
        "created_at",
    ),
    "items_name_words_idx": ("items using gin (lower(name) public.gin_trgm_ops)", "lower(name)"),
}
KNOWN = (
    "select indisvalid and strpos(pg_get_indexdef(indexrelid), %s) > 0 from pg_index "
    "where indexrelid = to_regclass(%s)"
)
# A deploy noted a word again with every 20,000 items that it read. This one notes them anew.
TWICE = "truncate inventory.item_words"


def renew(cursor: Any, name: str, on: str, piece: str) -> None:
    """Put an index in the place of the one of its name; nothing where that is done."""
    new = f"{name}_new"
    if cursor.execute(KNOWN, [piece, f"inventory.{name}"]).fetchone() == (True,):
        return
    found = cursor.execute(KNOWN, [piece, f"inventory.{new}"]).fetchone()
    cursor.execute("set lock_timeout = 0")  # it waits for old transactions, nobody for it
    if found and not found[0]:
        cursor.execute(f"drop index concurrently inventory.{new}")
    if not found or not found[0]:
        cursor.execute(f"create index concurrently {new} on inventory.{on}")
    cursor.execute(f"drop index concurrently if exists inventory.{name}")
    cursor.execute("set lock_timeout = '2s'")
    cursor.execute(f"alter index inventory.{new} rename to {name}")


def apply(connection: Any) -> None:
    """Renew the indexes, one after the other, and forget words that are noted twice."""
    cursor = connection.cursor()
    for name, (on, piece) in INDEXES.items():
        renew(cursor, name, on, piece)
    cursor.execute("set lock_timeout = '2s'")
    cursor.execute(TWICE)


def rollback(connection: Any) -> None:
    """Leave them: they answer what those before them did."""


steps = [step(apply, rollback)]
