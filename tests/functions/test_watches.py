"""Watched views: told once when one begins to find something, with the watcher's rights of now."""

from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, count, one, receive, refused, set_range

DUE = "update inventory.view_watches set checked_at = null"
STOCK = {"name": "Low or out", "query": "status:low,out", "shared_with": "staff"}


@pytest.fixture
def view(max_: psycopg.Connection) -> str:
    """A view that staff may use."""
    return call(max_, "create_saved_view", saved_view=STOCK)["view"]


def check(worker: psycopg.Connection, view: str, person: str) -> bool:
    """What the worker's look says: whether they are told now."""
    return call(worker, "check_watch", view=view, person=person)


def letter(worker: psycopg.Connection, shop: Database, view: str, person: str) -> Any:
    """What the newest mail about a view to a person would say now."""
    with shop.connect() as db:
        key = one(
            db, "select delivery_id from inventory.deliveries where about = %s and person = %s"
            " order by created_at desc limit 1", [view, person],
        )  # fmt: skip
    return call(worker, "claim_delivery", delivery=key)


def test_told_once_and_again_after_it_was_empty(
    sue: psycopg.Connection, max_: psycopg.Connection, worker: psycopg.Connection, view: str
) -> None:
    answer = call(sue, "watch_view", view=view, severity="critical")
    assert answer["watch"]["severity"] == "critical"
    assert check(worker, view, "sue_staff") is False  # empty so far
    receive(sue, "APPLE", "MAIN", 5)
    set_range(max_, "APPLE", "MAIN", 20)
    assert check(worker, view, "sue_staff") is True
    (watched,) = [v["watch"] for v in call(sue, "list_saved_views") if v["view"] == view]
    assert (watched["found"], watched["opened_at"] is not None) == (1, True)
    assert check(worker, view, "sue_staff") is False  # it is known
    receive(sue, "APPLE", "MAIN", 50)
    assert check(worker, view, "sue_staff") is False
    (watched,) = [v["watch"] for v in call(sue, "list_saved_views") if v["view"] == view]
    assert (watched["found"], watched["opened_at"]) == (0, None)
    set_range(max_, "APPLE", "MAIN", 90)
    assert check(worker, view, "sue_staff") is True


def test_it_is_looked_at_with_the_watchers_own_places(
    sue: psycopg.Connection, sam: psycopg.Connection, boss: psycopg.Connection,
    worker: psycopg.Connection, view: str,
) -> None:  # fmt: skip
    for person in (sue, sam):
        call(person, "watch_view", view=view)
    set_range(boss, "MILK", "AIRPORT", 5)
    assert check(worker, view, "sue_staff") is False  # Main is hers
    assert check(worker, view, "sam_staff") is True


def test_who_lost_a_right_learns_nothing(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection, boss: psycopg.Connection,
    worker: psycopg.Connection, view: str,
) -> None:  # fmt: skip
    call(sue, "watch_view", view=view)
    set_range(max_, "APPLE", "MAIN", 20)
    assert check(worker, view, "sue_staff") is True
    said = letter(worker, shop, view, "sue_staff")
    assert said["items"] == [{"sku": "APPLE", "name": "Apple"}]
    assert (said["view_name"], said["found"], said["path"]) == (
        "Low or out", 1, f"/saved_views/{view}",
    )  # fmt: skip
    call(boss, "revoke_location", person="sue_staff", location="MAIN")  # after it was queued
    assert letter(worker, shop, view, "sue_staff") is None
    assert check(worker, view, "sue_staff") is False
    call(boss, "grant_location", person="sue_staff", location="MAIN")
    assert check(worker, view, "sue_staff") is True
    call(max_, "edit_saved_view", view=view, changes={"shared_with": "manager"}, version=1)
    assert letter(worker, shop, view, "sue_staff") is None  # no view of hers any more
    assert check(worker, view, "sue_staff") is False


def test_a_place_that_was_taken_makes_a_search_unknown(
    shop: Database, sue: psycopg.Connection, boss: psycopg.Connection, worker: psycopg.Connection
) -> None:
    made = call(
        sue, "create_saved_view", saved_view={"name": "Not here", "query": "-location:MAIN"}
    )
    call(sue, "watch_view", view=made["view"])
    assert check(worker, made["view"], "sue_staff") is True
    call(boss, "revoke_location", person="sue_staff", location="MAIN")
    assert check(worker, made["view"], "sue_staff") is False
    with shop.connect() as db:
        assert one(db, "select found from inventory.view_watches where view_id = %s",
                   [made["view"]]) == 0  # fmt: skip


