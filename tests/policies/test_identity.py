"""Who one is: a role switch proves nothing, a token proves one person, and what a DBA says about
a login holds at the next request."""

import secrets

import psycopg
import pytest
from psycopg import sql

from tests import company
from tests.conftest import Database
from tests.policies import model
from tests.policies.steps import (
    DENIED,
    NOT_KNOWN,
    Connection,
    allowed,
    attempt,
    refused,
    sign_in,
    token_hash,
    value,
    web_over,
    web_request,
)

OTHERS = [name for name in company.PEOPLE if name != "sue_staff"]
SIGNED_IN = "select auth.signed_in() as who"


def totals(shop: Database) -> dict[str, int]:
    """Rows of every table, and the roles there are: what an attack must leave as it was."""
    with shop.connect() as db:
        tables = db.execute(
            "select c.oid::regclass::text as name from pg_class as c where c.relkind = 'r' and "
            "c.relnamespace::regnamespace::text in ('inventory', 'auth', 'audit', 'queue')"
        ).fetchall()
        counts = {
            str(row["name"]): value(db, f"select count(*) from {row['name']}") for row in tables
        }
        return counts | {"roles": value(db, "select count(*) from pg_roles")}


def become(db: Connection, role: str) -> None:
    """What injected SQL does first."""
    db.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))


# What an admin, a manager and a poster do, each with arguments that would do it.
COMMANDS = (
    "select api.create_user(person => 'evil', name => 'Evil', groups => array['admin'])",
    "select api.set_password(person => 'bob_boss', verifier => 'SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0"
    "$QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=:QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=')",
    "select api.disable_user(person => 'bob_boss')",
    "select api.grant_location(person => 'sue_staff', location => 'AIRPORT')",
    "insert into auth.location_grants (person, location_id) values ('sue_staff', 9)",
    "select api.revoke_location(person => 'max_manager', location => 'NORTH')",
    "select api.record_proof()",
    "select api.create_item(item => '{\"sku\": \"EVIL\", \"name\": \"Evil\", "
    "\"category\": \"FOOD\", \"unit\": \"ea\"}')",
    "insert into inventory.items (sku, name, category_id, unit_id) values ('EVIL', 'Evil', 1, 1)",
    "insert into inventory.units (code, name) values ('evil', 'Evil')",
    "insert into inventory.subscriptions (person) values ('sue_staff')",
    "insert into inventory.lots (item_id, code) values (1, 'EVIL')",
    "select api.set_threshold(item => 'APPLE', location => 'MAIN', minimum => 1, maximum => 2)",
    "select api.remove_threshold(item => 'APPLE', location => 'MAIN')",
    "select api.edit_item(sku => 'APPLE', changes => '{\"name\": \"Evil\"}', version => 1)",
    "select api.post_receipt(lines => '[{\"item\": \"APPLE\", \"location\": \"MAIN\", "
    "\"quantity\": 1}]', idempotency_key => gen_random_uuid())",
    "select api.post_receipt(lines => '[{\"item\": \"APPLE\", \"location\": \"MAIN\", "
    "\"quantity\": 1, \"lot\": \"EVIL\"}]', idempotency_key => gen_random_uuid())",
    "select api.import_locations(rows => '[{\"code\": \"EVIL\", \"name\": \"E\", \"kind\": "
    "\"company\"}]')",
)  # fmt: skip
QUIET = (  # run and change nothing
    "update auth.people set email = 'evil@example.com'",
    "update inventory.settings set company = 'Evil'",
    "update inventory.items set name = 'Evil'",
    "delete from inventory.thresholds",
    "delete from inventory.subscriptions",
    "delete from auth.location_grants",
)


