"""What people choose for their lists: which columns."""

from aiohttp import web

from web import forms, http, pages, render
from web.db import as_user, call
from web.declared import answers

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
