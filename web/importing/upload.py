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

from aiohttp import BodyPartReader, web
from psycopg.types.json import Jsonb

from ops.errors import Trouble
from web import http
from web.db import as_user, call

PART = 1 << 18
READ_SECONDS = 120.0
ROWS_AT_ONCE = 1_000
FORMS_TEXT = 1_000  # bytes of a field beside the file
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


async def stage(request: web.Request) -> dict[str, Any]:
    """Take the form's file and stage it; returns what api.begin_import answers.

    Raises Trouble for a file that is no table or a form without one, and
    HTTPRequestEntityTooLarge past http.LARGEST_UPLOAD, of which nothing is kept.
    """
    with TemporaryDirectory(prefix="stockroom-import-") as folder:
        fields, sent = await _take(request, Path(folder))
        read = await _read(sent, Path(folder))
        return await _stage(request, fields.get("kind", ""), sent, read)


async def _take(request: web.Request, folder: Path) -> tuple[dict[str, str], Sent]:
    """The form's fields, and its file in the folder."""
    fields: dict[str, str] = {}
    form = request[http.UPLOAD]
    async with asyncio.timeout(http.UPLOAD_SECONDS):
        while (part := await form.next()) is not None:
            if not isinstance(part, BodyPartReader):
                raise web.HTTPBadRequest(text="The form cannot be read.")
            if part.filename:
                return fields, await _keep(request, part, folder / "sent")
            text = await http.short_field(part, FORMS_TEXT)
            http.check_texts([text])
            fields[part.name or ""] = text.strip()
    raise Trouble("No file was chosen.", "Choose a CSV or XLSX file.")


async def _keep(request: web.Request, part: BodyPartReader, path: Path) -> Sent:
    size, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        while chunk := await part.read_chunk(PART):
            size += len(chunk)
            if size > http.LARGEST_UPLOAD:
                raise http.too_large()
            digest.update(chunk)
            await asyncio.to_thread(file.write, chunk)
    name = "".join(one for one in part.filename or "" if one.isprintable())
    http.check_texts([name])
    return Sent(path, Path(name.replace("\\", "/")).name[:255], size, digest.hexdigest())


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
            raise Trouble("The file takes too long to read.", "Split it.") from error
        finally:
            if reader.returncode is None:
                reader.kill()
                await reader.wait()
    try:
        answer = json.loads(said)
    except ValueError as error:  # its memory or its time ended within a library
        raise Trouble("The file needs too much memory or time to read.", "Split it.") from error
    if "trouble" in answer:
        raise Trouble(answer["trouble"], answer["hint"])
    return Read(output, answer["notes"])


async def _stage(request: web.Request, kind: str, sent: Sent, read: Read) -> dict[str, Any]:
    with read.path.open(encoding="utf-8") as file:
        head = json.loads(file.readline())
        file_said = head | {
            "name": sent.name, "bytes": sent.size, "sha256": sent.sha256, "notes": read.notes,
        }  # fmt: skip
        async with as_user(request, write=True, page=True) as db:
            begun: dict[str, Any] = await call(db, "begin_import", kind=kind, file=Jsonb(file_said))
            for rows in _batches(file):
                await call(db, "add_import_rows", **{"import": begun["import"]}, rows=Jsonb(rows))
    return begun


def _batches(lines: Iterator[str]) -> Iterator[list[Any]]:
    while part := list(islice(lines, ROWS_AT_ONCE)):
        yield [json.loads(line) for line in part]
