"""A change of many items: what is ticked is changed, and going back loses nothing."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visitor
from tests.browser.looking import violations

Visit = Callable[..., Visitor]


def test_the_button_follows_the_ticks(visit: Visit) -> None:
    visitor = visit("demo_manager")
    page = visitor.page
    visitor.go("/items?q=helmet")
    page.get_by_label("Select this page").check()
    page.get_by_role("button", name="Edit…").click()
    page.get_by_label("Add tags").fill("on site")
    page.get_by_label("Minimum").first.fill("many")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.locator(".summary")).to_be_focused()
    expect(page.get_by_label("Add tags")).to_have_value("on site")
    page.get_by_label("Minimum").first.fill("")
    page.get_by_role("button", name="Show what would change").click()
    expect(page).to_have_url(re.compile("/item_edits/"))
    change = page.locator("[data-change]")
    expect(change).to_have_text("Change 2 items")
    expect(page.get_by_role("columnheader", name="Change")).to_be_visible()
    expect(page.locator(".changes tbody")).to_contain_text("Safety helmet, white")
    again = page.get_by_role("button", name="Check those ticked again")
    expect(again).to_be_hidden()
    page.get_by_label("Change HLM-WHT").uncheck()
    expect(change).to_have_text("Change 1 item")
    expect(again).to_be_visible()
    assert violations(visitor) == []
    page.get_by_label("Change HLM-YEL").uncheck()
    expect(change).to_be_disabled()
    # Back: over no answer to a form, to the form as it was; and on again.
    page.go_back()
    expect(page.get_by_label("Add tags")).to_have_value("on site")
    page.go_back()
    expect(page).to_have_url(re.compile("/items.q=helmet"))
    page.go_forward()
    page.go_forward()
    expect(change).to_have_text("Change 2 items")
    page.get_by_label("Change HLM-WHT").uncheck()
    change.click()
    expect(page.locator(".done")).to_have_text("1 item was changed.")
    visitor.go("/items/HLM-YEL")
    expect(page.locator("main")).to_contain_text("on site")
    visitor.go("/items/HLM-WHT")
    expect(page.locator("main")).not_to_contain_text("on site")
    assert visitor.complaints == []


def test_without_scripts_what_is_ticked_is_changed(visit: Visit) -> None:
    visitor = visit("demo_manager", java_script_enabled=False, viewport=PHONE)
    page = visitor.page
    visitor.go("/edit_items?sku=TPE-BRN&sku=ESP-1KG")
    page.get_by_label("Add tags").fill("seasonal")
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_label("Change ESP-1KG").uncheck()
    page.locator("#change .primary").click()
    expect(page.locator(".done")).to_have_text("1 item was changed.")


def test_another_order_keeps_what_is_ticked(visit: Visit) -> None:
    visitor = visit("demo_staff")
    page = visitor.page
    visitor.go("/items")
    picked, ticks = page.locator("[data-picked]"), page.locator("tbody .c-pick input:checked")
    page.get_by_label("Select Bubble wrap").first.check()
    expect(picked).to_have_text("1 selected")
    page.get_by_role("link", name="SKU", exact=True).click()
    expect(page).to_have_url(re.compile("sort=sku"))
    expect(picked).to_have_text("1 selected")
    expect(ticks).to_have_count(1)
    page.get_by_role("link", name="SKU", exact=True).click()
    expect(page).to_have_url(re.compile("sort=-sku"))
    expect(picked).to_have_text("1 selected, 1 of them not shown here")
    page.get_by_role("link", name="Load more").click()
    expect(picked).to_have_text("1 selected")
    expect(ticks).to_have_count(1)
    page.get_by_role("button", name="Labels").click()
    expect(page).to_have_url(re.compile("/labels.sku=BUB-100$"))
    visitor.go("/items?q=tape")
    expect(picked).to_be_hidden()
    assert visitor.complaints == []


def test_the_view_that_is_open_and_save_view_are_in_sight(visit: Visit) -> None:
    visitor = visit("demo_staff", viewport={"width": 1280, "height": 800})
    page = visitor.page
    for name in ("Coffee and tea of the shop", "Tapes of all kinds", "Zzz at the end"):
        visitor.go("/create_saved_view?query=tape")
        page.get_by_label("Name", exact=True).fill(name)
        page.locator("input[name=pinned]").check()
        page.get_by_role("button", name="Save").first.click()
        expect(page).to_have_url(re.compile("view="))
    end = page.locator(".views-end").bounding_box()
    opened = page.locator(".views [aria-current]")
    expect(opened).to_contain_text("Zzz")
    expect(opened).to_be_in_viewport(ratio=1)
    box = opened.bounding_box()
    assert end
    assert box
    assert box["x"] + box["width"] <= end["x"], "not below what stands at the end"
    assert end["x"] + end["width"] <= 1281
    for name in ("Save view", "All views"):
        expect(page.locator(".views-end").get_by_text(name)).to_be_in_viewport(ratio=1)
