"""Lists by forms alone: columns, closeness, saved views, and many items at once."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from tests.functions.steps import call
from tests.web.conftest import Site
from web import listing, trail
from web.rooms import access


def hidden(text: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf"name=\"{name}\" value=(?:\"([^\"]*)\"|'([^']*)')", text)
    assert found
    return unescape(found[1] or found[2] or "")


async def test_columns_are_kept(site: Site) -> None:
    browser = await site.person("sue_staff")
    assert "c-status" in (await browser.get("/items")).text
    answer = await browser.post("/set_columns/items", {"columns": "category", "back": "/items"})
    assert (answer.status, answer.url) == (200, "/items")
    text = (await browser.get("/items")).text
    assert "c-category" in text
    assert "c-status" not in text
    assert "c-name" in text
    assert "c-status" in (await browser.get("/items?columns=status")).text
    await browser.post("/set_columns/items", {"reset": "1", "back": "//elsewhere.example"})
    assert "c-status" in (await browser.get("/items")).text


async def test_closeness_is_rendered(site: Site) -> None:
    browser = await site.person("sue_staff")
    assert 'data-density="compact"' not in (await browser.get("/items")).text
    await browser.post("/preferences", {"density": "compact", "back": "/items"})
    assert 'data-density="compact"' in (await browser.get("/items")).text


async def test_who_sees_items_ticks_them_for_labels_and_managers_change_them(site: Site) -> None:
    for person, changes in (("max_manager", True), ("sue_staff", False), ("cora_counter", False)):
        browser = await site.person(person)
        text = (await browser.get("/items")).text
        assert "c-pick" in text, person
        assert ("Edit…" in text) is changes, person
        printed = await browser.post("/labels", {"sku": ["APPLE", "MILK"], "q": "x"})
        assert printed.url == "/labels?sku=APPLE&sku=MILK", person
        assert printed.text.count('<div class="label ') == 2, person
    none = await browser.post("/labels", {})
    assert none.url == "/labels"
    many = await browser.post("/labels", {"sku": [f"APPLE-{n:04}" for n in range(700)] + ["MILK"]})
    assert many.status == 200


async def test_a_view_is_a_tab(site: Site) -> None:
    browser = await site.person("max_manager")
    form = {"name": "Out here", "query": "status:out", "shared_with": "staff", "pinned": "1"}
    saved = await browser.post("/create_saved_view", form)
    assert saved.url.startswith("/items?q=status:out&view=")
    assert 'aria-current="true">Out here' in saved.text
    again = await browser.post("/create_saved_view", form)
    assert again.status == 422
    assert "You have a view of this name already." in again.text
    wrong = await browser.post("/create_saved_view", form | {"name": "X", "query": "status:lost"})
    assert wrong.status == 422
    assert 'value="status:lost"' in wrong.text
    assert "Out here" in (await (await site.person("sue_staff")).get("/items")).text
    assert "Out here" not in (await (await site.person("vic_viewer")).get("/items")).text
    key = re.search(r"view=([0-9a-f-]{36})", saved.url)
    assert key
    other = await site.person("sue_staff")
    assert (await other.post(f"/remove_saved_view/{key[1]}", {})).status == 404
    assert (await browser.post(f"/remove_saved_view/{key[1]}", {})).url == "/saved_views"
    assert "Out here" not in (await browser.get("/items")).text


async def test_many_items_in_three_steps(site: Site) -> None:
    """The form and the check stand at addresses; what is ticked is changed, no more, no less."""
    browser = await site.person("max_manager")
    asked = await browser.post("/edit_items", {"all": "1", "q": "category:FOOD"})
    assert asked.url == "/edit_items?q=category:FOOD&all=1", "who goes back finds the form"
    assert "All 2 that match" in asked.text
    selection = hidden(asked.text, "selection")
    form = {"selection": selection, "tags_add": "cool, new", "q": "category:FOOD"}
    shown = await browser.post("/edit_items", form | {"step": "preview"})
    assert shown.url.startswith("/item_edits/")
    assert "Nothing is changed yet" in shown.text
    assert 'data-of="2"' in shown.text
    assert "Apple" in shown.text, "by its name too"
    assert 'name="keep" value="APPLE" form="change" checked' in shown.text
    with site.database.connect() as db:
        assert db.execute("select from inventory.items where tags <> '{}'").fetchall() == []
    none = await browser.post(f"{shown.url}/start", {"shown": ["APPLE", "MILK"]})
    assert none.status == 422, "nothing is ticked"
    ticks = {"shown": ["APPLE", "MILK"], "keep": "MILK"}
    done = await browser.post(f"{shown.url}/start", ticks)
    assert done.url == shown.url
    assert "1 item was changed." in done.text
    with site.database.connect() as db:
        rows = db.execute("select sku from inventory.items where tags <> '{}'").fetchall()
    assert [row["sku"] for row in rows] == ["MILK"], "what is ticked"
    assert (await browser.post("/edit_items", {})).text.count("Nothing is selected") == 1


async def test_back_to_the_form_and_without_some(site: Site) -> None:
    """From the check back to the form with all that was said, without unticked items; what cannot
    be changed is left out by itself."""
    with site.database.connect("bob_boss") as boss:
        call(boss, "declare_attribute", category="FOOD", attribute="hue", label="Hue",
             type="choice", choices=["red", "green"])  # fmt: skip
        call(boss, "declare_attribute", category="FOOD", attribute="size", label="Size",
             type="number", unit="cm")  # fmt: skip
        call(boss, "declare_attribute", category="FOOD", attribute="bio", label="Bio",
             type="boolean")  # fmt: skip
    browser = await site.person("max_manager")
    asked = await browser.post("/edit_items", {"sku": "APPLE", "q": "x"})
    for part in ('name="attribute.hue"', "<option>green</option>", 'name="number.size"', "Size, cm",
                 'type="radio" name="attribute.bio" value="yes"'):  # fmt: skip
        assert part in asked.text, part
    bolt = await browser.post("/edit_items", {"sku": "BOLT-M8"})
    assert "attribute.hue" not in bolt.text, "of other categories"
    moved = {"selection": '{"skus": ["BOLT-M8"]}', "category": "FOOD", "step": "form"}
    assert "attribute.hue" in (await browser.post("/edit_items", moved)).text, "of the new one"
    form = {
        "selection": '{"skus": ["APPLE", "MILK", "BOLT-M8"]}', "tags_add": "cool, new", "q": "x",
        "attribute.hue": "green", "attribute.bio": "no", "take": "size", "location": "MAIN",
        "minimum": "2,5", "no_maximum": "1", "severity": "critical",
    }  # fmt: skip
    doubtful = await browser.post("/edit_items", form | {"step": "preview", "minimum": "1,500"})
    assert doubtful.status == 422
    assert "can be read as 1500 or as 1.500" in doubtful.text
    shown = await browser.post("/edit_items", form | {"step": "preview", "minimum": "2"})
    assert "1 item cannot be changed so, and is left out." in shown.text, "a bolt has no hue"
    assert 'name="keep" value="BOLT-M8"' not in shown.text
    assert 'data-of="2"' in shown.text
    edit = hidden(shown.text, "edit")
    ticks = {"edit": edit, "shown": ["APPLE", "MILK"], "keep": "APPLE"}
    back = await browser.post("/edit_items", ticks | {"step": "choose"})
    for part in ('value="cool, new"', "<option selected>green</option>", 'value="2"', 'value="x"',
                 'name="attribute.bio" value="no" checked', 'name="take" value="size" checked',
                 'name="no_maximum" value="1" checked', 'value="critical" selected'):  # fmt: skip
        assert part in back.text, part
    assert json.loads(hidden(back.text, "selection")) == {"edit": edit, "without": ["MILK"]}
    less = await browser.post("/edit_items", ticks | {"step": "preview"})
    assert less.url not in (shown.url, back.url)
    assert 'data-of="1"' in less.text
    done = await browser.post(f"{shown.url}/start", ticks)
    assert "1 item was changed." in done.text
    with site.database.connect() as db:
        rows = db.execute("select sku, attributes from inventory.items where tags <> '{}'")
        assert rows.fetchall() == [
            {"sku": "APPLE", "attributes": {"weight": 0.2, "hue": "green", "bio": False}}
        ]


async def test_a_range_set_since_the_check_is_not_gone_over(site: Site) -> None:
    """One hand looks at a change of many ranges, another sets one of them; so for removing."""
    browser = await site.person("max_manager")
    form = {"selection": '{"skus": ["APPLE", "MILK"]}', "location": "MAIN", "minimum": "5"}
    shown = await browser.post("/edit_items", form | {"step": "preview"})
    with site.database.connect("bob_boss") as boss:
        call(boss, "set_threshold", item="MILK", location="MAIN", minimum=2, maximum=None)
        late = await browser.post(f"{shown.url}/start", {})
        assert "Its range there was set meanwhile by Bob." in late.text
        assert "1 item was changed. 1 could not be: they are as they were." in late.text
        said = {"edit": hidden(late.text, "edit"), "failed": "1", "step": "preview"}
        again = await browser.post("/edit_items", said)
        assert 'data-of="1"' in again.text, "as it is now, looked at again"
        assert "MILK" in again.text
        assert "APPLE" not in again.text
        rows = boss.execute("select minimum::integer as m from inventory.thresholds order by m")
        assert [row["m"] for row in rows.fetchall()] == [2, 5]
        look = await browser.post("/remove_thresholds", {"step": "preview_all"})
        call(boss, "set_threshold", item="MILK", location="MAIN", minimum=3, maximum=None)
        form = {"step": "commit", "selection": hidden(look.text, "selection")}
        refused = await browser.post("/remove_thresholds", form)
        assert refused.status == 422
        assert boss.execute("select from inventory.thresholds").rowcount == 2


async def test_the_form_of_many_tells_all_at_once(site: Site) -> None:
    """A number that is in doubt, a place that is not there, a category that is none."""
    browser = await site.person("max_manager")
    form = {
        "selection": '{"skus": ["APPLE"]}', "category": "FOD", "location": "NOPE",
        "minimum": "1,500", "maximum": "x", "step": "preview",
    }  # fmt: skip
    answer = await browser.post("/edit_items", form)
    assert answer.status == 422
    text = unescape(answer.text)
    for name in ("category", "location", "minimum", "maximum"):
        assert f'id="{name}-error"' in text, name
    assert "Did you mean FOOD?" in text
    assert "can be read as 1500 or as 1.500" in text
    alone = await browser.post("/edit_items", form | {"category": "", "minimum": "", "maximum": ""})
    assert 'id="location-error"' in alone.text
    without = {"selection": form["selection"], "minimum": "5", "step": "preview"}
    assert "Choose a location." in (await browser.post("/edit_items", without)).text


async def test_equal_reasons_are_told_once(site: Site) -> None:
    """Two items fail for one reason, which is said once; both are left out."""
    browser = await site.person("max_manager")
    skus = '{"skus": ["APPLE", "BOLT-M8", "MILK"]}'
    form = {"selection": skus, "location": "MAIN", "minimum": "2.5", "step": "preview"}
    shown = (await browser.post("/edit_items", form)).text
    why = "The minimum has more decimals than the unit ea takes (at most 0)."
    assert shown.count(f"<td>{why}") == 1
    assert "2 items cannot be changed so, and are left out." in shown
    for sku in ("APPLE", "BOLT-M8"):
        assert f"<code>{sku}</code>" in shown
        assert f'name="keep" value="{sku}"' not in shown
    assert 'data-of="1"' in shown


async def test_more_ticked_rows_than_an_address_holds(site: Site) -> None:
    browser = await site.person("max_manager")
    many = {"sku": [f"APPLE-{n:04}" for n in range(700)] + ["APPLE"]}
    asked = await browser.post("/edit_items", many)
    assert (asked.status, asked.url) == (200, "/edit_items")
    assert "1 item" in asked.text


async def test_who_may_not_is_refused_at_each_step(site: Site) -> None:
    browser = await site.person("sue_staff")
    form = {"selection": '{"skus": ["APPLE"]}', "tags_add": "x"}
    for step in ("choose", "form", "preview"):
        assert (await browser.post("/edit_items", form | {"step": step})).status == 403
    assert (await browser.get("/edit_items?sku=APPLE")).status == 403
    broken = {"selection": "[" * 9000, "step": "preview"}
    assert (await browser.post("/edit_items", broken)).status == 400


async def test_a_view_is_watched_from_its_tab_and_from_the_list(site: Site) -> None:
    browser = await site.person("sue_staff")
    saved = await browser.post("/create_saved_view", {"name": "Out", "query": "status:out"})
    key = re.search(r"view=([0-9a-f-]{36})", saved.url)
    assert key
    assert "Tell me when not empty" in saved.text
    told = await browser.post(f"/watch_view/{key[1]}?at=list", {})
    assert told.url == saved.url
    assert "Stop telling me" in told.text
    listed = await browser.post(f"/unwatch_view/{key[1]}", {})
    assert listed.url == "/saved_views"
    assert "Tell me when Out is not empty" in listed.text
    assert (await browser.get(f"/saved_views/{key[1]}")).url == saved.url  # as mails say
    other = await site.person("sam_staff")
    assert (await other.post(f"/watch_view/{key[1]}", {})).status == 404
    assert (await other.get(f"/saved_views/{key[1]}")).status == 404


COMPONENT = {  # lists of web/listing.py: a column of each that can be hidden, and its cells' class
    "/alerts?state=all": ("alerts", "severity", "c-severity"),
    "/movements": ("movements", "by", "c-by"),
    "/items/APPLE/movements": ("movements", "by", "c-by"),
    "/people": ("people", "groups", "c-groups"),
    "/thresholds": ("ranges", "severity", "c-severity"),
    "/lots?state=all": ("lots", "at", "c-at"),
    "/audit": ("audit", "from", "c-from"),
    "/audit/refusals": ("audit_refusals", "from", "c-from"),
    "/audit/sign-ins": ("audit_sign_ins", "from", "c-from"),
}


@pytest.mark.parametrize("path", COMPONENT)
async def test_each_list_keeps_its_columns_and_its_closeness(
    site: Site, path: str, receive: Callable[..., str]
) -> None:
    name, key, css = COMPONENT[path]
    receive("APPLE", "MAIN-A", 5, "L-1")
    with site.database.connect() as db:
        db.execute("update inventory.lots set expires_on = current_date + 5")
    with site.database.connect("bob_boss") as boss:
        boss.execute("select api.set_threshold('APPLE', 'MAIN', 100, 200)")
    await (await site.person("vic_viewer")).get("/people")  # refused
    browser = await site.person("bob_boss")
    page = (await browser.post(f"/set_columns/{name}", {"reset": "1", "back": path})).text
    cell = re.compile(rf'<td class="{css}\b')
    assert cell.search(page), "the column is there"
    keys = re.findall(r'name="columns" value="(\w+)"', page)
    kept = [("columns", one) for one in keys if one != key]
    page = (await browser.post(f"/set_columns/{name}", [*kept, ("back", path)])).text
    assert not cell.search(page)
    assert re.search(r'<th scope="col" class="c-', page)
    assert 'name="density" value="compact"' in page
    assert re.search(r'<td class="c-', page), "the rest is"


async def test_the_next_rows_are_those_of_the_page(site: Site, receive: Callable[..., str]) -> None:
    """Fifty more come by htmx with the columns that the page has; without it they are a page."""
    for _ in range(60):
        receive("APPLE", "MAIN-A", 1)
    browser = await site.person("bob_boss")
    await browser.post("/set_columns/movements", {"columns": "kind", "back": "/movements"})
    page = (await browser.get("/movements")).text
    assert page.count("<tr>\n") == 51  # and the heading
    further = re.search(r'href="([^"]+after=[^"]+)" rel="next"', page)
    assert further
    url = unescape(further[1])
    rows = (await browser.get(url, headers={"HX-Request": "true"})).text
    assert rows.lstrip().startswith("<tr>")
    assert rows.count("c-quantity") == 10
    assert "c-by" not in rows
    whole = (await browser.get(url)).text
    assert "<h1" in whole
    back = re.search(r'href="([^"]+before=[^"]+)" rel="prev"', whole)
    assert back
    assert (await browser.get(unescape(back[1]))).text.count('c-quantity number">') == 51


async def test_counts_are_honest_and_exact_where_asked(
    site: Site, receive: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(7):
        receive("APPLE", "MAIN-A", 1)
    receive("MILK", "MAIN-A", 1)
    browser = await site.person("max_manager")

    async def count(**asked: str) -> dict[str, Any]:
        answer = await browser.get("/count_list.json", params=asked)
        assert answer.status == 200, answer.text
        return dict(answer.json())

    found = await count(list="movements", most="5")
    assert (found["count"], found["count_exact"]) == (5, False)
    assert (await count(list="movements", most="0"))["count"] == 8
    for query, many in (
        ("item:APPLE", 7),
        ("kind:receipt", 8),
        ("kind:issue", 0),
        ("is:posted", 8),
    ):
        said = json.dumps({"query": query})
        assert (await count(list="movements", asked=said, most="0"))["count"] == many, query
        assert (await count(list="movements", asked=said, most="3"))["count"] == min(many, 3)
    assert (await count(list="items", asked='{"query": "category:FOOD"}'))["count"] == 2
    with site.database.connect("bob_boss") as boss:
        boss.execute("select api.set_threshold('APPLE', 'MAIN', 100, 200)")
    assert (await count(list="ranges"))["count"] == 1
    assert (await count(list="ranges", asked='{"query": "milk"}'))["count"] == 0
    assert (await count(list="alerts"))["count"] == 1
    page = (await browser.get("/movements?count=exactly")).text
    assert re.search(r"<b>8</b> movements\s+· counted in", page)
    assert "<b>7</b>" in (await browser.get("/items/APPLE/movements?count=exactly")).text
    wrong = await browser.get("/count_list.json", params={"list": "secrets"})
    assert wrong.status in (404, 422)
    assert (await browser.get("/count_list?list=items&asked=[1]")).status == 400


async def test_a_count_that_takes_too_long_says_so(site: Site) -> None:
    with site.database.connect() as db:
        db.execute(
            "create or replace function inventory.count_items(query text, max_rows integer)"
            " returns bigint language plpgsql volatile as"
            " $$ begin while max_rows > 1001 loop perform 1; end loop; return 5; end $$"
        )
    browser = await site.person("max_manager")
    page = await browser.get("/items?count=exactly")
    assert page.status == 200
    assert "Counting took longer than 5 seconds and was stopped." in page.text
    found = (await browser.get("/count_list.json?list=items&most=0")).json()
    assert found["count"] is None


async def test_many_ranges_are_removed_after_a_look(site: Site) -> None:
    with site.database.connect("bob_boss") as boss:
        boss.execute("select api.set_threshold_default('PARTS', 'MAIN', null, 1, 9)")
        for sku in ("APPLE", "MILK"):
            boss.execute("select api.set_threshold(%s, 'MAIN', 100, 200)", [sku])
    many = "select count(*) as n from inventory.thresholds"
    browser = await site.person("bob_boss")
    page = (await browser.get("/thresholds")).text
    assert 'value="APPLE at MAIN" form="selection"' in page
    assert re.search(r'value="BOLT-M8 at MAIN" form="selection" disabled', page), "a default's"
    look = await browser.post("/remove_thresholds", {"step": "preview_all"})
    assert "Nothing is removed yet" in look.text
    assert "Remove 2 ranges" in look.text
    assert "A default set this range." in look.text
    with site.database.connect() as db:
        assert db.execute(many).fetchone()["n"] == 3, "it was only looked at"
    form = {"step": "commit", "selection": hidden(look.text, "selection")}
    assert "2 ranges were removed" in (await browser.post("/remove_thresholds", form)).text
    with site.database.connect() as db:
        assert db.execute(many).fetchone()["n"] == 1
    again = await browser.post("/remove_thresholds", form)
    assert again.status == 422, "they are gone"
    none = await browser.post("/remove_thresholds", {"step": "preview"})
    assert "Nothing is selected" in none.text
    staff = await site.person("sue_staff")
    assert "c-pick" not in (await staff.get("/thresholds")).text
    refused = await staff.post("/remove_thresholds", form)
    assert refused.status == 403


@pytest.mark.parametrize(
    ("path", "module"), [("/people", listing), ("/attributes", listing), ("/access", access)]
)
async def test_a_page_leads_back_to_the_one_before(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str, module: Any
) -> None:
    """Without JavaScript, of a list whose function pages onward alone."""
    monkeypatch.setattr(module, "PAGE_ROWS", 1)
    browser = await site.person("bob_boss")
    pages = [path]
    while on := _way((await browser.get(pages[-1])).text, "next"):
        pages.append(on)
    shown = [_rows((await browser.get(one)).text) for one in pages]
    assert len(pages) >= 2
    assert len({*shown}) == len(pages)
    at, passed = pages[-1], [shown[-1]]
    while back := _way((await browser.get(at)).text, "prev"):
        at = back
        passed.append(_rows((await browser.get(at)).text))
    assert passed == shown[::-1]


def test_a_way_back_that_is_too_long_ends_at_the_first_page() -> None:
    one = trail.Trail()
    for number in range(trail.MOST + 5):
        one = trail.Trail(f"c{number}", tuple(part for part in one.onward.split("~") if part))
    for _ in range(trail.MOST):
        back = one.back
        assert back
        assert not one.is_cut
        assert back["after"] == f"c{int(one.after[1:]) - 1}"
        one = trail.Trail(back["after"], tuple(part for part in back["trail"].split("~") if part))
    assert one.is_cut
    assert one.back == {"after": "", "trail": ""}


async def test_a_way_back_of_long_places_stays_an_address(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of people as long as they may be: the address stays short, and each way back a page."""
    monkeypatch.setattr(listing, "PAGE_ROWS", 1)
    with site.database.connect() as db:
        db.execute(
            "insert into auth.people (person, name) select 'long_' || n,"
            " rpad('Zoë ' || to_char(n, 'FM00') || ' ', 120, '🍎')"
            " from generate_series(1, 24) as n"
        )
    browser = await site.person("bob_boss")
    at, shown = "/people", {}
    while at:
        page = await browser.get(at)
        assert page.status == 200
        shown[at] = _rows(page.text)
        at = _way(page.text, "next")
        assert len(at) < 7_000
    assert len(shown) > 24
    at, before = list(shown)[-1], list(shown.values())
    while at := _way((await browser.get(at)).text, "prev"):
        page = await browser.get(at)
        assert page.status == 200
        found = before.index(_rows(page.text))
        assert found < len(before) - 1
        before = before[: found + 1]
    assert len(before) == 1, "the first page"


