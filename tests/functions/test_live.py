"""Live updates: each committed change is returned once, however long its transaction took."""

import time

import psycopg
import pytest

from tests.company import LOCATIONS
from tests.conftest import Database
from tests.functions.steps import call, issue, one, post, receive, refused, set_range


@pytest.fixture
def web_pool(shop: Database) -> psycopg.Connection:
    """The web's own login, which polls."""
    with shop.connect("stockroom_web") as connection:
        yield connection


# The company's locations are numbered in the order of their making.
PLACES = dict(enumerate((code for code, *_ in LOCATIONS), 1))


def poll(pool: psycopg.Connection, cursor: str) -> tuple[str, list[tuple[str, str]]]:
    """Next cursor, and the (SKU, location) pairs that changed."""
    answer = call(pool, "live_changes", cursor=cursor)
    changes = [(c["sku"], PLACES[c["location_id"]]) for c in answer["changes"]]
    return answer["cursor"], sorted(changes)


def test_each_change_once(sue: psycopg.Connection, web_pool: psycopg.Connection) -> None:
    cursor = call(web_pool, "live_cursor")
    cursor, changes = poll(web_pool, cursor)
    assert changes == []
    receive(sue, "APPLE", "MAIN", 5)
    receive(sue, "APPLE", "MAIN", 5)
    receive(sue, "MILK", "MAIN-A", 1)
    cursor, changes = poll(web_pool, cursor)
    assert changes == [("APPLE", "MAIN"), ("MILK", "MAIN-A")]
    cursor, changes = poll(web_pool, cursor)
    assert changes == []


def test_a_long_transaction_neither_stops_nor_skips(
    shop: Database, sue: psycopg.Connection, sam: psycopg.Connection, web_pool: psycopg.Connection
) -> None:
    with shop.connect("max_manager", autocommit=False) as slow:
        cursor = call(web_pool, "live_cursor")
        receive(slow, "APPLE", "HARBOUR", 5)  # the first to post, the last to commit
        for _ in range(3):
            receive(sue, "MILK", "MAIN", 1)
            cursor, changes = poll(web_pool, cursor)
            assert changes == [("MILK", "MAIN")]
        receive(sam, "APPLE", "AIRPORT", 1)
        slow.commit()
        receive(sue, "BOLT-M8", "MAIN-B", 1)
        cursor, changes = poll(web_pool, cursor)
        assert changes == [("APPLE", "AIRPORT"), ("APPLE", "HARBOUR"), ("BOLT-M8", "MAIN-B")]
    cursor, changes = poll(web_pool, cursor)
    assert changes == []


def test_nested_and_rolled_back(sue: psycopg.Connection, web_pool: psycopg.Connection) -> None:
    cursor = call(web_pool, "live_cursor")
    with sue.transaction():
        with sue.transaction():  # a savepoint: the top transaction's number counts
            receive(sue, "APPLE", "MAIN", 5)
        with sue.transaction(force_rollback=True):
            receive(sue, "MILK", "MAIN", 5)
        cursor, changes = poll(web_pool, cursor)
        assert changes == []
    cursor, changes = poll(web_pool, cursor)
    assert changes == [("APPLE", "MAIN")]


def test_many_writers_and_one_reader(shop: Database, web_pool: psycopg.Connection) -> None:
    """Every number posted is seen, in one poll or another; none in two."""
    writers = [shop.connect("bob_boss", autocommit=False) for _ in range(8)]
    with shop.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id) "
            "select 'N-' || n, 'N', inventory.category_of('PARTS'), inventory.unit_of('ea') "
            "from generate_series(0, 63) as n"
        )
    cursor, seen = call(web_pool, "live_cursor"), []
    for round_ in range(8):
        for number, writer in enumerate(writers):
            receive(writer, f"N-{round_ * 8 + number}", "MAIN", 1)
        # Commit in another order than they began, polling in between.
        for number in (5, 2, 7, 0, 6, 1, 4, 3):
            writers[number].commit()
            if number % 2:
                cursor, changes = poll(web_pool, cursor)
                seen += changes
    for writer in writers:
        writer.close()
    cursor, changes = poll(web_pool, cursor)
    seen += changes
    assert len(seen) == len(set(seen)) == 64


def test_cursors_from_elsewhere(sue: psycopg.Connection, web_pool: psycopg.Connection) -> None:
    receive(sue, "APPLE", "MAIN", 5)
    for bad in ("", "x", "1:2", "5:1:", None):
        with refused("IN014"):
            call(web_pool, "live_changes", cursor=bad)
    ahead = "9000000000:9000000000:"  # from before a restore
    cursor, changes = poll(web_pool, ahead)
    assert changes == []
    issue(sue, "APPLE", "MAIN", 1)
    assert poll(web_pool, cursor)[1] == [("APPLE", "MAIN")]


