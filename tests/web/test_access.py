"""The pages Why? and Who may what."""

import csv
import io
import re

import pytest

from tests.web.conftest import Site


async def test_why_in_words_and_as_a_chain(site: Site) -> None:
    browser = await site.person("max_manager")
    page = await browser.get("/why?person=sue_staff&action=set threshold&object=location:MAIN")
    assert page.status == 200
    assert "Sue may not set a range at Main: Sue is in staff, and this needs" in page.text
    assert "Ann and Bob can grant it." in page.text
    assert "insert_managers" in page.text
    data = await browser.get("/why.json?person=sue_staff&action=post issue&object=location:MAIN")
    assert data.json()["allowed"] is True
    assert data.json()["decides"]["kind"] == "grant"


async def test_what_is_typed_gets_its_kind(site: Site) -> None:
    browser = await site.person("sue_staff")
    page = await browser.get("/why?action=post issue&object=main-a")
    assert "Sue may issue stock at Main / A: Sue is in staff, holds Main." in page.text
    assert "readonly" in page.text, "she asks about herself"


async def test_hidden_and_not_there_are_one_page(site: Site) -> None:
    browser = await site.person("sue_staff")
    pages = set()
    for place in ("AIRPORT", "NOWHERE"):
        page = await browser.get(f"/why?action=see stock&object=location:{place}")
        text = re.sub(r'value="[0-9a-f]{64}"', "", page.text)
        pages.add((page.status, text.replace(place, "…")))
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("person", "path", "action"),
    [
        ("sue_staff", "/health", "see how the system is"),
        ("sue_staff", "/access", "call api.access_matrix"),
        ("vic_viewer", "/remove_item/APPLE", "remove Apple"),
    ],
)
async def test_a_refusal_leads_to_why(site: Site, person: str, path: str, action: str) -> None:
    browser = await site.person(person)
    page = await (browser.post(path, {"version": "1"}) if "item" in path else browser.get(path))
    assert page.status == 403
    link = re.search(r'href="(/why[^"]+)"', page.text.split("<main")[1])
    assert link, page.text
    why = await browser.get(link[1].replace("&amp;", "&"))
    assert why.status == 200
    assert f"may not {action}" in why.text


async def test_what_cannot_be_asked_says_so(site: Site) -> None:
    browser = await site.person("sue_staff")
    for query in ("action=fly", "person=bob_boss&action=see stock", "action=see item&object=x:y"):
        page = await browser.get(f"/why?{query}")
        assert page.status == 404, query
        assert 'role="alert"' in page.text


async def test_matrix_as_page_and_csv(site: Site) -> None:
    browser = await site.person("ada_auditor")
    page = (await browser.get("/access?location=MAIN")).text
    for name in ("Sue", "Sam", "Max", "Cora", "Rob"):
        assert name in page
    rows = list(csv.DictReader(io.StringIO((await browser.get("/access.csv?location=MAIN")).text)))
    line = {row["person"]: row for row in rows}
    assert line["sue_staff"]["Post"] == "yes"
    assert line["sue_staff"]["Set ranges"] == "no"
    assert line["sam_staff"]["See stock"] == "no"
    assert line["cora_counter"]["Count"] == "yes"
    assert line["cora_counter"]["See stock"] == "no"
    assert line["cas_cost"]["See cost"] == "yes"
    assert line["ada_auditor"]["Audit"] == "yes"


async def test_managers_see_their_people_at_their_places(site: Site) -> None:
    browser = await site.person("max_manager")
    page = (await browser.get("/access")).text
    assert "Sue" in page
    for hidden in ("sam_staff", "ada_auditor", "ann_admin"):
        assert hidden not in page
    answers = {
        (answer.status, answer.text.replace(place, "…"))
        for place in ("AIRPORT", "NOWHERE")
        for answer in [await browser.get(f"/access.json?location={place}")]
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


async def test_see_as_from_the_matrix(site: Site) -> None:
    browser = await site.person("max_manager")
    page = (await browser.get("/access")).text
    assert "See as Sue" in page
    assert "See as Max" not in page
