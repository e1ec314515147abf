"""How the system is."""

from aiohttp import web

from web import http, live, render
from web.db import as_user, call
from web.declared import answers

routes = web.RouteTableDef()


@routes.get("/health{suffix:(?:\\.json)?}")
@answers("health")
async def health(request: web.Request) -> web.StreamResponse:
    """api.health(): database, queue, worker, mail, ledger; and this process's open pages."""
    async with as_user(request) as db:
        answer = await call(db, "health")
        if http.wants_json(request):
            return render.data(request, answer)
        me = await db.me()
    return render.page(
        request, "health.html", me, health=answer, watchers=len(request.app[live.HUB].watchers)
    )


@routes.post("/record_proof")
@answers("record_proof")
async def record_proof(request: web.Request) -> web.StreamResponse:
    """api.record_proof(): recompute the ledger now, and keep the outcome."""
    async with as_user(request) as db:
        answer = await call(db, "record_proof")
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther("/health")
