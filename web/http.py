"""What a request wants and carries, read in one place."""

import asyncio
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage

from web.language import _

TOKEN = web.RequestKey("session_token", str)
# The person's own session, where they see as somebody else and TOKEN is of that.
OWN_TOKEN = web.RequestKey("own_token", str)
BEARER = web.RequestKey("bearer", bool)  # the token came in the Authorization header
STREAMING = web.RequestKey("streaming", bool)  # headers are sent: no error page any more
JSON_BODY = web.RequestKey("json_body", dict)
JSON = "application/json"
PROBLEM = "application/problem+json"  # RFC 9457
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
# What no text of Postgres holds: NUL, and halves of a pair that are no character alone.
NO_TEXT = re.compile("[\0\ud800-\udfff]")
# What aiohttp's readers raise about a body that is not what it claims to be.
BAD_BODY = (LookupError, ValueError, AssertionError, BadHttpMessage, web.RequestPayloadError)
BODY_SECONDS = 30.0  # in which a body has arrived, or the connection is free for others
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
JSON_SUFFIX, CSV_SUFFIX, XLSX_SUFFIX, JSON_LINES_SUFFIX = ".json", ".csv", ".xlsx", ".jsonl"
# The end of a list's or report's address: the page without, data or a file with it.
DATA = "{suffix:(?:\\.json|\\.csv|\\.xlsx)?}"


async def said(request: web.Request) -> Mapping[str, Any]:
    """The body of a command: its form, or its JSON object at the same address.

    JSON's decimal fractions come as Decimal, exact as written. Raises HTTPBadRequest for a body
    that is neither.
    """
    if not (request.content_type == JSON or wants_json(request)):
        return await request.post()
    if JSON_BODY not in request:
        request[JSON_BODY] = _parse(await request.text())
    return request[JSON_BODY]


def _parse(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):  # also an integer of more digits than Python reads
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text=_("The body is not a JSON object."))
    return body


def _refuse_constant(name: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)


async def check_body(request: web.Request) -> None:
    """Read a form or a JSON body, which is kept, and refuse one that holds what is no text.

    Raises HTTPBadRequest; also for a charset that is unknown or does not fit. Raises
    HTTPUnsupportedMediaType for a body of another kind: taken as empty, it would be misunderstood;
    HTTPRequestEntityTooLarge at once for one that says so; HTTPRequestTimeout for one that is slow.
    """
    if (request.content_length or 0) > request.client_max_size:
        raise web.HTTPRequestEntityTooLarge(request.client_max_size)
    found = request.match_info.http_exception is None  # else it is a 404 or 405, whatever it says
    if found and request.body_exists and request.content_type not in FORMS | {JSON}:
        raise web.HTTPUnsupportedMediaType(text=_("Send a form or JSON; the body is neither."))
    try:
        async with asyncio.timeout(BODY_SECONDS):
            await _read(request)
        if request.content_type in FORMS:
            check_texts(text for pair in (await request.post()).items() for text in pair)
        if wants_json(request):
            text = await request.text()
            if "\\u" in text or NO_TEXT.search(text):
                check_texts(_texts(await said(request)))
            if text and request.content_type == JSON:
                await said(request)  # an object, also where the command asks nothing of it
    except TimeoutError as error:
        raise web.HTTPRequestTimeout(text=_("The body did not arrive in time.")) from error
    except BAD_BODY as error:
        raise web.HTTPBadRequest(text=_("The body cannot be read.")) from error


async def _read(request: web.Request) -> None:
    """Wait for all of the body; it is kept."""
    if request.content_type in FORMS:
        await request.post()
    if wants_json(request):
        await request.read()


def check_texts(values: Iterable[Any]) -> None:
    """Raise HTTPBadRequest for a text that no database could hold."""
    for value in values:
        found = NO_TEXT.search(value) if isinstance(value, str) else None
        if found and found[0] == "\0":
            raise web.HTTPBadRequest(
                text=_("The request holds a character that no text has (NUL).")
            )
        if found:
            told = _("The request holds half of a character, which is no text (a lone surrogate).")
            raise web.HTTPBadRequest(text=told)


def _texts(body: Any) -> Iterator[str]:
    """Every text in a JSON value, keys included."""
    left = [body]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            left += one


def search(request: web.Request, old: str) -> str:
    """The search of a list: `q`, or by the name that it had there before."""
    return request.query.get("q", request.query.get(old, ""))


def suffix(request: web.Request) -> str:
    """The data format that the URL ends in: ".json", ".csv", ".xlsx" or nothing."""
    return request.match_info.get("suffix", "")


def wants_json(request: web.Request) -> bool:
    """Whether the answer is to be data: by suffix, by Accept without HTML, as it was asked, or by a
    program."""
    if request.content_type == JSON and request.method not in SAFE:
        return True
    if suffix(request):
        return suffix(request) == JSON_SUFFIX
    accept = request.headers.get("Accept", "")
    asked = JSON in accept or PROBLEM in accept or has_bearer(request)
    return asked and "text/html" not in accept


def wants_page(request: web.Request) -> bool:
    """Whether a browser asks, for a page or for a file that it found on one."""
    return "text/html" in request.headers.get("Accept", "") and not has_bearer(request)


def is_program(request: web.Request) -> bool:
    """Whether who reads a refusal is a program: it showed a token, or asked for data, or for a file
    of it, also where there is no such address."""
    is_file = request.path.endswith((JSON_SUFFIX, CSV_SUFFIX, XLSX_SUFFIX, JSON_LINES_SUFFIX))
    return (
        has_bearer(request)
        or wants_json(request)
        or (is_file and "text/html" not in request.headers.get("Accept", ""))
    )


def wants_file(request: web.Request) -> bool:
    """Whether the answer is to be the whole list as a file (web/export.py), not a page of it:
    .csv, .xlsx, .jsonl, and .json with `?all=1`."""
    if suffix(request) == JSON_SUFFIX:
        return request.query.get("all") == "1"
    return bool(suffix(request))


def has_bearer(request: web.Request) -> bool:
    """Whether a token of the API asks, and no browser: it reads data where it does not say."""
    return request.headers.get("Authorization", "").lower().split()[:1] == ["bearer"]


def is_partial(request: web.Request) -> bool:
    """Whether htmx asks for a part of the page to put into the one that is shown."""
    return request.headers.get("HX-Request") == "true" and (
        request.headers.get("HX-History-Restore-Request") != "true"
    )


def sees_as(request: web.Request) -> bool:
    """Whether the request looks at another person's dashboard: nothing can be changed by it."""
    return bool(request.get(OWN_TOKEN))


def is_background(request: web.Request) -> bool:
    """Whether the page asks by itself (live figures), not its person: it keeps no session awake."""
    return request.headers.get("X-Live") == "1"


def loggable(request: web.Request) -> str:
    """The path without what opens something: the token of an invitation."""
    return "/invitation/…" if request.path.startswith("/invitation/") else request.path


def local_path(target: str | None) -> str:
    """A path on this site to go to after signing in; "/" for anything that could lead away."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return "/"
    return "/" if any(character < " " or character == "\x7f" for character in target) else target
