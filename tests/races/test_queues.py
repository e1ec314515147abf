"""Who wants a lock alone does not hold up those who share it."""

import threading
import time

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call


def test_a_change_of_an_attribute_holds_nobody_up(shop: Database) -> None:
    """Somebody gives items values for long; a manager changes a type; others go on with theirs."""
    with shop.connect("bob_boss") as boss:
        call(
            boss, "declare_attribute", category="PARTS", attribute="span", label="Span", type="text"
        )
    refusals: list[psycopg.Error] = []

    def change() -> None:
        with shop.connect("bob_boss") as db:
            try:
                db.execute(
                    "update inventory.attributes set type = 'number' where attribute = 'span'"
                )
            except psycopg.Error as error:
                refusals.append(error)

    with shop.connect("bob_boss") as long, shop.connect("bob_boss") as other:
        long.autocommit = False
        long.execute("update inventory.items set attributes = attributes where sku = 'APPLE'")
        thread = threading.Thread(target=change)
        thread.start()
        time.sleep(0.5)
        other.execute("set lock_timeout = '1s'")
        other.execute("update inventory.items set attributes = attributes where sku = 'MILK'")
        thread.join(20)
        assert not thread.is_alive()
        long.rollback()
    assert [error.sqlstate for error in refusals] == ["IN015"], refusals
    assert "just now" in str(refusals[0])


@pytest.mark.parametrize("shared", [True, False])
def test_sums_of_a_snapshot_wait_for_their_own_time(shop: Database, *, shared: bool) -> None:
    """While items go to other categories it is not taken alone; afterwards it is."""
    name = "stockroom item categories"
    with shop.connect() as moving, shop.connect() as alone:
        moving.autocommit = False
        if shared:
            moving.execute("select pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [name])
        row = alone.execute("select inventory.locked_alone(%s, 1) as taken", [name]).fetchone()
        moving.rollback()
    assert row is not None
    assert row["taken"] is not shared
