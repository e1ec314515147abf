"""Headers, hosts, origins, form tokens; and a connection that keeps nothing of anybody."""

import asyncio
import re
from pathlib import Path

import psycopg
import pytest

from tests.web.conftest import Site
from web.db import IDENTITY, POOL

PAGES = ("/", "/items", "/items/APPLE", "/movements", "/alerts", "/health", "/create_item",
         "/post_issue", "/sign-in", "/nothing", "/items.json", "/healthz")  # fmt: skip
TEMPLATES = Path(__file__).parents[2] / "web" / "templates"


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_carries_the_headers(site: Site, path: str) -> None:
    browser = await site.person("bob_boss")
    headers = (await browser.get(path)).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Server" not in headers


async def test_the_scan_page_alone_may_ask_for_the_camera(site: Site) -> None:
    browser = await site.person("sue_staff")
    policy = (await browser.get("/scan")).headers["Permissions-Policy"]
    assert policy.startswith("camera=(self), microphone=(), ")


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_template_needs_inline_anything(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|js:", text)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", text))
    assert "|safe" not in text


async def test_answers_to_its_own_names_only(site: Site) -> None:
    browser = await site.visitor()
    assert (await browser.get("/sign-in", headers={"Host": "evil.example"})).status == 421
    assert (await browser.get("/sign-in", headers={"Host": "localhost:1"})).status == 200
    assert (await browser.get("/healthz", headers={"Host": "10.1.2.3:8000"})).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
async def test_other_sites_change_nothing(site: Site, headers: dict[str, str]) -> None:
    browser = await site.person("bob_boss")
    assert (await browser.post("/create_item", {"sku": "X"}, headers=headers)).status == 403


async def test_without_fetch_metadata_the_origin_decides(site: Site) -> None:
    browser = await site.visitor()
    browser.sent = {}
    assert (await browser.sign_in("sue_staff")).status == 403
    browser.sent = {"Origin": "http://evil.example"}
    assert (await browser.sign_in("sue_staff")).status == 403
    browser.sent = {"Origin": site.base}
    assert (await browser.sign_in("sue_staff")).status == 303


async def test_a_form_is_of_its_session(site: Site) -> None:
    sue, max_ = await site.person("sue_staff"), await site.person("max_manager")
    for token in ("", "00", "zz", await sue.form_token()):
        answer = await max_._ask("POST", "/record_proof", data={"form_token": token})
        assert answer.status == 403
    assert (await max_.post("/record_proof")).status == 200


async def test_reading_cannot_write(site: Site) -> None:
    browser = await site.person("bob_boss")
    token = next(cookie.value for cookie in browser.http.cookie_jar)
    async with site.app[POOL].connection() as connection, connection.transaction():
        await connection.execute(IDENTITY, _identity(token))
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            await connection.execute("select auth.touch_session()")


async def test_another_companion_reads_nothing(site: Site) -> None:
    """Injected SQL that becomes somebody else does not hold their token."""
    browser = await site.person("vic_viewer")
    token = next(cookie.value for cookie in browser.http.cookie_jar)
    async with site.app[POOL].connection() as connection, connection.transaction():
        await connection.execute(IDENTITY, _identity(token))
        await connection.execute("select set_config('role', 'web_bob_boss', true)")
        row = await (await connection.execute("select count(*) from api.locations")).fetchone()
        assert row == (0,)
        row = await (await connection.execute("select api.me()")).fetchone()
        assert row == (None,)


async def test_the_web_mints_no_session_and_becomes_no_login(site: Site) -> None:
    for statement in ("select auth.open_session()", "set role bob_boss", "set role postgres"):
        async with site.app[POOL].connection() as connection:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connection.execute(statement)


async def test_a_connection_keeps_nothing_after_errors_and_cancellations(site: Site) -> None:
    """Whatever happens in a request, the next one on that connection starts as nobody."""
    browser = await site.person("bob_boss")
    pool = site.app[POOL]
    token = next(cookie.value for cookie in browser.http.cookie_jar)

    async def disturb(statement: str) -> None:
        async with pool.connection() as connection, connection.pipeline():  # as as_user does
            await connection.execute(IDENTITY, _identity(token))
            await connection.execute(statement)

    slow = "select count(*) from generate_series(1, 1000000000)"
    for _ in range(6):
        task = asyncio.create_task(disturb(slow))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(psycopg.errors.DivisionByZero):
            await disturb("select 1/0")
        await disturb("select set_config('app.left_behind', 'yes', false)")
        await disturb("declare left_behind cursor with hold for select 1")
    await _all_are_clean(site)


async def _all_are_clean(site: Site) -> None:
    pool = site.app[POOL]
    for _ in range(100):  # what was returned is reset behind the request
        if pool.get_stats().get("pool_available") == pool.get_stats().get("pool_size"):
            break
        await asyncio.sleep(0.02)
    held = [await pool.getconn() for _ in range(pool.get_stats()["pool_size"])]
    try:
        for connection in held:
            row = await (await connection.execute(
                "select current_user::text, current_setting('role'),"
                " coalesce(current_setting('stockroom.token', true), ''),"
                " coalesce(current_setting('app.left_behind', true), ''),"
                " (select count(*) from pg_catalog.pg_cursors where name = 'left_behind')"
            )).fetchone()  # fmt: skip
            assert row == ("stockroom_web", "none", "", "", 0)
    finally:
        for connection in held:
            await connection.rollback()
            await pool.putconn(connection)


async def test_bodies_have_a_limit(site: Site) -> None:
    browser = await site.person("sue_staff")
    answer = await browser.post("/post_issue", {"document.note": "x" * 3_000_000})
    assert answer.status == 413


async def test_markup_in_data_stays_text(site: Site) -> None:
    evil = "<img src=x onerror=alert(1)>\"'&"
    browser = await site.person("bob_boss")
    made = await browser.post(
        "/create_item", {"sku": "EVIL", "name": evil, "category": "PARTS", "unit": "ea"}
    )
    assert made.status == 200
    for path in (
        "/items",
        "/items/EVIL",
        "/edit_item/EVIL",
        "/remove_item/EVIL",
        "/items?q=%3Cimg",
    ):
        text = (await browser.get(path)).text
        assert "<img" not in text
        assert "onerror=alert(1)&gt;" in text or "q=" in path


def _identity(token: str) -> dict[str, object]:
    from hashlib import sha256

    return {
        "read_only": "on", "token": token, "token_hash": sha256(token.encode()).digest(),
        "parent_hash": None,
    }  # fmt: skip
