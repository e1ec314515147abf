"""Takes a file from a request, has it read, and stages its rows as the person's own."""

import asyncio
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web
from psycopg.types.json import Jsonb

from ops.errors import Trouble
from web import once, uploads
from web.db import as_user, call
from web.importing.dates import FORMATS
from web.language import _

LARGEST = 50_000_000  # bytes of a file
PART = 1 << 18
READ_SECONDS = 120.0
ROWS_AT_ONCE = 1_000
READER = (sys.executable, "-m", "web.importing.read")


@dataclass(frozen=True)
class Sent:
    """A file that arrived whole."""

    path: Path
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Read:
    """What reading it gave: a line of JSON for its head and each row."""

    path: Path
    notes: list[str]
    dates: list[str]  # how they may be written, as dates.py names it


async def stage(request: web.Request) -> dict[str, Any]:
    """Have the form's file read and stage it; returns what api.begin_import answers.

    Raises Trouble for a file that is no table, or a form without one.
    """
    given = request.get(uploads.RECEIVED)
    if given is None or not given.files:
        raise Trouble(_("No file was chosen."), _("Choose a CSV or XLSX file."))
    with TemporaryDirectory(prefix="stockroom-import-") as folder:
        sent = await asyncio.to_thread(_keep, given.files[0], Path(folder) / "sent")
        read = await _read(sent, Path(folder))
        return await _stage(request, given.texts.get("kind", "").strip(), sent, read)


def _keep(file: uploads.File, path: Path) -> Sent:
    digest = hashlib.sha256()
    file.content.seek(0)
    with path.open("wb") as copy:
        while chunk := file.content.read(PART):
            digest.update(chunk)
            copy.write(chunk)
    name = "".join(one for one in file.name if one.isprintable())
    return Sent(path, Path(name.replace("\\", "/")).name[:255], file.bytes, digest.hexdigest())


async def _read(sent: Sent, folder: Path) -> Read:
    """Have the file read by a process of its own. Raises Trouble."""
    output = folder / "rows"
    with output.open("wb") as rows:
        reader = await asyncio.create_subprocess_exec(
            *READER, str(sent.path), stdout=rows, stderr=asyncio.subprocess.PIPE
        )
        try:
            async with asyncio.timeout(READ_SECONDS):
                _, said = await reader.communicate()
        except TimeoutError as error:
            raise Trouble(_("The file takes too long to read."), _("Split it.")) from error
        finally:
            if reader.returncode is None:
                reader.kill()
                await reader.wait()
    try:
        answer = json.loads(said)
    except ValueError as error:  # its memory or its time ended within a library
        raise Trouble(
            _("The file needs too much memory or time to read."), _("Split it.")
        ) from error
    if "trouble" in answer:
        raise Trouble(answer["trouble"], answer["hint"])
    return Read(output, answer["notes"], answer["dates"])


def _ambiguous(dates: list[str]) -> list[str]:
    """What is said of dates that nobody can tell."""
    if len(dates) < 2:
        return []
    said = _("Dates may be written as %(formats)s: no date of the file tells. Choose below.",
             formats=" / ".join(FORMATS[one] for one in dates))  # fmt: skip
    return [said]


async def _stage(request: web.Request, kind: str, sent: Sent, read: Read) -> dict[str, Any]:
    with read.path.open(encoding="utf-8") as file:
        head = json.loads(file.readline())
        file_said = head | {
            "name": sent.name, "bytes": sent.size, "sha256": sent.sha256,
            "notes": read.notes + _ambiguous(read.dates),
        }  # fmt: skip
        async with as_user(request, write=True, page=True) as db:
            db.keyed = once.keyed_file(request, "begin_import", kind, sent.name, sent.sha256)
            begun: dict[str, Any] = await call(db, "begin_import", kind=kind, file=Jsonb(file_said))
            for rows in () if db.done_before else _batches(file):
                await call(db, "add_import_rows", **{"import": begun["import"]}, rows=Jsonb(rows))
            if len(read.dates) == 1 and not db.done_before:
                await _say_dates(db, begun["import"], read.dates[0])
    return begun


async def _say_dates(db: Any, key: str, date_format: str) -> None:
    """Note how the file writes its dates, beside what was said of the last one of its header."""
    page = await call(db, "import_page", **{"import": key})
    mapping = page["mapping"] | {"date_format": date_format}
    await call(db, "map_import", **{"import": key}, mapping=Jsonb(mapping))


def _batches(lines: Iterator[str]) -> Iterator[list[Any]]:
    while part := list(islice(lines, ROWS_AT_ONCE)):
        yield [json.loads(line) for line in part]
