"""A new place. The first one of all is its maker's."""

import psycopg
from aiohttp import web

from web import errors, forms, http, render
from web.db import as_user, call
from web.declared import answers, no_data
from web.errors import Refusal
from web.render import segment

routes = web.RouteTableDef()
FIELDS = ("code", "name", "kind", "parent")
KINDS = ("company", "region", "site", "zone", "bin")


@routes.get("/create_location")
@no_data("An empty form.")
async def new(request: web.Request) -> web.StreamResponse:
    """The empty form."""
    said = {"kind": "site", "parent": request.query.get("parent", "")}
    return await _show(request, dict.fromkeys(FIELDS, "") | said)


@routes.post("/create_location")
@answers("create_location")
async def create_location(request: web.Request) -> web.StreamResponse:
    """api.create_location()."""
    given = await http.said(request)
    said = {name: forms.text(given, name) for name in FIELDS}
    try:
        async with as_user(request, page=True) as db:
            answer = await call(
                db, "create_location", **said,
                allow_negative=forms.ticked(given, "allow_negative"),
            )  # fmt: skip
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status not in (404, 409, 422) or http.wants_json(request):
            raise
        return await _show(request, said, refusal)
    if http.wants_json(request):
        return render.data(request, render.json_of(answer))
    # Who makes the top of a tree has just begun: the overview says what comes next.
    raise web.HTTPSeeOther(f"/locations/{segment(answer)}" if said["parent"] else "/")


async def _show(
    request: web.Request, said: dict[str, str], refusal: Refusal | None = None
) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        choices = await call(db, "form_choices")
        me = await db.me()
    return render.page(
        request, "location_form.html", me,
        status=refusal.form_status() if refusal else 200, said=said, refusal=refusal,
        places=choices["locations"], kinds=KINDS,
    )  # fmt: skip
