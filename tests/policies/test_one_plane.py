"""One plane of rights: the same rows and values through the web (page's JSON, CSV, by token), psql
and a reporting tool; and no right that the dashboard shows differently from psql."""

import csv
import io
import re
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests import company
from tests.conftest import Database
from tests.policies import model
from tests.policies.steps import DENIED, Connection, attempt, sign_in, value, web_request
from tests.web.conftest import Site, start

Rows = list[tuple[object, ...]]
# What is compared of each question: its columns as JSON, CSV and psql call them.
KEYS = {
    "items": ("sku", "on_hand"),
    "movements": ("document", "line", "location", "lot", "quantity", "on_hand"),
    "alerts": ("sku", "kind", "location", "balance"),
}
FUNCTIONS = {
    "items": "select jsonb_array_elements(api.search_items(max_rows => 500)::jsonb -> 'rows') as r",
    "movements": "select jsonb_array_elements(api.recent_movements(max_rows => 500)::jsonb -> "
    "'rows') as r",
    "alerts": "select jsonb_array_elements(api.list_alerts(max_rows => 500)::jsonb -> 'rows') as r",
}
VIEWS = {
    "items": "select i.sku, coalesce(sum(s.on_hand), 0) as on_hand from api.items as i "
    "left join api.stock_on_hand as s using (sku) where i.retired_at is null group by i.sku",
    "movements": "select document::text, line, location, lot, quantity, on_hand from api.movements",
    "alerts": "select sku, kind, location, balance from api.alerts where resolved_at is null",
}
SEERS = [name for name in company.PEOPLE if model.person(name).is_any("viewer", "auditor")]


@pytest_asyncio.fixture
async def site(busy: Database, tmp_path: Path) -> AsyncIterator[Site]:
    """The company after some movements, served."""
    runner, running = await start(busy, tmp_path)
    yield running
    for session in running.opened:
        await session.close()
    await runner.cleanup()


def rows(question: str, found: list[dict[str, Any]]) -> Rows:
    """The columns compared, numbers as numbers, in one order."""
    told = [tuple(_plain(row[key]) for key in KEYS[question]) for row in found]
    return sorted(told, key=str)


def _plain(said: object) -> object:
    if said in (None, ""):
        return None
    try:
        return Decimal(str(said)).normalize()
    except ArithmeticError:
        return str(said)


def hire_twins(busy: Database, hire: Callable[..., str], person: str) -> tuple[str, str]:
    """A tool of reporting and an API client's token, with the same places and rights."""
    groups, places = company.PEOPLE[person]
    tool = hire("reporting", at=places or ["ACME"], kind="tool")
    client = hire(*[g for g in groups if g != "admin"], at=places, kind="client")
    with busy.connect("ann_admin") as admin:
        return tool, str(value(admin, "select api.create_token(%s, 'one plane')", [client]))


@pytest.mark.parametrize("person", SEERS)
async def test_one_question_has_one_answer(
    site: Site, busy: Database, hire: Callable[..., str], person: str, record_property: Callable
) -> None:
    tool, token = hire_twins(busy, hire, person)
    browser, program = await site.person(person), await site.visitor()
    bearer = {"Authorization": f"Bearer {token}"}
    compared = 0
    with busy.connect(person) as own, busy.connect(tool) as bi:
        for question in KEYS:
            expected = rows(question, [row["r"] for row in own.execute(FUNCTIONS[question])])
            planes = {
                "web JSON": (await browser.get(f"/{question}.json")).json()["rows"],
                "web CSV": list(csv.DictReader(io.StringIO(
                    (await browser.get(f"/{question}.csv")).text))),
                "JSON by token": (
                    await program.get(f"/{question}.json", headers=bearer)).json()["rows"],
                "psql, views": own.execute(VIEWS[question].encode()).fetchall(),
                "tool": bi.execute(VIEWS[question].encode()).fetchall(),
            }  # fmt: skip
            for plane, found in planes.items():
                if question == "alerts" and plane == "web CSV":
                    found = [row for row in found if not row["resolved_at"]]
                assert rows(question, found) == expected, f"{question}: {plane}"
                compared += len(expected)
    assert compared > 10
    record_property(f"rows compared on five planes, {person}", compared)


