"""Files that are no table, or a trap, made when asked for; and the report that each must get.

`python -m tests.importing.hostile gigabyte FILE` writes one of a gigabyte.
"""

import io
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl

CONTENT = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Hostile:
    """A file, and what must be said of it."""

    name: str
    make: Callable[[], bytes]
    report: str


def workbook() -> bytes:
    """A small workbook as it should be."""
    book = openpyxl.Workbook()
    book.active.append(["sku", "name"])
    book.active.append(["PEAR", "Pear"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _replaced(part: str, content: bytes) -> bytes:
    """The workbook with one part other than it was."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            new.writestr(one, content if one == part else old.read(one))
    return out.getvalue()


def zip_bomb() -> bytes:
    """A sheet of a gigabyte of spaces in a megabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        with zipfile.ZipFile(io.BytesIO(workbook())) as old:
            for one in old.namelist():
                if one != CONTENT:
                    bomb.writestr(one, old.read(one))
        with bomb.open(CONTENT, "w", force_zip64=True) as sheet:
            for _ in range(1_000):
                sheet.write(b" " * 1_000_000)
    return out.getvalue()


def lying_bomb() -> bytes:
    """The same, whose directory says that it is small."""
    bomb = bytearray(zip_bomb())
    for size in (1_000_000_000,):
        told = size.to_bytes(4, "little")
        at = bomb.rfind(told)
        bomb[at : at + 4] = (5_000).to_bytes(4, "little")
    return bytes(bomb)


def entities() -> bytes:
    """Ten lines of XML that would be a gigabyte."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"a" * 1000 + b'">'
    for before, after in zip("abcdef", "bcdefg", strict=True):
        bomb += f'<!ENTITY {after} "{f"&{before};" * 10}">'.encode()
    return _replaced("xl/styles.xml", bomb + b"]><sst>&g;</sst>")


def _zip_of_text() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "sku\nA\n")
    return out.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
HEAD = b"sku,name\n"
REFUSED = (
    Hostile("bomb.xlsx", zip_bomb, "would unpack to 1,000 MB, far more than such a table needs"),
    Hostile("lying.xlsx", lying_bomb, "The workbook is damaged or was cut off."),
    Hostile("entities.xlsx", entities, "The workbook has a part that declares XML entities"),
    Hostile("columns.csv", lambda: b"c," * 999_999 + b"c\n1\n",
            "The file has 1,000,000 columns; at most 200 can be imported."),
    Hostile("cut.xlsx", lambda: workbook()[:-900], "The workbook is damaged or was cut off."),
    Hostile("empty.csv", lambda: b"", "The file is empty."),
    Hostile("old.xls", lambda: OLE, "of an old kind (.xls, Excel 97 to 2003)"),
    Hostile("locked.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
            "The workbook is protected by a password."),
    Hostile("picture.csv", lambda: b"\x89PNG\r\n\x1a\n", "The file is a picture, no table."),
    Hostile("report.xlsx", lambda: b"%PDF-1.7\n", "The file is a PDF document, no table."),
    Hostile("zip.xlsx", _zip_of_text, "The file is a packed file (zip), no workbook."),
    Hostile("header.csv", lambda: HEAD, "The file has no rows below its header."),
    Hostile("cell.csv", lambda: HEAD + b'A,"' + b"x" * 10_000_000 + b'"\n',
            "is no table from line 2 on"),
    Hostile("quote.csv", lambda: HEAD + b'A,"never closed\n', "is no table from line 2 on"),
    Hostile("bytes.csv", lambda: HEAD + b"A,\x81\x8d\xff\n",
            "The file is no text in UTF-8, UTF-16 or Windows-1252."),
)  # fmt: skip


def main(words: list[str]) -> int:
    """Write a file of a gigabyte."""
    kind, path = words
    if kind != "gigabyte":
        return 2
    with open(path, "wb") as file:
        file.write(HEAD)
        for _ in range(1_000):
            file.write(b"A,a name\n" * 111_111)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
