"""Workbooks (XLSX) from strangers: looked over before they are opened, then read row by row.

What a workbook says of itself is not believed: formulas are taken as their text, never their
remembered results; parts are counted by what the archive holds before anything is unpacked, and
nothing is unpacked beyond that; a part that declares a document type (the way to entities that
multiply) is refused.
"""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.parsers import expat

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from ops.errors import Trouble
from web.importing.sheet import LONGEST_CELL, MOST_COLUMNS, Row, Sheet

MOST_UNPACKED = 400_000_000  # bytes, of all parts together
MOST_OF_A_PART = 60_000_000  # bytes, of one that is read whole: texts, styles
MOST_PARTS = 2_000
MOST_BLANK = 1_048_576  # rows of a sheet
HIGHEST_RATIO = 150  # unpacked to packed, of a part beyond SMALL; real ones have 5 to 60
SMALL = 10_000_000
FORMULAS_NAMED = 20
DAMAGED = "The workbook is damaged or was cut off."
AGAIN = "Open it, save it again, and send that."


def open_workbook(path: Path) -> Sheet:
    """Return the first sheet that is shown. Raises Trouble."""
    try:
        with zipfile.ZipFile(path) as archive:
            _look_over(archive)
        # The file and not its path, whose ending openpyxl would judge.
        book = openpyxl.load_workbook(path.open("rb"), read_only=True, keep_links=False)
        shown = [one for one in book.worksheets if one.sheet_state == "visible"]
    except Trouble:
        raise
    except _BROKEN as error:
        raise Trouble(DAMAGED, AGAIN) from error
    if not shown:
        raise Trouble("The workbook has no sheet that is shown.")
    sheet = Sheet("xlsx", ",", [], iter(()))
    if len(shown) > 1:
        sheet.notes.append(f"Of the {len(shown)} sheets, the first, “{shown[0].title}”, is read.")
    rows = _rows(shown[0], sheet)
    header = next(rows, None)
    if header is None:
        raise Trouble("The file is empty.", "Its first line names the columns.")
    sheet.header = header.cells
    sheet.rows = _as_wide(rows, len(header.cells))
    return sheet


# What zipfile, expat and openpyxl raise about a file that is not what it claims to be.
_BROKEN = (zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, TypeError,
           IndexError, AttributeError, EOFError, OSError, SyntaxError, NotImplementedError,
           AssertionError)  # fmt: skip


def _look_over(archive: zipfile.ZipFile) -> None:
    """Refuse what is no workbook, and what would unpack to too much, before anything is."""
    parts = archive.infolist()
    names = {one.filename for one in parts}
    if len(parts) > MOST_PARTS or len(names) < len(parts):
        raise Trouble("The file is a packed file with too many parts, no workbook.")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Trouble("The file is a workbook of another kind.", "Save it as .xlsx or CSV.")
    if "xl/workbook.xml" not in names:
        raise Trouble("The file is a packed file (zip), no workbook.", "Send a CSV or XLSX file.")
    if any(one.flag_bits & 1 for one in parts):
        raise Trouble("The workbook is protected by a password.", "Save it without one.")
    total = sum(one.file_size for one in parts)
    bombs = [one for one in parts if _is_bomb(one)]
    if total > MOST_UNPACKED or bombs:
        raise Trouble(
            f"The workbook would unpack to {total / 1e6:,.0f} MB, far more than such a table needs."
            " It was not opened.",
            "Save its table as CSV.",
        )
    for one in parts:
        if one.filename.endswith((".xml", ".rels")):
            _refuse_document_type(archive, one)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    is_sheet = part.filename.startswith("xl/worksheets/")
    ratio = part.file_size / max(part.compress_size, 1)
    return (not is_sheet and part.file_size > MOST_OF_A_PART) or (
        part.file_size > SMALL and ratio > HIGHEST_RATIO
    )


class _SeenError(Exception):
    """The root element has begun: no document type can follow."""


def _refuse_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    def refuse(*_: Any) -> None:
        raise Trouble(
            "The workbook has a part that declares XML entities, which no real one does."
            " It was not opened."
        )

    def seen(*_: Any) -> None:
        raise _SeenError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = seen
    try:
        with archive.open(part) as file:
            while text := file.read(65_536):
                parser.Parse(text, False)
    except _SeenError:
        return
    except expat.ExpatError as error:
        raise Trouble(DAMAGED, AGAIN) from error


def _rows(source: Any, sheet: Sheet) -> Iterator[Row]:
    """The rows that are not blank; the sheet's notes tell of its formulas."""
    formulas: list[str] = []
    count = 0
    cells = source.iter_rows(max_col=MOST_COLUMNS + 1)
    for number in range(1, MOST_BLANK + 1):
        try:
            row = next(cells)
        except StopIteration:
            break
        except _BROKEN as error:
            raise Trouble(f"{DAMAGED} It could be read to row {number - 1}.", AGAIN) from error
        texts = [_text(cell.value) for cell in row]
        for cell, text in zip(row, texts, strict=True):
            if cell.data_type == "f":
                count += 1
                if len(formulas) < FORMULAS_NAMED:
                    formulas.append(cell.coordinate)
            if len(text) > LONGEST_CELL:
                raise Trouble(f"A cell of row {number} has more than {LONGEST_CELL:,} characters.")
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            yield Row(number, texts)
    if count:
        more = f" and {count - len(formulas):,} more" if count > len(formulas) else ""
        sheet.notes.append(
            f"{count:,} cells are formulas and are read as their text: {', '.join(formulas)}{more}."
        )


def _as_wide(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """A row of a workbook ends at its last value: as wide as the header, or wider."""
    for row in rows:
        yield Row(row.line, row.cells + [""] * (width - len(row.cells)))


def _text(value: Any) -> str:
    """A cell as a person would have typed it into a text file."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{Decimal(repr(value)):f}"
    if isinstance(value, datetime):
        return value.isoformat() if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    # Formulas of several cells are objects: their text is within.
    return str(getattr(value, "text", None) or "=" if hasattr(value, "ref") else value)
