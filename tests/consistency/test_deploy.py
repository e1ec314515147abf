"""The deploy: one shape however it got there, safe twice, at once, after a kill, beside a DBA."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from ops.account import server_account
from ops.binaries import find_binaries
from ops.build import WouldDropLocal, deploy, find_drift
from ops.build.code import build_code
from ops.build.files import SqlFile, code_files, schema_files
from ops.build.migrate import pending
from ops.build.server import NotFit, check, make_roles, prepare_database
from tests.conftest import MAJOR, Database

ROOT = Path(__file__).resolve().parents[2]


def quiet(_: str) -> None:
    """Say nothing."""


def shape(database: Database) -> str:
    """`pg_dump -s` of our schemas, less what differs from run to run."""
    pg_dump = find_binaries(MAJOR, server_account()).program("pg_dump")
    command = [pg_dump, "--schema-only", "--exclude-schema=yoyo", "--dbname", database.dsn()]
    dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    dump = re.sub(r"^\\(un)?restrict .*$", "", dump, flags=re.M)
    # pg_dump lists a policy's roles in no order.
    return re.sub(
        r"(?<= TO )stockroom_\w+(?:, stockroom_\w+)+",
        lambda roles: ", ".join(sorted(roles[0].split(", "))),
        dump,
    )


def test_migrated_equals_declared(
    database: Database, new_database: Callable[[str | None], Database]
) -> None:
    """A: migrations and code. B: db/schema and code. The same dump."""
    declared = new_database(None)
    with declared.connect() as db:
        make_roles(db)
        prepare_database(db)
        with db.transaction():
            db.execute("set local role stockroom_owner")
            for file in schema_files():
                db.execute(file.text)
    with declared.connect(row_factory=psycopg.rows.tuple_row) as db, db.transaction():
        build_code(db)
    with declared.connect() as db:
        db.execute("select inventory.make_partitions()")
    assert shape(database) == shape(declared)


def test_second_deploy_changes_nothing(database: Database) -> None:
    before = shape(database)
    with database.connect(row_factory=psycopg.rows.tuple_row) as db:
        stamps = "select path, hash, built_at from deploy.built order by path"
        built = db.execute(stamps).fetchall()
        deploy(database.dsn(), say=quiet)
        assert db.execute(stamps).fetchall() == built
        assert pending(db) == []
    assert shape(database) == before


def test_two_deploys_at_once(empty_database: Database, database: Database) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: deploy(empty_database.dsn(), say=quiet), range(2)))
    assert shape(empty_database) == shape(database)


@pytest.mark.parametrize("after_ms", [30, 80, 150, 250, 400])
def test_killed_deploy_is_finished_by_the_next(
    empty_database: Database, database: Database, after_ms: int
) -> None:
    script = (
        "import sys; from ops.build import deploy; print('go', flush=True); deploy(sys.argv[1])"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, empty_database.dsn()],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "go\n"
    time.sleep(after_ms / 1000)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    deploy(empty_database.dsn(), say=quiet)
    assert shape(empty_database) == shape(database)


def test_what_a_dba_made_survives(database: Database) -> None:
    """Own schema, own names in ours, own policy and grant: kept, and those in ours reported."""
    with database.connect() as db:
        db.execute("create schema local")
        db.execute("create view local.low_stock as select * from api.stock_on_hand")
        db.execute("create function local.twice(n int) returns int language sql return n * 2")
        db.execute("create view api.local_items as select sku from api.items")
        db.execute(
            "create policy local_nobody on inventory.items for select to pg_monitor using (false)"
        )
        db.execute("grant select on api.items to pg_monitor")
        db.execute("update deploy.built set hash = 'changed'")
    deploy(database.dsn(), say=quiet)
    with database.connect(row_factory=psycopg.rows.tuple_row) as db:
        db.execute("select * from local.low_stock, api.local_items").fetchall()
        assert db.execute("select local.twice(2)").fetchone() == (4,)
        assert db.execute(
            "select has_table_privilege('pg_monitor', 'api.items', 'select')"
        ).fetchone() == (True,)
        assert find_drift(db) == [
            "policy local_nobody on inventory.items",
            "view api.local_items",
            "grant select on api.items to pg_monitor",
        ]


def edited(path: str, old: str, new: str) -> list[SqlFile]:
    """The files, one of them with other words."""
    files = code_files()
    assert any(f.path == path and old in f.text for f in files)
    return [SqlFile(f.path, f.text.replace(old, new)) if f.path == path else f for f in files]


UNITS = (
    "functions/views/units.sql",
    "select u.code as unit,",
    "select 1 as first, u.code as unit,",
)


@pytest.mark.parametrize(
    ("made", "named"),
    [
        ("view local.mine as select * from api.units", "view local.mine"),
        ("materialized view local.mine as select * from api.units", "materialized view local.mine"),
        ("function local.mine(api.units) returns int language sql return 1", "function local.mine"),
    ],
)
def test_a_deploy_refuses_to_drop_what_depends(database: Database, made: str, named: str) -> None:
    """A view of ours must be dropped and a DBA's object needs it: named, nothing changed."""
    with database.connect() as db:
        db.execute("create schema local")
        db.execute(f"create {made}")
    with database.connect(row_factory=psycopg.rows.tuple_row) as db:
        with pytest.raises(WouldDropLocal, match=named), db.transaction():
            build_code(db, edited(*UNITS))
        assert db.execute("select count(*) from pg_depend").fetchone()
        db.execute("drop schema local cascade")
        with db.transaction():
            outcome = build_code(db, edited(*UNITS))
        assert "functions/views/units.sql" in outcome.replaced
        db.execute("select first, unit from api.units")


