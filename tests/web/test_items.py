"""Items: the list, the page, creating, editing, removing, ranges."""

import csv
import html
import io
import re
from collections.abc import Callable

import pytest

from tests.web.conftest import Browser, Site

Receive = Callable[..., str]
NEW = {"sku": "nut-m8", "name": "Nut M8", "category": "PARTS", "unit": "ea", "description": ""}


def add_items(site: Site, count: int) -> None:
    """Many items, for lists."""
    with site.database.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id) "
            "select 'PIN-' || lpad(n::text, 4, '0'), 'Pin ' || lpad(n::text, 4, '0'), "
            "inventory.category_of('PARTS'), inventory.unit_of('ea') "
            "from generate_series(1, %s) as n",
            [count],
        )


async def test_pages_of_fifty(site: Site) -> None:
    add_items(site, 120)
    browser = await site.person("sue_staff")
    seen: list[str] = []
    path = "/items?q=pin"
    for _ in range(3):
        text = (await browser.get(path, headers={"HX-Request": "true"})).text
        seen += re.findall(r'data-sku="([^"]+)"', text)
        more = re.search(r'hx-get="([^"]+)"[^>]*>Load more', text)
        path = more[1].replace("&amp;", "&") if more else ""
    assert seen == [f"PIN-{number:04}" for number in range(1, 121)]
    assert path == ""


async def test_a_part_for_htmx_and_the_whole_for_the_rest(site: Site) -> None:
    browser = await site.person("sue_staff")
    assert "<html" in (await browser.get("/items?q=apple")).text
    part = (await browser.get("/items?q=apple", headers={"HX-Request": "true"})).text
    assert "<html" not in part
    assert "APPLE" in part
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in (await browser.get("/items", headers=headers)).text


async def test_a_search_that_cannot_be_read_keeps_the_rows(site: Site) -> None:
    browser = await site.person("sue_staff")
    page = await browser.get("/items?q=supplier:acme")
    assert page.status == 422
    assert "&#34;supplier:&#34; is not a qualifier." in page.text
    part = await browser.get("/items?q=supplier:acme", headers={"HX-Request": "true"})
    assert part.status == 422
    assert part.headers["HX-Retarget"] == "#refusal"
    assert "<table" not in part.text
    data = await browser.get("/items.json?q=supplier:acme")
    assert data.json()["error"]["code"] == "IN012"
    assert data.json()["error"]["detail"]["position"] == 1


async def test_the_list_is_also_data(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 10)
    browser = await site.person("vic_viewer")
    by_suffix = await browser.get("/items.json")
    by_accept = await browser.get("/items", headers={"Accept": "application/json"})
    assert by_suffix.json() == by_accept.json()
    assert by_suffix.json()["rows"][0]["sku"] == "APPLE"


async def test_data_is_what_the_person_sees_by_psql(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 10)
    receive("APPLE", "AIRPORT", 99)
    for person in ("vic_viewer", "sam_staff", "max_manager", "ada_auditor"):
        browser = await site.person(person)
        page = (await browser.get("/items/APPLE.json")).json()
        with site.database.connect(person) as db:
            row = db.execute("select api.item_page('APPLE') as page").fetchone()
        assert page == row["page"]


