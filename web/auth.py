"""Sessions: signing in against Postgres itself, the cookie, and the token of each form.

The only store of passwords is Postgres. To sign in, the web connects as the person with the
password given (SCRAM, nothing else is accepted), and on that very connection auth.begin_session()
makes the token. The web's own pool could not: it may not call it. Where a second factor is needed
that token opens nothing: a cookie of its own keeps it until auth.finish_sign_in() answers a new
one. A registered device keeps a secret, which opens a session together with a PIN.
"""

import asyncio
import hmac
import ipaddress
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import psycopg
from aiohttp import web
from psycopg import conninfo, sql

from web import http
from web.db import POOL
from web.language import N_, _
from web.settings import WebSettings

log = logging.getLogger(__name__)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
SETTINGS = web.AppKey("settings", WebSettings)
CONNECT_SECONDS = 5
LONGEST_NAME, LONGEST_PASSWORD = 63, 1000
# Cookies. The database decides how long each is worth anything.
SESSION, SECOND_FACTOR, DEVICE, SEE_AS = "session", "second-factor", "device", "see-as"
LASTS_SECONDS = {SESSION: 12 * 3600, SECOND_FACTOR: 300, DEVICE: 30 * 24 * 3600, SEE_AS: 3600}
TRIES = web.AppKey("tries", asyncio.Semaphore)
TRIES_AT_ONCE = 8  # each is a new server process and a costly hash
# Wrong name, wrong password, a role that may not log in: all one answer.
WRONG = N_("Name or password is wrong.")
# Only who gave the right password is told: Postgres had let them in when it refused a session.
NO_PERSON = frozenset({"IN006", "42501"})
FOR_TOOLS = N_("This account has no dashboard. Use it from psql or another tool: stockroom dsn.")


@dataclass(frozen=True)
class SignIn:
    """How an attempt ended: a token, or a sentence why there is none."""

    token: str = ""
    needs: str | None = None  # code or enrolment: the token is of a sign-in that awaits it
    message: str = ""
    retry_after: int = 0  # seconds


async def sign_in(request: web.Request, person: str, password: str) -> SignIn:
    """Try to open a session for the person. Attempts are counted per account and address."""
    address = client_address(request)
    wait = await ask(request, "begin_sign_in", person, address)
    if isinstance(wait, timedelta):
        return too_many(wait.total_seconds())
    outcome = SignIn(message=WRONG)
    if 0 < len(person) <= LONGEST_NAME:
        outcome = await _open_session(request, person, password[:LONGEST_PASSWORD])
    await ask(request, "record_sign_in", person, address, bool(outcome.token))  # begun as failed
    return outcome


def too_many(seconds: float) -> SignIn:
    """What to say of a try that must wait."""
    whole = max(1, round(seconds))
    return SignIn(
        message=_("Too many tries. Try again in %(whole)s seconds.", whole=whole), retry_after=whole
    )


def client_address(request: web.Request) -> str:
    """Where the request comes from: the connection's other end, or where that is a proxy of ours,
    the right-most address of X-Forwarded-For that is none. What stands left of it anybody may
    have written."""
    hops = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    found = _address(request.remote or "")
    while hops and found and _is_trusted(request.app[SETTINGS], found):
        said = _address(hops.pop())
        if said is None:
            break
        found = said
    return str(found) if found else request.remote or ""


def _is_trusted(settings: WebSettings, address: Address) -> bool:
    return any(address in network for network in settings.trusted_proxies)


def _address(text: str) -> Address | None:
    """The address; one of IPv4 that came over IPv6 as what it is."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def origin(request: web.Request) -> tuple[str, str]:
    """Browser and address, as a session notes them."""
    return request.headers.get("User-Agent", "")[:400], client_address(request)


@asynccontextmanager
async def as_login(
    request: web.Request, person: str, password: str
) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    """A connection that the password has opened, as the person's own login.

    Raises psycopg.Error where it does not.
    """
    dsn = conninfo.make_conninfo(
        request.app[SETTINGS].signin_url,
        user=person,
        password=password or " ",  # an empty one would be looked up in ~/.pgpass
        # The server may know our own account without a password (peer): never take that.
        require_auth="scram-sha-256",
        connect_timeout=CONNECT_SECONDS,
        application_name="stockroom sign-in",
    )
    async with request.app[TRIES]:
        connection = await psycopg.AsyncConnection.connect(dsn, autocommit=True)
        async with connection:
            yield connection


async def _open_session(request: web.Request, person: str, password: str) -> SignIn:
    """The token of a new session, or why Postgres refuses one."""
    known = False
    try:
        async with as_login(request, person, password) as connection:
            known = True
            query = "select auth.begin_session(user_agent => %s, address => %s)"
            row = await (await connection.execute(query, origin(request))).fetchone()
    except psycopg.Error as error:
        if error.sqlstate == "53300":  # too many connections: not the person's fault
            raise
        log.info("sign-in refused: %s", error.sqlstate or type(error).__name__)
        return SignIn(message=FOR_TOOLS if known and error.sqlstate in NO_PERSON else WRONG)
    return SignIn(token=row[0]["token"], needs=row[0]["needs"]) if row else SignIn(message=WRONG)


async def ask(request: web.Request, function: str, *values: Any) -> Any:
    """Call one of stockroom_web's own functions in schema auth, by position.

    A transaction of its own: what it counts stays counted.
    """
    marks = sql.SQL(", ").join([sql.Placeholder()] * len(values))
    query = sql.SQL("select {}({})").format(sql.Identifier("auth", function), marks)
    async with request.app[POOL].connection() as connection:
        cursor = await connection.execute(query, values)
        row = await cursor.fetchone()
    return row[0] if row else None


def cookie_name(settings: WebSettings, kind: str = SESSION) -> str:
    """`__Host-` binds the cookie to this host and to TLS; loopback has no TLS to bind to."""
    return f"__Host-{kind}" if settings.secure else kind


def cookie(request: web.Request, kind: str) -> str:
    """What the browser keeps of a kind; empty for nothing."""
    return request.cookies.get(cookie_name(request.app[SETTINGS], kind), "")


def remember(
    response: web.StreamResponse, settings: WebSettings, token: str, kind: str = SESSION
) -> None:
    """Give the browser its session, or a token of another kind."""
    response.set_cookie(
        cookie_name(settings, kind), token, max_age=LASTS_SECONDS[kind], path="/", httponly=True,
        samesite="Lax", secure=settings.secure,
    )  # fmt: skip


def forget(response: web.StreamResponse, settings: WebSettings, kind: str = SESSION) -> None:
    """Take the session, or a token of another kind, back from the browser."""
    response.del_cookie(
        cookie_name(settings, kind), path="/", secure=settings.secure, httponly=True, samesite="Lax"
    )


def form_token(request: web.Request) -> str:
    """A token for a form of this session, another text each time (so that compression tells
    nothing of it)."""
    mask = secrets.token_bytes(16)
    masked = bytes(a ^ b for a, b in zip(_form_key(request), mask, strict=True))
    return (mask + masked).hex()


def form_token_is_ours(request: web.Request, given: str) -> bool:
    """Whether the form was made for this very session."""
    try:
        raw = bytes.fromhex(given)
    except ValueError:
        return False
    if len(raw) != 32:
        return False
    key = bytes(a ^ b for a, b in zip(raw[:16], raw[16:], strict=True))
    return hmac.compare_digest(key, _form_key(request))


def _form_key(request: web.Request) -> bytes:
    token = request.get(http.OWN_TOKEN) or request.get(http.TOKEN, "")
    return sha256(b"form " + token.encode()).digest()[:16]
