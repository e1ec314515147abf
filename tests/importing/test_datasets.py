"""Loading a data set: resumed after a kill, checked against its source, refusals reported."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.errors import Trouble
from ops.importing.check import check
from ops.importing.dataset import (
    MOST_LINES,
    Category,
    Dataset,
    Document,
    Place,
    Threshold,
    in_documents,
    receipts_for,
)
from ops.importing.loader import is_complete, load
from tests.importing.conftest import Shop

FIRST = date(2026, 1, 1)
DAYS = 30


def small_dataset() -> Dataset:
    """One store that sells two of each of 20 items a day, restocked every ten days."""
    items = [f"X-{number:02}" for number in range(20)]

    def document(kind: str, day: int, quantity: int, hour: int) -> Document:
        on = FIRST + timedelta(days=day)
        return Document(
            kind=kind,
            key=f"{kind}/{day}",
            reference=f"{kind} {on}",
            occurred_at=datetime(on.year, on.month, on.day, hour, tzinfo=UTC),
            lines=[{"item": sku, "location": "STORE", "quantity": quantity} for sku in items],
        )

    def movements() -> list[Document]:
        found = []
        for day in range(DAYS):
            if day and day % 10 == 0:
                found.append(document("receipt", day, 20, 6))
            found.append(document("issue", day, 2, 20))
        return found

    return Dataset(
        name="small",
        title="A small data set",
        places=[Place("SMALL", "Small", "company", None), Place("STORE", "S", "site", "SMALL")],
        categories=[Category("TOP", "Top", None), Category("BELOW", "Below", "TOP")],
        items=[{"sku": sku, "name": sku, "category": "BELOW", "unit": "ea"} for sku in items],
        openings=[document("receipt", 0, 21, 6)],
        thresholds=[Threshold(sku, "STORE", 5, 100) for sku in items],
        movements=movements,
        totals={("STORE", FIRST + timedelta(days=day)): 40 for day in range(DAYS)},
    )


def load_small(shop: Shop, dataset: Dataset | None = None, person: str | None = None) -> int:
    loaded = load(
        dataset or small_dataset(),
        shop.database.dsn(),
        person or shop.manager,
        report=shop.report,
        say=lambda _: None,
    )
    return loaded.lines


def test_totals_alerts_and_proof_are_right(shop: Shop) -> None:
    dataset = small_dataset()
    assert load_small(shop) == 20 * (DAYS + 3)
    totals, alerts, proof = check(dataset, shop.database.dsn(), shop.manager)
    assert totals.startswith("30 totals per place and day equal")
    assert "60 alerts raised, 40 resolved" in alerts
    assert "nothing differs" in proof
    assert is_complete(dataset, shop.database.dsn())
    assert load_small(shop) == 0
    # Nobody asked for mails of what is not critical.
    assert shop.run("select from inventory.deliveries") == []


def test_a_difference_is_found(shop: Shop) -> None:
    load_small(shop)
    dataset = small_dataset()
    wrong = replace(dataset, totals=dataset.totals | {("STORE", FIRST): 41})
    with pytest.raises(Trouble, match="40 instead of 41"):
        check(wrong, shop.database.dsn(), shop.manager)


def test_refused_rows_are_reported_and_the_rest_is_posted(shop: Shop) -> None:
    dataset = small_dataset()
    opening = dataset.openings[0]
    bad = [
        {"item": "NONE", "location": "STORE", "quantity": 1},
        {"item": "X-01", "location": "STORE", "quantity": "many"},
    ]
    dataset = replace(dataset, openings=[replace(opening, lines=[*bad, *opening.lines])])
    assert load_small(shop, dataset) == 20 * (DAYS + 3)
    assert [line.split(",")[:2] for line in shop.refused()] == [
        ["receipt/0", "item"],
        ["receipt/0", "quantity"],
    ]
    before = shop.on_hand()
    load_small(shop, dataset)
    assert shop.on_hand() == before


def test_somebody_else_cannot_import_it_again(shop: Shop) -> None:
    load_small(shop)
    other = shop.manager.replace("mia", "max")
    shop.run("select api.create_user(person => %s, name => 'Max', groups => '{manager}')", other)
    with pytest.raises(Trouble, match=f"was imported by {shop.manager}"):
        load_small(shop, person=other)


def test_who_may_not_is_told(shop: Shop) -> None:
    viewer = shop.manager.replace("mia", "vic")
    shop.run("select api.create_user(person => %s, name => 'Vic', groups => '{viewer}')", viewer)
    with pytest.raises(Trouble, match=f"{viewer} may not import this"):
        load_small(shop, person=viewer)


def test_a_killed_import_goes_on_where_it_was(shop: Shop) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from ops.importing.loader import load\n"
        "from tests.importing.test_datasets import small_dataset\n"
        "load(small_dataset(), sys.argv[1], sys.argv[2], report=Path(sys.argv[3]))\n"
    )
    arguments = [shop.database.dsn(), shop.manager, str(shop.report)]
    root = Path(__file__).parents[2]
    killed = 0
    for wanted in (1, 8, 20):
        process = subprocess.Popen([sys.executable, "-c", program, *arguments], cwd=root)
        while process.poll() is None:
            (row,) = shop.run("select count(*)::int as documents from inventory.documents")
            if row["documents"] >= wanted:
                os.kill(process.pid, signal.SIGKILL)
                killed += 1
                break
            time.sleep(0.002)
        process.wait(30)
    assert killed
    load_small(shop)
    check(small_dataset(), shop.database.dsn(), shop.manager)
    (row,) = shop.run("select count(*)::int as documents from inventory.documents")
    assert row["documents"] == DAYS + 3


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.integers(0, 20))
def test_receipts_never_let_a_series_go_negative(demand: list[int], safety: int) -> None:
    on_hand = 0
    for leaves, received in zip(demand, receipts_for(demand, safety), strict=True):
        on_hand += received - leaves
        assert on_hand >= safety
        assert received >= 0


def test_long_documents_are_split() -> None:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    lines = [{"item": str(number)} for number in range(MOST_LINES * 2 + 1)]
    documents = list(in_documents(lines, kind="issue", key="k", reference="r", occurred_at=when))
    assert [len(document.lines) for document in documents] == [MOST_LINES, MOST_LINES, 1]
    assert len({document.idempotency_key("d") for document in documents}) == 3
