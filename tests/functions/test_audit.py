"""The audit names who, from where and what, whoever changes a row and by whatever way, holds no
secret, and cannot be changed. What DBAs do to roles is found; a flood of refusals is counted."""

import hashlib
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests import company
from tests.conftest import Database
from tests.functions.steps import one, open_session, refused, web
from worker.jobs import end_overdue

FOUND = "(found in the catalogue)"
HASH = "decode(repeat('ab', 32), 'hex')"
# Each audited table: insert, update, delete of one row, by who may do everything. In order: a
# row that others point at comes first and goes last.
WAYS: dict[str, tuple[str, str, str]] = {
    "inventory.units": (
        "insert into inventory.units (code, name, decimals) values ('zz', 'zz', 0)",
        "update inventory.units set name = 'z' where code = 'zz'",
        "delete from inventory.units where code = 'zz'"),
    "inventory.categories": (
        "insert into inventory.categories (code, name) values ('ZZ', 'zz')",
        "update inventory.categories set name = 'z' where code = 'ZZ'",
        "delete from inventory.categories where code = 'ZZ'"),
    "inventory.attributes": (
        "insert into inventory.attributes (category_id, attribute, label, type) "
        "values (inventory.category_of('FOOD'), 'zz', 'Zz', 'text')",
        "update inventory.attributes set label = 'z' where attribute = 'zz'",
        "delete from inventory.attributes where attribute = 'zz'"),
    "inventory.items": (
        "insert into inventory.items (sku, name, category_id, unit_id) "
        "values ('ZZ', 'zz', inventory.category_of('FOOD'), inventory.unit_of('ea'))",
        "update inventory.items set name = 'z' where sku = 'ZZ'",
        "delete from inventory.items where sku = 'ZZ'"),
    "inventory.item_units": (
        "insert into inventory.item_units (item_id, unit_id, factor) "
        "values (inventory.item_of('BOLT-M8'), inventory.unit_of('case'), 12)",
        "update inventory.item_units set factor = 6 where item_id = inventory.item_of('BOLT-M8')",
        "delete from inventory.item_units where item_id = inventory.item_of('BOLT-M8')"),
    "inventory.item_barcodes": (
        "insert into inventory.item_barcodes (barcode, item_id) "
        "values ('ZZ-1', inventory.item_of('APPLE'))",
        "update inventory.item_barcodes set unit_id = inventory.unit_of('case') "
        "where barcode = 'ZZ-1'",
        "delete from inventory.item_barcodes where barcode = 'ZZ-1'"),
    "inventory.attachments": (
        "insert into inventory.attachments (item_id, name, content)"
        " values (inventory.item_of('MILK'), 'zz', 'x')",
        "update inventory.attachments set name = 'zz 2'",
        "delete from inventory.attachments where name = 'zz 2'"),
    "inventory.saved_views": (
        "insert into inventory.saved_views (owner, name) values ('bob_boss', 'zz')",
        "update inventory.saved_views set query = 'z' where name = 'zz'",
        "delete from inventory.saved_views where name = 'zz'"),
    "inventory.view_watches": (
        "insert into inventory.view_watches (view_id, person) "
        "values ('00000000-0000-4000-8000-0000000000c0', 'bob_boss')",
        "update inventory.view_watches set severity = 'info'",
        "delete from inventory.view_watches"),
    "inventory.lots": (
        "insert into inventory.lots (item_id, code) values (inventory.item_of('MILK'), 'ZZ')",
        "update inventory.lots set expires_on = '2030-01-01' where code = 'ZZ'",
        "delete from inventory.lots where code = 'ZZ'"),
    "inventory.thresholds": (
        "insert into inventory.thresholds (item_id, location_id, minimum) "
        "values (inventory.item_of('MILK'), inventory.location_of('MAIN'), 1)",
        "update inventory.thresholds set minimum = 2 where minimum = 1",
        "delete from inventory.thresholds where minimum = 2"),
    "inventory.threshold_defaults": (
        "insert into inventory.threshold_defaults (category_id, location_id, minimum) "
        "values (inventory.category_of('FOOD'), inventory.location_of('MAIN'), 1)",
        "update inventory.threshold_defaults set minimum = 2 where minimum = 1",
        "delete from inventory.threshold_defaults where minimum = 2"),
    "inventory.locations": (
        "insert into inventory.locations (code, name, kind, parent_id) "
        "values ('ZZ', 'zz', 'site', inventory.location_of('NORTH'))",
        "update inventory.locations set name = 'z' where code = 'ZZ'",
        "delete from inventory.locations where code = 'ZZ'"),
    "auth.location_grants": (
        "insert into auth.location_grants (person, location_id) "
        "values ('vic_viewer', inventory.location_of('HARBOUR'))",
        "update auth.location_grants set valid_until = '2099-01-01' "
        "where location_id = inventory.location_of('HARBOUR') and person = 'vic_viewer'",
        "delete from auth.location_grants "
        "where location_id = inventory.location_of('HARBOUR') and person = 'vic_viewer'"),
}  # fmt: skip
SETTINGS = "update inventory.settings set company = 'Zz'"
PEOPLE = "update auth.people set name = 'Zz' where person = 'vic_viewer'"
# Tables that only functions and DBAs write.
INNER: dict[str, tuple[str, str, str]] = {
    "auth.sessions": (
        f"insert into auth.sessions (token_hash, person, expires_at, password_mark) "
        f"values ({HASH}, 'vic_viewer', now() + interval '1 h', {HASH})",
        "update auth.sessions set revoked_at = now()",
        "delete from auth.sessions"),
    "auth.devices": (
        "insert into auth.devices (person, name, secret_hash, pin_hash, expires_at) "
        f"values ('vic_viewer', 'Phone', {HASH}, {HASH}, now() + interval '1 h')",
        "update auth.devices set revoked_at = now()",
        "delete from auth.devices"),
    "auth.second_factors": (
        "insert into auth.second_factors (person, secret) "
        "values ('vic_viewer', decode(repeat('ab', 20), 'hex'))",
        "update auth.second_factors set confirmed_at = now()",
        "delete from auth.second_factors"),
    "auth.recovery_codes": (
        f"insert into auth.recovery_codes (person, code_hash) values ('vic_viewer', {HASH})",
        "update auth.recovery_codes set used_at = now()",
        "delete from auth.recovery_codes"),
    "auth.invitations": (
        "insert into auth.invitations (token_hash, person, expires_at) "
        f"values ({HASH}, 'vic_viewer', now() + interval '1 h')",
        "update auth.invitations set used_at = now()",
        "delete from auth.invitations"),
    "auth.break_glass_grants": (
        "insert into auth.break_glass_grants (person, group_name, reason, valid_until) "
        "values ('vic_viewer', 'staff', 'The roof leaks', now() + interval '1 h')",
        "update auth.break_glass_grants set ended_at = now()",
        "delete from auth.break_glass_grants"),
    "inventory.subscriptions": (
        "insert into inventory.subscriptions (person) values ('vic_viewer')",
        "update inventory.subscriptions set location_id = 1 where person = 'vic_viewer'",
        "delete from inventory.subscriptions where person = 'vic_viewer'"),
}  # fmt: skip
VERBS = ("insert", "update", "delete")


