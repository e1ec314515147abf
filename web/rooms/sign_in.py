"""Signing in and out."""

import psycopg
from aiohttp import web

from web import auth, errors, http, pages, render
from web.auth import SignIn
from web.db import SignInNeeded, as_user, perform
from web.declared import no_data
from web.forms import text

routes = web.RouteTableDef()


@routes.get("/sign-in")
@no_data("A form; what is done is the POST.")
async def show(request: web.Request) -> web.StreamResponse:
    """The form, or on a registered device its PIN's; whoever is signed in already is led on."""
    target = http.local_path(request.query.get("next"))
    if request.get(http.TOKEN) and await pages.who(request):
        raise web.HTTPSeeOther(target)
    return await door(request, SignIn(), "", target)


@routes.post("/sign-in")
@no_data("It makes a browser's session.")
async def sign_in(request: web.Request) -> web.StreamResponse:
    """Open a session with name and password, or begin one that awaits a second factor."""
    form = await request.post()
    person, password = text(form, "person").lower(), form.get("password", "")
    target = http.local_path(text(form, "next"))
    outcome = await auth.sign_in(request, person, password if isinstance(password, str) else "")
    if not outcome.token:
        return await door(request, outcome, person, target, by_name=True)
    settings = request.app[auth.SETTINGS]
    if outcome.needs:
        response = pages.redirect("/second-factor?" + render.query(next=target))
        auth.remember(response, settings, outcome.token, auth.SECOND_FACTOR)
        return response
    response = pages.redirect(target)
    auth.remember(response, settings, outcome.token)
    return response


async def door(
    request: web.Request, outcome: SignIn, person: str, target: str, by_name: bool = False
) -> web.StreamResponse:
    """The page: of the device's PIN where there is one, unless name and password are wanted."""
    secret = auth.cookie(request, auth.DEVICE)
    owner = None
    if secret and not by_name and "by_name" not in request.query:
        owner = await auth.ask(request, "device_owner", secret)
    status = 429 if outcome.retry_after else 422 if outcome.message else 200
    response = render.page(
        request, "sign_in.html", None, status=status,
        person=person, message=outcome.message, next=target, owner=owner,
    )  # fmt: skip
    if outcome.retry_after:
        response.headers["Retry-After"] = str(outcome.retry_after)
    if secret and not owner and not by_name and "by_name" not in request.query:
        auth.forget(response, request.app[auth.SETTINGS], auth.DEVICE)  # it opens nothing any more
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
