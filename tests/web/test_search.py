"""What the page says of a search: words spelled otherwise, and a look that ended early."""

import html
import re

from tests.web.conftest import Site

TINY = (
    "create or replace function inventory.search_limits() returns table (few integer, many integer,"
    " near_looks integer, far_looks integer, summed integer) language sql immutable parallel safe "
    "set search_path = pg_catalog, pg_temp as 'select 1, 1, 2, 2, 2'"
)


async def test_words_spelled_otherwise_are_named(site: Site) -> None:
    browser = await site.person("sue_staff")
    page = (await browser.get("/items?q=mlik")).text
    assert "Nothing is named exactly so; similar names: milk" in page
    assert re.findall(r'data-sku="([^"]+)"', page) == ["MILK"]
    assert "similar names" not in (await browser.get("/items?q=milk")).text
    assert "similar names" not in (await browser.get("/items?q=xylophone")).text


async def test_the_page_says_how_alternatives_are_written(site: Site) -> None:
    """OR is refused with a link to what is written instead; or is a word that may be in names."""
    browser = await site.person("sue_staff")
    refused = await browser.get("/items?q=milk+OR+apple")
    assert refused.status == 422
    assert "OR is written as a comma between values." in refused.text
    (link,) = re.findall(r'<a href="(/items\?q=name[^"]+)"', refused.text)
    assert set(re.findall(r'data-sku="([^"]+)"', (await browser.get(link)).text)) == {
        "MILK", "APPLE",
    }  # fmt: skip
    told = "Alternatives are values with a comma between"
    assert told in (await browser.get("/items?q=milk+or+apple")).text
    assert told not in (await browser.get("/items?q=xylophone")).text


async def test_bulk_edits_take_no_word_for_another(site: Site) -> None:
    browser = await site.person("max_manager")
    assert 'name="all"' in (await browser.get("/items?q=milk")).text
    assert 'name="all"' not in (await browser.get("/items?q=mlik")).text


async def test_a_look_that_ended_early_goes_on(site: Site) -> None:
    with site.database.connect() as db:
        db.execute(TINY)
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id, description) "
            "select 'PIN-' || n, 'Pin ' || n, inventory.category_of('PARTS'), "
            "inventory.unit_of('ea'), case n when 9 then 'The one' else '' end "
            "from generate_series(1, 9) as n"
        )
    browser = await site.person("sue_staff")
    path, seen, parts = "/items?q=has:description", [], 0
    while path:
        page = (await browser.get(path)).text
        seen += re.findall(r'data-sku="([^"]+)"', page)
        further = re.search(r'href="([^"]+)"[^>]*rel="next"[^>]*>Look further', page)
        if further:
            assert "2 so far" in page
        path = html.unescape(further[1]) if further else ""
        parts += 1
    assert seen == ["PIN-9"]
    assert parts > 4


async def test_a_refused_search_of_the_ledger_counts_nothing_and_leads_on(site: Site) -> None:
    """The way to what may be meant, and no count, for nothing was looked for."""
    browser = await site.person("sue_staff")
    assert "Count" in (await browser.get("/movements?q=milk")).text
    refused = await browser.get("/movements?q=Kind:reciept+milk")
    assert refused.status == 422
    assert 'class="counted"' not in refused.text
    (link,) = re.findall(r'<a href="(/movements\?q=kind[^"]+milk)"', refused.text)
    assert (await browser.get(link)).status == 200
