"""Rights taken in an emergency: for hours, with a reason, never in silence, and no way around."""

import threading
import time
from collections.abc import Callable

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests import company
from tests.conftest import Database
from tests.policies.steps import (
    DENIED,
    NOT_KNOWN,
    Connection,
    allowed,
    attempt,
    refused,
    sign_in,
    value,
    web_over,
    web_request,
)

TAKE = "select api.break_glass(reason => %s, location => %s)"
WITH_GROUP = "select api.break_glass(reason => %s, location => %s, group_name => %s)"
WHY = "The night shift is locked out of the airport"
NOT_YOURS, UNKNOWN, BAD_FIELD = "IN018", "IN014", "IN017"
STOCK = "select count(*) from api.stock_on_hand where location = 'AIRPORT'"


def expire(shop: Database, break_glass: object) -> None:
    """Let the clock pass the end of what was taken, as if the hours had gone by."""
    with shop.connect() as db:
        db.execute(
            "update auth.break_glass_grants set granted_at = granted_at - interval '1 day', "
            "valid_until = now() - interval '1 ms' where break_glass_id = %s",
            [break_glass],
        )
        db.execute(
            "update auth.people set groups_end_at = now() - interval '1 ms' "
            "where groups_end_at is not null"
        )
        db.execute("alter table auth.location_grants disable trigger location_grants_stamp")
        db.execute(
            "update auth.location_grants set valid_until = now() - interval '1 ms' "
            "where break_glass_id = %s",
            [break_glass],
        )
        db.execute("alter table auth.location_grants enable trigger location_grants_stamp")


def told(shop: Database) -> list[str]:
    """Who gets a letter about rights taken, each with a job of its own."""
    with shop.connect() as db:
        rows = db.execute(
            "select person from inventory.deliveries where notice = 'break_glass' order by person"
        ).fetchall()
        jobs = value(db, "select count(*) from queue.pgqueuer where entrypoint = 'send_notice'")
    assert jobs == len(rows)
    return [str(row["person"]) for row in rows]


def test_a_manager_takes_a_place_and_all_concerned_are_told(
    busy: Database, hire: Callable[..., str]
) -> None:
    manager, beside = hire("manager", at=["NORTH"]), hire("manager", at=["SOUTH"])
    with busy.connect() as db:
        db.execute("update auth.people set email = person || '@example.com' where email is null")
    with busy.connect(manager) as own:
        assert value(own, STOCK) == 0
        with own.transaction():
            answer = value(own, TAKE, [WHY, "airport"])
            assert answer["told"] == 4
        assert value(own, STOCK) > 0
        own.execute(
            "select api.post_adjustment(lines => %s, idempotency_key => gen_random_uuid())",
            [Jsonb([{"item": "APPLE", "location": "AIRPORT", "quantity": 1, "reason": "Found"}])],
        )
    assert told(busy) == sorted(["ada_auditor", "ann_admin", "bob_boss", beside])
    with busy.connect() as db:
        kept = value(db, "select count(*) from audit.changes where person = %s and "
                     "table_name in ('auth.break_glass_grants', 'auth.location_grants')",
                     [manager])  # fmt: skip
        assert kept == 2


def test_taken_back_with_its_transaction(busy: Database, hire: Callable[..., str]) -> None:
    """No letter about what did not happen, no rights without the letter."""
    manager = hire("manager", at=["NORTH"])
    with busy.connect(manager) as own, own.transaction(force_rollback=True):
        value(own, TAKE, [WHY, "AIRPORT"])
    assert told(busy) == []
    with busy.connect(manager) as own:
        assert value(own, STOCK) == 0


def test_it_ends_at_its_instant_without_a_worker(busy: Database, hire: Callable[..., str]) -> None:
    manager = hire("manager", at=["NORTH"])
    with busy.connect(manager) as own:
        taken = value(own, TAKE, [WHY, "AIRPORT"])["break_glass"]
        with busy.connect() as db:
            hours = value(db, "select valid_until - granted_at from auth.break_glass_grants")
            assert abs(hours.total_seconds() - 4 * 3600) < 1
        expire(busy, taken)
        assert value(own, STOCK) == 0
        assert value(own, "select jsonb_array_length(api.list_break_glass(only_open => true))") == 0
        value(own, TAKE, [WHY, "AIRPORT"])  # and again, with a new letter
        assert value(own, STOCK) > 0


