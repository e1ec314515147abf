"""Posting: the rules of the ledger, each with a test that tries to break it."""

import uuid
from decimal import Decimal

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Database


def post(db: psycopg.Connection, kind: str, lines: object, key: uuid.UUID | None = None) -> dict:
    """Post a document of a kind through its command and answer what it answered."""
    statement = f"select api.post_{kind}(lines => %s, idempotency_key => %s) as answer"
    return db.execute(statement, [Jsonb(lines), key or uuid.uuid4()]).fetchone()["answer"]


def on_hand(db: psycopg.Connection, sku: str, location: str) -> Decimal:
    """On hand of an item at a location, over all lots."""
    row = db.execute(
        "select coalesce(sum(on_hand), 0) as n from api.stock_on_hand where sku = %s and location = %s",
        [sku, location],
    ).fetchone()
    return row["n"]


def test_receipt_then_issue(shop: Database) -> None:
    with shop.connect("sue_staff") as sue:
        post(sue, "receipt", [{"item": "APPLE", "location": "MAIN", "quantity": 2, "unit": "case"}])
        answer = post(sue, "issue", [{"item": "apple", "location": "main", "quantity": 6}])
        assert answer["lines"][0]["on_hand"] == 18
        assert on_hand(sue, "APPLE", "MAIN") == 18
    with shop.connect() as db:
        assert db.execute("select * from api.prove()").fetchall() == []


def test_over_issue_names_every_line(shop: Database) -> None:
    with shop.connect("sue_staff") as sue:
        post(sue, "receipt", [{"item": "APPLE", "location": "MAIN", "quantity": 5}])
        with pytest.raises(psycopg.Error) as refused:
            post(
                sue,
                "issue",
                [
                    {"item": "APPLE", "location": "MAIN", "quantity": 4},
                    {"item": "APPLE", "location": "MAIN", "quantity": 4},
                    {"item": "BOLT-M8", "location": "MAIN", "quantity": 1},
                ],
            )
        assert refused.value.sqlstate == "IN001"
        assert on_hand(sue, "APPLE", "MAIN") == 5
