"""Going anywhere by keyboard, and on a phone by its menu; offered is only what is permitted."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visitor
from tests.browser.looking import violations

Visit = Callable[..., Visitor]


def test_the_palette_goes_to_rooms_actions_items_places_and_back(visit: Visit) -> None:
    visitor = visit("demo_staff")
    page = visitor.page
    box, options = (
        page.get_by_role("combobox", name="Search items, places"),
        page.get_by_role("option"),
    )
    page.keyboard.press("Control+k")
    expect(box).to_be_focused()
    expect(options.first).to_contain_text("Overview")
    expect(options.filter(has_text="New item")).to_have_count(0)
    expect(options.filter(has_text="Audit")).to_have_count(0)
    assert violations(visitor) == []
    box.fill("iss")
    expect(options).to_have_text([re.compile("Post movement: Issue.*M I")])
    box.press("Enter")
    expect(page).to_have_url(re.compile("/post_issue"))
    page.keyboard.press("Control+k")
    box.fill("TPE-BRN")
    found = options.filter(has=page.get_by_text("TPE-BRN", exact=True))
    expect(found).to_have_count(1)
    box.press("Enter")
    expect(page).to_have_url(re.compile("/items/TPE-BRN"))
    page.keyboard.press("Control+k")
    box.fill("MAIN-A-04")
    expect(options).to_have_count(1)
    box.press("Enter")
    expect(page).to_have_url(re.compile("/locations/MAIN-A-04"))
    page.keyboard.press("Control+k")
    expect(options.first).to_contain_text(re.compile("TPE-BRN .*tape"))  # looked at last
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    box.fill("nothing is called this")
    expect(page.get_by_text("Nothing of that name")).to_be_visible()
    box.press("Escape")
    expect(box).to_be_hidden()
    assert visitor.complaints == []


def test_an_admin_finds_people_and_no_items(visit: Visit) -> None:
    page = visit("demo_admin").page
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search items, places")
    box.fill("demo_sta")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("Enter")
    expect(page).to_have_url(re.compile("/people/demo_staff"))


def test_the_keys_are_shown_but_not_while_typing(visit: Visit) -> None:
    visitor = visit("demo_manager")
    page = visitor.page
    shown = page.get_by_role("dialog", name="Keys")
    page.locator(".jump input").press("?")
    expect(page.locator(".jump input")).to_have_value("?")
    expect(shown).to_be_hidden()
    page.locator(".jump input").blur()
    page.keyboard.press("?")
    expect(shown).to_contain_text("Receive")
    assert violations(visitor) == []
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()


def test_it_presses_what_the_page_has_and_finds_saved_views(visit: Visit) -> None:
    visitor = visit("demo_staff")
    page = visitor.page
    visitor.go("/create_saved_view?query=tape")
    page.get_by_label("Name", exact=True).fill("Sticky things")
    page.get_by_role("button", name="Save").first.click()
    expect(page).to_have_url(re.compile("view="))
    box = page.get_by_role("combobox", name="Search items, places")
    options = page.locator("#palette-list").get_by_role("option")
    for said, found in (
        ("print la", "Print labels"), ("saved", "Saved views"), ("print this", "Print this page"),
        ("sign o", "Sign out"), ("sticky", "Sticky things"), ("dark", "Theme: Dark"),
    ):  # fmt: skip
        page.keyboard.press("Control+k")
        box.fill(said)
        expect(options.filter(has_text=found)).to_have_count(1)
        page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    box.fill("theme: dark")
    box.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("Control+k")
    box.fill("sign o")
    box.press("Enter")
    expect(page).to_have_url(re.compile("/sign-in"))
    assert visitor.complaints == []


def test_the_keys_are_those_one_may_use(visit: Visit) -> None:
    visitor = visit("demo_staff")
    visitor.go("/keys")
    shown = visitor.page.locator("#keys")
    expect(shown).to_contain_text("Receive")
    for other in ("System health", "New item"):
        expect(shown).not_to_contain_text(other)
    visitor = visit("demo_admin")
    visitor.go("/keys")
    shown = visitor.page.locator("#keys")
    expect(shown).to_contain_text("System health")
    expect(shown).not_to_contain_text("Receive")


def test_on_a_phone_the_menu_opens_it(visit: Visit) -> None:
    page = visit("demo_manager", viewport=PHONE).page
    page.locator(".tabs .more-menu summary").click()
    page.locator(".tabs").get_by_role("button", name="Go to").click()
    page.get_by_role("combobox", name="Search items, places").fill("new loc")
    page.get_by_role("option").click()
    expect(page).to_have_url(re.compile("/create_location"))