def test_a_default_of_a_dbas_table_is_in_the_way(database: Database) -> None:
    """So is a default or a check that calls a function of ours."""
    path = "functions/support/uuid_v7.sql"
    files = [
        SqlFile(f.path, f.text.replace("uuid_v7(entropy", "uuid_v7(unused integer, entropy"))
        if f.path == path
        else f
        for f in code_files()
    ]
    files = [
        SqlFile(f.path, f.text.replace("uuid_v7(bytea)", "uuid_v7(integer, bytea)")) for f in files
    ]
    with database.connect(row_factory=psycopg.rows.tuple_row) as db:
        db.execute("create schema local")
        db.execute("create table local.t (id uuid default inventory.uuid_v7())")
        with pytest.raises(WouldDropLocal, match="default value for column id"), db.transaction():
            build_code(db, files)


def test_what_others_were_granted_outlives_a_new_object(database: Database) -> None:
    """A view with other columns is made anew; what a DBA granted on it is granted again."""
    held = (
        "select has_table_privilege('pg_monitor', 'api.units', 'select'), "
        "has_column_privilege('pg_monitor', 'api.categories', 'name', 'select')"
    )
    with database.connect(row_factory=psycopg.rows.tuple_row) as db:
        db.execute("grant select on api.units to pg_monitor")
        db.execute("grant select (name) on api.categories to pg_monitor")
        with db.transaction():
            build_code(db, edited(*UNITS))
        assert db.execute(held).fetchone() == (True, True)


def test_a_grant_that_leaves_its_file_is_taken_back(database: Database) -> None:
    """Also one on a schema, or on a table that another file grants on too."""
    may = (
        "select has_schema_privilege('stockroom_people', 'inventory', 'usage'), "
        "has_schema_privilege('stockroom_writer', 'inventory', 'usage'), "
        "has_table_privilege('stockroom_worker', 'queue.pgqueuer', 'delete'), "
        "has_table_privilege('stockroom_keeper', 'queue.pgqueuer', 'delete')"
    )
    with database.connect(row_factory=psycopg.rows.tuple_row) as db:
        assert db.execute(may).fetchone() == (True, True, True, True)
        with db.transaction():
            build_code(
                db,
                edited(
                    "policies/schemas.sql",
                    "stockroom_auth, stockroom_people, stockroom_backup;",
                    "stockroom_auth, stockroom_backup;",
                ),
            )
        assert db.execute(may).fetchone() == (False, True, True, True)
        with db.transaction():
            build_code(
                db,
                edited(
                    "policies/queue.sql",
                    "grant select, insert, update, delete on queue.pgqueuer to stockroom_worker;",
                    "",
                ),
            )
        assert db.execute(may).fetchone() == (True, True, False, True)


