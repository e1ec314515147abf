"""The ways in: a person's own login, and the web's pool with the token of a session.

Whatever is asked is one message, and so one transaction: its now() is known to the microsecond,
and with it which grants still held.
"""

import contextlib
import itertools
from datetime import datetime
from hashlib import sha256
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import set_json_loads

from tests import company
from tests.conftest import Database
from tests.functions.steps import loads

Query = str | sql.Composable
# Plans are made once and kept, those within functions too: most of the time went into planning.
# It is also the harder case: what was planned before a right was taken must not outlive it.
PLANS = "-c jit=off -c plan_cache_mode=force_generic_plan"


class Doors:
    """Connections to one run's database, opened when they are first needed."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.dba = self._open("postgres")
        self.pool = self._open("stockroom_web")
        self.own: dict[str, psycopg.Connection] = {}
        self.kept: dict[str, psycopg.Connection] = {}  # of the pool, its plans one person's
        self._prepared: dict[tuple[int, str], str] = {}
        self._groups: dict[str, frozenset[str]] = {}
        self._numbers = itertools.count()

    def _open(self, role: str) -> psycopg.Connection:
        connection = psycopg.connect(
            self.database.dsn(role), autocommit=True, prepare_threshold=None, options=PLANS
        )
        set_json_loads(loads, connection)
        return connection

    def close(self) -> None:
        """Close them all."""
        for connection in (self.dba, self.pool, *self.own.values(), *self.kept.values()):
            connection.close()

    def login(self, person: str) -> psycopg.Connection:
        """A person's own login; raises what the server says to who may not."""
        if person not in self.own:
            self.database.passwords[person] = company.PASSWORD
            self.own[person] = self._open(person)
        return self.own[person]

    def plan_anew(self, person: str, groups: frozenset[str]) -> None:
        """Reopen what a person looks through, once they are in another group, on PostgreSQL 17.

        There a plan that is kept within a function goes on without the policy of a group that
        came to its role since: it shows too little, until the connection is opened again.
        """
        if self.dba.info.server_version < 180000 and not groups <= self._groups.get(person, groups):
            self.shut(person)
            self._shut(self.kept, person)
        self._groups[person] = groups

    def shut(self, person: str) -> None:
        """Close a person's own connection, where the server has not."""
        self._shut(self.own, person)

    def _shut(self, connections: dict[str, psycopg.Connection], person: str) -> None:
        if person in connections:
            closed = connections.pop(person)
            # The number of one that is gone is given to another.
            self._prepared = {k: name for k, name in self._prepared.items() if k[0] != id(closed)}
            with contextlib.suppress(psycopg.Error):
                closed.close()

    def as_dba(self, query: Query, values: Any = None) -> psycopg.Cursor:
        """A statement of a superuser's."""
        return self.dba.execute(query, values)

    def ask(
        self, person: str, query: Query, token: str | None = None, role: str | None = None
    ) -> tuple[datetime, psycopg.Cursor]:
        """A statement on somebody's own login, or through the pool with a session's token.

        Answers its now() and its result. `role` becomes somebody's companion without asking
        whose session the token is, as injected SQL could.
        """
        connection = self.login(person) if token is None else self.pool
        return self._send(connection, query, token, role)

    def see(
        self, person: str, query: str, token: str | None = None, given: tuple[str, str] = ("", "")
    ) -> tuple[datetime, Any]:
        """The one value of a query that is planned once for each person and door, then kept.

        $1 and $2 in it are texts, `given` with each call.
        """
        if token is None:
            connection = self.login(person)
        else:
            if person not in self.kept:
                self.kept[person] = self._open("stockroom_web")
            connection = self.kept[person]
        key = (id(connection), query)
        if key not in self._prepared:
            name = f"see_{next(self._numbers)}"
            self._send(connection, f"prepare {name} (text, text) as {query}", token, None)
            self._prepared[key] = name
        execute = sql.SQL("execute {} ({}, {})").format(sql.SQL(self._prepared[key]), *given)
        now, cursor = self._send(connection, execute, token, None)
        return now, cursor.fetchone()[0]

    def _send(
        self, connection: psycopg.Connection, query: Query, token: str | None, role: str | None
    ) -> tuple[datetime, psycopg.Cursor]:
        first: sql.Composable = sql.SQL("select now()")
        if token is not None:
            mark = sha256(token.encode()).digest()
            becomes = sql.SQL("auth.session_role({})").format(mark) if role is None else role
            first = sql.SQL(
                "select now(), set_config('role', {}, true),"
                " set_config('stockroom.token', {}, true)"
            ).format(becomes, token)
        query = sql.SQL(query) if isinstance(query, str) else query
        cursor = connection.execute(sql.SQL("{}; {}").format(first, query), prepare=False)
        now = cursor.fetchone()[0]
        cursor.nextset()
        return now, cursor
