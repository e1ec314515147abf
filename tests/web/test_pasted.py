"""Rows of a spreadsheet as lines: columns by name or by content, and nothing is lost."""

import pytest

from web import pasted
from web.rooms.posting import BY_COMMAND

UNITS, PLACES = frozenset({"ea", "case", "l"}), frozenset({"MAIN-A", "MAIN-B"})


def read(text: str, kind: str = "issue") -> list[dict[str, str]]:
    """The lines of a paste, without what is empty in them."""
    known = pasted.Known(BY_COMMAND[f"post_{kind}"].fields, UNITS, PLACES)
    lines = pasted.lines(text, known)
    assert all(tuple(line) == known.fields for line in lines)
    return [{name: value for name, value in line.items() if value} for line in lines]


ONE = {"item": "TPE-BRN", "quantity": "2"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TPE-BRN\t2", [ONE]),
        ("2\tTPE-BRN\n", [ONE]),
        ("TPE-BRN;2\r\n", [ONE]),
        ("TPE-BRN,2", [ONE]),
        ("TPE-BRN 2", [ONE]),
        ("TPE-BRN", [{"item": "TPE-BRN"}]),
        ("TPE-BRN 1,5", [{"item": "TPE-BRN", "quantity": "1,5"}]),
        ("TPE-BRN;1,5\nA-1;2,25", [{"item": "TPE-BRN", "quantity": "1,5"},
                                   {"item": "A-1", "quantity": "2,25"}]),
        ("SKU\tQty\nTPE-BRN\t2", [ONE]),
        ("Quantity;Article\n2;TPE-BRN", [ONE]),
        ("\n\n\tTPE-BRN\t2\n\n", [ONE]),
        ("TPE-BRN\tmain-a\tcase\t2", [{**ONE, "location": "main-a", "unit": "case"}]),
        ("MAIN-B\tTPE-BRN\t2\tL-77", [{**ONE, "location": "MAIN-B", "lot": "L-77"}]),
        ("4006381333931\t3", [{"item": "4006381333931", "quantity": "3"}]),
        ("1001\t3", [{"item": "1001", "quantity": "3"}]),
        ('"TPE-BRN","2","a ""wide"" one"', [{**ONE, "note": 'a "wide" one'}]),
        ("", []),
        ("SKU\tQty", []),
    ],
)  # fmt: skip
def test_any_sensible_order(text: str, expected: list[dict[str, str]]) -> None:
    assert read(text) == expected


def test_columns_of_each_kind() -> None:
    assert read("TPE-BRN\t2\t1.25\tMAIN-A\tL1\t2030-01-31", "receipt") == [
        {"item": "TPE-BRN", "quantity": "2", "unit_cost": "1.25", "location": "MAIN-A",
         "lot": "L1", "expires_on": "2030-01-31"}
    ]  # fmt: skip
    assert read("TPE-BRN\tMAIN-A\tMAIN-B\t2", "transfer") == [
        {"item": "TPE-BRN", "from": "MAIN-A", "to": "MAIN-B", "quantity": "2"}
    ]
    assert read("sku,location,qty,why\nA,MAIN-A,-2,x", "adjustment") == [
        {"item": "A", "location": "MAIN-A", "quantity": "-2", "reason": "x"}
    ]


def test_nothing_is_lost() -> None:
    """What no column is for, and rows that are longer or shorter than the others, are kept."""
    text = "TPE-BRN\t2\tPacking tape\textra\nONLY-SKU\n\t\t\nA-1\tmany\tb"
    lines = read(text)
    assert [line["item"] for line in lines] == ["TPE-BRN", "ONLY-SKU", "A-1"]
    assert [line.get("quantity") for line in lines] == ["2", None, "many"]
    said = " ".join(value for line in lines for value in line.values())
    for word in ("TPE-BRN", "Packing tape", "extra", "ONLY-SKU", "A-1", "many", "b"):
        assert word in said
    assert len(lines) == 3