def test_a_taken_group_ends_at_its_instant_and_fails_closed(
    busy: Database, hire: Callable[..., str], web: Connection
) -> None:
    """Past its end the person is nobody until it is taken back, which a sign-in does."""
    admin = hire("admin")
    token = sign_in(busy, admin)
    with busy.connect(admin) as own:
        taken = value(own, WITH_GROUP, [WHY, "AIRPORT", "manager"])["break_glass"]
        assert value(own, STOCK) > 0
        with web_request(web, token) as db:
            assert value(db, STOCK) > 0
        expire(busy, taken)
        assert value(own, "select auth.signed_in()") is None
        assert value(own, STOCK) == 0
        refused(own, NOT_KNOWN, TAKE, [WHY, "AIRPORT"])
        web_over(web, token)
        again = sign_in(busy, admin)
        assert value(own, "select auth.signed_in()") == admin
        refused(own, DENIED, STOCK)  # the group is gone, as the place
        with web_request(web, again) as db:
            refused(db, DENIED, STOCK)
    with busy.connect() as db:
        held = value(db, "select pg_has_role(%s, 'stockroom_viewer', 'usage')", [admin])
        assert not held
        assert value(db, "select groups_end_at from auth.people where person = %s", [admin]) is None


@pytest.mark.parametrize("group", ["viewer", "staff", "manager"])
def test_an_admin_takes_a_group_and_ends_it(
    busy: Database, hire: Callable[..., str], group: str
) -> None:
    admin = hire("admin")
    with busy.connect(admin) as own:
        taken = value(own, WITH_GROUP, [WHY, "AIRPORT", group])["break_glass"]
        assert value(own, STOCK) > 0
        (shown,) = value(own, "select api.list_break_glass(only_open => true)")
        assert (shown["own"], shown["can_end"], shown["location"]) == (True, True, "AIRPORT")
        own.execute("select api.end_break_glass(%s)", [taken])
        refused(own, DENIED, STOCK)
        refused(own, UNKNOWN, "select api.end_break_glass(%s)", [taken])
        assert value(own, "select api.me()")["groups"] == ["admin"]


def test_who_may_not(busy: Database, web: Connection, hire: Callable[..., str]) -> None:
    for person in company.PEOPLE:
        groups = company.PEOPLE[person][0]
        if set(groups) & {"manager", "admin"}:
            continue
        with busy.connect(person) as own:
            refused(own, DENIED, TAKE, [WHY, "AIRPORT"])
            refused(own, DENIED, "select api.end_expired_rights()")
            refused(own, DENIED, "insert into auth.break_glass_grants (person, location_id, "
                    "reason, valid_until) values (%s, 1, 'because I can', 'infinity')",
                    [person])  # fmt: skip
    # Becoming a manager's companion without their token.
    with web.transaction(force_rollback=True):
        web.execute("set local role web_max_manager")
        refused(web, NOT_KNOWN, TAKE, [WHY, "AIRPORT"])
    tool = hire("manager", at=["NORTH"], kind="tool")
    with busy.connect(tool) as own:
        refused(own, NOT_YOURS, TAKE, [WHY, "AIRPORT"])


def test_what_is_refused(busy: Database) -> None:
    most = "select api.break_glass(reason => %s, location => 'AIRPORT', hours => %s)"
    with busy.connect("max_manager") as own:
        refused(own, BAD_FIELD, TAKE, ["because", "AIRPORT"])
        refused(own, BAD_FIELD, TAKE, [" " * 40, "AIRPORT"])
        refused(own, BAD_FIELD, TAKE, ["x" * 501, "AIRPORT"])
        refused(own, BAD_FIELD, TAKE, [None, "AIRPORT"])
        refused(own, UNKNOWN, TAKE, [WHY, "NOPE"])
        refused(own, UNKNOWN, TAKE, [WHY, None])
        refused(own, NOT_YOURS, TAKE, [WHY, "MAIN"])  # held already, through NORTH
        for hours in (0, -1, 5, 2147483647):
            refused(own, UNKNOWN, most, [WHY, hours])
        for group in ("viewer", "manager", "auditor", "admin", "owner", "viewer; drop"):
            refused(own, NOT_YOURS, WITH_GROUP, [WHY, "AIRPORT", group])
    with busy.connect("ann_admin") as own:
        for group in ("auditor", "admin", "counter", "cost", "reporting", "people", 'x"; --'):
            refused(own, NOT_YOURS, WITH_GROUP, [WHY, "AIRPORT", group])
        refused(own, NOT_YOURS, TAKE, [WHY, "AIRPORT"])  # a place alone shows an admin nothing


