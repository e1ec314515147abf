"""Files of each kind that are valid but for a cell, a byte or their make."""

import codecs
import csv
import io
from typing import Any

from hypothesis import strategies as st

from tests.garbage.values import ODD_NUMBERS, ODD_TIMES, texts

VALID = {
    "items": [
        ["sku", "name", "description", "category", "unit", "weight", "organic", "since"],
        ["C-1", "Third", "", "ALL", "pc", "1.5", "yes", "2026-01-31"],
        ["A-1", "First", "Known", "ALL", "pc", "2", "no", ""],
        ["C-2", "Fourth", "", "ALL", "kg", "", "", ""],
    ],
    "locations": [
        ["code", "name", "kind", "parent", "allow_negative"],
        ["N1-A", "Zone", "zone", "N1", ""],
        ["N1", "New", "site", "CO", "no"],
        ["S2", "Site", "site", "CO", "yes"],
    ],
    "movements": [
        ["item", "location", "quantity", "kind", "date", "reference", "to", "lot", "expires_on",
         "unit_cost", "note", "reason"],
        ["A-1", "S1", "20", "receipt", "2026-01-02", "R-1", "", "L1", "2030-01-01", "1.5", "", ""],
        ["B-1", "S1", "2.125", "receipt", "2026-01-02", "R-1", "", "", "", "", "n", ""],
        ["A-1", "S1", "5", "transfer", "2026-01-03T10:00:00Z", "T-1", "S2", "L1", "", "", "", ""],
        ["A-1", "S2", "1", "issue", "2026-01-04", "I-1", "", "L1", "", "", "", ""],
        ["B-1", "S1", "-0.125", "adjustment", "2026-01-05", "", "", "", "", "", "", "Counted"],
    ],
    "thresholds": [
        ["item", "location", "minimum", "maximum", "margin", "severity"],
        ["A-1", "S1", "5", "20", "1", "critical"],
        ["A-1", "CO", "10", "", "", ""],
        ["B-1", "S2", "", "2.125", "", "info"],
    ],
}  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp500")
ODD_BYTES = (
    b"\0", b"\xff", b"\xfe\xff", b"\xc3", b"\xed\xa0\x80", b'"', b'""', b"\n", b"\r", b"\r\n",
    b",", b";", b"\t", b"\x1a", b"\x0c", b"\xef\xbb\xbf", b"\\", b"'",
)  # fmt: skip
ODD_CELLS = (
    "ja", "x", "TRUE", "1,234", "1.234,5", "1'234", "\u22125", "(5)", "5-", "=1+1", "S1", "NOPE",
    "company", "sku", "", " ", "#N/A", "5 pc", "\u0665", "1\u00a0000", "receipt", "umlagerung",
)  # fmt: skip


@st.composite
def tables(draw: Any, kind: str) -> list[list[str]]:
    """Header and rows with one to three things wrong."""
    rows = [list(row) for row in VALID[kind]]
    for _ in range(draw(st.integers(1, 3))):
        _spoil(draw, rows)
    return rows


def _spoil(draw: Any, rows: list[list[str]]) -> None:
    """Make one thing wrong."""
    way = draw(st.sampled_from(["cell"] * 8 + ["drop", "double", "add", "short", "column", "many"]))
    at = draw(st.integers(0 if way == "cell" and draw(st.booleans()) else 1, len(rows) - 1))
    row = rows[at]
    place = draw(st.integers(0, max(0, len(row) - 1)))
    if way == "cell" and row:
        row[place] = draw(cells())
    elif way == "drop" and len(rows) > 2:
        del rows[at]
    elif way == "double":
        rows.insert(at, list(row))
    elif way == "add":
        row.append(draw(cells()))
    elif way == "short":
        del row[place:]
    elif way == "column":
        name = draw(st.sampled_from(["", "colour", "qty", "sku", "packs", "name", "\u202e"]))
        for number, one in enumerate(rows):
            one.append("x" if number else name)
    elif way == "many":
        rows.extend(list(row) for _ in range(draw(st.sampled_from([10, 3000]))))


def cells() -> st.SearchStrategy[str]:
    """What a cell may hold."""
    return st.one_of(st.sampled_from(ODD_CELLS + ODD_NUMBERS + ODD_TIMES), texts())


@st.composite
def contents(draw: Any, kind: str) -> bytes:
    """A file: a spoilt table in some encoding and delimiter, perhaps with some odd bytes in it."""
    out = io.StringIO()
    delimiter = draw(st.sampled_from([",", ",", ",", ";", "\t", "|", ":", " "]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(draw(tables(kind)))
    encoding = draw(st.sampled_from([*["utf-8"] * 6, *ENCODINGS]))
    content = out.getvalue().encode(encoding, errors="replace")
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 3]))):
        at = draw(st.integers(0, len(content)))
        content = content[:at] + draw(st.sampled_from(ODD_BYTES)) + content[at:]
    if draw(st.integers(0, 19)) == 0:
        content = content[: draw(st.integers(0, len(content)))]
    return content


def options() -> st.SearchStrategy[dict[str, str]]:
    """What may be said of a file on the command line."""
    names = ["hex", "utf-7", "idna", "undefined", "rot13", "\0", "", "utf-8", "cp1252", "utf-16"]
    assert codecs.lookup("hex")  # a codec, and no text's
    return st.fixed_dictionaries(
        {},
        optional={
            "encoding": st.sampled_from(names),
            "delimiter": st.sampled_from(['"', "\n", "\r", "tab", ";;", " ", "a", "\0", "\u00e9"]),
            "decimal": st.sampled_from([".", ","]),
            "date_format": st.sampled_from(["%d.%m.%Y", "%", "%Q", "", "%Y", "%H", "x" * 1000]),
        },
    )