@pytest.mark.parametrize("other", OTHERS)
def test_becoming_another_companion_shows_and_does_nothing(
    busy: Database, web: Connection, other: str
) -> None:
    token = sign_in(busy, "sue_staff")  # recorded in the audit
    before = totals(busy)
    with web_request(web, token) as db:
        become(db, f"web_{other}")
        assert allowed(db, SIGNED_IN) == [{"who": None}]
        for view in model.COLUMNS:
            assert attempt(db, f"select * from api.{view}") == [] or isinstance(
                attempt(db, f"select * from api.{view}"), psycopg.Error
            ), view
        for table in ("items", "stock_levels", "movements", "documents", "item_costs", "alerts"):
            rows = attempt(db, f"select count(*) as n from inventory.{table}")
            assert isinstance(rows, psycopg.Error) or rows == [{"n": 0}], table
        for command in COMMANDS:
            refusal = attempt(db, command)
            # Refused rows of an import come as its answer.
            assert isinstance(refusal, psycopg.Error) or "42501" in str(refusal), command
        for command in QUIET:
            attempt(db, command)
        for command in (*COMMANDS, *QUIET):  # the same, and kept
            with db.transaction():
                try:
                    with db.transaction():
                        db.execute(command)
                except psycopg.Error:
                    continue
    after = totals(busy)
    assert after == before
    with busy.connect() as db:
        assert value(db, "select count(*) from inventory.items where name = 'Evil'") == 0
        assert value(db, "select company from inventory.settings") != "Evil"


BECOME = [
    *company.PEOPLE,
    *(f"stockroom_{name}" for name in (
        "viewer", "staff", "counter", "manager", "auditor", "admin", "reporting", "cost",
        "owner", "writer", "keeper", "reader", "auth", "people",
        "migrator", "worker", "backup", "signin")),
    "postgres",
]  # fmt: skip


@pytest.mark.parametrize("companion", ["", "web_ann_admin", "web_bob_boss"])
def test_the_web_becomes_no_login_no_group_no_owner(
    busy: Database, web: Connection, companion: str
) -> None:
    token = sign_in(busy, "sue_staff")
    with web_request(web, token) as db:
        if companion:
            become(db, companion)
        for role in BECOME:
            name = sql.Identifier(role).as_string(db)
            refused(db, DENIED, f"set role {name}")
            refused(db, DENIED, f"set session authorization {name}")
            refused(db, DENIED, "select set_config('role', %s, true)", [role])
            if role in company.PEOPLE and companion != f"web_{role}":
                refused(db, DENIED, f"alter role web_{role} login")
            refused(db, DENIED, f"alter role {name} password 'stolen'")
            refused(db, DENIED, f"alter role {name} valid until 'infinity'")
            refused(db, DENIED, f"grant {name} to stockroom_web")
        for statement in (
            "create role evil login superuser",
            "grant stockroom_admin to web_sue_staff",
            "grant web_bob_boss to web_sue_staff",
            "drop role sue_staff",
            "alter role sue_staff rename to evil",
        ):
            refused(db, DENIED, statement)


OPEN = "select auth.open_session()"
ROUNDABOUT = (
    OPEN,
    f"select query_to_xml('{OPEN}', true, false, '')",
    f"select query_to_xml_and_xmlschema('{OPEN}', true, false, '')",
    f"select ts_stat('select to_tsvector(auth.open_session())')",  # noqa: F541
    f"do $$ begin perform auth.open_session(); end $$",  # noqa: F541
    f"do $$ begin execute '{OPEN}'; end $$",
    f"do $$ declare c refcursor; begin open c for execute '{OPEN}'; fetch c into c; end $$",
    f"with x as materialized ({OPEN} as token) select * from x",
    f"copy ({OPEN}) to stdout",
    f"declare c cursor with hold for {OPEN}",
    f"explain analyze {OPEN}",
    f"create table zz as {OPEN}",
    f"select set_config('my.token', ({OPEN}), false)",
)


def inject(web: Connection, token: str, role: str | None, way: str) -> None:
    """Run a statement within the request of a token, as its companion or as another role."""
    with web_request(web, token) as db:
        if role:
            become(db, role)
        if way.startswith("copy"):
            with db.cursor().copy(way) as copy:
                list(copy)
        else:
            db.execute(way)
            if "cursor" in way:
                db.execute("fetch c")


