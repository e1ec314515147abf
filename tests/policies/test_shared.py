"""What everybody shares: locks, disk, the server, other people's connections, the dump."""

import subprocess
from pathlib import Path

import psycopg
import pytest

from ops.account import server_account
from ops.binaries import find_binaries
from ops.database import NAME, embedded
from tests import company
from tests.conftest import MAJOR, Database
from tests.policies.conftest import STRANGER
from tests.policies.steps import DENIED, Connection, allowed, attempt, refused, sign_in, web_request

HOLD_UP = (
    "select pg_advisory_lock(1)",
    "select pg_advisory_lock(1, 2)",
    "select pg_advisory_xact_lock(n) from generate_series(1, 100000) as n",
    "select pg_advisory_xact_lock_shared(1)",
    "select pg_try_advisory_lock(1)",
    "select pg_try_advisory_xact_lock(1)",
    "select pg_advisory_unlock(1)",
    "select pg_sleep(0)",
    "select pg_sleep_for('0')",
    "select pg_sleep_until(now())",
    "select pg_notify('ch_pgqueuer', 'x')",
    "select lo_creat(-1)",
    "select lo_create(0)",
    "select lo_from_bytea(0, 'x')",
    "select lo_import('/etc/passwd')",
    "select lo_export(1, '/tmp/x')",
    "select lo_unlink(1)",
    "select pg_logical_emit_message(false, 'x', 'x')",
)
SERVER = (
    "copy (select 1) to program 'id'",
    "copy (select 1) to '/tmp/zz'",
    "create temp table zz (a int)",
    "select pg_read_file('/etc/passwd')",
    "select pg_read_binary_file('/etc/passwd')",
    "select pg_ls_dir('.')",
    "select pg_stat_file('.')",
    "select * from pg_hba_file_rules",
    "select rolpassword from pg_authid",
    "select passwd from pg_shadow",
    "select pg_reload_conf()",
    "select pg_switch_wal()",
    "select pg_rotate_logfile()",
    "select pg_stat_reset()",
    "load 'auto_explain'",
    "alter system set work_mem = '1GB'",
    "set session_replication_role = replica",
    "set log_statement = 'none'",
    "set lo_compat_privileges = on",
    "checkpoint",
    "create database zz",
    "create tablespace zz location '/tmp'",
    "vacuum full pg_catalog.pg_authid",
)
ALLOWED_BY_ROLE = {
    "stockroom_worker": {HOLD_UP[5], HOLD_UP[10]},  # the queue wakes itself and adds up its log
}


@pytest.mark.parametrize(
    "role", [*company.PEOPLE, STRANGER, "stockroom_web", "stockroom_worker", "stockroom_signin"]
)
def test_nobody_holds_the_others_up(busy: Database, role: str) -> None:
    with busy.connect(role) as own:
        for statement in HOLD_UP:
            if statement in ALLOWED_BY_ROLE.get(role, ()):
                allowed(own, statement)
            else:
                refused(own, DENIED, statement)
        allowed(own, "select pg_advisory_unlock_all()")


@pytest.mark.parametrize("role", [*company.PEOPLE, "stockroom_web", "stockroom_worker"])
def test_nobody_reaches_the_server(busy: Database, role: str) -> None:
    with busy.connect(role) as own:
        for statement in SERVER:
            result = attempt_outside(own, statement)
            assert result in (DENIED, "58P01"), f"{statement}: {result}"  # 58P01: no such library


def attempt_outside(own: Connection, statement: str) -> str:
    """The SQLSTATE of a statement run by itself; some refuse to run within a transaction."""
    try:
        own.execute(statement)
    except psycopg.Error as error:
        return str(error.sqlstate)
    if statement.startswith("vacuum"):
        return DENIED  # it only warns
    return "allowed"


def test_nor_through_the_web(busy: Database, web: Connection) -> None:
    with web_request(web, sign_in(busy, "bob_boss")) as db:
        for statement in HOLD_UP:
            refused(db, DENIED, statement)
        refused(db, DENIED, "set local temp_file_limit = -1")


def test_switching_row_security_off_shows_an_error_not_rows(busy: Database) -> None:
    with busy.connect("sue_staff") as sue:
        sue.execute("set row_security = off")
        refused(sue, DENIED, "select * from api.stock_on_hand")


def test_nobody_ends_or_reads_anothers_connection(busy: Database, web: Connection) -> None:
    with busy.connect("bob_boss") as bob, busy.connect("sue_staff") as sue:
        bob.execute("select 'a private question'")
        for end in ("pg_cancel_backend", "pg_terminate_backend"):
            for pid in (bob.info.backend_pid, web.info.backend_pid):
                refused(sue, DENIED, f"select {end}(%s)", [pid])
        seen = allowed(sue, "select query from pg_stat_activity where usename <> 'sue_staff'")
        assert "private question" not in str(seen)


def test_statistics_of_columns_are_hidden(busy: Database) -> None:
    """The most common values of a table are values of rows one may not see."""
    with busy.connect() as db:
        db.execute("analyze")
    for person in ("sue_staff", "vic_viewer", "rob_reporting", "ann_admin"):
        with busy.connect(person) as own:
            shown = "select * from pg_stats where schemaname in ('inventory', 'auth', 'audit')"
            assert allowed(own, shown) == []
            assert isinstance(attempt(own, "select * from pg_statistic"), psycopg.Error)


def test_a_login_without_a_group_does_not_get_in(busy: Database) -> None:
    with busy.connect() as db:
        secret = company.verifier(db, "local_nobody")
        db.execute(f"create role local_nobody login password '{secret}'")
    try:
        busy.passwords["local_nobody"] = company.PASSWORD
        with pytest.raises(psycopg.OperationalError, match="CONNECT privilege"):
            busy.connect("local_nobody")
    finally:
        with busy.connect() as db:
            db.execute("drop role local_nobody")


def test_nobody_enters_the_embedded_servers_other_databases(busy: Database) -> None:
    """There PUBLIC has kept its locks and large objects."""
    embedded(busy.server)
    try:
        for other in ("postgres", "template1"):
            with pytest.raises(psycopg.OperationalError, match="CONNECT privilege"):
                psycopg.connect(busy.server.tcp_dsn("sue_staff", company.PASSWORD, other))
    finally:
        with busy.connect() as db:
            db.execute(f"drop database {NAME}")


def test_the_backup_dumps_everything_and_writes_nothing(busy: Database, tmp_path: Path) -> None:
    """A partition made later and a DBA's own table are in the dump, rows and all."""
    with busy.connect() as db:
        db.execute(
            "create table inventory.movements_2031 partition of inventory.movements "
            "for values from ('2031-01-01') to ('2032-01-01')"
        )
        db.execute("create schema local; create table local.notes as select 'a note' as note")
    program = find_binaries(MAJOR, server_account()).program("pg_dump")
    dumped = tmp_path / "dump.sql"
    command = [program, "--dbname", busy.dsn("stockroom_backup"), "--file", str(dumped)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = dumped.read_text()
    for part in ("COPY inventory.movements_2031", "a note", "sue_staff@example.com", "BOLT-M8"):
        assert part in text
    with busy.connect("stockroom_backup") as backup:
        backup.execute("set default_transaction_read_only = off")
        refused(backup, DENIED, "delete from inventory.items")
        refused(backup, DENIED, "update auth.people set email = null")
        refused(backup, DENIED, "select api.housekeeping()")
