"""The audit on the web: what was refused is noted under who it was, and shown to who may see it."""

import asyncio
import csv
import io
import json
import re
import time
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout

from tests.company import PASSWORD
from tests.web.conftest import Browser, Site
from web import refusals
from web.db import POOL


async def noted(site: Site) -> list[dict[str, Any]]:
    """What was refused so far, once all of it is noted."""
    await site.app[refusals.RECORDER].idle()
    with site.database.connect() as db:
        return db.execute("select * from audit.refusals order by refusal_id").fetchall()


def facts(rows: list[dict[str, Any]]) -> list[tuple]:
    return [(r["person"], r["method"], r["path"], r["status"], r["code"]) for r in rows]


async def test_refusals_are_noted_under_who_it_was(site: Site) -> None:
    staff, visitor = await site.person("sue_staff"), await site.visitor()
    assert (await staff.get("/health?secret=1")).status == 403
    assert (await staff.get("/audit.json")).status == 403
    assert (await staff.post("/record_proof")).status == 403
    staff.sent["Sec-Fetch-Site"] = "cross-site"
    assert (await staff.post("/sign-out")).status == 403
    staff.sent["Sec-Fetch-Site"] = "same-origin"
    answer = await staff._ask("POST", "/sign-out", data={"form_token": "00"})
    assert answer.status == 403
    assert (await visitor.get("/items.json")).status == 401
    assert (await visitor.get("/items", headers={"Host": "evil.example"})).status == 421
    rows = await noted(site)
    assert facts(rows) == [
        ("sue_staff", "GET", "/health", 403, "42501"),
        ("sue_staff", "GET", "/audit.json", 403, "42501"),
        ("sue_staff", "POST", "/record_proof", 403, "42501"),
        ("sue_staff", "POST", "/sign-out", 403, "HTTP403"),
        ("sue_staff", "POST", "/sign-out", 403, "HTTP403"),
        (None, "GET", "/items.json", 401, "HTTP401"),
        (None, "GET", "/items", 421, "HTTP421"),
    ]
    assert {str(row["address"]) for row in rows} == {"127.0.0.1"}
    assert "another site" in rows[3]["message"]
    assert all(row["session_id"] for row in rows[:5])


async def test_what_is_no_refusal_is_not_noted(site: Site) -> None:
    staff = await site.person("sue_staff")
    for path in ("/items", "/nothing-here", "/items/NO-SUCH", "/items?q=supplier:x"):
        await staff.get(path)
    await staff.get("/items", headers={"X-Live": "1"})
    visitor = await site.visitor()
    await visitor.get("/items")  # led to sign in
    await visitor.get("/items.json", headers={"X-Live": "1"})  # a page left open overnight
    await visitor.sign_in("sue_staff", "wrong")  # an attempt: noted there
    assert await noted(site) == []


async def test_nobody_is_named_by_a_token_that_is_none(site: Site) -> None:
    visitor = await site.visitor()
    visitor.http.cookie_jar.update_cookies({"session": "forged"})
    assert (await visitor.get("/items.json")).status == 401
    assert facts(await noted(site)) == [(None, "GET", "/items.json", 401, "IN401")]


async def test_secrets_in_paths_are_masked(site: Site) -> None:
    token = "Zk3v9Xq2LmN8pR5tW1yB4cD7fG0hJ6sA"
    staff = await site.person("sue_staff")
    for path in (f"/invitation/{token}", f"/x/{token}/y"):
        await staff._ask("POST", path, headers={"Sec-Fetch-Site": "cross-site"})
    rows = await noted(site)
    assert [row["path"] for row in rows] == ["/invitation/…", "/x/…/y"]
    assert token not in str(rows)


async def test_waiting_at_the_door_is_noted(site: Site) -> None:
    visitor = await site.visitor()
    for _ in range(12):
        answer = await visitor.sign_in("sue_staff", "wrong")
        if answer.status == 429:
            break
    assert answer.status == 429
    assert facts(await noted(site)) == [(None, "POST", "/sign-in", 429, "HTTP429")]


