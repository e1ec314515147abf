"""A form that is wrong in several fields comes back with each of them marked, and what was typed; a
program reads them all."""

import re
from html import escape

import pytest

from tests.web.conftest import Site

FORM_ALONE = "/edit_account"  # of one's own browser: it speaks no JSON
CHOSEN = ("kind", "severity", "minimum_severity", "shared_with")  # out of a list
VIEW = "/edit_saved_view/00000000-0000-4000-8000-0000000000b0"
# Address of a form: what is wrong in it, and the fields that it marks.
FORMS: dict[str, tuple[dict[str, str], set[str]]] = {
    "/create_location": (
        {"code": "a b", "name": "", "kind": "company", "parent": "MAIN"}, {"code", "name", "kind"}
    ),
    "/edit_location/MAIN-A": (
        {"code": "MAIN", "name": "", "kind": "site", "version": "1"}, {"code", "name", "kind"}
    ),
    "/create_category": ({"code": "a b", "name": "", "parent": "NO"}, {"code", "name", "parent"}),
    "/edit_category/FOOD": (
        {"code": "PARTS", "name": "", "parent": "NO", "version": "1"}, {"code", "name", "parent"}
    ),
    "/create_unit": ({"code": "1", "name": "", "decimals": "9"}, {"code", "name", "decimals"}),
    "/edit_unit/l": (
        {"code": "ea", "name": "", "decimals": "9", "version": "1"}, {"code", "name", "decimals"}
    ),
    "/declare_attribute": (
        {"category": "NO", "attribute": "item", "label": "", "type": "number", "unit": "1"},
        {"category", "attribute", "label", "unit"},
    ),
    "/change_attribute/ALL/weight": (
        {"label": "", "type": "number", "unit": "1", "position": "x", "version": "1"},
        {"label", "unit", "position"},
    ),
    "/set_threshold/APPLE": (
        {"location": "NO", "minimum": "1", "maximum": "0", "severity": "odd"},
        {"location", "maximum", "severity"},
    ),
    "/set_threshold_default": (
        {"category": "NO", "location": "NO", "kind": "barn", "minimum": "2", "maximum": "1"},
        {"category", "location", "kind", "maximum"},
    ),
    "/create_subscription": (
        {"person": "nobody", "category": "NO", "location": "NO", "minimum_severity": "odd"},
        {"person", "category", "location", "minimum_severity"},
    ),
    "/create_saved_view": (
        {"name": "", "query": "weight:<", "shared_with": "odd"}, {"name", "query", "shared_with"}
    ),
    VIEW: ({"name": "", "query": "weight:<", "version": "1"}, {"name", "query"}),
    "/edit_settings": (
        {"company": "", "currency": "euro", "time_zone": "Moon", "break_glass_hours": "9x"},
        {"company", "currency", "time_zone", "break_glass_hours"},
    ),
    "/edit_account": ({"name": "", "time_zone": "Moon"}, {"name", "time_zone"}),
    "/break_glass": (
        {"reason": "", "location": "NO", "hours": "99"}, {"reason", "location", "hours"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("path", FORMS)
async def test_each_field_is_marked_and_told(site: Site, path: str) -> None:
    said, fields = FORMS[path]
    browser = await site.person("bob_boss")
    page = await browser.post(path, said)
    assert page.status in (409, 422), page.text[:2000]
    marked = {name for name in fields if f'id="{name}-error"' in page.text}
    assert marked == fields
    assert f"{len(fields)} things are wrong" in page.text
    linked = set(re.findall(r'<li><a href="#([a-z_]+)"', page.text))
    assert linked == fields, "the summary leads to each"
    for name in fields:
        assert f'id="{name}"' in page.text, f"the link to {name} leads nowhere"
    for value in (one for name, one in said.items() if name not in CHOSEN):
        assert escape(value) in page.text, f"what was typed is gone: {value}"
    if path == FORM_ALONE:
        return
    sent = {name: value for name, value in said.items() if name != "version"}
    told = await browser.post_json(path, sent | ({"version": 1} if "version" in said else {}))
    assert told.headers["Content-Type"].startswith("application/problem+json")
    problem = told.json()
    assert {one["field"] for one in problem["errors"]} == fields, problem
    assert {one["field"] for one in problem["facts"]["problems"]} == fields
