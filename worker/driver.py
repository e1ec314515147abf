"""pgqueuer's driver, on a pool with a connection of its own that only listens.

pgqueuer's own psycopg driver shares one connection between queries and LISTEN, so a query
waits up to a second behind the listener, and a lost connection ends the worker. Here the
queries run on a pool and survive a restart of the server; the listener reconnects by itself.
"""

import asyncio
import json
import logging
import random
from typing import Any, Self

import psycopg
from pgqueuer.core.tm import TaskManager
from pgqueuer.ports.driver import Driver, NotifyCallback
from psycopg import AsyncRawCursor, sql
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from worker.database import LONGEST_PAUSE, patiently

log = logging.getLogger(__name__)

# Seconds that a wake-up waits for others: a burst of NOTIFYs is one look at the queue.
QUIET = 0.002

# What pgqueuer is told when the queue changed. Always these words, never those of the NOTIFY:
# any role may send one on any channel.
TABLE_CHANGED = {
    "operation": "insert",
    "sent_at": "1970-01-01T00:00:00+00:00",
    "table": "pgqueuer",
    "type": "table_changed_event",
}


class PoolDriver(Driver):
    """Runs pgqueuer's queries on a pool and hands it the notifications of one connection."""

    def __init__(
        self, pool: AsyncConnectionPool[psycopg.AsyncConnection[Any]], conninfo: str
    ) -> None:
        self._pool = pool
        self._conninfo = conninfo
        self._shutdown = asyncio.Event()
        self._tm = TaskManager()
        self._callbacks: dict[str, list[NotifyCallback]] = {}
        self._listener: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self._waking: dict[str, asyncio.TimerHandle] = {}
        self._entered = 0

    @property
    def shutdown(self) -> asyncio.Event:
        """Set when the driver stops listening."""
        return self._shutdown

    @property
    def tm(self) -> TaskManager:
        """The driver's background tasks."""
        return self._tm

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        """Return the rows of `query`, whose parameters are $1, $2, …

        All of pgqueuer's statements may run twice: a pick whose answer was lost goes stale
        and is picked again.
        """

        async def run() -> list[dict[str, object]]:
            async with self._pool.connection() as connection:
                cursor = AsyncRawCursor(connection, row_factory=dict_row)
                await cursor.execute(query, args or None)
                return await cursor.fetchall()

        return await patiently(run)

    async def execute(self, query: str, *args: object) -> str:
        """Run `query` and return its command tag."""

        async def run() -> str:
            async with self._pool.connection() as connection:
                cursor = AsyncRawCursor(connection)
                await cursor.execute(query, args or None)
                return cursor.statusmessage or ""

        return await patiently(run)

    async def notify(self, channel: str, payload: str) -> None:
        """Send a NOTIFY, once we listen ourselves: the health check waits for its own."""
        await self._listening.wait()
        await self.execute("select pg_notify($1, $2)", channel, payload)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Call `callback` with the payload of each NOTIFY on `channel`, from now on."""
        self._callbacks.setdefault(channel, []).append(callback)
        if self._listener is None:
            self._listener = asyncio.create_task(self._listen(channel), name="listener")
        await self._listening.wait()

    async def _listen(self, channel: str) -> None:
        """Listen on one connection for as long as the driver is entered; reconnect when lost."""
        pause = 0.1
        while True:
            try:
                await self._listen_once(channel)
            except (psycopg.Error, OSError) as error:
                log.warning("the listening connection was lost: %s", str(error).strip() or error)
            self._listening.clear()
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _listen_once(self, channel: str) -> None:
        connection = await psycopg.AsyncConnection.connect(
            self._conninfo, autocommit=True, application_name="stockroom worker (listens)"
        )
        async with connection:
            await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
            self._listening.set()
            # What was enqueued while nobody listened.
            self._changed(channel)
            async for notice in connection.notifies():
                self._heed(notice.channel, notice.payload)

    def _heed(self, channel: str, payload: str) -> None:
        """Pass on changes and health checks.

        Cancellations are not heeded: pgqueuer would drop the job, and anybody can forge one.
        """
        try:
            kind = json.loads(payload)["type"]
        except (ValueError, TypeError, KeyError):
            return
        if kind == "table_changed_event":
            self._changed(channel)
        elif kind == "health_check_event":
            self._deliver(channel, payload)

    def _changed(self, channel: str) -> None:
        if channel not in self._waking:
            loop = asyncio.get_running_loop()
            self._waking[channel] = loop.call_later(QUIET, self._wake, channel)

    def _wake(self, channel: str) -> None:
        del self._waking[channel]
        self._deliver(channel, json.dumps(TABLE_CHANGED | {"channel": channel}))

    def _deliver(self, channel: str, payload: str) -> None:
        for callback in self._callbacks.get(channel, []):
            callback(payload)

    async def __aenter__(self) -> Self:
        if self._entered == 0:
            self._shutdown.clear()
        self._entered += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        # The queue's and the schedules' managers share one driver: the last one out stops it.
        self._entered -= 1
        if self._entered:
            return
        self._shutdown.set()
        if self._listener is not None:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
            self._listener = None
        for timer in self._waking.values():
            timer.cancel()
        self._waking.clear()
        self._callbacks.clear()
        self._listening.clear()
        await self._tm.gather_tasks()
