"""docs/examples/stock.py, run as a program of its own against a web process."""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.api.visitors import House, open_house
from tests.conftest import Database

PROGRAM = Path(__file__).parents[2] / "docs" / "examples" / "stock.py"
LOW = 120  # items; a page of the list has fewer
STOCK = """
    with made as (
        insert into inventory.items (sku, name, category_id, unit_id)
        select 'LOW-' || lpad(n::text, 3, '0'), 'Low ' || n, inventory.category_of('PARTS'),
            inventory.unit_of('ea')
        from generate_series(1, %s) as n
        returning item_id
    )
    insert into inventory.thresholds (item_id, location_id, minimum)
    select m.item_id, l.location_id, 10 from made as m
    cross join inventory.locations as l where l.code = 'MAIN'
"""


@pytest.fixture
def house(busy: Database, tmp_path: Path) -> Iterator[House]:
    """The company with many low items, served by a web process."""
    with busy.connect() as db:
        db.execute(STOCK, [LOW])
    with open_house(busy, tmp_path) as opened:
        yield opened


@pytest.fixture
def run(house: House, busy: Database) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`run("receive", …)`: the program, with the token of a client that posts at MAIN."""
    name = f"client_{busy.name}"
    with busy.connect("ann_admin") as ann:
        ann.execute("select api.create_user(%s, 'Shop', array['staff'], kind => 'client')", [name])
        ann.execute("select api.grant_location(%s, 'MAIN')", [name])
        token = ann.execute("select api.create_token(%s, 'nightly') as token", [name]).fetchone()

    def start(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", str(PROGRAM), house.base, *arguments],
            env={"PATH": os.environ["PATH"], "TOKEN": token["token"]},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return start


Run = Callable[..., subprocess.CompletedProcess[str]]


def test_it_lists_all_that_is_low_page_by_page(run: Run) -> None:
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    found = [line.split("\t")[0] for line in done.stdout.splitlines()]
    assert [sku for sku in found if sku.startswith("LOW-")] == [
        f"LOW-{n:03d}" for n in range(1, LOW + 1)
    ]


def test_a_receipt_with_the_same_key_counts_once(run: Run, busy: Database) -> None:
    key = str(uuid.uuid4())
    first, again = (run("--key", key, "receive", "LOW-007", "MAIN-A", "12") for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.endswith("LOW-007 at MAIN-A, now 12\n")
    assert again.stdout == first.stdout
    with busy.connect() as db:
        posted = db.execute(
            "select count(*) as n from inventory.movements as m join inventory.items as i"
            " using (item_id) where i.sku = 'LOW-007'"
        ).fetchone()
    assert posted == {"n": 1}


def test_what_is_refused_is_told_with_its_place(run: Run) -> None:
    done = run("receive", "NOPE", "MAIN-A", "1")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "#/lines/0/item: " in done.stderr
    assert "/docs/errors#IN001" in done.stderr