@pytest.mark.parametrize("way", ROUNDABOUT)
def test_the_web_opens_no_session(busy: Database, web: Connection, way: str) -> None:
    """However it is asked, by whichever role the pool can become."""
    token = sign_in(busy, "sue_staff")
    with busy.connect() as db:
        before = value(db, "select count(*) from auth.sessions")
    for role in (None, "web_ann_admin", "web_bob_boss", "stockroom_web"):
        with pytest.raises(psycopg.Error) as caught:
            inject(web, token, role, way)
        # Or it cannot be said at all: a server without XML, no schema to create in.
        assert caught.value.sqlstate in (NOT_KNOWN, DENIED, "0A000", "3F000"), caught.value
    with busy.connect() as db:
        assert value(db, "select count(*) from auth.sessions") == before


def test_only_persons_open_sessions(busy: Database, hire: object) -> None:
    tool = hire("viewer", at=["MAIN"], kind="tool")
    with busy.connect(tool) as own:
        refused(own, NOT_KNOWN, OPEN)
    for service in ("stockroom_worker", "stockroom_signin", "stockroom_backup"):
        with busy.connect(service) as own:
            refused(own, DENIED, OPEN)


def test_tokens_that_prove_nothing(busy: Database, web: Connection) -> None:
    token = sign_in(busy, "sue_staff")
    for forged in ("", secrets.token_urlsafe(32), token[:-1], token + "A", token.swapcase(),
                   token_hash(token).hex(), "' or true --", "\\x00"):  # fmt: skip
        web_over(web, forged)
    # The role of the session found by its hash, but not the token itself.
    for said in ("", "x", token_hash(token).hex(), token.upper()):
        with web.transaction():
            web.execute(
                "select set_config('role', auth.session_role(%s), true)", [token_hash(token)]
            )
            web.execute("select set_config('stockroom.token', %s, true)", [said])
            assert allowed(web, SIGNED_IN) == [{"who": None}]
            assert allowed(web, "select * from api.items") == []
    # A token that was kept for longer than its transaction would be the next person's.
    assert web.execute("select current_setting('stockroom.token', true) as t").fetchone()["t"] in (
        "",
        None,
    )


def test_one_persons_token_is_not_anothers(busy: Database, web: Connection) -> None:
    tokens = {name: sign_in(busy, name) for name in ("sue_staff", "sam_staff", "bob_boss")}
    for name, token in tokens.items():
        for other in tokens:
            with web_request(web, token) as db:
                become(db, f"web_{other}")
                who = name if name == other else None
                assert allowed(db, SIGNED_IN) == [{"who": who}]
    # Nor does a token speak on a direct login.
    with busy.connect("vic_viewer") as vic:
        vic.execute("select set_config('stockroom.token', %s, false)", [tokens["bob_boss"]])
        assert allowed(vic, SIGNED_IN) == [{"who": "vic_viewer"}]


def test_other_settings_say_nothing(busy: Database) -> None:
    with busy.connect("vic_viewer") as vic:
        for name in ("person", "user", "companion", "signed_in", "role"):
            vic.execute("select set_config(%s, 'bob_boss', false)", [f"stockroom.{name}"])
        vic.execute("set application_name = 'bob_boss'")
        assert allowed(vic, SIGNED_IN) == [{"who": "vic_viewer"}]


ENDS = {
    "expired": "update auth.sessions set expires_at = now() where person = '{p}'",
    "idle": "update auth.sessions set last_seen_at = now() - interval '31 minutes' "
    "where person = '{p}'",
    "revoked": "update auth.sessions set revoked_at = now() where person = '{p}'",
    "disabled": "select api.disable_user('{p}')",
    "disabled by hand": "update auth.people set disabled_at = now() where person = '{p}'",
    "new password": "select api.set_password('{p}', '{v}')",
    "nologin": "alter role {p} nologin",
    "valid until": "alter role {p} valid until '2020-01-01'",
    "dropped": "drop role {p}",
    "row gone": "delete from auth.sessions where person = '{p}'",
}


@pytest.mark.parametrize("end", ENDS)
def test_a_session_ends_at_the_next_request(
    busy: Database, web: Connection, hire: object, end: str
) -> None:
    person = hire("staff", at=["MAIN"])
    token = sign_in(busy, person)
    with web_request(web, token) as db:
        assert allowed(db, SIGNED_IN) == [{"who": person}]
    with busy.connect() as db:
        db.execute(ENDS[end].format(p=person, v=company.verifier(db, person)))
    web_over(web, token)


