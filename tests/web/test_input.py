"""What clients send: JSON of every type, NUL characters, unknown charsets; no fault of ours."""

import asyncio
import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from yarl import URL

from tests.web.conftest import Answer, Browser, Site

RANGE = {"location": "MAIN", "minimum": 5, "maximum": 50.5, "margin": 0, "severity": "warning"}


async def send(browser: Browser, path: str, body: str | bytes, kind: str, **more: str) -> Answer:
    """POST a body as it is, with this session's token."""
    headers = {"X-Form-Token": await browser.form_token(), "Content-Type": kind} | more
    return await browser._ask("POST", path, data=body, headers=headers)


async def test_numbers_in_json_are_the_numbers(site: Site) -> None:
    browser = await site.person("max_manager")
    answer = await browser.post_json("/set_threshold/MILK", RANGE)
    assert answer.status == 200, answer.text
    said = answer.json()
    assert (said["minimum"], said["maximum"], said["version"]) == (5, 50.5, 1)
    said = (await browser.post_json("/set_threshold/MILK", RANGE | {"maximum": None})).json()
    assert (said["minimum"], said["maximum"]) == (5, None)


async def test_a_number_in_json_keeps_every_digit(site: Site) -> None:
    browser = await site.person("max_manager")
    with site.database.connect() as db:
        db.execute("update inventory.units set decimals = 6 where code = 'l'")
    exact = "123456789012.123457"  # more digits than a float holds
    body = json.dumps(RANGE | {"maximum": "?"}).replace('"?"', exact)
    answer = await send(browser, "/set_threshold/MILK", body, "application/json")
    assert json.loads(answer.text, parse_float=Decimal)["maximum"] == Decimal(exact)


@pytest.mark.parametrize("version", [99, "99", 99.0])
async def test_a_stale_version_in_json_overwrites_nothing(site: Site, version: Any) -> None:
    browser = await site.person("max_manager")
    await browser.post_json("/set_threshold/MILK", RANGE)
    answer = await browser.post_json("/set_threshold/MILK", RANGE | {"version": version})
    assert answer.status in (409, 422)
    shown = (await browser.get("/items/MILK.json")).json()["thresholds"]
    assert [one["version"] for one in shown] == [1]


@pytest.mark.parametrize("version", ["seven", "-1", 1.5, 10**12, "1e0"])
async def test_an_unreadable_version_is_told(site: Site, version: Any) -> None:
    browser = await site.person("max_manager")
    for path in ("/set_threshold/APPLE", "/edit_item/APPLE", "/remove_item/APPLE"):
        body = (RANGE if "threshold" in path else {}) | {"version": version}
        answer = await browser.post_json(path, body)
        assert answer.status == 422, path
        assert "version" in answer.json()["error"]["message"]


@pytest.mark.parametrize("value", [True, [5], {"is": 5}])
@pytest.mark.parametrize("name", ["minimum", "location", "version"])
async def test_json_of_another_type_is_refused(site: Site, name: str, value: Any) -> None:
    browser = await site.person("max_manager")
    answer = await browser.post_json("/set_threshold/APPLE", RANGE | {name: value})
    assert answer.status == 400
    assert name in answer.json()["error"]["message"]


async def test_a_number_as_reference_is_its_text(site: Site) -> None:
    browser = await site.person("sue_staff")
    body = {
        "lines": [{"item": "MILK", "location": "MAIN-A", "quantity": 1.125}],
        "idempotency_key": str(uuid.uuid4()), "reference": 4711,
    }  # fmt: skip
    answer = await browser.post_json("/post_receipt", body)
    assert answer.status == 200, answer.text
    assert answer.json()["reference"] == "4711"
    assert answer.json()["lines"][0]["quantity"] == 1.125
    assert (await browser.post_json("/post_receipt", body | {"note": ["x"]})).status == 400


@pytest.mark.parametrize(
    "body",
    ["[]", '"x"', "5", "null", "{", "", "[" * 100_000, '{"a": NaN}', "9" * 5000, '{"a": 1e9999}x'],
)
async def test_json_that_is_no_object_is_refused(site: Site, body: str) -> None:
    browser = await site.person("max_manager")
    for path in ("/create_item", "/set_threshold/APPLE", "/post_receipt"):
        assert (await send(browser, path, body, "application/json")).status == 400


@pytest.mark.parametrize("number", ["1e9999", "-1e9999", "1e999999999999", "9" * 400])
async def test_a_number_beyond_all_bounds_is_refused(site: Site, number: str) -> None:
    browser = await site.person("max_manager")
    lines = '[{"item": "APPLE", "location": "MAIN-A", "quantity": ' + number + "}]"
    key = str(uuid.uuid4())
    for path, body in (
        ("/set_threshold/APPLE", '{"location": "MAIN", "maximum": ' + number + "}"),
        ("/post_receipt", f'{{"idempotency_key": "{key}", "lines": {lines}}}'),
    ):
        assert (await send(browser, path, body, "application/json")).status in (400, 422), path


@pytest.mark.parametrize(
    "path",
    [
        "/items?q=%00", "/items?%00=1", "/items.json?q=a%00b", "/items/%00", "/items/A%00.json",
        "/items/rows?sku=%00", "/items?after=%00", "/alerts?state=%00", "/movements?after=%00",
        "/post_issue?item=%00", "/set_threshold/APPLE?location=%00", "/nothing%00",
    ],
)  # fmt: skip
async def test_a_nul_in_an_address_is_refused(site: Site, path: str) -> None:
    browser = await site.person("max_manager")
    whole = URL(browser.base + path, encoded=True)
    async with browser.http.get(whole, headers=browser.sent) as answer:
        assert answer.status == 400


