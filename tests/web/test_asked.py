"""A program that says what nobody reads is refused, and told what it may have meant; a value that
PostgreSQL cannot read is told by its field."""

import uuid
from typing import Any

import pytest

from tests.web.conftest import Answer, Browser, Site

LINE = {"item": "APPLE", "location": "MAIN-A", "quantity": 3}


async def send(person: Browser, path: str, **body: Any) -> Answer:
    return await person.post_json(path, body)


def errors(answer: Answer) -> list[dict[str, Any]]:
    """What a problem says is wrong, each with where and how it may be meant."""
    assert answer.headers["Content-Type"].startswith("application/problem+json"), answer.text
    return answer.json()["errors"]


async def test_a_field_that_is_not_known_posts_nothing(site: Site) -> None:
    staff = await site.person("bob_boss")
    key = str(uuid.uuid4())
    body = {"lines": [LINE], "idempotency_key": key}
    for name, near in (("dry_run", ""), ("ocurred_at", "occurred_at"), ("Lines", "lines")):
        answer = await send(staff, "/post_receipt", **body, **{name: True})
        assert answer.status == 400
        (wrong,) = errors(answer)
        assert wrong["pointer"] == f"#/{name}"
        assert name in wrong["detail"]
        assert near in wrong["hint"]
    with site.database.connect() as db:
        assert db.execute("select from inventory.documents").fetchall() == []
    assert (await send(staff, "/post_receipt", **body)).status == 200


async def test_each_field_is_named(site: Site) -> None:
    manager = await site.person("max_manager")
    answer = await send(manager, "/create_unit", code="crate", name="Crate", zork=1, decimal=2)
    assert answer.status == 400
    assert [one["pointer"] for one in errors(answer)] == ["#/zork", "#/decimal"]
    assert "decimals" in errors(answer)[1]["hint"]
    body = {"sku": "PEAR", "name": "Pear", "category": "FOOD", "unit": "kg", "tag": ["x"]}
    assert "tags" in errors(await send(manager, "/create_item", **body))[0]["hint"]


async def test_a_command_takes_no_query(site: Site) -> None:
    staff = await site.person("bob_boss")
    answer = await send(
        staff, "/post_receipt?dry_run=1", lines=[LINE], idempotency_key=str(uuid.uuid4())
    )
    assert answer.status == 400
    assert errors(answer)[0]["parameter"] == "dry_run"


async def test_a_form_may_carry_fields_of_its_own(site: Site) -> None:
    staff = await site.person("bob_boss")
    form = {"document.idempotency_key": str(uuid.uuid4()), "item": "APPLE", "location": "MAIN-A",
            "quantity": "1", "more": "of a form"}  # fmt: skip
    assert (await staff.post("/post_receipt", form)).url.startswith("/documents/")


@pytest.mark.parametrize("suffix", [".json", ".json?all=1", ".csv", ".xlsx"])
async def test_a_parameter_that_is_not_known_is_refused(site: Site, suffix: str) -> None:
    viewer = await site.person("vic_viewer")
    path = f"/items{suffix}{'&' if '?' in suffix else '?'}"
    answer = await viewer.get(f"{path}statsu=low&q=apple", headers={"Accept": "application/json"})
    assert answer.status == 400
    (wrong,) = errors(answer)
    assert wrong["parameter"] == "statsu"
    assert "q, sort" in wrong["hint"]
    near = await viewer.get(f"{path}srot=name", headers={"Accept": "application/json"})
    assert "“sort”" in errors(near)[0]["hint"]
    assert (await viewer.get(f"{path}sort=name&q=apple")).status == 200
    assert (await viewer.get("/items?statsu=low")).status == 200  # a page passes over it


async def test_a_page_offers_no_file_that_is_refused(site: Site) -> None:
    viewer = await site.person("vic_viewer")
    for page, other in (("inventory", "since"), ("movements", "known")):
        shown = await viewer.get(f"/reports/{page}?from=afar&{other}=&grouped_by=item")
        assert f"/reports/{page}.csv?grouped_by=item" in shown.text
        assert "afar" not in shown.text


