"""Nobody gives themselves anything: places, sessions, rights, through any door."""

import psycopg
import pytest

from tests import company
from tests.conftest import Database
from tests.policies.steps import DENIED, Connection, attempt, refused, sign_in, value, web_request

UNKNOWN = "IN014"
BY_HAND = "insert into auth.location_grants (person, location_id) select %s, location_id from "
BY_HAND += "inventory.locations where code = %s"
BY_COMMAND = "select api.grant_location(person => %s, location => %s)"


def location_id(shop: Database, code: str) -> int:
    with shop.connect() as db:
        return int(value(db, "select location_id from inventory.locations where code = %s", [code]))


@pytest.mark.parametrize("person", company.PEOPLE)
def test_nobody_grants_themselves(busy: Database, web: Connection, person: str) -> None:
    airport = location_id(busy, "AIRPORT")
    with busy.connect(person) as own:
        attacks(own, person, airport)
    if person != "rob_reporting":
        with web_request(web, sign_in(busy, person)) as db:
            attacks(db, person, airport)


def attacks(db: Connection, person: str, airport: int) -> None:
    by_id = "insert into auth.location_grants (person, location_id) values (%s, %s)"
    refused(db, DENIED, by_id, [person, airport])
    refused(db, DENIED, "insert into auth.location_grants values (%s, %s)", [person, airport])
    longer = "update auth.location_grants set valid_until = 'infinity' where person = %s"
    other = "update auth.location_grants set person = %s"
    moved = "update auth.location_grants set location_id = %s where person = %s"
    for statement, given in ((longer, [person]), (other, [person]), (moved, [airport, person])):
        result = attempt(db, f"{statement} returning person", given)
        assert result == [] or getattr(result, "sqlstate", "") == DENIED, f"{statement}: {result}"
    refused_any = (
        "insert into auth.grant_sets values (%s, B'1111111111', '{[1,100)}')",
        "update auth.grant_sets set ranges = '{[1,100)}' where person = %s",
        "delete from auth.grant_sets where person <> %s",
        "insert into auth.sessions (token_hash, person, expires_at) "
        "values (sha256('x'), %s, now() + '1 hour')",
        "update auth.sessions set person = %s",
        "select * from auth.sessions where person = %s",
        "insert into auth.people (person, name) values (%s || '2', 'x')",
        "update auth.people set person = %s",
        "update auth.people set disabled_at = null where person = %s",
        "select auth.refresh_grants(%s)",
        "select auth.work_out_grants(%s)",
        "select auth.grant_set(%s)",
    )
    for statement in refused_any:
        refused(db, DENIED, statement, [person])
    command = attempt(db, BY_COMMAND, [person, "AIRPORT"])
    assert getattr(command, "sqlstate", "allowed") in (DENIED, UNKNOWN)
    for group in ("manager", "admin", "auditor"):
        refused(db, DENIED, f"grant stockroom_{group} to {person}")


def test_managers_grant_what_they_hold_and_nothing_else(busy: Database, hire: object) -> None:
    newcomer = hire("staff")
    airport, north = location_id(busy, "AIRPORT"), location_id(busy, "NORTH")
    with busy.connect("max_manager") as manager:
        manager.execute(BY_COMMAND, [newcomer, "MAIN"])
        refused(manager, UNKNOWN, BY_COMMAND, [newcomer, "AIRPORT"])
        refused(manager, DENIED, BY_COMMAND, [newcomer, "ACME"])  # above: its name is seen
        by_id = "insert into auth.location_grants (person, location_id) values (%s, %s)"
        refused(manager, DENIED, by_id, [newcomer, airport])
        took = "delete from auth.location_grants where location_id = %s returning person"
        assert attempt(manager, took, [airport]) == []
        assert [row["person"] for row in attempt(manager, took, [north])] == []  # only their own
        refused(manager, UNKNOWN, "select api.revoke_location('max_manager', 'NORTH')")
        refused(manager, UNKNOWN, "select api.revoke_location('bob_boss', 'ACME')")
    with busy.connect(newcomer) as own:
        assert value(own, "select count(*) from api.stock_on_hand") > 0
    with busy.connect() as db:
        row = db.execute(
            "select granted_by from auth.location_grants where person = %s", [newcomer]
        ).fetchone()
        assert row == {"granted_by": "max_manager"}
    with busy.connect("max_manager") as manager:
        manager.execute("select api.revoke_location(%s, 'MAIN')", [newcomer])


