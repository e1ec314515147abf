"""Posting by form and by JSON: all or nothing, nothing lost, every problem at its line."""

import re
import uuid
from collections.abc import Callable

import pytest

from tests.web.conftest import Answer, Browser, Site

Receive = Callable[..., str]


def form(lines: list[dict[str, str]], **head: str) -> list[tuple[str, str]]:
    """A posting form's fields, as the browser sends them."""
    fields = [("document.idempotency_key", head.pop("key", str(uuid.uuid4())))]
    fields += [(f"document.{name}", value) for name, value in head.items()]
    for line in lines:
        fields += list(line.items())
    return [*fields, ("do", "post")]


def line(item: str, location: str, quantity: str, **more: str) -> dict[str, str]:
    """A line of a receipt, issue or adjustment with every field the form has."""
    empty = {"lot": "", "unit": "", "note": ""}
    return {"item": item, "location": location, "quantity": quantity} | empty | more


async def balance(browser: Browser, item: str = "APPLE") -> str:
    """On hand as the JSON says it."""
    return str((await browser.get(f"/items/{item}.json")).json()["row"]["on_hand"])


async def test_each_kind_posts_and_shows_its_document(site: Site) -> None:
    browser = await site.person("sue_staff")
    receipt = {"unit_cost": "1,25", "expires_on": "2030-01-31"}
    answer = await browser.post(
        "/post_receipt",
        form([line("APPLE", "MAIN-A", "10", lot="L1", **receipt)], reference="PO 7"),
    )
    assert answer.url.startswith("/documents/")
    assert "Posted." in answer.text
    assert "PO 7" in answer.text
    await browser.post("/post_issue", form([line("apple", "main-a", "4", lot="L1")]))
    moved = {"item": "APPLE", "from": "MAIN-A", "to": "MAIN-B", "quantity": "2", "lot": "L1",
             "unit": "", "note": ""}  # fmt: skip
    await browser.post("/post_transfer", form([moved]))
    answer = await browser.post(
        "/post_adjustment", form([line("APPLE", "MAIN-B", "\u22121", lot="L1", reason="Counted")])
    )
    assert "\u22121 ea Apple at MAIN-B: now 1 ea." in answer.text
    assert await balance(browser) == "5"


async def test_packs_and_several_lines(site: Site) -> None:
    browser = await site.person("sue_staff")
    lines = [
        line("APPLE", "MAIN-A", "2", unit="case", unit_cost="", expires_on=""),
        line("MILK", "MAIN-A", "1,5", unit_cost="", expires_on=""),
        line("", "MAIN-A", "", unit_cost="", expires_on=""),  # left empty
    ]
    answer = await browser.post("/post_receipt", form(lines))
    assert "2 lines." in answer.text
    assert "+24 " in answer.text
    assert "+1.5 " in answer.text


async def test_every_bad_line_at_once_and_nothing_is_lost(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 3)
    browser = await site.person("sue_staff")
    key = str(uuid.uuid4())
    lines = [
        line("APPLE", "MAIN-A", "5", note="for Ann's <party>"),
        line("PEAR", "MAIN-A", "1"),
        line("APPLE", "AIRPORT", "1"),
        line("APPLE", "MAIN-A", "a few"),
        line("APPLE", "MAIN-A", "1"),
    ]
    answer = await browser.post("/post_issue", form(lines, key=key, note="the whole note"))
    assert answer.status == 422
    text = answer.text
    assert 'href="#line-2-item">Line 2: No item &#34;PEAR&#34;.' in text
    assert 'id="line-3-location-error"' in text
    assert "No location &#34;AIRPORT&#34; among your places." in text
    assert 'id="line-4-quantity-error"' in text
    for kept in (key, "for Ann&#39;s &lt;party&gt;", "PEAR", "a few", "the whole note"):
        assert kept in text
    assert await balance(browser) == "3"


async def test_a_shortage_says_what_was_asked_and_there(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 3)
    browser = await site.person("sue_staff")
    answer = await browser.post("/post_issue", form([line("APPLE", "MAIN-A", "5")]))
    assert "Only 3 ea of APPLE at MAIN-A; 5 asked." in answer.text
    assert 'id="line-1-quantity" value="5"' in answer.text


