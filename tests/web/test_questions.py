"""Questions before what is hard to undo: beyond the first page of a list, and of any code."""

import re

from tests.web.conftest import Browser, Site

MANY = """
insert into inventory.units (code, name, decimals) select 'u' || lpad(n::text, 4, '0'), 'U' || n, 0
from generate_series(1, 620) as n
"""
VIEWS = """
insert into inventory.saved_views (view_id, list, name, query, owner)
select gen_random_uuid(), 'items', 'View ' || lpad(n::text, 4, '0'), 'status:low', 'max_manager'
from generate_series(1, 450) as n
"""


async def _answered(browser: Browser, address: str, **more: str) -> str:
    """Ask at the address, then do what its form says; returns the page it led to."""
    page = (await browser.get(address)).text
    action = re.search(r'<form method="post" action="([^"]+)" class="form">', page)
    assert action, page
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)) | more
    answer = await browser.post(action[1], sent)
    assert answer.status == 200, answer.text
    return answer.text


async def test_of_what_many_pages_come_before(site: Site) -> None:
    with site.database.connect() as db:
        db.execute(MANY)
        db.execute(VIEWS)
    browser = await site.person("max_manager")
    await _answered(browser, "/remove_unit/u0620")
    with site.database.connect() as db:
        row = db.execute(
            "select view_id as view from inventory.saved_views where name = 'View 0450'"
        ).fetchone()
    await _answered(browser, f"/remove_saved_view/{row['view']}")
    with site.database.connect() as db:
        assert not db.execute("select from inventory.units where code = 'u0620'").fetchall()
        left = db.execute("select from inventory.saved_views where name = 'View 0450'").fetchall()
    assert not left


CATEGORIES = """
insert into inventory.categories (code, name)
select 'C' || lpad(n::text, 4, '0'), 'C' || n from generate_series(1, 620) as n
"""
LINES = """
insert into inventory.subscriptions (person, category_id)
select 'max_manager', c.category_id from inventory.categories as c where c.code ~ '^C\\d{4}$'
"""
DEFAULTS = """
insert into inventory.threshold_defaults (category_id, location_id, minimum)
select c.category_id, l.location_id, 4321 from inventory.categories as c
join inventory.locations as l on l.code = 'MAIN' where c.code ~ '^C\\d{4}$'
"""


async def test_what_many_pages_come_before_opens_and_is_edited(site: Site) -> None:
    with site.database.connect() as db:
        for many in (VIEWS, CATEGORIES, LINES, DEFAULTS):
            db.execute(many)
        view = db.execute(
            "select view_id as key from inventory.saved_views where name = 'View 0450'"
        ).fetchone()["key"]
        line = db.execute("select max(subscription_id) as n from inventory.subscriptions")
        last = line.fetchone()["n"]
    browser = await site.person("max_manager")
    assert "View 0450" in (await browser.get(f"/edit_saved_view/{view}")).text
    opened = await browser.get(f"/saved_views/{view}")
    assert (opened.status, opened.url.partition("?")[0]) == (200, "/items")
    assert (await browser.get(f"/edit_subscription/{last}")).status == 200
    form = await browser.get("/set_threshold_default?category=C0620&location=MAIN")
    assert 'value="4321"' in form.text


async def test_of_a_code_with_a_stroke(site: Site) -> None:
    browser = await site.person("max_manager")
    item = {"sku": "A/B", "name": "A and B", "category": "FOOD", "unit": "ea"}
    assert (await browser.post_json("/create_item", item)).status == 200
    said = {"location": "MAIN", "minimum": "5"}
    assert (await browser.post_json("/set_threshold/A%2FB", said)).status == 200
    assert (await browser.post_json("/create_unit", {"code": "a/b", "name": "AB"})).status == 200
    await _answered(browser, "/remove_threshold/A%2FB?location=MAIN")
    await _answered(browser, "/remove_unit/a%2Fb")
    with site.database.connect() as db:
        assert not db.execute("select from inventory.thresholds").fetchall()
        assert not db.execute("select from inventory.units where code = 'a/b'").fetchall()
