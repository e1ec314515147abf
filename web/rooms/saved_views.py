"""Searches that people keep: their list, their forms, and how many items each finds."""

import dataclasses
from collections.abc import Mapping
from typing import Any

import psycopg
from aiohttp import web
from psycopg.types.json import Jsonb

from web import errors, export, forms, http, pages, render
from web.db import PersonsDb, as_user, call, row_of
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import _

routes = web.RouteTableDef()
VIEW = "{view:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}}"
GROUPS = ("viewer", "staff", "counter", "manager", "auditor")
COLUMNS = ("name", "query", "sort", "columns", "owner", "shared_with", "pinned", "watch", "view")
SEVERITIES = ("info", "warning", "critical")
TEXTS = ("name", "query", "sort", "shared_with")
BLANK = {"name": "", "query": "", "sort": "", "columns": None, "shared_with": None, "pinned": True}


@routes.get("/saved_views" + http.DATA)
@answers("list_saved_views", query=("after",))
async def list_saved_views(request: web.Request) -> web.StreamResponse:
    """api.list_saved_views() as a page, as JSON or a file."""
    if http.wants_file(request):
        return await export.as_file(
            request, "list_saved_views", {}, COLUMNS, "saved-views", page_rows=200, key="view"
        )
    async with as_user(request) as db:
        found = await call(db, "list_saved_views", after=request.query.get("after") or None)
        if http.wants_json(request):
            return render.data(request, found)
        me = await db.me()
    return render.page(request, "saved_views.html", me, views=found)


@routes.get("/count_searches{suffix:(?:\\.json)?}")
@answers("count_searches", query={"q": "queries"})
async def count_searches(request: web.Request) -> web.StreamResponse:
    """api.count_searches(), as JSON: the page fills its tabs with it."""
    async with as_user(request) as db:
        found = await call(db, "count_searches", queries=request.query.getall("q", []))
    return render.data(request, found if isinstance(found, str) else render.json_of(found))


@routes.get("/create_saved_view")
@no_data("A form; what is done is the POST.")
async def new(request: web.Request) -> web.StreamResponse:
    """The form, with the search that was on the page."""
    said = BLANK | {name: request.query.get(name, "") for name in ("name", "query", "sort")}
    columns = request.query.get("columns", "")
    return await _form(request, said | {"columns": columns.split(",") if columns else None})


@routes.post("/create_saved_view")
@answers("create_saved_view", body="saved_view")
async def create_saved_view(request: web.Request) -> web.StreamResponse:
    """api.create_saved_view()."""
    return await _save(request, None)


@routes.get(f"/edit_saved_view/{VIEW}")
@no_data("A form; what is done is the POST.")
async def edit(request: web.Request) -> web.StreamResponse:
    """The form of a view as it is now."""
    return await _form(request, await _view(request))


@routes.post(f"/edit_saved_view/{VIEW}")
@answers("edit_saved_view", body="changes")
async def edit_saved_view(request: web.Request) -> web.StreamResponse:
    """api.edit_saved_view()."""
    return await _save(request, request.match_info["view"])


@routes.post(f"/remove_saved_view/{VIEW}")
@answers("remove_saved_view")
async def remove_saved_view(request: web.Request) -> web.StreamResponse:
    """api.remove_saved_view()."""
    async with as_user(request) as db:
        found = await call(db, "remove_saved_view", view=request.match_info["view"])
    if http.wants_json(request):
        return render.data(request, found)
    return pages.redirect("/saved_views")


@routes.get(f"/saved_views/{VIEW}")
@no_data("Leads to the view's list, which is data; the address in mails.")
async def open_saved_view(request: web.Request) -> web.StreamResponse:
    """The list of a view, where the reader may use it."""
    return pages.redirect(address(await _view(request)))


@routes.post(f"/watch_view/{VIEW}")
@answers("watch_view")
async def watch_view(request: web.Request) -> web.StreamResponse:
    """api.watch_view()."""
    given = await http.said(request)
    severity = forms.text(given, "severity")
    asked = {"view": request.match_info["view"]} | ({"severity": severity} if severity else {})
    return await _watched(request, "watch_view", asked)


@routes.post(f"/unwatch_view/{VIEW}")
@answers("unwatch_view")
async def unwatch_view(request: web.Request) -> web.StreamResponse:
    """api.unwatch_view()."""
    await http.said(request)
    return await _watched(request, "unwatch_view", {"view": request.match_info["view"]})


async def _view(request: web.Request) -> dict[str, Any]:
    """The view that the address names. Raises HTTPNotFound for none that one may use."""
    key = request.match_info["view"]
    async with as_user(request, page=True) as db:
        found = await row_of(db, "list_saved_views", lambda row: row["view"] == key, "view")
    if found is None:
        raise web.HTTPNotFound(text=_("No saved view of yours is at this address."))
    return found


async def _watched(
    request: web.Request, command: str, asked: Mapping[str, Any]
) -> web.StreamResponse:
    """Back to where the button stands: the list of views, or the view itself."""
    async with as_user(request) as db:
        found = await call(db, command, **asked)
    if http.wants_json(request):
        return render.data(request, found)
    at_list = request.query.get("at") == "list" and found
    return pages.redirect(address(found) if at_list else "/saved_views")


async def _save(request: web.Request, view: str | None) -> web.StreamResponse:
    given = await http.said(request)
    version = forms.version(given)
    changes = dict(given) if http.wants_json(request) else _said(given)
    changes.pop("version", None)
    try:
        async with as_user(request) as db:
            if view is None:
                found = await call(db, "create_saved_view", saved_view=Jsonb(changes))
            else:
                stated = -1 if version is None else version
                found = await call(
                    db, "edit_saved_view", view=view, changes=Jsonb(changes), version=stated
                )
            if not http.wants_json(request):
                await _tell(db, found, forms.text(given, "tell"))
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status not in (409, 422) or http.wants_json(request):
            raise
        if refusal.field == "q":  # what an address calls a search, the form has by another name
            refusal = dataclasses.replace(refusal, field="query")
        kept = {"view": view, "version": version, "tell": forms.text(given, "tell")}
        return await _form(request, changes | kept, refusal)
    if http.wants_json(request):
        return render.data(request, found)
    return pages.redirect(address(found))


async def _tell(db: PersonsDb, view: Mapping[str, Any], severity: str) -> None:
    """Whether the person is told by e-mail when the view is not empty, as its form says."""
    if severity:
        await call(db, "watch_view", view=view["view"], severity=severity)
    elif view["watch"]:
        await call(db, "unwatch_view", view=view["view"])


def address(view: Mapping[str, Any]) -> str:
    """Where a view opens."""
    columns = ",".join(view["columns"] or [])
    said = render.query(q=view["query"], sort=view["sort"], columns=columns, view=view["view"])
    return f"/items?{said}"


def _said(form: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {name: forms.text(form, name) for name in TEXTS}
    columns = forms.text(form, "columns")
    keep = columns and forms.text(form, "with_columns")
    return said | {
        "columns": columns.split(",") if keep else None,
        "pinned": bool(forms.text(form, "pinned")),
    }


async def _form(
    request: web.Request, said: Mapping[str, Any], refusal: Refusal | None = None
) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        me = await db.me()
    return render.page(
        request, "saved_view_form.html", me, status=refusal.form_status() if refusal else 200,
        said=said, refusal=refusal, groups=GROUPS, view=said.get("view"), severities=SEVERITIES,
        tell=said.get("tell", (said.get("watch") or {}).get("severity", "")),
    )  # fmt: skip
