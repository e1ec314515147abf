"""A ledger that was exported comes back: nothing of it is posted twice, or it is told before."""

import csv
import io

import pytest

from tests.importing.conftest import Shop

POSTED = (
    "date,kind,reference,item,location,to,quantity,reason\n"
    "2026-01-01,receipt,PO-1,A-1,S1,,100,\n"
    "2026-01-01,receipt,PO-1,B-1,S1,,7.125,\n"
    "2026-01-02,issue,SO-1,A-1,S1,,30,\n"
    "2026-01-03,transfer,T-1,A-1,S1,S2,20,\n"
)
# As the file of movements names its columns.
COLUMNS = ("occurred_at", "kind", "sku", "location", "quantity", "unit", "reference", "document")


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
    more = exported(shop) + "2026-01-04 12:00,receipt,A-1,S1,5,pc,PO-2,\n"
    assert shop.load("movements", more).sentence == "Imported 1 movements; 5 were already there."
    assert shop.on_hand()["A-1", "S1"] == "55"


@pytest.mark.parametrize(("was", "now"), [(",100,", ",101,"), ("A-1,S1,-30", "A-1,S2,-30")])
def test_a_line_that_was_changed_is_no_way_to_change_what_was_posted(
    shop: Shop, was: str, now: str
) -> None:
    shop.load("movements", POSTED)
    text = exported(shop)
    assert was in text
    assert shop.load("movements", text.replace(was, now)).refused == 1
    assert "was posted, and not with this line" in shop.refused()[0]


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
