"""Route x person: every request of routes.toml, sent over HTTP as one person of each group.

Whoever may is answered below 400; whoever may not gets 403, and a visitor is led to sign in.
What the router has and routes.toml does not, or the reverse, fails.
"""

from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from tests.web import routes
from tests.web.conftest import Answer, Browser, Site
from tests.web.routes import VISITOR, Asked, Try

CHANGE_WHO = ("POST /sign-in", "POST /sign-out", "POST /invitation/{token}")
COMMANDS = {path.stem for path in Path("db/functions/commands").rglob("*.sql")}
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@pytest.mark.parametrize("person", routes.EVERYBODY)
async def test_every_route(
    company: tuple[Site, dict[str, str]], person: str, record_property: Callable
) -> None:
    site, known = company
    found = await wrong_cells(site, known, person, record_property)
    assert not found, "\n".join(found)


async def wrong_cells(
    site: Site, known: dict[str, str], person: str, record: Callable = lambda *_: None
) -> list[str]:
    """Requests whose answer is not the one declared."""
    browser = await _signed_in(site, person)
    groups, patterns = routes.EVERYBODY[person], routes.routed(site.app)
    found, sent = [], 0
    for one in routes.declared():
        for asked in routes.requests(one, patterns[one.route], known):
            sent += 1
            answer = await _send(browser, asked, one)
            should = one.is_for(groups, asked.is_data)
            if verdict(answer, person, one.answer) is not should:
                found.append(f"{asked}: {answer.status}, should be {should}")
            if one.route in CHANGE_WHO:
                browser = await _signed_in(site, person)
    record(f"routes tried as {person}", sent)
    return found


def verdict(answer: Answer, person: str, expected: int = 0) -> bool | None:
    """Allowed, refused, or neither (a fault, or a request that was not valid)."""
    leads_to = answer.headers.get("Location", "")
    if answer.status == 403 and person != VISITOR:
        return False
    if answer.status == 401 or leads_to.startswith("/sign-in?next="):
        return False if person == VISITOR else None
    return True if answer.status < 400 or answer.status == expected else None


async def _signed_in(site: Site, person: str) -> Browser:
    return await site.visitor() if person == VISITOR else await site.person(person)


async def _send(browser: Browser, asked: Asked, one: Try) -> Answer:
    if one.stream:
        return await _first_line(browser, asked)
    options = {"params": asked.query, "allow_redirects": False}
    headers = {"Accept": "application/json" if asked.is_data else "text/html"}
    if asked.method == "GET":
        return await browser._ask("GET", asked.path, headers=headers, **options)
    headers["X-Form-Token"] = await browser.form_token()
    if asked.json is not None:
        return await browser._ask("POST", asked.path, json=asked.json, headers=headers, **options)
    data: object = asked.form
    if one.file:
        data = aiohttp.FormData(asked.form)
        data.add_field(one.file, b"content", filename="a.txt")
    return await browser._ask("POST", asked.path, data=data, headers=headers, **options)


async def _first_line(browser: Browser, asked: Asked) -> Answer:
    """An answer that never ends, as far as its first line."""
    async with browser.http.get(
        browser.base + asked.path, headers=browser.sent, allow_redirects=False
    ) as got:
        line = await got.content.readline()
        return Answer(got.status, got.headers, line.decode(), asked.path)


async def test_every_route_is_declared(site: Site) -> None:
    """A new route is refused to all until routes.toml says whose it is."""
    written = {one.route for one in routes.declared()}
    found = set(routes.routed(site.app))
    assert sorted(found - written) == [], "in the router, not in routes.toml"
    assert sorted(written - found) == [], "in routes.toml, not in the router"


def test_every_entry_sends_something_and_names_groups_that_exist() -> None:
    """A misspelt group would declare nothing."""
    known = frozenset().union(*routes.EVERYBODY.values())
    for one in routes.declared():
        assert set(one.may) <= known, one.route
        assert one.method == "GET" or one.form is not None or one.json is not None, one.route


def test_a_form_is_for_whoever_may_send_it() -> None:
    """The page at a command's address is had by those who may press its button, and no others."""
    declared = {one.route: one for one in routes.declared()}
    forms = [
        (declared[f"GET {one.path}"], one)
        for one in routes.declared()
        if one.method == "POST" and f"GET {one.path}" in declared and _function(one) in COMMANDS
    ]
    assert len(forms) > 30
    for page, command in forms:
        assert set(page.may) == set(command.may), page.route


def _function(one: Try) -> str:
    return one.parts.get("command") or one.path.split("/")[1]


async def test_the_routes_see_a_right_too_many(company: tuple[Site, dict[str, str]]) -> None:
    """The cells are worth something only if a wrong grant turns one of them."""
    site, known = company
    with site.database.connect() as db:
        db.execute("grant execute on function api.health to stockroom_viewer")
        db.execute("revoke execute on function api.list_alerts from stockroom_viewer")
    found = "\n".join(await wrong_cells(site, known, "vic_viewer"))
    assert "GET /alerts (page): 403, should be True" in found
    assert "GET /alerts.csv" in found


async def test_other_methods_do_nothing(company: tuple[Site, dict[str, str]]) -> None:
    """What is not declared is not answered, and no header makes one method another."""
    site, _ = company
    browser = await site.person("bob_boss")
    methods = {route.split()[0] for route in routes.routed(site.app)}
    assert methods == {"GET", "POST"}
    token = await browser.form_token()
    with site.database.connect() as db:
        state = "select count(*) as n, max(updated_at) as at from inventory.items"
        before = db.execute(state).fetchone()
        for path in ("/items", "/items/APPLE", "/create_item", "/post_issue", "/record_proof"):
            for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"):
                answer = await browser._ask(method, path, headers={"X-Form-Token": token})
                assert answer.status in (400, 404, 405), (method, path, answer.status)
            for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
                for method in UNSAFE:
                    answer = await browser._ask("GET", path, headers={header: method})
                    plain = await browser._ask("GET", path)
                    assert answer.status == plain.status
        for path in ("/remove_item/APPLE?_method=DELETE", "/record_proof?_method=POST"):
            await browser.get(path)
        assert db.execute(state).fetchone() == before
