"""The description of the API that programs and people read."""

from aiohttp import web

from web import openapi, render
from web.declared import no_data

routes = web.RouteTableDef()


@routes.get("/openapi.json")
@no_data("It is the description itself.")
async def document(request: web.Request) -> web.StreamResponse:
    """What web/openapi.py makes of the router and the catalogue. It holds nobody's data and is the
    same for all, so it is told without signing in."""
    return render.data(request, (await openapi.kept(request.app)).text)
