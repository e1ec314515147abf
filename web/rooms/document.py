"""One document, and its reversal."""

import uuid

import psycopg
from aiohttp import web

from web import errors, export, http, once, preview, render
from web.db import as_user, call
from web.declared import answers, no_data
from web.forms import text
from web.language import _

routes = web.RouteTableDef()
COLUMNS = (
    "line", "item", "name", "location", "lot", "quantity", "unit", "entered_quantity",
    "entered_unit", "on_hand", "reason", "note",
)  # fmt: skip


@routes.get("/documents/{document:[^/.]+}" + http.DATA)
@answers("document_page")
async def document_page(request: web.Request) -> web.StreamResponse:
    """api.document_page(); its lines as a file."""
    if http.wants_file(request):
        async with as_user(request, page=True) as db:
            answer = await call(db, "document_page", document=_id(request))
        name = f"document-{answer['document'][:8]}"
        return await export.of_rows(request, answer["lines"], COLUMNS, name)
    async with as_user(request) as db:
        answer = await call(db, "document_page", document=_id(request))
        if http.wants_json(request):
            return render.data(request, answer)
        me = await db.me()
    return render.page(
        request, "document.html", me, document=answer, posted="posted" in request.query
    )


@routes.get("/reverse_document/{document:[^/]+}")
@no_data("A page that asks; what is done is the POST.")
async def confirm(request: web.Request) -> web.StreamResponse:
    """Ask before reversing, and show what it will do."""
    return await _confirm(request, {"idempotency_key": str(uuid.uuid4()), "note": ""})


@routes.post("/reverse_document/{document:[^/]+}")
@answers("reverse_document", own_key=True)
async def reverse_document(request: web.Request) -> web.StreamResponse:
    """api.reverse_document()."""
    given = await http.said(request)
    said = {name: text(given, name) for name in ("idempotency_key", "note", "occurred_at")}
    said["idempotency_key"] = once.document_key(request, said["idempotency_key"])
    try:
        async with as_user(request) as db:
            answer = await call(
                db, "reverse_document", document=_id(request),
                **{name: value or None for name, value in said.items()},
            )  # fmt: skip
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status != 422 or http.wants_json(request):
            raise
        return await _confirm(request, said, refusal)
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther(f"/documents/{answer['document']}?posted")


async def _confirm(
    request: web.Request, said: dict[str, str], refusal: errors.Refusal | None = None
) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        answer = await call(db, "document_page", document=_id(request))
        me = await db.me()
        told = preview.NOTHING
        if answer["can"]["reverse"]:
            would = await call(db, "preview_reversal", document=_id(request))
            told = preview.told(would, list(range(1, len(answer["lines"]) + 1)), [])
    status = refusal.status if refusal else 200
    return render.page(
        request, "reverse_document.html", me, status=status,
        document=answer, said=said, refusal=refusal, told=told,
    )  # fmt: skip


def _id(request: web.Request) -> str:
    try:
        return str(uuid.UUID(request.match_info["document"]))
    except ValueError:
        raise web.HTTPNotFound(text=_("No document has this name.")) from None
