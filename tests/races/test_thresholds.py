"""Alerts under load: none lost, none twice, and managers at work without a deadlock."""

import random
import time
from collections.abc import Callable

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import (
    assert_proved,
    call,
    count,
    issue,
    one,
    post,
    receive,
    set_range,
)
from tests.races.conftest import Crowd, allowed

Until = Callable[[float], Callable[[], bool]]


def test_two_issues_that_cross_only_together(shop: Database) -> None:
    """Neither sees the other's issue; the second to commit must still open the alert."""
    with shop.connect("bob_boss") as boss:
        receive(boss, "APPLE", "MAIN-A", 10)
        receive(boss, "APPLE", "MAIN-B", 10)
        set_range(boss, "APPLE", "MAIN", 11)
    with (
        shop.connect("bob_boss") as one_,
        shop.connect("bob_boss", autocommit=False) as two,
        shop.connect() as db,
    ):
        issue(two, "APPLE", "MAIN-B", 5)  # not committed: 15 are left
        with one_.pipeline() as pipeline:
            one_.execute(
                'select api.post_issue(lines => \'[{"item": "APPLE", "location": "MAIN-A", '
                '"quantity": 5}]\', idempotency_key => gen_random_uuid())'
            )
            two.commit()
            pipeline.sync()
        row = db.execute("select kind, balance_at_opening from inventory.alerts").fetchone()
        assert tuple(row.values()) == ("low", 10)
    assert_proved(shop)


