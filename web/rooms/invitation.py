"""The page behind an invitation's link: a person sets their own password, once."""

from hashlib import sha256

from aiohttp import web

from web import auth, pages, passwords, render
from web.auth import SignIn
from web.db import POOL
from web.declared import no_data

routes = web.RouteTableDef()


@routes.get("/invitation/{token:[A-Za-z0-9_-]{20,200}}")
@no_data("A link for a person.")
async def show(request: web.Request) -> web.StreamResponse:
    """Whose it is, and a form; one plain answer for a link that is used, replaced or over."""
    return await _page(request, SignIn())


@routes.post("/invitation/{token:[A-Za-z0-9_-]{20,200}}")
@no_data("A link for a person.")
async def accept_invitation(request: web.Request) -> web.StreamResponse:
    """auth.accept_invitation(), then sign in with the password just given."""
    form = await request.post()
    new, again = (str(form.get(name, "")) for name in ("new", "again"))
    invited = await auth.ask(request, "invitation_of", _hash(request))
    if not invited:
        return await _page(request, SignIn())
    problem = passwords.problem(new, again, (invited["person"], invited["name"]))
    if problem:
        return await _page(request, SignIn(message=problem))
    async with request.app[POOL].connection() as connection:
        made = await passwords.verifier(connection.pgconn, invited["person"], new)
    address = auth.client_address(request)
    answer = await auth.ask(request, "accept_invitation", _hash(request), made, address)
    if "wait" in answer:
        return await _page(request, auth.too_many(float(answer["wait"])))
    if not answer["person"]:
        return await _page(request, SignIn())
    return await _sign_in(request, answer["person"], new)


async def _sign_in(request: web.Request, person: str, password: str) -> web.StreamResponse:
    outcome = await auth.sign_in(request, person, password)
    settings = request.app[auth.SETTINGS]
    if not outcome.token:
        return pages.redirect("/sign-in")
    response = pages.redirect("/second-factor" if outcome.needs else "/")
    kind = auth.SECOND_FACTOR if outcome.needs else auth.SESSION
    auth.remember(response, settings, outcome.token, kind)
    return response


def _hash(request: web.Request) -> bytes:
    return sha256(request.match_info["token"].encode()).digest()


async def _page(request: web.Request, outcome: SignIn) -> web.StreamResponse:
    invited = await auth.ask(request, "invitation_of", _hash(request))
    status = 429 if outcome.retry_after else 422 if outcome.message else 200
    response = render.page(
        request, "invitation.html", None, status=status if invited else 404,
        invited=invited, message=outcome.message, hint=passwords.HINT,
    )  # fmt: skip
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is a key
    if outcome.retry_after:
        response.headers["Retry-After"] = str(outcome.retry_after)
    return response
