"""The overview: each number is as many as the list behind it shows, for each kind of person."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.company import PEOPLE
from tests.web.conftest import Browser, Site
from web.rooms.overview import BEHIND

PERSONS = [name for name in PEOPLE if name != "rob_reporting"]  # tools do not sign in here
TROUBLE = """
select api.set_threshold(item, place, low, high)
from (values ('APPLE', 'MAIN', 20, null), ('APPLE', 'MAIN-A', 6, null),
    ('APPLE', 'HARBOUR', 5, null), ('BOLT-M8', 'NORTH', 5, null), ('MILK', 'MAIN', 1, 4),
    ('MILK', 'AIRPORT', 5, null)) as t (item, place, low, high)
"""
LOTS = """
update inventory.lots set expires_on = current_date + case code
    when 'OLD' then -40 when 'OLDER' then -60 when 'SOON' then 20 else 200 end
where lot_id > 0
"""
IMPORTS = """
insert into inventory.imports (person, kind, file_name, file_bytes, sha256, encoding, delimiter,
    header, state)
select p, 'items', p || '.csv', 10, sha256('x'), 'utf-8', ',', '["sku"]', s
from unnest('{sue_staff,max_manager}'::text[]) as p,
    unnest('{mapping,checked,done,failed,cancelled}'::text[]) as s
"""
MAILS = """
insert into inventory.deliveries (person, channel, notice, about, state)
values ('bob_boss', 'email', 'saved_view', 'x', 'failed'),
    ('bob_boss', 'email', 'saved_view', 'y', 'queued')
