"""What programs are told of the API, for people to read."""

import re
from itertools import groupby
from pathlib import Path

from aiohttp import web
from markupsafe import Markup, escape

from web import api_pages, codes, openapi, pages, render
from web.db import as_user
from web.declared import no_data

routes = web.RouteTableDef()
CODE = re.compile(r"`([^`]+)`")
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "stock.py"


@routes.get("/docs/api")
@no_data("The page is the description; the document is /openapi.json.")
async def index(request: web.Request) -> web.StreamResponse:
    """Every operation in a line, room by room; `q` filters."""
    q = request.query.get("q", "").strip()
    found = api_pages.operations((await openapi.kept(request.app)).told)
    shown = api_pages.matching(found, q)
    async with as_user(request, page=True) as db:
        me = await db.me()
    sections = [(room, [*ops]) for room, ops in groupby(shown, key=lambda one: one.room)]
    first = next(one.example for one in found if one.name == "search_items")
    return render.page(
        request, "docs_api.html", me, sections=sections, q=q, slug=api_pages.slug, count=len(found),
        example=first,
    )  # fmt: skip


@routes.get("/docs/api/example.py")
@no_data("A program to read and to keep.")
async def example(request: web.Request) -> web.StreamResponse:
    """A whole program, which a test runs."""
    async with as_user(request, page=True) as db:
        await db.me()
    return web.Response(text=EXAMPLE.read_text(encoding="utf-8"), content_type="text/plain")


@routes.get("/docs/api/{room:[a-z-]+}")
@no_data("The page is the description; the document is /openapi.json.")
async def room(request: web.Request) -> web.StreamResponse:
    """The operations of a room, each with what it takes, answers and refuses."""
    asked = request.match_info["room"]
    found = api_pages.operations((await openapi.kept(request.app)).told)
    shown = [one for one in found if api_pages.slug(one.room) == asked]
    async with as_user(request, page=True) as db:
        me = await db.me()
    if not shown:
        raise web.HTTPNotFound(text=f"The API has no room “{asked[:40]}”.")
    return render.page(
        request, "docs_room.html", me, operations=shown, room=shown[0].room, slug=api_pages.slug,
        all_rooms=list(dict.fromkeys(one.room for one in found)), where=codes.where,
    )  # fmt: skip


@routes.get(codes.PAGE)
@no_data("The page is the description; the document is /openapi.json.")
async def errors(request: web.Request) -> web.StreamResponse:
    """Every code with what to do about it: where the `type` of a problem leads. It holds nobody's
    data and is the same for all, so it is told without signing in."""
    groups = (
        ("What the database refuses", codes.REFUSED),
        ("Of a line, within IN001", codes.LINES),
        ("Everything else", codes.OTHERS),
    )
    return render.page(
        request, "docs_errors.html", await pages.who(request), groups=groups, said=said
    )


def said(text: str) -> Markup:
    """A text with its `code` as such."""
    parts = CODE.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if at % 2 else escape(part)
        for at, part in enumerate(parts)
    )