def last(db: psycopg.Connection) -> dict[str, Any]:
    """The newest change."""
    row = db.execute(
        "select person, database_user, host(address) as address, session_id, actor, table_name,"
        " operation, before, after from audit.changes order by change_id desc limit 1"
    ).fetchone()
    assert row
    return row


@pytest.fixture
def by_socket_and_tcp(shop: Database) -> dict[str, Callable[[str], None]]:
    """Ways for bob_boss, manager and admin, and a DBA to run a statement."""
    token = open_session(shop, "bob_boss")
    with shop.connect() as db:
        db.execute("update auth.sessions set address = '203.0.113.9'")

    def own(statement: str) -> None:
        with shop.connect("bob_boss") as login:
            login.execute(statement)

    def browser(statement: str) -> None:
        with web(shop, token) as request:
            request.execute(statement)

    def dba(statement: str) -> None:
        with shop.connect() as superuser:
            superuser.execute(statement)

    return {"psql": own, "web": browser, "dba": dba}


def test_every_table_verb_and_way(
    shop: Database, db: psycopg.Connection, by_socket_and_tcp: dict, record_property: Any
) -> None:
    session = one(db, "select session_id from auth.sessions")
    who = {
        "psql": ("bob_boss", "bob_boss", "127.0.0.1", None),
        "web": ("bob_boss", "stockroom_web", "203.0.113.9", session),
        "dba": (None, "postgres", None, None),
    }
    tried = 0
    for way, run in by_socket_and_tcp.items():
        for table, statements in {
            **WAYS,
            "inventory.settings": ("", SETTINGS, ""),
            "auth.people": ("", PEOPLE, ""),
        }.items():
            for verb, statement in zip(VERBS, statements, strict=True):
                if not statement:
                    continue
                run(statement.replace("Zz'", f"Zz {way}'"))
                row = last(db)
                found = (row["person"], row["database_user"], row["address"], row["session_id"])
                assert found == who[way], (way, statement)
                assert (row["table_name"], row["operation"]) == (table, verb)
                assert (row["before"] is None, row["after"] is None) == (
                    verb == "insert", verb == "delete",
                )  # fmt: skip
                assert row["actor"] is None
                tried += 1
    record_property("audit: table x verb x way", tried)


