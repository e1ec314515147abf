"""Every page of the router, with an address at which the demo company has something to see."""

import re
from collections.abc import Iterator
from functools import cache

import psycopg

from tests.browser.conftest import Stand, Visitor
from web import rooms

# No pages: asked by scripts, by probes, by what watches; or the whole description for programs.
NO_PAGES = frozenset({
    "/healthz", "/readyz", "/first_steps", "/needs_attention", "/suggest_anything", "/items/rows",
    "/suggest_search", "/count_searches", "/suggest_items", "/scan-worker.js", "/scan/state.json",
    "/read_barcode", "/events", "/openapi.json", "/docs/api/example.py", "/phone/stockroom.crt",
    "/attachments/{attachment}", "/attachments/{attachment}/{version}",
    "/imports/{import}/problems",
    "/invitation/{token}", "/saved_views/{view}", "/mailbox/{name}", "/imports/{import}",
})  # fmt: skip
PARTS = {
    "sku": "ESP-1KG", "location": "MAIN-A", "category": "COFFEE", "unit": "ea",
    "person": "demo_staff", "room": "movements", "command": "post_receipt", "attribute": "roast",
}  # fmt: skip
# What is found by a query of the database: its newest.
KEYS = {
    "document": "select document_id from inventory.documents where kind = 'receipt' limit 1",
    "view": "select view_id from inventory.saved_views order by 1 limit 1",
    "subscription": "select subscription_id from inventory.subscriptions order by 1 limit 1",
}
# The same page in another state: filtered, empty, refused, opened.
FURTHER = (
    "/items?q=status:low,out", "/items?q=zzzz", "/items?q=supplier:acme", "/alerts?state=all",
    "/movements?q=zzz", "/items/ESP-1KG?days=30&table=1",
    "/why?person=demo_staff&action=set threshold",
    "/labels?sku=ESP-1KG&location=MAIN&packs=1", "/reports/inventory?grouped_by=item",
    "/post_issue", "/post_transfer", "/post_adjustment",
    "/scan?mode=issue&location=MAIN-A-01&code=ESP-1KG",
    "/nothing-here", "/people?q=zzzz", "/locations?q=zzzz", "/history?kind=location&key=MAIN",
    "/set_threshold/ESP-1KG?location=MAIN", "/access?location=MAIN", "/lots?state=all",
)  # fmt: skip
WHO = ("demo_manager", "demo_admin", "demo_auditor")


@cache
def routes() -> tuple[str, ...]:
    """The addresses of pages, their parts in braces; files beside them are left out."""
    found = []
    for room in rooms.ALL:
        for route in room:
            if getattr(route, "method", "") == "GET":
                path = re.sub(r"\{suffix.*?\}$", "", route.path)  # type: ignore[attr-defined]
                path = _plain(path)
                if path not in NO_PAGES and path not in found and "{sku:.+}" not in route.path:  # type: ignore[attr-defined]
                    found.append(path)
    return tuple(found)


def _plain(path: str) -> str:
    """A path with its patterns taken away: "{sku:[^/]+}" is "{sku}", at any depth of braces."""
    said, depth, name = [], 0, False
    for letter in path:
        depth += (letter == "{") - (letter == "}")
        if letter == ":" and depth == 1:
            name = True
        if depth == 0:
            name = False
        if not name:
            said.append(letter)
    return "".join(said)


def pages(stand: Stand) -> Iterator[str]:
    """The addresses to visit; raises KeyError for a part that nothing is known for."""
    known = dict(PARTS)
    with psycopg.connect(stand.database.dsn()) as db:
        for name, query in KEYS.items():
            row = db.execute(query).fetchone()
            if row:
                known[name] = str(row[0])
    for path in routes():
        parts = re.findall(r"\{(\w+)\}", path)
        if all(part in known or part not in KEYS for part in parts):
            yield re.sub(r"\{(\w+)\}", lambda part: known[part[1]], path)
    yield from FURTHER


class Company:
    """Visitors of several groups: each page is seen by the first who may."""

    def __init__(self, visitors: list[Visitor]) -> None:
        self.visitors = visitors

    def go(self, path: str) -> Visitor:
        """Open a page as the first who may see it; raises AssertionError where nobody may."""
        for visitor in self.visitors:
            status = visitor.go(path)
            if status != 403:
                assert status < 500, path
                return visitor
        raise AssertionError(f"nobody may see {path}")