def test_what_was_taken_is_not_given_on(busy: Database, hire: Callable[..., str]) -> None:
    """Neither by a grant nor by the tree: it would outlive its hours."""
    manager, friend = hire("manager", at=["NORTH"]), hire("staff")
    with busy.connect(manager) as own:
        value(own, TAKE, [WHY, "SOUTH"])
        refused(own, DENIED, "select api.grant_location(%s, 'AIRPORT')", [friend])
        refused(own, DENIED, "select api.grant_location(%s, 'SOUTH')", [friend])
        moved = attempt(
            own,
            "update inventory.locations set parent_id = (select location_id from "
            "inventory.locations where code = 'NORTH') where code = 'AIRPORT' returning code",
        )
        assert moved == []
        below = (
            "insert into inventory.locations (code, name, kind, parent_id) select 'NEW', 'New', "
        )
        below += "'zone', location_id from inventory.locations where code = 'AIRPORT'"
        refused(own, DENIED, below)
        for statement in (
            "update auth.location_grants set valid_until = null where person = %s returning 1",
            "delete from auth.location_grants where person = %s returning 1",
        ):
            assert attempt(own, statement, [manager]) == []
        for statement in (
            "update auth.break_glass_grants set valid_until = 'infinity' where person = %s",
            "delete from auth.break_glass_grants where person = %s",
        ):
            refused(own, DENIED, statement, [manager])
        allowed(own, "select api.grant_location(%s, 'MAIN')", [friend])


def test_a_proper_grant_outlives_it(busy: Database, hire: Callable[..., str]) -> None:
    """An admin who grants the place from day to day makes the row an ordinary grant."""
    manager = hire("manager", at=["NORTH"])
    with busy.connect(manager) as own, busy.connect("ann_admin") as ann:
        taken = value(own, TAKE, [WHY, "AIRPORT"])["break_glass"]
        ann.execute("select api.grant_location(%s, 'AIRPORT')", [manager])
        own.execute("select api.end_break_glass(%s)", [taken])
        assert value(own, STOCK) > 0


def test_who_may_end_anothers(busy: Database, hire: Callable[..., str]) -> None:
    manager, beside = hire("manager", at=["NORTH"]), hire("manager", at=["SOUTH"])
    end = "select api.end_break_glass(%s)"
    with busy.connect(manager) as own:
        taken = value(own, TAKE, [WHY, "AIRPORT"])["break_glass"]
        for person in ("max_manager", "sue_staff", "vic_viewer"):
            with busy.connect(person) as other:
                told = attempt(other, end, [taken])
                code = UNKNOWN if person == "max_manager" else DENIED
                assert getattr(told, "sqlstate", "ended") == code
                assert value(other, "select api.list_break_glass()") == []
        with busy.connect("ada_auditor") as ada:
            refused(ada, DENIED, end, [taken])
            (shown,) = value(ada, "select api.list_break_glass()")
            assert (shown["person"], shown["reason"], shown["can_end"]) == (manager, WHY, False)
        for person in (beside, "ann_admin"):
            with busy.connect(person) as other:
                (shown,) = value(other, "select api.list_break_glass()")
                assert shown["can_end"]
                allowed(other, end, [taken])
        with busy.connect("ann_admin") as ann:
            ann.execute(end, [taken])
        assert value(own, STOCK) == 0


def test_two_at_once_take_one(busy: Database, hire: Callable[..., str]) -> None:
    manager = hire("manager", at=["NORTH"])
    outcomes: list[object] = []

    def take() -> None:
        with busy.connect(manager) as own:
            try:
                outcomes.append(value(own, TAKE, [WHY, "AIRPORT"]))
            except psycopg.Error as error:
                outcomes.append(error.sqlstate)

    with busy.connect(manager, autocommit=False) as first:
        first.execute(TAKE, [WHY, "AIRPORT"])
        waiting = [threading.Thread(target=take) for _ in range(4)]
        for one in waiting:
            one.start()
        time.sleep(0.2)
        assert outcomes == []
        first.commit()
    for one in waiting:
        one.join()
    assert outcomes == [NOT_YOURS] * 4


