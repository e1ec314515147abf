"""An attribute's number of more digits than a float has comes back with each of them, by every way
in and out."""

import csv
import io
import re

import pytest

from ops import exact
from tests.web.conftest import Site
from tests.web.test_imports import check, send, start
from tests.web.test_imports import columns as named

LONG = "0.12345678901234567890123"
WHOLE = "12345678901234567890.5"
CASES = [LONG, WHOLE, "1234567890123456789012345"]


def kept(site: Site, sku: str = "APPLE") -> str:
    """As the database has it."""
    with site.database.connect() as db:
        row = db.execute(
            "select attributes ->> 'weight' as weight from inventory.items where sku = %s", [sku]
        ).fetchone()
    return str(row["weight"])


@pytest.mark.parametrize("said", CASES)
async def test_through_the_form_and_back(site: Site, said: str) -> None:
    browser = await site.person("max_manager")
    form = {"attribute.weight": said, "version": "1", "name": "Apple", "sku": "APPLE",
            "category": "FOOD", "unit": "ea"}  # fmt: skip
    done = await browser.post("/edit_item/APPLE", form)
    assert done.status == 200, done.text[:3000]
    assert kept(site) == said
    shown = await browser.get("/edit_item/APPLE")
    assert re.search(r'name="attribute\.weight"[^>]*value="([^"]*)"', shown.text)[1] == said
    await browser.post("/edit_item/APPLE", form | {"version": "2"})
    assert kept(site) == said, "sent again as it was"


@pytest.mark.parametrize("said", CASES)
async def test_through_json_and_back(site: Site, said: str) -> None:
    browser = await site.person("max_manager")
    with site.database.connect("max_manager") as own:
        own.execute(
            "select api.edit_item(%s, %s::jsonb, 1)",
            ["APPLE", f'{{"attributes": {{"weight": {said}}}}}'],
        )
    told = (await browser.get("/items/APPLE.json")).text
    assert f'"weight": {said}' in told
    body = exact.dumps({"attributes": exact.loads(told)["item"]["attributes"], "version": 2})
    headers = {
        "X-Form-Token": await browser.form_token(), "Accept": "application/json",
        "Content-Type": "application/json",
    }  # fmt: skip
    answer = await browser._ask("POST", "/edit_item/APPLE", data=body, headers=headers)
    assert answer.status == 200, answer.text
    assert f'"weight": {said}' in answer.text
    assert kept(site) == said


@pytest.mark.parametrize("said", CASES)
async def test_through_a_file_and_back(site: Site, said: str) -> None:
    browser = await site.person("max_manager")
    page = await send(browser, "w.csv", f"sku,weight\nAPPLE,{said}\n".encode())
    columns = named("sku", "weight")
    assert (await check(browser, page, columns))["bad"] == 0
    assert (await start(browser, page, "all"))["state"] == "done"
    assert kept(site) == said
    file = (await browser.get("/item_fields.csv?q=apple")).text
    (row,) = [one for one in csv.DictReader(io.StringIO(file)) if one["sku"] == "APPLE"]
    assert row["weight"] == said
    again = await send(browser, "again.csv", file.encode())
    columns = named(*row)
    assert (await check(browser, again, columns))["counts"]["unchanged"] == 1


async def test_through_a_change_of_many(site: Site) -> None:
    browser = await site.person("max_manager")
    form = {"selection": '{"skus": ["APPLE"]}', "attribute.weight": LONG, "step": "preview"}
    shown = await browser.post("/edit_items", form)
    done = await browser.post(f"{shown.url}/start", {})
    assert done.status == 200, done.text[:2000]
    assert kept(site) == LONG


async def test_a_number_beyond_all_bounds_is_refused(site: Site) -> None:
    """Written out, it would be a hundred thousand digits of an item."""
    browser = await site.person("max_manager")
    headers = {
        "X-Form-Token": await browser.form_token(), "Accept": "application/json",
        "Content-Type": "application/json",
    }  # fmt: skip
    body = '{"attributes": {"weight": 1e100000}, "version": 1}'
    answer = await browser._ask("POST", "/edit_item/APPLE", data=body, headers=headers)
    assert answer.status == 422
    assert answer.json()["errors"][0]["field"] == "attribute.weight"


def test_what_is_typed_forges_no_number() -> None:
    assert exact.loads(exact.dumps({"a": '"1"', "b": exact.MARK[:-1] + "1"})) == {
        "a": '"1"', "b": exact.MARK[:-1] + "1",
    }  # fmt: skip
    assert exact.dumps({"a": exact.loads("1.10")}) == '{"a": 1.10}'
