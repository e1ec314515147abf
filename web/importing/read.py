"""Reads a file that somebody sent: `python -m web.importing.read FILE`.

In a process of its own, of bounded memory and time: whatever a file does to us, it does here.
Writes JSON to standard output, a line each: what the file is ({"encoding", "delimiter", "header"}),
then its rows ([line, cells]); to standard error {"notes", "dates": how they may be written}, or
{"trouble", "hint"} and exit code 1.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ops.errors import Trouble
from web.importing import text
from web.importing.dates import Dates
from web.importing.sheet import MOST_COLUMNS, MOST_ROWS, NUL, Sheet

MOST_MEMORY = 256 * 2**20  # bytes, of data
MOST_SECONDS = 60  # of the processor
MOST_NOTES = 20
COMMAND_LINE = re.compile(r" \(--\w+\)|, or name its encoding: --.*")  # of no use on a page
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
# How other kinds of files begin, and what people call them.
OTHERS = {
    b"%PDF": "a PDF document", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture", b"\x1f\x8b": "a packed file (gzip)", b"7z\xbc\xaf": "a packed file (7z)",
    b"Rar!": "a packed file (RAR)", b"BZh": "a packed file (bzip2)", b"{\\rtf": "a text document",
    b"<!DOC": "a web page", b"<html": "a web page", b"\x7fELF": "a program", b"MZ": "a program",
}  # fmt: skip
SUPPORTED = "Send a table as CSV or XLSX."


def open_file(path: Path) -> Sheet:
    """Return what the file is and its rows, whatever its name says. Raises Trouble in words."""
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise Trouble("The file is empty.", "Its first line names the columns.")
    if head == OLE:
        raise _old(path)
    if head.startswith((ZIP, EMPTY_ZIP)):
        from web.importing import (
            workbook,
        )  # half a second of the processor, of which text has no need

        return workbook.open_workbook(path)
    for magic, name in OTHERS.items():
        if head.startswith(magic):
            raise Trouble(f"The file is {name}, no table.", SUPPORTED)
    return text.open_text(path)


def _old(path: Path) -> Trouble:
    """Excel keeps two kinds of workbooks in this container."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return Trouble(
            "The workbook is protected by a password.", "Save it without one, and send it again."
        )
    return Trouble(
        "The file is of an old kind (.xls, Excel 97 to 2003).", "Save it as .xlsx or CSV."
    )


def _lines(sheet: Sheet, dates: Dates) -> Iterator[Any]:
    """What is said of a sheet, line by line."""
    if len(sheet.header) > MOST_COLUMNS:
        raise too_wide(len(sheet.header))
    rows = 0
    for rows, row in enumerate(sheet.rows, 1):
        if rows == 1:  # what was noted of the header is known by now
            yield _head(sheet)
        if rows > MOST_ROWS:
            raise Trouble(f"The file has more than {MOST_ROWS:,} rows.", "Split it.")
        dates.look(row.cells)
        yield [row.line, [NUL.sub("\N{SYMBOL FOR NULL}", cell) for cell in row.cells]]
    if not rows:
        raise Trouble("The file has no rows below its header.")


def too_wide(columns: int) -> Trouble:
    """The refusal of a file with too many columns."""
    return Trouble(f"The file has {columns:,} columns; at most {MOST_COLUMNS} can be imported.")


def _head(sheet: Sheet) -> dict[str, Any]:
    return {"encoding": sheet.encoding, "delimiter": sheet.delimiter, "header": named(sheet)}


def named(sheet: Sheet) -> list[str]:
    """The names of the columns, each once: one that is doubled or has none gets one, and a note."""
    names: list[str] = []
    for number, raw in enumerate(sheet.header, 1):
        name = NUL.sub("", raw).strip()[:200] or f"Column {number}"
        if name in names:
            again = next(n for n in range(2, len(names) + 3) if f"{name} ({n})" not in names)
            sheet.notes.append(f"Two columns are called “{name}”: one is “{name} ({again})” here.")
            name = f"{name} ({again})"
        names.append(name)
    return names


def main(path: str) -> int:
    """Write the file's rows to standard output; returns the exit code."""
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    write = sys.stdout.write
    try:
        sheet = open_file(Path(path))
        dates = Dates(len(sheet.header))
        for one in _lines(sheet, dates):
            write(json.dumps(one))
            write("\n")
        sys.stdout.flush()
    except Trouble as trouble:
        hint = COMMAND_LINE.sub("", trouble.to_do)
        said = {"trouble": trouble.what, "hint": hint}
    except MemoryError:
        said = {"trouble": "The file needs too much memory to read.", "hint": "Split it."}
    except RecursionError:
        said = {"trouble": "The file is no table that can be read.", "hint": SUPPORTED}
    else:
        sys.stderr.write(json.dumps({"notes": sheet.notes[:MOST_NOTES], "dates": dates.found()}))
        return 0
    sys.stderr.write(json.dumps(said).replace(path, "The file"))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
