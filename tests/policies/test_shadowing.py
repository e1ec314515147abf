"""Objects of the attacker's own, in front of ours: what runs with other rights finds none."""

import uuid
from collections.abc import Iterator

import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Database
from tests.policies.steps import DENIED, Connection, refused, sign_in, value, web_request

# What our functions call, redone by the attacker. Each tells when it is run, and as whom.
TRAP = "language plpgsql as $$ begin raise exception 'trap sprung as %', current_user; end $$"
FUNCTIONS = {
    "now()": "timestamptz",
    "lower(text)": "text",
    "upper(text)": "text",
    "btrim(text)": "text",
    "format(text, text)": "text",
    "concat(text, text)": "text",
    "sha256(bytea)": "bytea",
    "convert_to(text, name)": "bytea",
    "current_setting(text, boolean)": "text",
    "set_config(text, text, boolean)": "text",
    "jsonb_array_elements(jsonb)": "setof jsonb",
    "jsonb_typeof(jsonb)": "text",
    "jsonb_array_length(jsonb)": "integer",
    "to_jsonb(text)": "jsonb",
    "get_bit(varbit, integer)": "integer",
    "hashtextextended(text, bigint)": "bigint",
    "pg_has_role(name, name, text)": "boolean",
    "clock_timestamp()": "timestamptz",
    "abs(numeric)": "numeric",
    "trim_scale(numeric)": "numeric",
    "gen_random_uuid()": "uuid",
    "signed_in()": "text",
    "post_document(text, jsonb, uuid, text, text, timestamptz, uuid)": "jsonb",
}
OPERATORS = {
    "=": [("text", "text"), ("integer", "integer"), ("uuid", "uuid"), ("bytea", "bytea")],
    "<@": [("integer", "int4multirange"), ("int4multirange", "int4multirange")],
    "&&": [("int4multirange", "int4multirange")],
    ">=": [("numeric", "numeric"), ("integer", "integer")],
    "<": [("numeric", "numeric"), ("integer", "integer")],
    "~": [("text", "text")],
    "->>": [("jsonb", "text")],
    "->": [("jsonb", "text"), ("jsonb", "integer")],
    "||": [("text", "text"), ("jsonb", "jsonb")],
    "-": [("jsonb", "text"), ("numeric", "numeric")],
    "+": [("numeric", "numeric")],
    "*": [("numeric", "numeric")],
    "?": [("jsonb", "text")],
}
TABLES = ("locations", "items", "people", "sessions", "grant_sets", "location_grants", "movements",
          "stock_levels", "documents", "units", "settings", "pg_roles", "pg_class")  # fmt: skip
TYPES = ("numeric", "text", "jsonb", "uuid", "boolean", "integer", "timestamptz")


@pytest.fixture
def attacker(busy: Database) -> Iterator[Connection]:
    """sue_staff, to whom a careless DBA gave a schema of her own and temporary tables."""
    with busy.connect() as db:
        db.execute("create schema local; grant create, usage on schema local to public")
        db.execute(f"grant temp on database {busy.name} to public")
    with busy.connect("sue_staff") as sue:
        lay_traps(sue, "local")
        lay_traps(sue, "pg_temp")
        yield sue


def lay_traps(db: Connection, schema: str) -> None:
    for signature, returns in FUNCTIONS.items():
        db.execute(f"create function {schema}.{signature} returns {returns} {TRAP}")
    for operator, kinds in OPERATORS.items():
        for number, (left, right) in enumerate(kinds):
            name = f"trap_{abs(hash((operator, number)))}"
            returns = "boolean" if operator in ("=", "<@", "&&", ">=", "<", "~", "?") else left
            db.execute(f"create function {schema}.{name}({left}, {right}) returns {returns} {TRAP}")
            db.execute(
                f"create operator {schema}.{operator} (leftarg = {left}, rightarg = {right}, "
                f"function = {schema}.{name})"
            )
    for table in TABLES:
        db.execute(
            f"create table {schema}.{table} as select 'bob_boss'::text as person, "
            "1 as location_id, 1 as item_id"
        )
    for kind in TYPES:
        db.execute(f"create domain {schema}.{kind} as varchar check (false)")


