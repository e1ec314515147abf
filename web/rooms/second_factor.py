"""The second factor: asked for after the password, and set up or removed on one's account."""

import re
from hashlib import sha256
from typing import Any

import psycopg
import segno
from aiohttp import web
from markupsafe import Markup

from web import auth, errors, http, pages, render
from web.auth import SignIn
from web.db import as_user, call
from web.declared import no_data
from web.forms import text
from web.language import N_
from web.rooms import account

routes = web.RouteTableDef()
WRONG = N_("The code is wrong.")
REFUSED = SignIn(message=WRONG)
AGAIN = N_("The code is wrong. Type the six digits that the app shows now; is the clock right?")
# A key that was shown comes back with the form, so that a mistyped code costs no new one. The
# database tells it once only: who knows the password too must not read it while it waits.
KEY = re.compile(
    r"otpauth://totp/Stockroom:[a-z0-9_]+\?secret=([A-Z2-7]{32})"
    r"&issuer=Stockroom&algorithm=SHA1&digits=6&period=30"
)


def _half(request: web.Request) -> bytes:
    """What the database keeps of the token of a sign-in that awaits its second factor."""
    return sha256(auth.cookie(request, auth.SECOND_FACTOR).encode()).digest()


@routes.get("/second-factor")
@no_data("A page that asks; what is done is the POST.")
async def show(request: web.Request) -> web.StreamResponse:
    """Ask for the code, or lead to set up the second factor that a group needs."""
    return await _ask_code(request, SignIn(), http.local_path(request.query.get("next")))


@routes.post("/second-factor/key")
@no_data("A key, shown once to who signs in.")
async def key(request: web.Request) -> web.StreamResponse:
    """auth.begin_enrolment(): the key, shown once, for who cannot sign in without one."""
    target = http.local_path(text(await request.post(), "next"))
    if not await auth.ask(request, "half_open", _half(request)):
        return _over(request, target)
    made = await auth.ask(request, "begin_enrolment", _half(request))
    return _show_key(request, None, made["uri"], "/second-factor", target)


@routes.post("/second-factor")
@no_data("Signing in, which programs do by a token.")
async def finish(request: web.Request) -> web.StreamResponse:
    """auth.finish_sign_in(): a session, by the code of the app or a recovery code."""
    form = await request.post()
    target, settings = http.local_path(text(form, "next")), request.app[auth.SETTINGS]
    answer = await auth.ask(
        request, "finish_sign_in", _half(request), text(form, "code"), *auth.origin(request)
    )
    if "token" not in answer:
        wait, shown = answer.get("wait"), text(form, "key")
        half = await auth.ask(request, "half_open", _half(request))
        if half and half["needs"] == "enrolment" and KEY.fullmatch(shown):
            return _show_key(request, None, shown, "/second-factor", target, AGAIN)
        return await _ask_code(request, auth.too_many(float(wait)) if wait else REFUSED, target)
    codes = answer["recovery_codes"]
    response = _show_codes(request, None, codes, target) if codes else pages.redirect(target)
    auth.forget(response, settings, auth.SECOND_FACTOR)
    auth.remember(response, settings, answer["token"])
    return response


async def _ask_code(request: web.Request, outcome: SignIn, target: str) -> web.StreamResponse:
    half = await auth.ask(request, "half_open", _half(request))
    if half is None:
        return _over(request, target)
    status = 429 if outcome.retry_after else 422 if outcome.message else 200
    page = render.page(
        request, "second_factor.html", None, status=status,
        half=half, message=outcome.message, next=target,
    )  # fmt: skip
    if outcome.retry_after:
        page.headers["Retry-After"] = str(outcome.retry_after)
    return page


def _over(request: web.Request, target: str) -> web.StreamResponse:
    """It took too long, or there were too many wrong codes: from the beginning."""
    back = "" if target == "/" else "?" + render.query(next=target)
    response = pages.redirect("/sign-in" + back)
    auth.forget(response, request.app[auth.SETTINGS], auth.SECOND_FACTOR)
    return response


@routes.post("/begin_second_factor")
@no_data("A key, shown once.")
async def begin_second_factor(request: web.Request) -> web.StreamResponse:
    """api.begin_second_factor(): the key, shown once."""
    try:
        async with as_user(request, page=True) as db:
            made = await call(db, "begin_second_factor")
            me = await db.me()
    except psycopg.Error as error:
        return await account.explained(request, error)
    return _show_key(request, me, made["uri"], "/confirm_second_factor", "/account")


@routes.post("/confirm_second_factor")
@no_data("Recovery codes, shown once.")
async def confirm_second_factor(request: web.Request) -> web.StreamResponse:
    """api.confirm_second_factor(): from now on the password alone signs in nowhere."""
    form = await request.post()
    try:
        async with as_user(request, page=True) as db:
            codes = await call(db, "confirm_second_factor", code=text(form, "code"))
            me = await db.me()
    except psycopg.Error as error:
        refusal, shown = errors.explain(error), text(form, "key")
        if refusal and refusal.field == "code" and KEY.fullmatch(shown):
            me = await pages.who(request)
            return _show_key(request, me, shown, "/confirm_second_factor", "/account", AGAIN)
        return await account.explained(request, error)
    return _show_codes(request, me, codes, "/account")


@routes.post("/remove_second_factor")
@no_data("A form of one's own browser and session.")
async def remove_second_factor(request: web.Request) -> web.StreamResponse:
    """api.remove_second_factor()."""
    code = text(await request.post(), "code")
    try:
        async with as_user(request, page=True) as db:
            answer = await call(db, "remove_second_factor", code=code)
    except psycopg.Error as error:
        return await account.explained(request, error)
    if answer.get("wait"):
        return await account.refused(request, auth.too_many(float(answer["wait"])).message, "code")
    if not answer["right"]:
        return await account.refused(request, WRONG, "code")
    raise web.HTTPSeeOther("/account#second-factor")


def _show_key(
    request: web.Request, me: Any, uri: str, action: str, target: str, wrong: str = ""
) -> web.Response:
    """The key as a picture for the app's camera, and as letters to type."""
    found = KEY.fullmatch(uri)
    secret = found[1] if found else ""
    picture = segno.make(uri, error="m").svg_inline(scale=4, border=4, light="#fff")
    return render.page(
        request, "second_factor_key.html", me, status=422 if wrong else 200, wrong=wrong,
        picture=Markup(picture),  # noqa: S704 segno's own
        secret=" ".join(secret[at : at + 4] for at in range(0, 32, 4)),
        uri=uri, action=action, next=target,
    )  # fmt: skip


def _show_codes(request: web.Request, me: Any, codes: list[str], target: str) -> web.Response:
    return render.page(request, "recovery_codes.html", me, codes=codes, next=target)
