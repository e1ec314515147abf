"""Categories and units: lists, forms, and what is asked before they go."""

from typing import Any

from aiohttp import web
from psycopg.types.json import Jsonb

from web import acting, conflicts, export, forms, http, render
from web.db import as_user, call, calls, row_of
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import N_, _
from web.render import segment

routes = web.RouteTableDef()
CATEGORY = "{category:[A-Za-z0-9_.-]+?}"
JSON = "{suffix:(?:\\.json)?}"
FIELDS = ("code", "name", "parent")
LABELS = {"code": N_("Code"), "name": N_("Name"), "parent": N_("Lies in")}
UNIT_LABELS = {"code": N_("Code"), "name": N_("Name"), "decimals": N_("Decimals")}
COLUMNS = ("category", "name", "parent", "path", "depth", "attributes", "below")
UNIT_COLUMNS = ("unit", "name", "decimals")


@routes.get("/categories" + http.DATA)
@answers("list_categories", query={"q": "search", "after": "after"})
async def list_categories(request: web.Request) -> web.StreamResponse:
    """api.list_categories() as a page, as JSON or a file."""
    q, after = request.query.get("q", ""), request.query.get("after") or None
    if http.wants_file(request):
        return await export.as_file(
            request, "list_categories", {"search": q}, COLUMNS, "categories", page_rows=2000
        )
    async with as_user(request) as db:
        found = await call(db, "list_categories", search=q, after=after)
        if http.wants_json(request):
            return render.data(request, found)
        me = await db.me()
    return render.page(request, "categories.html", me, found=found, q=q)


@routes.get(f"/categories/{CATEGORY}{JSON}")
@answers("category_page")
async def category_page(request: web.Request) -> web.StreamResponse:
    """api.category_page()."""
    async with as_user(request) as db:
        found = await call(db, "category_page", category=_code(request))
        if http.wants_json(request):
            return render.data(request, found)
        me = await db.me()
    return render.page(request, "category.html", me, page=found)


@routes.get("/create_category")
@no_data("An empty form.")
async def new(request: web.Request) -> web.StreamResponse:
    """The empty form."""
    said = dict.fromkeys(FIELDS, "") | {"parent": request.query.get("parent", "")}
    return await _form(request, "", said)


@routes.post("/create_category")
@answers("create_category")
async def create_category(request: web.Request) -> web.StreamResponse:
    """api.create_category()."""
    given = await http.said(request)
    said = {name: forms.text(given, name) for name in FIELDS}
    return await acting.act(
        request, "create_category", lambda refusal: _form(request, "", said, refusal), _lead, **said
    )


@routes.get(f"/edit_category/{CATEGORY}")
@no_data("A form; what is done is the POST.")
async def edit(request: web.Request) -> web.StreamResponse:
    """The form with the category as it is."""
    return await _form(request, _code(request))


@routes.post(f"/edit_category/{CATEGORY}")
@answers("edit_category", body="changes")
async def edit_category(request: web.Request) -> web.StreamResponse:
    """api.edit_category()."""
    given = await http.said(request)
    if http.wants_json(request):
        changes: dict[str, Any] = {name: given[name] for name in given if name != "version"}
    else:
        changes = {name: forms.text(given, name) for name in FIELDS}
        changes = conflicts.settle(changes, conflicts.theirs_of(given, changes))
    return await acting.act(
        request, "edit_category",
        lambda refusal: _form(request, _code(request), changes, refusal, given), _lead,
        category=_code(request), changes=Jsonb(changes), version=_version(given),
    )  # fmt: skip


@routes.get(f"/remove_category/{CATEGORY}")
@no_data("The question before the command.")
async def ask(request: web.Request) -> web.StreamResponse:
    """Say what will happen, and ask."""
    return await _ask(request)


@routes.post(f"/remove_category/{CATEGORY}")
@answers("remove_category")
async def remove_category(request: web.Request) -> web.StreamResponse:
    """api.remove_category()."""
    given = await http.said(request)
    return await acting.act(
        request, "remove_category", lambda refusal: _ask(request, refusal), "/categories",
        category=_code(request), version=_version(given),
    )  # fmt: skip


@routes.get("/units" + http.DATA)
@answers("list_units", query=("after",))
async def list_units(request: web.Request) -> web.StreamResponse:
    """api.list_units() as a page, as JSON or a file."""
    if http.wants_file(request):
        return await export.as_file(request, "list_units", {}, UNIT_COLUMNS, "units")
    async with as_user(request) as db:
        found = await call(db, "list_units", after=request.query.get("after") or None)
        if http.wants_json(request):
            return render.data(request, found)
        me = await db.me()
    return render.page(request, "units.html", me, found=found)