async def test_a_transfer_blames_the_right_place(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 3)
    browser = await site.person("sue_staff")
    moved = {"item": "APPLE", "from": "MAIN-A", "to": "AIRPORT", "quantity": "1", "lot": "",
             "unit": "", "note": ""}  # fmt: skip
    answer = await browser.post("/post_transfer", form([moved]))
    assert 'id="line-1-to-error"' in answer.text
    assert 'id="line-1-from-error"' not in answer.text


async def test_sent_twice_is_posted_once(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 10)
    browser = await site.person("sue_staff")
    fields = form([line("APPLE", "MAIN-A", "4")])
    first, second = [await browser.post("/post_issue", fields) for _ in range(2)]
    assert first.url == second.url
    assert await balance(browser) == "6"


async def test_the_same_key_with_other_lines_is_refused(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 10)
    browser = await site.person("sue_staff")
    key = str(uuid.uuid4())
    await browser.post("/post_issue", form([line("APPLE", "MAIN-A", "4")], key=key))
    answer = await browser.post("/post_issue", form([line("APPLE", "MAIN-A", "5")], key=key))
    assert answer.status == 409
    assert await balance(browser) == "6"


async def test_a_number_that_could_mean_two_things_is_asked_about(site: Site) -> None:
    browser = await site.person("sue_staff")
    more = {"unit_cost": "", "expires_on": ""}
    answer = await browser.post("/post_receipt", form([line("MILK", "MAIN-A", "1,500", **more)]))
    assert answer.status == 422
    assert "1,500 can be read as 1500 or as 1.500. Write the one you mean." in answer.text


async def test_a_full_form_of_500_lines_is_posted_and_none_is_lost(site: Site) -> None:
    browser = await site.person("sue_staff")
    more = {"unit_cost": "", "expires_on": ""}
    lines = form([line("APPLE", "MAIN-A", "1", **more) for _ in range(500)])
    for do in ("add", "add-more", "copy-500"):
        kept = await browser.post("/post_receipt", [*lines[:-1], ("do", do)])
        assert kept.status == 200
        assert kept.text.count('name="item"') == 500
    await browser.post("/post_receipt", lines)
    assert await balance(browser) == "500"


async def test_lines_are_added_and_removed_without_javascript(site: Site) -> None:
    browser = await site.person("sue_staff")
    fields = form([line("APPLE", "MAIN-A", "4")])[:-1]
    added = await browser.post("/post_issue", [*fields, ("do", "add")])
    assert added.status == 200
    assert added.text.count("<fieldset") == 2
    assert 'value="4"' in added.text
    both = form([line("APPLE", "MAIN-A", "4"), line("MILK", "MAIN-B", "7")])[:-1]
    removed = await browser.post("/post_issue", [*both, ("do", "remove-1")])
    assert removed.text.count("<fieldset") == 1
    assert 'value="MILK"' in removed.text


async def test_each_form_has_a_key_of_its_own(site: Site) -> None:
    browser = await site.person("sue_staff")
    key = re.compile(r'name="document.idempotency_key" value="([0-9a-f-]{36})"')

    def read(answer: Answer) -> str:
        found = key.search(answer.text)
        assert found
        return found[1]

    assert read(await browser.get("/post_issue")) != read(await browser.get("/post_issue"))


async def test_happened_is_in_the_persons_zone_and_not_in_the_future(site: Site) -> None:
    with site.database.connect() as db:
        db.execute("update auth.people set time_zone = 'Asia/Tokyo' where person = 'sue_staff'")
    browser = await site.person("sue_staff")
    lines = [line("APPLE", "MAIN-A", "4", unit_cost="", expires_on="")]
    answer = await browser.post("/post_receipt", form(lines, occurred_at="2024-03-01T09:00"))
    assert 'datetime="2024-03-01T00:00:00+00:00"' in answer.text
    answer = await browser.post("/post_receipt", form(lines, occurred_at="2999-01-01T00:00"))
    assert answer.status == 422
    assert 'id="occurred_at-error"' in answer.text
    answer = await browser.post("/post_receipt", form(lines, occurred_at="soon"))
    assert answer.status == 422


