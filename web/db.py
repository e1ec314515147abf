"""The web's way to Postgres: one pool, and every transaction is a signed-in person's.

`async with as_user(request) as db:` opens a transaction, READ ONLY on GET, that is the person's
own: its first statement proves the session's token and becomes the person's companion role (see
auth.session_role and auth.signed_in). `await call(db, "post_issue", lines=…)` asks one function
of schema `api`. Identity and the call, which asks also who it is, travel in one round trip.

What only reads is one implicit transaction: all that is sent before the pipeline's sync is one, and
two statements, BEGIN and COMMIT, are a fifth of what a page costs this process. Were it ever cut
short, the rest would be asked as the pool's own role, which may read nothing.
"""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

import psycopg
from aiohttp import web
from psycopg import sql
from psycopg.pq import TransactionStatus
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg_pool import AsyncConnectionPool

from ops import exact
from web import bearer, http, limits, offered, once

Connection = psycopg.AsyncConnection[tuple[Any, ...]]
Pool = AsyncConnectionPool[Connection]
POOL = web.AppKey("pool", AsyncConnectionPool)

STATEMENT_TIMEOUT = "10s"
# One statement, so that it is one message: read-only first, while no snapshot is taken yet.
IDENTITY = (
    "select set_config('transaction_read_only', %(read_only)s, true),"
    " set_config('role', auth.session_role(%(token_hash)s, %(parent_hash)s), true),"
    " set_config('stockroom.token', %(token)s, true),"
    f" set_config('statement_timeout', '{STATEMENT_TIMEOUT}', true)"
)
# Without parameters several statements are one message.
RESET = "reset all; close all; select pg_advisory_unlock_all()"


class SignInNeeded(Exception):
    """The request carries no session; the person is led to the sign-in page."""


@dataclass
class PersonsDb:
    """One person's open transaction, and who the person is (JSON needs it not)."""

    connection: Connection
    as_text: bool
    keyed: once.Keyed | None = None  # a command that is done once (web/once.py)
    done_before: bool = False  # it was: what was answered is the first time's
    _me: dict[str, Any] | None = None

    async def me(self) -> dict[str, Any]:
        """Who is signed in and what they can do: the answer of api.me()."""
        if self._me is None and not self.as_text:
            cursor = await self.connection.execute("select api.me()")
            row = await cursor.fetchone()
            self._me = row[0] if row else None
        return self._me or {}

    async def ask(self, function: str, arguments: dict[str, Any]) -> "Answer":
        """Send a question to a function of schema `api`; who asks is asked with the first one."""
        with_me = self._me is None and not self.as_text
        self._me = {} if with_me else self._me  # under way
        query = _query("api", function, tuple(arguments), self.as_text, with_me)
        return Answer(self, await self.connection.execute(query, arguments), with_me)

    def learn(self, me: dict[str, Any] | None) -> None:
        """Note who asks."""
        self._me = me or {}


@dataclass
class Answer:
    """An answer that is under way."""

    db: PersonsDb
    cursor: psycopg.AsyncCursor[tuple[Any, ...]]
    with_me: bool

    async def read(self) -> Any:
        """The answer, once it is here."""
        row = await self.cursor.fetchone()
        if row and self.with_me:
            self.db.learn(row[1])
        return row[0] if row else None


def make_pool(conninfo: str, size: int = 10) -> Pool:
    """Return a closed pool of stockroom_web's connections."""
    return AsyncConnectionPool(
        conninfo,
        min_size=2,
        max_size=size,
        open=False,
        timeout=5.0,
        configure=_configure,
        reset=_reset,
        kwargs={"application_name": "stockroom web", "autocommit": True},
    )


async def _configure(connection: Connection) -> None:
    # Quantities are exact: never a float on their way to a page.
    set_json_loads(exact.loads, connection)
    set_json_dumps(exact.dumps, connection)


def number(value: Decimal) -> float | str:
    """A number as JSON carries it: as its text, which the commands read as well, where a float
    would be another number."""
    nearest = float(value)
    return nearest if Decimal(repr(nearest)) == value else str(value)


async def _reset(connection: Connection) -> None:
    """Leave nothing of one person's request to the next: settings, held cursors, locks.

    Runs behind the request, while nobody waits.
    """
    await connection.execute(RESET)


@asynccontextmanager
async def as_user(
    request: web.Request,
    *,
    write: bool | None = None,
    snapshot: bool = False,
    page: bool = False,
    own: bool = False,
) -> AsyncIterator[PersonsDb]:
    """Open a transaction as the request's person; commit at the end, roll back on any error.

    It may write unless the method is a safe one, or as `write` says. With `snapshot` all its
    statements see the database as it was at the first. `page`: there is only a page of it, whatever
    the client would rather have. `own`: as the person themselves also where they see as another,
    which is read-only whatever the method. Raises SignInNeeded without a session, and what Postgres
    raises (IN401: session over; 42501 for the page of a form that the person may not send).
    """
    sees_as = http.sees_as(request) and not own
    token = request.get(http.TOKEN)
    if own:
        token = request.get(http.OWN_TOKEN) or token
    if not token:
        raise SignInNeeded
    may_write = (request.method not in http.SAFE if write is None else write) and not sees_as
    identity = {
        "read_only": "off" if may_write else "on",
        "token_hash": sha256(token.encode()).digest(),
        "parent_hash": sha256(request[http.OWN_TOKEN].encode()).digest() if sees_as else None,
        "token": token,
    }
    as_text = http.wants_json(request) and not page
    keyed = await once.keyed(request, as_text=as_text) if may_write and not own else None
    async with request.app[POOL].connection() as connection, _pipeline(connection):
        if may_write:
            await connection.execute("begin")
        elif snapshot:  # said first: the identity's statement takes the snapshot
            await connection.execute("begin isolation level repeatable read")
        known = await _identify(request, connection, identity, own)
        yield PersonsDb(connection, as_text, keyed)
        if not request.app[limits.LIMITS].knows(identity["token_hash"]):
            await _learn(request, identity["token_hash"], known)
        if may_write or snapshot:
            await connection.commit()
    if http.BEARER in request:
        request.app[bearer.GUARD].succeeded(token)


