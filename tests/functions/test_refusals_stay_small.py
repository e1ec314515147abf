"""What is refused costs little and says little, however much was sent."""

import time

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Database
from tests.functions.steps import call

CATEGORIES = 400


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


def test_tags_that_are_null_are_none(wide: Database) -> None:
    """As a client that sends each of its fields says it."""
    with wide.connect("bob_boss") as boss:
        found = call(
            boss, "edit_items", selection=Jsonb({"skus": ["APPLE"]}),
            changes=Jsonb({"tags_add": None, "tags_remove": None, "category": "FOOD"}),
        )  # fmt: skip
    assert found
