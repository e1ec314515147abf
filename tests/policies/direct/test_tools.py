"""A tool sees the views of api that are granted to reporting, explained, and writes nothing."""

import contextlib
import threading
import time
import tomllib
from collections.abc import Callable

import psycopg
import pytest
from psycopg import sql

from tests.conftest import Database
from tests.policies import matrix
from tests.policies.direct import introspection
from tests.policies.steps import DENIED, Connection, allowed, attempt, refused, value


def granted(kind: str) -> set[str]:
    """Views or tables that matrix.toml gives to reporting."""
    cells = tomllib.loads(matrix.MATRIX.read_text(encoding="utf-8"))[kind]
    return {
        name
        for name, verbs in cells.items()
        if any(one.split("(")[0] == "reporting" for one in verbs.get("select", ()))
    }


def granted_views() -> set[str]:
    """Names of the views of api."""
    return {name.removeprefix("api.") for name in granted("views")}


def beneath() -> set[str]:
    """What views show and can be read where it lies: schema auth is open to all who have an
    identity; schema inventory is not open to tools."""
    return {name for name in granted("tables") if name.startswith("auth.")}


def test_a_tool_comes_in_over_tcp_with_scram(busy: Database, tool: str) -> None:
    with busy.connect(tool) as own, busy.connect() as db:
        assert value(own, "select inet_client_addr() is not null and session_user = %s", [tool])
        line = "select auth_method from pg_hba_file_rules where type like 'host%'"
        assert {row["auth_method"] for row in db.execute(line)} <= {"scram-sha-256", "reject"}
    busy.passwords[tool] = "another"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        busy.connect(tool)


def test_a_tool_reads_the_views_of_reporting_and_nothing_else(busy: Database, tool: str) -> None:
    """By trying each relation there is."""
    with busy.connect() as db:
        relations = [t.name for t in matrix.things(db) if t.kind in ("tables", "views")]
    with busy.connect(tool) as own:
        readable = {
            name
            for name in relations
            if not isinstance(attempt(own, f"select 1 from {name} limit 1"), psycopg.Error)
        }
    assert readable == {f"api.{name}" for name in granted_views()} | beneath()
    assert len(readable) > 10


def test_tools_find_the_views_as_they_look_for_them(busy: Database, tool: str) -> None:
    with busy.connect(tool) as own:
        jdbc = allowed(own, introspection.JDBC_TABLES)
        assert {row["table_name"] for row in jdbc} == granted_views()
        assert all(row["remarks"] for row in jdbc)
        views = {row["table_name"] for row in allowed(own, introspection.VIEWS)}
        assert granted_views() == views
        columns = allowed(own, introspection.COLUMNS)
        assert {row["table_name"] for row in columns} == granted_views()
        for question in introspection.OTHERS:
            allowed(own, question)


def test_every_column_a_tool_reads_is_explained(busy: Database, tool: str) -> None:
    """Where BI tools and psql's \\d+ look: the description of the view's own column."""
    with busy.connect(tool) as own:
        reflected = [
            row
            for row in allowed(own, introspection.SQLALCHEMY_COLUMNS)
            if row["table_name"] in granted_views()
        ]
        untold = [f"{row['table_name']}.{row['name']}" for row in reflected if not row["comment"]]
        assert untold == []
        shown = allowed(own, introspection.PSQL_COLUMNS, ["api.stock_on_hand"])
        assert all(row["col_description"] for row in shown)
    assert len(reflected) > 80


WRITES = (
    "insert into {0} default values",
    "insert into {0} default values on conflict do nothing",
    "update {0} set {1} = default",
    "delete from {0}",
    "truncate {0}",
    "merge into {0} as t using (select 1 as n) as s on true when matched then delete",
    "select * from {0} for update",
    "select * from {0} for key share",
    "lock table {0} in access share mode",
    "lock table {0} in share row exclusive mode",
    "alter table {0} add column zz integer",
    "create index on {0} ({1})",
    "create trigger zz before insert on {0} for each row execute function auth.stamp_grant()",
    "create rule zz as on select to {0} do instead select 1",
    "comment on column {0}.{1} is 'evil'",
    "refresh materialized view {0}",
    "analyze {0}",
    "vacuum {0}",
    "drop view {0}",
    "alter view {0} owner to current_user",
    "alter view {0} set (security_invoker = false)",
    "grant select on {0} to public",
)
# Read locks on views lock what is beneath, too; a tool's own select takes the same one.
HARMLESS = {"lock table {0} in access share mode"}


