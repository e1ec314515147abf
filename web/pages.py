"""What stands between a room and the browser: retries, errors as pages, sessions kept awake."""

import asyncio
import logging
import random
import time
import uuid
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import psycopg
from aiohttp import web
from psycopg_pool import PoolTimeout

from web import asked, auth, bearer, errors, http, limits, problems, refused, render
from web.db import POOL, SignInNeeded, as_user, perform
from web.errors import Refusal
from web.language import N_, _
from web.security import Handler
from web.uploads import TooLarge

log = logging.getLogger(__name__)

TRIES = 5  # of a transaction that met another (40001, 40P01)
RETRY_AFTER_SECONDS = 5
CLIENT_LEFT = 499  # what proxies write into their logs of it
TOUCH_SECONDS = 60.0
PLAIN = {
    404: N_("There is no page at this address."),
    405: N_("This address does not take that kind of request."),
    413: N_("Send less at once, or import it as a file."),  # but for a file: it says its own limit
}
PASSED_ON = ("WWW-Authenticate", "Retry-After", "Allow")  # of what was raised, to what is answered
_touched: dict[str, float] = {}


@web.middleware
async def show_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a refusal or a fault as the client reads it: a page, a part of one, or JSON."""
    try:
        response = await _with_retries(request, handler)
        await _keep_awake(request)
        return response
    except SignInNeeded:
        return to_sign_in(request)
    except ConnectionResetError:
        # The browser has left: nobody reads what would be said, and it is no fault of ours.
        return web.Response(status=CLIENT_LEFT)
    except web.HTTPException as error:
        if error.status < 400:
            await _keep_awake(request)
            raise
        refusal = Refusal(error.status, f"HTTP{error.status}", _sentence(error))
        response = await error_page(request, refusal)
        passed_on = {name: error.headers[name] for name in PASSED_ON if name in error.headers}
        response.headers.update(passed_on)
        return response
    except Exception as error:
        refusal = errors.explain(error)
        if refusal is None:
            reference = uuid.uuid4().hex[:8]
            log.exception(
                "%s %s failed, reference %s", request.method, http.loggable(request), reference
            )
            refusal = Refusal(
                500, "fault", _("This was our fault, not yours. Nothing was changed."),
                _("Tell whoever keeps this system the reference %(code)s.", code=reference),
                reference=reference,
            )  # fmt: skip
        if refusal.code == errors.SESSION_OVER:
            return to_sign_in(request)
        return await error_page(request, await asked.named(request, refusal))


def _sentence(error: web.HTTPException) -> str:
    """What a refusal says, or what its status means where it says nothing of its own."""
    text = (error.text or "").strip()
    counts = error.status == 413 and not isinstance(error, TooLarge)  # bytes, which nobody does
    bare = text == f"{error.status}: {error.reason}" or counts
    return PLAIN.get(error.status, text) if bare else text


async def _with_retries(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Run the handler; again when its transaction met another, or its connection was dead.

    Safe to run twice: the transaction was rolled back, or the command carries a key.
    """
    for tried in range(1, TRIES + 1):
        try:
            return await handler(request)
        except psycopg.Error as error:
            if tried == TRIES or request.get(http.STREAMING):
                raise
            if error.sqlstate in errors.RETRIED:
                await asyncio.sleep(random.uniform(0.01, 0.05) * 2**tried)
            elif errors.is_gone(error) and tried == 1 and request.path != "/sign-in":
                await request.app[POOL].check()  # throws the dead ones away
            else:
                raise
    raise AssertionError("the last try returns or raises")


async def error_page(request: web.Request, refusal: Refusal) -> web.StreamResponse:
    """A refusal as a page of its own, with the house around it where the person is known."""
    errors.TOLD.set(refusal)
    if http.is_program(request):
        response: web.StreamResponse = problems.respond(request, refusal)
    else:
        me = await who(request) if refusal.status != errors.SERVICE_UNAVAILABLE else None
        title = errors.TITLES.get(refusal.status, N_("This did not work"))
        response = render.page(
            request, "error.html", me, status=refusal.status, refusal=refusal, title=title,
            why=refused.why(request, refusal),
        )  # fmt: skip
    if refusal.status == errors.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