@pytest.mark.parametrize("table", INNER)
def test_what_functions_keep_is_recorded_without_secrets(
    db: psycopg.Connection, table: str
) -> None:
    for verb, statement in zip(VERBS, INNER[table], strict=True):
        db.execute(statement)
        row = last(db)
        assert (row["table_name"], row["operation"]) == (table, verb)
        assert "abab" not in f"{row['before']}{row['after']}"
        assert (row["after"] or row["before"])["person"] == "vic_viewer"


def test_all_audited_tables_are_tried_and_named(db: psycopg.Connection) -> None:
    tables = {
        row["name"]
        for row in db.execute(
            "select tgrelid::regclass::text as name from pg_trigger "
            "where tgfoid = 'audit.record_change()'::regprocedure"
        )
    }
    assert tables == {*WAYS, *INNER, "inventory.settings", "auth.people"}
    named = {row["table_name"] for row in db.execute("select table_name from audit.kinds()")}
    assert tables == named


def test_what_is_touched_each_minute_is_no_change(db: psycopg.Connection) -> None:
    for table in ("auth.sessions", "auth.devices", "auth.second_factors"):
        db.execute(INNER[table][0])
    before = one(db, "select count(*) from audit.changes")
    db.execute("update auth.sessions set last_seen_at = now() + interval '1 s'")
    db.execute("update auth.devices set failures = 3, last_used_at = now()")
    db.execute("update auth.second_factors set last_step = 7")
    db.execute("update auth.people set name = name")
    assert one(db, "select count(*) from audit.changes") == before
    db.execute(
        "update auth.sessions set last_seen_at = now(), expires_at = now() - interval '31 days'"
    )
    assert one(db, "select count(*) from audit.changes") == before + 1
    db.execute("select auth.forget_sessions()")
    assert one(db, "select count(*) from audit.changes") == before + 1, "forgotten, not ended"


def test_a_replaced_secret_is_told_and_not_shown(db: psycopg.Connection) -> None:
    db.execute(INNER["auth.devices"][0])
    db.execute("update auth.devices set pin_hash = decode(repeat('cd', 32), 'hex')")
    row = last(db)
    assert row["after"]["pin_hash"] == "replaced"
    assert "pin_hash" not in row["before"]
    assert "secret_hash" not in row["after"]


def test_a_role_switch_without_a_token_names_nobody(shop: Database, db: psycopg.Connection) -> None:
    """As injected SQL could: whatever it reaches, it is nobody who is named."""
    with shop.connect() as pool:
        pool.execute("set session authorization stockroom_web")
        pool.execute("set role web_bob_boss")
        pool.execute("select set_config('stockroom.token', 'forged', false)")
        with refused("42501"):
            pool.execute("insert into inventory.units (code, name, decimals) values ('q', 'q', 0)")
    assert last(db)["table_name"] != "inventory.units" or last(db)["person"] != "bob_boss"


@pytest.mark.parametrize("way", ["companion", "half"])
def test_who_is_not_signed_in_asks_no_helper(
    shop: Database, db: psycopg.Connection, way: str
) -> None:
    """Neither as a companion without its token, nor with a password that awaits its code."""
    asked = (
        "select audit.value_of('x', 'location_id', to_jsonb(inventory_key)) #>> '{}', "
        "audit.time_of(change), audit.key_around('infinity'), "
        "audit.window_start(null, null, change + 1, 10) from (select {}::int as inventory_key, "
        "{}::bigint as change) as x"
    )
    place = one(db, "select location_id from inventory.locations where code = 'AIRPORT'")
    change = one(db, "select max(change_id) from audit.changes")
    query = asked.replace("{}::int", f"{place}::int").replace("{}::bigint", f"{change}::bigint")
    with shop.connect("ada_auditor") as own:
        told = tuple(own.execute(query).fetchone().values())
        assert told[0] == "AIRPORT"
        assert None not in told
    if way == "half":
        db.execute("update inventory.settings set second_factor_groups = array['auditor']")
    with shop.connect("stockroom_web" if way == "companion" else "ada_auditor") as other:
        if way == "companion":
            other.execute("set role web_ada_auditor")
        assert tuple(other.execute(query).fetchone().values()) == (str(place), None, None, None)