def test_every_write_is_refused(busy: Database, tool: str, record_property: Callable) -> None:
    """By the missing right, before anything else is looked at."""
    with busy.connect() as db:
        things = [t for t in matrix.things(db) if t.kind in ("tables", "views")]
    tried = 0
    with busy.connect(tool) as own:
        for thing in things:
            for write in WRITES:
                statement = write.format(thing.name, thing.parts[0].split()[0])
                result = attempt(own, statement)
                tried += 1
                if write in HARMLESS and not isinstance(result, psycopg.Error):
                    continue
                assert is_refusal(result), f"{statement}: {result}"
    record_property("writes tried by a tool", tried)


def is_refusal(result: object) -> bool:
    """42501; or what PostgreSQL says to anybody of such a statement (of a view, a block, a key)."""
    state = getattr(result, "sqlstate", "allowed")
    return state in (DENIED, "42809", "0A000", "55000", "25001", "428C9") or (
        result == []  # ANALYZE and VACUUM only warn
    )


def test_reading_only_is_no_setting(busy: Database, tool: str) -> None:
    """Whatever a tool sets, it is the grants that hold."""
    with busy.connect(tool) as own:
        own.execute("set default_transaction_read_only = off")
        own.execute("set transaction_read_only = off")
        refused(own, DENIED, "delete from api.units")
        refused(own, DENIED, "select api.post_issue('[]', gen_random_uuid())")
        refused(own, DENIED, "select api.create_item('{}')")
        for name in ("session_replication_role", "row_security"):
            own.execute("reset all")
            result = attempt(own, f"set {name} = {'replica' if 'repl' in name else 'off'}")
            rows = attempt(own, "select * from inventory.items")
            assert isinstance(result, psycopg.Error) or isinstance(rows, psycopg.Error)


def test_connections_beyond_the_limit_are_refused_and_disturb_nobody(
    busy: Database, tool: str
) -> None:
    with contextlib.ExitStack() as opened:
        for _ in range(30):
            opened.enter_context(busy.connect(tool))
        with pytest.raises(
            psycopg.OperationalError, match=f'too many connections for role "{tool}"'
        ):
            busy.connect(tool)
        for other in ("sue_staff", "rob_reporting", "stockroom_web", "stockroom_worker"):
            with busy.connect(other) as own:
                assert value(own, "select 1") == 1
    with busy.connect(tool) as own:  # room again
        assert value(own, "select 1") == 1


def test_disk_is_bounded_and_the_bound_cannot_be_moved(busy: Database, tool: str) -> None:
    with busy.connect() as db:
        as_made = value(db, "select array_to_string(rolconfig, ' ') from pg_roles "
                        "where rolname = %s", [tool])  # fmt: skip
        db.execute(sql.SQL("alter role {} set temp_file_limit = '2MB'").format(
            sql.Identifier(tool)))  # fmt: skip
    assert "temp_file_limit=2GB" in str(as_made)
    with busy.connect(tool) as own:
        own.execute("set work_mem = '64kB'")
        for way in ("set temp_file_limit = -1", "set local temp_file_limit = -1",
                    "select set_config('temp_file_limit', '-1', false)",
                    f"alter role {tool} set temp_file_limit = -1",
                    f"alter role {tool} in database {busy.name} set temp_file_limit = -1",
                    f"alter database {busy.name} set temp_file_limit = -1",
                    "alter system set temp_file_limit = -1"):  # fmt: skip
            assert attempt_alone(own, way) == DENIED, way
        assert attempt_alone(own, "reset temp_file_limit") == DENIED
        own.execute("reset all")
        own.execute("set work_mem = '64kB'")
        told = refused(
            own, "53400",
            "select max(n) from (select n from generate_series(1, 300000) as n order by -n) as s",
        )  # fmt: skip
        assert "temporary file size exceeds" in told
        # A cursor, a hash and a CTE are no way around.
        refused(own, "53400", "select count(*) from (select distinct n, md5(n::text) "
                "from generate_series(1, 300000) as n) as s")  # fmt: skip