async def test_a_flood_is_counted_not_listed(site: Site, record_property: Any) -> None:
    """2,000 refusals in a burst: few rows, every one counted, nobody waits for it."""
    staff = await site.person("sue_staff")
    began = time.perf_counter()
    for batch in range(40):
        await asyncio.gather(*(staff.get(f"/audit.json?q={batch}-{n}") for n in range(25)))
        await asyncio.gather(
            *(staff._ask("POST", f"/x{batch}-{n}", headers={"Sec-Fetch-Site": "x"})
              for n in range(25))
        )  # fmt: skip
    took = time.perf_counter() - began
    rows = await noted(site)
    assert sum(row["times"] for row in rows) == 2000
    minutes = 2 + took / 60
    assert len(rows) <= 11 * minutes
    record_property("2,000 refusals, rows", len(rows))
    record_property("2,000 refusals, ms each", round(took / 2, 2))
    # Strangers in a flood do not crowd out a person.
    other = await site.person("vic_viewer")
    assert (await other.get("/health")).status == 403
    assert facts(await noted(site))[-1][0] == "vic_viewer"


async def test_the_answer_comes_without_the_audit(site: Site, monkeypatch: Any) -> None:
    """The database cannot note it: the refusal is answered all the same, and at once."""
    staff = await site.person("sue_staff")
    with site.database.connect() as db:
        db.execute("revoke execute on function auth.record_refusal from stockroom_web")
    assert (await staff.get("/health")).status == 403
    assert await noted(site) == []
    pool = site.app[POOL]

    def away(**_: Any) -> None:
        raise PoolTimeout("away")

    recorder = refusals.Recorder()
    monkeypatch.setattr(pool, "connection", away)
    began = time.perf_counter()
    for n in range(2 * refusals.MOST_WAITING):
        recorder.note(pool, refusals.Refused(None, "", "GET", f"/{n}", 403, "x", "x"))
    assert len(recorder._waiting) <= refusals.MOST_WAITING + 1
    await recorder.idle()
    assert time.perf_counter() - began < 1
    assert recorder._waiting == {}


def change_things(site: Site) -> None:
    """Somebody edits an item and a range; a DBA does too."""
    with site.database.connect("max_manager") as db:
        db.execute(
            "select api.edit_item(sku => 'APPLE', version => 1, changes => %s)",
            [json.dumps({"name": "=HYPERLINK(1)"})],
        )
        db.execute("select api.set_threshold('APPLE', 'MAIN', 5, 20)")
        db.execute("select api.set_threshold('APPLE', 'MAIN', 7, 20)")
    with site.database.connect() as db:
        db.execute("update inventory.items set description = 'by the DBA' where sku = 'APPLE'")
        for n in range(20):
            db.execute("update inventory.units set name = %s where code = 'ea'", [f"each {n}"])


async def test_changes_are_shown_as_differences(site: Site) -> None:
    change_things(site)
    auditor = await site.person("ada_auditor")
    page = (await auditor.get("/audit?kind=ranges")).text
    assert "APPLE at MAIN" in page
    assert "<del>5</del>" in page
    assert "<ins>7</ins>" in page
    assert re.search(r"<(del|ins)>\s*<time datetime=", (await auditor.get("/audit")).text)
    assert not re.search(
        r"<(del|ins)>[0-9]{4}-[0-9]{2}-[0-9]{2}T", (await auditor.get("/audit")).text
    )
    found = (await auditor.get("/audit.json?kind=ranges&operation=update")).json()["rows"]
    assert [(r["person"], r["subject"], r["fields"]) for r in found] == [
        ("max_manager", "APPLE at MAIN", [{"field": "minimum", "before": 5, "after": 7}])
    ]
    for query, people in {
        "search=hyperlink": [None, "max_manager"],
        "search=by+the+dba": [None],
        "person=max_manager&kind=items": ["max_manager"],
        "actor=postgres&kind=items&operation=update": [None],
        "address=192.0.2.1": [],
        "since=2000-01-01&until=2000-01-02": [],
    }.items():
        rows = (await auditor.get(f"/audit.json?{query}")).json()["rows"]
        assert [row["person"] for row in rows] == people, query
    assert (await auditor.get("/audit.json?since=yesterday")).status == 400
    assert (await auditor.get("/audit.json?kind=nonsense")).status == 404


async def test_admins_see_no_ranges(site: Site) -> None:
    change_things(site)
    admin = await site.person("ann_admin")
    page = (await admin.get("/audit")).text
    assert "Ranges" not in page
    assert "=HYPERLINK" in (await admin.get("/audit?kind=items")).text
    assert (await admin.get("/audit.json?kind=ranges")).json()["rows"] == []
    assert "minimum" not in (await admin.get("/audit.csv?search=minimum")).text


