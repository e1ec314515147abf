"""The lots of one item: what is left of each, and when it expires."""

from typing import Any

import psycopg
from aiohttp import web

from web import conflicts, errors, export, formats, forms, http, render
from web.db import as_user, call
from web.declared import answers
from web.errors import Refusal
from web.language import N_

routes = web.RouteTableDef()
PAGE_ROWS = 50
COLUMNS = ("lot", "expires_on", "on_hand", "places", "created_at", "updated_at", "updated_by")


@routes.get("/items/{sku:[^/]+}/lots" + http.DATA)
@answers("item_lots", query=("after",))
async def item_lots(request: web.Request) -> web.StreamResponse:
    """api.item_lots(), each with a form for its date where that may be changed."""
    sku = request.match_info["sku"]
    if http.wants_file(request):
        name = f"lots-{formats.file_part(sku)}"
        return await export.as_file(request, "item_lots", {"sku": sku}, COLUMNS, name)
    return await _show(request, sku)


@routes.post("/edit_lot/{sku:[^/]+}")
@answers("edit_lot")
async def edit_lot(request: web.Request) -> web.StreamResponse:
    """api.edit_lot(); where somebody else was faster, both dates are shown."""
    sku, given = request.match_info["sku"], await http.said(request)
    version = forms.version(given)
    asked = {"lot": forms.text(given, "lot"), "expires_on": forms.text(given, "expires_on") or None}
    theirs = "expires_on" in conflicts.theirs_of(given, asked)  # it stays as it is
    try:
        async with as_user(request) as db:
            answer = None
            if not theirs:
                told = -1 if version is None else version
                answer = await call(db, "edit_lot", sku=sku, version=told, **asked)
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status not in (409, 422) or http.wants_json(request):
            raise
        return await _show(request, sku, refusal, asked | {"was": conflicts.remembered(given)})
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther(f"/items/{render.segment(sku)}/lots")


async def _show(
    request: web.Request,
    sku: str,
    refusal: Refusal | None = None,
    said: dict[str, Any] | None = None,
) -> web.StreamResponse:
    after = request.query.get("after") or None
    async with as_user(request, write=False, page=bool(refusal)) as db:
        found = await call(db, "item_lots", sku=sku, after=after, max_rows=PAGE_ROWS)
        if http.wants_json(request) and not refusal:
            return render.data(request, found)
        page = await call(db, "item_page", sku=sku)
        me = await db.me()
    current, differing = None, []
    if refusal and said and refusal.code == errors.CHANGED_MEANWHILE:
        current = refusal.detail["current"]
        labels = {"expires_on": N_("Last day of use")}
        differing = conflicts.compare(labels, said, current, said["was"])
    return render.page(
        request, "item_lots.html", me, status=refusal.form_status() if refusal else 200, page=page,
        found=found, refusal=refusal, said=said, current=current, differing=differing,
    )  # fmt: skip
