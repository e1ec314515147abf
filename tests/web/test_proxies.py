"""Whose address counts when proxies stand before the web: only what a trusted one tells."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from ops.settings import networks
from tests.conftest import Database
from tests.web.conftest import Site, start


@pytest_asyncio.fixture
async def proxied(shop: Database, tmp_path: Path) -> AsyncIterator[Site]:
    """The company behind proxies at 127.0.0.1 and in 10.1.0.0/16."""
    trusted = networks("127.0.0.1, 10.1.0.0/16")
    runner, running = await start(shop, tmp_path, trusted_proxies=trusted)
    yield running
    for session in running.opened:
        await session.close()
    await runner.cleanup()


async def address(site: Site, *forwarded: str) -> str:
    """Which address a session is noted for when X-Forwarded-For says so."""
    browser = await site.visitor()
    headers = [*browser.sent.items(), *(("X-Forwarded-For", one) for one in forwarded)]
    data = {"person": "sue_staff", "password": "correct horse battery"}
    async with browser.http.post(
        site.base + "/sign-in", data=data, headers=headers, allow_redirects=False
    ) as answer:
        assert answer.status == 303
    with site.database.connect() as db:
        row = db.execute(
            "select host(address) as address from auth.sessions order by created_at desc limit 1"
        ).fetchone()
    return str(row["address"])


async def test_nobody_is_believed_unless_trusted(site: Site) -> None:
    assert await address(site, "203.0.113.9") == "127.0.0.1"


async def test_the_right_most_untrusted_address_counts(proxied: Site) -> None:
    assert await address(proxied) == "127.0.0.1"
    assert await address(proxied, "203.0.113.9") == "203.0.113.9"
    assert await address(proxied, "1.2.3.4, 203.0.113.9, 10.1.2.3") == "203.0.113.9"
    assert await address(proxied, "1.2.3.4", "203.0.113.9,10.1.2.3") == "203.0.113.9"
    assert await address(proxied, "10.1.2.3") == "10.1.2.3"
    assert await address(proxied, "::ffff:203.0.113.9") == "203.0.113.9"
    assert await address(proxied, "2001:db8::7") == "2001:db8::7"


async def test_what_is_no_address_is_nobodys(proxied: Site) -> None:
    assert await address(proxied, "203.0.113.9, unknown") == "127.0.0.1"
    assert await address(proxied, "") == "127.0.0.1"


async def test_tries_are_counted_by_that_address(proxied: Site) -> None:
    """One address that guesses makes another behind the same proxy wait for nothing."""
    browser = await proxied.visitor()
    for number in range(60):
        browser.sent["X-Forwarded-For"] = "203.0.113.9"
        answer = await browser.sign_in(f"nobody_{number}", "wrong")
        if answer.status == 429:
            break
    assert answer.status == 429
    browser.sent["X-Forwarded-For"] = "203.0.113.10"
    assert (await browser.sign_in("sue_staff")).status == 303
