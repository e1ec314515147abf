"""Rights taken in an emergency: for hours, with a reason, and everybody concerned is told."""

import dataclasses

import psycopg
from aiohttp import web

from web import errors, export, filters, forms, http, problems, render
from web.db import as_user, call, calls
from web.declared import answers
from web.errors import Refusal
from web.language import _

routes = web.RouteTableDef()
FIELDS = ("reason", "location", "group_name", "hours")
PAGE_ROWS = 50
COLUMNS = (
    "granted_at", "person", "name", "location", "location_name", "group_name", "reason",
    "valid_until", "ended_at", "ended_by", "open",
)  # fmt: skip


@routes.get("/break_glass" + http.DATA)
@answers("list_break_glass", query={"open": "only_open", "after": "after"})
async def list_break_glass(request: web.Request) -> web.StreamResponse:
    """api.list_break_glass(), with the form for those who may take rights; as JSON or a file."""
    if http.wants_file(request):
        return await export.as_file(
            request, "list_break_glass", {"only_open": forms.flag(request.query, "open")}, COLUMNS,
            "emergency-rights", key="break_glass",
        )  # fmt: skip
    if http.wants_json(request):
        async with as_user(request) as db:
            return render.data(request, await call(db, "list_break_glass", **_asked(request, [])))
    return await _show(request, dict.fromkeys(FIELDS, ""))


@routes.post("/break_glass")
@answers("break_glass")
async def break_glass(request: web.Request) -> web.StreamResponse:
    """api.break_glass()."""
    given = await http.said(request)
    said = {name: forms.text(given, name) for name in FIELDS}
    refusal = None
    if said["hours"] and not said["hours"].isdecimal():
        refusal = Refusal(
            422, "22P02", _("“%(said)s” is no number of hours.", said=said["hours"][:40])
        )
        refusal = dataclasses.replace(refusal, field="hours")
    else:
        try:
            async with as_user(request) as db:
                taken = {name: value or None for name, value in said.items()}
                answer = await call(db, "break_glass", **taken)
        except psycopg.Error as error:
            refusal = errors.explain(error)
            if refusal is None or refusal.code not in ("IN014", "IN017", "IN018"):
                raise
    if refusal:
        if http.wants_json(request):
            return problems.respond(request, refusal)
        return await _show(request, said, refusal)
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther("/break_glass")


@routes.post("/end_break_glass/{break_glass}")
@answers("end_break_glass")
async def end_break_glass(request: web.Request) -> web.StreamResponse:
    """api.end_break_glass()."""
    await http.said(request)
    async with as_user(request) as db:
        answer = await call(db, "end_break_glass", break_glass=request.match_info["break_glass"])
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther("/break_glass")


def _asked(request: web.Request, wrong: list[filters.Problem]) -> dict[str, object]:
    """All, or only those that hold now (`?open=true`); what is neither is noted in `wrong`."""
    after = request.query.get("after") or None
    is_open = filters.typed(request, "open", lambda _: forms.flag(request.query, "open"), wrong)
    return {"only_open": bool(is_open), "max_rows": PAGE_ROWS, "after": after}


async def _show(
    request: web.Request, said: dict[str, str], refusal: Refusal | None = None
) -> web.StreamResponse:
    wrong: list[filters.Problem] = []
    asked = _asked(request, wrong)
    async with as_user(request, write=False, page=True) as db:
        found, choices = await calls(db, ("list_break_glass", asked), ("form_choices", {}))
        me = await db.me()
    refusal = refusal or filters.refusal(wrong)
    return render.page(
        request, "break_glass.html", me, status=refusal.form_status() if refusal else 200,
        found=found, said=said, refusal=refusal, locations=choices["locations"],
        only_open=asked["only_open"],
    )  # fmt: skip
