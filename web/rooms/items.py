"""The list of items: search, order, page by page; and its rows again for live figures."""

import psycopg
from aiohttp import web

from web import errors, export, http, pages, render
from web.db import as_user, call
from web.rereads import REREADS

routes = web.RouteTableDef()
PAGE_ROWS = 50
MOST_LIVE_ROWS = 200
VIEWS = (
    ("All items", ""),
    ("Below minimum", "status:low,out"),
    ("Out of stock", "status:out"),
    ("Over maximum", "status:over"),
    ("Retired", "is:retired"),
)
COLUMNS = (
    "sku", "name", "category", "status", "on_hand", "reserved", "available", "unit", "minimum",
    "maximum", "places", "updated_at",
)  # fmt: skip
NOTHING_FOUND = {"rows": [], "next": None, "count": 0, "count_exact": True, "terms": []}


@routes.get("/items{suffix:(?:\\.json|\\.csv)?}")
async def search_items(request: web.Request) -> web.StreamResponse:
    """api.search_items() as a page, as its next rows, as JSON or CSV."""
    asked = {"query": request.query.get("q", ""), "sort": request.query.get("sort", "name")}
    if http.wants_csv(request):
        return await export.as_csv(request, "search_items", asked, COLUMNS, "items.csv")
    after = request.query.get("after") or None
    refusal = None
    try:
        async with as_user(request) as db:
            found = await call(db, "search_items", **asked, after=after, max_rows=PAGE_ROWS)
            if http.wants_json(request):
                return render.data(request, found)
            me = await db.me()
    except psycopg.Error as error:
        refusal = errors.explain(error)
        if refusal is None or refusal.code != "IN012" or http.wants_json(request):
            raise
        found, me = NOTHING_FOUND, await pages.who(request)
    template = "items_more.html" if after and http.is_partial(request) else "items.html"
    response = render.page(
        request, template, me, status=422 if refusal else 200,
        found=found, q=asked["query"], sort=asked["sort"], views=VIEWS, refusal=refusal,
        removed=request.query.get("removed"), how=request.query.get("as"),
    )  # fmt: skip
    if refusal and http.is_partial(request):
        # The last good rows stay; only the line below the search says what is wrong.
        response = render.page(request, "items_refused.html", me, status=422, refusal=refusal)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#refusal", "outerHTML"
    return response


@routes.get("/items/rows")
async def item_rows(request: web.Request) -> web.StreamResponse:
    """api.item_rows() for the SKUs a live page shows and was told of."""
    skus = request.query.getall("sku", [])[:MOST_LIVE_ROWS]
    found = await request.app[REREADS].rows(request, skus)
    return render.markup(request, f"<table><tbody>{''.join(found)}</tbody></table>")
