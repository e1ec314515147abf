"""Many ranges removed at once: what that would do, and doing it."""

import json
from collections.abc import Mapping
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import errors, forms, http, render
from web.db import as_user, call
from web.declared import answers
from web.errors import Refusal
from web.language import _
from web.rooms.ranges import ASKED

routes = web.RouteTableDef()


@routes.post("/remove_thresholds")
@answers("remove_thresholds")
async def remove_thresholds(request: web.Request) -> web.StreamResponse:
    """api.remove_thresholds(): as JSON at once; as pages in two steps, of which the first only
    looks."""
    given = await http.said(request)
    if http.wants_json(request):
        return await _data(request, given)
    selection, said = _selection(given), {name: forms.text(given, name) for name in ASKED}
    found: dict[str, Any] = {}
    refusal: Refusal | None = None
    dry_run = forms.text(given, "step") != "commit"
    try:
        async with as_user(request, page=True) as db:
            found = await call(db, "remove_thresholds", selection=Jsonb(selection), dry_run=dry_run)
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status not in (404, 409, 422):
            raise
    async with as_user(request, write=False, page=True) as db:
        me = await db.me()
    back = render.query(**said)
    return render.page(
        request, "remove_thresholds.html", me, status=refusal.status if refusal else 200,
        found=found, refusal=refusal, said=said,
        back=f"/thresholds?{back}" if back else "/thresholds",
        selection=json.dumps({"ranges": found.get("ranges", [])}),
    )  # fmt: skip


async def _data(request: web.Request, given: Mapping[str, Any]) -> web.StreamResponse:
    if set(given) - {"selection", "dry_run"} or not isinstance(given.get("dry_run", True), bool):
        raise web.HTTPBadRequest(text=_("Send selection, and dry_run: true or false."))
    async with as_user(request) as db:
        found = await call(
            db, "remove_thresholds", selection=Jsonb(given.get("selection")),
            dry_run=given.get("dry_run", True),
        )  # fmt: skip
    return render.data(request, found)


def _selection(form: forms.Form) -> dict[str, Any]:
    """All that match, the rows that were ticked, or as the step before said."""
    if said := forms.text(form, "selection"):
        return dict(forms.json_object(said))
    if forms.text(form, "step") == "preview_all":
        return {"asked": {name: forms.text(form, name) for name in ASKED if forms.text(form, name)}}
    ticked = (one.rpartition(" at ") for one in form.getall("range", []) if isinstance(one, str))
    return {"ranges": [{"item": item, "location": place} for item, _, place in ticked]}
