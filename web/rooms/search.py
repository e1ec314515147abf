"""What the word at the cursor of a search may become."""

from aiohttp import web

from web import render
from web.db import as_user, call
from web.declared import answers

routes = web.RouteTableDef()


@routes.get("/suggest_search{suffix:(?:\\.json)?}")
@answers("suggest_search", query={"q": "query", "at": "place"})
async def suggest_search(request: web.Request) -> web.StreamResponse:
    """api.suggest_search(): keys with their meaning, then values, as the caller may see them."""
    place = request.query.get("at", "")
    async with as_user(request) as db:
        found = await call(
            db, "suggest_search", query=request.query.get("q", ""),
            place=int(place) if _is_place(place) else None,
        )  # fmt: skip
        return render.data(request, found)


def _is_place(text: str) -> bool:
    """A number of characters; anything else means the end."""
    return text.isascii() and text.isdigit() and len(text) < 6
