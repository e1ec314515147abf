"""The company's own settings."""

from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import conflicts, errors, formats, forms, http, render
from web.db import as_user, call, rows
from web.declared import answers
from web.errors import Refusal
from web.language import N_

routes = web.RouteTableDef()
FIELDS = ("company", "currency", "time_zone", "break_glass_hours")
LABELS = {
    "company": N_("Name"),
    "currency": N_("Currency"),
    "time_zone": N_("Time zone"),
    "break_glass_hours": N_("Emergency rights last, hours"),
    "second_factor_groups": N_("Groups that sign in with a second factor"),
}
GROUPS = ("viewer", "staff", "counter", "manager", "auditor", "admin")


@routes.get("/settings{suffix:(?:\\.json)?}")
@answers("settings_page")
async def show(request: web.Request) -> web.StreamResponse:
    """The form, for admins; api.settings_page() as JSON, for everybody."""
    if http.wants_json(request):
        async with as_user(request) as db:
            return render.data(request, await call(db, "settings_page"))
    return await _page(request)


@routes.post("/edit_settings")
@answers("edit_settings", body="changes")
async def edit_settings(request: web.Request) -> web.StreamResponse:
    """api.edit_settings()."""
    if http.wants_json(request):
        return await _edited(request)
    form = await request.post()
    said: dict[str, Any] = {name: forms.text(form, name) for name in FIELDS if name in form}
    said["second_factor_groups"] = sorted(map(str, form.getall("second_factor_groups", [])))
    changes = conflicts.settle(said, conflicts.theirs_of(form, said))
    try:
        async with as_user(request) as db:
            await call(db, "edit_settings", changes=Jsonb(changes), version=forms.version(form))
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status in (401, 403, errors.SERVICE_UNAVAILABLE):
            raise
        return await _page(request, refusal, said, form)
    raise web.HTTPSeeOther("/settings?saved=1")


async def _edited(request: web.Request) -> web.StreamResponse:
    """The settings that a program names; the others stay."""
    given = await http.said(request)
    changes = {name: given[name] for name in given if name != "version"}
    async with as_user(request) as db:
        answer = await call(
            db, "edit_settings", changes=Jsonb(changes), version=forms.version(given)
        )
    return render.data(request, render.json_of(answer))


async def _page(
    request: web.Request,
    refusal: Refusal | None = None,
    said: dict[str, Any] | None = None,
    form: Any = None,
) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        (settings,) = await rows(db, "settings") or [None]
        me = await db.me()
    if settings:  # in the order of the form's, for what differs
        settings = {**settings, "second_factor_groups": sorted(settings["second_factor_groups"])}
    return render.page(
        request, "settings.html", me,
        status=refusal.form_status() if refusal else 200 if me["can"]["manage_people"] else 403,
        settings=settings and {**settings, **(said or {})}, refusal=refusal, groups=GROUPS,
        zones=formats.zones(settings and settings["time_zone"]), saved="saved" in request.query,
        **conflicts.of_form(refusal, LABELS, settings or {}, said or {}, form or {}),
    )  # fmt: skip
