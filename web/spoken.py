"""Which language a request is answered in: as its person chose, else as its browser asks."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from web import http
from web.language import LANGUAGE, SOURCE, best
from web.security import Handler

OFFERED = web.AppKey("languages", dict[str, str])
COOKIE = "language"


@web.middleware
async def choose(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Until it is known who asks, as this browser was told or asks."""
    LANGUAGE.set(SOURCE if http.is_program(request) else _asked(request))
    return await handler(request)


def of(request: web.Request, preferences: Mapping[str, Any]) -> str:
    """The language of this person, or of a browser of which nothing is known."""
    chosen = preferences.get("language") or ""
    return chosen if chosen in request.app[OFFERED] else LANGUAGE.get()


def _asked(request: web.Request) -> str:
    offered = request.app[OFFERED]
    chosen = request.cookies.get(COOKIE, "")
    return (
        chosen if chosen in offered else best(request.headers.get("Accept-Language", ""), offered)
    )