def test_sign_out_ends_this_session_alone(busy: Database, web: Connection, hire: object) -> None:
    person = hire("staff", at=["MAIN"])
    desk, phone = sign_in(busy, person), sign_in(busy, person)
    with web_request(web, desk) as db:
        db.execute("select auth.close_session()")
    web_over(web, desk)
    with web_request(web, phone) as db:
        assert allowed(db, SIGNED_IN) == [{"who": person}]


def test_use_keeps_a_session_and_idling_ends_it(
    busy: Database, web: Connection, hire: object
) -> None:
    person = hire("staff", at=["MAIN"])
    token = sign_in(busy, person)
    with busy.connect() as db:
        db.execute("update auth.sessions set last_seen_at = now() - interval '29 minutes'")
    with web_request(web, token) as db:
        db.execute("select auth.touch_session()")
    with busy.connect() as db:
        db.execute("update auth.sessions set last_seen_at = last_seen_at - interval '29 minutes'")
    with web_request(web, token) as db:
        assert allowed(db, SIGNED_IN) == [{"who": person}]
    # Use does not outlast the twelve hours.
    with busy.connect() as db:
        db.execute("update auth.sessions set expires_at = now() - interval '1 second'")
    web_over(web, token)


def test_a_group_taken_by_a_dba_is_gone_at_the_next_request(
    busy: Database, web: Connection, hire: object
) -> None:
    """Through the web and on a connection that is open already.

    Since 16 a REVOKE takes back only what its own grantor gave: a DBA names ours, or is warned.
    """
    person = hire("manager", at=["ACME"])
    token = sign_in(busy, person)
    with busy.connect(person) as own:
        assert allowed(own, "select * from api.item_costs")
        with busy.connect() as db:
            warned: list[str] = []
            db.add_notice_handler(lambda notice: warned.append(notice.message_primary or ""))
            db.execute(f"revoke stockroom_manager from {person}")
            assert ["has not been granted" in text for text in warned] == [True]
            db.execute(f"revoke stockroom_manager from {person} granted by stockroom_people")
            db.execute(f"grant stockroom_viewer to {person} with set false")
        refused(own, DENIED, "select * from api.item_costs")
        assert allowed(own, "select * from api.stock_on_hand")
    with web_request(web, token) as db:
        refused(db, DENIED, "select * from api.item_costs")
        assert allowed(db, "select * from api.stock_on_hand")
        me = value(db, "select api.me()")
        assert me["groups"] == ["viewer"]
        assert me["can"]["see_cost"] is False
    with busy.connect() as db:
        db.execute(f"revoke stockroom_viewer from {person}")
    with web_request(web, token) as db:
        refused(db, DENIED, "select * from api.stock_on_hand")


def test_a_place_taken_back_or_run_out_is_gone_at_once(
    busy: Database, web: Connection, hire: object
) -> None:
    person = hire("staff", at=["MAIN"])
    token = sign_in(busy, person)
    count = "select count(*) as n from api.stock_on_hand"
    with busy.connect() as db, busy.connect(person) as own:
        assert allowed(own, count)[0]["n"] > 0
        db.execute("select api.revoke_location(%s, 'MAIN')", [person])
        assert allowed(own, count) == [{"n": 0}]
        with web_request(web, token) as request:
            assert allowed(request, count) == [{"n": 0}]
        db.execute(
            "select api.grant_location(%s, 'MAIN', now() + interval '300 milliseconds')", [person]
        )
        assert allowed(own, count)[0]["n"] > 0
        db.execute("select pg_sleep(0.35)")
        assert allowed(own, count) == [{"n": 0}]
        with web_request(web, token) as request:
            assert allowed(request, count) == [{"n": 0}]


def test_tokens_are_long_and_kept_as_hashes_only(busy: Database) -> None:
    tokens = {sign_in(busy, "sue_staff") for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) >= 43 for token in tokens)
    with busy.connect() as db:
        kept = str(db.execute("select s::text from auth.sessions as s").fetchall())
    assert not any(token in kept for token in tokens)