def test_a_search_that_can_no_longer_be_read_is_not_said_to_be_empty(
    shop: Database, max_: psycopg.Connection, worker: psycopg.Connection
) -> None:
    made = call(max_, "create_saved_view", saved_view={"name": "Any", "query": "location:MAIN-A"})
    assert call(max_, "watch_view", view=made["view"])["watch"]["is_readable"] is True
    check(worker, made["view"], "max_manager")
    assert call(max_, "list_saved_views")[0]["watch"]["is_readable"] is True
    with shop.connect() as db:
        db.execute("update inventory.saved_views set query = 'gone:yes' where view_id = %s",
                   [made["view"]])  # fmt: skip
    assert check(worker, made["view"], "max_manager") is False
    assert call(max_, "list_saved_views")[0]["watch"]["is_readable"] is False


def test_whose_access_ended_is_nobody(
    shop: Database, sue: psycopg.Connection, max_: psycopg.Connection, worker: psycopg.Connection,
    view: str,
) -> None:  # fmt: skip
    call(sue, "watch_view", view=view)
    set_range(max_, "APPLE", "MAIN", 20)
    with shop.connect() as db:
        db.execute("update auth.people set valid_until = now() where person = 'sue_staff'")
    assert check(worker, view, "sue_staff") is False


@pytest.mark.parametrize(
    "query",
    ["apple", "category:FOOD", "location:MAIN", "on_hand:>1", "expires:<+900d", "weight:>0.1kg",
     "unit:ea", "has:stock", "updated:7d sort:-on_hand", "organic:no", "tag:x,fresh", "value:>1"],
)  # fmt: skip
def test_every_kind_of_search_finds_as_on_their_page(
    shop: Database, max_: psycopg.Connection, worker: psycopg.Connection, query: str
) -> None:
    receive(max_, "APPLE", "MAIN", 5, lot="A", expires_on="2027-01-01", unit_cost=2)
    made = call(max_, "create_saved_view", saved_view={"name": "Any", "query": query})
    call(max_, "watch_view", view=made["view"])
    check(worker, made["view"], "max_manager")
    with shop.connect() as db:
        found = one(db, "select found from inventory.view_watches where view_id = %s",
                    [made["view"]])  # fmt: skip
    assert found == call(max_, "search_items", query=query)["count"]


def test_the_worker_is_somebody_only_while_it_looks(
    shop: Database, sue: psycopg.Connection, worker: psycopg.Connection, view: str
) -> None:
    call(sue, "watch_view", view=view)
    with worker.transaction():
        check(worker, view, "sue_staff")
        assert one(worker, "select auth.signed_in()") is None
    with shop.connect() as db:
        assert count(db, "auth.evaluations") == 0
    for asked in (
        "select auth.begin_evaluation('bob_boss')",
        f"select * from inventory.look_as('bob_boss', '{view}', 5)",
        "insert into auth.evaluations values (pg_current_xact_id(), 'bob_boss')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), worker.transaction():
            worker.execute(asked)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), shop.connect() as dba:
        dba.execute("select * from inventory.look_as('bob_boss', %s, 5)", [view])


def test_each_is_taken_once_in_five_minutes(
    shop: Database, sue: psycopg.Connection, worker: psycopg.Connection, view: str
) -> None:
    call(sue, "watch_view", view=view)
    with shop.connect() as db:
        db.execute(DUE)
    taken = call(worker, "claim_watches")
    assert {"view": view, "person": "sue_staff"} in taken
    assert call(worker, "claim_watches") == []
    with shop.connect() as db:
        db.execute("update inventory.view_watches set checked_at = now() - interval '5 minutes'"
                   " where person = 'sue_staff'")  # fmt: skip
    assert call(worker, "claim_watches") == [{"view": view, "person": "sue_staff"}]


def test_only_views_one_may_use_and_not_too_many(
    sue: psycopg.Connection, vic: psycopg.Connection, view: str
) -> None:
    with refused("IN014"):
        call(vic, "watch_view", view=view)
    with refused("IN014"):
        call(sue, "unwatch_view", view=view)
    with refused("IN014"):
        call(sue, "watch_view", view=view, severity="loud")
    for number in range(20):
        mine = call(sue, "create_saved_view", saved_view={"name": f"V{number}", "query": "apple"})
        call(sue, "watch_view", view=mine["view"])
    with refused("IN015"):
        call(sue, "watch_view", view=view)
    call(sue, "watch_view", view=mine["view"], severity="info")  # a change of one is no more
    assert call(sue, "unwatch_view", view=mine["view"])["watch"] is None
    assert call(sue, "watch_view", view=view)["watch"]["found"] == 0