"""


@pytest.fixture
async def troubled(site: Site, receive: Callable[..., str]) -> Site:
    """The company with everything that somebody may have to look after."""
    receive("APPLE", "MAIN-A", 5)
    receive("APPLE", "MAIN-B", 8, lot="OLD")
    receive("MILK", "MAIN-B", 5, lot="SOON")
    receive("BOLT-M8", "HARBOUR", 9, lot="OLDER")
    receive("APPLE", "AIRPORT", 5, lot="LATER")
    with site.database.connect("sam_staff") as db:
        line = {"item": "MILK", "location": "AIRPORT", "quantity": 3}
        db.execute("select api.post_issue(%s, gen_random_uuid())", [Jsonb([line])])
    with site.database.connect("bob_boss") as db:
        db.execute(TROUBLE)
    with site.database.connect("max_manager") as db:
        db.execute("select api.break_glass('Nobody else is here today', 'SOUTH')")
    with site.database.connect() as db:
        for query in (LOTS, IMPORTS, MAILS):
            db.execute(query)
        db.execute("select api.record_proof()")
    return site


@pytest.mark.parametrize("person", PERSONS)
async def test_each_number_is_its_lists(troubled: Site, person: str) -> None:
    browser = await troubled.person(person)
    needs = {one["what"]: one for one in (await browser.get("/needs_attention.json")).json()}
    page = (await browser.get("/")).text
    for what, one in needs.items():
        assert one["count_exact"]
        assert one["count"] == await shown(browser, what), what
        tile = re.search(rf'href="{re.escape(BEHIND[what])}"[^>]*><b[^>]*>(\d+)</b>', page)
        if BEHIND[what] != "/health":
            assert (int(tile[1]) if tile else 0) == one["count"], what
    listed = await browser.get("/overview.json")
    assert listed.status == (200 if "out" in needs else 403)
    if listed.status == 200:
        assert listed.json()["needs"] == list(needs.values())


async def shown(browser: Browser, what: str) -> int:
    """How many the list behind a number shows."""
    path, _, query = BEHIND[what].partition("?")
    found: Any = (await browser.get(f"{path}.json?{query}")).json()
    if what == "emergency":
        return len(found)
    if path == "/health":
        worker = 0 if found["worker"]["workers"] else 1
        return {
            "mails": found["mail"]["failed"], "jobs": found["queue"]["held"], "worker": worker,
            "ledger": found["ledger"]["problems"] or 0,
        }[what]  # fmt: skip
    assert len(found["rows"]) == found.get("count", len(found["rows"]))
    return len(found["rows"])


async def test_who_is_concerned_by_what(troubled: Site) -> None:
    numbers = {}
    for person in PERSONS:
        found = (await (await troubled.person(person)).get("/needs_attention.json")).json()
        numbers[person] = {one["what"]: one["count"] for one in found}
    # Apples: low at Main, out at the harbour; milk: over at Main, out and negative at the airport,
    # which the manager sees in the emergency.
    stock = {"out": 1, "low": 0, "over": 1, "negative": 0, "expired": 1, "expiring": 1}
    assert numbers["vic_viewer"] == {**numbers["vic_viewer"], **stock, "low": 1, "out": 0}
    assert numbers["sue_staff"] == numbers["vic_viewer"] | {"imports": 2}
    health = {"mails": 1, "jobs": 0, "worker": 1, "ledger": 0}
    assert numbers["max_manager"] == {
        **stock, "out": 2, "over": 0, "negative": 1, "expired": 2, "emergency": 1, "imports": 2,
        **health,
    }  # fmt: skip
    assert numbers["sam_staff"] == {
        "out": 1, "low": 0, "over": 0, "negative": 1, "expired": 0, "expiring": 0, "imports": 0,
        "emergency": 0,
    }  # fmt: skip
    assert numbers["cora_counter"] == {}
    assert numbers["ann_admin"] == {"emergency": 1, "imports": 0, **health}
    assert numbers["ada_auditor"].keys() == numbers["ann_admin"].keys() - {"imports"} | stock.keys()


async def test_the_figures_lead_to_their_lists(troubled: Site) -> None:
    browser = await troubled.person("bob_boss")
    page = (await browser.get("/")).text
    figures = dict(re.findall(r'<dd data-cell><a href="([^"]+)">([\d,.]+)</a>', page))
    for address, number in figures.items():
        path, _, query = address.partition("?")
        found = (await browser.get(f"{path}.json?{query.replace('&amp;', '&')}")).json()
        if path == "/reports/inventory":
            assert float(number.replace(",", "")) == float(found["total"]["value"])
        elif path == "/reports/movements":
            assert int(number) == sum(one["moves"] for one in found["days"])
        else:
            assert int(number) == len(found["rows"])
    assert len(figures) == 4


async def test_pictures_have_tables_and_value_is_for_who_sees_cost(troubled: Site) -> None:
    with troubled.database.connect() as db:
        db.execute("set session_replication_role = replica")
        db.execute(
            "insert into inventory.snapshots (taken_at, known_to)"
            " select timestamptz '2026-01-05 00:00+00' + n * interval '7 days', 1"
            " from generate_series(0, 3) as n"
        )
        db.execute(
            "insert into inventory.snapshot_values (taken_at, location_id, cost_location_id, value)"
            " select taken_at, l, l, 100 from inventory.snapshots,"
            " (select inventory.location_of(c) from unnest('{MAIN,AIRPORT}'::text[]) as c) as w (l)"
        )
    pages, told = {}, {}
    for person in ("bob_boss", "max_manager", "cas_cost", "sue_staff", "vic_viewer"):
        browser = await troubled.person(person)
        pages[person] = (await browser.get("/")).text
        told[person] = (await browser.get("/overview.json")).json().get("values")
    assert {one["value"] for one in told["bob_boss"]} == {200}
    assert {one["value"] for one in told["cas_cost"]} == {100}  # at Main alone
    assert told["sue_staff"] is told["vic_viewer"] is None
    for person, page in pages.items():
        assert ("Stock value" in page) is (told[person] is not None)
        assert "Movements a day" in page
        assert page.count('class="points"') == (2 if told[person] is not None else 1)


async def test_a_day_is_when_it_happened(troubled: Site) -> None:
    with troubled.database.connect("sue_staff") as db:
        line = {"item": "APPLE", "location": "MAIN-A", "quantity": 1}
        for days in (3, 3, 29, 31):
            db.execute(
                "select api.post_receipt(%s, gen_random_uuid(),"
                " occurred_at => now() - %s * interval '1 day')", [Jsonb([line]), days],
            )  # fmt: skip
    browser = await troubled.person("vic_viewer")
    moves = (await browser.get("/overview.json")).json()["moves"]
    assert [one["moves"] for one in moves["days"]] == [1, 2, 3]  # 31 days ago is not of these
    assert moves["recorded_today"] == 7
    page = (await browser.get("/")).text
    shown = re.search(r"Movements today</dt><dd[^>]*><a [^>]*>(\d+)</a> <a [^>]*>([^<]+)</a>", page)
    assert shown
    assert shown.groups() == ("3", "4 of earlier days were recorded today")
    for one in moves["days"]:
        day = f"since={one['day']}&until={one['day']}"
        report = (await browser.get(f"/reports/movements.json?{day}")).json()
        assert report["days"] == [one]


async def test_the_guide_is_shown_until_it_is_hidden(site: Site) -> None:
    async def guided(browser: Browser) -> bool:
        return 'id="guide-title"' in (await browser.get("/")).text

    boss = await site.person("bob_boss")
    assert await guided(boss)
    for choice in ("off", "on"):
        await boss.post("/preferences", {"guide": choice, "back": "/"})
        assert await guided(boss) is (choice == "on")
    assert not await guided(await site.person("sue_staff"))
