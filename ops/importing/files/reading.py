"""Reading a delimited text file of unknown make: encoding, delimiter, rows with their lines."""

import codecs
import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ops.errors import Trouble

# Our own exports put one more apostrophe before what a spreadsheet would run as a formula, and
# before what is such a text after apostrophes of its own.
QUOTED = re.compile(r"'+[=+\-@\t\r]")
PROBE = 65_536  # bytes looked at before the file is read
DELIMITERS = ",;\t|"
LONGEST_CELL = 100_000  # characters
LONGEST_LINE = 1_000_000  # characters; what has no line ends must not fill the memory

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Row:
    """One record: its first line in the file, and its cells as text."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A file that was recognised. Rows are read as they are asked for; memory does not grow."""

    path: Path
    encoding: str
    delimiter: str
    header: list[str]

    def digest(self) -> str:
        """Return the file's SHA-256: a file that is imported again is known by it."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def rows(self) -> Iterator[Row]:
        """Yield every row below the header, empty ones left out, as our exports were before they
        quoted it.

        Raises Trouble where the file is no text of its encoding, or no table.
        """
        records = _records(self.path, self.encoding, self.delimiter)
        next(records)
        for row in records:
            if any(cell.strip() for cell in row.cells):
                yield Row(row.line, [_unquoted(cell) for cell in row.cells])


def open_table(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """Recognise the file's encoding and delimiter, and return it with its header."""
    try:
        with path.open("rb") as file:
            probe = file.read(PROBE)
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}.") from error
    if not probe.strip():
        raise Trouble(f"{path} is empty.")
    encoding = encoding or sniff_encoding(probe)
    try:
        text = probe.decode(encoding, errors="replace")
    except (LookupError, ValueError) as error:  # also codecs that are for no text: hex, idna
        raise Trouble(
            f"{encoding!r} is no encoding of text files.", "For instance: utf-8, cp1252"
        ) from error
    first_line = next(iter(text.lstrip("\r\n").splitlines()), "")
    delimiter = _named(delimiter) if delimiter else sniff_delimiter(first_line)
    header = next(_records(path, encoding, delimiter), None)
    if header is None:
        raise Trouble(f"{path} is empty.", "Its first line names the columns.")
    return Table(path, encoding, delimiter, [name.strip() for name in header.cells])


def _unquoted(cell: str) -> str:
    return cell[1:] if QUOTED.match(cell) else cell


def sniff_encoding(probe: bytes) -> str:
    """Return the encoding by its mark, by the zero bytes of UTF-16, else UTF-8."""
    for mark, encoding in BOMS:
        if probe.startswith(mark):
            return encoding
    zeros = (probe[0::2].count(0), probe[1::2].count(0))
    if max(zeros) > len(probe) // 8:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    return "utf-8"


def sniff_delimiter(line: str) -> str:
    """Return the delimiter that stands most often in the header, quoted parts left out."""
    outside = "".join(line.split('"')[::2])
    counts = Counter({delimiter: outside.count(delimiter) for delimiter in DELIMITERS})
    delimiter, count = counts.most_common(1)[0]
    return delimiter if count else ","


def _named(delimiter: str) -> str:
    named = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}.get(delimiter, delimiter)
    if len(named) != 1 or named in '"\r\n\0':
        raise Trouble(f"{delimiter!r} is no delimiter.", "One character, or: tab")
    return named


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(_lines(file), delimiter=delimiter, strict=True)
        line = 0
        try:
            for cells in reader:
                yield Row(line + 1, cells)
                line = reader.line_num
        except UnicodeDecodeError as error:
            raise Trouble(
                f"{path} is not {encoding}: near line {line + 1} stands the byte"
                f" 0x{error.object[error.start]:02x}. Nothing was imported.",
                "Save it as UTF-8, or name its encoding: --encoding cp1252",
            ) from error
        except (csv.Error, UnicodeError) as error:
            raise Trouble(
                f"{path} is no table from line {line + 1} on: {error}. Nothing was imported.",
                "Is a quotation mark missing? Is the delimiter right (--delimiter)?",
            ) from error


def _lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise csv.Error(f"a line of more than {LONGEST_LINE:,} characters")
        yield line
