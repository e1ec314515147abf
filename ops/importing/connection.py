"""Connecting as the person in whose name an import is posted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from ops.errors import Trouble

Connection = psycopg.Connection[Any]


@contextmanager
def as_person(owner_dsn: str, person: str) -> Iterator[Connection]:
    """Yield an autocommit connection whose session is the person's, rights and all.

    A superuser may take on any session; nothing is posted with more rights than the person
    has. Raises Trouble where the person is unknown, or `owner_dsn` is no superuser's.
    """
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        try:
            connection.execute(sql.SQL("set session authorization {}").format(
                sql.Identifier(person)
            ))  # fmt: skip
            known = connection.execute("select auth.signed_in() is not null").fetchone()
        except psycopg.errors.UndefinedObject:
            known = None
        except psycopg.errors.InsufficientPrivilege as error:
            raise Trouble(
                f"This connection may not act as {person}.",
                "DATABASE_URL must be a superuser's for an import.",
            ) from error
        if not known or not known[0]:
            raise Trouble(
                f"There is no person {person}, or they are disabled.", "stockroom user list"
            )
        yield connection


def first_manager(owner_dsn: str) -> str:
    """Return who posts when nobody was named: demo_manager, else the first manager."""
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        row = connection.execute(
            "select p.person from auth.people as p"
            " where p.disabled_at is null and p.kind = 'person'"
            " and pg_has_role(p.person, 'stockroom_manager', 'usage')"
            " order by p.person <> 'demo_manager', p.created_at limit 1"
        ).fetchone()
    if row is None:
        raise Trouble("There is no manager yet to import as.", "Make one: stockroom user create")
    return str(row[0])
