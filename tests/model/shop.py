"""The real database under the machine: calls as people make them through the web, and all it holds.

One connection of the web's own login serves all people, as in production: every call is a
transaction that proves a session's token and takes its person's role.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb, set_json_loads

from tests import company
from tests.conftest import Database, drop
from tests.model.world import furnish

# One message and one round trip, and by its nature one transaction: who asks, then what.
IDENTITY = sql.SQL(
    "select set_config('role', auth.session_role({}), true),"
    " set_config('stockroom.token', {}, true); {}"
)
# All that a person sees of the ledger, in one snapshot.
EVERYTHING = """jsonb_build_object(
    'stock', (
        select jsonb_agg(jsonb_build_array(s.sku, s.location, s.lot, s.on_hand, s.available)
            order by s.sku collate "C", s.location collate "C", coalesce(s.lot, '') collate "C")
        from api.stock_on_hand as s),
    'movements', (
        select jsonb_agg(jsonb_build_array(
            m.document, m.line, m.kind, m.sku, m.location, m.lot, m.quantity, m.on_hand,
            m.entered_quantity, m.entered_unit, m.reason, m.note,
            (extract(epoch from m.occurred_at) * 1000000)::bigint,
            (extract(epoch from m.posted_at) * 1000000)::bigint, m.posted_by)
            order by m.movement_id)
        from api.movements as m),
    'documents', (
        select jsonb_agg(jsonb_build_array(
            d.document, d.kind, d.reference, d.note,
            (extract(epoch from d.occurred_at) * 1000000)::bigint,
            (extract(epoch from d.posted_at) * 1000000)::bigint, d.posted_by, d.line_count,
            d.reverses, d.reversed_by) order by d.posted_at)
        from api.documents as d),
    'thresholds', (
        select jsonb_agg(jsonb_build_array(t.sku, t.location, t.minimum, t.maximum, t.margin,
            t.severity, t.balance, t.status) order by t.sku collate "C", t.location collate "C")
        from api.thresholds as t),
    'alerts', (
        select jsonb_agg(jsonb_build_array(a.sku, a.location, a.kind, a.severity, a.minimum,
            a.maximum, a.balance_at_opening, a.document, a.resolved_at is not null, a.resolution)
            order by a.opened_at)
        from api.alerts as a)
)"""
COSTS = "(select jsonb_object_agg(c.sku, c.last_cost) from api.item_costs as c)"
# Planning them costs as much as the rest of a step; prepared, it is done once a run and person.
PREPARED = (
    f"prepare everything as select {EVERYTHING}; prepare everything_and_costs as"
    f" select {EVERYTHING}, {COSTS}"
)


def loads(text: str | bytes) -> Any:
    """JSON with its numbers exact, as the ledger's are."""
    return json.loads(text, parse_float=Decimal)


@dataclass
class Template:
    """A furnished company whose people are signed in; every run works on a copy of it."""

    database: Database
    tokens: dict[str, str]


def make_template(
    company_template: str, new_database: Callable[[str | None], Database], fault: str = ""
) -> Template:
    """Furnish a copy of the company and sign everybody in; `fault` is SQL that breaks a rule."""
    made = new_database(company_template)
    made.passwords.update(dict.fromkeys(company.PEOPLE, company.PASSWORD))
    tokens = {}
    for person in company.PEOPLE:
        with psycopg.connect(made.dsn(person), autocommit=True) as db:
            if company.PEOPLE[person][0] != ["reporting"]:
                tokens[person] = db.execute("select auth.open_session()").fetchone()[0]
    with made.connect() as db:
        furnish(db)
        db.execute(
            "update auth.sessions set idle_limit = '1 day'"
        )  # a long run outlasts half an hour
        if fault:
            db.execute(fault)
    return Template(made, tokens)


class Shop:
    """One run's database. What is asked of it is told to `tell` as the SQL that asks it."""

    def __init__(
        self,
        template: Template,
        new_database: Callable[[str | None], Database],
        tell: Callable[[str], None],
    ) -> None:
        self.tell = tell
        self.tokens = template.tokens
        self.database = new_database(template.database.name)
        self.db = psycopg.connect(self.database.dsn("stockroom_web"), autocommit=True)
        set_json_loads(loads, self.db)
        self.db.execute(PREPARED)

    def close(self) -> None:
        """Remove the database."""
        self.db.close()
        drop(self.database)

    def ask(self, person: str, query: str | sql.Composable) -> list[tuple[Any, ...]]:
        """Rows of a query in a transaction of the person's own."""
        token = self.tokens[person]
        query = sql.SQL(query) if isinstance(query, str) else query
        cursor = self.db.execute(
            IDENTITY.format(sha256(token.encode()).digest(), token, query), prepare=False
        )
        cursor.nextset()
        return cursor.fetchall()

    def call(self, person: str, name: str, /, **values: Any) -> Any:
        """The answer of a function of schema api."""
        return self.ask(person, self._told(person, "select api.{}({})", name, values))[0][0]

    def rows(self, person: str, name: str, /, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a function of schema api."""
        return self.ask(person, self._told(person, "select * from api.{}({})", name, values))

    def _told(self, person: str, form: str, name: str, values: dict[str, Any]) -> sql.Composed:
        query = called(name, values, form)
        self.tell(f"{query.as_string(self.db)};  -- {person}")
        return query

    def everything(self, person: str) -> dict[str, list[Any]]:
        """The ledger as a person sees it: stock, movements, documents, thresholds and alerts."""
        return _no_nulls(self.ask(person, "execute everything")[0][0])

    def everything_and_costs(self, person: str) -> tuple[dict[str, list[Any]], dict[str, Decimal]]:
        """The same for somebody with the right to costs, and what items cost."""
        found, costs = self.ask(person, "execute everything_and_costs")[0]
        return _no_nulls(found), costs or {}

    def prove(self) -> list[tuple[Any, ...]]:
        """What api.prove() finds, as an auditor."""
        return self.ask("ada_auditor", "select * from api.prove()")


def called(name: str, values: dict[str, Any], form: str = "select api.{}({})") -> sql.Composed:
    """The SQL of a call, its values written out: what is sent, and what is told of it."""
    arguments = sql.SQL(", ").join(
        sql.SQL("{} => {}").format(sql.Identifier(key), sql.Literal(_sent(value)))
        for key, value in values.items()
    )
    return sql.SQL(form).format(sql.Identifier(name), arguments)


def _no_nulls(found: dict[str, list[Any] | None]) -> dict[str, list[Any]]:
    return {key: value or [] for key, value in found.items()}


def _sent(value: Any) -> Any:
    rows = isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return Jsonb(value) if rows or isinstance(value, dict) else value


def instant(text: str) -> datetime:
    """A time as JSON carries it."""
    return datetime.fromisoformat(text)
