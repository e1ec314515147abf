"""What machines ask: is the process alive, can it serve."""

import psycopg
from aiohttp import web
from psycopg_pool import PoolTimeout

from web import render
from web.db import POOL
from web.declared import no_data

routes = web.RouteTableDef()
PATIENCE_SECONDS = 2.0


@routes.get("/healthz")
@no_data("For what watches the process.")
async def healthz(request: web.Request) -> web.Response:
    """The process answers. Says nothing about the database: a restart would not mend that."""
    return web.Response(text="ok\n")


@routes.get("/readyz")
@no_data("For what watches the process.")
async def readyz(request: web.Request) -> web.Response:
    """The database answers too: send people here."""
    try:
        async with request.app[POOL].connection(timeout=PATIENCE_SECONDS) as connection:
            await connection.execute("select 1")
    except (psycopg.Error, PoolTimeout):
        return render.data(request, {"ready": False, "database": "does not answer"}, 503)
    return render.data(request, {"ready": True})
