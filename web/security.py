"""What every request passes and every answer carries: host names, origin, headers."""

import re
from collections.abc import Awaitable, Callable
from hashlib import sha256
from urllib.parse import urlsplit

from aiohttp import web

from web import auth, bearer, forms, http, limits, uploads
from web.language import _, ngettext

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"
LARGEST_BODY = 2_000_000  # bytes; a document of 20,000 lines as JSON fits
MOST_FIELDS = 10_000  # of a form: 500 lines of a document, or 2,000 columns of a file
HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")
PROBES = frozenset({"/healthz", "/readyz"})  # asked by address, not by name
UNCOUNTED = PROBES | {"/sign-in", "/events"}  # it has limits of its own; it never ends
UNGUARDED = frozenset({"/sign-in"})  # no session yet, so no token of one
MAY_STILL = UNGUARDED | {"/end_see_as"}  # while another's dashboard is open


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: put the headers on every answer, streams included."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.pop("Server", None)
    if limits.STANDING in request:
        response.headers.update(request[limits.STANDING].headers())
    settings = request.app[auth.SETTINGS]
    # A browser that was told to insist could no longer reach the machine's other services by name,
    # nor this one when its certificate is made anew.
    if settings.secure and not settings.is_lan:
        response.headers.setdefault("Strict-Transport-Security", HSTS)


@web.middleware
async def check_host(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer to our own names only, or links we make could be led elsewhere."""
    names = request.app[auth.SETTINGS].allowed_hosts
    if host_name(request.host) not in names and request.path not in PROBES:
        raise web.HTTPMisdirectedRequest(
            text=_("This address is not one Stockroom answers to: see STOCKROOM_ALLOWED_HOSTS.")
        )
    return await handler(request)


def host_name(host: str) -> str:
    """The name in a Host header, without its port; empty for what is none, or has more to it."""
    found = HOST.fullmatch(host)
    return found[1].lower() if found else ""


@web.middleware
async def check_rate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Programs ask so much in a minute; pages and their live figures are not counted."""
    if request.path in UNCOUNTED or not http.is_program(request):
        return await handler(request)
    token = bearer.given(request)
    if token is None:
        _read_cookies(request)
    shown = token or request.get(http.TOKEN, "")
    standing = request.app[limits.LIMITS].take(
        sha256(shown.encode(errors="replace")).digest(), auth.client_address(request),
        is_token=bool(token),
    )  # fmt: skip
    if standing is not None:
        request[limits.STANDING] = standing
        if standing.wait:
            raise web.HTTPTooManyRequests(
                headers={"Retry-After": str(standing.wait)},
                text=ngettext(
                    "More than %(quota)s requests a minute came from this %(policy)s. "
                    "Try again in %(num)s second.",
                    "More than %(quota)s requests a minute came from this %(policy)s. "
                    "Try again in %(num)s seconds.",
                    standing.wait,
                    quota=f"{standing.quota:,}",
                    policy=standing.policy,
                ),
            )
    return await handler(request)


@web.middleware
async def check_text(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever we read is text that Postgres could hold, so that nothing behind must ask."""
    query = (text for pair in request.query.items() for text in pair)
    http.check_texts((request.path, *query, *request.headers.values()))
    if request.method not in http.SAFE and uploads.limits(request) is None:
        await http.check_body(request)
    is_form = request.method not in http.SAFE and request.content_type in http.FORMS
    read_whole = is_form and uploads.limits(request) is None
    forms.read_as(await request.post() if read_whole else {}, request.query)
    return await handler(request)


@web.middleware
async def check_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Unsafe methods come from our own pages, and from a form of this session; or from a program
    that shows a token of its own, beside which no cookie counts."""
    token = bearer.given(request)
    files = uploads.limits(request)
    if token is not None:
        bearer.admit(request, token, auth.client_address(request))
        if files is not None:
            await uploads.receive(request, files)
        return await handler(request)
    _read_cookies(request)
    if http.sees_as(request) and request.method not in http.SAFE and request.path not in MAY_STILL:
        raise web.HTTPForbidden(text=_("You see Stockroom as somebody else. Leave that first."))
    if request.method not in http.SAFE:
        if not same_origin(request):
            raise web.HTTPForbidden(text=_("This request came from another site."))
        if files is not None:
            await uploads.receive(request, files)  # asks for the form's token, before the files
        elif request.path not in UNGUARDED and request[http.TOKEN]:
            await _check_form_token(request)
    return await handler(request)


def _read_cookies(request: web.Request) -> None:
    """Whose session it is; another's dashboard, where one is open beside one's own session."""
    settings = request.app[auth.SETTINGS]
    own, seen = (
        "" if token.startswith(bearer.PREFIX) else token  # a program's: never from a browser
        for token in (
            request.cookies.get(auth.cookie_name(settings, kind), "")
            for kind in (auth.SESSION, auth.SEE_AS)
        )
    )
    seen = seen if own else ""
    request[http.TOKEN] = seen or own
    if seen:
        request[http.OWN_TOKEN] = own


def same_origin(request: web.Request) -> bool:
    """By Sec-Fetch-Site, which pages cannot forge; by Origin where a client sends no such."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.host


async def _check_form_token(request: web.Request) -> None:
    given = request.headers.get("X-Form-Token")
    if given is None and request.content_type in http.FORMS:
        given = str((await request.post()).get("form_token", ""))
    if not auth.form_token_is_ours(request, given or ""):
        raise web.HTTPForbidden(text=_("This form is not of your session. Load the page again."))
