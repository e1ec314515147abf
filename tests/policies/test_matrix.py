"""Role x object x verb: every cell of matrix.toml, tried.

Each cell is a real statement over a real login (and for people through the web pool as well), in
a savepoint that is rolled back; nothing is asked of has_*_privilege but REFERENCES, which only
somebody who may create a table could use. Whether a row is then visible is test_rows.py's matter.
What the catalogue holds and matrix.toml does not, or the reverse, fails.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.conftest import Database
from tests.policies import matrix
from tests.policies.conftest import STRANGER
from tests.policies.matrix import Thing
from tests.policies.steps import Connection, sign_in, web_request

TRIED = {"cells": 0}


def allows(db: Connection, statement: str) -> bool:
    """Whether a statement gets past the privilege checks; taken back either way.

    Rows refused by a policy, constraints and the like come after: the verb itself was allowed.
    """
    db.execute("savepoint cell")
    try:
        if statement.startswith("copy "):
            with db.cursor().copy(statement) as copy:
                if statement.endswith("to stdout"):
                    for _ in copy:
                        pass
        else:
            db.execute(statement, prepare=False)
        verdict = True
    except psycopg.Error as error:
        said = error.diag.message_primary or ""
        past = error.sqlstate != "42501" or "row-level security policy" in said
        # COPY FROM a table under row security and writing to a view that is a join are refused
        # to all; TRUNCATE of a table that others point at comes after the check.
        to_all = error.sqlstate == "55000" or (
            error.sqlstate == "0A000" and not statement.startswith("truncate")
        )
        verdict = past and not to_all
        if statement.startswith("select '"):  # the schema was entered: it has no such table
            verdict = error.sqlstate == "42P01"
    db.execute("rollback to savepoint cell")
    return verdict


def wrong_cells(db: Connection, things: list[Thing], groups: frozenset[str]) -> Iterator[str]:
    """Cells whose verdict is not the one declared."""
    for thing in things:
        for verb, statement in matrix.simple_tries(thing):
            TRIED["cells"] += 1
            should = matrix.granted(thing, verb, groups) is not None
            if allows(db, statement) is not should:
                yield f"{thing.kind} {thing.name}: {verb} should be {should}"
        if thing.kind == "views":
            yield from wrong_columns(db, thing, "select", groups)
        if thing.kind == "tables":
            for verb in ("select", "insert", "update"):
                yield from wrong_columns(db, thing, verb, groups)
            yield from wrong_consequences(db, thing, groups)


def wrong_columns(db: Connection, thing: Thing, verb: str, groups: frozenset[str]) -> Iterator[str]:
    """Columns on which a verb's verdict is not the one declared."""
    columns = thing.all_columns if verb == "select" else thing.columns
    TRIED["cells"] += len(columns)
    should = matrix.granted(thing, verb, groups)
    if should == frozenset():
        if not allows(db, matrix.column_try(thing, verb, columns)):
            yield f"{thing.name}: {verb} should be allowed on every column"
        return
    if should is None and verb != "update" and not allows(db, matrix.column_try(thing, verb, ())):
        return  # not even on one column
    found = {c for c in columns if allows(db, matrix.column_try(thing, verb, (c,)))}
    if found != set(should or ()):
        wanted = sorted(should or ())
        yield f"{thing.name}: {verb} is allowed on {sorted(found)}, should be on {wanted}"


