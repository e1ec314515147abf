"""Every function of schema api, fed with half-valid calls: it answers, or refuses in a sentence.

A refused call leaves nothing behind, and what was accepted proves.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql
from psycopg.types.string import StrBinaryDumper

from tests.conftest import Database
from tests.functions.steps import call, post, receive, set_range
from tests.garbage.conftest import examples
from tests.garbage.mutations import mutated
from tests.garbage.state import STATE
from tests.garbage.valid import FROM_WEB, NEW_ITEM, TOKEN, Function, functions
from tests.garbage.values import bytes_no_text, scalars, to_json
from tests.garbage.verdict import objection

PATIENCE = "10s"  # as the web's
AS_WEB = """
    select set_config('role', auth.session_role(sha256(convert_to(%s, 'UTF8'))), true),
        set_config('stockroom.token', %s, true)
"""
# People with what their functions ask for: a session, a device, a second factor to be confirmed,
# rights taken in an emergency, a client, and one whose access ended. It all lasts for a day.
PEOPLE = f"""
    select api.create_user(person => 'a_client', name => 'A client', groups => '{{viewer}}',
        kind => 'client');
    select api.create_user(person => 'gone_staff', name => 'Gone', groups => '{{staff}}');
    select api.disable_user('gone_staff');
    insert into auth.sessions (token_hash, person, expires_at)
    values (sha256('vics'), 'vic_viewer', now() + interval '1 day');
    insert into auth.devices (person, name, secret_hash, pin_hash, expires_at)
    values ('bob_boss', 'Scanner', sha256('device'), sha256('pin'), now() + interval '1 day');
    insert into auth.second_factors (person, secret, created_at)
    select s.person, 'aaaaaaaaaaaaaaaaaaaa', now() + interval '1 day'
    from (values ('bob_boss'), ('vic_viewer')) as s (person);
    insert into auth.break_glass_grants (person, location_id, reason, valid_until)
    values ('sue_staff', inventory.location_of('AIRPORT'), 'The cold store has failed',
        now() + interval '1 day');
    update auth.sessions set token_hash = sha256('{TOKEN}'), idle_limit = interval '1 day'
    where person = 'bob_boss';
"""


class Bytes(bytes):
    """Sent as the text it claims to be, unlooked at."""


class BytesDumper(StrBinaryDumper):
    """Sends Bytes as a text parameter in the binary format: the server alone judges them."""

    def dump(self, obj: bytes) -> bytes:
        """As they are."""
        return bytes(obj)


@pytest.fixture(scope="module")
def stocked(lasting_shop: Database) -> Database:
    """The company with stock, a document, a range and an alert that somebody is told of."""
    with lasting_shop.connect("bob_boss") as db:
        db.execute("insert into inventory.subscriptions (person) values ('bob_boss')")
        receive(db, "APPLE", "MAIN-A", 50)
        receive(db, "MILK", "MAIN-A", "20.5", lot="L1", expires_on="2030-01-31")
        set_range(db, "APPLE", "MAIN", 10, 100)
        post(db, "issue", [{"item": "APPLE", "location": "MAIN-A", "quantity": 45}])
        small = b"RIFF\x1a\x00\x00\x00WEBPVP8 "
        db.execute(
            "select api.add_attachment('APPLE', 'a.png', 'x', 'image/png', %(small)s, %(small)s)",
            {"small": small},
        )
        old = NEW_ITEM | {"sku": "OLD", "attributes": {}, "barcodes": []}
        call(db, "create_item", item=old)
        db.execute("update inventory.items set retired_at = now() where sku = 'OLD'")
        db.execute("select auth.open_session(user_agent => 'test', address => '127.0.0.1')")
    with lasting_shop.connect() as db:
        db.execute(PEOPLE)
    return lasting_shop


@pytest.fixture(scope="module")
def db(stocked: Database) -> Iterator[psycopg.Connection]:
    """The superuser, who takes on a person's session for each call."""
    with stocked.connect() as connection:
        connection.execute(f"set statement_timeout = '{PATIENCE}'")
        connection.adapters.register_dumper(Bytes, BytesDumper)
        yield connection


