"""How the person wants it to look; kept in their browser."""

from aiohttp import web

from web import auth, http, pages, render
from web.declared import no_data
from web.forms import text

routes = web.RouteTableDef()
YEAR_SECONDS = 365 * 24 * 3600
CHOICES = (("theme", render.THEMES), ("density", render.DENSITIES), ("guide", ("on", "off")))


@routes.post("/preferences")
@no_data("A cookie of the browser's.")
async def preferences(request: web.Request) -> web.StreamResponse:
    """Keep theme, density and whether the guide is shown; go back to where they were."""
    form = await request.post()
    response = pages.redirect(http.local_path(text(form, "back")))
    for name, known in CHOICES:
        if text(form, name) not in known:
            continue
        response.set_cookie(
            name, text(form, name), max_age=YEAR_SECONDS, path="/", samesite="Lax",
            secure=request.app[auth.SETTINGS].secure, httponly=True,
        )  # fmt: skip
    return response
