"""The headers of every page, file and error, and what each cookie is bound to."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
import pytest_asyncio

from tests.company import PASSWORD
from tests.conftest import Database
from tests.web import raw, routes
from tests.web.conftest import Answer, Browser, Site, start
from web import security
from web.db import POOL

NAMES = tuple(security.HEADERS)
PUBLIC = ("/static/",)  # the only answers that anything on the way may keep
SMALL_PICTURE = re.compile(r"/attachments/[0-9a-f-]{36}/(?:thumbnail|preview)")
HTTPS = {"base_url": "https://stock.example", "allowed_hosts": frozenset({"stock.example"})}


def lacking(headers: Any, path: str) -> list[str]:
    """What an answer should say and does not."""
    found = [name for name in NAMES if not headers.get(name.lower(), headers.get(name))]
    policy = headers.get("Content-Security-Policy", headers.get("content-security-policy", ""))
    if path in ("/scan", "/scan/shell"):  # the reader of barcodes is WebAssembly
        policy = policy.replace("'wasm-unsafe-eval'", "")
    kept = headers.get("Cache-Control", headers.get("cache-control"))
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
        found.append("policy")
    if (
        SMALL_PICTURE.fullmatch(path) and kept != "no-store"
    ):  # the browser alone, for whoever asks with the same cookie
        if kept != "private, max-age=31536000, immutable" or headers.get("Vary") != "Cookie":
            found.append("private")
    elif kept != "no-store" and not path.startswith(PUBLIC):
        found.append("no-store")
    if "Server" in headers or "server" in headers:
        found.append("tells what serves")
    return found


@pytest.mark.parametrize("person", ["visitor", "bob_boss", "cora_counter", "ada_auditor"])
async def test_every_page_and_file(
    company: tuple[Site, dict[str, str]],
    person: str,
    record_property: Callable[[str, object], None],
) -> None:
    site, known = company
    browser = await (site.visitor() if person == "visitor" else site.person(person))
    patterns, looked_at = routes.routed(site.app), 0
    for one in routes.declared():
        for asked in routes.requests(one, patterns[one.route], known):
            if one.method != "GET":
                continue
            async with browser.http.get(
                browser.base + asked.path,
                params=asked.query,
                headers=browser.sent,
                allow_redirects=False,
            ) as answer:
                assert lacking(answer.headers, asked.path) == [], str(asked)
            looked_at += 1
    record_property(f"answers whose headers were read as {person}", looked_at)


async def test_every_error(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a page, as data, and as what the server says of what is no HTTP."""
    boss, visitor = await site.person("bob_boss"), await site.visitor()
    answers: list[Answer] = [
        await visitor.get("/items.json"),
        await boss.get("/nothing"),
        await boss.get("/items/NOPE"),
        await boss.get("/items?q=%00"),
        await boss._ask("PUT", "/items", headers={"X-Form-Token": await boss.form_token()}),
        await boss._ask("POST", "/create_item", data={"sku": "X"}),
        await boss.post("/create_item", {"sku": ""}),
        await boss.post("/edit_item/APPLE", EDITED | {"version": "1"}),
        await boss.post("/edit_item/APPLE", EDITED | {"name": "B", "version": "1"}),
        await boss.post("/post_issue", {"document.note": "x" * 3_000_000}),
        await boss._ask("POST", "/create_item", data="x", headers={"Content-Type": "image/png"}),
        await boss.get("/items", headers={"Host": "evil.example"}),
        *[await boss.get("/items", headers={"Authorization": "Bearer x"}) for _ in range(31)],
    ]
    with site.database.connect() as db:
        db.execute("alter function api.list_alerts rename to gone")
    answers.append(await boss.get("/alerts"))
    monkeypatch.setattr(site.app[POOL], "connection", _away)
    answers += [await boss.get("/items"), await boss.get("/readyz"), await boss.get("/items.json")]
    found = {answer.status for answer in answers}
    assert found >= {400, 401, 403, 404, 405, 409, 413, 415, 421, 422, 429, 500, 503}, found
    for answer in answers:
        assert lacking(answer.headers, answer.url) == [], (answer.status, answer.url)


EDITED = {"sku": "APPLE", "name": "A", "category": "FOOD", "unit": "ea"}


def _away(*_: Any, **__: Any) -> Any:
    """The database is not there."""
    raise psycopg.OperationalError("connection failed")


BROKEN = (
    b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nbad header\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
    b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nX\0: <b>y</b>\r\n\r\n",
)  # fmt: skip


