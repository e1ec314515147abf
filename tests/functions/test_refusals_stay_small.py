"""What is refused costs little and says little, however much was sent."""

import time
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Database
from tests.functions.steps import WORDED, call, post, refused

CATEGORIES = 400
MOST = 20_000  # lines of a document
GOOD = {"item": "APPLE", "location": "MAIN", "quantity": 1}


@pytest.fixture(scope="module")
def wide(lasting_shop: Database) -> Database:
    """A company of some hundred categories whose names are much alike."""
    with lasting_shop.connect() as db:
        db.execute(
            "insert into inventory.categories (code, name) "
            "select 'HAND-' || n, 'Hand tools ' || n from generate_series(1, %s) as n",
            [CATEGORIES],
        )
        db.execute(
            "insert into inventory.categories (code, name) values ('CLEAN', 'Cleaning things')"
        )
    return lasting_shop


def cpu_of(db: psycopg.Connection) -> float:
    """Seconds that the connection's process has worked."""
    with open(f"/proc/{db.info.backend_pid}/schedstat") as file:
        return int(file.read().split()[0]) / 1e9


def test_a_wrong_category_proposes_the_nearest_at_once(wide: Database) -> None:
    """Not letter by letter against each of them: a report with a slip of the pen took 38 s."""
    with wide.connect("vic_viewer") as vic:
        for said, proposed in (("Clening thing", "CLEAN"), ("HADN-17", "HAND-17")):
            began = cpu_of(vic)
            with pytest.raises(psycopg.Error, match=f"Did you mean {proposed}"):
                call(vic, "stock_report", category=said)
            assert cpu_of(vic) - began < 0.3


def test_twenty_thousand_wrong_barcodes_are_told_as_some(wide: Database) -> None:
    """The refusal of a program's item neither takes seconds nor fills the log."""
    item = {
        "sku": "!", "name": "X", "category": "FOOD", "unit": "ea",
        "barcodes": [f"wrong {n}" for n in range(20_000)],
    }  # fmt: skip
    with wide.connect("bob_boss") as boss:
        began = time.monotonic()
        with pytest.raises(psycopg.Error) as refused:
            call(boss, "create_item", item=Jsonb(item))
        assert time.monotonic() - began < 2
        said = refused.value.diag
        assert len(said.message_detail or "") < 30_000
        assert len(said.message_hint or "") < 5_000


@pytest.mark.parametrize("count", [12, MOST])
def test_keys_that_no_line_has_are_told_as_some(wide: Database, count: int) -> None:
    """Ten a line, none of them near: a hundred in words, the further lines by their numbers."""
    lines = [GOOD | {f"key{k}": 1 for k in range(10)}] * count
    with wide.connect("bob_boss") as boss:
        began = cpu_of(boss)
        with refused("IN001") as refusal:
            post(boss, "receipt", lines)
        took = cpu_of(boss) - began
    assert len(refusal.detail) == min(count * 10, WORDED + count - WORDED // 10)
    assert {line for line, _ in refusal.codes} == set(range(1, count + 1))
    assert sum("message" in one for one in refusal.detail) == WORDED
    assert f"{count} of {count} lines" in refusal.error.diag.message_primary
    assert len(refusal.error.diag.message_detail) < WORDED * 500 + count * 60
    assert took < 5


@pytest.mark.parametrize(
    ("change", "code"), [({"item": "NOPE"}, "IN101"), ({"quantity": 1}, "IN107")]
)
def test_lines_wrong_otherwise_are_told_as_some_too(
    wide: Database, change: dict[str, Any], code: str
) -> None:
    """Also what a preview says of them."""
    lines = [GOOD | change] * 2_000
    with wide.connect("bob_boss") as boss:
        with refused("IN001") as refusal:
            post(boss, "issue", lines)
        told = call(boss, "preview_document", kind="issue", lines=lines)["problems"]
    assert refusal.codes == [(n, code) for n in range(1, 2_001)]
    assert sum("message" in one for one in refusal.detail) == WORDED
    assert len(refusal.error.diag.message_detail) < WORDED * 500 + 2_000 * 60
    assert told == refusal.detail


def test_tags_that_are_null_are_none(wide: Database) -> None:
    """As a client that sends each of its fields says it."""
    with wide.connect("bob_boss") as boss:
        found = call(
            boss, "edit_items", selection=Jsonb({"skus": ["APPLE"]}),
            changes=Jsonb({"tags_add": None, "tags_remove": None, "category": "FOOD"}),
        )  # fmt: skip
    assert found
