"""Pressing one button of a page: the command, and what is shown when it is refused."""

from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from aiohttp import web

from web import errors, http, render
from web.db import as_user, call
from web.errors import Refusal

DENIED = "42501"  # the whole action is not theirs: a page of its own says so
SHOWN = (403, 404, 409, 422)  # refusals that the form itself tells
Show = Callable[[Refusal], Awaitable[web.StreamResponse]]


async def act(
    request: web.Request,
    function: str,
    show: Show,
    lead: str | Callable[[Any], str],
    **arguments: Any,
) -> web.StreamResponse:
    """Call a command; lead on, answer data as data, or `show` the refusal where it was asked.

    Raises what Postgres raises where a program asked, or where it is no refusal of ours.
    """
    try:
        async with as_user(request, page=True) as db:
            answer = await call(db, function, **arguments)
    except psycopg.Error as error:
        refusal = errors.explain(error)
        told = refusal is not None and refusal.status in SHOWN and refusal.code != DENIED
        if refusal is None or not told or http.wants_json(request):
            raise
        return await show(refusal)
    if http.wants_json(request):
        return render.data(request, render.json_of(answer))
    raise web.HTTPSeeOther(lead if isinstance(lead, str) else lead(answer))
