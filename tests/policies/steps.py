"""What the permission tests do again and again: try a statement, sign in, use the web pool."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from tests.conftest import Database

Connection = psycopg.Connection[dict[str, object]]
DENIED = "42501"
NOT_KNOWN = "IN006"
SESSION_OVER = "IN401"


def attempt(
    db: Connection, statement: str | sql.Composable, given: Sequence[object] = ()
) -> psycopg.Error | list[dict[str, object]]:
    """Run a statement and take it back: its rows, or the error it met."""
    try:
        with db.transaction(force_rollback=True):
            # Unnamed and unprepared: a plan kept from another role would hide a verdict.
            cursor = db.execute(statement, given or None, prepare=False)
            return cursor.fetchall() if cursor.description else []
    except psycopg.Error as error:
        return error


def refused(db: Connection, state: str, statement: str, given: Sequence[object] = ()) -> str:
    """Assert that a statement is refused with this SQLSTATE; answers all that the error says."""
    result = attempt(db, statement, given)
    assert isinstance(result, psycopg.Error), f"allowed: {statement} {given}: {result}"
    assert result.sqlstate == state, f"{result.sqlstate} {result} for {statement} {given}"
    told = result.diag
    return " ".join(filter(None, [told.message_primary, told.message_detail, told.message_hint]))


def allowed(db: Connection, statement: str, given: Sequence[object] = ()) -> list[dict]:
    """Assert that a statement runs, take it back, and answer its rows."""
    result = attempt(db, statement, given)
    assert not isinstance(result, psycopg.Error), f"{result} for {statement} {given}"
    return result


def value(db: Connection, statement: str, given: Sequence[object] = ()) -> object:
    """The only column of the only row; what the statement did stays."""
    (row,) = db.execute(statement, given or None).fetchall()
    (only,) = row.values()
    return only


def sign_in(shop: Database, person: str) -> str:
    """Sign in as the web does, with the person's own password on their own login: a token."""
    with shop.connect(person) as own:
        return str(value(own, "select auth.open_session(user_agent => 'test', address => '::1')"))


def token_hash(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


@contextmanager
def web_request(web: Connection, token: str) -> Iterator[Connection]:
    """One transaction of the web pool for the person of a token, begun as the web begins it."""
    with web.transaction():
        web.execute(
            "select set_config('role', auth.session_role(%s), true), "
            "set_config('stockroom.token', %s, true)",
            [token_hash(token), token],
        )
        yield web


def web_over(web: Connection, token: str) -> None:
    """Assert that the next request with this token is told that the session is over."""
    with pytest.raises(psycopg.Error) as caught, web_request(web, token):
        pass
    assert caught.value.sqlstate == SESSION_OVER
