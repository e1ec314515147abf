"""Roles are the whole server's: what a test does to the company's people would outlive its
database, and every copy of the company would have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from tests import company
from tests.conftest import Database

NAMES = [name for person in company.PEOPLE for name in (person, f"web_{person}")]
LOGINS = (
    "select rolname, rolcanlogin, rolpassword from pg_catalog.pg_authid where rolname = any(%s)"
)
MEMBERS = """
    select a.roleid::regrole::text as role, a.member::regrole::text as member,
        a.grantor::regrole::text as grantor, a.admin_option, a.inherit_option, a.set_option
    from pg_catalog.pg_auth_members as a
    where a.roleid::regrole::text = any(%(names)s) or a.member::regrole::text = any(%(names)s)
"""


@contextmanager
def kept_roles(shop: Database) -> Iterator[None]:
    """Give the company's people back what they had: logins, passwords, groups."""
    with shop.connect() as db:
        logins, members = _now(db)
    yield
    with shop.connect() as db:
        logins_now, members_now = _now(db)
        for name, (login, password) in logins.items():
            if logins_now.get(name) != (login, password):
                statement = "alter role {} {} password {}"
                may = sql.SQL("login" if login else "nologin")
                db.execute(
                    sql.SQL(statement).format(sql.Identifier(name), may, sql.Literal(password))
                )
        for one in members_now - members:
            db.execute(_grant("revoke {} from {} granted by {}", one))
        for one in members - members_now:
            given = "grant {{}} to {{}} with admin {}, inherit {}, set {} granted by {{}}"
            db.execute(_grant(given.format(*one[3:]), one))


def _grant(statement: str, one: tuple[Any, ...]) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, one[:3]))


def _now(db: psycopg.Connection) -> tuple[dict[str, tuple[Any, ...]], set[tuple[Any, ...]]]:
    logins = {
        row["rolname"]: (row["rolcanlogin"], row["rolpassword"])
        for row in db.execute(LOGINS, [NAMES])
    }
    return logins, {tuple(row.values()) for row in db.execute(MEMBERS, {"names": NAMES})}
