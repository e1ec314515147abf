"""API tokens: `Authorization: Bearer sr_…` in place of a cookie.

A token is a session of its own kind (api.create_token); the database decides whether it lives and
whose it is. It comes from a program, not from a browser that sends it by itself, so neither where a
request comes from nor a form's token is asked for. It never stands in a cookie, and what stands in
a cookie never works here.
"""

import re
import time
from collections import OrderedDict
from hashlib import sha256

from aiohttp import web

from web import http

PREFIX = "sr_"
TOKEN = re.compile(r"sr_[A-Za-z0-9_-]{52}")
GUARD: web.AppKey["Guard"] = web.AppKey("bearer_guard")
ASKED = {"WWW-Authenticate": 'Bearer realm="Stockroom"'}  # of 401: where nothing was shown
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Stockroom", error="invalid_token"'}


class Guard:
    """Wrong tokens by address: beyond so many a minute, one that is not known to be good is turned
    away without asking the database. One that is good goes on: others at the same address, behind
    one router perhaps, cannot lock it out for ever."""

    FAILURES, SECONDS, KEPT = 30, 60.0, 10_000

    def __init__(self) -> None:
        self._failures: OrderedDict[str, list[float]] = OrderedDict()
        self._good: OrderedDict[bytes, None] = OrderedDict()

    def wait(self, address: str, token: str) -> int:
        """Seconds until a token may be tried from there; 0 for now."""
        times = self._failures.get(address, [])
        oldest = times[0] + self.SECONDS - time.monotonic() if len(times) >= self.FAILURES else 0
        return 0 if oldest <= 0 or _hash(token) in self._good else int(oldest) + 1

    def failed(self, address: str, token: str) -> None:
        """Note a token that opened nothing."""
        self._good.pop(_hash(token), None)
        times = self._failures.setdefault(address, [])
        times.append(time.monotonic())
        del times[: -self.FAILURES]
        self._failures.move_to_end(address)
        _shorten(self._failures, self.KEPT)

    def succeeded(self, token: str) -> None:
        """Note a token that opened a session."""
        key = _hash(token)
        self._good[key] = None
        self._good.move_to_end(key)
        _shorten(self._good, self.KEPT)


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _shorten(kept: OrderedDict, most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)


def given(request: web.Request) -> str | None:
    """The token of the Authorization header, whatever it says; None where it is of no such kind."""
    scheme, *token = request.headers.get("Authorization", "").split(maxsplit=1) or [""]
    return "".join(token).strip() if scheme.lower() == "bearer" else None


def admit(request: web.Request, token: str, address: str) -> None:
    """Take the request as the token's. Raises HTTPUnauthorized for what is no token, and
    HTTPTooManyRequests where too many wrong ones came from there."""
    request[http.BEARER] = True
    request[http.TOKEN] = ""
    wait = request.app[GUARD].wait(address, token)
    if wait:
        raise web.HTTPTooManyRequests(
            headers={"Retry-After": str(wait)},
            text=f"Too many wrong tokens came from this address. Try again in {wait} seconds.",
        )
    if not TOKEN.fullmatch(token):
        request.app[GUARD].failed(address, token)
        raise web.HTTPUnauthorized(headers=CHALLENGE, text="This is no token of Stockroom's.")
    request[http.TOKEN] = token
