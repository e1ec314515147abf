"""What a page costs stays bounded: statements sent for it, and bytes of its answer.

Counted, not timed: the same on any machine. A page that asks row by row is seen at once.
"""

from collections import Counter
from typing import Any

import psycopg
import pytest

from tests.web import routes
from tests.web.conftest import Site
from web.rooms import items

ITEMS = 120
# Identity, then what the page is about; who asks is asked with it.
STATEMENTS = {
    # Of the first page the fifth asks for the guide of a new company.
    "/": 5, "/items/BOUND-001": 4, "/movements": 2,
    # The third asks for its tabs, the saved views, the fourth which attributes can be columns.
    "/items": 4, "/items?q=status:low": 4, "/items?columns=attribute.weight": 5,
    "/items/BOUND-001/movements": 2, "/alerts": 2, "/health": 3, "/post_issue": 2,
    "/set_threshold/BOUND-001": 3, "/create_item": 4,
    "/locations": 2, "/locations/MAIN": 2, "/categories": 2,
    "/attributes": 2, "/attributes/ALL/weight": 2, "/thresholds": 2, "/lots": 2,
    "/subscriptions": 3, "/threshold_defaults": 2, "/move_location/MAIN": 3,
    "/edit_item/BOUND-001": 7,
    "/docs/api": 3, "/docs/api/items": 3,  # one is the catalogue, once a minute
}  # fmt: skip
HTML_BYTES = 120_000


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Every statement that the web's connections send from here on."""
    counted: Counter[str] = Counter()
    execute = psycopg.AsyncConnection.execute

    async def count(connection: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        text = query.decode() if isinstance(query, bytes) else str(query)
        if not text.startswith("reset all"):  # behind the request, while nobody waits
            counted[text] += 1
        return await execute(connection, query, *arguments, **options)

    monkeypatch.setattr(psycopg.AsyncConnection, "execute", count)
    return counted


@pytest.fixture
def stocked(site: Site) -> Site:
    """More items than a page shows, each with a range that is crossed at two places."""
    with site.database.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id)"
            " select 'BOUND-' || lpad(n::text, 3, '0'), 'An item of the usual length, ' || n,"
            " inventory.category_of('PARTS'), inventory.unit_of('ea')"
            " from generate_series(1, %s) as n",
            [ITEMS],
        )
        db.execute(
            "insert into inventory.thresholds (item_id, location_id, minimum, maximum)"
            " select i.item_id, l.location_id, 10, 99 from inventory.items as i"
            " cross join inventory.locations as l where l.code in ('MAIN', 'HARBOUR')"
        )
    return site


@pytest.mark.parametrize("path", STATEMENTS)
async def test_a_page_asks_so_many_statements(stocked: Site, sent: Counter[str], path: str) -> None:
    browser = await stocked.person("max_manager")
    await browser.get(path)  # notes, once a minute, that the person is at work
    sent.clear()
    answer = await browser.get(path)
    assert answer.status == 200
    assert sent.total() <= STATEMENTS[path], sent
    assert len(answer.text.encode()) <= HTML_BYTES


REFUSED = 2  # more: who asks, for the page that says why not
# Of any page that is not above, for whoever may do everything.
USUAL = 4
MORE = {
    "GET /": 5, "GET /overview{suffix}": 5,  # the fifth is the guide of a new company
    "GET /sign-in": 7, "GET /second-factor": 8,  # led on to the overview: two pages
    "GET /items/{sku}": 6,  # the one with slashes, led on to its page: two pages
    "GET /count_list{suffix}": 6,  # a time limit of its own, and who asks
    "GET /edit_item/{sku}": 6, "GET /reports/movements{suffix}": 5,
}  # fmt: skip


async def test_no_page_asks_more_than_is_usual(
    company: tuple[Site, dict[str, str]], sent: Counter[str]
) -> None:
    """Every route of the router that answers a page; a new one is counted from its first day."""
    site, known = company
    browser, patterns = await site.person("bob_boss"), routes.routed(site.app)
    asked = {}
    for one in routes.declared():
        if one.method != "GET" or one.stream:
            continue
        request = next(routes.requests(one, patterns[one.route], known))
        sent.clear()
        answer = await browser._ask("GET", request.path, params=request.query)
        if "text/html" in answer.headers.get("Content-Type", ""):
            more = REFUSED if answer.status >= 400 else 0
            asked[one.route] = (sent.total() - more, len(answer.text.encode()))
    assert len(asked) > 70
    over = {
        route: statements
        for route, (statements, _) in asked.items()
        if statements > MORE.get(route, USUAL)
    }
    assert over == {}, "statements"
    assert {route: size for route, (_, size) in asked.items() if size > HTML_BYTES} == {}, "bytes"


async def test_the_items_page_has_its_fifty_rows(stocked: Site) -> None:
    """So that the bounds above are those of a full page."""
    text = (await (await stocked.person("max_manager")).get("/items")).text
    assert text.count("<tr id=") == items.PAGE_ROWS