async def test_csv_has_every_row_and_no_formula(site: Site) -> None:
    add_items(site, 1100)
    with site.database.connect() as db:
        db.execute("update inventory.items set name = '=1+1' where sku = 'APPLE'")
    browser = await site.person("sue_staff")
    answer = await browser.get("/items.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="items.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 1103
    apple = next(row for row in rows if row["sku"] == "APPLE")
    assert apple["name"] == "'=1+1"
    assert apple["on_hand"] == "0"


@pytest.mark.parametrize("path", ["/movements", "/items/APPLE/movements", "/alerts"])
async def test_other_lists_are_data_too(site: Site, receive: Receive, path: str) -> None:
    receive("APPLE", "MAIN-A", 10)
    browser = await site.person("sue_staff")
    assert (await browser.get(path)).status == 200
    assert "rows" in (await browser.get(f"{path}.json")).json()
    assert (await browser.get(f"{path}.csv")).headers["Content-Type"].startswith("text/csv")


async def test_cost_is_shown_to_those_who_may(site: Site) -> None:
    with site.database.connect("bob_boss") as db:
        db.execute(
            'select api.post_receipt(lines => \'[{"item": "APPLE", "location": "MAIN-A",'
            ' "quantity": 2, "unit_cost": 98765.43}]\', idempotency_key => gen_random_uuid())'
        )
    assert "98,765.43" in (await (await site.person("max_manager")).get("/items/APPLE")).text
    assert "98,765.43" not in (await (await site.person("sue_staff")).get("/items/APPLE")).text


async def test_live_rows(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 10)
    receive("APPLE", "AIRPORT", 99)
    browser = await site.person("sue_staff")
    text = (await browser.get("/items/rows?sku=APPLE&sku=NONE")).text
    assert text.count("<tr") == 1
    assert ">10 <" in text


async def test_unknown_things_are_not_found(site: Site) -> None:
    browser = await site.person("sue_staff")
    nobody = "00000000-0000-0000-0000-000000000000"
    for path in ("/items/PEAR", "/items/PEAR.json", "/documents/x", f"/documents/{nobody}",
                 "/nothing", "/mailbox/none.eml"):  # fmt: skip
        assert (await browser.get(path)).status == 404, path


async def test_a_sku_with_a_slash_has_a_page(site: Site) -> None:
    browser = await site.person("max_manager")
    answer = await browser.post("/create_item", NEW | {"sku": "M8/10+A"})
    assert answer.status == 200
    assert "M8/10+A" in answer.text
    assert 'href="/edit_item/M8%2F10%2BA"' in answer.text
    assert (await browser.get("/items/M8%2F10%2BA")).status == 200
    answer = await browser.get("/items/M8/10+A", allow_redirects=False)  # as mails have it
    assert answer.headers["Location"] == "/items/M8%2F10%2BA"


async def test_create_edit_and_delete(site: Site) -> None:
    browser = await site.person("max_manager")
    made = await browser.post("/create_item", NEW)
    assert made.url == "/items/NUT-M8"
    changed = NEW | {"version": "1", "name": "Hex nut M8", "attribute.weight": "0,012"}
    fields = [*changed.items(), ("pack.unit", "case"), ("pack.factor", "500")]
    answer = await browser.post("/edit_item/NUT-M8", fields)
    assert "Hex nut M8" in answer.text
    assert "0.012" in answer.text
    assert "500" in answer.text
    asked = await browser.get("/remove_item/NUT-M8")
    assert "Delete NUT-M8" in asked.text
    version = (await browser.get("/items/NUT-M8.json")).json()["item"]["version"]
    gone = await browser.post("/remove_item/NUT-M8", {"version": str(version)})
    assert "deleted" in gone.text
    assert (await browser.get("/items/NUT-M8")).status == 404


async def test_what_moved_is_retired_when_it_is_gone(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 1)
    browser = await site.person("max_manager")
    asked = (await browser.get("/remove_item/APPLE")).text
    assert "It still has stock" in asked
    assert "1 ea at Main / A" in asked
    assert "Retire APPLE" not in asked
    refused = await browser.post("/remove_item/APPLE", {"version": "1"})
    assert refused.status == 409
    assert "still has stock" in refused.text
    with site.database.connect("max_manager") as db:
        db.execute(
            'select api.post_issue(lines => \'[{"item": "APPLE", "location": "MAIN-A",'
            ' "quantity": 1}]\', idempotency_key => gen_random_uuid())'
        )
    assert "Retire APPLE" in (await browser.get("/remove_item/APPLE")).text
    answer = await browser.post("/remove_item/APPLE", {"version": "1"})
    assert "retired" in answer.text
    assert "Retired" in (await browser.get("/items/APPLE")).text


@pytest.mark.parametrize(
    ("change", "place", "sentence"),
    [
        ({"sku": "APPLE"}, "sku", "There is an item with this SKU already."),
        ({"sku": "no spaces"}, "sku", "A SKU has 1 to 60"),
        ({"category": ""}, "category", "Choose a category."),
        ({"unit": ""}, "unit", "Choose a unit."),
        ({"name": ""}, "name", "A name has 1 to 200 characters."),
        ({"pack.unit": "case", "pack.factor": "lots"}, "", ""),
        ({"attribute.weight": "heavy"}, "attribute.weight", "Weight must be a number."),
    ],
)
async def test_a_refused_item_says_where_and_keeps_the_rest(
    site: Site, change: dict[str, str], place: str, sentence: str
) -> None:
    browser = await site.person("max_manager")
    said = NEW | {"description": "Keep me"} | change
    answer = await browser.post("/create_item", said)
    assert answer.status == 422
    assert f'id="{place}-error">{sentence}' in answer.text or not place
    assert "Keep me" in answer.text


async def test_a_lost_update_shows_both(site: Site) -> None:
    first, second = await site.person("max_manager"), await site.person("bob_boss")
    said = {"sku": "APPLE", "name": "Apple, red", "category": "FOOD", "unit": "ea",
            "version": "1", "attribute.weight": "0.2", "description": ""}  # fmt: skip
    assert (await first.post("/edit_item/APPLE", said)).url == "/items/APPLE"
    answer = await second.post("/edit_item/APPLE", said | {"name": "Apple, green"})
    assert answer.status == 409
    assert "Changed by Max" in answer.text
    assert "Apple, red" in answer.text
    assert 'value="Apple, green"' in answer.text
    version = re.search(r'name="version" value="(\d+)"', answer.text)
    assert version
    assert version[1] == "2"
    kept = said | {"name": "Apple, green", "version": version[1]}
    assert "Apple, green" in (await second.post("/edit_item/APPLE", kept)).text


async def test_staff_do_not_edit(site: Site) -> None:
    browser = await site.person("sue_staff")
    assert "/create_item" not in (await browser.get("/items")).text
    answer = await browser.post("/create_item", NEW)
    assert answer.status == 403
    assert "Not allowed" in answer.text


async def test_a_range_is_set_changed_and_removed(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 3)
    browser = await site.person("max_manager")
    said = {
        "location": "MAIN",
        "minimum": "5",
        "maximum": "50",
        "margin": "",
        "severity": "critical",
    }
    answer = await browser.post("/set_threshold/APPLE", said | {"version": ""})
    assert answer.url.startswith("/items/APPLE")
    assert "5\u201350" in answer.text
    assert "Low" in (await browser.get("/alerts")).text
    shown = await browser.get("/set_threshold/APPLE?location=MAIN")
    assert re.search(r'name="seen" value="r[0-9a-f]{12}"', shown.text)
    stale = await browser.post("/set_threshold/APPLE", said | {"version": "7"})
    assert stale.status == 409
    assert "Changed by Max at" in stale.text
    gone = await browser.post("/remove_threshold/APPLE", {"location": "MAIN"})
    assert "No range is set" in gone.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"minimum": "9", "maximum": "5"}, "The maximum is below the minimum."),
        ({"minimum": "", "maximum": ""}, "Give a minimum, a maximum, or both."),
        ({"minimum": "many"}, "is not a number"),
        ({"minimum": "1,500"}, "can be read as"),
        ({"margin": "-1"}, "The margin is zero or more."),
        ({"location": ""}, "location-error"),
        ({"location": "AIRPORT"}, "location-error"),
    ],
)
async def test_a_range_that_cannot_be(site: Site, change: dict[str, str], sentence: str) -> None:
    browser = await site.person("max_manager")
    said = {"location": "MAIN", "minimum": "5", "maximum": "50", "margin": "0",
            "severity": "warning", "version": ""} | change  # fmt: skip
    answer = await browser.post("/set_threshold/APPLE", said)
    assert answer.status == 422
    assert sentence in answer.text
    assert 'value="50"' in answer.text or said["maximum"] != "50"