def wrong_consequences(db: Connection, thing: Thing, groups: frozenset[str]) -> Iterator[str]:
    """Verbs that follow from others: row locks, table locks, copying out, and REFERENCES."""
    select, update, delete = (
        matrix.granted(thing, verb, groups) for verb in ("select", "update", "delete")
    )
    rows_locked = select is not None and update is not None
    table_locked = update == frozenset() or delete is not None
    for verb, statement, should in (
        ("row locks", f"select 1 from {thing.name} where false for update", rows_locked),
        ("lock", f"lock table {thing.name} in access exclusive mode nowait", table_locked),
        ("copy out", f"copy {thing.name} to stdout", select == frozenset()),
    ):
        TRIED["cells"] += 1
        # A partitioned table is copied by a query, which COPY TO itself refuses.
        if verb == "copy out" and thing.name == "inventory.movements":
            statement = f"copy (select * from {thing.name}) to stdout"
        if allows(db, statement) is not should:
            yield f"{thing.name}: {verb} should be {should}"
    asked = "select has_any_column_privilege(%s::oid, 'references') as may"
    if db.execute(asked, [thing.oid]).fetchone()["may"]:
        yield f"{thing.name}: references should be False"


@contextmanager
def acting(shop: Database, actor: str, through: str) -> Iterator[Connection]:
    """One transaction of an actor, on their own login or through the web pool."""
    if through == "web":
        token = sign_in(shop, actor)
        with shop.connect("stockroom_web") as web, web_request(web, token) as db:
            yield db
        return
    writing = {"options": "-c default_transaction_read_only=off"}  # backup's is on; a setting only
    with shop.connect(actor, **writing) as db, db.transaction():
        yield db


@pytest.fixture
def things(busy: Database) -> list[Thing]:
    with busy.connect() as db:
        return matrix.things(db)


def test_every_object_is_declared(things: list[Thing]) -> None:
    """A new table, view, function, sequence or schema is denied to all, and must say so here."""
    found = {(thing.kind, thing.name) for thing in things}
    written = {(kind, name) for kind, cells in matrix.declared().items() for name in cells}
    assert sorted(found - written) == [], "in the database, not in matrix.toml"
    assert sorted(written - found) == [], "in matrix.toml, not in the database"


def test_every_verb_declared_is_tried(things: list[Thing]) -> None:
    """A misspelt verb would declare nothing."""
    for thing in things:
        known = {verb for verb, _ in matrix.simple_tries(thing)}
        known |= {"select", "insert", "update"} if thing.kind == "tables" else set()
        known |= {"select"} if thing.kind == "views" else set()
        assert set(matrix.declared()[thing.kind][thing.name]) <= known, thing.name


WAYS = [
    (actor, through)
    for actor in matrix.ACTORS
    for through in ("login", "web")
    if through == "login"
    or not (actor.startswith("stockroom_") or actor in (STRANGER, "rob_reporting"))
]


@pytest.mark.parametrize(("actor", "through"), WAYS)
def test_every_cell(busy: Database, things: list[Thing], actor: str, through: str) -> None:
    with acting(busy, actor, through) as db:
        assert list(wrong_cells(db, things, matrix.ACTORS[actor])) == []


def test_the_matrix_sees_a_grant_too_many(busy: Database, things: list[Thing]) -> None:
    """The cells are worth something only if a wrong grant turns one of them."""
    faults = {
        "grant select on auth.sessions to stockroom_viewer": "auth.sessions: select",
        "grant update (on_hand) on inventory.stock_levels to stockroom_viewer": "stock_levels: upd",
        "grant truncate on inventory.items to stockroom_viewer": "inventory.items: truncate",
        "grant maintain on inventory.items to stockroom_viewer": "inventory.items: maintain",
        "grant trigger on inventory.items to stockroom_viewer": "inventory.items: trigger",
        "grant references on inventory.items to stockroom_viewer": "inventory.items: references",
        "grant execute on function auth.grant_set to public": "auth.grant_set: execute",
        "grant usage on sequence inventory.items_item_id_seq to public": "item_id_seq: usage",
        "grant create on schema api to stockroom_viewer": "schemas api: create",
    }
    with busy.connect() as db:
        for fault in faults:
            db.execute(fault)
    with acting(busy, "vic_viewer", "login") as db:
        found = "\n".join(wrong_cells(db, things, matrix.ACTORS["vic_viewer"]))
    assert [sign for sign in faults.values() if sign not in found] == []