QUESTIONS = (
    "api.me()", "api.overview()", "api.item_page('APPLE')", "api.search_items('apple')",
    "api.search_items('status:low')", "api.list_alerts()", "api.recent_movements()",
    "api.item_history('APPLE')", "(select pg_catalog.count(*) from api.stock_as_of(null))",
    "api.form_choices()", "auth.signed_in()", "auth.in_group('staff')",
    "auth.readable_ranges()", "auth.postable_ranges()", "auth.readable_bits()",
)  # fmt: skip
PATHS = ("local, pg_temp, pg_catalog", "pg_temp, pg_catalog", "local")


def answers(db: Connection) -> list[str]:
    """What the questions and views answer, less what time changes."""
    said = []
    for question in QUESTIONS:
        row = value(db, f"select pg_catalog.to_jsonb({question}) as a")
        if isinstance(row, dict):
            for moving in ("as_of", "to", "from", "expires_at", "points"):
                row.pop(moving, None)
        said.append(str(row))
    views = ("stock_on_hand", "movements", "items", "locations", "documents", "alerts")
    said += [str(value(db, f"select pg_catalog.count(*) from api.{view}")) for view in views]
    return said


@pytest.mark.parametrize("path", PATHS)
def test_no_trap_is_sprung(busy: Database, attacker: Connection, path: str) -> None:
    plain = answers(attacker)
    attacker.execute("select pg_catalog.set_config('search_path', %s, false)", [path])
    assert answers(attacker) == plain
    for kind in ("receipt", "issue"):
        lines = Jsonb([{"item": "APPLE", "location": "MAIN-B", "quantity": "2"}])
        answer = value(
            attacker,
            f"select api.post_{kind}(lines => %s::pg_catalog.jsonb, "
            "idempotency_key => %s::pg_catalog.uuid)",
            [lines, str(uuid.uuid4())],
        )
        assert answer["posted_by"] == "sue_staff"
    adjusted = Jsonb([{"item": "APPLE", "location": "MAIN-B", "quantity": "1", "reason": "Found"}])
    value(
        attacker,
        "select api.post_adjustment(lines => %s::pg_catalog.jsonb, "
        "idempotency_key => %s::pg_catalog.uuid)",
        [adjusted, str(uuid.uuid4())],
    )
    with busy.connect() as db:
        assert db.execute("select * from api.prove()").fetchall() == []


def test_nor_through_the_web(busy: Database, attacker: Connection, web: Connection) -> None:
    """The pool's own connection with a path that an injection has set."""
    token = sign_in(busy, "sam_staff")
    with web_request(web, token) as db:
        plain = answers(db)
        db.execute("select set_config('search_path', 'local, pg_catalog', true)")
        assert answers(db) == plain


def test_without_a_careless_dba_nobody_makes_anything(busy: Database) -> None:
    for person in ("sue_staff", "bob_boss", "ann_admin", "ada_auditor", "rob_reporting"):
        with busy.connect(person) as own:
            for schema in ("api", "inventory", "auth", "public", "pg_catalog"):
                refused(own, DENIED, f"create table {schema}.zz (a int)")
                refused(own, DENIED, f"create function {schema}.zz() returns int language sql "
                        "as 'select 1'")  # fmt: skip
            refused(own, DENIED, "create temp table zz (a int)")
            refused(own, DENIED, "create function pg_temp.zz() returns int language sql "
                    "as 'select 1'")  # fmt: skip
            refused(own, DENIED, "create schema zz")
            refused(own, DENIED, "create or replace view api.items as select 1 as sku")
            refused(own, DENIED, "create cast (text as integer) with inout")
            refused(own, DENIED, "create extension dblink schema public")
            refused(own, DENIED, "create event trigger zz on ddl_command_end execute function "
                    "inventory.force_row_security()")  # fmt: skip
