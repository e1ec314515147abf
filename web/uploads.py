"""Files that people send: read while they arrive, never beyond their limit, into a temporary file.

A handler that takes them says so (`@takes_files`), else a body is read whole and stays small
(web/http.py). Before anything is kept the session is proved, and the form's token, which such a
form sends first: who is not signed in fills no disk here.
"""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any, TypeVar

from aiohttp import BodyPartReader, web

from web import auth, http
from web.db import as_user
from web.language import _

Handler = TypeVar("Handler", bound=Callable[..., Any])
LIMITS = "takes_files"
KEPT_IN_MEMORY = 1_000_000  # bytes of one file; the rest of a longer one is on disk
CHUNK = 65_536
MOST_FIELDS, LONGEST_FIELD = 100, 65_536
SECONDS = 300.0  # in which everything has arrived: 10 MB over a bad network take that long


@dataclass(frozen=True)
class Limits:
    """What a handler takes: bytes of one file, and files at once."""

    file_bytes: int
    files: int


@dataclass
class File:
    """One file as it was sent; its name is only what somebody calls it."""

    field: str
    name: str
    content: IO[bytes]
    bytes: int = 0


@dataclass
class Received:
    """What a form with files said."""

    texts: dict[str, str] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)


RECEIVED = web.RequestKey("received", Received)


class TooLarge(web.HTTPRequestEntityTooLarge):
    """More than the handler takes; it says how much that is."""

    def __init__(self, most: int, text: str) -> None:
        super().__init__(most, text=text)


def takes_files(file_bytes: int, files: int = 1) -> Callable[[Handler], Handler]:
    """Declare that a handler takes a form with files, found at `received(request)`."""

    def declare(handler: Handler) -> Handler:
        setattr(handler, LIMITS, Limits(file_bytes, files))
        return handler

    return declare


def limits(request: web.Request) -> Limits | None:
    """What the request's handler takes; None where it takes no files, or none are sent."""
    if request.content_type != "multipart/form-data":
        return None
    return getattr(request.match_info.handler, LIMITS, None)


def received(request: web.Request) -> Received:
    """What was sent; raises HTTPUnsupportedMediaType where it was no form with files."""
    if RECEIVED not in request:
        raise web.HTTPUnsupportedMediaType(text=_("Send a form with a file (multipart/form-data)."))
    return request[RECEIVED]


async def receive(request: web.Request, most: Limits) -> None:
    """Read the request's form and its files, once.

    Raises TooLarge for more than the handler takes, SignInNeeded and IN401 without a session,
    HTTPForbidden without the form's token, HTTPBadRequest for what is no such form.
    """
    if RECEIVED in request:  # tried again: the body is read
        return
    if (request.content_length or 0) > most.files * most.file_bytes + MOST_FIELDS * LONGEST_FIELD:
        raise _too_large(most)
    async with as_user(request, write=False, page=True):
        pass
    try:
        async with asyncio.timeout(SECONDS):
            request[RECEIVED] = await _read(request, most)
    except TimeoutError as error:
        raise web.HTTPRequestTimeout(text=_("The file did not arrive in time.")) from error
    except http.BAD_BODY as error:
        raise web.HTTPBadRequest(text=_("The body cannot be read.")) from error


async def _read(request: web.Request, most: Limits) -> Received:
    given, count = Received(), 0
    proved = http.BEARER in request or _is_ours(request, request.headers.get("X-Form-Token"))
    async for part in await request.multipart():
        count += 1
        if not isinstance(part, BodyPartReader) or part.name is None or count > MOST_FIELDS:
            raise web.HTTPBadRequest(text=_("The body cannot be read."))
        if part.filename is None:
            given.texts[part.name] = await _text(part)
            proved = proved or _is_ours(request, given.texts.get("form_token"))
            continue
        if not proved:
            raise web.HTTPForbidden(
                text=_("This form is not of your session. Load the page again.")
            )
        if len(given.files) == most.files:
            raise TooLarge(most.files, _("Send at most %(n)s files at once.", n=most.files))
        http.check_texts((part.filename,))
        file = await _file(part, most)
        if file.bytes or file.name:  # a file field that was left empty is neither
            given.files.append(file)
    if not proved:
        raise web.HTTPForbidden(text=_("This form is not of your session. Load the page again."))
    return given


def _is_ours(request: web.Request, token: str | None) -> bool:
    return token is not None and auth.form_token_is_ours(request, token)


async def _text(part: BodyPartReader) -> str:
    raw = bytearray()
    while chunk := await part.read_chunk(CHUNK):
        raw += chunk
        if len(raw) > LONGEST_FIELD:
            raise web.HTTPBadRequest(text=_("A field of the form is too long."))
    text = raw.decode("utf-8")
    http.check_texts((text,))
    return text


async def _file(part: BodyPartReader, most: Limits) -> File:
    kept = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115
    file = File(part.name or "", part.filename or "", kept)
    while chunk := await part.read_chunk(CHUNK):
        file.bytes += len(chunk)
        if file.bytes > most.file_bytes:
            kept.close()
            raise _too_large(most)
        kept.write(chunk)
    kept.seek(0)
    return file


def _too_large(most: Limits) -> TooLarge:
    megabytes = most.file_bytes // 1_000_000
    return TooLarge(
        most.file_bytes, _("A file has at most %(n)s MB. Nothing was kept.", n=megabytes)
    )
