"""A command that is sent again with its Idempotency-Key is not done twice."""

import asyncio
import json
import uuid
from typing import Any

import aiohttp
import pytest

from tests.web.conftest import Answer, Browser, Site, receive, site
from tests.web.test_imports import settled
from web import openapi
from web.importing.run import RUNNER

__all__ = ["receive", "site"]

ITEM = {"sku": "PEAR", "name": "Pear", "category": "FOOD", "unit": "ea"}
# A command that makes something, by whom, and how many there are.
MAKING = {
    "create_item": ("max_manager", ITEM, "inventory.items"),
    "create_category": ("max_manager", {"code": "TEA", "name": "Tea"}, "inventory.categories"),
    "create_unit": ("max_manager", {"code": "tin", "name": "Tin"}, "inventory.units"),
    "create_location": (
        "max_manager", {"code": "MAIN-Z", "name": "Z", "kind": "zone", "parent": "MAIN"},
        "inventory.locations",
    ),
    "create_saved_view": (
        "max_manager", {"name": "Low", "query": "status:low"}, "inventory.saved_views",
    ),
    "create_subscription": ("max_manager", {"category": "FOOD"}, "inventory.subscriptions"),
    "create_user": (
        "ann_admin", {"person": "temp_shop", "name": "Shop", "groups": ["staff"], "kind": "client"},
        "auth.people",
    ),
}  # fmt: skip


async def send(browser: Browser, path: str, body: Any, key: str) -> Answer:
    """POST JSON with a key."""
    token = await browser.form_token()
    headers = {"X-Form-Token": token, "Accept": "application/json", "Idempotency-Key": key}
    return await browser._ask("POST", path, json=body, headers=headers)


def count(site: Site, table: str) -> int:
    """How many rows a table has."""
    with site.database.connect() as db:
        row = db.execute(f"select count(*) as n from {table}").fetchone()
    return int(row["n"])


@pytest.mark.parametrize("command", MAKING)
async def test_what_is_made_is_made_once(site: Site, command: str) -> None:
    person, body, table = MAKING[command]
    browser, key, before = await site.person(person), str(uuid.uuid4()), count(site, table)
    first = await send(browser, f"/{command}", body, key)
    again = await send(browser, f"/{command}", dict(reversed(body.items())), f'"{key}"')
    assert first.status == again.status == 200, first.text + again.text
    assert again.json() == first.json()
    assert count(site, table) == before + 1


async def test_with_other_words_the_key_is_refused(site: Site) -> None:
    manager = await site.person("max_manager")
    assert (await send(manager, "/create_item", ITEM, "k1")).status == 200
    other = await send(manager, "/create_item", ITEM | {"name": "Plum"}, "k1")
    elsewhere = await send(manager, "/create_unit", {"code": "tin", "name": "Tin"}, "k1")
    for answer in (other, elsewhere):
        assert (answer.status, answer.json()["code"]) == (409, "IN002")


async def test_the_same_key_of_another_is_another(site: Site) -> None:
    body, before = {"name": "Low", "query": "status:low"}, count(site, "inventory.saved_views")
    for name in ("max_manager", "vic_viewer"):
        answer = await send(await site.person(name), "/create_saved_view", body, "k1")
        assert answer.status == 200, answer.text
    assert count(site, "inventory.saved_views") == before + 2