# -- Append-only


def test_nobody_changes_a_refusal(shop: Database, db: psycopg.Connection) -> None:
    note(shop, "x", "10.0.0.1", "/a")
    for role in ("postgres", "stockroom_owner"):
        with shop.connect() as superuser, superuser.transaction(force_rollback=True):
            if role != "postgres":
                superuser.execute(f"set role {role}")
                superuser.execute(
                    "create policy local_all on audit.refusals to stockroom_owner using (true)"
                )
            for statement in (
                "update audit.refusals set path = '/b'",
                "update audit.refusals set times = 0",
                "update audit.refusals set times = times + 1, person = 'vic_viewer'",
                "delete from audit.refusals",
                "truncate audit.refusals",
            ):
                with refused("IN010"), superuser.transaction():
                    superuser.execute(statement)
    assert one(db, "select count(*) from audit.refusals where path = '/a' and times = 1") == 1


def test_refusals_go_after_a_year(db: psycopg.Connection, worker: psycopg.Connection) -> None:
    db.execute(
        "insert into audit.refusals (refused_at, method, path, status, code, message) "
        "select now() - make_interval(days => d), 'GET', '/', 403, 'x', 'x' "
        "from unnest(array[1, 364, 367]) as d"
    )
    assert one(worker, "select api.housekeeping()")["refusals"] == 1
    assert one(db, "select count(*) from audit.refusals") == 2


# -- Refusals


def note(shop: Database, token: str, address: str, path: str, times: int = 1) -> None:
    """As the web notes one."""
    with shop.connect("stockroom_web") as pool:
        pool.execute(
            "select auth.record_refusal(%s, %s, 'GET', %s, 403, '42501', 'No.', %s)",
            [hashlib.sha256(token.encode()).digest(), address, path, times],
        )


def test_a_flood_is_bounded(shop: Database, db: psycopg.Connection) -> None:
    token = open_session(shop, "sue_staff")
    for n in range(30):
        note(shop, "none", "10.0.0.1", f"/{n}")  # one address
    assert one(db, "select count(*) from audit.refusals") == 11
    for n in range(100):
        note(shop, "none", f"10.0.1.{n}", "/x")  # from everywhere
    assert one(db, "select count(*) from audit.refusals") == 61
    for n in range(30):
        note(shop, token, f"10.0.2.{n}", f"/{n}", 2)  # a person, not crowded out
    assert one(db, "select sum(times) from audit.refusals") == 190
    rows = db.execute("select person, times from audit.refusals where person is not null")
    assert sorted((r["person"], r["times"]) for r in rows) == [
        *[("sue_staff", 2)] * 10,
        ("sue_staff", 40),
    ]


def test_alike_ones_are_one_row(shop: Database, db: psycopg.Connection) -> None:
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2", "not an address", "10.0.0.1"):
        note(shop, "none", address, "/same?key=secret")
    rows = db.execute("select host(address) as at, path, times from audit.refusals order by 1")
    assert [(r["at"], r["path"], r["times"]) for r in rows] == [
        ("10.0.0.1", "/same", 3), ("10.0.0.2", "/same", 1), (None, "/same", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "masked"),
    [
        ("/items/APPLE?q=x", "/items/APPLE"),
        (f"/documents/{uuid.UUID(int=7)}.json", f"/documents/{uuid.UUID(int=7)}.json"),
        ("/invitation/" + "aB3-_" * 9, "/invitation/…"),
        ("/x." + "f" * 64 + ".y", "/x.….y"),
        (None, ""),
        ("/" + "a/" * 600, ("/" + "a/" * 600)[:500]),
    ],
)
def test_paths_are_masked(db: psycopg.Connection, path: str | None, masked: str) -> None:
    assert one(db, "select audit.mask_path(%s)", [path]) == masked


# -- What DBAs do to roles


class Tools:
    """What the job is given, with the worker's own login behind it."""

    def __init__(self, worker: psycopg.Connection) -> None:
        self.worker, self.commands = worker, self

    async def call(self, command: str) -> Any:
        return one(self.worker, sql.SQL("select api.{}()").format(sql.Identifier(command)))


@pytest.fixture
def vic_as_he_was(shop: Database) -> Iterator[None]:
    """Roles belong to the whole server."""
    yield
    with shop.connect() as db:
        db.execute("set client_min_messages = error")
        db.execute("revoke stockroom_manager, pg_monitor from vic_viewer")
        db.execute("alter role vic_viewer login nosuperuser valid until 'infinity'")


