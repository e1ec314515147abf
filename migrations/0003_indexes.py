"""Indexes that pages of a large company ask for, built beside people who work.

Each is built concurrently, so outside of a transaction: a deploy that was cut goes on with the
one where it stopped. What is valid is kept, what is not is made anew.
"""

from typing import Any

from yoyo import step

__depends__ = {"0002_queue"}
__transactional__ = False

# Name: what it is on.
INDEXES = {
    "lots_code_idx": "lots (code)",
    "movement_costs_unit_cost_idx": "movement_costs (item_id, unit_cost)",
    "alerts_open_idx": "alerts (opened_at desc, alert_id) where resolved_at is null",
    "alerts_open_item_id_idx": "alerts (item_id) where resolved_at is null",
    "deliveries_last_error_idx": "deliveries (attempted_at desc nulls last)"
    " where last_error <> '' and state <> 'sent'",
}
PARTITIONS = (
    "select c.relname::text from pg_inherits as i join pg_class as c on c.oid = i.inhrelid"
    " where i.inhparent = 'inventory.movements'::regclass order by 1"
)
VALID = "select indisvalid from pg_index where indexrelid = to_regclass(%s)"


def build(cursor: Any, name: str, on: str) -> None:
    """Build an index while its table is written: it waits for old transactions, nobody for it."""
    cursor.execute("set lock_timeout = 0")
    found = cursor.execute(VALID, [f"inventory.{name}"]).fetchone()
    if found == (True,):
        return
    if found == (False,):
        cursor.execute(f"drop index concurrently inventory.{name}")
    cursor.execute(f"create index concurrently {name} on inventory.{on}")


def apply(connection: Any) -> None:
    """Build them all; those of the ledger's partitions are taken over by the ledger's own."""
    cursor = connection.cursor()
    for name, on in INDEXES.items():
        build(cursor, name, on)
    columns = "(location_id, movement_id)"
    for (partition,) in cursor.execute(PARTITIONS).fetchall():
        build(cursor, f"{partition}_location_id_movement_id_idx", f"{partition} {columns}")
    # Only a moment, as nothing is left to be built: but that waits for postings, and they for it.
    cursor.execute("set lock_timeout = '2s'")
    cursor.execute(
        f"create index if not exists movements_location_id_idx on inventory.movements {columns}"
    )


def rollback(connection: Any) -> None:
    """Drop them."""
    cursor = connection.cursor()
    for name in INDEXES:
        cursor.execute(f"drop index concurrently if exists inventory.{name}")
    cursor.execute("drop index if exists inventory.movements_location_id_idx")


steps = [step(apply, rollback)]
