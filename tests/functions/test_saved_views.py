"""Saved views: one's own and shared ones, each reader's own rows; columns are one's own."""

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, count, one, receive, refused

FOOD = {"name": "Food", "query": "category:FOOD", "sort": "sku", "columns": ["name", "sku"]}
NOT_THERE = "00000000-0000-4000-8000-0000000000ff"


def names(db: psycopg.Connection) -> set[str]:
    return {view["name"] for view in call(db, "list_saved_views")}


def test_a_private_view_is_its_owners_alone(
    sue: psycopg.Connection, sam: psycopg.Connection, boss: psycopg.Connection
) -> None:
    made = call(sue, "create_saved_view", saved_view=FOOD | {"name": "Mine"})
    assert (made["own"], made["pinned"], made["columns"]) == (True, True, ["name", "sku"])
    assert "Mine" in names(sue)
    assert "Mine" not in names(sam) | names(boss)
    for other in (sam, boss):
        for function, more in (
            ("edit_saved_view", {"changes": {"name": "Theirs"}, "version": 1}),
            ("remove_saved_view", {}),
        ):
            with refused("IN014") as known:
                call(other, function, view=made["view"], **more)
            with refused("IN014") as unknown:
                call(other, function, view=NOT_THERE, **more)
            assert str(known) == str(unknown)
    assert one(sue, "select name from api.saved_views where view = %s", [made["view"]]) == "Mine"


def test_a_shared_view_is_for_its_group(
    max_: psycopg.Connection, sue: psycopg.Connection, vic: psycopg.Connection,
    ada: psycopg.Connection,
) -> None:  # fmt: skip
    call(max_, "create_saved_view", saved_view=FOOD | {"name": "Staff's", "shared_with": "staff"})
    assert "Staff's" in names(sue)
    assert "Staff's" not in names(vic) | names(ada)


def test_only_managers_share(sue: psycopg.Connection, shop: Database) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        call(sue, "create_saved_view", saved_view=FOOD | {"shared_with": "staff"})
    with pytest.raises(psycopg.errors.InsufficientPrivilege), shop.connect("sue_staff") as own:
        own.execute(
            "insert into inventory.saved_views (owner, name, shared_with) "
            "values ('sue_staff', 'All', 'viewer')"
        )
    with pytest.raises(psycopg.errors.InsufficientPrivilege), shop.connect("sue_staff") as own:
        own.execute("insert into inventory.saved_views (owner, name) values ('sam_staff', 'His')")


def test_a_stale_view_is_not_overwritten(sue: psycopg.Connection) -> None:
    made = call(sue, "create_saved_view", saved_view=FOOD | {"name": "Once"})
    changed = call(sue, "edit_saved_view", view=made["view"], changes={"pinned": False}, version=1)
    assert (changed["pinned"], changed["query"], changed["version"]) == (False, FOOD["query"], 2)
    with refused("IN011"):
        call(sue, "edit_saved_view", view=made["view"], changes={"name": "Late"}, version=1)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": ""}, "IN017"), ({"name": "x" * 61}, "IN017"), ({"shared_with": "all"}, "42501"),
        ({"query": "status:lost"}, "IN012"), ({"columns": "name"}, "IN017"),
        ({"columns": [1]}, "IN017"), ({"pinned": "yes"}, "IN017"), ({"owner": "sam"}, "IN014"),
    ],
)  # fmt: skip
def test_what_is_no_view_is_refused(sue: psycopg.Connection, wrong: dict, code: str) -> None:
    before = len(names(sue))
    with pytest.raises(psycopg.Error) as error:
        call(sue, "create_saved_view", saved_view=FOOD | wrong)
    assert error.value.sqlstate == code
    assert len(names(sue)) == before


def test_counts_are_of_ones_own_places(sue: psycopg.Connection, sam: psycopg.Connection) -> None:
    receive(sue, "APPLE", "MAIN-A", 5)
    queries = ["location:MAIN-A", "category:FOOD", "nonsense:1"]
    assert [found["count"] for found in call(sue, "count_searches", queries=queries)] == [
        1,
        2,
        None,
    ]
    assert [found["count"] for found in call(sam, "count_searches", queries=queries)] == [
        None, 2, None,
    ]  # fmt: skip
    assert len(call(sue, "count_searches", queries=[""] * 30)) == 20


def test_columns_are_ones_own(
    db: psycopg.Connection, sue: psycopg.Connection, sam: psycopg.Connection
) -> None:
    before = count(db, "inventory.list_columns")
    call(sue, "set_columns", list="items", columns=["name", "places"])
    assert one(sue, "select api.me() -> 'columns' -> 'items'") == ["name", "places"]
    assert one(sam, "select api.me() -> 'columns'") == {"movements": ["name", "sku"]}
    call(sue, "set_columns", list="items", columns=None)
    assert count(db, "inventory.list_columns") == before
    with refused("IN017"):
        call(sue, "set_columns", list="No list", columns=["name"])
