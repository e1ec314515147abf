"""Looking at Stockroom as another person does: read-only, with a banner, for an hour at most."""

from aiohttp import web

from web import auth, http, pages
from web.db import as_user, call
from web.declared import no_data
from web.forms import text

routes = web.RouteTableDef()


@routes.post("/see_as")
@no_data("It opens a page to look at, with a cookie.")
async def see_as(request: web.Request) -> web.StreamResponse:
    """api.see_as(): open the person's dashboard beside one's own session."""
    person = text(await http.said(request), "person")
    async with as_user(request, page=True) as db:
        token = await call(db, "see_as", person=person)
    response = pages.redirect("/")
    auth.remember(response, request.app[auth.SETTINGS], token, auth.SEE_AS)
    return response


@routes.post("/end_see_as")
@no_data("It closes that page, with its cookie.")
async def end_see_as(request: web.Request) -> web.StreamResponse:
    """api.end_see_as(): back to one's own."""
    async with as_user(request, page=True, own=True) as db:
        await call(db, "end_see_as")
    return pages.leave_see_as(request, asked=True)