async def test_the_chart_says_what_it_shows(site: Site, receive: Receive) -> None:
    receive("APPLE", "MAIN-A", 30)
    browser = await site.person("max_manager")
    text = (await browser.get("/items/APPLE?days=30&table=1")).text
    assert 'class="history"' in text
    assert "On hand, 30 days." in text  # no range, so all places together
    assert 'id="points"' in text


async def test_the_heading_names_the_place_whose_status_it_is(site: Site, receive: Receive) -> None:
    """Where more lies elsewhere, "Out" is of a place; where all of it is judged, of the item."""
    with site.database.connect("max_manager") as db:
        db.execute(
            "select api.set_threshold(item => 'APPLE', location => 'MAIN-B', minimum => 5,"
            " maximum => null)"
        )
    browser = await site.person("max_manager")
    assert "Out at MAIN-B" not in (await browser.get("/items/APPLE")).text
    receive("APPLE", "MAIN-A", 30)
    assert "Out at MAIN-B" in (await browser.get("/items/APPLE")).text


async def test_the_chart_of_what_moved_long_ago_shows_all_time(site: Site) -> None:
    with site.database.connect("bob_boss") as db:
        db.execute(
            'select api.post_receipt(lines => \'[{"item": "APPLE", "location": "MAIN-A",'
            ' "quantity": 2}]\', idempotency_key => gen_random_uuid(),'
            " occurred_at => '2016-05-01 12:00+00')"
        )
    browser = await site.person("max_manager")
    text = (await browser.get("/items/APPLE")).text
    assert ", all time." in text
    assert "May 2016" in text
    assert ", 30 days. Nothing moved" in (await browser.get("/items/APPLE?days=30")).text


