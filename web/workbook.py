"""A list as a workbook (XLSX), written row by row to a temporary file in memory that is flat.

Texts are written as texts, never as formulas; numbers as numbers, but for one that a spreadsheet
could not hold exactly (money that was reckoned is rounded to what it holds, for it is summed);
instants as dates whose format says that they are UTC. A sheet has at most 1,048,576 rows: what is
more goes on, with the same header, on the next one.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from aiohttp import web
from xlsxwriter.worksheet import Worksheet

from web.language import _
from web.render import exact

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_ROWS = 1_048_576  # with the header, as spreadsheets have it
MOST_CELLS = 60_000_000  # of a workbook: some 5 GB while it is written
LONGEST_TEXT = 32_767  # characters of a cell
EXACT_DIGITS = 15  # of a number in a spreadsheet
RECKONED = frozenset({"value"})  # columns of money that nobody typed
LONGEST_SHEET = 31  # characters of its name
NOT_OF_SHEETS = re.compile(r"[\[\]:*?/\\']")
FIRST_YEAR = 1901  # spreadsheets know no earlier day that all of them agree on
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@contextmanager
def open_book(columns: tuple[str, ...], name: str = "") -> Iterator["Book"]:
    """A workbook to add rows to, its sheet called `name`; its file is gone afterwards."""
    with TemporaryDirectory(prefix="stockroom-export-") as folder:
        book = Book(Path(folder), columns, name)
        try:
            yield book
        finally:
            book.give_up()


class Book:
    """A workbook that grows."""

    def __init__(self, folder: Path, columns: tuple[str, ...], name: str) -> None:
        self._name = NOT_OF_SHEETS.sub("-", name) or "Sheet"
        if self._name.lower() == "history":  # which Excel keeps for itself
            self._name += "-"
        self._path = folder / "export.xlsx"
        self._columns = columns
        self._book = xlsxwriter.Workbook(
            str(self._path), {"constant_memory": True, "tmpdir": str(folder)}
        )
        self._book.use_zip64()
        self._head = self._book.add_format({"bold": True, "bottom": 1})
        self._instant = self._book.add_format({"num_format": 'yyyy-mm-dd hh:mm:ss "UTC"'})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._cells = 0
        self._row = 0
        self._is_open = True
        self._sheet = self._new_sheet()

    def _new_sheet(self) -> Worksheet:
        number = len(self._book.worksheets()) + 1
        more = f" {number}" if number > 1 else ""
        sheet = self._book.add_worksheet(self._name[: LONGEST_SHEET - len(more)] + more)
        sheet.freeze_panes(1, 0)
        for number, name in enumerate(self._columns):
            sheet.set_column(number, number, 24 if name.endswith(("_at", "name")) else 14)
            sheet.write_string(0, number, name, self._head)
        self._row = 1
        return sheet

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        """Write rows. Raises HTTPUnprocessableEntity where there are more than a workbook takes."""
        for row in rows:
            if self._row == SHEET_ROWS:
                self._filter()
                self._sheet = self._new_sheet()
            self._cells += len(self._columns)
            if self._cells > MOST_CELLS:
                raise web.HTTPUnprocessableEntity(
                    text=_(
                        "These are more than %(n)s cells, too many for a workbook. Export it as"
                        " CSV, or narrow it down first.",
                        n=f"{MOST_CELLS:,}",
                    )
                )
            for number, name in enumerate(self._columns):
                self._write(number, name, row.get(name))
            self._row += 1

    def _filter(self) -> None:
        """Let its columns be filtered, now that it is known how many rows there are."""
        self._sheet.autofilter(0, 0, self._row - 1, len(self._columns) - 1)

    def _write(self, number: int, name: str, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(self._row, number, value)
        elif isinstance(value, int | float | Decimal):
            self._write_number(number, name, value)
        elif isinstance(value, str):
            moment = _moment(name, value)
            if moment is None:
                self._write_text(number, value)
            elif isinstance(moment, datetime):
                self._sheet.write_datetime(self._row, number, moment, self._instant)
            else:
                self._sheet.write_datetime(self._row, number, moment, self._day)
        else:
            self._write_text(number, exact(value))

    def _write_number(self, number: int, name: str, value: int | float | Decimal) -> None:
        plain = Decimal(str(value))
        digits = plain.normalize().as_tuple().digits
        if name in RECKONED and len(digits) > EXACT_DIGITS and plain.is_finite():
            self._sheet.write_number(self._row, number, Context(prec=EXACT_DIGITS).plus(plain))
        elif len(digits) > EXACT_DIGITS:
            self._write_text(number, f"{value:f}" if isinstance(value, Decimal) else str(value))
        else:
            self._sheet.write_number(self._row, number, value)

    def _write_text(self, number: int, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            text = text[: LONGEST_TEXT - 1] + "…"
        self._sheet.write_string(self._row, number, text)

    def close(self) -> Path:
        """Finish the file; returns where it is."""
        self._is_open = False
        self._filter()
        self._book.close()
        return self._path

    def give_up(self) -> None:
        """Let go of what was not finished."""
        if self._is_open:
            self._is_open = False
            for sheet in self._book.worksheets():
                sheet.row_data_fh.close()
            self._book.fileclosed = True


def _moment(name: str, text: str) -> date | datetime | None:
    """An instant of UTC or a day, where the column's name says that it holds such."""
    try:
        if name.endswith(("at", "until", "since")) and INSTANT.match(text):
            found = datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
            return found if found.year >= FIRST_YEAR else None
        if name.endswith("_on") and DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return day if day.year >= FIRST_YEAR else None
    except (ValueError, OverflowError):
        pass
    return None