async def test_json_posts_at_the_same_address(site: Site) -> None:
    browser = await site.person("sue_staff")
    body = {
        "lines": [{"item": "APPLE", "location": "MAIN-A", "quantity": 12}],
        "idempotency_key": str(uuid.uuid4()), "reference": "by a program",
    }  # fmt: skip
    first = await browser.post_json("/post_receipt", body)
    assert first.status == 200
    assert first.json()["lines"][0]["on_hand"] == 12
    assert (await browser.post_json("/post_receipt", body)).json() == first.json()
    body["lines"] = [{"item": "PEAR"}]
    refused = await browser.post_json("/post_receipt", body | {"idempotency_key": None})
    assert refused.status == 422
    assert refused.json()["error"]["code"] == "IN005"
    body["idempotency_key"] = str(uuid.uuid4())
    refused = await browser.post_json("/post_receipt", body)
    assert refused.json()["error"]["code"] == "IN001"
    assert refused.json()["error"]["detail"][0]["code"] == "IN101"


@pytest.mark.parametrize("body", [[], 1, "x", None])
async def test_json_that_is_no_object(site: Site, body: object) -> None:
    browser = await site.person("sue_staff")
    assert (await browser.post_json("/post_receipt", body)).status == 400


async def test_a_viewer_does_not_post(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 10)
    browser = await site.person("vic_viewer")
    page = (await browser.get("/items/APPLE")).text
    assert "/post_issue" not in page
    assert "Post movement: Posting needs the group staff" in page
    answer = await browser.post("/post_issue", form([line("APPLE", "MAIN-A", "1")]))
    assert answer.status == 403
    assert "viewer" in answer.text


async def test_a_document_is_reversed_once(site: Site, receive: Receive) -> None:
    document = receive("APPLE", "MAIN-A", 10)
    browser = await site.person("max_manager")
    asked = await browser.get(f"/reverse_document/{document}")
    key = re.search(r'name="idempotency_key" value="([^"]+)"', asked.text)
    assert key
    assert "Reverse 1 line" in asked.text
    said = {"idempotency_key": key[1], "note": "counted wrong"}
    answer = await browser.post(f"/reverse_document/{document}", said)
    assert "It reverses an earlier document." in answer.text
    assert "counted wrong" in answer.text
    assert "Reversed: with its reversal" in (await browser.get(f"/documents/{document}")).text
    assert await balance(browser) == "0"
    again = await browser.post(f"/reverse_document/{document}", said)
    assert again.url == answer.url  # the same press twice
    said["idempotency_key"] = str(uuid.uuid4())
    assert (await browser.post(f"/reverse_document/{document}", said)).status == 409


async def test_a_reversal_that_cannot_be_names_the_lines(site: Site, receive: Receive) -> None:
    document = receive("APPLE", "MAIN-A", 10)
    browser = await site.person("max_manager")
    await browser.post("/post_issue", form([line("APPLE", "MAIN-A", "4")]))
    said = {"idempotency_key": str(uuid.uuid4()), "note": "kept"}
    answer = await browser.post(f"/reverse_document/{document}", said)
    assert answer.status == 422
    assert "Only 6 ea of APPLE at MAIN-A; 10 asked." in answer.text
    assert 'value="kept"' in answer.text
    assert said["idempotency_key"] in answer.text


async def test_who_may_not_is_told_and_offered_no_form(site: Site) -> None:
    """Who may not send a form reads so before typing into it: who they are, and how to ask why."""
    browser = await site.person("vic_viewer")
    for path in ("/post_issue", "/set_threshold/APPLE", "/create_item", "/edit_item/APPLE"):
        answer = await browser.get(path)
        assert answer.status == 403
        assert "You are signed in as <b>Vic</b>: viewer at Main." in answer.text
        assert f'href="/why?action=execute+api.{path.split("/")[1]}' in answer.text
        assert "<form method" not in answer.text.partition("<main")[2].partition("</main>")[0]


async def test_the_preview_reads_as_its_reader_writes(site: Site) -> None:
    browser = await site.person("sue_staff")
    assert (await browser.post_json("/set_preferences", {"numbers": "comma"})).status == 200
    more = {"unit_cost": "", "expires_on": ""}
    fields = form([line("MILK", "MAIN-A", "1,25", **more)])[:-1]
    for headers in ({}, {"HX-Request": "true"}):
        told = await browser.post("/post_receipt", [*fields, ("do", "preview")], headers=headers)
        assert "→ 1,25" in told.text, told.text
