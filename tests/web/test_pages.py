"""Probes, errors as pages, health, mailbox, assets and weight."""

import gzip
import hashlib
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio

from tests.web.conftest import Site, start
from web.vendor import LOCK, MANIFEST, TARGET

MAIL = """From: Stockroom <stockroom@localhost>
To: Max <max_manager@example.com>
Subject: Apple is low
Message-ID: <abc@stockroom.invalid>
Content-Type: text/plain; charset=utf-8

Apple: 3 ea at Main. <script>alert(1)</script>
http://127.0.0.1:8000/items/APPLE
"""


async def test_probes(site: Site) -> None:
    browser = await site.visitor()
    assert (await browser.get("/healthz")).text == "ok\n"
    assert (await browser.get("/readyz")).json() == {"ready": True}


@pytest_asyncio.fixture
async def without_database(site: Site, tmp_path: Path) -> AsyncIterator[Site]:
    """A web whose database is away."""
    away = "postgresql://stockroom_web@127.0.0.1:9/none"
    runner, running = await start(site.database, tmp_path, database_url=away, signin_url=away)
    yield running
    for session in running.opened:
        await session.close()
    await runner.cleanup()


async def test_without_a_database_it_says_so(without_database: Site) -> None:
    browser = await without_database.visitor()
    assert (await browser.get("/healthz")).status == 200
    assert (await browser.get("/readyz")).status == 503
    answer = await browser.get("/items", cookies={"session": "x"})
    assert answer.status == 503
    assert "Retry-After" in answer.headers
    assert "does not answer" in answer.text
    data = await browser.get("/items.json", cookies={"session": "x"})
    assert data.json()["error"]["code"] == "unavailable"


async def test_dead_connections_are_replaced_without_a_word(site: Site) -> None:
    browser = await site.person("sue_staff")
    with site.database.connect() as db:
        for _ in range(3):
            db.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where application_name = 'stockroom web' and datname = current_database()"
            )
            assert (await browser.get("/items")).status == 200


async def test_health(site: Site) -> None:
    browser = await site.person("max_manager")
    page = (await browser.get("/health")).text
    assert "PostgreSQL" in page
    assert "never" in page
    proved = await browser.post("/record_proof")
    assert "Proved" in proved.text
    assert (await browser.get("/health.json")).json()["ledger"]["problems"] == 0
    staff = await site.person("sue_staff")
    assert (await staff.get("/health")).status == 403


async def test_mailbox_shows_text_only(site: Site) -> None:
    (site.mailbox / "abc@stockroom.invalid.eml").write_text(MAIL)
    (site.mailbox / "broken.eml").write_bytes(b"\xff\xfe no headers")
    browser = await site.person("max_manager")
    listed = (await browser.get("/mailbox")).text
    assert "Apple is low" in listed
    shown = (await browser.get("/mailbox/abc%40stockroom.invalid.eml")).text
    assert "&lt;script&gt;" in shown
    assert 'href="http://127.0.0.1:8000/items/APPLE"' in shown
    raw = await browser.get("/mailbox/abc%40stockroom.invalid.eml?raw=1")
    assert raw.headers["Content-Disposition"].startswith("attachment")
    for path in ("/mailbox/..%2Fsecrets.eml", "/mailbox/%2e%2e.eml", "/mailbox/abc"):
        assert (await browser.get(path)).status == 404


async def test_a_mail_is_for_its_reader(site: Site) -> None:
    """It tells of stock, or its link opens an account: no others read it, whoever looks on as its
    reader neither. An invitation may be handed on by an admin."""
    (site.mailbox / "alert.eml").write_text(MAIL)
    (site.mailbox / "view.eml").write_text("Stockroom-Notice: saved_view\n" + MAIL)
    (site.mailbox / "link.eml").write_text("Stockroom-Notice: invitation\n" + MAIL)
    mails = ("alert", "view", "link")
    reads = {"max_manager": set(mails), "ann_admin": {"link"}, "sue_staff": set()}
    for person, names in reads.items():
        browser = await site.person(person)
        listed = (await browser.get("/mailbox")).text
        assert {name for name in mails if f"/mailbox/{name}.eml" in listed} == names
        for name in mails:
            for query in ("", "?raw=1"):
                answer = await browser.get(f"/mailbox/{name}.eml{query}")
                assert answer.status == (200 if name in names else 403), (person, name)
    admin = await site.person("ann_admin")
    await admin.post("/see_as", {"person": "max_manager"})
    assert "as <b>Max" in (await admin.get("/")).text
    for path in ("/mailbox", "/mailbox/link.eml", "/mailbox/alert.eml?raw=1"):
        assert (await admin.get(path)).status == 403


