"""The stream of ids that an open page listens to (server-sent events)."""

import asyncio
import contextlib
import time

import psycopg
from aiohttp import web
from psycopg_pool import PoolTimeout

from web import errors, http
from web.db import as_user, call
from web.declared import no_data
from web.live import HUB, Watcher

routes = web.RouteTableDef()
PING_SECONDS = 15.0
LOOK_SECONDS = 5.0  # so often is a page that was closed without a word noticed
# Rights and the session itself are looked at again so often.
PLACES_SECONDS = 10.0
BEGIN = "retry: 2000\nevent: hello\ndata: {}\n\n"
PING = "event: ping\ndata: {}\n\n"
OVER = "event: over\ndata: {}\n\n"


@routes.get("/events")
@no_data("A stream of ids for open pages.")
async def events(request: web.Request) -> web.StreamResponse:
    """Say hello when listening has begun; then each change's ids, and a ping in silence."""
    hub = request.app[HUB]
    places = await _places(request)
    async with hub.watching(places) as watcher:
        request[http.STREAMING] = True
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
        )
        with contextlib.suppress(ConnectionResetError, asyncio.CancelledError):  # page closed
            await response.prepare(request)
            await response.write(BEGIN.encode())
            await _stream(request, response, watcher)
    return response


async def _stream(request: web.Request, response: web.StreamResponse, watcher: Watcher) -> None:
    hub, read_at = request.app[HUB], time.monotonic()
    said_at = read_at
    while not hub.closing and request.transport and not request.transport.is_closing():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(watcher.woken.wait(), LOOK_SECONDS)
        if watcher.woken.is_set() or time.monotonic() - said_at >= PING_SECONDS:
            text = watcher.told() if watcher.woken.is_set() else PING
            await response.write(text.encode())
            said_at = time.monotonic()
        if time.monotonic() - read_at > PLACES_SECONDS:
            read_at = time.monotonic()
            if not await _read_places_again(request, watcher):
                await response.write(OVER.encode())
                return


async def _places(request: web.Request) -> frozenset[int]:
    async with as_user(request, page=True) as db:
        return frozenset(await call(db, "live_places"))


async def _read_places_again(request: web.Request, watcher: Watcher) -> bool:
    """Take over the person's places as they are now; False when the session is over."""
    try:
        watcher.places = await _places(request)
    except psycopg.errors.InsufficientPrivilege:
        watcher.places = frozenset()  # the right to see stock was taken: nothing more is told
    except psycopg.Error as error:
        return error.sqlstate != errors.SESSION_OVER
    except PoolTimeout:
        pass
    return True
