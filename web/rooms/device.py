"""Registered devices: a PIN instead of the password, for as long as the device is trusted."""

import psycopg
from aiohttp import web

from web import auth, http, pages
from web.auth import SignIn
from web.db import as_user, call, perform
from web.declared import no_data
from web.forms import text
from web.language import _
from web.rooms import account, sign_in

routes = web.RouteTableDef()


@routes.post("/open_device_session")
@no_data("Signing in, which programs do by a token.")
async def open_device_session(request: web.Request) -> web.StreamResponse:
    """auth.open_device_session(): a session by this device's secret and its PIN."""
    form = await request.post()
    target = http.local_path(text(form, "next"))
    secret, settings = auth.cookie(request, auth.DEVICE), request.app[auth.SETTINGS]
    if not secret:
        return pages.redirect("/sign-in")
    answer = await auth.ask(
        request, "open_device_session", secret, text(form, "pin"), *auth.origin(request)
    )
    if "token" in answer:
        response = pages.redirect(target)
        auth.remember(response, settings, answer["token"])
        return response
    if answer.get("left"):
        outcome = SignIn(
            message=_("The PIN is wrong. Tries left: %(answer)s.", answer=answer["left"])
        )
    elif "wait" in answer:
        outcome = auth.too_many(float(answer["wait"]))
    else:
        outcome = SignIn(
            message=_("A PIN opens nothing here any more. Sign in with your password.")
        )
    return await sign_in.door(request, outcome, "", target)


@routes.post("/register_device")
@no_data("It makes this browser's cookie.")
async def register_device(request: web.Request) -> web.StreamResponse:
    """auth.register_device(): from now on a PIN does on this device."""
    form = await request.post()
    name, pin = text(form, "device"), text(form, "pin")
    if pin != text(form, "pin_again"):
        return await account.refused(request, _("The two PINs are not the same."), "pin")
    try:
        async with as_user(request) as db:
            secret = await perform(db, "register_device", name=name, pin=pin)
    except psycopg.Error as error:
        return await account.explained(request, error)
    response = pages.redirect("/account#devices")
    auth.remember(response, request.app[auth.SETTINGS], secret, auth.DEVICE)
    return response


@routes.post("/revoke_device/{device:[0-9a-f-]{36}}")
@no_data("A form of one's own browser and session.")
async def revoke_device(request: web.Request) -> web.StreamResponse:
    """api.revoke_device()."""
    async with as_user(request) as db:
        await call(db, "revoke_device", device=request.match_info["device"])
    raise web.HTTPSeeOther("/account#devices")
