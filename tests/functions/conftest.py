"""Connections of the people of tests/company.py, closed after the test."""

from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests import company
from tests.conftest import Database, drop


@pytest.fixture(scope="module")
def lasting_shop(
    company_template: str, new_database: Callable[[str | None], Database]
) -> Iterator[Database]:
    """A shop for a whole module whose tests leave nothing behind; much faster than one each."""
    made = new_database(company_template)
    made.passwords.update(dict.fromkeys(company.PEOPLE, company.PASSWORD))
    yield made
    drop(made)


@pytest.fixture
def db(shop: Database) -> Iterator[psycopg.Connection]:
    """The superuser."""
    with shop.connect() as connection:
        yield connection


@pytest.fixture
def sue(shop: Database) -> Iterator[psycopg.Connection]:
    """Staff at MAIN."""
    with shop.connect("sue_staff") as connection:
        yield connection


@pytest.fixture
def sam(shop: Database) -> Iterator[psycopg.Connection]:
    """Staff at AIRPORT, which allows negative stock."""
    with shop.connect("sam_staff") as connection:
        yield connection


@pytest.fixture
def max_(shop: Database) -> Iterator[psycopg.Connection]:
    """Manager of NORTH."""
    with shop.connect("max_manager") as connection:
        yield connection


@pytest.fixture
def boss(shop: Database) -> Iterator[psycopg.Connection]:
    """Manager of everything, and admin."""
    with shop.connect("bob_boss") as connection:
        yield connection


@pytest.fixture
def vic(shop: Database) -> Iterator[psycopg.Connection]:
    """Viewer of MAIN."""
    with shop.connect("vic_viewer") as connection:
        yield connection


@pytest.fixture
def ada(shop: Database) -> Iterator[psycopg.Connection]:
    """Auditor."""
    with shop.connect("ada_auditor") as connection:
        yield connection


@pytest.fixture
def worker(shop: Database) -> Iterator[psycopg.Connection]:
    """The worker's login."""
    with shop.connect("stockroom_worker") as connection:
        yield connection
