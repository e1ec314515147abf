"""Any SQL, by anybody, committed: nothing is changed, nobody has become another, nothing hidden is
told. On the web's connection as A, as B's companion without B's token, as the pool itself; and on
direct logins of staff, of a counter, of a tool, and of a stranger in a group."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Database
from tests.policies import attacks
from tests.policies.conftest import STRANGER
from tests.policies.steps import Connection, sign_in, token_hash, value, web_request

HIDDEN_NOTE, HIDDEN_COST = "hidden-note-4711", "7313.37"
# What the pool may write without anybody's token: who was refused and who tried to sign in.
OWN_BOOKS = ("audit.refusals", "auth.sign_in_attempts")
STATE = """
    select md5(string_agg(part, '|' order by part)) from (
        select 'role ' || rolname || rolsuper || rolcreaterole || rolbypassrls || rolcanlogin
            || rolconnlimit || coalesce(rolpassword, '') || coalesce(rolvaliduntil::text, '')
            || coalesce((select string_agg(setconfig::text, ',') from pg_db_role_setting
                where setrole = a.oid), '') as part from pg_authid as a
        union all
        select 'in ' || roleid || '-' || member || admin_option || inherit_option || set_option
        from pg_auth_members
        union all select 'relation ' || oid || coalesce(relacl::text, '') from pg_class
            where relpersistence <> 't'
        union all select 'function ' || oid || coalesce(proacl::text, '') from pg_proc
        union all select 'schema ' || nspname || coalesce(nspacl::text, '') from pg_namespace
            where nspname !~ '^pg_(toast_)?temp_'
        union all select 'setting ' || name || setting from pg_settings where source = 'database'
        union all select 'blob ' || oid from pg_largeobject_metadata
    ) as parts
"""


def state(db: Connection) -> str:
    """A fingerprint of roles, rights, objects and all rows but those of OWN_BOOKS."""
    tables = db.execute(
        "select c.oid::regclass::text as name from pg_class as c where c.relkind in ('r', 'p') "
        "and not c.relispartition and c.relnamespace::regnamespace::text in "
        "('inventory', 'auth', 'audit', 'queue') order by 1"
    ).fetchall()
    parts = [
        f"select '{row['name']}' as t, md5(string_agg(t::text, '|' order by t::text)) as h "
        f"from {row['name']} as t"
        for row in tables
        if row["name"] not in OWN_BOOKS
    ]
    rows = db.execute(" union all ".join(parts)).fetchall()
    return str(sorted((row["t"], row["h"]) for row in rows)) + str(value(db, STATE))


def told(db: Connection, statement: str) -> str:
    """All that a statement answers, or its error."""
    try:
        if statement.startswith("copy"):
            with db.cursor().copy(statement) as copy:
                return str(list(copy)) if "to stdout" in statement else ""
        cursor = db.execute(statement.encode(), prepare=False)
        answer = str(cursor.fetchall()) if cursor.description else ""
        if " cursor " in statement:
            answer += str(db.execute("fetch all from c").fetchall())
        if statement.startswith("prepare p"):
            answer += str(db.execute("execute p").fetchall())
        return answer
    except psycopg.Error as error:
        diag = error.diag
        return f"{error.sqlstate} {diag.message_primary} {diag.message_detail}"


@contextmanager
def login(shop: Database, person: str) -> Iterator[Connection]:
    """A direct login's transaction, committed."""
    with shop.connect(person) as own, own.transaction():
        yield own


@contextmanager
def pool(shop: Database, token: str | None, companion: str = "") -> Iterator[Connection]:
    """The web's connection: as the token's person, as a companion besides, or as nobody."""
    with shop.connect("stockroom_web") as web:
        if token is None:
            with web.transaction():
                yield web
            return
        with web_request(web, token) as db:
            if companion:
                db.execute(f"set local role {companion}")
            yield db


