"""`stockroom export`: a view of schema api as CSV, streamed, with one person's rows and columns."""

import getpass
import os
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from ops.database import Database, reach
from ops.errors import Trouble
from ops.greeting import passwords
from ops.settings import read

# Text that a spreadsheet would take for a formula; an apostrophe before it makes it text.
FORMULA = r"^[-=+@\t\r]"


def export(view: str, person: str | None, raw: bool = False) -> None:
    """Write the view to standard output; `list` writes the names of all views instead."""
    given = read()
    with reach(given, "exporting") as database, _connect(given, database, person) as db:
        if view == "list":
            print("\n".join(_views(db)))
            return
        columns = _columns(db, view)
        if not columns:
            raise Trouble(f"There is no view {view}.", "`stockroom export list` names them.")
        chosen = sql.SQL(", ").join(_column(name, text and not raw) for name, text in columns)
        query = sql.SQL("copy (select {} from {}) to stdout (format csv, header)")
        with db.cursor().copy(query.format(chosen, sql.Identifier("api", view))) as copy:
            for block in copy:
                sys.stdout.buffer.write(block)
        sys.stdout.flush()


def _connect(given: dict[str, str], database: Database, person: str | None) -> psycopg.Connection:
    if person is None:
        return psycopg.connect(database.owner)
    known = passwords(Path(given["STOCKROOM_DATA"]).absolute()).get(person)
    secret = known or os.environ.get("PGPASSWORD") or _ask(person)
    try:
        return psycopg.connect(database.person_dsn(person, secret))
    except psycopg.OperationalError as error:
        raise Trouble(f"{person} cannot sign in: {str(error).strip()}", "") from error


def _ask(person: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of {person}: ")
    raise Trouble(f"The password of {person} is not known here.", "Give it as PGPASSWORD.")


def _views(db: psycopg.Connection) -> list[str]:
    found = db.execute("select viewname from pg_views where schemaname = 'api' order by 1")
    return [row[0] for row in found]


def _columns(db: psycopg.Connection, view: str) -> list[tuple[str, bool]]:
    """Names of the view's columns, and whether each is text."""
    found = db.execute(
        """
        select a.attname, t.typcategory = 'S'
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        join pg_type t on t.oid = a.atttypid
        where c.relnamespace = 'api'::regnamespace and c.relname = %s and c.relkind = 'v'
            and a.attnum > 0
        order by a.attnum
        """,
        (view,),
    )
    return [(row[0], row[1]) for row in found]


def _column(name: str, disarm: bool) -> sql.Composable:
    column = sql.Identifier(name)
    if not disarm:
        return column
    form = "case when {0} ~ {1} then '''' || {0} else {0} end as {0}"
    return sql.SQL(form).format(column, sql.Literal(FORMULA))
