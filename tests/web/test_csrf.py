"""Requests that another site, or a form of another session, makes a browser send: for every address
that changes something, none changes anything."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.conftest import Database
from tests.garbage.state import STATE
from tests.web import routes
from tests.web.conftest import Browser, Site
from tests.web.routes import Asked
from web import security

EVIL = "http://evil.example"
# Who is signed in, what was invited or set up, and all that the audit has: beside STATE.
MORE = """
    select md5(concat(
        (select string_agg(concat(s.session_id, s.kind, s.expires_at, s.revoked_at), ','
            order by s.session_id) from auth.sessions as s),
        (select string_agg(d::text, ',' order by d.device_id) from auth.devices as d),
        (select string_agg(f::text, ',' order by f.person) from auth.second_factors as f),
        (select string_agg(i::text, ',' order by i::text) from auth.invitations as i),
        (select string_agg(b::text, ',' order by b::text) from auth.break_glass_grants as b),
        (select string_agg(t::text, ',' order by t::text) from auth.sign_in_attempts as t),
        (select string_agg(s::text, ',') from inventory.settings as s),
        (select count(*) from audit.changes),
        (select string_agg(concat(a.rolname, a.rolpassword, a.rolcanlogin, a.rolvaliduntil), ','
            order by a.rolname) from pg_catalog.pg_authid as a),
        (select string_agg(concat(m.roleid, m.member), ',' order by m.roleid, m.member)
            from pg_catalog.pg_auth_members as m)
    )) as state
"""


def state(shop: Database) -> tuple[Any, ...]:
    """A text that is the same while nothing has changed but refusals."""
    with shop.connect() as db:
        return tuple(db.execute(query).fetchone()["state"] for query in (STATE, MORE))


def foreign(base: str) -> list[dict[str, str]]:
    """What browsers say of where a request comes from, when it is not from here."""
    here = base.removeprefix("http://")
    port = here.rpartition(":")[2]
    fetched = [
        {"Sec-Fetch-Site": site, "Origin": origin}
        for site in ("cross-site", "same-site", "none")
        for origin in (EVIL, base)
    ]
    origins = [
        {"Origin": origin}
        for origin in (
            EVIL, "null", "", f"{base}.evil.example", f"{EVIL}/{here}", "http://127.0.0.1",
            f"http://127.0.0.1:{int(port) + 1}", f"{EVIL}#{here}", f"http://{here}@evil.example",
            f"http://evil.example@{here}", f"{EVIL}\\@{here}", "file://", here,
        )
    ]  # fmt: skip
    return [*fetched, *origins, {}, {"Referer": f"{base}/items"}, {"Sec-Fetch-Site": ""}]


def requests(site: Site, known: dict[str, str]) -> list[Asked]:
    """A valid request for each address that changes something."""
    patterns = routes.routed(site.app)
    found = [
        asked
        for one in routes.declared()
        if one.method != "GET"
        for asked in routes.requests(one, patterns[one.route], known)
    ]
    written = {one.route for one in routes.declared()}
    assert {route for route in patterns if not route.startswith("GET ")} <= written
    return found


async def sent(browser: Browser, asked: Asked, headers: dict[str, str], token: str | None) -> int:
    """The status of the answer to it, with these headers and this form token alone."""
    browser.sent = {}
    form = None if asked.form is None else dict(asked.form)
    if form is not None and token is not None:
        form["form_token"] = token
    if form is None and token is not None:
        headers = headers | {"X-Form-Token": token}
    answer = await browser._ask(
        "POST", asked.path, data=form, json=asked.json, headers=headers, allow_redirects=False,
        params=asked.query,
    )  # fmt: skip
    return answer.status


async def test_another_site_changes_nothing(
    company: tuple[Site, dict[str, str]], record_property: Callable[[str, object], None]
) -> None:
    """With a form's right token even: where it comes from is asked first."""
    site, known = company
    boss, visitor = await site.person("bob_boss"), await site.visitor()
    token, before, tried = await boss.form_token(), state(site.database), 0
    for asked in requests(site, known):
        for headers in foreign(site.base):
            for browser, given in ((boss, token), (visitor, None)):
                status = await sent(browser, asked, headers, given)
                assert status == 403, (str(asked), headers, status)
                tried += 1
    assert state(site.database) == before
    record_property("requests of other sites", tried)


def guarded(site: Site, known: dict[str, str]) -> Iterator[Asked]:
    """Those for which a token is asked: of all, but of the form where there is no session yet."""
    for asked in requests(site, known):
        if asked.path not in security.UNGUARDED:
            yield asked


async def test_a_form_of_another_session_changes_nothing(
    company: tuple[Site, dict[str, str]], record_property: Callable[[str, object], None]
) -> None:
    site, known = company
    old, sue, visitor = (
        await site.person("bob_boss"), await site.person("sue_staff"), await site.visitor()
    )  # fmt: skip
    boss = await site.person("bob_boss")
    own = await boss.form_token()
    session = next(cookie.value for cookie in boss.http.cookie_jar)
    tokens = (
        None, "", "00" * 32, "zz", own[:-2], own + "00", own[:-2] + "..", " ",
        session, await old.form_token(), await sue.form_token(), await visitor.form_token(),
    )  # fmt: skip
    before, tried = state(site.database), 0
    for asked in guarded(site, known):
        for token in tokens:
            status = await sent(boss, asked, {"Sec-Fetch-Site": "same-origin"}, token)
            assert status == 403, (str(asked), token, status)
            tried += 1
    assert state(site.database) == before
    record_property("requests with another form's token", tried)


async def test_no_token_goes_in_another_way(company: tuple[Site, dict[str, str]]) -> None:
    """Not in the address, not in a cookie, not as text/plain; nor is one's own asked of nobody."""
    site, known = company
    boss = await site.person("bob_boss")
    token, before = await boss.form_token(), state(site.database)
    boss.sent = {"Sec-Fetch-Site": "same-origin"}
    for asked in guarded(site, known):
        ways: tuple[dict[str, Any], ...] = (
            {"params": {"form_token": token}},
            {"headers": {"Cookie": f"form_token={token}; X-Form-Token={token}"}},
            {"headers": {"Content-Type": "text/plain"}, "data": f"form_token={token}"},
            {
                "headers": {"Content-Type": "application/json"},
                "data": f'{{"form_token":"{token}"}}',
            },
        )
        for way in ways:
            answer = await boss._ask("POST", asked.path, allow_redirects=False, **way)
            assert answer.status in (403, 415), (str(asked), way, answer.status)
    assert state(site.database) == before


async def test_the_same_requests_from_here_change_a_lot(
    company: tuple[Site, dict[str, str]],
) -> None:
    """Otherwise what was refused above may have been refused for another reason."""
    site, known = company
    accepted = 0
    for asked in guarded(site, known):
        boss = await site.person("bob_boss")
        before = state(site.database)
        token = await boss.form_token()
        status = await sent(boss, asked, {"Sec-Fetch-Site": "same-origin"}, token)
        accepted += status < 400 and state(site.database) != before
    assert accepted > 40