@pytest.mark.parametrize("person", ["sue_staff", "vic_viewer", "ada_auditor", "rob_reporting"])
def test_others_grant_nothing(busy: Database, person: str) -> None:
    with busy.connect(person) as own:
        refused(own, DENIED, BY_COMMAND, ["sam_staff", "MAIN"])
        refused(own, DENIED, "select api.revoke_location('sue_staff', 'MAIN')")
        refused(own, DENIED, "insert into auth.location_grants (person, location_id) values "
                "('sam_staff', 4)")  # fmt: skip
        refused(own, DENIED, "delete from auth.location_grants")


def test_admins_grant_others_but_see_no_stock(busy: Database, hire: object) -> None:
    newcomer = hire("staff")
    with busy.connect("ann_admin") as admin:
        admin.execute(BY_COMMAND, [newcomer, "AIRPORT"])
        for hidden in ("stock_on_hand", "movements", "items", "item_costs", "movement_costs"):
            refused(admin, DENIED, f"select * from api.{hidden}")
        refused(admin, DENIED, "select api.overview()")
        refused(admin, DENIED, "select api.search_items()")


def test_no_place_is_pulled_under_ones_own(busy: Database) -> None:
    """Grants reach everything below a place, so moving a place is granting it."""
    airport, south = location_id(busy, "AIRPORT"), location_id(busy, "SOUTH")
    harbour, north = location_id(busy, "HARBOUR"), location_id(busy, "NORTH")
    with busy.connect("max_manager") as manager:
        pull = "update inventory.locations set parent_id = %s where location_id = %s returning code"
        assert attempt(manager, pull, [harbour, airport]) == []
        assert attempt(manager, pull, [north, south]) == []
        refused(
            manager, DENIED, pull, [south, harbour]
        )  # nor pushed out, to where it is not theirs
        refused(manager, DENIED, pull, [None, harbour])
        top = "insert into inventory.locations (code, name, kind) values ('NEW', 'New', 'company')"
        refused(manager, DENIED, top)
        tree = "insert into inventory.location_tree values (%s, %s, 1)"
        refused(manager, DENIED, tree, [airport, north])


def test_everybody_keeps_only_their_own_subscriptions(busy: Database) -> None:
    with busy.connect("sue_staff") as sue:
        add = "insert into inventory.subscriptions (person) values (%s)"
        refused(sue, DENIED, add, ["bob_boss"])
        refused(sue, DENIED, "insert into inventory.subscriptions (group_name) values ('manager')")
        gone = "delete from inventory.subscriptions where person <> 'sue_staff' returning person"
        assert attempt(sue, gone) == []
        refused(sue, DENIED, "update inventory.subscriptions set person = 'bob_boss'")


def test_managers_keep_subscriptions_of_their_places(busy: Database) -> None:
    """Of others at their places and of groups; nobody else's, not even to read."""
    south, main = location_id(busy, "SOUTH"), location_id(busy, "MAIN")
    with busy.connect() as db:
        db.execute("delete from inventory.subscriptions")
        for person, group, place in (
            ("max_manager", None, None), ("ada_auditor", None, None), ("bob_boss", None, south),
            ("sue_staff", None, main), (None, "staff", None), (None, "staff", south),
        ):  # fmt: skip
            db.execute(
                "insert into inventory.subscriptions (person, group_name, location_id) "
                "values (%s, %s, %s)",
                [person, group, place],
            )
    theirs = [("max_manager", None, None), ("sue_staff", None, main), (None, "staff", None)]
    columns = "person, group_name, location_id"
    with busy.connect("max_manager") as manager:
        for statement in (
            f"select {columns} from inventory.subscriptions",
            f"update inventory.subscriptions set minimum_severity = 'critical' returning {columns}",
            f"delete from inventory.subscriptions returning {columns}",
        ):
            rows = attempt(manager, statement)
            assert not isinstance(rows, psycopg.Error)
            assert sorted(map(str, (tuple(row.values()) for row in rows))) == sorted(
                map(str, theirs)
            ), statement
        add = "insert into inventory.subscriptions (person, location_id) values ('sue_staff', %s)"
        refused(manager, DENIED, add, [south])
        refused(manager, DENIED, add, [None])
        assert attempt(manager, add, [main]) == []
    with busy.connect("ada_auditor") as ada:
        assert value(ada, "select count(*) from inventory.subscriptions") == 6
