"""Rights that end are over at their end, in each door and also in a transaction begun before."""

import time
from collections.abc import Callable

from psycopg.types.json import Jsonb

from tests.conftest import Database
from tests.policies.steps import (
    Connection,
    allowed,
    refused,
    sign_in,
    value,
    web_request,
)
from tests.policies.test_break_glass import TAKE, WHY, WITH_GROUP, expire

STOCK = "select count(*) from api.stock_on_hand where location = 'AIRPORT'"
RECEIPT = "select api.post_receipt(lines => %s, idempotency_key => gen_random_uuid())"
LINES = [{"item": "APPLE", "location": "AIRPORT", "quantity": 1}]
GRANT = "select api.grant_location(%s, 'AIRPORT', clock_timestamp() + interval '1 s')"
SHORT = "set statement_timeout = '3s'"


def test_a_place_ends_within_an_open_transaction(
    busy: Database, hire: Callable[..., str], web: Connection
) -> None:
    person = hire("staff", at=["NORTH"])
    token = sign_in(busy, person)
    with busy.connect() as db:
        db.execute(GRANT, [person])
    with busy.connect(person) as own, own.transaction(), web_request(web, token) as page:
        for one in (own, page):
            assert value(one, STOCK) > 0
            allowed(one, RECEIPT, [Jsonb(LINES)])
        time.sleep(1.1)
        for one in (own, page):
            assert value(one, STOCK) == 0
            refused(one, "IN001", RECEIPT, [Jsonb(LINES)])


def test_an_account_and_a_session_end_within_an_open_transaction(
    busy: Database, hire: Callable[..., str], web: Connection
) -> None:
    person, other = hire("staff", at=["NORTH"]), hire("viewer", at=["NORTH"])
    token = sign_in(busy, other)
    with busy.connect() as db:
        db.execute(
            "update auth.people set valid_until = clock_timestamp() + interval '1 s' "
            "where person = %s", [person],
        )  # fmt: skip
        db.execute(
            "update auth.sessions set expires_at = clock_timestamp() + interval '1 s' "
            "where person = %s", [other],
        )  # fmt: skip
    with busy.connect(person) as own, own.transaction(), web_request(web, token) as page:
        for one, who in ((own, person), (page, other)):
            assert value(one, "select auth.signed_in()") == who
        time.sleep(1.1)
        for one in (own, page):
            assert value(one, "select auth.signed_in()") is None


def test_a_manager_makes_no_emergency_place_of_an_admin_last(
    busy: Database, hire: Callable[..., str]
) -> None:
    """By plain SQL, as little as by the function; nor longer than they hold the place."""
    admin, manager = hire("admin"), hire("manager")
    with busy.connect() as db:
        db.execute(
            "select api.grant_location(%s, 'AIRPORT', clock_timestamp() + interval '1 hour')",
            [manager],
        )
    with busy.connect(admin) as own:
        taken = value(own, WITH_GROUP, [WHY, "AIRPORT", "manager"])["break_glass"]
    beside = hire("manager", at=["NORTH"])
    with busy.connect(beside) as own:
        value(own, TAKE, [WHY, "AIRPORT"])
    change = "update auth.location_grants set valid_until = null where person = %s"
    with busy.connect(manager) as own:
        for person in (admin, beside):
            refused(own, "IN018", change, [person])
            refused(own, "IN018", "select api.grant_location(%s, 'AIRPORT')", [person])
    with busy.connect() as db:
        kept = "select valid_until from auth.location_grants where break_glass_id = %s"
        assert value(db, kept, [taken]) is not None


def test_nobody_waits_at_sign_in_for_what_another_holds(
    busy: Database, hire: Callable[..., str]
) -> None:
    """Rights that are over and just being ended, admins just being changed: all sign in."""
    manager, admin, other = hire("manager", at=["NORTH"]), hire("admin"), hire("admin")
    someone = hire("viewer", at=["NORTH"])
    with busy.connect(manager) as own:
        taken = value(own, TAKE, [WHY, "AIRPORT"])["break_glass"]
    expire(busy, taken)
    with busy.connect(other) as own:
        group = value(own, WITH_GROUP, [WHY, "AIRPORT", "staff"])["break_glass"]
    expire(busy, group)
    with (
        busy.connect(manager) as ending,
        busy.connect(admin) as changing,
        busy.connect("stockroom_worker") as worker,
        ending.transaction(),
        changing.transaction(),
    ):
        ending.execute("select api.end_break_glass(%s)", [taken])
        changing.execute("select api.set_groups(%s, '{staff}')", [someone])
        for person in (manager, "ann_admin", "bob_boss", "vic_viewer", someone):
            with busy.connect(person) as own:
                own.execute(SHORT)
                own.execute("select auth.begin_session()")
        # Whose own rights are over and held: not in, and told so at once.
        with busy.connect(other) as own:
            own.execute(SHORT)
            refused(own, "IN006", "select auth.begin_session()")
        worker.execute(SHORT)
        assert value(worker, "select api.end_expired_rights()") == 0
    with busy.connect("stockroom_worker") as worker:
        assert value(worker, "select api.end_expired_rights()") == 1
    sign_in(busy, other)


def test_tools_are_not_offered_what_they_may_not_take(
    busy: Database, hire: Callable[..., str]
) -> None:
    tool, manager = hire("manager", at=["MAIN"], kind="tool"), hire("manager", at=["NORTH"])
    can = "select (api.me() -> 'can' ->> 'break_glass')::boolean"
    with busy.connect(tool) as own, busy.connect(manager) as person:
        assert (value(own, can), value(person, can)) == (False, True)