async def _identify(
    request: web.Request, connection: Connection, identity: dict[str, Any], own: bool
) -> psycopg.AsyncCursor[tuple[Any, ...]]:
    """Become the person, and where it is a form's page be sure that they may send the form."""
    form_of = "" if own else offered.form_of(request)
    if not form_of:
        return await connection.execute(IDENTITY, identity)
    asked = identity | {"form_of": form_of}
    known = await connection.execute(IDENTITY + offered.MAY, asked)
    row = await known.fetchone()
    if row and not row[-1]:
        raise offered.refused(request, form_of)
    await known.scroll(0, mode="absolute")
    return known


async def _learn(
    request: web.Request, token_hash: bytes, known: psycopg.AsyncCursor[tuple[Any, ...]]
) -> None:
    """Note whose a token is, the first time: the role that the identity answered."""
    row = await known.fetchone()
    if row:
        request.app[limits.LIMITS].learn(token_hash, str(row[1]))


@asynccontextmanager
async def _pipeline(connection: Connection) -> AsyncIterator[None]:
    """A pipeline after whose error the connection is as it was.

    What stood behind the error was skipped by the server, statements to prepare among it, and
    psycopg would take those for prepared. A rollback makes it forget them; what only reads has
    none.
    """
    try:
        async with connection.pipeline():
            yield
    except psycopg.Error:
        if connection.info.transaction_status == TransactionStatus.IDLE:
            await connection.execute("begin", prepare=False)
            await connection.rollback()
        raise


async def call(db: PersonsDb, function: str, **arguments: Any) -> Any:
    """What `api.<function>(name => value, …)` answers; its JSON text where JSON was asked for."""
    keyed = db.keyed
    if keyed is not None and keyed.command == function:
        return await _call_once(db, keyed, arguments)
    answers = await calls(db, (function, arguments))
    return answers[0]


async def _call_once(db: PersonsDb, keyed: once.Keyed, arguments: dict[str, Any]) -> Any:
    """The command's answer, or that of the first time; what it answered is kept with it."""
    db.keyed = None
    known = await perform(
        db, "begin_request", key=keyed.key, command=keyed.command,
        request_hash=keyed.request_hash,
    )  # fmt: skip
    if known is not None:
        db.done_before = True
        return known if db.as_text else exact.loads(known)
    answer = (await calls(db, (keyed.command, arguments)))[0]
    if not keyed.told_once:
        kept = (
            answer if isinstance(answer, str) and db.as_text else json.dumps(answer, default=number)
        )
        await perform(db, "finish_request", key=keyed.key, answer=kept)
    return answer


async def calls(db: PersonsDb, *questions: tuple[str, dict[str, Any]]) -> list[Any]:
    """Ask several functions in one round trip; returns the answers in order."""
    asked = [await db.ask(name, arguments) for name, arguments in questions]
    return [await answer.read() for answer in asked]


async def rows(db: PersonsDb, view: str) -> list[dict[str, Any]]:
    """All rows of a small view of schema `api`, as dicts."""
    query = sql.SQL("select coalesce(jsonb_agg(to_jsonb(v)), '[]') from {} as v")
    cursor = await db.connection.execute(query.format(sql.Identifier("api", view)))
    row = await cursor.fetchone()
    return row[0] if row else []


async def row_of(
    db: PersonsDb, function: str, said: Callable[[Mapping[str, Any]], bool], key: str = "",
    **asked: Any,
) -> dict[str, Any] | None:  # fmt: skip
    """The row of a list, however many pages come before it, or None; of a list that is an array
    the next page follows the `key` of its last row."""
    after = None
    while True:
        found = await call(db, function, **asked, after=after, max_rows=500)
        listed = found if key else found["rows"]
        for row in listed:
            if said(row):
                return dict(row)
        after = (listed[-1][key] if listed else None) if key else found["next"]
        if after is None:
            return None


async def perform(db: PersonsDb, function: str, **arguments: Any) -> Any:
    """What `auth.<function>(name => value, …)` answers."""
    cursor = await db.connection.execute(_query("auth", function, tuple(arguments)), arguments)
    row = await cursor.fetchone()
    return row[0] if row else None


@lru_cache(maxsize=256)
def _query(
    schema: str,
    function: str,
    names: tuple[str, ...],
    as_text: bool = False,
    with_me: bool = False,
) -> bytes:
    """The statement for a call with named arguments; names are ours, values are parameters."""
    arguments = sql.SQL(", ").join(
        sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in names
    )
    template = "select {}({})::text" if as_text else "select {}({})"
    composed = sql.SQL(template).format(sql.Identifier(schema, function), arguments)
    return (composed + sql.SQL(", api.me()") if with_me else composed).as_bytes()
