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
