"""How the person wants it to look: in this browser, and in every one of theirs."""

from collections.abc import Mapping
from typing import Any

import psycopg
from aiohttp import web

from web import auth, http, pages, render, spoken
from web.db import as_user, call
from web.declared import answers, no_data
from web.forms import text
from web.rooms import account

routes = web.RouteTableDef()
YEAR_SECONDS = 365 * 24 * 3600
KEPT = ("theme", "density", "numbers", "dates", "language")
CHOICES = (("theme", render.THEMES), ("density", render.DENSITIES), ("guide", ("on", "off")))


@routes.post("/preferences")
@no_data("A cookie of the browser's.")
async def preferences(request: web.Request) -> web.StreamResponse:
    """Keep theme, density and whether the guide is shown; go back to where they were."""
    form = await request.post()
    response = pages.redirect(http.local_path(text(form, "back")))
    _keep(request, response, form)
    return response


@routes.post("/set_preferences")
@answers("set_preferences")
async def set_preferences(request: web.Request) -> web.StreamResponse:
    """api.set_preferences(), for every browser; in this one, whatever it had chosen by itself."""
    is_json = http.wants_json(request)
    form = await (http.said(request) if is_json else request.post())
    try:
        async with as_user(request, write=True) as db:
            said: dict[str, Any] = {name: text(form, name) for name in KEPT if text(form, name)}
            # A box that is not ticked is not sent; a program that says nothing asks nothing.
            if "shortcuts" in form or not is_json:
                said["shortcuts"] = form.get("shortcuts") in ("1", "true", True)
            found = await call(db, "set_preferences", **said)
    except psycopg.Error as error:
        return await account.explained(request, error)
    if is_json:
        return render.data(request, found)
    response = pages.redirect("/account?saved=1#preferences")
    _keep(request, response, form)
    return response


def _keep(request: web.Request, response: web.Response, form: Mapping[str, Any]) -> None:
    """In the browser's cookies, of what is known."""
    if text(form, "language") == "auto":
        response.del_cookie(spoken.COOKIE)
    for name, known in (*CHOICES, (spoken.COOKIE, tuple(request.app[spoken.OFFERED]))):
        if text(form, name) not in known:
            continue
        response.set_cookie(
            name, text(form, name), max_age=YEAR_SECONDS, path="/", samesite="Lax",
            secure=request.app[auth.SETTINGS].secure, httponly=True,
        )  # fmt: skip