async def test_behind_tls_the_cookie_is_bound_to_the_host(site: Site, tmp_path: Path) -> None:
    runner, running = await start(site.database, tmp_path, base_url="https://stock.example")
    try:
        browser = await running.visitor()
        answer = await browser.sign_in("sue_staff")
        assert answer.headers["Set-Cookie"].startswith("__Host-session=")
        assert "Secure" in answer.headers["Set-Cookie"]
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    finally:
        for session in running.opened:
            await session.close()
        await runner.cleanup()


async def test_the_theme_is_kept_and_rendered(site: Site) -> None:
    browser = await site.person("sue_staff")
    answer = await browser.post("/preferences", {"theme": "dark", "back": "/items"})
    assert answer.url == "/items"
    assert 'data-theme="dark"' in answer.text
    assert (await browser.post("/preferences", {"theme": "pink", "back": "//x"})).url == "/"


async def test_a_fault_of_ours_has_a_reference_and_tells_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await site.person("sue_staff")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("web.chart.history", broken)
    answer = await browser.get("/items/APPLE")
    assert answer.status == 500
    assert re.search(r"reference [0-9a-f]{8}", answer.text)
    assert "secret" not in answer.text


async def test_a_deadlock_is_tried_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from web.rooms import overview

    browser = await site.person("sue_staff")
    tries = []
    real = overview.call

    async def unlucky(*arguments: object, **more: object) -> object:
        tries.append(1)
        if len(tries) < 3:
            raise psycopg.errors.DeadlockDetected("deadlock detected")
        return await real(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(overview, "call", unlucky)
    assert (await browser.get("/")).status == 200
    assert len(tries) == 3


async def test_assets_never_change_under_their_name(site: Site) -> None:
    browser = await site.visitor()
    page = (await browser.get("/sign-in")).text
    urls = re.findall(r'(?:href|src)="(/static/[^"#]+)"', page)
    assert len(urls) >= 4
    for url in urls:
        answer = await browser.http.get(site.base + url)
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        body = await answer.read()
        assert hashlib.sha256(body).hexdigest()[:12] in url
    assert (await browser.get("/static/app.000000000000.css")).status == 404


def test_vendored_files_are_those_of_the_manifest() -> None:
    manifest = json.loads(MANIFEST.read_text())
    assert {path.name for path in TARGET.iterdir()} == set(manifest)
    locked = json.loads((LOCK / "package-lock.json").read_text())["packages"]
    for name, entry in manifest.items():
        assert hashlib.sha256((TARGET / name).read_bytes()).hexdigest() == entry["sha256"], name
        assert locked[f"node_modules/{entry['package']}"]["version"] == entry["version"]
        assert entry["licence"]


@pytest.mark.parametrize("rows", [50])
async def test_the_items_page_stays_light(site: Site, rows: int) -> None:
    """Bytes and elements of the heaviest page; the gates are kilobytes of 1,000 bytes."""
    from tests.web.test_items import add_items

    add_items(site, rows)
    browser = await site.person("bob_boss")
    page = (await browser.get("/items")).text
    assert page.count("data-sku") == rows
    assert len(page.encode()) <= 120_000
    assert len(re.findall(r"<[a-z]", page)) <= 2_200
    total = len(gzip.compress(page.encode()))
    assets = set(re.findall(r'/static/[^"#]+', page))
    script = next(url for url in assets if "/app." in url and url.endswith(".js"))
    body = await (await browser.http.get(site.base + script)).text()
    assets |= set(re.findall(r'/static/[^"#]+', body))
    for url in assets:
        answer = await browser.http.get(site.base + url, headers={"Accept-Encoding": "gzip"})
        total += int(answer.headers["Content-Length"])
    assert total <= 120_000


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/alerts", "/thresholds"), ("/alerts?state=all", "/thresholds"),
        ("/lots?state=all", "/post_receipt"), ("/reports/inventory", "/post_receipt"),
        ("/reports/movements", "/post_receipt"), ("/movements", "/post_receipt"),
        ("/saved_views", "/items"), ("/thresholds", "/set_threshold_default"),
    ],
)  # fmt: skip
async def test_a_list_without_anything_says_where_to_begin(
    site: Site, path: str, leads_to: str
) -> None:
    with site.database.connect() as db:
        db.execute("delete from inventory.saved_views")
    text = (await (await site.person("bob_boss")).get(path)).text
    empty = text[text.index('class="empty') :]
    assert re.search(rf'<a class="button[^"]*" href="{leads_to}', empty), empty[:400]
