"""Signing in and out."""

import psycopg
from aiohttp import web

from web import auth, errors, http, pages, render
from web.db import SignInNeeded, as_user, perform
from web.declared import no_data
from web.forms import text

routes = web.RouteTableDef()


@routes.get("/sign-in")
@no_data("A form; what is done is the POST.")
async def show(request: web.Request) -> web.StreamResponse:
    """The form; whoever is signed in already is led on."""
    target = http.local_path(request.query.get("next"))
    if request.get(http.TOKEN) and await pages.who(request):
        raise web.HTTPSeeOther(target)
    return render.page(request, "sign_in.html", None, person="", message="", next=target)


@routes.post("/sign-in")
@no_data("It makes a browser's session.")
async def sign_in(request: web.Request) -> web.StreamResponse:
    """Open a session with name and password."""
    form = await request.post()
    person, password = text(form, "person").lower(), form.get("password", "")
    target = http.local_path(text(form, "next"))
    outcome = await auth.sign_in(request, person, password if isinstance(password, str) else "")
    if not outcome.token:
        status = 429 if outcome.retry_after else 422
        response: web.StreamResponse = render.page(
            request, "sign_in.html", None, status=status,
            person=person, message=outcome.message, next=target,
        )  # fmt: skip
        if outcome.retry_after:
            response.headers["Retry-After"] = str(outcome.retry_after)
        return response
    response = pages.redirect(target)
    auth.remember(response, request.app[auth.SETTINGS], outcome.token)
    return response


@routes.post("/sign-out")
@no_data("It ends a browser's session.")
async def sign_out(request: web.Request) -> web.StreamResponse:
    """End the session here and in the database."""
    try:
        async with as_user(request) as db:
            await perform(db, "close_session")
    except SignInNeeded:
        pass
    except psycopg.Error as error:
        if error.sqlstate != errors.SESSION_OVER:
            raise
    response = pages.redirect("/sign-in")
    auth.forget(response, request.app[auth.SETTINGS])
    return response