def attempt_alone(own: Connection, statement: str) -> str:
    """The SQLSTATE of a statement outside of any block."""
    try:
        own.execute(statement)
    except psycopg.Error as error:
        return str(error.sqlstate)
    return "allowed"


def test_time_is_bounded_though_a_tool_lifts_its_limits(
    busy: Database, tool: str, record_property: Callable
) -> None:
    """Its own limits first; where it lifts them, the reaper, at twice what its role says."""
    with busy.connect() as db:
        role = sql.Identifier(tool)
        for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
            db.execute(sql.SQL("alter role {} set {} = '400ms'").format(role, sql.Identifier(name)))
    endless = "select count(*) from generate_series(1, 1000000000000)"
    with busy.connect(tool) as own:
        refused(own, "57014", endless)  # as it comes
    ended: dict[str, float] = {}
    with contextlib.suppress(psycopg.OperationalError), contextlib.ExitStack() as opened:
        running, idle = (opened.enter_context(busy.connect(tool)) for _ in range(2))
        for one in (running, idle):
            for name in ("statement_timeout", "idle_in_transaction_session_timeout",
                         "transaction_timeout", "lock_timeout"):  # fmt: skip
                one.execute(f"set {name} = 0")
        idle.execute("begin")
        idle.execute("select count(*) from api.stock_on_hand")
        began = time.monotonic()

        def run() -> None:
            with contextlib.suppress(psycopg.OperationalError):
                running.execute(endless)
            ended["statement"] = time.monotonic() - began

        thread = threading.Thread(target=run)
        thread.start()
        with busy.connect("stockroom_worker") as worker:
            total = 0
            while total < 2 and time.monotonic() - began < 10:
                total += value(worker, "select api.end_overdue()")
                time.sleep(0.05)
        thread.join(10)
    assert total == 2
    assert 0.75 < ended["statement"] < 3
    record_property("an endless statement of a tool with 0.4 s ended after",
                    f"{ended['statement']:.2f} s")  # fmt: skip


def test_named_cursors_and_copy_out_work(busy: Database, tool: str) -> None:
    """How tools fetch what is large: server-side cursors, COPY of a query, prepared statements."""
    with busy.connect(tool, autocommit=False) as own:
        count = value(own, "select count(*) from api.movements")
        with own.cursor(name="stream") as cursor:
            cursor.itersize = 2
            cursor.execute("select * from api.movements order by movement_id")
            assert len(cursor.fetchall()) == count > 2
        with own.cursor().copy("copy (select * from api.movements) to stdout (format csv)") as out:
            assert b"".join(out).count(b"\n") == count
        for _ in range(8):
            own.execute("select * from api.items where sku = %s", ["APPLE"], prepare=True)


def test_stock_as_of_an_instant_is_a_sum_of_movements(busy: Database, tool: str) -> None:
    """What the comment of api.movements promises a tool, which has no functions: the same answer
    as api.stock_as_of() for a person of the same place, now and after each movement."""
    asked = (
        "select sku, location, lot, trim_scale(sum(quantity)) as on_hand from api.movements "
        "where occurred_at <= %s and posted_at <= %s group by 1, 2, 3 order by 1, 2, 3 nulls first"
    )
    known = "select sku, location, lot, on_hand from api.stock_as_of(%s, known_at => %s)"
    with busy.connect(tool) as own, busy.connect("max_manager") as person:
        instants = [row["at"] for row in allowed(own, "select posted_at as at from api.movements")]
        assert len(instants) > 3
        for at in instants:
            told = allowed(person, known, [at, at])
            assert allowed(own, asked, [at, at]) == sorted(
                told, key=lambda r: (r["sku"], r["location"], r["lot"] or "")
            )
