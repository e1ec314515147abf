"""Every route of the web, fed with garbage: a page or a sentence, never a fault of ours.

The routes come from the router, so a new one is tried without being listed. What a person typed
is on the page that refuses it, and what was refused left nothing behind.
"""

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import psycopg
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from yarl import URL

from tests.conftest import Database
from tests.functions.steps import one, post, receive
from tests.garbage.conftest import examples
from tests.garbage.requests import FORMS, Request, as_json, routes, spoilt
from tests.garbage.state import STATE
from tests.web.conftest import Browser, Site, start

SENTENCE = re.compile(r"<h1[^>]*>|class=\"[^\"]*(?:refusal|error|notice|problem)[^\"]*\"")
SPARE = "spare_staff"
# Another session begins, or Bob's ends.
ENDING = ("/sign-out", "/sign-in", "/set_own_password")
NONE = str(UUID(int=0))
PATIENCE = 9.0  # seconds; a statement is ended after ten


class Faults(logging.Handler):
    """What the web and its server log as errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.said.append(self.format(record))


@dataclass
class World:
    """A running web, who asks it, and what looks behind it."""

    runner: asyncio.Runner
    site: Site
    browser: Browser
    db: psycopg.Connection
    faults: Faults
    token: str
    values: dict[str, str]

    def send(self, request: Request) -> tuple[int, str, str]:
        """Status, content type and text of the answer; redirects are not followed."""
        return self.runner.run(self._send(request))

    async def _send(self, request: Request) -> tuple[int, str, str]:
        headers = self.browser.sent | {"X-Form-Token": self.token} | request.headers
        target = URL(self.browser.base + request.target, encoded=True)
        async with asyncio.timeout(PATIENCE):
            async with self.browser.http.request(
                request.method, target, headers=headers, data=request.body, allow_redirects=False
            ) as answer:
                text = (await answer.read()).decode("utf-8", "replace")  # a raw mail is bytes
                return answer.status, answer.content_type, text


@pytest.fixture(scope="module")
def world(lasting_shop: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The company with stock, a document and a mail, served."""
    with lasting_shop.connect("bob_boss") as bob:
        receive(bob, "APPLE", "MAIN-A", 50)
        document = post(bob, "issue", [{"item": "APPLE", "location": "MAIN-A", "quantity": 5}])
        link = hire(bob)
    mails = tmp_path_factory.mktemp("mailbox")
    (mails / "one.eml").write_bytes(b"Subject: \xff\r\nFrom: x\r\n\r\n\xff\xfe\0")
    faults = Faults()
    logging.getLogger().addHandler(faults)
    with asyncio.Runner() as runner, lasting_shop.connect() as db:
        web, site, browser, token = runner.run(_open(lasting_shop, mails))
        values = {
            "sku": "APPLE", "document": document["document"], "name": "one.eml", "person": SPARE,
            "token": link, "device": NONE, "session": NONE, "break_glass": NONE,
        }  # fmt: skip
        yield World(runner, site, browser, db, faults, token, values)
        runner.run(_close(web, site))
    logging.getLogger().removeHandler(faults)


def hire(bob: psycopg.Connection) -> str:
    """Somebody whom garbage may disable, offboard and more; the token of a link of theirs."""
    bob.execute(
        "select api.create_user(person => %s, name => 'Spare', groups => '{staff}',"
        " email => 'spare@example.com')",
        [SPARE],
    )
    return one(bob, "select api.invitation_link(person => %s)", [SPARE])


async def _open(shop: Database, mails: Path) -> tuple:
    web, site = await start(shop, mails)
    browser = await site.person("bob_boss")
    return web, site, browser, await browser.form_token()


async def _close(web: object, site: Site) -> None:
    for session in site.opened:
        await session.close()
    await web.cleanup()


def test_the_routes_are_those_of_the_router(world: World) -> None:
    found = {repr(route) for route in routes(world.site.app)}
    assert {"POST /{command}", "GET /items/{sku}{suffix}", "POST /sign-in"} <= found
    assert len(found) > 25


@examples(share=0.35)
@given(data=st.data())
def test_garbage_is_answered_by_a_page_or_a_sentence(world: World, data: st.DataObject) -> None:
    route = data.draw(st.sampled_from(routes(world.site.app)), "route")
    assume(route.path != "/sign-out")  # garbage in it is none: it reads nothing
    request = data.draw(spoilt(route, world.values), "request")
    before = world.db.execute(STATE).fetchone()
    world.faults.said.clear()
    status, kind, text = world.send(request)
    assert world.faults.said == [], world.faults.said[0][-3000:]
    assert 200 <= status < 500, text[-2000:]
    assert "Traceback" not in text
    if status >= 400:
        check_refusal(request, status, kind, text)
        assert world.db.execute(STATE).fetchone() == before
    elif request.method == "POST":
        assert world.db.execute("select * from api.prove()").fetchall() == []


def check_refusal(request: Request, status: int, kind: str, text: str) -> None:
    """It says in a sentence what is wrong, and shows again what was typed."""
    if kind.endswith("json"):
        assert kind == "application/problem+json"
        message = as_json(text)["detail"]
        assert message.strip().endswith((".", "?")), message[:300]
        assert len(message) < 500
        return
    assert SENTENCE.search(text) or kind == "text/plain", text[:500]
    assert text.strip()
    if request.keeps and kind == "text/html" and status == 422:
        assert request.keeps in text, f"what was typed is gone ({status})"


@pytest.mark.parametrize("accepted", ["application/json", "text/html", "*/*", ""])
def test_a_page_is_answered_whatever_is_accepted(world: World, accepted: str) -> None:
    """Data where there is data, else the page: also by a form that has no data."""
    world.faults.said.clear()
    forms = {"Content-Type": "application/x-www-form-urlencoded"}
    for route in routes(world.site.app):
        if route.path in ENDING:
            continue
        path = route.path.replace("{suffix}", "").format_map(defaultdict(str, world.values))
        body = urlencode(FORMS.get(route.path, {})).encode() if route.method == "POST" else b""
        request = Request(route.method, path, forms | {"Accept": accepted}, body)
        status, _, text = world.send(request)
        assert status < 500, f"{request}: {text[-2000:]}"
        assert world.faults.said == [], f"{request}: {world.faults.said[0][-2000:]}"


@pytest.mark.parametrize("size", [2_100_000, 20_000_000])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_what_is_too_large_is_refused(world: World, kind: str, size: int) -> None:
    for path in ("/create_item", "/post_receipt", "/set_threshold/APPLE"):
        body = b'{"note": "' + b"x" * size + b'"}' if "json" in kind else b"note=" + b"x" * size
        request = Request("POST", path, {"Content-Type": kind}, body)
        status, _, text = world.send(request)
        assert status == 413
        assert "Send less at once" in text


def test_a_refused_page_spoils_nothing_for_the_next(world: World) -> None:
    """The server skips what stands behind an error in a pipeline, statements to prepare too."""
    for path in ("/items/APPLE", "/post_issue", "/items/APPLE/movements"):
        for _ in range(15):
            assert world.send(Request("GET", "/items/NOPE", {}, b""))[0] == 404
            assert world.send(Request("GET", path, {}, b""))[0] == 200


def test_what_is_no_http_leaves_a_line_in_the_log(world: World) -> None:
    world.faults.said.clear()
    status, _, _ = world.send(Request("GET", "/items?q=" + "x" * 9000, {}, b""))
    assert status == 400
    assert world.faults.said == []
