"""How many rows a list has: to 1,000 at once, all where somebody asks and has the patience."""

from collections.abc import Mapping
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import http
from web.db import as_user, call

TO_COUNT = 1_000
LONGEST = 5  # seconds


async def counted(
    request: web.Request, name: str, asked: Mapping[str, Any], most: int = TO_COUNT
) -> dict[str, Any]:
    """What api.count_list() answers; of what takes too long "count" is None."""
    question = {key: value for key, value in asked.items() if value}
    try:
        async with as_user(request, snapshot=True, page=True) as db:
            await db.connection.execute(f"set local statement_timeout = '{LONGEST}s'")
            found = await call(db, "count_list", list=name, asked=Jsonb(question), most=most)
    except psycopg.errors.QueryCanceled:
        found = {"list": name, "count": None, "count_exact": False, "seconds": LONGEST}
    return dict(found)


async def asked_for(
    request: web.Request, name: str, asked: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The exact count where the page's address asks for it (`count=exactly`)."""
    if request.query.get("count") != "exactly" or http.is_partial(request):
        return None
    return await counted(request, name, asked, most=0)
