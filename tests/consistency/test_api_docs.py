"""docs/api.md says what the database says."""

import psycopg

from ops.api_docs import DOCUMENT, render
from tests.conftest import Database


def test_api_docs_are_renewed(database: Database) -> None:
    """Renew with `make up`, then `make docs`."""
    with psycopg.connect(database.dsn()) as db:
        assert DOCUMENT.read_text(encoding="utf-8") == render(db)
