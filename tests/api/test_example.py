"""docs/examples/stock.py, run as a program of its own against a web process."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.api.visitors import open_house
from tests.conftest import Database

PROGRAM = Path(__file__).parents[2] / "docs" / "examples" / "stock.py"
LOW = 120  # items; a page of the list has fewer
QUOTA = 30  # requests a minute
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


@dataclass
class Program:
    """The program, with the token of a client that posts at MAIN."""

    base: str
    token: str

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run it."""
        return subprocess.run(
            [sys.executable, "-I", str(PROGRAM), self.base, *arguments],
            env={"PATH": os.environ["PATH"], "TOKEN": self.token},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip


@pytest.fixture
def run(busy: Database, tmp_path: Path) -> Iterator[Program]:
    """`run("receive", …)`, where many items are low and few requests a minute are allowed."""
    name = f"client_{busy.name}"
    with busy.connect() as db, busy.connect("ann_admin") as ann:
        db.execute(STOCK, [LOW])
        ann.execute("select api.create_user(%s, 'Shop', array['staff'], kind => 'client')", [name])
        ann.execute("select api.grant_location(%s, 'MAIN')", [name])
        made = ann.execute("select api.create_token(%s, 'nightly') as token", [name]).fetchone()
    with open_house(busy, tmp_path, STOCKROOM_API_RATE=str(QUOTA)) as house:
        yield Program(house.base, made["token"])


def test_it_lists_all_that_is_low_page_by_page(run: Program) -> None:
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    found = [line.split("\t")[0] for line in done.stdout.splitlines()]
    assert [sku for sku in found if sku.startswith("LOW-")] == [
        f"LOW-{n:03d}" for n in range(1, LOW + 1)
    ]


def test_a_receipt_with_the_same_key_counts_once(run: Program, busy: Database) -> None:
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


def test_what_is_refused_is_told_with_its_place(run: Program) -> None:
    done = run("receive", "NOPE", "MAIN-A", "1")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "#/lines/0/item: " in done.stderr
    assert "/docs/errors#IN001" in done.stderr


def test_it_waits_where_it_is_told_to(run: Program) -> None:
    """The quota is used up; it fills again by one request in two seconds."""
    own = {"Authorization": f"Bearer {run.token}"}
    statuses = []
    while 429 not in statuses:
        answer = requests.get(f"{run.base}/items.json", headers=own, timeout=30)
        statuses.append(answer.status_code)
    assert len(statuses) > QUOTA
    begun = time.monotonic()
    done = run("receive", "LOW-007", "MAIN-A", "12")
    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - begun > int(answer.headers["Retry-After"]) / 2
