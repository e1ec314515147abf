"""The web process: `python -m web`."""

import argparse
import asyncio
import logging
from collections.abc import AsyncIterator, Sequence

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage

from ops.catalogues import languages
from ops.errors import Trouble
from web import (
    asked,
    auth,
    bearer,
    db,
    item_edits,
    limits,
    live,
    offered,
    openapi,
    pages,
    refusals,
    render,
    rereads,
    rooms,
    security,
    spoken,
    tls,
)
from web.assets import ASSETS, Assets
from web.importing import run
from web.settings import WebSettings, read_settings

log = logging.getLogger("web")

# Requests that still run after SIGTERM have so long; streams end at once.
SHUTDOWN_SECONDS = 5.0


def make_app(settings: WebSettings) -> web.Application:
    """Return the application: its rooms, and what every request passes on its way to them."""
    app = web.Application(
        middlewares=[
            spoken.choose,
            refusals.record,
            pages.show_errors,
            security.check_host,
            security.check_rate,
            security.check_text,
            security.check_origin,
            asked.check_names,
        ],
        client_max_size=security.LARGEST_BODY,
        client_max_fields=security.MOST_FIELDS,
    )
    logging.getLogger("aiohttp.server").addFilter(_in_a_line)
    app[ASSETS] = assets = Assets()
    app[auth.SETTINGS] = settings
    app[auth.TRIES] = asyncio.Semaphore(auth.TRIES_AT_ONCE)
    app[bearer.GUARD] = bearer.Guard()
    app[limits.LIMITS] = limits.Limits(settings.api_rate, settings.api_rate_address)
    app[tls.CONTEXT] = tls.context(settings)
    app[spoken.OFFERED] = languages(settings.pseudo)
    app[render.TEMPLATES] = {one: render.make_templates(assets, one) for one in app[spoken.OFFERED]}
    app[db.POOL] = db.make_pool(settings.database_url)
    app[rereads.REREADS] = rereads.Rereads()
    app[live.HUB] = live.Hub(settings.database_url)
    app[refusals.RECORDER] = refusals.Recorder()
    app[openapi.KEPT] = openapi.Kept()
    app[run.RUNNER] = run.Runner(settings.database_url)
    app[item_edits.RUNNER] = item_edits.Runner(settings.database_url)
    app.on_response_prepare.append(security.add_headers)
    app.cleanup_ctx.append(_database)
    app.cleanup_ctx.append(tls.kept_fresh)
    app.on_shutdown.append(_end_streams)
    app.on_shutdown.append(refusals.finish)
    app.router.add_get("/static/{name}", assets.serve)
    for routes in rooms.ALL:
        app.router.add_routes(routes)
    app[offered.PATHS] = offered.posted(app)
    return app


def _in_a_line(record: logging.LogRecord) -> bool:
    """What is no HTTP is no fault of ours: it is noted in a line, without a traceback."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, BadHttpMessage):
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.msg, record.args = "%s: %s", (record.getMessage(), str(error.message)[:200])
        record.exc_info = None
    return record.levelno > logging.INFO or logging.getLogger("web").isEnabledFor(logging.INFO)


async def _database(app: web.Application) -> AsyncIterator[None]:
    # The web starts without its database, and says so on /readyz and on its pages.
    await app[db.POOL].open(wait=False)
    yield
    await app[db.POOL].close()


async def _end_streams(app: web.Application) -> None:
    await app[live.HUB].close()
    app[run.RUNNER].close()
    app[item_edits.RUNNER].close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; returns the process's exit code."""
    argparse.ArgumentParser(prog="python -m web", description=__doc__).parse_args(arguments)
    try:
        settings = read_settings()
    except Trouble as trouble:
        print(trouble)
        return 1
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("psycopg.pool").setLevel("ERROR")
    loop = asyncio.new_event_loop()
    app = make_app(settings)
    web.run_app(
        app,
        host=settings.host,
        port=settings.port,
        loop=loop,
        access_log=None,
        ssl_context=app[tls.CONTEXT],
        print=lambda *_: log.info("serving on %s:%s", settings.host, settings.port),
        shutdown_timeout=SHUTDOWN_SECONDS,
    )
    return 0
