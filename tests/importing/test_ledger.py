"""A ledger that was exported comes back: nothing of it is posted twice, or it is told before."""

import csv
import io
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from ops.importing.connection import Connection, as_person
from ops.importing.files import ledger
from tests.importing.conftest import Shop

POSTED = (
    "date,kind,reference,item,location,to,quantity,reason\n"
    "2026-01-01,receipt,PO-1,A-1,S1,,100,\n"
    "2026-01-01,receipt,PO-1,B-1,S1,,7.125,\n"
    "2026-01-02,issue,SO-1,A-1,S1,,30,\n"
    "2026-01-03,transfer,T-1,A-1,S1,S2,20,\n"
)
# As the file of movements names its columns.
COLUMNS = (
    "occurred_at", "kind", "sku", "location", "quantity", "unit", "reference", "document", "lot",
)  # fmt: skip


def exported(shop: Shop, leave_out: str = "") -> str:
    """The ledger as its file has it."""
    rows = shop.run("select * from api.movements order by movement_id")
    out = io.StringIO()
    names = [name for name in COLUMNS if name != leave_out]
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_a_ledger_that_comes_back_is_not_posted_again(shop: Shop) -> None:
    shop.load("movements", POSTED)
    before = shop.on_hand()
    again = shop.load("movements", exported(shop))
    assert again.sentence == "Nothing new was imported: all 5 movements were already there."
    assert shop.on_hand() == before
    more = exported(shop) + "2026-01-04 12:00,receipt,A-1,S1,5,pc,PO-2,,\n"
    assert shop.load("movements", more).sentence == "Imported 1 movements; 5 were already there."
    assert shop.on_hand()["A-1", "S1"] == "55"


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (",100,", ",101,", ": it was posted with quantity 100 pc"),
        (",100,", ",-100,", ": it was posted with quantity 100 pc"),
        (",S2,20,", ",S2,-20,", ": it was posted with quantity 20 pc"),
        ("100,pc,", "100,kg,", ": it was posted with quantity 100 pc"),
        ("A-1,S1,-30", "A-1,S2,-30", "this line"),
        ("2026-01-02 12:00", "2026-01-02 12:01", ": it was posted with date 2026-01-02 12:00:00"),
        ("2026-01-02 12:00:00+00:00", "2026-01-03", ": it was posted with date 2026-01-02 12:"),
        ("2026-01-02 12:00:00+00:00", "soon", ": it was posted with date 2026-01-02 12:00:00"),
        ("2026-01-02 12:00:00+00:00", "9999-12-31", ": it was posted with date 2026-01-02"),
        ("issue,", "adjustment,", ": it was posted with kind issue"),
        ("SO-1", "SO-2", ": it was posted with reference SO-1"),
    ],
)
def test_a_line_that_was_changed_is_no_way_to_change_what_was_posted(
    shop: Shop, was: str, now: str, told: str
) -> None:
    shop.load("movements", POSTED)
    text = exported(shop)
    assert was in text
    assert shop.load("movements", text.replace(was, now)).refused == 1
    assert (
        f"was posted, and not with this line{told}".removesuffix("this line") in (shop.refused()[0])
    )


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("2026-01-02 12:00:00+00:00", "2026-01-02"),
        ("2026-01-02 12:00:00+00:00", "2026-01-02 13:00+01:00"),
        ("2026-01-02 12:00:00+00:00", ""),
        ("issue,A-1,S1,-30", "sold,a-1,s1,30"),  # what leaves a place needs no sign
        (",pc,PO-1,", ",,,"),
    ],
)
def test_what_a_line_leaves_out_or_writes_otherwise_is_no_other_line(
    shop: Shop, was: str, now: str
) -> None:
    shop.load("movements", POSTED)
    text = exported(shop)
    assert was in text
    again = shop.load("movements", text.replace(was, now))
    assert again.sentence == "Nothing new was imported: all 5 movements were already there."


def test_another_lot_than_was_posted_is_told(shop: Shop) -> None:
    lots = "date,kind,item,location,quantity,lot\n2026-01-01,receipt,A-1,S1,4,L1\n"
    shop.load("movements", lots + "2026-01-01,receipt,A-1,S1,4,L2\n")
    text = exported(shop)
    assert "all 2 movements were already" in shop.load("movements", text).sentence
    assert shop.load("movements", text.replace(",L2", ",L3")).refused == 1
    assert "it was posted with lot L" in shop.refused()[0]


def test_the_same_lines_without_their_documents_are_told_of_before(shop: Shop) -> None:
    shop.load("movements", POSTED)
    text = "".join(exported(shop, "document").splitlines(keepends=True)[:4])
    tried = shop.load("movements", text, dry_run=True)
    assert "Of their lines, 3 stand in the ledger twice" in tried.sentence
    other = text.replace("T12:00", "T12:01").replace(" 12:00", " 12:01")
    assert other != text
    assert "twice" not in shop.load("movements", other, dry_run=True).sentence


def test_a_document_by_its_paper_number_is_a_reference(shop: Shop) -> None:
    text = "item,location,quantity,document\nA-1,S1,1,PO-7\n"
    assert shop.load("movements", text).refused == 0
    found = shop.run("select reference from inventory.documents")
    assert [one["reference"] for one in found] == ["PO-7"]


def test_lines_of_one_item_are_looked_for_in_one_go(shop: Shop) -> None:
    """Not each line among all the others: the rows that are gone through are in proportion."""
    lines = [{"item": "A-1", "location": "S1", "quantity": 1 + n % 7} for n in range(500)]

    def post(db: Connection) -> None:
        for _ in range(4):
            db.execute(
                "select api.post_receipt(lines => %s, occurred_at => '2026-01-01 12:00Z',"
                " idempotency_key => gen_random_uuid())", (Jsonb(lines),),
            )  # fmt: skip

    with as_person(shop.database.dsn(), shop.manager) as db:
        post(db)
        with db.transaction():
            post(db)
            assert ledger.count_alike(db) == 2_000
            told = db.execute(f"explain (analyze, format json) {ledger.ALIKE}").fetchone()
    assert told
    assert _gone_through(told[0][0]["Plan"]) < 40 * 2_000


def _gone_through(node: dict[str, Any]) -> float:
    """The rows that a plan's nodes gave or left out."""
    of_each = sum(
        node.get(one, 0)
        for one in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Join Filter")
    )
    return node["Actual Loops"] * of_each + sum(map(_gone_through, node.get("Plans", ())))
