"""Importing files: sent, mapped, previewed, checked, imported; every bad row to be had back."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from aiohttp import web
from psycopg.types.json import Jsonb

from ops.errors import Trouble
from web import export, filters, formats, forms, http, pages, problems, render, uploads
from web.db import as_user, call, rows
from web.declared import answers, no_data
from web.errors import Refusal
from web.importing import dates, explained, understood, upload
from web.importing.run import RUNNER, Job
from web.language import _
from web.rooms.item_form import declarations, of_category

routes = web.RouteTableDef()
PAGE_ROWS = 50
ONE = "/imports/{import:[0-9a-f-]{36}}"
COLUMNS = (
    "import", "person", "kind", "file_name", "file_bytes", "rows", "state", "counts", "created_at",
    "finished_at",
)  # fmt: skip
RUNNING = ("checking", "importing")


@routes.get("/import" + http.DATA)
@answers("list_imports", query=("state", "after"))
async def list_imports(request: web.Request) -> web.StreamResponse:
    """The form to send a file, and api.list_imports() below it; that as JSON or a file too."""
    if http.wants_file(request):
        state = request.query.get("state", "all")
        return await export.as_file(request, "list_imports", {"state": state}, COLUMNS, "imports")
    return await _list(request)


async def _list(request: web.Request, refusal: Refusal | None = None) -> web.Response:
    asked: dict[str, Any] = {"state": request.query.get("state", "all")}
    wrong: list[filters.Problem] = []

    async def ask(asked: dict[str, Any]) -> Any:
        at = {"after": request.query.get("after") or None, "max_rows": PAGE_ROWS}
        async with as_user(request, page=refusal is not None) as db:
            me = None if http.wants_json(request) else await db.me()
            may = me is None or set(me["groups"]) & {"staff", "admin", "auditor"}
            return me, await call(db, "list_imports", **at, **asked) if may else None

    me, found = await filters.kept(request, ask, asked, {"state": "state"}, wrong, {"state": "all"})
    if me is None:
        return render.data(request, found)
    refusal = refusal or filters.refusal(wrong)
    theirs = found["kinds"] if found else ()
    kinds = {kind: name for kind, name in understood.KINDS.items() if kind in theirs}
    return render.page(
        request, "import.html", me, status=refusal.status if refusal else 200, found=found,
        refusal=refusal, kinds=kinds, kind=request.query.get("kind", ""),
        state=asked["state"], most=upload.LARGEST,
        explained=explained.EXPLAINED,
        needed={kind: understood.FILE_KINDS[kind].REQUIRED for kind in understood.KINDS},
    )  # fmt: skip


@routes.get("/import_sample/{kind:items|locations|movements|thresholds}{ending:\\.csv|\\.xlsx}")
@no_data("A file to start from, made of the examples that the page shows.")
async def import_sample(request: web.Request) -> web.StreamResponse:
    """A file that can be sent as it is: its rows name what there is."""
    kind = request.match_info["kind"]
    request.match_info["suffix"] = request.match_info["ending"]  # it is a file, and no list's
    async with as_user(request, write=False) as db:
        choices = await call(db, "form_choices")
        me = await db.me()
        posts = kind in ("movements", "thresholds") and "staff" in me["groups"]
        found = await call(db, "search_items", max_rows=2) if posts else {"rows": []}
        declared, parents = await declarations(db)
    skus = [one["sku"] for one in found["rows"]]
    fields = of_category(declared, parents, explained.first_category(choices), ())
    names, lines = explained.sample(kind, choices, skus, fields)
    return await export.of_rows(request, lines, names, f"{kind}-sample")


@routes.post("/import")
@uploads.takes_files(upload.LARGEST)
@answers("begin_import", form=("kind",))
async def send_file(request: web.Request) -> web.StreamResponse:
    """Stage the file (web/importing/upload.py) and lead to its page."""
    async with as_user(request, write=False, page=True) as db:
        me = await db.me()
    if not set(me["groups"]) & {"staff", "admin"}:
        raise web.HTTPForbidden(text=_("Importing needs the group staff, manager or admin."))
    try:
        begun = await upload.stage(request)
    except Trouble as trouble:
        refusal = Refusal(422, "HTTP422", trouble.what, trouble.to_do, "file")
        if http.is_program(request):
            return problems.respond(request, refusal)
        return await _list(request, refusal)
    if http.is_program(request):
        return render.data(request, render.json_of(begun))
    return pages.redirect(f"/imports/{begun['import']}")


@routes.get(ONE + "{suffix:(?:\\.json)?}")
@answers("import_page")
async def import_page(request: web.Request) -> web.StreamResponse:
    """api.import_page(): how it is read, how far it is, what came of it."""
    return await _show(request)


async def _show(request: web.Request, refusal: Refusal | None = None) -> web.Response:
    async with as_user(request, write=False, page=refusal is not None) as db:
        if http.wants_json(request) and not refusal:
            return render.data(request, await call(db, "import_page", **_key(request)))
        page = await call(db, "import_page", **_key(request))
        attributes = await _attributes(db)
        me = await db.me()
    attributes = attributes if page["kind"] == "items" else {}
    how = understood.mapping(page, [*attributes])
    return render.page(
        request, "import_page.html", me, status=refusal.status if refusal else 200, page=page,
        how=how, refusal=refusal, u=understood,
        fields=understood.fields(page["kind"], [*attributes]),
        columns={column: name for name, column in how.get("columns", {}).items()},
        missing=understood.missing(page, how), over=understood.left_out(page, how, [*attributes]),
        preview=understood.preview(page, how, attributes), date_formats=dates.FORMATS,
        dated=understood.has_dates(page["kind"], how, attributes),
        shown=understood.shown_fields(page, how), is_running=page["state"] in RUNNING,
    )  # fmt: skip


async def _attributes(db: Any) -> dict[str, str]:
    """The type of each attribute."""
    return {one["attribute"]: one["type"] for one in await rows(db, "attributes")}


def _key(request: web.Request) -> dict[str, str]:
    return {"import": request.match_info["import"]}


@routes.post(ONE + "/map")
@answers("map_import")
async def map_import(request: web.Request) -> web.StreamResponse:
    """api.map_import() with what the form says, and its preview again."""
    return await _mapped(request, lambda _: None)


@routes.post(ONE + "/check")
@no_data("It saves the form's mapping first: a program calls api.map_import and start_import.")
async def check_import(request: web.Request) -> web.StreamResponse:
    """api.map_import(), then a check: everything is done as it would be, and taken back."""
    return await _mapped(request, lambda _: "check")


@routes.post(ONE + "/start")
@answers("start_import")
async def start_import(request: web.Request) -> web.StreamResponse:
    """api.start_import(): the file is imported as it was checked."""
    given = await http.said(request)
    answer = await _start(request, forms.text(given, "how"))
    if http.wants_json(request):
        return render.data(request, answer)
    return pages.redirect(f"/imports/{request.match_info['import']}")


@routes.post(ONE + "/cancel")
@answers("cancel_import")
async def cancel_import(request: web.Request) -> web.StreamResponse:
    """api.cancel_import(): what runs ends within a second, and is taken back."""
    async with as_user(request) as db:
        answer = await call(db, "cancel_import", **_key(request))
        if http.wants_json(request):
            return render.data(request, render.json_of(answer))
    return pages.redirect(f"/imports/{request.match_info['import']}")


async def _mapped(request: web.Request, how: Any) -> web.StreamResponse:
    body = await http.said(request)
    if http.wants_json(request):
        async with as_user(request) as db:
            answer = await call(
                db, "map_import", **_key(request), mapping=Jsonb(body.get("mapping"))
            )
            return render.data(request, render.json_of(answer))
    try:
        async with as_user(request) as db:
            page = await call(db, "import_page", **_key(request))
            said = understood.said(page, body)
            await call(db, "map_import", **_key(request), mapping=Jsonb(said))
        lacking = understood.missing(page, said)
        if how(body) and lacking:
            raise web.HTTPUnprocessableEntity(
                text=_("Say which column is: %(names)s.", names=", ".join(lacking))
            )
    except web.HTTPUnprocessableEntity as error:
        return await _show(request, Refusal(422, "HTTP422", error.text or "", "", "columns"))
    if how(body):
        await _start(request, how(body))
    return pages.redirect(f"/imports/{request.match_info['import']}")


async def _start(request: web.Request, how: str) -> Any:
    """Begin it, unless it was with this key; what api.start_import answers."""
    async with as_user(request) as db:
        answer = await call(db, "start_import", **_key(request), how=how)
    if db.done_before:
        return answer
    token = request[http.TOKEN]
    identity = {
        "read_only": "off", "token": token, "parent_hash": None,
        "token_hash": sha256(token.encode()).digest(),
    }  # fmt: skip
    page = json.loads(answer) if isinstance(answer, str) else answer
    request.app[RUNNER].start(Job(page, identity))
    return answer


@routes.get(ONE + "/problems" + http.DATA)
@answers("import_rows", query=("after",))
async def import_rows(request: web.Request) -> web.StreamResponse:
    """api.import_rows(): the bad rows in their own columns, with what is wrong of each."""
    asked = _key(request) | {"only_bad": True}
    if not http.wants_file(request):
        after = request.query.get("after") or None
        async with as_user(request) as db:
            found = await call(db, "import_rows", **asked, after=after, max_rows=PAGE_ROWS)
            return render.data(request, found)
    async with as_user(request, page=True) as db:
        page = await call(db, "import_page", **_key(request))
    names = tuple(page["header"])
    stem = f"{formats.file_part(page['file_name'].rpartition('.')[0] or 'file')}-bad-rows"
    return await export.as_file(  # which is sent again as it is: delimited as the file was
        request,
        "import_rows",
        asked,
        (*understood.OWN, *names),
        stem,
        _bad_row(names),
        delimiter=page["delimiter"] or ",",
    )


def _bad_row(names: tuple[str, ...]) -> export.Flat:
    def flat(row: Mapping[str, Any]) -> dict[str, Any]:
        wrong = "; ".join(f"{one['column']}: {one['reason']}" for one in row["problems"])
        over = len(row["cells"]) - len(names)  # what no column stands above is not lost
        cells = dict(zip(names, row["cells"], strict=False))
        if over > 0:
            wrong += f"; beyond the last column: {', '.join(row['cells'][len(names) :])}"
        return {"Line": row["line"], "What is wrong": wrong, **cells}

    return flat
