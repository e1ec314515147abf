"""Delimited text of unknown make: UTF-8, UTF-16 or Windows-1252."""

import codecs
from pathlib import Path

from ops.errors import Trouble
from ops.importing.files.reading import (
    LONGEST_LINE,
    PROBE,
    open_table,
    sniff_delimiter,
    sniff_encoding,
)
from web.importing.sheet import MOST_COLUMNS, Sheet

PART = 1 << 20
OLD_ENCODING = (
    "Read as Windows-1252, since it is not UTF-8: look at letters with accents in the preview."
)


def open_text(path: Path) -> Sheet:
    """Return the table. Raises Trouble where it is no text, or no table."""
    with path.open("rb") as file:
        probe = file.read(PROBE)
    encoding = sniff_encoding(probe)
    notes: list[str] = []
    if encoding == "utf-8" and not _reads_as(path, "utf-8"):
        encoding = "cp1252"
        notes.append(OLD_ENCODING)
        if not _reads_as(path, encoding):
            raise Trouble(
                "The file is no text in UTF-8, UTF-16 or Windows-1252.", "Save it as CSV in UTF-8."
            )
    _check_width(path, encoding)
    table = open_table(path, encoding=encoding)
    return Sheet(table.encoding, table.delimiter, table.header, table.rows(), notes)


def _reads_as(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while part := file.read(PART):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _check_width(path: Path, encoding: str) -> None:
    """Refuse a header of too many columns by counting them, however long its line is."""
    try:
        with path.open(encoding=encoding, newline="") as file:
            line = file.readline(LONGEST_LINE)
            delimiter = sniff_delimiter(line)
            columns = line.count(delimiter) + 1
            while len(line) == LONGEST_LINE and not line.endswith("\n"):
                line = file.readline(LONGEST_LINE)
                columns += line.count(delimiter)
    except UnicodeError:
        return  # said by whoever reads it
    outside = columns > MOST_COLUMNS * 5  # signs within quotes are no columns; so many are
    if outside:
        raise Trouble(
            f"The file has {columns:,} columns; at most {MOST_COLUMNS} can be imported.",
            "Leave out the columns that are not needed.",
        )