@pytest.fixture(scope="module")
def known(db: psycopg.Connection) -> list[Function]:
    """Every function of schema api."""
    return functions(db)


def ask(db: psycopg.Connection, function: Function, arguments: dict[str, Any]) -> Any:
    """Call a function as its login, within the transaction that is open."""
    names = sql.SQL(", ").join(
        sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder(name))
        for name in arguments
    )
    call = sql.SQL("select * from api.{}({})").format(sql.Identifier(function.name), names)
    if function.name in FROM_WEB:
        db.execute("set local session authorization stockroom_web")
        db.execute(AS_WEB, [TOKEN, TOKEN])
    else:
        login = sql.Identifier(function.login)
        db.execute(sql.SQL("set local session authorization {}").format(login))
    rows = db.execute(call, arguments).fetchall()
    db.execute("reset role")
    db.execute("reset session authorization")
    return rows


def as_parameter(value: Any, kind: str) -> Any:
    """An argument as it travels: as text, which the server reads as the parameter's type."""
    if kind in ("jsonb", "json") and not isinstance(value, Bytes):
        return to_json(value)
    return value if value is None or isinstance(value, list | Bytes) else str(value)


@st.composite
def spoilt(draw: Any, function: Function) -> dict[str, Any]:
    """Arguments that are valid but for one or two of them."""
    arguments = dict(function.valid)
    for name in draw(st.lists(st.sampled_from(sorted(arguments)), min_size=1, max_size=2)):
        arguments[name] = draw(_garbage(function, name))
    return {
        name: as_parameter(value, function.types[name])
        for name, value in arguments.items()
        if value is not ABSENT
    }


ABSENT = object()


@st.composite
def _garbage(draw: Any, function: Function, name: str) -> Any:
    kind, valid = function.types[name], function.valid[name]
    if draw(st.integers(0, 19)) == 0:
        return draw(st.sampled_from([ABSENT, None]))
    if kind in ("jsonb", "json"):
        return mutated(draw, valid, draw(st.integers(1, 2)))
    if kind == "text[]":
        return draw(st.lists(scalars(), max_size=4) | scalars())
    if kind == "text" and draw(st.integers(0, 9)) == 0:
        return Bytes(draw(bytes_no_text()))
    return draw(scalars())


def test_every_call_is_valid_before_it_is_spoilt(
    db: psycopg.Connection, known: list[Function]
) -> None:
    """Garbage in a call that is refused anyway shows nothing: see tests/garbage/valid.py."""
    assert len(known) > 30
    for function in known:
        arguments = {
            name: as_parameter(value, function.types[name])
            for name, value in function.valid.items()
        }
        with db.transaction(force_rollback=True):
            ask(db, function, arguments)


@examples(share=0.5)
@given(data=st.data())
def test_garbage_is_answered_or_refused_in_a_sentence(
    db: psycopg.Connection, known: list[Function], data: st.DataObject
) -> None:
    function = data.draw(st.sampled_from([one for one in known if one.types]), "function")
    arguments = data.draw(spoilt(function), "arguments")
    before = db.execute(STATE).fetchone()
    with db.transaction(force_rollback=True):
        error = attempt(db, function, arguments)
        if error is None:
            assert db.execute("select * from api.prove()").fetchall() == []
            return
        wrong = objection(error, function, complete=len(arguments) == len(function.types))
        assert wrong is None, f"{function}: {wrong}: {error.sqlstate} {error}"[:3000]
        assert db.execute(STATE).fetchone() == before


def attempt(
    db: psycopg.Connection, function: Function, arguments: dict[str, Any]
) -> psycopg.Error | None:
    """Call a function; the error it met, which has taken back what it did."""
    try:
        with db.transaction():
            ask(db, function, arguments)
    except psycopg.Error as error:
        return error
    return None
