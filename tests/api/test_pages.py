"""The API's pages say what the document says, and every example of theirs is understood."""

import json
import re
import shlex
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.web.conftest import Answer, Browser, Site, receive, site
from web import api_examples, api_pages, openapi

__all__ = ["receive", "site"]

# What an example may meet in a company that has few of its things: nothing by the name, another
# version, not theirs, already so. Never a request that is not understood.
UNDERSTOOD = {200, 303, 403, 404, 409, 422}
# Of 422, what says that the things are not there or are as they are; IN012, IN017, 22… would say
# that the example is wrong.
NOT_THERE = {"IN001", "IN006", "IN020", "IN016"}


def texts(page: str, pattern: str) -> list[str]:
    """What a pattern finds on a page, as people read it."""
    return [unescape(one) for one in re.findall(pattern, page)]


async def document(site: Site) -> dict[str, Any]:
    """The document as the web tells it."""
    return (await openapi.kept(site.app)).told


async def test_each_operation_is_on_the_page_of_its_room(site: Site) -> None:
    staff = await site.person("vic_viewer")
    told = await document(site)
    index = (await staff.get("/docs/api")).text
    for tag in told["tags"]:
        page = (await staff.get(f"/docs/api/{api_pages.slug(tag['name'])}")).text
        for path, methods in told["paths"].items():
            for method, one in methods.items():
                if one["tags"] != [tag["name"]] or path.endswith((".csv", ".xlsx", ".jsonl")):
                    continue
                assert f'id="{one["operationId"]}"' in page
                assert f'#{one["operationId"]}"' in index
                section = page.split(f'id="{one["operationId"]}"')[1].split("<section")[0]
                assert f"<code>{path}</code>" in section
                assert method.upper() in section
                assert unescape(section).count(one["summary"]) == 1
                for parameter in one["parameters"]:
                    assert f"<dt><code>{parameter['name']}</code>" in section
                assert texts(section, r'href="/docs/errors#(IN\d+)"') == one["x-errors"]
                assert "curl '" in unescape(section)


async def test_the_filter_finds_by_address_name_and_word(site: Site) -> None:
    staff = await site.person("vic_viewer")
    for q, found in (
        ("post_receipt", {"post_receipt"}), ("/items.json", {"search_items"}),
        ("RECEIVES stock", {"post_receipt"}), ("zzz", set()),
    ):  # fmt: skip
        page = (await staff.get("/docs/api", params={"q": q})).text
        assert set(texts(page, r'href="/docs/api/[a-z-]+#(\w+)"')) == found, q
    assert "Nothing with these words" in page


async def test_a_part_is_answered_to_the_page_itself(site: Site) -> None:
    staff = await site.person("vic_viewer")
    part = (await staff.get("/docs/api?q=lots", headers={"HX-Request": "true"})).text
    assert "<html" not in part
    assert "list_lots" in part


async def test_it_is_for_who_is_signed_in(site: Site) -> None:
    visitor = await site.visitor()
    for path in ("/docs/api", "/docs/api/items", "/docs/api/example.py"):
        answer = await visitor.get(path, allow_redirects=False)
        assert answer.headers["Location"].startswith("/sign-in")
    counter = await site.person("cora_counter")
    assert (await counter.get("/docs/api")).status == 200
    assert (await counter.get("/docs/api/no-such-room")).status == 404


async def test_the_example_program_is_the_one_of_the_repository(site: Site) -> None:
    got = await (await site.person("sue_staff")).get("/docs/api/example.py")
    assert got.headers["Content-Type"].startswith("text/plain")
    assert got.text.startswith('"""A program that uses')
    assert got.headers["X-Content-Type-Options"] == "nosniff"


async def send(browser: Browser, example: str) -> Answer:
    """An example, as curl sends it, but by a person's session."""
    words = shlex.split(example.replace("\\\n", " "))
    assert (words[0], words[2:4]) == ("curl", ["-H", "Authorization: Bearer $TOKEN"])
    url = urlsplit(words[1])
    path = url.path + (f"?{url.query}" if url.query else "")
    if words[4:5] == ["--json"]:
        return await browser.post_json(path, json.loads(words[5]))
    if words[4:5] == ["-F"]:
        form = aiohttp.FormData({"form_token": await browser.form_token()})
        for name, value in (one.split("=", 1) for one in words[5::2]):
            if value.startswith("@"):
                form.add_field(name, b"sku,name\nPEAR,Pear\n", filename=value[1:])
            else:
                form.add_field(name, value)
        return await browser._ask("POST", path, data=form, headers={"Accept": "application/json"})
    return await browser.get(path)


async def test_each_example_is_understood(site: Site) -> None:
    """As a manager, an admin and an auditor; one of them may ask it."""
    with site.database.connect("max_manager") as own:
        for item in ("ESP-1KG", "ESP-250"):
            own.execute(
                "select api.create_item(jsonb_build_object('sku', %s::text, 'name', 'Espresso',"
                " 'category', 'FOOD', 'unit', 'ea'))", [item],
            )  # fmt: skip
    people = [await site.person(name) for name in ("max_manager", "ann_admin", "ada_auditor")]
    for one in api_pages.operations(await document(site)):
        codes = []
        for person in people:
            answer = await send(person, one.example)
            assert answer.status in UNDERSTOOD, f"{one.example}\n{answer.text}"
            told = answer.json() if answer.status > 399 else {}
            codes.append(told.get("code"))
            known = told.get("code") in NOT_THERE or "already" in told.get("detail", "")
            assert answer.status != 422 or known, f"{one.example}\n{told}"
            assert told.get("code") != "HTTP404", one.example
        assert set(codes) - {"42501"}, f"{one.name}: none of them may"


async def test_examples_are_of_operations_that_there_are(site: Site) -> None:
    known = {one.name for one in api_pages.operations(await document(site))}
    assert set(api_examples.QUERY) | set(api_examples.BODY) <= known


@pytest.mark.parametrize(
    ("name", "said", "own"),
    [
        ("after", "after: the next page; before: the one before.", "The next page"),
        ("before", "after: the next page; before: the one before.", "The one before."),
        ("q", "query: words, and more; all hold.", "Words, and more; all hold."),
        ("query", "query: words; all hold; sort: an order.", "Words; all hold"),
        ("after", "A page of rows; after: the page before's next.", "The page before's next."),
        ("lot", "Only of a receipt.", "Only of a receipt."),
    ],
)
def test_a_value_is_told_what_is_said_of_it(name: str, said: str, own: str) -> None:
    assert api_pages._own(name, said) == own