async def test_two_at_once_are_one(site: Site) -> None:
    manager, before = await site.person("max_manager"), count(site, "inventory.subscriptions")
    body = {"category": "FOOD"}
    answers = await asyncio.gather(
        *(send(manager, "/create_subscription", body, "k1") for _ in range(8))
    )
    assert {answer.status for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert count(site, "inventory.subscriptions") == before + 1


async def test_what_was_refused_may_be_mended_under_its_key(site: Site) -> None:
    manager = await site.person("max_manager")
    assert (await send(manager, "/create_item", ITEM | {"unit": "nope"}, "k1")).status == 404
    assert (await send(manager, "/create_item", ITEM, "k1")).status == 200


async def test_a_token_is_told_once_and_kept_nowhere(site: Site) -> None:
    admin = await site.person("ann_admin")
    made = {"person": "temp_shop", "name": "Shop", "groups": ["staff"], "kind": "client"}
    assert (await send(admin, "/create_user", made, "k0")).status == 200
    first = await send(admin, "/create_token/temp_shop", {"label": "nightly"}, "k1")
    again = await send(admin, "/create_token/temp_shop", {"label": "nightly"}, "k1")
    assert first.status == 200
    assert (again.status, again.json()["code"]) == (409, "IN002")
    with site.database.connect() as db:
        kept = db.execute("select command, answer from auth.request_keys order by key").fetchall()
        tokens = db.execute("select from auth.sessions where kind = 'token'").fetchall()
    assert kept[1] == {"command": "create_token", "answer": None}
    assert len(tokens) == 1


async def test_a_document_takes_the_key_of_the_header(site: Site) -> None:
    staff = await site.person("sue_staff")
    body = {"lines": [{"item": "APPLE", "location": "MAIN-A", "quantity": 1}]}
    for key in (str(uuid.uuid4()), "order-4711"):
        first, again = [await send(staff, "/post_receipt", body, key) for _ in range(2)]
        assert first.status == 200, first.text
        assert first.json()["document"] == again.json()["document"]
    assert count(site, "inventory.documents") == 2
    missing = await staff.post_json("/post_receipt", body)
    assert missing.json()["code"] == "IN005"


@pytest.mark.parametrize("key", ["", "a b", "ä", "x" * 256])
async def test_what_is_no_key_is_refused(site: Site, key: str) -> None:
    manager = await site.person("max_manager")
    answer = await send(manager, "/create_item", ITEM, key)
    assert answer.status == 400, answer.text
    assert answer.json()["code"] == "HTTP400"
    assert count(site, "auth.request_keys") == 0


async def test_who_may_no_longer_do_it_is_not_told_what_it_told(site: Site) -> None:
    manager = await site.person("max_manager")
    assert (await send(manager, "/create_item", ITEM, "k1")).status == 200
    admin = await site.person("ann_admin")
    try:
        taken = await admin.post_json("/set_groups/max_manager", {"groups": ["viewer"]})
        assert taken.status == 200, taken.text
        again = await send(await site.person("max_manager"), "/create_item", ITEM, "k1")
    finally:  # roles are the server's, not the database's
        await admin.post_json("/set_groups/max_manager", {"groups": ["manager"]})
    assert again.status == 403, again.text


async def test_a_change_is_done_once_too(site: Site) -> None:
    """The second would be a lost update: the version is no longer the one that was read."""
    manager = await site.person("max_manager")
    version = (await manager.get("/items/APPLE.json")).json()["item"]["version"]
    body = {"name": "Apples", "version": version}
    first, again = [await send(manager, "/edit_item/APPLE", body, "k1") for _ in range(2)]
    assert (first.status, again.status) == (200, 200)
    assert first.json() == again.json()


async def test_keys_are_kept_for_a_day(site: Site) -> None:
    manager = await site.person("max_manager")
    assert (await send(manager, "/create_item", ITEM, "k1")).status == 200
    with site.database.connect() as db:
        assert db.execute("select auth.forget_requests() as n").fetchone() == {"n": 0}
        db.execute("update auth.request_keys set made_at = now() - interval '25 hours'")
        gone = db.execute("select api.housekeeping() ->> 'request_keys' as n").fetchone()
    assert gone == {"n": "1"}


async def test_the_document_says_which_take_a_key(site: Site) -> None:
    told = (await openapi.kept(site.app)).told
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            names = {parameter["name"] for parameter in one["parameters"]}
            body = json.dumps(one.get("requestBody", {}))
            has_own = "idempotency_key" in body
            # A file that is kept with an item is kept once, however often it is sent.
            none = ("preview_document", "add_attachment")
            is_command = method == "post" and one["operationId"] not in none
            assert ("Idempotency-Key" in names) == (is_command and not has_own), path


FILE = b"sku,name,category,unit\nPEAR,Pear,FOOD,ea\n"


async def send_file(browser: Browser, content: bytes, key: str, kind: str = "items") -> Answer:
    """POST a file to be imported, with a key."""
    form = aiohttp.FormData({"form_token": await browser.form_token(), "kind": kind})
    form.add_field("file", content, filename="items.csv")
    headers = {"Accept": "application/json", "Idempotency-Key": key}
    return await browser._ask("POST", "/import", data=form, headers=headers)


async def test_a_file_is_taken_once(site: Site) -> None:
    manager = await site.person("max_manager")
    answers = [await send_file(manager, FILE, "k1") for _ in range(2)]
    answers += await asyncio.gather(*(send_file(manager, FILE, "k2") for _ in range(4)))
    assert {answer.status for answer in answers} == {200}, answers[1].text
    assert answers[0].json() == answers[1].json()
    assert len({answer.text for answer in answers[2:]}) == 1
    assert count(site, "inventory.imports") == 2
    assert count(site, "inventory.import_rows") == 2
    for other in (await send_file(manager, FILE + b"FIG,Fig,FOOD,ea\n", "k1"),
                  await send_file(manager, FILE, "k1", "locations")):  # fmt: skip
        assert (other.status, other.json()["code"]) == (409, "IN002")
    assert (await send_file(manager, FILE, "a b")).status == 400
    assert count(site, "inventory.imports") == 2


async def test_an_import_is_started_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sent again, it is not gone through again: the runner starts where the command was done."""
    manager, runner, runs = await site.person("max_manager"), site.app[RUNNER], []
    begin = runner.start
    monkeypatch.setattr(runner, "start", lambda job: runs.append(job) or begin(job))
    page = f"/imports/{(await send_file(manager, FILE, 'k0')).json()['import']}"
    mapping = {"columns": {one: one for one in ("sku", "name", "category", "unit")}}
    assert (await send(manager, f"{page}/map", {"mapping": mapping}, "k1")).status == 200
    for how in ("check", "all"):
        first = await send(manager, f"{page}/start", {"how": how}, how)
        there = Answer(200, {}, "", page)
        ended = await settled(manager, there)
        again = await send(manager, f"{page}/start", {"how": how}, how)
        assert (first.status, again.status) == (200, 200), again.text
        assert first.json() == again.json()
        assert await settled(manager, there) == ended
    assert [job.page["choice"] for job in runs] == ["check", "all"]
