"""The history of a thing: who changed it, when, from what to what."""

from typing import Any

from aiohttp import web

from web import export, formats, http, render
from web.db import as_user, call
from web.declared import answers, no_data

routes = web.RouteTableDef()
PAGE_ROWS = 50
COLUMNS = (
    "at", "person", "person_name", "actor", "kind", "title", "subject", "operation", "fields",
)  # fmt: skip


@routes.get("/items/{sku:[^/]+}/history")
@no_data("A page; its data is at /history.json?kind=item&key=…")
async def item_history(request: web.Request) -> web.StreamResponse:
    """api.history_of() an item, as a room of it."""
    sku = request.match_info["sku"]
    async with as_user(request, page=True) as db:
        found = await call(db, "history_of", **_asked(request, "item", sku))
        page = await call(db, "item_page", sku=sku)
        me = await db.me()
    return _drawn(request, me, found, "item", page["item"]["sku"], page=page)


@routes.get("/history" + http.DATA)
@answers("history_of", query=("kind", "key", "after"))
async def history_of(request: web.Request) -> web.StreamResponse:
    """api.history_of() any other thing: a location, a category, a unit, a range."""
    kind, key = request.query.get("kind", ""), request.query.get("key", "")
    if http.wants_file(request):
        name = f"history-{formats.file_part(key or 'thing')}"
        return await export.as_file(
            request, "history_of", {"kind": kind, "key": key}, COLUMNS, name
        )
    async with as_user(request) as db:
        found = await call(db, "history_of", **_asked(request, kind, key))
        if http.wants_json(request):
            return render.data(request, found)
        me = await db.me()
    return _drawn(request, me, found, kind, key, page=None)


def _asked(request: web.Request, kind: str, key: str) -> dict[str, Any]:
    after = request.query.get("after") or None
    return {"kind": kind, "key": key, "after": after, "max_rows": PAGE_ROWS}


def _drawn(
    request: web.Request,
    me: dict[str, Any],
    found: dict[str, Any],
    kind: str,
    key: str,
    **more: Any,
) -> web.StreamResponse:
    return render.page(request, "history.html", me, found=found, kind=kind, key=key, **more)