def _way(text: str, rel: str) -> str:
    """The address of the next page, or of the one before."""
    found = re.search(rf'href="([^"]+)" rel="{rel}"', text)
    return unescape(found[1]) if found else ""


def _rows(text: str) -> str:
    """The names that the rows lead to."""
    body = text[text.index("<tbody") :].split('<tr class="more"')[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


async def test_a_view_is_watched_as_it_is_saved(site: Site) -> None:
    browser = await site.person("sue_staff")
    form = {"name": "Out", "query": "status:out", "tell": "critical"}
    assert 'name="tell"' in (await browser.get("/create_saved_view?query=status:out")).text
    bad = await browser.post("/create_saved_view", form | {"name": ""})
    assert bad.status == 422
    assert 'value="critical" selected' in bad.text, "what was chosen is kept"
    saved = await browser.post("/create_saved_view", form)
    assert "Stop telling me" in saved.text
    key = re.search(r"view=([0-9a-f-]{36})", saved.url)
    assert key
    page = (await browser.get(f"/edit_saved_view/{key[1]}")).text
    assert 'value="critical" selected' in page
    said = {"name": "Out", "query": "status:out", "version": hidden(page, "version"), "tell": ""}
    assert "Tell me when not empty" in (await browser.post(f"/edit_saved_view/{key[1]}", said)).text


async def test_a_wrong_filter_leaves_the_page_and_the_others(site: Site) -> None:
    """Its field is marked with what is wrong; a program is refused as ever."""
    with site.database.connect("bob_boss") as boss:
        call(boss, "set_threshold", item="MILK", location="MAIN", minimum=2, maximum=None)
    browser = await site.person("max_manager")
    page = await browser.get("/thresholds?location=NOPE&severity=warning&query=milk")
    assert page.status == 422
    assert "No location &#34;NOPE&#34;." in page.text
    assert 'id="location" aria-invalid="true"' in page.text
    assert 'value="NOPE"' in page.text
    assert "location=NOPE" not in page.text, "what leads on asks what was asked in the end"
    assert 'value="warning" selected' in page.text
    assert ">Milk" in page.text, "the other filters hold"
    assert (await browser.get("/thresholds.json?location=NOPE")).status == 404
    page = await browser.get("/thresholds?query=nope:x&location=MAIN")
    assert page.status == 422
    assert 'id="query" aria-invalid="true"' in page.text
    asked = "at_location=NOPE&category=NONE&grouped_by=category"
    page = await browser.get(f"/reports/inventory?{asked}&instant=yesterday")
    assert page.status == 422
    for name in ("at_location", "category", "instant"):
        assert f'id="{name}-error"' in page.text, name
    assert 'value="category" selected' in page.text
    page = await browser.get("/reports/movements?since=x&until=2026-01-31&category=NONE")
    assert page.status == 422
    assert 'id="since-error"' in page.text
    assert 'id="category-error"' in page.text
    assert 'value="2026-01-31"' in page.text
    program = await browser.get("/reports/inventory.json?category=NONE")
    assert program.status == 404
    good = await browser.get("/reports/inventory?category=FOOD")
    assert good.status == 200
    assert "aria-invalid" not in good.text


async def test_what_is_chosen_is_shown_and_goes_into_files(
    site: Site, receive: Callable[..., str]
) -> None:
    """A declared attribute, the place and the next expiry: in the page, its live rows, its file."""
    receive("MILK", "MAIN-A", 3, "L-1")
    with site.database.connect() as db:
        db.execute("update inventory.lots set expires_on = '2027-01-15'")
    browser = await site.person("sue_staff")
    page = await browser.get("/items")
    assert 'name="columns" value="attribute.weight"' in page.text, "offered"
    assert "Weight, kg</th>" not in page.text
    assert 'title="MAIN-A"' in page.text
    chosen = ["places", "expires", "attribute.weight"]
    await browser.post("/set_columns/items", {"columns": chosen, "back": "/items"})
    for text in (
        (await browser.get("/items?q=milk")).text, (await browser.get("/items/rows?sku=MILK")).text,
    ):  # fmt: skip
        assert "1.03" in text
        assert '<time datetime="2027-01-15">' in text
        assert "c-status" not in text
    assert "columns=expires%2Cattribute.weight" in (await browser.get("/items?q=milk")).text
    asked = "/items.csv?q=milk&columns=expires,attribute.weight"
    lines = (await browser.get(asked)).text.splitlines()
    assert lines[0].endswith("updated_at,attribute.weight,expires")
    assert lines[1].endswith(",1.03,2027-01-15")
