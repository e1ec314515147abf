"""The races would see a deadlock: the counter that they read counts one made on purpose."""

import threading

import psycopg

from tests.conftest import Database
from tests.races.conftest import allowed, deadlocks

LOCK = "select from inventory.items where sku = %s for update"


def test_a_deadlock_is_counted(shop: Database) -> None:
    both = threading.Barrier(2)

    def hold(first: str, second: str) -> None:
        with allowed("40P01"), shop.connect() as db, db.transaction():
            db.execute(LOCK, [first])
            both.wait(30)
            db.execute(LOCK, [second])

    assert deadlocks(shop) == 0
    threads = [
        threading.Thread(target=hold, args=items)
        for items in (("APPLE", "MILK"), ("MILK", "APPLE"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert deadlocks(shop) == 1


def test_an_error_that_is_not_allowed_is_raised() -> None:
    """Of all errors a deadlock above all."""
    try:
        with allowed("IN001"):
            raise psycopg.errors.DeadlockDetected
    except psycopg.errors.DeadlockDetected:
        return
    raise AssertionError("it was swallowed")