def found(db: psycopg.Connection) -> list[tuple[list[str], list[str]]]:
    """What was found so far: groups before and after."""
    rows = db.execute(
        "select * from audit.changes where database_user = %s order by change_id", [FOUND]
    ).fetchall()
    assert all(row["person"] is None for row in rows)
    assert {row["after"]["person"] for row in rows} <= {"vic_viewer"}
    return [(row["before"]["recorded_groups"], row["after"]["recorded_groups"]) for row in rows]


@pytest.mark.usefixtures("vic_as_he_was")
async def test_what_a_dba_does_to_a_role_is_found(
    shop: Database, db: psycopg.Connection, worker: psycopg.Connection
) -> None:
    async def a_minute_later() -> None:
        await end_overdue.run(None, Tools(worker))  # type: ignore[arg-type]

    await a_minute_later()
    assert found(db) == [], "what our own functions made is known"
    steps = [
        ("grant stockroom_manager to vic_viewer", ["manager", "viewer"]),
        ("grant pg_monitor to vic_viewer", ["manager", "pg_monitor", "viewer"]),
        ("alter role vic_viewer nologin", ["manager", "no login", "pg_monitor", "viewer"]),
        ("alter role vic_viewer login superuser", ["manager", "pg_monitor", "superuser", "viewer"]),
        ("alter role vic_viewer nosuperuser valid until '2020-01-01'",
         ["manager", "no login", "pg_monitor", "viewer"]),
        ("alter role vic_viewer valid until 'infinity'", ["manager", "pg_monitor", "viewer"]),
        ("revoke stockroom_manager, pg_monitor from vic_viewer", ["viewer"]),
    ]  # fmt: skip
    before = ["viewer"]
    for number, (statement, after) in enumerate(steps, 1):
        db.execute(statement)
        await a_minute_later()
        await a_minute_later()  # once
        assert len(found(db)) == number
        assert found(db)[-1] == (before, after), statement
        before = after


async def test_what_our_functions_do_is_not_found(
    shop: Database, db: psycopg.Connection, worker: psycopg.Connection
) -> None:
    await end_overdue.run(None, Tools(worker))  # type: ignore[arg-type]
    with shop.connect("ann_admin") as ann:
        ann.execute(
            "select api.create_user(person => 'new_one', name => 'New', groups => '{staff,cost}',"
            " verifier => %s)",
            [company.verifier(db, "new_one")],
        )
        ann.execute("select api.set_groups('new_one', '{manager}')")
        ann.execute("select api.disable_user('new_one')")
    assert one(worker, "select api.record_role_changes()") == 0
    rows = db.execute(
        "select person, before, after from audit.changes where table_name = 'auth.people' "
        "and after ->> 'person' = 'new_one' order by change_id"
    ).fetchall()
    assert {row["person"] for row in rows} == {"ann_admin"}
    groups = [sorted(row["after"]["recorded_groups"]) for row in rows]
    assert groups[0] == ["cost", "staff"]
    assert ["manager"] in groups


def test_rights_taken_in_an_emergency_are_not_found(
    shop: Database, worker: psycopg.Connection
) -> None:
    one(worker, "select api.record_role_changes()")
    with shop.connect("ann_admin") as ann:
        ann.execute(
            "select api.break_glass(group_name => 'staff', location => 'MAIN',"
            " reason => 'The roof of the store leaks')"
        )
    assert one(worker, "select api.record_role_changes()") == 0
    with shop.connect() as db:  # roles are the whole server's
        db.execute("revoke stockroom_staff from ann_admin granted by stockroom_people")


def test_who_looks_after_roles(shop: Database) -> None:
    for person in ("ann_admin", "ada_auditor", "bob_boss"):
        with shop.connect(person) as login, refused("42501"):
            login.execute("select api.record_role_changes()")


def test_roles_of_a_thousand_people_are_looked_at_at_once(
    shop: Database, worker: psycopg.Connection, record_property: Callable[[str, object], None]
) -> None:
    """Person by person it was quadratic: 2.7 s at 3,000, and it runs each half minute."""
    names = [f"crowd_{number}" for number in range(1000)]
    with shop.connect() as db:
        roles = "".join(f"create role {name}; grant stockroom_viewer to {name};" for name in names)
        db.execute(roles)
        db.execute(
            "insert into auth.people (person, name) select n, n from unnest(%s::text[]) as n",
            [names],
        )
    one(worker, "select api.record_role_changes()")
    began = time.monotonic()
    assert one(worker, "select api.record_role_changes()") == 0
    took = time.monotonic() - began
    record_property("role changes of 1,000 people, s", round(took, 3))
    assert took < 0.15