# What api.me says one can, and what that is in SQL.
CAN = {
    "see_stock": "select * from api.list_alerts()",
    "post": "select api.post_receipt('[]', gen_random_uuid())",
    "edit_items": "select api.create_item('{}')",
    "set_thresholds": "select api.set_threshold('NOPE', 'NOPE', 1, 2)",
    "see_cost": "select 1 / (select count(*) from api.item_costs)",
    "see_audit": "select * from api.changes",
    "manage_people": "select api.create_user('x y', 'X', array['viewer'])",
    "see_health": "select api.health()",
}


def may(db: Connection, statement: str) -> bool:
    """Whether it gets past the right; refused for another reason, the right was there."""
    return getattr(attempt(db, statement), "sqlstate", "") != DENIED


@pytest.mark.parametrize("person", [p for p in company.PEOPLE if p != "rob_reporting"])
def test_what_the_dashboard_says_one_can_one_can(busy: Database, person: str) -> None:
    """As api.me tells the pages, on the person's own login and through the web."""
    differs = []
    with (
        busy.connect(person) as own,
        busy.connect("stockroom_web") as pool,
        web_request(pool, sign_in(busy, person)) as web,
    ):
        can = value(web, "select api.me() -> 'can'")
        assert value(own, "select api.me() -> 'can'") == can
        for name, statement in CAN.items():
            for plane, db in (("psql", own), ("web", web)):
                if may(db, statement) is not can[name]:
                    differs.append(f"{name}: the dashboard says {can[name]}, {plane} not so")
    assert differs == []


# A link or button of a page, and the command behind it, with arguments that stop after the right.
BEHIND = {
    "post_receipt": CAN["post"],
    "post_issue": "select api.post_issue('[]', gen_random_uuid())",
    "post_transfer": "select api.post_transfer('[]', gen_random_uuid())",
    "post_adjustment": "select api.post_adjustment('[]', gen_random_uuid())",
    "create_item": CAN["edit_items"],
    "edit_item": "select api.edit_item('NOPE', '{}', 1)",
    "remove_item": "select api.remove_item('NOPE', 1)",
    "set_threshold": CAN["set_thresholds"],
    "reverse_document": "select api.reverse_document(gen_random_uuid(), gen_random_uuid())",
    "record_proof": "select api.record_proof()",
}
CONTROL = re.compile(r'<a [^>]*href="/([a-z_]+)[^"]*"[^>]*>|<form [^>]*action="/([a-z_]+)[^"]*"')


@pytest.mark.parametrize("person", SEERS)
async def test_a_page_shows_a_control_where_psql_allows_it(
    site: Site, busy: Database, person: str
) -> None:
    browser = await site.person(person)
    with busy.connect(person) as own:
        document = value(
            own,
            "select document::text from api.documents where reverses is null and reversed_by "
            "is null and kind = 'receipt' order by posted_at desc limit 1",
        )
        shown: set[str] = set()
        pages = ("/", "/items", "/items/APPLE", "/health", f"/documents/{document}")
        for path in (*pages, "/edit_item/APPLE"):
            if path.startswith("/edit") and "edit_item" not in shown:
                continue  # nothing leads there
            answer = await browser.get(path)
            if answer.status == 200:
                shown |= {one or two for one, two in CONTROL.findall(answer.text)} & set(BEHIND)
        allowed = {name for name, statement in BEHIND.items() if may(own, statement)}
    assert shown - allowed == set(), "shown, and psql refuses"
    # A document is reversed where all of its places are one's own; health is no auditor's page.
    assert allowed - shown <= {"reverse_document"}, "psql allows, and no page shows it"


@pytest.mark.parametrize("person", [p for p in company.PEOPLE if p != "rob_reporting"])
async def test_no_link_leads_to_a_refusal(site: Site, person: str) -> None:
    """Every link on a person's first pages opens for that person."""
    browser = await site.person(person)
    seen, refused = set(), []
    for page in ("/", "/items", "/movements", "/alerts"):
        answer = await browser.get(page)
        if answer.status != 200:
            continue
        for path in re.findall(r'<a [^>]*href="(/[^"#]*)"', answer.text):
            path = path.replace("&amp;", "&")
            if path in seen or path.startswith(("/static", "/mailbox")):
                continue
            seen.add(path)
            status = (await browser.get(path)).status
            if status >= 400:
                refused.append(f"{page} -> {path}: {status}")
    assert refused == []
    assert len(seen) > 3