async def test_q_is_the_search_of_every_list(site: Site) -> None:
    manager, auditor = await site.person("max_manager"), await site.person("ada_auditor")
    for person, path, old in (
        (manager, "/thresholds.json", "query"), (manager, "/lots.json", "query"),
        (manager, "/suggest_items.json", "query"), (manager, "/suggest_anything.json", "query"),
        (auditor, "/audit.json", "search"), (auditor, "/audit/refusals.json", "search"),
    ):  # fmt: skip
        for name in ("q", old):
            answer = await person.get(f"{path}?{name}=NOPE-NOPE")
            assert answer.status == 200
            assert answer.json()["rows"] == [], f"{path} {name}"
    told = (await manager.get("/openapi.json")).json()["paths"]["/lots.json"]["get"]["parameters"]
    assert [one["name"] for one in told if one.get("deprecated")] == ["query"]
    body = (await manager.get("/openapi.json")).json()["paths"]["/create_unit"]["post"]
    assert (
        body["requestBody"]["content"]["application/json"]["schema"]["additionalProperties"]
        is False
    )


async def test_who_shows_nothing_is_asked_to_sign_in_first(site: Site) -> None:
    visitor = await site.visitor()
    answer = await visitor.get("/items.json?foo=1")
    assert answer.status == 401


async def test_a_value_of_another_type_is_told_by_its_field(site: Site) -> None:
    staff, manager = await site.person("bob_boss"), await site.person("max_manager")
    unit = {"code": "b", "name": "B"}
    posted = {"lines": [LINE], "idempotency_key": str(uuid.uuid4())}
    for answer, field, takes in (
        (await send(staff, "/post_receipt", **posted, occurred_at=5), "occurred_at", "a time"),
        (await send(manager, "/create_unit", **unit, decimals=2.5), "decimals", "whole"),
        (await send(manager, "/create_unit", **unit, decimals=1e30), "decimals", "whole"),
        (await send(manager, "/create_unit", **unit, decimals="x"), "decimals", "whole"),
    ):  # fmt: skip
        assert answer.status == 422, answer.text
        (wrong,) = errors(answer)
        assert wrong["pointer"] == f"#/{field}"
        assert takes in wrong["detail"]
        assert answer.json()["detail"] == wrong["detail"]


async def test_a_key_may_be_any_text_and_says_when_it_is_none(site: Site) -> None:
    staff = await site.person("bob_boss")
    first = await send(staff, "/post_receipt", lines=[LINE], idempotency_key="order-17/1")
    again = await send(staff, "/post_receipt", lines=[LINE], idempotency_key="order-17/1")
    assert first.json()["document"] == again.json()["document"]
    for key in ("with a blank", "x" * 256):
        answer = await send(staff, "/post_receipt", lines=[LINE], idempotency_key=key)
        assert answer.status == 422
        (wrong,) = errors(answer)
        assert wrong["pointer"] == "#/idempotency_key"
        assert "1 to 255 letters" in wrong["detail"]


async def test_a_method_that_is_none_says_which_are(site: Site) -> None:
    viewer = await site.person("vic_viewer")
    token = {"X-Form-Token": await viewer.form_token()}
    answer = await viewer._ask("DELETE", "/items.json", headers=token)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET,HEAD"


async def test_who_shows_no_token_is_asked_for_one(site: Site) -> None:
    answer = await (await site.visitor()).get("/items.json")
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Stockroom"'


async def test_half_a_character_is_not_called_nul(site: Site) -> None:
    staff = await site.person("bob_boss")
    token = {"X-Form-Token": await staff.form_token(), "Content-Type": "application/json"}
    for text, named in ((r"\ud800", "surrogate"), (r"\u0000", "NUL")):
        answer = await staff._ask("POST", "/create_unit", data=f'{{"c": "{text}"}}', headers=token)
        assert answer.status == 400
        assert named in answer.json()["detail"]


async def test_a_summary_that_ends_before_it_begins_is_wrong_in_its_since(site: Site) -> None:
    viewer = await site.person("vic_viewer")
    asked = "since=2026-11-10&until=2026-11-01"
    answer = await viewer.get(f"/reports/movements.json?{asked}")
    assert answer.status == 422
    assert errors(answer)[0]["parameter"] == "since"
    page = await viewer.get(f"/reports/movements?{asked}")
    assert page.status == 422
    assert 'id="since-error"' in page.text
    told = (await viewer.get("/openapi.json")).json()["paths"]["/reports/movements.json"]["get"]
    until = next(one for one in told["parameters"] if one["name"] == "until")
    assert "to its end" in until["description"]
    assert {"type": "string", "format": "date"} in until["schema"]["anyOf"]