def test_groups_set_anew_end_what_was_taken(busy: Database, hire: Callable[..., str]) -> None:
    """What an admin is given from day to day stays, when the taken hours are over."""
    admin = hire("admin")
    with busy.connect(admin) as own, busy.connect("ann_admin") as ann:
        value(own, WITH_GROUP, [WHY, "AIRPORT", "staff"])
        assert value(ann, "select api.set_groups(%s, '{admin,staff}')", [admin]) == [
            "staff",
            "admin",
        ]
        assert value(own, "select auth.in_group('staff')")
        assert value(own, STOCK) == 0  # the place went with it
        assert value(own, "select api.list_break_glass(only_open => true)") == []
    with busy.connect() as db:
        ends = value(db, "select groups_end_at from auth.people where person = %s", [admin])
        assert ends is None


def test_only_the_only_admin_changes_their_own(busy: Database, hire: Callable[..., str]) -> None:
    """To disable, offboard or demote the other first does not make one the only one."""
    grant = "select api.grant_location('temp_0_admin', 'AIRPORT')"
    groups = "select api.set_groups('temp_0_admin', '{admin,manager}')"
    first = hire("admin")
    assert first == "temp_0_admin"
    with busy.connect(first) as own, busy.connect() as db:
        refused(own, DENIED, grant)
        refused(own, "IN015", groups)
        for person in ("ann_admin", "bob_boss"):
            db.execute("update auth.people set recorded_groups = '{admin}' where person = %s",
                       [person])  # fmt: skip
        for ending in ("disable_user", "offboard_user"):
            with own.transaction(force_rollback=True):
                for person in ("ann_admin", "bob_boss"):
                    own.execute(f"select api.{ending}(%s)", [person])
                assert not value(own, "select auth.is_only_admin()"), ending
                refused(own, DENIED, grant)
                refused(own, "IN015", groups)
        with own.transaction(force_rollback=True):
            for person in ("ann_admin", "bob_boss"):
                own.execute("select api.set_groups(%s, '{viewer}')", [person])
            assert not value(own, "select auth.is_only_admin()")
            refused(own, DENIED, grant)
        # A shop of one person: nobody else was ever an admin.
        with db.transaction(force_rollback=True):
            db.execute("alter table audit.changes disable trigger user")
            db.execute("delete from audit.changes where table_name = 'auth.people'")
            for person in ("ann_admin", "bob_boss"):
                db.execute(f"revoke stockroom_admin from {person} granted by stockroom_people")
            db.execute(f"set local session authorization {first}")
            assert value(db, "select auth.is_only_admin()")
            allowed(db, grant)
            allowed(db, groups)


def test_managers_grant_within_what_they_hold(busy: Database, hire: Callable[..., str]) -> None:
    """In time as in place; nothing to or from admins; nothing from the managers beside them."""
    one, two, three = (hire("manager", at=["NORTH"]) for _ in range(3))
    friend, both = hire("staff"), hire("admin", "viewer", at=["MAIN"])
    grant = "select api.grant_location(%s, %s, %s)"
    with busy.connect("ann_admin") as ann, busy.connect(one) as own:
        ann.execute("select api.grant_location(%s, 'NORTH', now() + interval '1 day')", [one])
        refused(own, NOT_YOURS, grant, [friend, "MAIN", None])
        refused(own, NOT_YOURS, grant, [friend, "MAIN", "2999-01-01"])
        by_hand = "insert into auth.location_grants (person, location_id, valid_until) select %s, "
        by_hand += "location_id, 'infinity' from inventory.locations where code = 'MAIN'"
        refused(own, NOT_YOURS, by_hand, [friend])
        with busy.connect() as db:
            tomorrow = value(db, "select now() + interval '20 hours'")
        own.execute(grant, [friend, "MAIN", tomorrow])
        longer = "update auth.location_grants set valid_until = null where person = %s"
        refused(own, NOT_YOURS, longer, [friend])
        refused(own, NOT_YOURS, grant, [both, "MAIN-A", tomorrow])
        refused(own, NOT_YOURS, "select api.revoke_location(%s, 'MAIN')", [both])
        refused(own, NOT_YOURS, "select api.revoke_location(%s, 'NORTH')", [two])
        refused(own, NOT_YOURS, longer, [two])
        allowed(own, "select api.revoke_location(%s, 'MAIN')", [friend])
    with busy.connect("bob_boss") as bob, busy.connect(two) as own:
        refused(own, NOT_YOURS, "select api.revoke_location(%s, 'NORTH')", [three])
        allowed(bob, "select api.revoke_location(%s, 'NORTH')", [three])
