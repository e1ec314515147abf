"""What was refused for want of a right is noted in the database, behind the answer.

The refusal took its own transaction back, so it is noted in another one: auth.record_refusal says
who it was, by the token alone, and how a flood is counted. Nobody waits for it, and where the
database is away it is lost: the answer comes first.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from hashlib import sha256

import psycopg
from aiohttp import web
from psycopg_pool import PoolTimeout

from web import auth, errors, http, limits
from web.db import POOL, Pool

log = logging.getLogger(__name__)

STATUSES = frozenset({401, 403, 421, 429})
# Answered with another status: nobody, not yours to see, and read-only as it is while one sees as
# somebody else.
CODES = frozenset({"IN006", "IN008", "42501", "25006"})
MOST_WAITING = 500
PATIENCE_SECONDS = 2.0
QUERY = "select auth.record_refusal(%s, %s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True)
class Refused:
    """One refusal, as auth.record_refusal takes it."""

    token_hash: bytes | None
    address: str
    method: str
    path: str
    status: int
    code: str
    message: str


class Recorder:
    """Notes one after another, on one connection at most; what is alike meanwhile is counted."""

    def __init__(self) -> None:
        self._waiting: dict[Refused, int] = {}
        self._task: asyncio.Task[None] | None = None

    def note(self, pool: Pool, refused: Refused) -> None:
        """Note it soon. Beyond so many that wait, what differs is counted as one of many."""
        if refused not in self._waiting and len(self._waiting) >= MOST_WAITING:
            refused = replace(refused, token_hash=None, address="", method="", path="", code="many",
                              status=403, message="More than could wait.")  # fmt: skip
        self._waiting[refused] = self._waiting.get(refused, 0) + 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work(pool))

    async def _work(self, pool: Pool) -> None:
        while self._waiting:
            refused = next(iter(self._waiting))
            times = self._waiting.pop(refused)
            try:
                async with (
                    asyncio.timeout(2 * PATIENCE_SECONDS),
                    pool.connection(timeout=PATIENCE_SECONDS) as connection,
                ):
                    await connection.execute(QUERY, [*vars(refused).values(), times])
            except (psycopg.Error, PoolTimeout, TimeoutError) as error:
                lost = times + sum(self._waiting.values())
                self._waiting.clear()
                log.warning("%s refusals were not recorded: %s", lost, type(error).__name__)

    async def idle(self) -> None:
        """Wait until nothing waits."""
        if self._task is not None:
            await self._task


RECORDER = web.AppKey("recorder", Recorder)


@web.middleware
async def record(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Look at each answer on its way out, and note the refusals."""
    errors.TOLD.set(None)  # a connection's requests share a context
    response = await handler(request)
    refused = _refused(request, response.status)
    if refused is not None:
        request.app[RECORDER].note(request.app[POOL], refused)
    return response


def _refused(request: web.Request, status: int) -> Refused | None:
    told = errors.TOLD.get()
    standing = request.get(limits.STANDING)
    if standing is not None and standing.wait and standing.is_noted:
        return None  # once a minute is enough
    is_old_page = status == 401 and http.is_background(request)  # asks by itself, also overnight
    if is_old_page or (status not in STATUSES and (told is None or told.code not in CODES)):
        return None
    cookie = request.cookies.get(auth.cookie_name(request.app[auth.SETTINGS]), "")
    # Refused before anybody looked whose it is: the cookie, unless a program shows its own token.
    token = request.get(http.TOKEN) or ("" if "Authorization" in request.headers else cookie)
    return Refused(
        token_hash=sha256(token.encode(errors="replace")).digest() if token else None,
        address=auth.client_address(request),
        method=request.method,
        path=request.path.replace("\0", ""),
        status=status,
        code=told.code if told else f"HTTP{status}",
        message=told.message if told else "Too many tries." if status == 429 else "",
    )


async def finish(app: web.Application) -> None:
    """Signal handler: what waits is still noted, for a moment."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await app[RECORDER].idle()
    except TimeoutError:
        log.warning("the last refusals were not recorded")
