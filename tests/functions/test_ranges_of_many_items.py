"""Where a search finds more items than ranges are looked up of, nothing says that it is all."""

from tests.conftest import Database
from tests.functions.steps import call, refused, set_range

MANY = "category:PARTS"


def test_ranges_beyond_the_first_ten_thousand_items(shop: Database) -> None:
    with shop.connect() as db:
        db.execute("set session_replication_role = replica")  # items alone: they are what is found
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id)"
            " select 'A-' || n, 'Item ' || n, inventory.category_of('PARTS'),"
            " inventory.unit_of('ea') from generate_series(1, 10001) as n"
        )
    with shop.connect("bob_boss") as db:
        set_range(db, "BOLT-M8", "MAIN", 5, None)
        found = call(db, "count_list", list="ranges", asked={"query": MANY}, most=0)
        assert (found["count"], found["count_exact"]) == (0, False)
        with refused("IN004"):
            call(db, "remove_thresholds", selection={"asked": {"query": MANY}}, dry_run=True)
        found = call(db, "count_list", list="ranges", asked={"query": "bolt"}, most=0)
        assert (found["count"], found["count_exact"]) == (1, True)
