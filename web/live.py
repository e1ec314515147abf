"""Live updates: one poller per process hears what was committed, each page gets the ids.

The poster pays nothing: no NOTIFY, no trigger. The poller asks api.live_changes() at most ten
times a second and only while somebody watches; the ledger itself is the outbox. What a page hears
is filtered by the places its person may read, and is ids only: the page reads the rows again
under its own role.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
from aiohttp import web

log = logging.getLogger(__name__)

POLL_SECONDS = 0.1
RETRY_SECONDS = 1.0
ALERTS_SECONDS = 1.0  # at most so often are pages told that some alert changed
MOST_SKUS = 200  # beyond, a page is told to read everything again
QUERY = "select api.live_changes(cursor => %s)"


@dataclass(eq=False)
class Watcher:
    """One open page: the places it may hear of, and what it has not been told yet."""

    places: frozenset[int]
    skus: set[str] = field(default_factory=set)
    everything: bool = False
    alerts: bool = False
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, answer: dict[str, Any], alerts: list[int]) -> None:
        """Take in what changed, as far as this person may know of it: all of it by place."""
        changes = answer["changes"]
        found = {change["sku"] for change in changes if change["location_id"] in self.places}
        everything = not self.places.isdisjoint(answer["more"])
        alerted = not self.places.isdisjoint(alerts)
        if not (found or everything or alerted):
            return
        self.skus |= found
        self.everything |= everything or len(self.skus) > MOST_SKUS
        self.alerts |= alerted
        self.woken.set()

    def told(self) -> str:
        """What to send now, as one event; forgets it."""
        about: dict[str, Any] = {"all": True} if self.everything else {"skus": sorted(self.skus)}
        if self.alerts:
            about["alerts"] = True
        self.skus.clear()
        self.everything = self.alerts = False
        self.woken.clear()
        return f"event: changed\ndata: {json.dumps(about)}\n\n"


class Hub:
    """All watchers of this process, and the poller that serves them while there are any."""

    def __init__(self, conninfo: str) -> None:
        self.watchers: set[Watcher] = set()
        self.closing = False
        self._conninfo = conninfo
        self._poller: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self._alerts_told = 0.0
        self._cursor: str | None = None

    @asynccontextmanager
    async def watching(self, places: frozenset[int]) -> AsyncIterator[Watcher]:
        """Register a page. Whatever is committed after this has begun is told to it."""
        watcher = Watcher(places)
        self.watchers.add(watcher)
        try:
            if self._poller is None or self._poller.done():
                self._listening.clear()
                self._poller = asyncio.create_task(self._poll())
            await self._listening.wait()
            yield watcher
        finally:
            self.watchers.discard(watcher)

    async def close(self) -> None:
        """Let the streams end, then the poller."""
        self.closing = True
        for watcher in self.watchers:
            watcher.woken.set()
        if self._poller is not None:
            self._poller.cancel()
            with suppress(asyncio.CancelledError):
                await self._poller

    async def _poll(self) -> None:
        self._cursor = None  # pages that come now read everything once they are welcomed
        while self.watchers:
            try:
                await self._poll_over_one_connection()
            except psycopg.Error as error:
                # The cursor is kept: what is committed meanwhile is told when the server is back.
                log.warning("live updates wait for the database: %s", str(error).strip())
                await asyncio.sleep(RETRY_SECONDS)

    async def _poll_over_one_connection(self) -> None:
        """Poll until nobody watches any more, or the connection is lost."""
        async with await psycopg.AsyncConnection.connect(
            self._conninfo, autocommit=True, application_name="stockroom live", connect_timeout=5
        ) as connection:
            if self._cursor is None:
                self._cursor = await _value(connection, "select api.live_cursor()")
            self._listening.set()
            while self.watchers:
                begun = time.monotonic()
                answer = await _value(connection, QUERY, self._cursor)
                self._cursor = answer["cursor"]
                self._tell(answer)
                await asyncio.sleep(max(0.0, begun + POLL_SECONDS - time.monotonic()))

    def _tell(self, answer: dict[str, Any]) -> None:
        now = time.monotonic()
        alerts = answer["alerts"] if now - self._alerts_told > ALERTS_SECONDS else []
        if alerts:
            self._alerts_told = now
        if answer["changes"] or alerts:
            for watcher in self.watchers:
                watcher.hear(answer, alerts)


HUB = web.AppKey("hub", Hub)


async def _value(connection: psycopg.AsyncConnection[Any], query: str, *values: Any) -> Any:
    row = await (await connection.execute(query, values, prepare=True)).fetchone()
    return row[0]
