"""Changes of many items: on a thread beside the web, told by the database, all of them or none."""

import asyncio
import csv
import io
import re
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.web.conftest import Answer, Browser, Site
from web import item_edits
from web.rooms import edit_items

TAGGED = "select count(*) as n from inventory.items where 'fresh' = any (tags)"


@pytest.fixture
def many(site: Site, monkeypatch: pytest.MonkeyPatch) -> int:
    """So many items that a change of them takes a while, in parts of ten."""
    monkeypatch.setattr(edit_items, "MANY", 20)
    monkeypatch.setattr(item_edits, "PART", 10)
    monkeypatch.setattr(item_edits, "EVERY", 0.0)
    with site.database.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id)"
            " select 'MANY-' || to_char(n, 'FM000'), 'Many', inventory.category_of('PARTS'),"
            " inventory.unit_of('ea') from generate_series(1, 60) as n"
        )
    return 61  # with the bolt


async def _begin(browser: Browser, **changes: str) -> Answer:
    form = {"q": "category:PARTS", "all": "1", "step": "preview", "tags_add": "fresh"}
    return await browser.post("/edit_items", form | changes)


async def _ended(browser: Browser, url: str) -> dict[str, Any]:
    """What the change says once nothing runs any more."""
    for _ in range(300):
        page = dict((await browser.get(f"{url}.json")).json())
        if page["state"] not in ("checking", "changing"):
            return page
        await asyncio.sleep(0.05)
    raise AssertionError(page)


def _tagged(site: Site) -> int:
    with site.database.connect() as db:
        row = db.execute(TAGGED).fetchone()
    return int(row["n"]) if row else -1


async def test_many_are_checked_then_changed(site: Site, many: int) -> None:
    browser = await site.person("bob_boss")
    page = await _begin(browser)
    assert re.fullmatch(r"/item_edits/[0-9a-f-]{36}", page.url)
    found = await _ended(browser, page.url)
    assert (found["state"], found["done"], found["total"]) == ("checked", many, many)
    assert found["result"]["changed"] == many
    assert _tagged(site) == 0, "it was only looked at"
    text = (await browser.get(page.url)).text
    assert f"Change {many} items" in text
    await browser.post(f"{page.url}/start", {})
    found = await _ended(browser, page.url)
    assert (found["state"], found["result"]["changed"]) == ("done", many)
    assert _tagged(site) == many
    assert "were changed" in (await browser.get(page.url)).text
    assert (await browser.post(f"{page.url}/start", {})).status in (409, 422), "once"
    other = await site.person("max_manager")
    assert (await other.get(page.url)).status == 404, "it is of who asked"


async def test_what_cannot_be_changed_is_told_and_nothing_is(site: Site, many: int) -> None:
    """Somebody changed three of them between the check and the change."""
    browser = await site.person("bob_boss")
    page = await _begin(browser)
    await _ended(browser, page.url)
    with site.database.connect("bob_boss") as boss:
        for sku in ("MANY-001", "MANY-030", "MANY-060"):
            boss.execute(
                "select api.edit_item(sku => %s, version => 1, changes => %s)",
                [sku, Jsonb({"name": "Other"})],
            )
    await browser.post(f"{page.url}/start", {})
    found = await _ended(browser, page.url)
    assert found["state"] == "failed"
    assert found["problem"] == "Nothing was changed: 3 items cannot be changed so."
    assert _tagged(site) == 0
    answer = await browser.get(f"{page.url}.csv")
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert [one["sku"] for one in lines] == ["MANY-001", "MANY-030", "MANY-060"]
    assert f"{page.url}.csv" in (await browser.get(page.url)).text


async def test_a_change_is_cancelled_while_it_runs(
    site: Site, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await site.person("bob_boss")
    page = await _begin(browser)
    await _ended(browser, page.url)
    with site.database.connect("bob_boss") as boss:  # holds it up before its last part
        boss.autocommit = False
        boss.execute("select from inventory.items where sku = 'MANY-060' for update")
        await browser.post(f"{page.url}/start", {})
        for _ in range(200):
            running = (await browser.get(f"{page.url}.json")).json()
            if running["done"]:
                break
            await asyncio.sleep(0.05)
        assert running["state"] == "changing"
        text = (await browser.get(page.url)).text
        assert "<progress" in text, "another look at the page finds it"
        await browser.post(f"{page.url}/cancel", {})
        boss.rollback()
    assert (await browser.get(f"{page.url}.json")).json()["state"] == "cancelled"
    await asyncio.sleep(1)
    assert _tagged(site) == 0
    assert "nothing of it was kept" in (await browser.get(page.url)).text


async def test_few_are_changed_at_once(site: Site) -> None:
    browser = await site.person("bob_boss")
    assert (await _begin(browser)).url == "/edit_items"