async def who(request: web.Request) -> Mapping[str, Any] | None:
    """The signed-in person, or None where there is none or it cannot be known.

    Raises SignInNeeded for a token that opens nothing: it is a failed try here as anywhere.
    """
    try:
        async with as_user(request, page=True) as db:
            return await db.me()
    except (SignInNeeded, psycopg.Error, PoolTimeout) as error:
        opens = getattr(error, "sqlstate", errors.SESSION_OVER) != errors.SESSION_OVER
        if http.BEARER in request and not opens:
            raise SignInNeeded from error
        return None


def redirect(target: str) -> web.Response:
    """Lead to a page of ours by a response that can carry cookies."""
    return web.Response(status=303, headers={"Location": target})


def to_sign_in(request: web.Request) -> web.StreamResponse:
    """Lead to the sign-in page and back; a client that reads JSON is told 401."""
    settings = request.app[auth.SETTINGS]
    over = request.get(http.TOKEN, "").encode(errors="replace")
    request.app[limits.LIMITS].forget(sha256(over).digest())
    if http.BEARER in request:
        return _no_token(request)
    if http.sees_as(request):
        return leave_see_as(request)
    if http.is_program(request) or http.is_background(request):
        refusal = Refusal(401, errors.SESSION_OVER, _("Sign in first."), _("Open /sign-in."))
        response: web.StreamResponse = problems.respond(request, refusal)
        response.headers.update(bearer.ASKED)
    elif http.is_partial(request):
        response = web.Response(headers={"HX-Redirect": "/sign-in"})
    else:
        back = request.path_qs if request.method in http.SAFE else "/"
        target = "/sign-in?" + urlencode({"next": http.local_path(back)})
        response = redirect(target)
    auth.forget(response, settings)
    return response


def leave_see_as(request: web.Request, *, asked: bool = False) -> web.StreamResponse:
    """Back to the person's own session: the other's dashboard is over, by itself or as `asked`."""
    if asked and http.is_program(request):
        response: web.StreamResponse = web.Response(status=204)
    elif http.is_program(request) or http.is_background(request):
        refusal = Refusal(401, errors.SESSION_OVER, _("You no longer see as somebody else."))
        response = problems.respond(request, refusal)
        response.headers.update(bearer.ASKED)
    elif http.is_partial(request):
        response = web.Response(headers={"HX-Redirect": "/"})
    else:
        response = redirect("/")
    auth.forget(response, request.app[auth.SETTINGS], auth.SEE_AS)
    return response


def _no_token(request: web.Request) -> web.StreamResponse:
    """A token that opens nothing: always 401 and data, never a page to sign in at."""
    request.app[bearer.GUARD].failed(auth.client_address(request), request.get(http.TOKEN, ""))
    refusal = Refusal(
        401,
        errors.SESSION_OVER,
        _("This token is over, revoked or unknown."),
        _("Ask an admin for a new one."),
    )
    response = problems.respond(request, refusal)
    response.headers.update(bearer.CHALLENGE)
    return response


async def _keep_awake(request: web.Request) -> None:
    """Note, at most once a minute, that the person is at work; live figures are no work."""
    token = request.get(http.OWN_TOKEN) or request.get(http.TOKEN)
    now = time.monotonic()
    if (
        not token
        or http.is_background(request)
        or request.path.startswith(("/static/", "/events"))
        or now - _touched.get(token, -TOUCH_SECONDS) < TOUCH_SECONDS
    ):
        return
    if len(_touched) > 10_000:
        _touched.clear()
    _touched[token] = now
    try:
        async with as_user(request, write=True, own=True) as db:
            await perform(db, "touch_session")
    except (psycopg.Error, PoolTimeout, SignInNeeded) as error:
        log.info("session not touched: %s", error)