@pytest.mark.parametrize(
    "path",
    ["/create_item", "/edit_item/APPLE", "/set_threshold/APPLE", "/post_receipt", "/sign-in"],
)
async def test_a_nul_in_a_body_is_refused(site: Site, path: str) -> None:
    browser = await site.person("max_manager")
    form = "application/x-www-form-urlencoded"
    assert (await send(browser, path, "name=a%00b", form)).status == 400
    assert (await send(browser, path, "a%00b=name", form)).status == 400
    for body in ('{"name": "a\\u0000"}', '{"a\\u0000": 1}', '{"lines": [{"item": "\\ud800"}]}'):
        assert (await send(browser, path, body, "application/json")).status == 400
    said = '{"idempotency_key": "a\\u0000", "location": "\\u0000", "name": "\\u0000"}'
    assert (await send(browser, path, said, form, Accept="application/json")).status == 400
    parts = '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\na\0b\r\n--x--\r\n'
    assert (await send(browser, path, parts, "multipart/form-data; boundary=x")).status == 400


async def test_a_pair_of_escapes_is_one_character(site: Site) -> None:
    browser = await site.person("bob_boss")
    body = (
        '{"sku": "SMILE", "name": "a \\ud83d\\ude00 \\\\u0000", "category": "FOOD", "unit": "ea"}'
    )
    answer = await send(browser, "/create_item", body, "application/json")
    assert answer.status == 200, answer.text
    assert answer.json()["name"] == "a \U0001f600 \\u0000"


@pytest.mark.parametrize("charset", ["nonsense", "hex", "rot13", "idna", "ascii"])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
async def test_a_charset_that_does_not_fit_is_refused(site: Site, kind: str, charset: str) -> None:
    browser = await site.person("max_manager")
    body = b'{"sku": "X"}\xff' if kind.endswith("json") else b"sku=X\xff"
    answer = await send(browser, "/create_item", body, f"{kind}; charset={charset}")
    assert answer.status == 400


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"no parts at all"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"'),
        ("multipart/form-data; boundary=x",
         b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain;'
         b" charset=nonsense\r\n\r\na\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken\r\n\r\na\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\na\r\n--x--\r\n"),
    ],
)  # fmt: skip
async def test_a_broken_form_is_refused(site: Site, kind: str, body: bytes) -> None:
    browser = await site.visitor()
    answer = await browser._ask("POST", "/sign-in", data=body, headers={"Content-Type": kind})
    assert answer.status in (400, 422), answer.text


@pytest.mark.parametrize("name", ["User-Agent", "Cookie", "Accept"])
async def test_headers_that_are_no_text_are_refused(site: Site, name: str) -> None:
    host, port = site.base.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"GET /items HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{name}: ".encode()
        + b"session=\xff\r\n\r\n"
    )
    status = (await reader.readline()).split()[1]
    writer.close()
    assert status == b"400"


@pytest.mark.parametrize("name", ["groups", "places"])
@pytest.mark.parametrize("value", [7, "staff", {"a": 1}, [1], [None], True])
async def test_what_is_no_array_of_texts_is_refused(site: Site, name: str, value: Any) -> None:
    browser = await site.person("ann_admin")
    body = {"person": "new_one", "name": "New", "groups": ["staff"], "email": "a@example.com"}
    answer = await browser.post_json("/invite_user", body | {name: value})
    assert answer.status == 400
    assert "array of texts" in answer.json()["error"]["message"]


async def test_a_body_of_another_kind_is_refused(site: Site) -> None:
    browser = await site.person("max_manager")
    answer = await send(browser, "/set_threshold/MILK", "location=MAIN", "text/plain")
    assert answer.status == 415


async def test_json_that_is_no_object_is_refused_where_nothing_is_read_of_it(site: Site) -> None:
    browser = await site.person("max_manager")
    assert (await send(browser, "/record_proof", "7", "application/json")).status == 400


async def test_a_removed_range_answers_null(site: Site) -> None:
    browser = await site.person("max_manager")
    await browser.post_json("/set_threshold/MILK", RANGE)
    answer = await browser.post_json("/remove_threshold/MILK", {"location": "MAIN"})
    assert (answer.status, answer.json()) == (200, None)


@pytest.mark.parametrize("dry_run", ["true", "", 1, []])
async def test_a_dry_run_that_is_unclear_is_not_done_in_earnest(site: Site, dry_run: Any) -> None:
    browser = await site.person("max_manager")
    asked = {"category": "FOOD", "location": "MAIN", "minimum": 1, "dry_run": dry_run}
    for path in ("/set_threshold_default", "/move_location/MAIN-A"):
        assert (await browser.post_json(path, asked)).status == 400, path
    assert (await browser.get("/threshold_defaults.json")).json()["rows"] == []


async def test_true_is_a_ticked_box(site: Site) -> None:
    browser = await site.person("max_manager")
    made = {"code": "MAIN-Z", "name": "Z", "kind": "bin", "parent": "MAIN", "allow_negative": True}
    answer = await browser.post_json("/create_location", made)
    assert answer.status == 200, answer.text
    with site.database.connect() as db:
        said = db.execute("select allow_negative from inventory.locations where code = 'MAIN-Z'")
        assert said.fetchone() == {"allow_negative": True}


@pytest.mark.parametrize(("at", "status"), [("", 200), ("3", 200), ("true", 422), ("9" * 10, 422)])
async def test_a_place_in_a_text_is_a_number(site: Site, at: str, status: int) -> None:
    browser = await site.person("max_manager")
    assert (await browser.get(f"/suggest_search.json?q=apple&at={at}")).status == status