@routes.get("/create_unit")
@no_data("An empty form.")
async def new_unit(request: web.Request) -> web.StreamResponse:
    """The empty form."""
    return await _unit_form(request, "", {"code": "", "name": "", "decimals": "0"})


@routes.post("/create_unit")
@answers("create_unit")
async def create_unit(request: web.Request) -> web.StreamResponse:
    """api.create_unit()."""
    given = await http.said(request)
    said = {name: forms.text(given, name) for name in ("code", "name", "decimals")}
    return await acting.act(
        request, "create_unit", lambda refusal: _unit_form(request, "", said, refusal), "/units",
        code=said["code"], name=said["name"], decimals=said["decimals"] or 0,
    )  # fmt: skip


@routes.get("/edit_unit/{unit}")
@no_data("A form; what is done is the POST.")
async def change_unit(request: web.Request) -> web.StreamResponse:
    """The form with the unit as it is."""
    return await _unit_form(request, request.match_info["unit"])


@routes.post("/edit_unit/{unit}")
@answers("edit_unit", body="changes")
async def edit_unit(request: web.Request) -> web.StreamResponse:
    """api.edit_unit()."""
    given = await http.said(request)
    code = request.match_info["unit"]
    if http.wants_json(request):
        changes: dict[str, Any] = {name: given[name] for name in given if name != "version"}
    else:
        changes = {name: forms.text(given, name) for name in UNIT_LABELS}
        changes = conflicts.settle(changes, conflicts.theirs_of(given, changes))
    return await acting.act(
        request, "edit_unit",
        lambda refusal: _unit_form(request, code, changes, refusal, given), "/units",
        unit=code, changes=Jsonb(changes), version=_version(given),
    )  # fmt: skip


@routes.post("/remove_unit/{unit}")
@answers("remove_unit")
async def remove_unit(request: web.Request) -> web.StreamResponse:
    """api.remove_unit(); its form asks before."""
    given = await http.said(request)
    code = request.match_info["unit"]
    return await acting.act(
        request, "remove_unit", lambda refusal: _unit_form(request, code, None, refusal), "/units",
        unit=code, version=_version(given),
    )  # fmt: skip


def _code(request: web.Request) -> str:
    return request.match_info["category"]


def _lead(answer: Any) -> str:
    return f"/categories/{segment(answer['category'])}"


def _version(given: Any) -> int:
    """The version that was read; -1, which no row has, where none was said."""
    version = forms.version(given)
    return -1 if version is None else version


async def _form(
    request: web.Request, code: str, said: dict[str, Any] | None = None,
    refusal: Refusal | None = None, given: Any = None,
) -> web.StreamResponse:  # fmt: skip
    async with as_user(request, write=False, page=True) as db:
        asked: list[tuple[str, dict[str, Any]]] = [("list_categories", {})]
        asked += [("category_page", {"category": code})] if code else []
        found = await calls(db, *asked)
        me = await db.me()
    known = found[1]["category"] | {"code": code} if code else {}
    return render.page(
        request, "category_form.html", me, status=refusal.form_status() if refusal else 200,
        code=code, choices=found[0]["rows"], refusal=refusal,
        said={"parent": ""} | known | (said or {}),
        **conflicts.of_form(refusal, LABELS, known, said or {}, given or {}),
    )  # fmt: skip


async def _ask(request: web.Request, refusal: Refusal | None = None) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        page = await call(db, "category_page", category=_code(request))
        me = await db.me()
    status = refusal.status if refusal else 200
    return render.page(request, "category_ask.html", me, status=status, page=page, refusal=refusal)


async def _unit_form(
    request: web.Request, code: str, said: dict[str, Any] | None = None,
    refusal: Refusal | None = None, given: Any = None,
) -> web.StreamResponse:  # fmt: skip
    async with as_user(request, write=False, page=True) as db:
        found = await row_of(db, "list_units", lambda row: row["unit"] == code) if code else None
        me = await db.me()
    if code and found is None:
        raise web.HTTPNotFound(text=_("There is no unit “%(code)s”.", code=code[:20]))
    known = found | {"code": code} if found else {}
    return render.page(
        request, "unit_form.html", me, status=refusal.form_status() if refusal else 200, code=code,
        said=known | (said or {}), refusal=refusal,
        **conflicts.of_form(refusal, UNIT_LABELS, known, said or {}, given or {}),
    )  # fmt: skip
