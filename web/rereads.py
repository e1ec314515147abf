"""Rows that many tabs read again at the same moment are asked for once.

When something moves, every open page of a session asks within the same quarter of a second. What
is asked while an answer is under way waits and goes together with the next one: never with the
one that runs, whose snapshot may be older than what the page was told of.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from aiohttp import web

from web import formats, http, item_list, lists, render, spoken
from web.db import as_user, calls

MOST_ROWS = 500  # of one api.item_rows()
# A session's batch waits so long for what its other tabs ask: they were told at the same moment.
GATHER_SECONDS = 0.05


@dataclass
class _Batch:
    """What is asked together next, and the task that will ask it."""

    skus: dict[str, None] = field(default_factory=dict)
    task: asyncio.Task[dict[str, str]] | None = None


class Rereads:
    """The rows that open pages read again, gathered per session."""

    def __init__(self) -> None:
        self._next: dict[tuple[str, str], _Batch] = {}
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def rows(self, request: web.Request, skus: list[str]) -> list[str]:
        """The rows of these items as HTML, in order, as the session's person sees them now."""
        # Tabs that show other columns are answered by themselves.
        token = (request.get(http.TOKEN, ""), request.query.get("columns", ""))
        batch = self._next.get(token)
        if batch is None:
            batch = self._next[token] = _Batch()
            batch.task = asyncio.create_task(self._ask(request, token, batch))
        batch.skus.update(dict.fromkeys(skus))
        found = await asyncio.shield(batch.task) if batch.task else {}
        return [found[sku] for sku in skus if sku in found]

    async def _ask(
        self, request: web.Request, token: tuple[str, str], batch: _Batch
    ) -> dict[str, str]:
        turn = self._turns.setdefault(token, asyncio.Lock())
        async with turn:
            await asyncio.sleep(GATHER_SECONDS)
            del self._next[token]  # whoever comes from here on waits for the next one
            return await _read(request, list(batch.skus))


REREADS = web.AppKey("rereads", Rereads)


async def _read(request: web.Request, skus: list[str]) -> dict[str, str]:
    parts = [skus[at : at + MOST_ROWS] for at in range(0, len(skus), MOST_ROWS)]
    async with as_user(request, page=True) as db:
        asked = [("item_rows", {"skus": part}) for part in parts]
        attributes, *answers = await calls(db, ("attribute_columns", {}), *asked)
        me = await db.me()
        shown = item_list.shown(request, me, attributes)
        for answer in answers:
            await item_list.fill(db, answer, item_list.apart(shown.keys))
    return _drawn(request, [row for answer in answers for row in answer], me, shown)


def _drawn(
    request: web.Request, rows: list[dict[str, Any]], me: dict[str, Any], shown: lists.Shown
) -> dict[str, str]:
    code = spoken.of(request, me.get("preferences") or {})
    draw: Any = request.app[render.TEMPLATES][code].globals["item_rows"]
    with render.reading(request, me):
        drawn = draw.each(rows, formats.zone(me.get("time_zone")), shown)
    return {row["sku"]: one for row, one in zip(rows, drawn, strict=True)}
