"""Files and pictures of an item: kept, shown small, downloaded; never opened by a browser here."""

import asyncio
import re
from typing import Any
from urllib.parse import quote

import psycopg
from aiohttp import web

from web import errors, http, pictures, problems, render
from web.db import as_user, call, calls
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import _
from web.uploads import File, received, takes_files

routes = web.RouteTableDef()
MOST_BYTES = 10_000_000  # as inventory.attachments has it
MOST_FILES = 50
MOST_AT_ONCE = 10
YEAR = 31_536_000
# What is downloaded may claim to be anything: wherever it is opened from here, it can do nothing.
SANDBOX = "sandbox; default-src 'none'"
ONE_PICTURE = asyncio.Semaphore(1)  # at a time: a large one takes hundreds of megabytes
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@routes.get("/items/{sku:[^/]+}/files")
@no_data("A page; what it shows is in api.item_page().")
async def item_files(request: web.Request) -> web.StreamResponse:
    """The item's files, and for who may, a form to add some."""
    return await _show(request, request.match_info["sku"])


@routes.post("/add_attachment/{sku:[^/]+}")
@takes_files(MOST_BYTES, MOST_AT_ONCE)
@answers("add_attachment", form=(), each_file="attachments")
async def add_attachment(request: web.Request) -> web.StreamResponse:
    """api.add_attachment() of each file that was sent: all, or none."""
    sku, files = request.match_info["sku"], received(request).files
    try:
        if not files:
            raise web.HTTPUnprocessableEntity(text=_("Choose a file first."))
        read = [await _read(one) for one in files]
        async with as_user(request, page=True) as db:
            answers_ = [await call(db, "add_attachment", sku=sku, **one) for one in read]
    except web.HTTPUnprocessableEntity as error:
        return await _refused(request, sku, Refusal(422, "HTTP422", error.text or ""))
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.status not in (409, 422):
            raise
        return await _refused(request, sku, refusal)
    if http.is_program(request):
        return render.data(request, {"attachments": answers_})
    raise web.HTTPSeeOther(f"/items/{render.segment(sku)}/files")


@routes.post(f"/remove_attachment/{{attachment:{UUID}}}")
@answers("remove_attachment")
async def remove_attachment(request: web.Request) -> web.StreamResponse:
    """api.remove_attachment()."""
    return await _do(request, "remove_attachment")


@routes.post(f"/set_primary_image/{{attachment:{UUID}}}")
@answers("set_primary_image")
async def set_primary_image(request: web.Request) -> web.StreamResponse:
    """api.set_primary_image()."""
    return await _do(request, "set_primary_image")


@routes.get(f"/attachments/{{attachment:{UUID}}}")
@no_data("A file, byte by byte; api.attachment() says what it is.")
async def download(request: web.Request) -> web.StreamResponse:
    """api.attachment_file(), to be saved and never to be shown here."""
    asked = {"attachment": request.match_info["attachment"]}
    async with as_user(request, page=True) as db:
        about, content = await calls(db, ("attachment", asked), ("attachment_file", asked))
    response = web.Response(body=content, content_type=about["media_type"])
    response.headers["Content-Disposition"] = disposition(about["name"])
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@routes.get(f"/attachments/{{attachment:{UUID}}}/{{version:thumbnail|preview}}")
@no_data("A small picture, drawn by us as WebP.")
async def small_picture(request: web.Request) -> web.StreamResponse:
    """api.attachment_file() of a picture's small version; it never changes."""
    asked = dict(request.match_info)
    async with as_user(request, page=True) as db:
        content = await call(db, "attachment_file", **asked)
    response = web.Response(body=content, content_type="image/webp")
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response.headers["Vary"] = "Cookie"
    return response


def disposition(name: str) -> str:
    """The header that has a browser save a file under its name, whatever letters it has."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


async def _read(file: File) -> dict[str, Any]:
    """A file as the database keeps it: by what it holds, not by what it is called."""
    content = file.content.read()
    async with ONE_PICTURE:
        kind = await asyncio.to_thread(pictures.kind_of, content)
    name = re.split(r"[/\\]", file.name)[-1]  # a folder is nobody's business here
    return {"name": re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", name).strip() or "file",
            "content": content, "media_type": kind.media_type,
            "thumbnail": kind.thumbnail, "preview": kind.preview}  # fmt: skip


async def _do(request: web.Request, command: str) -> web.StreamResponse:
    async with as_user(request, page=True) as db:
        asked = {"attachment": request.match_info["attachment"]}
        about = await call(db, "attachment", **asked)
        answer = await call(db, command, **asked)
    if http.wants_json(request):
        return render.data(request, answer)
    raise web.HTTPSeeOther(f"/items/{render.segment(about['sku'])}/files")


async def _refused(request: web.Request, sku: str, refusal: Refusal) -> web.StreamResponse:
    if http.is_program(request):
        return problems.respond(request, refusal)
    return await _show(request, sku, refusal)


async def _show(
    request: web.Request, sku: str, refusal: Refusal | None = None
) -> web.StreamResponse:
    async with as_user(request, write=False, page=True) as db:
        page = await call(db, "item_page", sku=sku)
        me = await db.me()
    return render.page(
        request, "item_files.html", me, status=refusal.status if refusal else 200, page=page,
        refusal=refusal, total=sum(one["bytes"] for one in page["attachments"]),
        most_files=MOST_FILES, most_bytes=MOST_BYTES, at_once=MOST_AT_ONCE,
    )  # fmt: skip
