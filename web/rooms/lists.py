"""What people choose for their lists, and how many rows one has."""

import json
from typing import Any

from aiohttp import web

from web import counting, forms, http, lists, pages, render
from web.db import as_user, call
from web.declared import answers
from web.language import _

routes = web.RouteTableDef()


@routes.post("/set_columns/{list}")
@answers("set_columns")
async def set_columns(request: web.Request) -> web.StreamResponse:
    """api.set_columns(), and back to the list."""
    columns = await _columns(request)
    async with as_user(request, write=True) as db:
        found = await call(db, "set_columns", list=request.match_info["list"], columns=columns)
    if http.wants_json(request):
        return render.data(request, found)
    return pages.redirect(http.local_path(forms.text(await request.post(), "back")))


async def _columns(request: web.Request) -> list[str] | None:
    """Those that were ticked; None for the list's own."""
    if http.wants_json(request):
        said = await http.said(request)
        return forms.texts(said, "columns") if said.get("columns") is not None else None
    form = await request.post()
    if form.get("reset"):
        return None
    return [one for one in form.getall("columns", []) if isinstance(one, str)]


@routes.get("/count_list{suffix:(?:\\.json)?}")
@answers("count_list", query=("list", "asked", "most"))
async def count_list(request: web.Request) -> web.StreamResponse:
    """api.count_list() as JSON, or as a part of the list's page; `count` is null where it took
    longer than five seconds."""
    name, asked, most = request.query.get("list", ""), _asked(request), _most(request)
    found = await counting.counted(request, name, asked, most)
    if http.wants_json(request):
        return render.data(request, render.json_of(found))
    shown = lists.Shown(lists.List(name, "/", ()), (), (), {}, "", counts=asked)
    me = {} if http.is_partial(request) else await pages.who(request)
    return render.page(request, "list_count.html", me, list=shown, counted=found, all=most == 0)


def _asked(request: web.Request) -> dict[str, Any]:
    """What the list is asked; raises HTTPBadRequest for what is no JSON object."""
    try:
        found = json.loads(request.query.get("asked") or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise web.HTTPBadRequest(text=_("asked is a JSON object."))
    return found


def _most(request: web.Request) -> int:
    """To how many is counted, 0 for all; raises HTTPBadRequest for what is no such number."""
    said = request.query.get("most") or str(counting.TO_COUNT)
    if not (said.isascii() and said.isdecimal() and len(said) <= 9):
        raise web.HTTPBadRequest(text=_("most is a whole number, 0 for all."))
    return int(said)
