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
        can = me["can"]
        answer = await call(db, "overview") if can["see_stock"] else None
        concerned = can["break_glass"] or can["see_audit"]
        broken = await call(db, "list_break_glass", only_open=True, max_rows=5) if concerned else []
    return render.page(request, "overview.html", me, overview=answer, broken=broken)