def test_alerts_are_announced(
    sue: psycopg.Connection,
    max_: psycopg.Connection,
    db: psycopg.Connection,
    web_pool: psycopg.Connection,
) -> None:
    cursor = call(web_pool, "live_cursor")
    assert call(web_pool, "live_changes", cursor=cursor)["alerts"] == []
    set_range(max_, "APPLE", "MAIN", 5)
    told = call(web_pool, "live_changes", cursor=cursor)["alerts"]
    assert [PLACES[place] for place in told] == ["MAIN"]


def test_an_alert_that_commits_late_is_announced(
    shop: Database,
    sue: psycopg.Connection,
    max_: psycopg.Connection,
    db: psycopg.Connection,
    web_pool: psycopg.Connection,
) -> None:
    """Opened, and resolved, by a posting whose transaction then takes its time."""
    receive(sue, "APPLE", "MAIN", 10)
    set_range(max_, "APPLE", "NORTH", 5)
    for work, quantity in ((issue, 9), (receive, 9)):
        cursor = call(web_pool, "live_cursor")
        with shop.connect("sue_staff", autocommit=False) as slow:
            work(slow, "APPLE", "MAIN", quantity)
            time.sleep(5.5)
            slow.commit()
        told = call(web_pool, "live_changes", cursor=cursor)["alerts"]
        assert [PLACES[place] for place in told] == ["NORTH"]


def test_a_range_that_commits_late_is_announced_once(
    shop: Database, db: psycopg.Connection, sue: psycopg.Connection, web_pool: psycopg.Connection
) -> None:
    """Its alert is older than the seconds looked back at, and no posting leads to it."""
    cursor = call(web_pool, "live_cursor")
    with shop.connect("max_manager", autocommit=False) as slow:
        set_range(slow, "APPLE", "NORTH", 5)
        until = time.monotonic() + 6
        while time.monotonic() < until:  # others go on meanwhile
            receive(sue, "MILK", "MAIN", 1)
            cursor = call(web_pool, "live_changes", cursor=cursor)["cursor"]
            time.sleep(0.5)
        slow.commit()
    answer = call(web_pool, "live_changes", cursor=cursor)
    assert [PLACES[place] for place in answer["alerts"]] == ["NORTH"]
    assert call(web_pool, "live_changes", cursor=answer["cursor"])["alerts"] == []


def test_the_marks_of_the_cursor_follow_what_runs(
    shop: Database, sue: psycopg.Connection, web_pool: psycopg.Connection
) -> None:
    """The first never passes a transaction that still runs; once all ended, it moves on."""

    def step(cursor: str) -> tuple[str, list[int]]:
        receive(sue, "MILK", "MAIN", 1)
        cursor = call(web_pool, "live_changes", cursor=cursor)["cursor"]
        return cursor, [int(part) for part in cursor.split()[1:]]

    cursor = call(web_pool, "live_cursor")
    with shop.connect("sue_staff", autocommit=False) as slow:
        receive(slow, "APPLE", "MAIN", 1)
        number = one(slow, "select pg_current_xact_id()::text::bigint")
        for _ in range(4):
            cursor, marks = step(cursor)
            assert marks[0] <= number
        slow.commit()
    for _ in range(2):
        cursor, marks = step(cursor)
    assert marks[0] > number
    assert marks[2] > marks[0]


def test_what_is_left_out_is_named_by_its_place(
    db: psycopg.Connection, boss: psycopg.Connection, web_pool: psycopg.Connection
) -> None:
    db.execute(
        "insert into inventory.items (sku, name, category_id, unit_id) "
        "select 'N-' || n, 'N', inventory.category_of('PARTS'), inventory.unit_of('ea') "
        "from generate_series(1, 2501) as n"
    )
    cursor = call(web_pool, "live_cursor")
    for place in ("MAIN", "HARBOUR"):
        for some in (range(1, 1001), range(1001, 2001), range(2001, 2502)):
            lines = [{"item": f"N-{n}", "location": place, "quantity": 1} for n in some]
            post(boss, "receipt", lines)
    answer = call(web_pool, "live_changes", cursor=cursor)
    assert len(answer["changes"]) == 5000
    assert {PLACES[place] for place in answer["more"]} <= {"MAIN", "HARBOUR"}
    assert answer["more"]


def test_who_hears_of_what(shop: Database, db: psycopg.Connection) -> None:
    ids = {
        row["code"]: row["location_id"]
        for row in db.execute("select code, location_id from inventory.locations")
    }
    below = {"MAIN", "MAIN-A", "MAIN-A-1", "MAIN-B"}
    for person, places in (
        ("sue_staff", below),
        ("max_manager", below | {"NORTH", "HARBOUR"}),
        ("sam_staff", {"AIRPORT"}),
        ("ada_auditor", set(ids)),
    ):
        with shop.connect(person) as login:
            assert set(one(login, "select api.live_places()")) == {ids[p] for p in places}
            with refused("42501"):
                call(login, "live_changes", cursor="1:1:")
