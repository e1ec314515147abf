"""What a request wants and carries, read in one place."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

TOKEN = web.RequestKey("session_token", str)
STREAMING = web.RequestKey("streaming", bool)  # headers are sent: no error page any more
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
JSON_SUFFIX, CSV_SUFFIX = ".json", ".csv"


async def said(request: web.Request) -> Mapping[str, Any]:
    """The body of a command: its form, or its JSON object at the same address.

    Raises HTTPBadRequest for a body that is neither.
    """
    if not (request.content_type == "application/json" or wants_json(request)):
        return await request.post()
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="The body is not a JSON object.")
    return body


def suffix(request: web.Request) -> str:
    """The data format that the URL ends in: ".json", ".csv" or nothing."""
    return request.match_info.get("suffix", "")


def wants_json(request: web.Request) -> bool:
    """Whether the answer is to be data: by suffix, by Accept without HTML, or as it was asked."""
    if request.content_type == "application/json":
        return True
    if suffix(request):
        return suffix(request) == JSON_SUFFIX
    accept = request.headers.get("Accept", "")
    return "application/json" in accept and "text/html" not in accept


def wants_csv(request: web.Request) -> bool:
    """Whether the answer is to be a CSV file."""
    return suffix(request) == CSV_SUFFIX


def is_partial(request: web.Request) -> bool:
    """Whether htmx asks for a part of the page to put into the one that is shown."""
    return request.headers.get("HX-Request") == "true" and (
        request.headers.get("HX-History-Restore-Request") != "true"
    )


def is_background(request: web.Request) -> bool:
    """Whether the page asks by itself (live figures), not its person: it keeps no session awake."""
    return request.headers.get("X-Live") == "1"


def local_path(target: str | None) -> str:
    """A path on this site to go to after signing in; "/" for anything that could lead away."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return "/"
    return "/" if any(character < " " for character in target) else target