def test_pairs_that_cross_only_together(shop: Database, crowd: Crowd) -> None:
    """Sixteen pairs at the same moment, each on an item of its own: one alert each, one mail."""
    pairs = [f"N-{n}" for n in range(16)]
    with shop.connect() as db, shop.connect("bob_boss") as boss:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id) "
            "select sku, 'N', inventory.category_of('PARTS'), inventory.unit_of('ea') "
            "from unnest(%s::text[]) as sku",
            [pairs],
        )
        db.execute("insert into inventory.subscriptions (person) values ('bob_boss')")
        for item in pairs:
            receive(boss, item, "MAIN-A", 10)
            receive(boss, item, "MAIN-B", 10)
            set_range(boss, item, "MAIN", 11)  # 15 are enough, 10 are not

    def work(db: psycopg.Connection, number: int, _draw: random.Random) -> None:
        issue(db, pairs[number // 2], f"MAIN-{'AB'[number % 2]}", 5)

    crowd(work, 32)
    with shop.connect() as db:
        rows = db.execute(
            "select i.sku, count(*) as n from inventory.alerts join inventory.items as i "
            "using (item_id) group by 1"
        ).fetchall()
        assert {row["sku"]: row["n"] for row in rows} == dict.fromkeys(pairs, 1)
        assert count(db, "inventory.deliveries") == len(pairs)
    assert_proved(shop)


def test_one_alert_per_crossing(shop: Database, crowd: Crowd) -> None:
    with shop.connect("bob_boss") as boss, shop.connect() as db:
        receive(boss, "APPLE", "MAIN", 1_000)
        set_range(boss, "APPLE", "NORTH", 990)
        set_range(boss, "APPLE", "ACME", 900)
        db.execute("insert into inventory.subscriptions (group_name) values ('manager')")

    def work(db: psycopg.Connection, _number: int, _draw: random.Random) -> None:
        for _ in range(10):
            issue(db, "APPLE", "MAIN", 1)

    crowd(work, 32)
    with shop.connect() as db:
        assert count(db, "inventory.alerts") == 2
        assert count(db, "inventory.deliveries") == count(db, "queue.pgqueuer") == 3
    assert_proved(shop)


def test_crossing_to_and_fro(shop: Database, crowd: Crowd, seconds: Until) -> None:
    """Alerts open and resolve all the time; each delivery has its alert and its job."""
    with shop.connect("bob_boss") as boss, shop.connect() as db:
        receive(boss, "APPLE", "MAIN", 20)
        for place in ("MAIN", "NORTH", "ACME"):
            set_range(boss, "APPLE", place, 15, 25, margin=1)
        db.execute("insert into inventory.subscriptions (person) values ('sue_staff')")
    until = seconds(1.5)

    def work(db: psycopg.Connection, _number: int, draw: random.Random) -> None:
        while until():
            kind = draw.choice(["receipt", "issue"])
            line = {"item": "APPLE", "location": draw.choice(["MAIN", "MAIN-A", "MAIN-B"])}
            with allowed("IN001"):
                post(db, kind, [{**line, "quantity": draw.randint(1, 15)}])

    crowd(work, 16)
    with shop.connect() as db:
        assert count(db, "inventory.alerts") > 0
        assert count(db, "inventory.deliveries") == count(db, "queue.pgqueuer")
        assert one(
            db,
            "select count(*) from inventory.alerts where location_id = "
            "inventory.location_of('MAIN')",
        ) == count(db, "inventory.deliveries")
    assert_proved(shop)


def disturb_with_ranges(boss: psycopg.Connection, draw: random.Random) -> None:
    """Set, change and remove ranges of what is being posted."""
    item, place = draw.choice(["APPLE", "MILK"]), draw.choice(["MAIN", "MAIN-A", "NORTH"])
    if draw.random() < 0.4:
        boss.execute(
            "delete from inventory.thresholds where item_id = inventory.item_of(%s) "
            "and location_id = inventory.location_of(%s)",
            [item, place],
        )
    else:
        set_range(boss, item, place, draw.randint(1, 60), draw.randint(100, 200))


def disturb_with_moves(boss: psycopg.Connection, draw: random.Random) -> None:
    """Move a zone from site to site and back."""
    boss.execute(
        "update inventory.locations set parent_id = inventory.location_of(%s) "
        "where code = 'MAIN-B'",
        [draw.choice(["MAIN", "HARBOUR", "AIRPORT"])],
    )


def disturb_with_settings(boss: psycopg.Connection, draw: random.Random) -> None:
    """Edit items, packs and places that are being posted at."""
    boss.execute("update inventory.items set name = %s where sku = 'APPLE'", [draw.random()])
    boss.execute("update inventory.item_units set factor = %s", [draw.randint(2, 20)])
    boss.execute(
        "update inventory.locations set name = %s where code = 'MAIN'", [str(draw.random())]
    )


@pytest.mark.parametrize(
    "disturb", [disturb_with_ranges, disturb_with_moves, disturb_with_settings]
)
def test_managers_at_work_while_postings_run(
    shop: Database,
    crowd: Crowd,
    seconds: Until,
    disturb: Callable[[psycopg.Connection, random.Random], None],
) -> None:
    """New lots, new levels, costs and crossings meet every change a manager makes."""
    with shop.connect("bob_boss") as boss:
        for place in ("MAIN", "NORTH", "ACME", "HARBOUR"):
            set_range(boss, "APPLE", place, 50, 150)
    until = seconds(1.5)

    def work(db: psycopg.Connection, number: int, draw: random.Random) -> None:
        while until():
            if number < 3:
                disturb(db, draw)
                continue
            lines = [
                {
                    "item": item,
                    "location": draw.choice(["MAIN", "MAIN-A", "MAIN-B", "HARBOUR"]),
                    "quantity": draw.randint(1, 40),
                    "lot": f"L{draw.randint(1, 30)}",
                }
                for item in draw.sample(["APPLE", "MILK", "BOLT-M8"], 2)
            ]
            with allowed("IN001"):
                if draw.random() < 0.6:
                    post(db, "receipt", [{**line, "unit_cost": 1} for line in lines])
                else:
                    post(db, "issue", lines)

    crowd(work, 16)
    assert_proved(shop)


def test_a_range_set_while_postings_run_counts_them_all(
    shop: Database, crowd: Crowd, seconds: Until
) -> None:
    """Including the first ever movements of an item, whose levels nobody could lock."""
    with shop.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id) "
            "select 'N-' || n, 'N', inventory.category_of('PARTS'), inventory.unit_of('ea') "
            "from generate_series(1, 60) as n"
        )

    def work(db: psycopg.Connection, number: int, _draw: random.Random) -> None:
        for n in range(1, 61):
            if number < 2:
                set_range(db, f"N-{n}", ("MAIN", "NORTH")[number], 3)
            else:
                receive(db, f"N-{n}", f"MAIN-{'AB'[number % 2]}", 1)

    crowd(work, 8)
    with shop.connect() as db:
        assert one(db, "select count(*) from api.thresholds where balance = 6") == 120
    assert_proved(shop)


def test_the_base_unit_changes_before_the_first_movement_or_not_at_all(
    shop: Database, crowd: Crowd
) -> None:
    with shop.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id) "
            "select 'N-' || n, 'N', inventory.category_of('PARTS'), inventory.unit_of('ea') "
            "from generate_series(1, 60) as n"
        )

    def work(db: psycopg.Connection, number: int, _draw: random.Random) -> None:
        for n in range(1, 61):
            with allowed("IN015", "40001"):
                if number == 0:
                    db.execute(
                        "update inventory.items set unit_id = inventory.unit_of('l') "
                        "where sku = %s",
                        [f"N-{n}"],
                    )
                else:
                    receive(db, f"N-{n}", "MAIN", 1)

    crowd(work, 4)
    with shop.connect() as db:
        wrong = one(
            db,
            "select count(*) from inventory.movements as m join inventory.items as i "
            "using (item_id) where m.entered_unit_id <> i.unit_id",
        )
        assert wrong == 0
    assert_proved(shop)


