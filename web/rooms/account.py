"""One's own account: who I am here, how I sign in, and where I am signed in."""

import dataclasses
from hashlib import sha256
from typing import Any

import psycopg
from aiohttp import web

from web import auth, errors, formats, forms, http, pages, passwords, problems, render, spoken
from web.db import as_user, call
from web.declared import answers, no_data
from web.errors import Refusal
from web.language import N_, _

routes = web.RouteTableDef()
OLD_WRONG = N_("Your current password is wrong.")


@routes.get("/account{suffix:(?:\\.json)?}")
@answers("account")
async def show(request: web.Request) -> web.StreamResponse:
    """api.account()."""
    return await _page(request, None)


@routes.post("/edit_account")
@no_data("A form of one's own browser and session.")
async def edit_account(request: web.Request) -> web.StreamResponse:
    """api.edit_account(): one's name as others see it, and time zone."""
    form = await request.post()
    said = {name: forms.text(form, name) for name in ("name", "time_zone")}
    try:
        async with as_user(request) as db:
            await call(db, "edit_account", name=said["name"], time_zone=said["time_zone"] or None)
    except psycopg.Error as error:
        return await explained(request, error, said)
    raise web.HTTPSeeOther("/account")


@routes.post("/sign_out_everywhere")
@no_data("A form of one's own browser and session.")
async def sign_out_everywhere(request: web.Request) -> web.StreamResponse:
    """api.sign_out_everywhere(): every session and device but this one."""
    async with as_user(request) as db:
        await call(db, "sign_out_everywhere")
    response = pages.redirect("/account#sessions")
    auth.forget(response, request.app[auth.SETTINGS], auth.DEVICE)
    return response


@routes.post("/revoke_session/{session:[0-9a-f-]{36}}")
@no_data("A form of one's own browser and session.")
async def revoke_session(request: web.Request) -> web.StreamResponse:
    """api.revoke_session()."""
    async with as_user(request) as db:
        await call(db, "revoke_session", session=request.match_info["session"])
    raise web.HTTPSeeOther("/account#sessions")


@routes.post("/set_own_password")
@no_data("A password goes through no program but the browser.")
async def set_own_password(request: web.Request) -> web.StreamResponse:
    """auth.set_own_password(), on a connection that the current password opens."""
    form = await request.post()
    old, new, again = (str(form.get(name, "")) for name in ("old", "new", "again"))
    me = await pages.who(request)
    if not me:
        return pages.to_sign_in(request)
    problem = passwords.problem(new, again, (me["person"], me["name"]))
    if problem or new == old:
        return await refused(request, problem or _("This is your current password."), "new")
    message = await _change(request, me["person"], old, new)
    if message:
        return await refused(request, message, "old")
    raise web.HTTPSeeOther("/account?changed=1#password")


async def _change(request: web.Request, person: str, old: str, new: str) -> str:
    """Set it; returns why not. A wrong current one counts as a wrong password at the door."""
    address = auth.client_address(request)
    wait = await auth.ask(request, "begin_sign_in", person, address)
    if wait is not None:
        return auth.too_many(wait.total_seconds()).message
    token = sha256(request.get(http.TOKEN, "").encode()).digest()
    try:
        async with auth.as_login(request, person, old) as login:
            await auth.ask(request, "record_sign_in", person, address, True)
            made = await passwords.verifier(login.pgconn, person, new)
            query = "select auth.set_own_password(verifier => %s, session => %s)"
            await login.execute(query, [made, token])
    except psycopg.OperationalError as error:
        if error.sqlstate not in (None, "28P01", "28000"):
            raise
        return OLD_WRONG
    return ""


async def explained(
    request: web.Request, error: psycopg.Error, said: dict[str, str] | None = None
) -> web.StreamResponse:
    """The page again with what Postgres refused; raises what is no refusal of the form."""
    refusal = errors.explain(error)
    if refusal is None or refusal.status in (401, 403, errors.SERVICE_UNAVAILABLE):
        raise error
    refusal = dataclasses.replace(refusal, status=refusal.form_status())
    return await _page(request, refusal, said)


async def refused(request: web.Request, message: str, field: str) -> web.StreamResponse:
    """The page again with a sentence beside a field."""
    return await _page(request, Refusal(422, "IN017", message, field=field))


async def _page(
    request: web.Request, refusal: Refusal | None, said: dict[str, str] | None = None
) -> web.StreamResponse:
    """`said`: what was typed into the form that was refused."""
    if refusal and http.wants_json(request):
        return problems.respond(request, refusal)
    async with as_user(request, write=False) as db:
        answer: Any = await call(db, "account")
        if http.wants_json(request):
            return render.data(request, answer)
        me = await db.me()
    return render.page(
        request, "account.html", me, status=refusal.status if refusal else 200,
        account=answer | (said or {}),
        refusal=refusal, zones=formats.zones(answer["time_zone"]), hint=passwords.HINT,
        languages=request.app[spoken.OFFERED],
        changed="changed" in request.query,
        saved="saved" in request.query,
    )  # fmt: skip