def test_code_follows_its_files(database: Database) -> None:
    """New parameters leave no overload; a file that is gone takes its function along; a grant that
    left its file is taken back."""
    source = "create or replace function api.probe({}) returns int language sql return 1;\n"
    grant = "grant execute on function api.probe(int) to stockroom_viewer;\n"

    def build(text: str | None) -> None:
        extra = [SqlFile("functions/support/probe.sql", text)] if text else []
        with database.connect(row_factory=psycopg.rows.tuple_row) as db, db.transaction():
            build_code(db, code_files() + extra)

    def probes() -> list[dict]:
        with database.connect() as db:
            return db.execute(
                "select pronargs as n, "
                "has_function_privilege('stockroom_viewer', oid, 'execute') as may "
                "from pg_proc where proname = 'probe'"
            ).fetchall()

    build(source.format("a int") + grant)
    assert probes() == [{"n": 1, "may": True}]
    build(source.format("a int, b int default 1"))
    assert probes() == [{"n": 2, "may": False}]
    build(source.replace("returns int", "returns bigint").format("a int"))
    assert [row["n"] for row in probes()] == [1]
    build(None)
    assert probes() == []


def test_a_deploy_waits_only_briefly_for_locks(database: Database) -> None:
    """A reader that holds a table does not make posting queue up behind the deploy for long."""
    with database.connect() as db, db.transaction():
        db.execute("update deploy.built set hash = 'changed' where path = 'policies/items.sql'")
    with database.connect(autocommit=False) as reader:
        reader.execute("select from inventory.items")
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(deploy, database.dsn(), say=quiet)
            time.sleep(2.5)
            assert not running.done()
            with database.connect() as other:
                other.execute("set lock_timeout = '3s'")
                other.execute("select from inventory.items")
            reader.rollback()
            running.result(30)


@pytest.mark.parametrize(
    ("old", "new", "waits"),
    [
        ("returns text[]", "returns text[] -- changed", False),
        ("(name text)\n", "(name text, extra text default null)\n", True),
        ("returns text[]", "returns setof text", True),
    ],
)
def test_only_what_goes_waits_for_who_is_in_the_middle(
    database: Database, old: str, new: str, waits: bool
) -> None:
    """A new text is put in beside an import of minutes; what takes or answers something else is
    not taken away from under it."""
    files = edited("functions/support/words_of.sql", old, new)
    plain = {"autocommit": False, "row_factory": psycopg.rows.tuple_row}
    with database.connect() as importing, database.connect(**plain) as db, importing.transaction():
        importing.execute("select from auth.sessions")
        if waits:
            with pytest.raises(psycopg.errors.LockNotAvailable):
                build_code(db, files)
        else:
            assert build_code(db, files).replaced == ["functions/support/words_of.sql"]
        db.rollback()


def test_an_old_server_is_refused(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ops.build.server.FLOOR", 990000)
    with database.connect() as db, pytest.raises(NotFit, match="needs 17 or newer"):
        check(db)


def test_nothing_loads_with_an_unknown_name(database: Database) -> None:
    """Bodies are not checked while loading; here every one is, by Postgres itself."""
    with database.connect() as db, db.transaction(force_rollback=True):
        for file in code_files():
            if file.path.startswith("functions/") and "create event trigger" not in file.text:
                db.execute(file.text)