async def test_an_admin_sees_no_stock_but_is_welcome(site: Site) -> None:
    browser: Browser = await site.person("ann_admin")
    assert "Welcome, Ann" in (await browser.get("/")).text
    assert (await browser.get("/items")).status == 403
    assert (await browser.get("/health")).status == 200


async def test_each_field_keeps_yours_or_takes_theirs(site: Site) -> None:
    first, second = await site.person("max_manager"), await site.person("bob_boss")
    form = (await second.get("/edit_item/APPLE")).text
    was = html.unescape(re.search(r'name="was" value="([^"]*)"', form)[1])
    read = {"sku": "APPLE", "name": "Apple", "category": "FOOD", "unit": "ea", "version": "1",
            "attribute.weight": "0.2", "description": "", "tags": "", "was": was}  # fmt: skip
    theirs = read | {"name": "Apple, red", "description": "From the lake", "tags": "fruit"}
    assert (await first.post("/edit_item/APPLE", theirs)).url == "/items/APPLE"
    yours = read | {"name": "Apple, green", "attribute.weight": "0.3"}
    answer = await second.post("/edit_item/APPLE", yours)
    assert answer.status == 409
    chosen = dict(re.findall(r'name="keep\.([^"]+)" value="(\w+)" checked', answer.text))
    # What you left as it was is theirs; what you changed is yours, until you say otherwise.
    assert chosen == {
        "name": "yours", "attribute.weight": "yours", "description": "theirs", "tags": "theirs",
    }  # fmt: skip
    assert 'name="shown.description" value=""' in answer.text
    keep = {f"keep.{name}": side for name, side in chosen.items()} | {"keep.name": "theirs"}
    saved = await second.post("/edit_item/APPLE", yours | keep | {"version": "2"})
    assert saved.url == "/items/APPLE"
    item = (await second.get("/items/APPLE.json")).json()["item"]
    assert (item["name"], item["description"], item["tags"]) == (
        "Apple, red", "From the lake", ["fruit"],
    )  # fmt: skip
    assert item["attributes"] == {"weight": 0.3}


