"""Going anywhere by a few letters, and the keys there are."""

from aiohttp import web

from web import help as helping
from web import http, pages, render
from web.db import as_user, call
from web.declared import answers, no_data

routes = web.RouteTableDef()


@routes.get("/suggest_anything{suffix:(?:\\.json)?}")
@answers("suggest_anything", query={"q": "query"}, old={"query": "query"})
async def suggest_anything(request: web.Request) -> web.StreamResponse:
    """api.suggest_anything(): items, places and people somebody may mean."""
    async with as_user(request) as db:
        found = await call(db, "suggest_anything", query=http.search(request, "query"))
    return render.data(request, found)


@routes.get("/keys")
@no_data("It tells people what their keyboard does.")
async def keys(request: web.Request) -> web.StreamResponse:
    """Every key, as a page; the key "?" shows the same above the page one is on."""
    return render.page(request, "keys.html", await pages.who(request))


@routes.get("/help")
@no_data("It tells people what words on pages mean; GLOSSARY.md has them for programs.")
async def show_help(request: web.Request) -> web.StreamResponse:
    """The search by example, the words and the pages."""
    return render.page(
        request, "help.html", await pages.who(request), searches=helping.SEARCHES,
        words=helping.WORDS, pages=helping.PAGES,
    )  # fmt: skip
