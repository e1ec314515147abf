"""One row of a shop's file as named fields, each read as what it should be."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import compress
from typing import TypeVar

from ops.importing.files.columns import FileOptions
from ops.importing.files.reading import Row, Table
from ops.importing.files.values import BadValueError, day, moment, number, yes_or_no
from ops.importing.progress import Progress
from ops.importing.report import Refusal, Report

Value = TypeVar("Value")
# What is sent for a cell that cannot be read, of a row that is tried for its other mistakes: no
# number, no date, no truth value, and so never kept.
UNREAD = "?"
TRIED = 100  # such rows of a file: the others tell what was found as they were read


@dataclass
class Source:
    """A recognised file whose columns are known, and the report of what is refused of it."""

    table: Table
    columns: Mapping[str, int]
    options: FileOptions
    report: Report
    progress: Progress
    # How many rows were read so far, bad ones included.
    rows: int = 0
    # How many of them were imported before, and were left as they are.
    known: int = 0
    # How many that were refused as they were read were tried for their other mistakes.
    tried: int = 0
    # Whether the rows that are good are wanted also where others are refused.
    good_rows: bool = False
    # Whether it is to be told apart what is new, changed and as it was.
    tells_apart: bool = False
    counts: Counter[str] = field(default_factory=Counter)

    @cached_property
    def _unnamed(self) -> list[bool]:
        return [not name for name in self.table.header]

    def records(self) -> Iterator["Record"]:
        """Yield every row that has as many cells as the header; report the others."""
        width = len(self.table.header)
        for row in self.table.rows():
            self.rows += 1
            self.progress.advance()
            if len(row.cells) != width:
                reason = f"has {len(row.cells)} cells; the header has {width}"
                self.report.add(Refusal(row.line, "row", "", reason))
            elif any(cell.strip() for cell in compress(row.cells, self._unnamed)):
                reason = "has a value in a column without a name: name the column, or empty it"
                self.report.add(Refusal(row.line, "row", "", reason))
            elif any("\0" in cell for cell in row.cells):
                reason = "has a NUL character, which no text has: is this a text file?"
                self.report.add(Refusal(row.line, "row", "", reason))
            else:
                yield Record(row, self)

    def look(self) -> Iterator["Record"]:
        """Yield the rows that can be read, without counting or reporting any: to look ahead."""
        width = len(self.table.header)
        return (
            Record(row, self)
            for row in self.table.rows()
            if len(row.cells) == width and not any("\0" in cell for cell in row.cells)
        )

    def column(self, name: str) -> str:
        """Return the header of a field's column, or the field's name where it has none."""
        return self.table.header[self.columns[name]] if name in self.columns else name


@dataclass
class Record:
    """A row. A field that is empty, or was refused, reads as None."""

    row: Row
    source: Source
    # The fields of which something was refused.
    refused: set[str] = field(default_factory=set)

    def text(self, name: str) -> str | None:
        """Return the field's text, else its default, else None."""
        return self.cell(name) or self.source.options.defaults.get(name) or None

    def cell(self, name: str) -> str | None:
        """Return what the row itself says of the field, else None."""
        index = self.source.columns.get(name)
        return (self.row.cells[index].strip() if index is not None else "") or None

    def lines(self, name: str) -> str | None:
        """Return the field's text, with the end of its last line: so ends a list of one."""
        text = self.text(name)
        index = self.source.columns.get(name)
        is_line = index is not None and self.row.cells[index].rstrip(" ").endswith(("\n", "\r"))
        return f"{text}\n" if text and is_line else text

    def number(self, name: str) -> str | None:
        """Return a number in plain notation."""
        source = self.source
        return self._read(
            name,
            lambda text: number(
                text, decimal=source.options.decimal, delimiter=source.table.delimiter
            ),
        )

    def moment(self, name: str) -> datetime | None:
        """Return an instant."""
        return self._read(name, lambda text: moment(text, self.source.options.date_format))

    def day(self, name: str) -> str | None:
        """Return a day, ISO 8601."""
        return self._read(name, lambda text: day(text, self.source.options.date_format).isoformat())

    def yes_or_no(self, name: str) -> bool | None:
        """Return a truth value."""
        return self._read(name, yes_or_no)

    def unread(self, *names: str) -> dict[str, str]:
        """Return what is sent for those of the fields that were refused as they were read."""
        return dict.fromkeys(self.refused.intersection(names), UNREAD)

    def refuse(self, name: str, reason: str, hint: str = "") -> None:
        """Report that the field's value is refused, and why."""
        self.refused.add(name)
        value = self.text(name) or ""
        self.source.report.add(
            Refusal(self.row.line, self.source.column(name), value, reason, hint)
        )

    def _read(self, name: str, read: Callable[[str], Value]) -> Value | None:
        text = self.text(name)
        if text is None:
            return None
        try:
            return read(text)
        except BadValueError as error:
            self.refuse(name, str(error))
            return None