async def test_what_is_typed_after_the_choice_counts(site: Site) -> None:
    browser = await site.person("max_manager")
    said = {"sku": "APPLE", "name": "Apple", "category": "FOOD", "unit": "ea", "version": "1",
            "keep.name": "theirs", "keep.description": "theirs"}  # fmt: skip
    typed = {"description": "Typed since", "shown.description": "", "shown.name": "Apple"}
    await browser.post("/edit_item/APPLE", said | typed)
    item = (await browser.get("/items/APPLE.json")).json()["item"]
    assert (item["name"], item["description"]) == ("Apple", "Typed since")


async def test_what_stays_theirs_survives_another_refusal(site: Site) -> None:
    """A pack that was left to them is not lost because a name was too long."""
    browser = await site.person("max_manager")
    said = {"sku": "APPLE", "name": "Apple", "category": "FOOD", "unit": "ea", "version": "1",
            "pack.unit": "case", "pack.factor": "6"}  # fmt: skip
    await browser.post("/edit_item/APPLE", said)
    wrong = said | {"version": "2", "name": "x" * 201, "pack.unit": "", "pack.factor": ""}
    answer = await browser.post("/edit_item/APPLE", wrong | {"keep.packs": "theirs"})
    assert answer.status == 422
    assert 'name="pack.factor" value="6"' in answer.text


async def test_tags_and_barcodes_by_the_form(site: Site) -> None:
    browser = await site.person("max_manager")
    said = NEW | {"tags": "fresh, Fruit ,", "barcode.code": "4006381333938", "barcode.unit": ""}
    page = await browser.post("/create_item", said)
    assert page.url == "/items/NUT-M8"
    assert "check digit?" in page.text  # said, not refused
    said = {"sku": "APPLE", "name": "Apple", "category": "FOOD", "unit": "ea", "version": "1",
            "barcode.code": "4006381333938", "barcode.unit": ""}  # fmt: skip
    answer = await browser.post("/edit_item/APPLE", said)
    assert answer.status == 422
    assert "Barcode 4006381333938 stands for Nut M8 (NUT-M8)." in answer.text


async def test_a_duplicate_begins_with_all_but_what_is_the_items_own(site: Site) -> None:
    browser = await site.person("max_manager")
    said = NEW | {"tags": "steel", "barcode.code": "X-1", "barcode.unit": "", "pack.unit": "case",
                  "pack.factor": "6", "attribute.weight": "0.5"}  # fmt: skip
    await browser.post("/create_item", said)
    page = (await browser.get("/create_item?like=NUT-M8")).text
    assert 'name="sku" value=""' in page
    assert 'value="Nut M8"' in page
    assert 'value="steel"' in page
    assert 'name="pack.factor" value="6"' in page
    assert 'name="attribute.weight" value="0.5"' in page
    assert "X-1" not in page


async def test_what_was_typed_stays_when_another_category_is_chosen(site: Site) -> None:
    browser = await site.person("max_manager")
    part = await browser.get(
        "/create_item?category=FOOD&attribute.weight=0.7", headers={"HX-Request": "true"}
    )
    assert 'name="attribute.weight" value="0.7"' in part.text


async def test_a_retired_item_is_brought_back(site: Site, receive: Receive) -> None:
    browser = await site.person("bob_boss")
    receive("APPLE", "MAIN-A", 1)
    with site.database.connect("bob_boss") as db:
        db.execute(
            'select api.post_issue(lines => \'[{"item": "APPLE", "location": "MAIN-A",'
            ' "quantity": 1}]\', idempotency_key => gen_random_uuid())'
        )
    await browser.post("/remove_item/APPLE", {"version": "1"})
    page = await browser.get("/items/APPLE")
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    assert "Bring back" in page.text
    page = await browser.post("/restore_item/APPLE", {"version": version})
    assert "Retired" not in page.text


