"""What people paste from a spreadsheet, as lines of a document: nothing of it is lost.

Columns are known by their names, where the first row has any, else by what stands in them. What
belongs to no column of the form goes into the note. Whether a line is right the database says.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from web import forms

NAMES = {
    "item": ("item", "sku", "article", "code", "barcode", "ean", "product", "part"),
    "quantity": ("quantity", "qty", "amount", "count", "pieces", "number"),
    "unit": ("unit", "uom", "pack"),
    "location": ("location", "place", "bin", "where", "shelf"),
    "from": ("from", "source", "from location", "from place"),
    "to": ("to", "target", "destination", "to location", "to place"),
    "lot": ("lot", "batch", "serial", "lot code"),
    "expires_on": ("expires on", "expires", "expiry", "expiry date", "best before"),
    "unit_cost": ("unit cost", "cost", "price", "unit price"),
    "reason": ("reason", "why"),
    "note": ("note", "notes", "comment", "remark", "name", "description"),
}
FIELD_OF = {name: field for field, names in NAMES.items() for name in names}
PLACES = ("location", "from", "to")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BARCODE = re.compile(r"\d{8,14}")
Row = list[str]
Line = dict[str, str]


@dataclass(frozen=True)
class Known:
    """What the words of a cell can be: the fields of the form, units and places there are."""

    fields: tuple[str, ...]
    units: frozenset[str]
    places: frozenset[str]


def lines(text: str, known: Known) -> list[Line]:
    """The lines that a pasted text asks for, in order; empty rows are left out."""
    rows = _rows(text)
    if not rows:
        return []
    columns = _by_names(rows[0], known)
    if columns is not None:
        rows = rows[1:]
    else:
        columns = _by_content(rows, known)
    return [_line(row, columns, known) for row in rows]


def _rows(text: str) -> list[Row]:
    """Cells of each row: by tabs, semicolons or commas, else by spaces where all rows agree."""
    given = [line for line in text.replace("\0", "").splitlines() if line.strip()]
    for mark in "\t;,":
        # A decimal comma is in some rows and no column; a column is in all of them, a tab is one.
        if given and (any if mark == "\t" else all)(mark in line for line in given):
            if mark == "," and all(re.fullmatch(r"\s*\S+\s+\d+,\d+\s*", line) for line in given):
                continue
            read = csv.reader(io.StringIO("\n".join(given)), delimiter=mark, strict=False)
            return [[cell.strip() for cell in row] for row in read if any(map(str.strip, row))]
    words = [line.split() for line in given]
    if words and len({len(row) for row in words}) == 1:
        return words
    return [[line.strip()] for line in given]


def _by_names(head: Row, known: Known) -> list[str] | None:
    """The field of each column, where the first row names at least an item; None where it is no
    head."""
    named = [FIELD_OF.get(re.sub(r"[\s_.*:]+", " ", cell).strip().lower(), "") for cell in head]
    if "item" not in named or (len(head) == 1 and head[0].lower() not in ("item", "sku")):
        return None
    return [_fitting(field, known) for field in _each_once(named)]


def _fitting(field: str, known: Known) -> str:
    """The field of this form that a column's name means: a transfer goes from a place."""
    if field == "location" and "from" in known.fields:
        return "from"
    if field == "from" and "from" not in known.fields:
        return "location"
    return field if field in known.fields else ""


def _each_once(fields: Iterable[str]) -> list[str]:
    seen: list[str] = []
    for field in fields:
        seen.append("" if field in seen else field)
    return seen


def _by_content(rows: list[Row], known: Known) -> list[str]:
    """The field of each column by what most of its cells are."""
    width = max(map(len, rows))
    cells = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]
    columns = [""] * width

    def take(fields: Iterable[str], fits: Callable[[str], bool], share: float = 0.5) -> None:
        free = [field for field in fields if field in known.fields and field not in columns]
        for at, column in enumerate(cells):
            fit = sum(map(fits, column)) >= share * len(column) if column else False
            if free and fit and not columns[at]:
                columns[at] = free.pop(0)

    numeric = [at for at in range(width) if cells[at] and all(map(forms.is_number, cells[at]))]
    if len(numeric) == width and width > 1:
        columns[0] = "item"  # numbers are all there is: the first of them name things
    take(["unit"], lambda cell: cell.lower() in known.units)
    take(PLACES, lambda cell: cell.upper() in known.places)
    take(["expires_on"], lambda cell: DAY.fullmatch(cell) is not None)
    take(["item"], lambda cell: BARCODE.fullmatch(cell) is not None)
    take(["quantity", "unit_cost"], _is_amount)
    take(["item"], lambda cell: " " not in cell and not _is_amount(cell))
    take(["item"], lambda cell: not _is_amount(cell))
    take(["lot"], lambda cell: " " not in cell)
    return columns


def _is_amount(cell: str) -> bool:
    return forms.is_number(cell) or forms.is_ambiguous(cell)


def _line(row: Row, columns: list[str], known: Known) -> Line:
    """A line of all fields; what has no column of its own is kept in the note."""
    line = dict.fromkeys(known.fields, "")
    rest = []
    for at, cell in enumerate(row):
        field = columns[at] if at < len(columns) else ""
        if field and field != "note":
            line[field] = cell
        elif cell:
            rest.append(cell)
    if "note" in line:
        line["note"] = " · ".join(rest)
    return line
