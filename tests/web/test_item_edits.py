"""Changes of many items: on a thread beside the web, part by part, told by the database."""

import asyncio
import csv
import io
import re
from concurrent.futures import Future
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.web.conftest import Answer, Browser, Site
from web import item_edits
from web.rooms import item_edits as rooms

TAGGED = "select count(*) as n from inventory.items where 'fresh' = any (tags)"


@pytest.fixture
def many(site: Site, monkeypatch: pytest.MonkeyPatch) -> int:
    """So many items that a change of them takes a while, in parts of ten."""
    monkeypatch.setattr(rooms, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(item_edits, "PART", 10)
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
    assert f'data-of="{many}"' in text
    await browser.post(f"{page.url}/start", {})
    found = await _ended(browser, page.url)
    assert (found["state"], found["result"]["changed"]) == ("done", many)
    assert _tagged(site) == many
    assert "were changed" in (await browser.get(page.url)).text
    assert (await browser.post(f"{page.url}/start", {})).status in (409, 422), "once"
    other = await site.person("max_manager")
    assert (await other.get(page.url)).status == 404, "it is of who asked"


async def test_what_cannot_be_changed_is_told_and_left(site: Site, many: int) -> None:
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
    assert (found["state"], found["result"]["changed"]) == ("done", many - 3)
    assert (found["result"]["failed"], found["problem"]) == (3, None)
    assert _tagged(site) == many - 3
    answer = await browser.get(f"{page.url}.csv")
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert [one["sku"] for one in lines] == ["MANY-001", "MANY-030", "MANY-060"]
    text = (await browser.get(page.url)).text
    assert f"{page.url}.csv" in text
    assert "3 could not be: they are as they were." in text


async def test_back_to_the_form_and_without_those_that_cannot(site: Site, many: int) -> None:
    """Of so many the database knows which they were: the page carries the key alone."""
    with site.database.connect("bob_boss") as boss:
        boss.execute(
            "select api.post_receipt(lines => %s, idempotency_key => gen_random_uuid())",
            [Jsonb([{"item": "MANY-007", "location": "MAIN-A", "quantity": 1}])],
        )
    browser = await site.person("bob_boss")
    page = await _begin(browser, retire="1")
    first = await _ended(browser, page.url)
    assert first["result"]["failed"] == 1
    text = (await browser.get(page.url)).text
    assert f'data-of="{many - 1}"' in text, "but for the one that cannot be"
    said = {"edit": page.url.rpartition("/")[2]}
    back = (await browser.post("/edit_items", said | {"step": "choose"})).text
    assert f"{many} items" in back
    assert 'name="retire" value="1" checked' in back
    ticks = said | {"shown": "MANY-001"}
    again = await browser.post("/edit_items", ticks | {"step": "preview"})
    assert again.url != page.url
    found = await _ended(browser, again.url)
    assert (found["total"], found["result"]["failed"]) == (many - 1, 1)
    await browser.post(f"{page.url}/start", ticks)
    found = await _ended(browser, page.url)
    assert (found["total"], found["result"]["changed"]) == (many - 2, many - 2)
    other = await site.person("max_manager")
    assert "There is no such change of yours." in (await other.post("/edit_items", said)).text


async def test_a_range_set_since_the_check_stays(site: Site, many: int) -> None:
    browser = await site.person("bob_boss")
    page = await _begin(browser, location="MAIN", minimum="5")
    await _ended(browser, page.url)
    with site.database.connect("max_manager") as other:
        other.execute("select api.set_threshold('MANY-030', 'MAIN', 2, null)")
        await browser.post(f"{page.url}/start", {})
        found = await _ended(browser, page.url)
        assert (found["result"]["changed"], found["result"]["failed"]) == (many - 1, 1)
        assert [one["sku"] for one in found["result"]["failures"]] == ["MANY-030"]
        row = other.execute("select minimum from api.thresholds where sku = 'MANY-030'").fetchone()
        assert row is not None
        assert row["minimum"] == 2


async def _held_up(browser: Browser, url: str, done: int) -> dict[str, Any]:
    """Begin the change, and wait until it has done so many and comes no further."""
    await browser.post(f"{url}/start", {})
    for _ in range(200):
        running = dict((await browser.get(f"{url}.json")).json())
        if running["done"] == done:
            return running
        await asyncio.sleep(0.05)
    raise AssertionError(running)


async def test_what_was_done_before_a_cancellation_stays_and_goes_on(site: Site, many: int) -> None:
    browser = await site.person("bob_boss")
    page = await _begin(browser)
    await _ended(browser, page.url)
    with site.database.connect("bob_boss") as boss:  # holds it up in its fourth part
        boss.autocommit = False
        boss.execute("select from inventory.items where sku = 'MANY-035' for update")
        running = await _held_up(browser, page.url, 30)
        assert running["state"] == "changing"
        assert _tagged(site) == 30, "each part is committed by itself"
        text = (await browser.get(page.url)).text
        assert "<progress" in text, "another look at the page finds it"
        await browser.post(f"{page.url}/cancel", {})
        boss.rollback()
    await asyncio.sleep(1)
    assert _tagged(site) == 30, "the part that ran is taken back"
    text = (await browser.get(page.url)).text
    assert "It was cancelled." in text
    assert "30 of 61 items were gone through, and 30 of them were changed." in text
    assert "Go on with the other 31" in text
    await browser.post(f"{page.url}/start", {})
    found = await _ended(browser, page.url)
    assert (found["state"], found["done"], found["result"]["changed"]) == ("done", many, many)
    assert _tagged(site) == many
    assert "61 items were changed" in (await browser.get(page.url)).text


async def test_nobody_else_waits_for_more_than_a_part(site: Site, many: int) -> None:
    """An item of a part that is done is posted while the change goes on."""
    browser = await site.person("bob_boss")
    page = await _begin(browser, location="MAIN", minimum="5")
    await _ended(browser, page.url)
    with site.database.connect("bob_boss") as boss, site.database.connect("bob_boss") as other:
        boss.autocommit = False
        boss.execute("select from inventory.items where sku = 'MANY-060' for update")
        await _held_up(browser, page.url, 60)
        other.execute("set lock_timeout = '500ms'")
        other.execute(
            "select api.post_receipt(lines => %s, idempotency_key => gen_random_uuid())",
            [Jsonb([{"item": "MANY-001", "location": "MAIN-A", "quantity": 1}])],
        )
        boss.rollback()
    assert (await _ended(browser, page.url))["state"] == "done"


async def test_a_change_that_stopped_tells_how_far_it_came(site: Site, many: int) -> None:
    """Its run died behind the second part: the others are as they were, until it goes on."""
    browser = await site.person("bob_boss")
    page = await _begin(browser)
    await _ended(browser, page.url)
    edit = page.url.rsplit("/", 1)[1]
    with site.database.connect("bob_boss") as boss:  # holds it up, and takes its row over
        boss.autocommit = False
        boss.execute("select from inventory.items where sku = 'MANY-025' for update")
        await _held_up(browser, page.url, 20)
        with site.database.connect() as db:
            db.execute(
                "update inventory.item_edits set run = gen_random_uuid(),"
                " heartbeat_at = now() - interval '2 minutes' where edit_id = %s", [edit]
            )  # fmt: skip
        boss.rollback()
    await asyncio.sleep(1)
    assert _tagged(site) == 20, "a run whose row is another's does nothing more"
    text = (await browser.get(page.url)).text
    assert "It stopped before its end" in text
    assert "20 of 61 items were gone through, and 20 of them were changed." in text
    await browser.post(f"{page.url}/start", {})
    assert (await _ended(browser, page.url))["result"]["changed"] == many
    assert _tagged(site) == many


async def test_what_waits_is_said_to_wait_and_is_run_once(
    site: Site, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its turn comes late: it was not called dead, and another beginning makes no second run."""
    browser = await site.person("bob_boss")
    waiting: list[tuple[Any, ...]] = []
    submit = item_edits.Runner.start
    monkeypatch.setattr(
        item_edits.Runner, "start", lambda *said: waiting.append(said) or Future()
    )  # its turn does not come
    page = await _begin(browser)
    with site.database.connect() as db:
        db.execute("update inventory.item_edits set heartbeat_at = now() - interval '2 minutes'")
    text = (await browser.get(page.url)).text
    assert "It waits for its turn" in text
    assert "It stopped" not in text
    assert (await browser.post(f"{page.url}/start", {})).status == 200
    assert len(waiting) == 2
    for said in waiting:
        submit(*said)
    found = await _ended(browser, page.url)
    assert (found["state"], found["result"]["changed"]) == ("checked", many)
    with site.database.connect("bob_boss") as boss:
        edit = page.url.rsplit("/", 1)[1]
        boss.execute("select api.start_item_edit(edit => %s)", [edit])
        claim = "select api.claim_item_edit(edit => %s, run => gen_random_uuid()) is not null as it"
        assert [boss.execute(claim, [edit]).fetchone()["it"] for _ in range(2)] == [True, False]
        told = "select api.record_item_edit(edit => %s, done => 60) as it"
        assert boss.execute(told, [edit]).fetchone()["it"] is False, "a run tells by its key"


async def test_few_are_checked_by_the_time_the_page_is_shown(site: Site) -> None:
    browser = await site.person("bob_boss")
    page = await _begin(browser)
    assert 'data-of="1"' in page.text
    assert "1 item was changed." in (await browser.post(f"{page.url}/start", {})).text