async def test_the_date_of_a_lot_by_its_form_and_both_dates(site: Site) -> None:
    first, second = await site.person("max_manager"), await site.person("bob_boss")
    with site.database.connect("bob_boss") as db:
        db.execute(
            'select api.post_receipt(lines => \'[{"item": "MILK", "location": "MAIN-A",'
            ' "quantity": 1, "lot": "L1"}]\', idempotency_key => gen_random_uuid())'
        )
    said = {"lot": "L1", "version": "1", "was": '{"expires_on": null}'}
    page = await first.post("/edit_lot/MILK", said | {"expires_on": "2030-01-31"})
    assert page.url == "/items/MILK/lots"
    answer = await second.post("/edit_lot/MILK", said | {"expires_on": "2031-01-31"})
    assert answer.status == 409
    assert "Changed by Max at" in answer.text
    assert "2030-01-31" in answer.text
    assert 'name="expires_on" value="2031-01-31"' in answer.text
    kept = said | {"expires_on": "2031-01-31", "version": "2"}
    await second.post("/edit_lot/MILK", kept | {"keep.expires_on": "theirs"})
    lots = (await second.get("/items/MILK/lots.json")).json()["rows"]
    assert lots[0]["expires_on"] == "2030-01-31"
    await second.post("/edit_lot/MILK", kept | {"keep.expires_on": "yours"})
    lots = (await second.get("/items/MILK/lots.json")).json()["rows"]
    assert lots[0]["expires_on"] == "2031-01-31"


async def test_one_mistake_is_told_once_above_the_form(site: Site) -> None:
    browser = await site.person("max_manager")
    page = await browser.post("/create_unit", {"unit": "", "name": "Crate", "decimals": "0"})
    assert page.status == 422
    summary = page.text.partition('class="summary"')[2].partition("</div>")[0]
    assert "Nothing was saved: 1 thing is wrong." in summary
    said = re.search(r'<a href="#\w+">([^<]+)</a>', summary)
    assert said
    assert summary.count(said[1]) == 1


async def test_a_form_tells_all_that_is_wrong_with_it(site: Site) -> None:
    """Each beside its field, and all of them above with links; what was typed is there."""
    browser = await site.person("max_manager")
    form = {"sku": "a b", "name": "", "category": "", "unit": "", "pack.unit": "ea",
            "pack.factor": "1,500", "tags": "kept"}  # fmt: skip
    page = await browser.post("/create_item", form)
    assert page.status == 422
    assert "Nothing was saved: 5 things are wrong." in page.text
    for field in ("sku", "name", "category", "unit", "packs"):
        assert f'<a href="#{field}">' in page.text
    for field in ("sku", "name", "category", "unit"):
        assert f'id="{field}-error"' in page.text
    assert "Choose a category." in page.text
    assert 'value="kept"' in page.text
    answer = await browser.post_json("/create_item", {"sku": "a b", "name": ""})
    told = answer.json()
    assert [one["pointer"] for one in told["errors"]] == ["#/sku", "#/name", "#/category", "#/unit"]
    page = await browser.post("/create_location", {"code": "a b", "kind": "bin", "parent": "MAIN"})
    assert [f'id="{field}-error"' in page.text for field in ("code", "name")] == [True, True]
    said = {"location": "MAIN", "minimum": "1,500", "maximum": "x", "margin": "0"}
    page = await browser.post("/set_threshold/MILK", said)
    assert "1,500 can be read as" in page.text
    assert "“x” is not a number." in page.text
    admin = await site.person("ann_admin")
    said = {"person": "Eve!", "name": "", "email": "none", "place": "NOPE"}
    page = await admin.post("/invite_user", said)
    assert page.status == 422
    for field in ("person", "name", "email", "groups", "location"):
        assert f'id="{field}-error"' in page.text, field


async def test_what_is_wrong_is_told_once_beside_its_field(site: Site) -> None:
    """The rule of a SKU is its hint, or, once it is broken, what is wrong: not both."""
    browser = await site.person("max_manager")
    assert "Letters, digits and _ . / + -" in (await browser.get("/create_item")).text
    said = {"sku": "a b", "name": "x" * 300, "category": "FOD", "unit": "ea"}
    page = html.unescape((await browser.post("/create_item", said)).text)
    form = page[page.index('id="sku"') :]
    assert form.count("digits and _ . / + -") == 1
    assert "A name has 1 to 200 characters." in form
    assert "Did you mean FOOD?" in form
