"""Pages say what is so: no button that cannot work, no question without answer, no part as all."""

import re

import psycopg
import pytest

from tests.web.conftest import Site
from web import bars, formats


async def test_a_category_in_use_has_no_button_to_delete_it(site: Site) -> None:
    browser = await site.person("max_manager")
    used = (await browser.get("/remove_category/FOOD")).text
    assert "cannot be deleted yet" in used
    assert 'action="/remove_category/FOOD"' not in used
    assert re.search(r'href="/items\?q=category(:|%3A)FOOD">Move its [0-9]+ items?…', used)
    await browser.post("/create_category", {"code": "EMPTY", "name": "Empty", "parent": ""})
    free = (await browser.get("/remove_category/EMPTY")).text
    assert 'action="/remove_category/EMPTY"' in free


@pytest.mark.parametrize(
    ("asked", "said"),
    [("item=APPLE&place=", "Choose a place."), ("item=&place=MAIN", "Say of which item.")],
)
async def test_half_a_question_is_answered(site: Site, asked: str, said: str) -> None:
    browser = await site.person("max_manager")
    assert said in (await browser.get(f"/subscriptions?{asked}")).text
    assert said not in (await browser.get("/subscriptions")).text


@pytest.mark.parametrize(("other", "part"), [("1.5", 99), ("999", 50)])
def test_not_all_of_it_is_not_100_percent(other: str, part: int) -> None:
    rows = [
        {"name": "North", "depth": 0, "value": "999"},
        {"name": "South", "depth": 0, "value": other},
    ]
    total = {"value": str(999 + float(other))}
    found = bars.of_groups({"rows": rows, "total": total, "currency": "EUR"}, "location")
    assert found is not None
    assert f"holds {part} % of the value" in found.conclusion


def test_what_is_a_moment() -> None:
    assert formats.is_instant("2026-11-23T19:07:02.929899+00:00")
    assert not formats.is_instant("2026-11-23")
    assert not formats.is_instant(5)


def test_no_group_chosen_is_said_in_plain_words(site: Site) -> None:
    ask = "select api.create_user(person => 'new_one', name => 'New', groups => '{}')"
    with (
        site.database.connect("ann_admin") as db,
        pytest.raises(psycopg.Error, match=r"^No group is chosen\.") as refused,
    ):
        db.execute(ask)
    assert refused.value.diag.message_hint.startswith("Choose at least one: viewer, staff")
