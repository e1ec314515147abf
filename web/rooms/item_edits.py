"""A change of many items: what it would do, how far it is, what came of it."""

import asyncio
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from aiohttp import web

from web import export, forms, http, pages, render
from web.db import as_user, call
from web.declared import answers, no_data
from web.item_edits import RUNNER

routes = web.RouteTableDef()
ONE = "/item_edits/{edit:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}}"
PATIENCE_SECONDS = 2.0  # after which the page shows how far it is
RUNNING = ("checking", "changing")
COLUMNS = ("sku", "name", "code", "message", "hint")


@routes.get(ONE + http.DATA)
@answers("item_edit_page")
async def item_edit_page(request: web.Request) -> web.StreamResponse:
    """api.item_edit_page(); the items that cannot be changed as a file."""
    if http.wants_file(request):
        async with as_user(request, page=True) as db:
            page = await call(db, "item_edit_page", **_key(request))
        failures = page["result"].get("failures", [])
        return await export.of_rows(request, failures, COLUMNS, "cannot-be-changed")
    async with as_user(request) as db:
        page = await call(db, "item_edit_page", **_key(request))
        if http.wants_json(request):
            return render.data(request, page)
        me = await db.me()
    said = render.query(q=page["query"])
    return render.page(
        request, "item_edit.html", me, page=page, found=page["result"],
        is_running=page["state"] in RUNNING, back=f"/items?{said}" if said else "/items",
        reasons=reasons(page["result"]),
    )  # fmt: skip


@routes.post(ONE + "/start")
@no_data("The web goes through the items: see the page. A program uses api.edit_items.")
async def start_item_edit(request: web.Request) -> web.StreamResponse:
    """api.start_item_edit(): what is ticked is changed as it was checked, or what is left."""
    without = unticked(await request.post())
    async with as_user(request, page=True) as db:
        await call(db, "start_item_edit", **_key(request), without=without)
    await run(request, request.match_info["edit"])
    return pages.redirect(f"/item_edits/{request.match_info['edit']}")


@routes.post(ONE + "/cancel")
@answers("cancel_item_edit")
async def cancel_item_edit(request: web.Request) -> web.StreamResponse:
    """api.cancel_item_edit(): what runs ends behind its part, which is taken back."""
    async with as_user(request) as db:
        answer = await call(db, "cancel_item_edit", **_key(request))
        if http.wants_json(request):
            return render.data(request, answer)
    return pages.redirect(f"/item_edits/{request.match_info['edit']}")


def reasons(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Why items cannot be changed, each reason once with its items, as the first of them stands."""
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for one in found.get("failures", []):
        grouped.setdefault((one["message"], one["hint"]), []).append(one)
    return [
        {"message": message, "hint": hint, "items": items}
        for (message, hint), items in grouped.items()
    ]


def unticked(form: forms.Form) -> list[str]:
    """The rows of a check that were shown with a tick and have none any more."""
    ticked = set(form.getall("keep", []))
    return [str(one) for one in form.getall("shown", []) if one not in ticked]


async def run(request: web.Request, edit: str) -> None:
    """Go through it in this person's name; few are done by the time that their page is shown."""
    token = request[http.TOKEN]
    begun = request.app[RUNNER].start(edit, sha256(token.encode()).digest(), token)
    await asyncio.wait([asyncio.wrap_future(begun)], timeout=PATIENCE_SECONDS)


def _key(request: web.Request) -> dict[str, str]:
    return {"edit": request.match_info["edit"]}
