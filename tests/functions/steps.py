"""What the tests of the ledger say over and over: post, refuse, look, prove."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb, set_json_loads

from tests.conftest import Database


def loads(text: str | bytes) -> Any:
    """JSON with its numbers exact, as the ledger's are."""
    return json.loads(text, parse_float=Decimal)


WORDED = 100  # problems of a document's lines that are told in words


@dataclass
class Refusal:
    """What was refused and why: filled when the block of `refused` ends."""

    error: psycopg.Error | None = None
    detail: Any = None
    codes: list[tuple[int, str]] = field(default_factory=list)  # line number and code, in order


@contextmanager
def refused(state: str) -> Iterator[Refusal]:
    """Expect an error of this SQLSTATE from the block; a document's lines are read from it."""
    found = Refusal()
    with pytest.raises(psycopg.Error) as caught:
        yield found
    found.error = caught.value
    assert found.error.sqlstate == state, f"{found.error.sqlstate}: {found.error}"
    if state.startswith("IN"):
        assert found.error.diag.message_primary
        assert found.error.diag.message_hint, "a refusal says what to do next"
    text = found.error.diag.message_detail
    if text and text[0] in "{[":
        found.detail = loads(text)
    if state == "IN001":
        found.codes = [(line["line"], line["code"]) for line in found.detail]
        for line in found.detail[:WORDED]:
            assert {"line", "field", "code", "message", "hint"} <= set(line), line
            assert line["message"]
            assert line["hint"]
        for line in found.detail[WORDED:]:
            assert set(line) == {"line", "field", "code"}, line


def one(db: psycopg.Connection, query: str, values: Any = None) -> Any:
    """The one value that a query answers; JSON with exact numbers."""
    set_json_loads(loads, db)
    row = db.execute(query, values).fetchone()
    assert row is not None
    return next(iter(row.values()))


def call(db: psycopg.Connection, name: str, /, **values: Any) -> Any:
    """Answer of a function of schema api; dicts and lists of dicts go as JSON."""
    given = {
        key: Jsonb(value)
        if isinstance(value, dict) or (isinstance(value, list) and key in ("lines", "rows"))
        else value
        for key, value in values.items()
    }
    arguments = sql.SQL(", ").join(
        sql.SQL("{} => {}").format(sql.Identifier(key), sql.Placeholder(key)) for key in given
    )
    return one(db, sql.SQL("select api.{}({})").format(sql.Identifier(name), arguments), given)


def post(
    db: psycopg.Connection, kind: str, lines: Any, key: uuid.UUID | None = None, **more: Any
) -> dict:
    """Post a document of a kind through its command and answer what it answered."""
    return call(db, f"post_{kind}", lines=Jsonb(lines), idempotency_key=key or uuid.uuid4(), **more)


def receive(db: psycopg.Connection, item: str, location: str, quantity: Any, **more: Any) -> dict:
    """Receive one line."""
    return post(db, "receipt", [{"item": item, "location": location, "quantity": quantity, **more}])


def issue(db: psycopg.Connection, item: str, location: str, quantity: Any, **more: Any) -> dict:
    """Issue one line."""
    return post(db, "issue", [{"item": item, "location": location, "quantity": quantity, **more}])


def reverse(db: psycopg.Connection, document: dict, key: uuid.UUID | None = None) -> dict:
    """Reverse what a command answered."""
    return call(
        db,
        "reverse_document",
        document=uuid.UUID(document["document"]),
        idempotency_key=key or uuid.uuid4(),
    )


def on_hand(db: psycopg.Connection, item: str, location: str) -> Decimal:
    """On hand of an item at a location, over all lots, as this connection sees it."""
    return one(
        db,
        "select coalesce(sum(on_hand), 0) from api.stock_on_hand where sku = %s and location = %s",
        [item, location],
    )


def count(db: psycopg.Connection, table: str) -> int:
    """Rows of a table, as this connection sees it."""
    return one(db, sql.SQL("select count(*) from {}").format(sql.Identifier(*table.split("."))))


def set_range(
    db: psycopg.Connection, item: str, location: str, minimum: Any, maximum: Any = None, **more: Any
) -> dict:
    """Set a threshold."""
    return call(
        db,
        "set_threshold",
        item=item,
        location=location,
        minimum=minimum,
        maximum=maximum,
        **more,
    )


def assert_proved(shop: Database) -> None:
    """Nothing that is derived differs from what it is derived from."""
    with shop.connect() as db:
        assert db.execute("select * from api.prove()").fetchall() == []


def open_session(shop: Database, person: str) -> str:
    """The token of a new web session of a person."""
    with shop.connect(person) as db:
        return one(db, "select auth.open_session(user_agent => 'test', address => '127.0.0.1')")


@contextmanager
def web(shop: Database, token: str) -> Iterator[psycopg.Connection]:
    """One request as the web makes it: the pool's login, the person's companion, the token."""
    with shop.connect("stockroom_web") as db, db.transaction():
        db.execute(
            "select set_config('role', auth.session_role(%s), true), "
            "set_config('stockroom.token', %s, true)",
            [sha256(token.encode()).digest(), token],
        )
        yield db
