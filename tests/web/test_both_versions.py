"""A lost update of a place, a category, a unit or a default range: both versions, field by field,
and what you left as it was stays as somebody else made it."""

import html
import re

import pytest

from tests.web.conftest import Browser, Site

DEFAULT = {"category": "FOOD", "location": "MAIN", "kind": ""}
# The form's address; its fields; what they change; what you change, in another field as well.
FORMS = {
    "place": (
        "/edit_location/MAIN", {}, {"name": "Theirs"}, {"name": "Yours", "allow_negative": "on"},
    ),
    "category": ("/edit_category/FOOD", {}, {"name": "Theirs"}, {"name": "Yours", "code": "FEED"}),
    "unit": ("/edit_unit/ea", {}, {"name": "Theirs"}, {"name": "Yours", "code": "pcs"}),
    "default": (
        "/set_threshold_default", DEFAULT, {"minimum": "7"}, {"minimum": "9", "maximum": "90"},
    ),
    "range": (
        "/set_threshold/APPLE", {"location": "MAIN"}, {"minimum": "7"},
        {"minimum": "9", "maximum": "90"},
    ),
}  # fmt: skip


def fields(page: str) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    said = {
        name: html.unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', page)
        if not name.startswith(("keep.", "form_token", "q"))
    }
    for name, options in re.findall(r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', page, re.S):
        said[name] = (re.findall(r'value="([^"]*)" selected', options) or [""])[0]
    return said


async def read(browser: Browser, path: str, key: dict[str, str]) -> dict[str, str]:
    """The fields of a form that is opened."""
    answer = await browser.get(path, params=key)
    assert answer.status == 200, answer.text
    return fields(answer.text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("side", ["yours", "theirs"])
async def test_a_form_shows_both_and_saves_what_is_chosen(site: Site, form: str, side: str) -> None:
    path, key, theirs, yours = FORMS[form]
    first, second = await site.person("max_manager"), await site.person("bob_boss")
    if form in ("default", "range"):
        new = {"minimum": "5", "maximum": "50", "margin": "0", "severity": "warning"}
        await second.post(path, key | new)
    mine, other = await read(second, path, key), await read(first, path, key)
    assert (await first.post(path, other | theirs)).status == 200
    answer = await second.post(path, mine | yours)
    assert answer.status == 409, answer.text
    assert "Changed by Max at" in answer.text
    assert "changed meanwhile by Max." in answer.text
    name, *rest = yours
    chosen = dict(re.findall(r'name="keep\.([^"]+)" value="(\w+)" checked', answer.text))
    assert chosen == dict.fromkeys(yours, "yours")
    carried = fields(answer.text) | {f"keep.{one}": "yours" for one in rest}
    saved = await second.post(path, carried | yours | {f"keep.{name}": side})
    assert saved.status == 200, saved.text
    again = path.replace("/ea", "/pcs").replace("/FOOD", "/FEED")
    now = await read(second, again, key)
    assert now[name] == (yours if side == "yours" else theirs)[name]
    for one in rest:
        assert now.get(one, "on") == yours[one]


async def test_what_you_left_alone_is_theirs(site: Site) -> None:
    first, second = await site.person("max_manager"), await site.person("bob_boss")
    mine = await read(second, "/edit_unit/ea", {})
    await first.post("/edit_unit/ea", mine | {"name": "Theirs"})
    answer = await second.post("/edit_unit/ea", mine | {"code": "pcs"})
    assert 'name="keep.name" value="theirs" checked' in answer.text
    carried = fields(answer.text) | {"keep.name": "theirs", "keep.code": "yours"}
    await second.post("/edit_unit/ea", carried)
    now = await read(second, "/edit_unit/pcs", {})
    assert (now["name"], now["code"]) == ("Theirs", "pcs")


async def test_a_range_that_was_removed_and_set_anew_is_not_gone_over(site: Site) -> None:
    """Its version is 1 again: the form knows it by its mark, and shows both."""
    first, second = await site.person("max_manager"), await site.person("bob_boss")
    path, key = "/set_threshold/APPLE", {"location": "MAIN"}
    new = key | {"minimum": "5", "maximum": "50", "margin": "0", "severity": "warning"}
    await second.post(path, new)
    mine = await read(second, path, key)
    await first.post("/remove_threshold/APPLE", key)
    await first.post(path, new | {"minimum": "6"})
    answer = await second.post(path, mine | {"minimum": "9"})
    assert answer.status == 409
    assert 'name="keep.minimum" value="yours" checked' in answer.text
    assert (await read(second, path, key))["minimum"] == "6"
    await second.post(path, fields(answer.text) | {"severity": "warning", "keep.minimum": "yours"})
    assert (await read(second, path, key))["minimum"] == "9"


async def test_a_new_range_goes_over_none_that_is_there(site: Site) -> None:
    """Who sets one at a place that has one already is shown it first."""
    browser = await site.person("max_manager")
    new = {"location": "MAIN", "minimum": "5", "severity": "warning"}
    await browser.post("/set_threshold/APPLE", new)
    empty = fields((await browser.get("/set_threshold/APPLE")).text)
    assert empty["seen"] == "none"
    answer = await browser.post("/set_threshold/APPLE", empty | new | {"minimum": "8"})
    assert answer.status == 409
    assert "Its range there was set meanwhile by Max." in answer.text


async def test_a_range_that_was_changed_meanwhile_is_not_removed_unseen(site: Site) -> None:
    """By the question of a form that was open; the form shows it as it is now, to decide anew."""
    first, second = await site.person("bob_boss"), await site.person("max_manager")
    path, key = "/set_threshold/APPLE", {"location": "MAIN"}
    await first.post(path, key | {"minimum": "2"})
    form = await second.get(f"{path}?location=MAIN")
    (asked,) = re.findall(r'href="(/remove_threshold/APPLE[^"]+)"', form.text)
    await first.post(path, key | {"minimum": "7"})
    question = await second.get(html.unescape(asked))
    sent = fields(question.text)
    assert sent["location"] == "MAIN"
    refused = await second.post("/remove_threshold/APPLE", sent)
    assert refused.status == 409
    assert "Its range there was changed meanwhile by Bob." in refused.text
    assert fields(refused.text)["minimum"] == "7"
    assert 'name="keep.' not in refused.text
    as_data = await second.post_json("/remove_threshold/APPLE", key | {"seen": sent["seen"]})
    facts = as_data.json()["facts"]["current"]
    assert (as_data.status, facts["minimum"], facts["seen"] != sent["seen"]) == (409, 7, True)
    (asked,) = re.findall(r'href="(/remove_threshold/APPLE[^"]+)"', refused.text)
    sent = fields((await second.get(html.unescape(asked))).text)
    assert (await second.post("/remove_threshold/APPLE", sent)).status == 200
    # Of one that is gone the form is that of a new one.
    gone = await second.post("/remove_threshold/APPLE", sent)
    assert gone.status == 409
    assert "was removed meanwhile" in gone.text
    assert fields(gone.text)["seen"] == "none"
