"""The company after some movements, and people hired for one test."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import sql

from tests import company
from tests.conftest import Database, drop
from tests.policies import model
from tests.policies.steps import Connection

# A login that a DBA gave a group, and who is nobody to Stockroom.
STRANGER = "local_bi"


@pytest.fixture(scope="session")
def busy_template(
    company_template: str, new_database: Callable[[str | None], Database]
) -> Iterator[str]:
    """Name of a template with the company after model.HISTORY, and a login that is no person."""
    made = new_database(company_template)
    made.passwords.update(dict.fromkeys(company.PEOPLE, company.PASSWORD))
    model.play(made.connect)
    with made.connect() as db:
        secret = company.verifier(db, STRANGER)
        # Roles are the whole server's, and other folders of tests have a template of this kind.
        _forget(db, STRANGER)
        db.execute(
            sql.SQL("create role {} login password {}").format(
                sql.Identifier(STRANGER), sql.Literal(secret)
            )
        )
        db.execute(f"grant stockroom_viewer to {STRANGER}")
    yield made.name
    drop(made)
    with psycopg.connect(made.server.superuser_dsn("postgres"), autocommit=True) as db:
        _forget(db, STRANGER)


@pytest.fixture
def busy(busy_template: str, new_database: Callable[[str | None], Database]) -> Iterator[Database]:
    """A fresh copy of the company after model.HISTORY."""
    fresh = new_database(busy_template)
    fresh.passwords.update(dict.fromkeys([*company.PEOPLE, STRANGER], company.PASSWORD))
    yield fresh
    drop(fresh)


@pytest.fixture
def hire(busy: Database) -> Iterator[Callable[..., str]]:
    """`hire("staff", at=["MAIN"])`: a person for this test alone. Roles are the whole server's."""
    hired: list[str] = []

    def one(*groups: str, at: list[str] | None = None, kind: str = "person") -> str:
        name = f"temp_{len(hired)}_{groups[0]}"
        with busy.connect() as db:
            secret = None if kind == "client" else company.verifier(db, name)
            db.execute(
                "select api.create_user(person => %s, name => %s, groups => %s, verifier => %s, "
                "kind => %s)",
                [name, name, list(groups), secret, kind],
            )
            for place in at or []:
                db.execute("select api.grant_location(%s, %s)", [name, place])
        busy.passwords[name] = company.PASSWORD
        hired.append(name)
        return name

    yield one
    with busy.connect() as db:
        for name in hired:
            _forget(db, name)


def _forget(db: psycopg.Connection, name: str) -> None:
    for role in (f"web_{name}", name):
        db.execute(sql.SQL("drop role if exists {}").format(sql.Identifier(role)))


@pytest.fixture
def web(busy: Database) -> Iterator[Connection]:
    """A connection of the web pool."""
    with busy.connect("stockroom_web") as pool:
        yield pool
