"""Limits of the API: per account and per address; they stop neither others nor any page."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.conftest import Database
from tests.web.conftest import Answer, Browser, Site, start
from web import limits
from web.limits import Limits

QUOTA, ANONYMOUS = 6, 4
REFUSED = "select times from audit.refusals where status = 429"


@pytest_asyncio.fixture
async def limited(shop: Database, tmp_path: Path) -> AsyncIterator[Site]:
    """The company, served with narrow limits."""
    runner, running = await start(shop, tmp_path, api_rate=QUOTA, api_rate_address=ANONYMOUS)
    yield running
    for session in running.opened:
        await session.close()
    await runner.cleanup()


async def ask(browser: Browser, token: str = "", path: str = "/items.json") -> Answer:
    """GET data, with a token where one is given."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return await browser.get(path, headers=headers, allow_redirects=False)


def tokens(site: Site, name: str, count: int = 1) -> list[str]:
    """Tokens of an API client that may see MAIN."""
    name = f"{name}_{site.database.name}"
    with site.database.connect("ann_admin") as ann:
        ann.execute("select api.create_user(%s, 'Shop', array['staff'], kind => 'client')", [name])
        ann.execute("select api.grant_location(%s, 'MAIN')", [name])
        return [
            ann.execute("select api.create_token(%s, %s) as t", [name, str(n)]).fetchone()["t"]
            for n in range(count)
        ]


def too_many(answer: Answer, policy: str, quota: int) -> None:
    """429 as a problem that says when to come back, and where one stands."""
    assert answer.status == 429, answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json()["code"] == "HTTP429"
    assert policy in answer.json()["detail"]
    assert 1 <= int(answer.headers["Retry-After"]) <= 60 / quota + 1
    assert answer.headers["RateLimit-Policy"] == f'"{policy}";q={quota};w=60'
    assert answer.headers["RateLimit"].startswith(f'"{policy}";r=0;t=')


async def test_an_account_has_its_quota_whatever_its_tokens(limited: Site) -> None:
    visitor = await limited.visitor()
    first, second = tokens(limited, "client", 2)
    for token in (first, second):  # each is known from its first request on
        assert (await ask(visitor, token)).status == 200
    left = [(await ask(visitor, (first, second)[n % 2])).headers["RateLimit"] for n in range(QUOTA)]
    assert [one.split(";")[1] for one in left] == [f"r={QUOTA - 1 - n}" for n in range(QUOTA)]
    for token in (first, second):
        too_many(await ask(visitor, token), "account", QUOTA)


async def test_nobody_else_is_stopped_by_it(limited: Site) -> None:
    """Not another client, not a person's page, nor the data that a page asks for."""
    visitor = await limited.visitor()
    (loud,), (quiet,) = tokens(limited, "loud"), tokens(limited, "quiet")
    while (await ask(visitor, loud)).status == 200:
        pass
    assert (await ask(visitor, quiet)).status == 200
    staff = await limited.person("sue_staff")
    for _ in range(3 * QUOTA):
        page = await staff.get("/items", headers={"Accept": "text/html"})
        assert page.status == 200
        assert "RateLimit" not in page.headers
    assert (await ask(staff)).status == 200
    too_many(await ask(visitor, loud), "account", QUOTA)


async def test_who_is_nobody_is_counted_by_address(limited: Site) -> None:
    """And keeps no token and no session at the same address from going on."""
    staff = await limited.person("sue_staff")
    await staff.get("/items")
    (token,) = tokens(limited, "client")
    visitor = await limited.visitor()
    assert [(await ask(visitor)).status for _ in range(ANONYMOUS)] == [401] * ANONYMOUS
    too_many(await ask(visitor), "address", ANONYMOUS)
    too_many(await ask(visitor, path="/openapi.json"), "address", ANONYMOUS)
    assert (await ask(visitor, token)).status == 200
    assert (await ask(staff)).status == 200
    assert (await limited.person("vic_viewer")).http  # signing in is not of this
    assert (await visitor.get("/healthz", headers={"Accept": "application/json"})).status == 200


async def test_a_persons_data_is_counted_and_their_pages_go_on(limited: Site) -> None:
    staff = await limited.person("sue_staff")
    await staff.get("/items")
    answers = [await ask(staff) for _ in range(QUOTA + 1)]
    assert [one.status for one in answers] == [200] * QUOTA + [429]
    assert (await staff.get("/items")).status == 200


async def test_a_token_that_is_over_takes_nothing_from_its_account(limited: Site) -> None:
    visitor = await limited.visitor()
    old, new = tokens(limited, "client", 2)
    assert (await ask(visitor, old)).status == 200
    with limited.database.connect("ann_admin") as ann:
        ann.execute("select api.revoke_session(session) from api.sessions where label = '0'")
    assert [(await ask(visitor, old)).status for _ in range(QUOTA)].count(401) > 2
    assert (await ask(visitor, new)).status == 200
    assert (await ask(visitor, new)).status == 200


async def test_a_flood_is_noted_once_a_minute(limited: Site) -> None:
    visitor = await limited.visitor()
    statuses = [(await ask(visitor)).status for _ in range(ANONYMOUS + 20)]
    assert statuses.count(429) == 20
    await asyncio.sleep(0.3)
    with limited.database.connect() as db:
        assert [row["times"] for row in db.execute(REFUSED)] == [1]


async def test_without_a_limit_nothing_is_counted(site: Site) -> None:
    visitor = await site.visitor()
    answers = [await ask(visitor) for _ in range(20)]
    assert {one.status for one in answers} == {401}
    assert all("RateLimit" not in one.headers for one in answers)


def test_a_quota_fills_again_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(limits.time, "monotonic", lambda: now)
    counted = Limits(account=0, address=60)

    def take() -> limits.Standing:
        standing = counted.take(b"", "10.0.0.1", is_token=False)
        assert standing is not None
        return standing

    assert [take().remaining for _ in range(60)] == [*range(59, -1, -1)]
    assert (take().wait, take().reset) == (1, 60)
    now += 0.5
    assert take().wait == 1
    now += 0.5
    assert (take().wait, take().wait) == (0, 1)
    now += 3600
    assert (take().remaining, take().reset) == (59, 2)


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "KEPT", 10)
    counted = Limits(account=5, address=5)
    for n in range(100):
        counted.learn(str(n).encode(), str(n))
        counted.take(b"", str(n), is_token=False)
    assert len(counted._accounts) == len(counted._buckets) == 10
