"""The ranges of defaults for an import of many: the worker's, the same as at once, none twice."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.types.json import Jsonb

from ops.importing.connection import as_person
from tests.worker.conftest import Shop, Workers, wait_for

BINS, ITEMS = 40, 60
RANGES = """
select i.sku, l.code, t.minimum, t.maximum, t.severity, b.status, t.threshold_id, t.version
from inventory.thresholds as t
join inventory.items as i using (item_id)
join inventory.locations as l on l.location_id = t.location_id
join inventory.threshold_balances as b using (threshold_id)
where t.set_by = 'default' order by 1, 2
"""
WAITING = """
select count(*) filter (where not settled) as n, count(*) as many from inventory.waiting_items
"""
JOBS = "select count(*) as n from queue.pgqueuer where entrypoint = 'settle_items'"


@pytest.fixture
def manager(shop: Shop) -> Iterator[psycopg.Connection]:
    """The shop's manager: forty bins, and defaults of two categories, of which the nearer wins."""
    shop.run("delete from inventory.subscriptions")  # nobody is to be told of all this
    with as_person(shop.database.dsn(), shop.person) as db:
        db.execute(
            "insert into inventory.locations (code, name, kind, parent_id)"
            " select 'B' || n, 'Bin ' || n, 'bin', inventory.location_of('S1')"
            " from generate_series(1, %s) as n", [BINS],
        )  # fmt: skip
        db.execute("select api.create_category(code => 'SUB', name => 'Sub', parent => 'ALL')")
        for category, minimum in (("ALL", 1), ("SUB", 2)):
            db.execute(
                "select api.set_threshold_default(category => %s, location => 'S1', kind => 'bin',"
                " minimum => %s, maximum => 9, severity => 'info')", [category, minimum],
            )  # fmt: skip
    with as_person(shop.database.dsn(), shop.person) as db:
        yield db


def items(many: int, name: str = "N") -> Jsonb:
    """So many rows of an import, of both categories."""
    return Jsonb([
        {"sku": f"{name}-{n:03}", "name": "New", "category": ("ALL", "SUB")[n % 2], "unit": "pc"}
        for n in range(many)
    ])  # fmt: skip


def test_many_items_get_their_ranges_from_the_worker(
    shop: Shop, manager: psycopg.Connection, workers: Workers
) -> None:
    with manager.transaction():
        refused = manager.execute("select api.import_items(rows => %s)", [items(ITEMS)]).fetchone()
    assert refused == ([],)
    # Eight of them are 480 ranges to look for: both defaults, also where the nearer one wins.
    assert len(shop.run(RANGES)) == (1 + 8) * BINS
    assert shop.run(WAITING) == [{"n": ITEMS - 8, "many": ITEMS - 8}]
    assert shop.run(JOBS) == [{"n": 1}]
    progress = "select api.list_threshold_defaults() -> 'waiting'"
    assert manager.execute(progress).fetchone() == ({"total": ITEMS - 8, "done": 0},)
    page = manager.execute("select api.item_page('N-059') -> 'ranges_waiting'").fetchone()
    assert page == (True,)
    workers.start()
    wait_for(lambda: shop.run(WAITING)[0]["many"] == 0)
    found = shop.run(RANGES)
    assert len(found) == (1 + ITEMS) * BINS
    nearest = {(row["minimum"], row["status"]) for row in found if row["sku"] == "N-059"}
    assert nearest == {(2, "out")}
    # The same as at once: settled again, not a row changes.
    shop.run("select inventory.settle_defaults(array(select item_id from inventory.items))")
    assert shop.run(RANGES) == found


def test_what_is_taken_back_leaves_nothing_waiting(shop: Shop, manager: psycopg.Connection) -> None:
    """An import that is rolled back, and a dry run, which says of how many it cannot tell."""
    with manager.transaction(force_rollback=True):
        manager.execute("select api.import_items(rows => %s)", [items(ITEMS)])
    assert (shop.run(WAITING)[0]["many"], shop.run(JOBS)) == (0, [{"n": 0}])
    shop.run("alter table inventory.items disable trigger items_follow_defaults")
    manager.execute("select api.import_items(rows => %s)", [items(ITEMS)])
    (found,) = manager.execute(
        "select api.edit_items(selection => %s, changes => %s, dry_run => true)",
        [Jsonb({"query": "sku:N-"}), Jsonb({"category": "SUB"})],
    ).fetchone()  # type: ignore[misc]
    # Thirty change their category; the first six have 480 ranges to look for.
    assert (found["changed"], found["waiting"]) == (ITEMS // 2, ITEMS // 2 - 6)
    assert (shop.run(WAITING)[0]["many"], shop.run(JOBS)) == (0, [{"n": 0}])
