"""What the word at the cursor of a search may become."""

import re

from aiohttp import web

from web import render
from web.db import as_user, call
from web.declared import answers
from web.language import _

routes = web.RouteTableDef()


@routes.get("/suggest_search{suffix:(?:\\.json)?}")
@answers("suggest_search", query={"q": "query", "at": "place"})
async def suggest_search(request: web.Request) -> web.StreamResponse:
    """api.suggest_search(): keys with their meaning, then values, as the caller may see them."""
    place = _place(request.query.get("at", ""))
    async with as_user(request) as db:
        query = request.query.get("q", "")
        return render.data(request, await call(db, "suggest_search", query=query, place=place))


def _place(said: str) -> int | None:
    """How many characters stand before the cursor; None, the end, where nothing is said.

    Raises HTTPUnprocessableEntity for what is no number.
    """
    if said and not re.fullmatch("-?[0-9]{1,9}", said):
        raise web.HTTPUnprocessableEntity(
            text=_("“%(said)s” is no place in a text.", said=said[:40])
        )
    return int(said) if said else None
