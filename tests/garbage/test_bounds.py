"""How much is taken at once: the bound is a rule, said at once, and never a crash or a wait."""

import json
import time
from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import refused

MILLION = 1_000_000
MOST = 20_000  # lines of a document, rows of an import
# Seconds, on a machine that does much else: at a load of 14 on two cores a million lines took 8.
PATIENCE = 30.0


@pytest.fixture(scope="module")
def bob(lasting_shop: Database) -> Any:
    """Manager of everything."""
    with lasting_shop.connect("bob_boss") as db:
        db.execute("set statement_timeout = '60s'")
        yield db


def many(line: dict[str, Any], count: int) -> str:
    """The JSON of an array of the same line."""
    return "[" + ",".join([json.dumps(line)] * count) + "]"


@pytest.mark.parametrize(
    ("count", "lot"), [(MOST + 1, {}), (MOST + 1, {"lot": "NEW"}), (MILLION, {"lot": "NEW"})]
)
def test_a_document_of_too_many_lines_is_refused_at_once(
    bob: psycopg.Connection, count: int, lot: dict[str, str]
) -> None:
    lines = many({"item": "APPLE", "location": "MAIN-A", "quantity": 1, **lot}, count)
    begun = time.monotonic()
    with refused("IN004") as refusal:
        bob.execute("select api.post_receipt(%s, gen_random_uuid())", [lines])
    assert time.monotonic() - begun < PATIENCE
    assert refusal.detail == {"lines": count}
    assert bob.execute("select from inventory.lots where code = 'NEW'").fetchall() == []


@pytest.mark.parametrize("function", ["import_items", "import_locations", "import_thresholds"])
def test_an_import_of_too_many_rows_is_refused_at_once(
    bob: psycopg.Connection, function: str
) -> None:
    for count in (MOST + 1, MILLION):
        rows = many({"sku": "X"}, count)
        begun = time.monotonic()
        with refused("IN004") as refusal:
            bob.execute(f"select api.{function}(%s)", [rows])
        assert time.monotonic() - begun < PATIENCE
        assert refusal.detail == {"rows": count}


def test_as_many_lines_as_are_taken_may_all_be_wrong(bob: psycopg.Connection) -> None:
    """Every line is named, also when it is the limit."""
    lines = many({"item": "NOPE", "location": "MAIN-A", "quantity": 1}, MOST)
    with refused("IN001") as refusal:
        bob.execute("select api.post_issue(%s, gen_random_uuid())", [lines])
    assert len(refusal.codes) == MOST


def test_as_many_lines_as_are_taken_are_posted(bob: psycopg.Connection) -> None:
    lines = many({"item": "APPLE", "location": "MAIN-A", "quantity": 1}, MOST)
    call = "select api.post_receipt(%s, gen_random_uuid()) -> 'lines' -> -1 as last"
    assert bob.execute(call, [lines]).fetchone()["last"]["on_hand"] == MOST
    assert bob.execute("select count(*) as n from api.documents").fetchone()["n"] == 1


@pytest.mark.parametrize("deep", [3_000, 6_000, 100_000])
def test_json_however_deep_is_refused(bob: psycopg.Connection, deep: int) -> None:
    """To some 6,000 levels Postgres reads it, and the line is refused; beyond, it is not read."""
    nested = "[" * deep + "]" * deep
    line = f'[{{"item": {nested}, "location": "MAIN-A", "quantity": 1}}]'
    with pytest.raises(psycopg.Error) as caught:
        bob.execute("select api.post_receipt(%s, gen_random_uuid())", [line])
    assert caught.value.sqlstate in ("IN001", "54001")
    if caught.value.sqlstate == "54001":  # as it read the argument
        assert "unnamed portal parameter" in (caught.value.diag.context or "")
