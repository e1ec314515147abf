"""Every error of a JSON request is a problem of RFC 9457; the codes are declared once."""

import re
import uuid
from typing import Any

import pytest

from tests.conftest import Database
from tests.web.conftest import Answer, Browser, Site, company, receive, site
from web import codes

__all__ = ["company", "receive", "site"]

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "hint", "error"}
OLD = {"code", "message", "hint", "field", "detail"}
RAISED = """
    select distinct m[1] as code from pg_proc as p
    cross join regexp_matches(p.prosrc, '''(IN\\d{3})''', 'g') as m
    where p.pronamespace::regnamespace::text in ('api', 'auth', 'audit', 'inventory')
"""


def problem(answer: Answer, status: int, code: str) -> dict[str, Any]:
    """The problem that an answer is."""
    assert answer.status == status, answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    told: dict[str, Any] = answer.json()
    assert set(told) >= MEMBERS
    assert (told["status"], told["code"]) == (status, code)
    assert told["type"] == f"/docs/errors#{codes.of(code, status).code}"
    assert told["title"] == codes.of(code, status).title
    assert set(told["error"]) == OLD, "clients of 0.1.0 read it"
    assert told["error"]["code"] == code
    assert told["error"]["message"] == told["detail"]
    return told


def test_each_code_that_is_raised_is_declared(database: Database) -> None:
    with database.connect() as db:
        raised = {row["code"] for row in db.execute(RAISED)}
    declared = {one.code for one in codes.ALL if one.code.startswith("IN")}
    assert raised == declared


def test_each_code_stands_once_and_the_page_is_renewed() -> None:
    assert len(codes.BY_CODE) == len(codes.ALL)
    assert codes.DOCUMENT.read_text() == codes.document(), "run: make docs"
    assert all(one.status is None for one in codes.LINES)


async def test_each_type_leads_to_its_description(site: Site) -> None:
    """Without signing in: a program's author reads it."""
    page = await (await site.visitor()).get("/docs/errors")
    assert page.status == 200
    assert set(re.findall(r'<div id="(\w+)"><dt>', page.text)) == set(codes.BY_CODE)


async def test_a_bad_line_is_pointed_at(site: Site) -> None:
    staff = await site.person("sue_staff")
    lines = [
        {"item": "APPLE", "location": "MAIN-A", "quantity": 1},
        {"item": "NOPE", "location": "MAIN-A", "quantity": 1},
        {"item": "APPLE", "location": "NOPE", "quantity": 1},
    ]
    body = {"lines": lines, "idempotency_key": str(uuid.uuid4())}
    told = problem(await staff.post_json("/post_receipt", body), 422, "IN001")
    found = {(one["code"], one["pointer"]) for one in told["errors"]}
    assert found == {("IN101", "#/lines/1/item"), ("IN103", "#/lines/2/location")}
    assert all(one["detail"] and one["hint"] for one in told["errors"])
    assert told["error"]["detail"][0]["line"] == 2


async def test_a_field_is_pointed_at_in_the_body_or_the_query(site: Site) -> None:
    manager = await site.person("max_manager")
    told = problem(await manager.get("/items.json?q=nope:1"), 422, "IN012")
    assert [(one["parameter"], one["code"]) for one in told["errors"]] == [("q", "IN012")]
    assert told["facts"]["position"] == 1
    assert told["instance"] == "/items.json"
    item = {"sku": "NEW", "name": "x" * 5000, "category": "FOOD", "unit": "ea"}
    told = problem(await manager.post_json("/create_item", item), 422, "IN017")
    assert [one["pointer"] for one in told["errors"]] == ["#/name"]


async def test_a_lost_update_tells_what_is_there_now(site: Site) -> None:
    manager = await site.person("max_manager")
    body = {"name": "Apples", "version": 9999}
    told = problem(await manager.post_json("/edit_item/APPLE", body), 409, "IN011")
    assert told["facts"]["current"]["version"] < 9999


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/items/NOPE.json", 404, "IN014"),
        ("/nothing.json", 404, "HTTP404"),
        ("/health.json", 403, "42501"),
        ("/audit.jsonl", 403, "42501"),
        ("/movements.json?after=x", 404, "IN014"),
    ],
)
async def test_what_is_refused_is_a_problem(site: Site, path: str, status: int, code: str) -> None:
    told = problem(await (await site.person("sue_staff")).get(path), status, code)
    assert told["instance"] == path.partition("?")[0]


async def test_who_is_not_signed_in_is_told_a_problem(site: Site) -> None:
    visitor = await site.visitor()
    problem(await visitor.get("/items.json"), 401, "IN401")
    wrong = {"Authorization": "Bearer sr_" + "x" * 52}
    problem(await visitor.get("/items", headers=wrong), 401, "IN401")
    problem(await visitor.get("/items", headers={"Authorization": "Bearer x"}), 401, "HTTP401")


async def test_a_problem_is_told_to_who_accepts_one_and_a_page_to_browsers(site: Site) -> None:
    staff = await site.person("sue_staff")
    told = await staff.get("/items/NOPE", headers={"Accept": "application/problem+json"})
    problem(told, 404, "IN014")
    page = await staff.get("/items/NOPE", headers={"Accept": "text/html,*/*"})
    assert page.headers["Content-Type"].startswith("text/html")


async def test_a_fault_has_the_reference_of_the_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    staff: Browser = await site.person("sue_staff")
    with site.database.connect() as db:
        db.execute(
            "create or replace function api.list_categories(search text default '',"
            " after text default null, max_rows integer default 2000)"
            " returns jsonb language plpgsql stable set search_path = pg_catalog, pg_temp"
            " as $$ begin return 1 / 0 + undefined_function(); end $$"
        )
    told = problem(await staff.get("/categories.json"), 500, "fault")
    reference = told["instance"].partition("#")[2]
    assert reference
    assert reference in caplog.text


@pytest.mark.parametrize("path", ["/locations.json?closed=", "/break_glass.json?open="])
async def test_what_is_neither_true_nor_false_is_refused(site: Site, path: str) -> None:
    """Taken as no, more would be told than was asked for."""
    manager = await site.person("max_manager")
    for said in ("true", "on", "false", ""):
        assert (await manager.get(path + said)).status == 200
    problem(await manager.get(f"{path}3.2e307"), 400, "HTTP400")
