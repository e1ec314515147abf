"""The list of items: search, order, page by page; and its rows again for live figures."""

from collections.abc import Mapping
from typing import Any

import psycopg
from aiohttp import web

from web import counting, errors, export, http, item_list, lists, pages, render
from web.db import as_user, call, calls
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import N_
from web.rereads import REREADS

routes = web.RouteTableDef()
PAGE_ROWS = 50
MOST_LIVE_ROWS = 200
MOST_TABS = 12
VIEWS = (
    (N_("All items"), ""),
    (N_("Below minimum"), "status:low,out"),
    (N_("Out of stock"), "status:out"),
    (N_("Over maximum"), "status:over"),
    (N_("Retired"), "is:retired"),
)
COLUMNS = (
    "sku", "name", "category", "status", "on_hand", "reserved", "available", "unit", "minimum",
    "maximum", "places", "updated_at",
)  # fmt: skip
NOTHING_FOUND = {"rows": [], "next": None, "count": 0, "count_exact": True, "terms": []}


@routes.get("/items" + http.DATA)
@answers(
    "search_items", query={"q": "query", "sort": "sort", "after": "after", "before": "before"},
    also={"columns": "Of a file: keys of more columns, such as tags, with commas between."},
)  # fmt: skip
async def search_items(request: web.Request) -> web.StreamResponse:
    """api.search_items() as a page, as its next rows, as JSON or a file."""
    if http.wants_file(request):
        more = item_list.apart(lists.columns_said(request).split(","))
        return await export.as_file(
            request, "search_items", asked(request), (*COLUMNS, *more), "items",
            fill=lambda db, rows: item_list.fill(db, rows, more),
        )  # fmt: skip
    after = request.query.get("after") or None
    try:
        async with as_user(request) as db:
            before = request.query.get("before") or None
            question = asked(request) | {"after": after, "before": before, "max_rows": PAGE_ROWS}
            if http.wants_json(request):
                return render.data(request, await call(db, "search_items", **question))
            if after and http.is_partial(request):  # its next rows stand below the count
                question["count"] = False
            found, saved, attributes = await calls(
                db, ("search_items", question), ("list_saved_views", {}), ("attribute_columns", {})
            )
            me = await db.me()
            shown = item_list.shown(request, me, attributes)
            await item_list.fill(db, found["rows"], item_list.apart(shown.keys))
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.code != "IN012" or http.wants_json(request):
            raise
        return _refused(request, await pages.who(request), refusal)
    counted = await counting.asked_for(request, "items", {"query": question["query"]})
    return drawn(request, found, me, shown, saved=saved, counted=counted)


def asked(request: web.Request) -> dict[str, str]:
    """The search, and the order of what it finds."""
    return {"query": request.query.get("q", ""), "sort": request.query.get("sort", "name")}


def drawn(
    request: web.Request,
    found: dict[str, Any],
    me: Mapping[str, Any] | None,
    shown: lists.Shown | None = None,
    refusal: Refusal | None = None,
    saved: list[dict[str, Any]] | None = None,
    counted: dict[str, Any] | None = None,
) -> web.Response:
    """The page of an answer; its next rows alone where htmx asks for them."""
    more = request.query.get("after") and http.is_partial(request)
    search = asked(request)
    if refusal and not refusal.detail.get("position"):  # of the order: what is asked next has none
        search["sort"] = "name"
    if more:
        found = found | {"previous": None}  # what was before stands above
    return render.page(
        request, "items_more.html" if more else "items.html", me, status=422 if refusal else 200,
        found=found, q=search["query"], sort=search["sort"], views=VIEWS, refusal=refusal,
        removed=request.query.get("removed"), how=request.query.get("as"),
        saved=[one for one in saved or [] if one["pinned"]][:MOST_TABS],
        list=shown or item_list.shown(request, me or {"can": {}}), counted=counted,
        open_view=next((v for v in saved or [] if v["view"] == request.query.get("view")), None),
    )  # fmt: skip


def _refused(
    request: web.Request, me: Mapping[str, Any] | None, refusal: Refusal
) -> web.StreamResponse:
    """A search that cannot be read: what is wrong with it and where."""
    if not http.is_partial(request):
        return drawn(request, NOTHING_FOUND, me, refusal=refusal)
    # The last good rows stay; only the line below the search says what is wrong.
    response = render.page(request, "items_refused.html", me, status=422, refusal=refusal)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#refusal", "outerHTML"
    return response


@routes.get("/items/rows")
@no_data("Rows as HTML, for live figures.")
async def item_rows(request: web.Request) -> web.StreamResponse:
    """api.item_rows() for the SKUs a live page shows and was told of."""
    skus = request.query.getall("sku", [])[:MOST_LIVE_ROWS]
    found = await request.app[REREADS].rows(request, skus)
    return render.markup(request, f"<table><tbody>{''.join(found)}</tbody></table>")
