"""The first page: what needs attention now."""

from aiohttp import web

from web import http, render
from web.db import as_user, call
from web.declared import answers

routes = web.RouteTableDef()


@routes.get("/")
@routes.get("/overview{suffix:(?:\\.json)?}")
@answers("overview")
async def overview(request: web.Request) -> web.StreamResponse:
    """api.overview(), or a word of welcome for those who see no stock."""
    async with as_user(request) as db:
        if http.wants_json(request):
            return render.data(request, await call(db, "overview"))
        me = await db.me()
        answer = await call(db, "overview") if me["can"]["see_stock"] else None
    return render.page(request, "overview.html", me, overview=answer)
