"""A real web over a real database: real logins, real sessions, HTTP on a loopback port."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from tests.company import PASSWORD
from tests.conftest import Database
from tests.roles import kept_roles
from web.app import make_app
from web.assets import Assets
from web.settings import LOOPBACK, WebSettings

TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')


@dataclass
class Answer:
    """A response, read whole."""

    status: int
    headers: Mapping[str, str]
    text: str
    url: str

    def json(self) -> Any:
        """The body as JSON."""
        return aiohttp.typedefs.DEFAULT_JSON_DECODER(self.text)


@dataclass
class Browser:
    """What a browser does, without one: cookies, where a request comes from, form tokens."""

    http: aiohttp.ClientSession
    base: str
    sent: dict[str, str] = field(default_factory=lambda: {"Sec-Fetch-Site": "same-origin"})

    async def get(self, path: str, **options: Any) -> Answer:
        """GET, following redirects."""
        return await self._ask("GET", path, **options)

    async def post(self, path: str, form: Any = None, **options: Any) -> Answer:
        """POST a form with this session's token; a list of pairs repeats fields."""
        fields = list(form.items()) if isinstance(form, dict) else list(form or [])
        fields.append(("form_token", await self.form_token()))
        return await self._ask("POST", path, data=aiohttp.FormData(fields), **options)

    async def post_json(self, path: str, body: Any) -> Answer:
        """POST JSON as a program in the page would."""
        headers = {"X-Form-Token": await self.form_token(), "Accept": "application/json"}
        return await self._ask("POST", path, json=body, headers=headers)

    async def form_token(self) -> str:
        """A form token, from a page that carries one."""
        found = TOKEN.search((await self.get("/nothing-here")).text)
        return found[1] if found else ""

    async def sign_in(self, person: str, password: str = PASSWORD) -> Answer:
        """Send the sign-in form."""
        data = {"person": person, "password": password}
        return await self._ask("POST", "/sign-in", data=data, allow_redirects=False)

    async def _ask(self, method: str, path: str, **options: Any) -> Answer:
        headers = self.sent | options.pop("headers", {})
        async with self.http.request(method, self.base + path, headers=headers, **options) as got:
            text = await got.text(errors="replace")  # a workbook is no text
            return Answer(got.status, got.headers, text, str(got.url.relative()))


@dataclass
class Site:
    """A running web and the database behind it."""

    base: str
    database: Database
    app: web.Application
    mailbox: Path
    opened: list[aiohttp.ClientSession] = field(default_factory=list)

    async def visitor(self) -> Browser:
        """Somebody who is not signed in."""
        jar = aiohttp.CookieJar(unsafe=True)  # cookies of 127.0.0.1 too
        self.opened.append(aiohttp.ClientSession(cookie_jar=jar))
        return Browser(self.opened[-1], self.base)

    async def person(self, name: str) -> Browser:
        """A person who is signed in."""
        browser = await self.visitor()
        answer = await browser.sign_in(name)
        assert answer.status == 303, answer.text
        return browser


async def start(database: Database, mailbox: Path, **changes: Any) -> tuple[web.AppRunner, Site]:
    """Serve the database on a free port."""
    settings = {
        "host": "127.0.0.1", "port": 0, "base_url": "http://127.0.0.1", "allowed_hosts": LOOPBACK,
        "database_url": database.dsn("stockroom_web"),
        "signin_url": database.dsn("stockroom_web"),
        "mailbox": mailbox, "log_level": "INFO",
    }  # fmt: skip
    app = make_app(WebSettings(**(settings | changes)))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    return runner, Site(f"http://{host}:{port}", database, app, mailbox)


@pytest_asyncio.fixture
async def site(shop: Database, tmp_path: Path) -> AsyncIterator[Site]:
    """The company of tests/company.py, served."""
    runner, running = await start(shop, tmp_path)
    yield running
    for session in running.opened:
        await session.close()
    await runner.cleanup()


@pytest_asyncio.fixture
async def company(
    shop: Database, tmp_path: Path, receive: Callable[..., str]
) -> AsyncIterator[tuple[Site, dict[str, str]]]:
    """The company served as in production, and what the entries' {names} stand for."""
    known = {
        "document": receive("APPLE", "MAIN-A", 5),
        "other_document": receive("APPLE", "MAIN-A", 5),
        "password": PASSWORD,
        "invitation": invite(shop),
        "stylesheet": Assets().url("app.css").removeprefix("/static/"),
    }
    known["session"] = _session(shop, "sue_staff")
    known["attachment"] = _picture(shop)
    receive("APPLE", "MAIN-A", 50)
    receive("MILK", "MAIN-A", 1)
    with shop.connect("max_manager") as own:
        taken = own.execute(
            "select api.break_glass('Tried for the matrix', 'AIRPORT') ->> 'break_glass' as id"
        ).fetchone()
    known["taken"] = str(taken["id"])
    (tmp_path / "one.eml").write_text("Stockroom-Notice: invitation\n\nText\n")
    with kept_roles(shop):
        runner, site = await start(shop, tmp_path)
        yield site, known
        for session in site.opened:
            await session.close()
        await runner.cleanup()


def invite(shop: Database) -> str:
    """The link's token of somebody who is invited."""
    with shop.connect("ann_admin") as ann:
        ann.execute("select api.create_user('temp_invited', 'Ivy', array['viewer'])")
        row = ann.execute("select api.invitation_link('temp_invited') as token").fetchone()
    return str(row["token"])


def _picture(shop: Database) -> str:
    """The key of a picture of APPLE."""
    small = b"RIFF\x1a\x00\x00\x00WEBPVP8 "
    with shop.connect("max_manager") as own:
        row = own.execute(
            "select api.add_attachment('APPLE', 'a.png', 'x', 'image/png', %(small)s, %(small)s)"
            " ->> 'attachment' as id",
            {"small": small},
        ).fetchone()
    return str(row["id"])


def _session(shop: Database, person: str) -> str:
    """The key of a session of somebody's that lives."""
    with shop.connect() as db:
        row = db.execute(
            "insert into auth.sessions (token_hash, person, expires_at) values "
            "(sha256(uuid_send(gen_random_uuid())), %s, now() + interval '1 hour') "
            "returning session_id",
            [person],
        ).fetchone()
    return str(row["session_id"])


@pytest.fixture
def receive(shop: Database) -> Callable[..., str]:
    """`receive("APPLE", "MAIN-A", 10)`: stock, posted by its manager; returns the document."""

    def post(item: str, location: str, quantity: int, lot: str | None = None) -> str:
        with shop.connect("bob_boss") as db:
            row = db.execute(
                "select api.post_receipt(lines => jsonb_build_array(jsonb_strip_nulls("
                "jsonb_build_object('item', %s::text, 'location', %s::text, 'quantity', %s::int,"
                " 'lot', %s::text))), idempotency_key => gen_random_uuid()) ->> 'document' as id",
                [item, location, quantity, lot],
            ).fetchone()
        return str(row["id"])

    return post


PersonMaker = Callable[[str], Awaitable[Browser]]