def test_items_are_removed_while_postings_begin(shop: Database, crowd: Crowd) -> None:
    """Either the item is gone and nothing was posted, or it stays with its stock.

    The one who removes is at times too late for the first posting, and at times too early.
    """
    with shop.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id) "
            "select 'N-' || n, 'N', inventory.category_of('PARTS'), inventory.unit_of('ea') "
            "from generate_series(1, 60) as n"
        )

    def work(db: psycopg.Connection, number: int, _draw: random.Random) -> None:
        for n in range(1, 61):
            with allowed("IN015", "IN001", "IN011", "23503"):
                if number == 0:
                    call(db, "remove_item", sku=f"N-{n}", version=1)
                elif number == 1:
                    with allowed("IN014"):
                        set_range(db, f"N-{n}", "MAIN", n % 3)
                else:
                    receive(db, f"N-{n}", "MAIN", 1)

    crowd(work, 4)
    with shop.connect() as db:
        assert (
            one(
                db,
                "select count(*) from inventory.stock_levels join inventory.items using (item_id) "
                "where retired_at is not null and on_hand <> 0",
            )
            == 0
        )
    assert_proved(shop)


def test_a_bulk_edit_never_goes_over_a_range_set_meanwhile(shop: Database, crowd: Crowd) -> None:
    """Sixteen set ranges while sixteen change the same in bulk, each as it saw them: of every
    version of a range one alone is told that it wrote the next."""
    skus = ["APPLE", "MILK", "BOLT-M8"]

    def work(db: psycopg.Connection, number: int, draw: random.Random) -> list[tuple[str, str]]:
        over: list[tuple[str, str]] = []
        for _turn in range(6):
            bounds = {"location": "MAIN", "minimum": 1, "maximum": draw.randint(2, 900)}
            sku = draw.choice(skus)
            seen = call(db, "edit_items", selection={"skus": skus}, changes=bounds)
            looked = {name: seen[name] for name in ("versions", "ranges")}
            with allowed("IN011", "IN020"):
                if number % 2:
                    mark = seen["ranges"][sku]
                    call(db, "set_threshold", item=sku, **bounds, seen=mark)
                    over.append((sku, mark))
                else:
                    call(db, "edit_items", selection=looked, changes=bounds, dry_run=False)
                    over += seen["ranges"].items()
        return over

    over = [one_ for told in crowd(work, 32) for one_ in told]
    with shop.connect() as db:
        versions = one(db, "select sum(version) from inventory.thresholds")
    print("ranges written:", len(over))
    assert len(over) > len(skus)
    assert len(set(over)) == len(over) == versions


RANGES = """
    select i.sku, t.threshold_id as key, t.version,
        inventory.range_mark(t.updated_at, t.version) as mark
    from inventory.thresholds as t join inventory.items as i using (item_id)
"""
NONE = {"key": None, "version": 0, "mark": "none"}


def test_a_bulk_edit_never_goes_over_a_range_set_anew_meanwhile(
    shop: Database, crowd: Crowd
) -> None:
    """Some remove ranges and set them anew, each of version 1, while others change the same in
    bulk, each as it saw them: what it then wrote is the next version of that very range."""
    skus = ["APPLE", "MILK"]

    def renew(db: psycopg.Connection, draw: random.Random) -> None:
        sku = draw.choice(skus)
        with allowed("IN014", "IN011"):
            call(db, "remove_threshold", item=sku, location="MAIN")
        with allowed("IN011"):
            call(db, "set_threshold", item=sku, location="MAIN", minimum=7, maximum=None, version=0)

    def change(db: psycopg.Connection, draw: random.Random) -> int:
        bounds = {"location": "MAIN", "minimum": 1, "maximum": draw.randint(2, 900)}
        while True:
            seen = call(db, "edit_items", selection={"skus": skus}, changes=bounds)
            before = {row["sku"]: row for row in db.execute(RANGES).fetchall()}
            if all(before.get(sku, NONE)["mark"] == seen["ranges"][sku] for sku in skus):
                break  # else changed between the two: which key was looked at is not known
        looked = {name: seen[name] for name in ("versions", "ranges")}
        time.sleep(0.01)
        with allowed("IN011", "IN020"), db.transaction():
            call(db, "edit_items", selection=looked, changes=bounds, dry_run=False)
            for row in db.execute(RANGES).fetchall():
                was = before.get(row["sku"], NONE)
                assert row["version"] == was["version"] + 1
                assert was["key"] in (None, row["key"])
            return 1
        return 0

    def work(db: psycopg.Connection, number: int, draw: random.Random) -> int:
        done = 0
        for _turn in range(8):
            if number % 2:
                renew(db, draw)
            else:
                done += change(db, draw)
        return done

    told = crowd(work, 16)
    print("changes made:", told)
    assert sum(told) > 2