@pytest.mark.parametrize("said", BROKEN, ids=range(len(BROKEN)))
async def test_what_is_no_http_is_told_nothing_more(site: Site, said: bytes) -> None:
    """aiohttp answers before anything of ours runs: as text, and the connection ends."""
    told = await raw.send(site.base, said)
    assert told.status == 400
    assert told.headers["content-type"].startswith("text/plain")


@pytest_asyncio.fixture
async def secure(shop: Database, tmp_path: Path) -> AsyncIterator[Site]:
    """The company as people reach it over TLS: what a proxy would pass on."""
    runner, running = await start(shop, tmp_path, **HTTPS)
    yield running
    for session in running.opened:
        await session.close()
    await runner.cleanup()


class Kept:
    """What a browser keeps; a cookie that is bound to TLS is sent by no client here by itself."""

    def __init__(self, browser: Browser) -> None:
        browser.sent |= {"Host": "stock.example"}
        self.browser, self.cookies, self.lines = browser, {}, []

    async def ask(self, method: str, path: str, **options: Any) -> Answer:
        """Send with what is kept, and keep what comes."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        answer = await self.browser._ask(
            method, path, headers=headers | options.pop("headers", {}), allow_redirects=False,
            **options,
        )  # fmt: skip
        for line in answer.headers.getall("Set-Cookie", []):
            self.lines.append(line)
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if not self.cookies[name]:
                del self.cookies[name]
        return answer

    async def post(self, path: str, form: dict[str, str]) -> Answer:
        """A form of this session."""
        page = (await self.ask("GET", "/account")).text
        token = page.split('name="form_token" value="')[1].split('"')[0]
        return await self.ask("POST", path, data=form | {"form_token": token})


async def every_cookie(site: Site) -> list[str]:
    """Each Set-Cookie that the web ever sends, those that take one back as well."""
    kept = Kept(await site.visitor())
    credentials = {"person": "max_manager", "password": PASSWORD}
    await kept.ask("POST", "/sign-in", data=credentials)
    await kept.post("/register_device", {"device": "Scanner", "pin": "7391", "pin_again": "7391"})
    await kept.post("/preferences", {"theme": "dark"})
    await kept.post("/see_as", {"person": "sue_staff"})
    await kept.post("/end_see_as", {})
    await kept.post("/sign_out_everywhere", {})
    await kept.post("/sign-out", {})
    with site.database.connect() as db:
        db.execute("update inventory.settings set second_factor_groups = array['staff']")
    half = Kept(await site.visitor())
    await half.ask("POST", "/sign-in", data=credentials | {"person": "sue_staff"})
    return kept.lines + half.lines


async def test_cookies_are_bound_to_the_host_and_tls(secure: Site) -> None:
    lines = await every_cookie(secure)
    names = {line.split("=")[0] for line in lines}
    kinds = {"session", "second-factor", "device", "see-as"}
    assert names == {f"__Host-{kind}" for kind in kinds} | {"theme"}
    for line in lines:
        said = {part.strip().lower() for part in line.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= said, line
        assert not any(part.startswith("domain") for part in said), line


async def test_cookies_on_the_machine_itself(site: Site) -> None:
    """There is no TLS to bind to: all the rest holds."""
    browser = await site.visitor()
    answer = await browser.sign_in("sue_staff")
    said = answer.headers["Set-Cookie"]
    assert said.startswith("session=")
    assert all(part in said for part in ("HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Secure" not in said
    assert "Strict-Transport-Security" not in answer.headers


async def test_over_tls_a_plain_cookie_is_nobodys(secure: Site) -> None:
    """What another host below the same domain could set, or a page without TLS."""
    kept = Kept(await secure.visitor())
    await kept.ask("POST", "/sign-in", data={"person": "sue_staff", "password": PASSWORD})
    token = kept.cookies["__Host-session"]
    other = Kept(await secure.visitor())
    for name in (
        "session",
        "__host-session",
        "__Secure-session",
        "HOST-session",
        "__Host-session ",
    ):
        other.cookies = {name: token + ("x" if name.endswith(" ") else "")}
        assert (await other.ask("GET", "/items.json")).status == 401, name


@pytest.mark.parametrize("path", ["/sign-in", "/items", "/items.json", "/nothing", "/healthz"])
async def test_over_tls_every_answer_asks_for_it(secure: Site, path: str) -> None:
    answer = await Kept(await secure.visitor()).ask("GET", path)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
