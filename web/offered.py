"""A form is shown to whoever may send it: the page at a command's address is refused with it.

Button, route and function have one name, so the address of a form says which function it leads to;
whether the person may execute that is asked of the database, in the statement that says who it is.
"""

import re

import psycopg
from aiohttp import web

from web import http

PATHS = web.AppKey("posted_paths", frozenset)  # where something can be sent
NAME = re.compile(r"[a-z_]{1,63}")
REFUSED = web.RequestKey("form_refused", bool)  # the page that says so asks who it is, no more
# Beside the identity, behind the role: null, so true, where the address names no function.
MAY = ", coalesce(has_function_privilege(to_regproc(%(form_of)s::text), 'execute'), true)"


def posted(app: web.Application) -> frozenset[str]:
    """The addresses that take a form, as the router has them."""
    return frozenset(
        route.resource.canonical
        for route in app.router.routes()
        if route.method == "POST" and route.resource
    )


def form_of(request: web.Request) -> str:
    """The function that a page's form leads to; empty where its address takes none."""
    resource = request.match_info.route.resource
    if request.method not in http.SAFE or resource is None or REFUSED in request:
        return ""
    if resource.canonical not in request.app[PATHS]:
        return ""
    name = request.path.split("/")[1]
    return f"api.{name}" if NAME.fullmatch(name) else ""


def refused(request: web.Request, function: str) -> psycopg.Error:
    """What Postgres would say of the form once it is sent."""
    request[REFUSED] = True
    return psycopg.errors.InsufficientPrivilege(f"permission denied for function {function}")