async def test_page_by_page_and_as_files(site: Site) -> None:
    change_things(site)
    auditor = await site.person("ada_auditor")
    everything = [json.loads(line) for line in (await auditor.get("/audit.jsonl")).text.split("\n")
                  if line]  # fmt: skip
    with site.database.connect() as db:
        (row,) = db.execute("select count(*) as n from audit.changes").fetchall()
    assert len({one["change"] for one in everything}) == len(everything) == row["n"] > 50
    first = (await auditor.get("/audit.json")).json()
    rest = (await auditor.get(f"/audit.json?after={first['next']}")).json()
    assert [r["change"] for r in first["rows"] + rest["rows"]] == [
        one["change"] for one in everything[: len(first["rows"]) + len(rest["rows"])]
    ]
    more = await auditor.get(f"/audit?after={first['next']}", headers={"HX-Request": "true"})
    assert more.text.lstrip().startswith("<tr>")
    rows = list(csv.DictReader(io.StringIO((await auditor.get("/audit.csv")).text)))
    assert len(rows) == len(everything)
    for row in rows:
        assert not any(str(cell).startswith(("=", "+", "-", "@")) for cell in row.values())
        assert json.loads(row["after"] or "{}") is not None


async def test_refusals_and_sign_ins_are_shown(site: Site) -> None:
    staff, visitor = await site.person("sue_staff"), await site.visitor()
    await visitor.sign_in("nobody", "wrong")
    await staff.get("/health")
    await noted(site)
    auditor = await site.person("ada_auditor")
    page = (await auditor.get("/audit/refusals")).text
    assert "/health" in page
    assert "sue_staff" in page
    assert "Unknown name" in (await auditor.get("/audit/sign-ins?success=no")).text
    found = (await auditor.get("/audit/sign-ins.json?success=true")).json()["rows"]
    assert {row["person"] for row in found} == {"sue_staff", "ada_auditor"}
    found = (await auditor.get("/audit/refusals.json?search=health")).json()["rows"]
    assert [row["person"] for row in found] == ["sue_staff"]


async def test_who_may(site: Site) -> None:
    for person, status in {
        "ada_auditor": 200, "ann_admin": 200, "max_manager": 403, "sue_staff": 403,
    }.items():  # fmt: skip
        browser: Browser = await site.person(person)
        for path in ("/audit", "/audit/refusals", "/audit/sign-ins", "/audit.csv"):
            assert (await browser.get(path)).status == status, (person, path)
        assert ('href="/audit"' in (await browser.get("/")).text) is (status == 200)


async def test_a_change_names_where_the_session_was_opened(site: Site) -> None:
    manager = await site.person("max_manager")
    form = {"location": "MAIN", "minimum": "1", "maximum": "9", "severity": "warning"}
    await manager.post("/set_threshold/APPLE", form)
    with site.database.connect() as db:
        (row,) = db.execute(
            "select person, host(address) as address, session_id is not null as web,"
            " database_user from audit.changes order by change_id desc limit 1"
        ).fetchall()
    assert row == {"person": "max_manager", "address": "127.0.0.1", "web": True,
                   "database_user": "stockroom_web"}  # fmt: skip


def test_passwords_are_nowhere(shop: Any) -> None:
    with shop.connect() as db:
        text = db.execute("select json_agg(c)::text as text from audit.changes as c").fetchone()
    assert PASSWORD not in text["text"]
    assert "SCRAM" not in text["text"]
    assert isinstance(db, psycopg.Connection)


async def test_seeing_as_another_names_both(site: Site) -> None:
    """Opening it is a change of the actor's; what is refused meanwhile names subject and actor."""
    boss = await site.person("bob_boss")
    await boss.post("/see_as", {"person": "sue_staff"})
    assert (await boss.get("/health")).status == 403
    assert (await boss.post("/create_item", {"sku": "X"})).status == 403
    rows = await noted(site)
    assert [(r["person"], r["actor"], r["path"]) for r in rows] == [
        ("sue_staff", "bob_boss", "/health"), ("sue_staff", "bob_boss", "/create_item"),
    ]  # fmt: skip
    with site.database.connect() as db:
        (row,) = db.execute(
            "select person, after ->> 'person' as subject, after ->> 'actor' as actor"
            " from audit.changes where after ->> 'kind' = 'see_as' and operation = 'insert'"
        ).fetchall()
    assert row == {"person": "bob_boss", "subject": "sue_staff", "actor": "bob_boss"}


async def test_a_program_is_not_taken_for_the_browser_beside_it(site: Site) -> None:
    staff = await site.person("sue_staff")
    wrong = {"Authorization": "Bearer sr_" + "x" * 52, "Accept": "application/json"}
    assert (await staff.get("/items", headers=wrong)).status == 401
    (row,) = await noted(site)
    assert (row["person"], row["status"]) == (None, 401)
    assert "xxxx" not in str(row)
