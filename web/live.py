"""Live updates: one poller per process hears what was committed, each page gets the ids.

The poster pays nothing: no NOTIFY, no trigger. The poller asks api.live_changes() ten times a
second while nothing happens, four times while something does, and only while somebody watches; the
ledger itself is the outbox. What a page hears
is filtered by the places its person may read, and is ids only: the page reads the rows again
under its own role.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Self

import psycopg
from aiohttp import web

log = logging.getLogger(__name__)

POLL_SECONDS = 0.1
BUSY_SECONDS = 0.25  # after something was told: what comes in a burst is told together
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

    def hear(self, news: "News") -> None:
        """Take in what changed, as far as this person may know of it."""
        if not news:
            return
        self.skus |= news.skus
        self.everything |= news.everything or len(self.skus) > MOST_SKUS
        self.alerts |= news.alerts
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


@dataclass(frozen=True)
class News:
    """What of an answer concerns those who may hear of certain places."""

    skus: frozenset[str]
    everything: bool
    alerts: bool

    @classmethod
    def of(cls, answer: dict[str, Any], alerts: Set[int], places: frozenset[int]) -> Self:
        """All of it is judged by place."""
        changes = answer["changes"]
        return cls(
            frozenset(change["sku"] for change in changes if change["location_id"] in places),
            not places.isdisjoint(answer["more"]),
            not places.isdisjoint(alerts),
        )

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.skus) or self.everything or self.alerts


class Hub:
    """All watchers of this process, and the poller that serves them while there are any."""

    def __init__(self, conninfo: str) -> None:
        self.watchers: set[Watcher] = set()
        self.closing = False
        self._conninfo = conninfo
        self._poller: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self._alerts_told = 0.0
        self._alerts: set[int] = set()
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
            except Exception:
                # A fault of ours, for once: pages that are open must not go quiet for good.
                log.exception("live updates begin anew")
                self._cursor = None
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
                pause = BUSY_SECONDS if self._tell(answer) else POLL_SECONDS
                await asyncio.sleep(max(0.0, begun + pause - time.monotonic()))

    def _tell(self, answer: dict[str, Any]) -> bool:
        """Tell every watcher; whether there was anything. Judged once for equal places."""
        alerts = self._alerts_due(answer["alerts"])
        if not (answer["changes"] or alerts):
            return False
        news: dict[frozenset[int], News] = {}
        for watcher in self.watchers:
            places = watcher.places
            if places not in news:
                news[places] = News.of(answer, alerts, places)
            watcher.hear(news[places])
        return True

    def _alerts_due(self, places: list[int]) -> frozenset[int]:
        """Places to tell of now; those that come too soon after the last wait for the next."""
        self._alerts.update(places)
        now = time.monotonic()
        if not self._alerts or now - self._alerts_told <= ALERTS_SECONDS:
            return frozenset()
        due = frozenset(self._alerts)
        self._alerts.clear()
        self._alerts_told = now
        return due


HUB = web.AppKey("hub", Hub)


async def _value(connection: psycopg.AsyncConnection[Any], query: str, *values: Any) -> Any:
    row = await (await connection.execute(query, values, prepare=True)).fetchone()
    return row[0]