ATTACKERS = ("web: sue", "web: sue as web_bob_boss", "web: nobody", "login: sue_staff",
             "login: cora_counter", "login: vic_viewer", "login: tool",
             f"login: {STRANGER}")  # fmt: skip


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_no_attack_changes_or_tells_anything(
    busy: Database, hire: Callable[..., str], attacker: str, record_property: Callable
) -> None:
    tool = hire("reporting", at=["MAIN"], kind="tool")
    me = {"web": "sue_staff"}.get(attacker[:3], attacker.removeprefix("login: "))
    me = tool if me == "tool" else me
    sues, bobs = sign_in(busy, "sue_staff"), sign_in(busy, attacks.OTHER)
    ways = {
        "web: sue": lambda: pool(busy, sues),
        "web: sue as web_bob_boss": lambda: pool(busy, sues, "web_bob_boss"),
        "web: nobody": lambda: pool(busy, None),
    }
    enter = ways.get(attacker, lambda: login(busy, me))
    with busy.connect(attacks.OTHER) as bob:
        bob.execute(
            "select api.post_receipt(lines => %s, idempotency_key => gen_random_uuid(), "
            "note => %s)",
            [Jsonb([{"item": "APPLE", "location": "AIRPORT", "quantity": 1,
                     "unit_cost": HIDDEN_COST}]), HIDDEN_NOTE],
        )  # fmt: skip
    secrets = (HIDDEN_NOTE, HIDDEN_COST, "bob_boss@example.com", "SCRAM-SHA-256$4096:",
               token_hash(bobs).hex(), "/bin/bash", "'person': 'bob_boss', 'token")  # fmt: skip
    tried, wrong = 0, []
    with busy.connect() as db:
        before = state(db)
        for group, statements in attacks.GROUPS.items():
            for statement in (one.format(me=me, other=attacks.OTHER) for one in statements):
                if attacks.OF_A_LOGIN in statement and attacker.startswith("login"):
                    continue
                for way in ("{sql}", attacks.WRAPPED):
                    said = run(enter, way.replace("{sql}", statement), me, wrong)
                    tried += 1
                    wrong += [f"tells {one}: {statement}" for one in secrets if one in said]
            if state(db) != before:
                wrong.append(f"changed something: one of {group}")
                before = state(db)
    assert wrong == []
    record_property(f"attacks tried, {attacker}", tried)


def run(enter: Callable, statement: str, me: str, wrong: list[str]) -> str:
    """Run an attack and commit; whoever it was run as, nobody else is signed in afterwards."""
    said = ""
    try:
        with enter() as db:
            try:
                with db.transaction():
                    said = told(db, statement)
                    db.execute("select 1")  # fails where the attack did: taken back
            except psycopg.Error:
                return said
            now = value(db, "select session_user || ' ' || current_user as u")
            if not may_be(str(now), me):
                wrong.append(f"is {now} now: {statement}")
            elif not str(now).endswith(" stockroom_web"):
                who = value(db, "select auth.signed_in() as who")
                if who not in (None, me):
                    wrong.append(f"is signed in as {who} now: {statement}")
    except psycopg.Error as error:
        said += f" {error}"
    return said


def may_be(now: str, me: str) -> bool:
    """The pool may be itself or any companion (who then is nobody); a login is itself."""
    session, current = now.split()
    if session == "stockroom_web":
        return current == session or current.startswith("web_")
    return session == current == me


def test_an_attack_that_works_is_seen(busy: Database) -> None:
    """The fingerprint moves with a grant, a row, a role's password and a setting of a role."""
    with busy.connect() as db:
        for change in (
            "grant execute on function auth.may_act() to stockroom_viewer",
            "update auth.people set email = 'x@example.com' where person = 'sue_staff'",
            "alter role sue_staff connection limit 21",
            "insert into auth.location_grants (person, location_id) select 'vic_viewer', "
            "max(location_id) from inventory.locations",
        ):
            before = state(db)
            with db.transaction(force_rollback=True):
                db.execute(change)
                assert state(db) != before, change
