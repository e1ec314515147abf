"""A day's work by mouse and keyboard."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visitor

Visit = Callable[..., Visitor]


def test_search_suggests_colours_and_keeps_the_rows_of_the_last_good_one(visit: Visit) -> None:
    page = visit("demo_manager").page
    page.goto(page.url + "items")
    rows = page.locator("tr[data-sku]")
    expect(rows).to_have_count(50)
    field = page.locator("#q")
    field.press_sequentially("stat")
    expect(page.get_by_role("option")).to_have_count(1)
    field.press("Tab")
    field.press_sequentially("ou")
    expect(page.get_by_role("option")).to_have_text(["status:outnothing left"])
    field.press("Tab")
    field.press("Enter")
    expect(field).to_have_value("status:out ")
    expect(rows).to_have_count(2)
    expect(page).to_have_url(re.compile(r"q=status%3Aout"))
    expect(page.locator(".mirror u")).to_have_text("out")
    field.fill("status:sometimes")
    expect(page.locator("#refusal")).to_contain_text("is not a value of status")
    expect(rows).to_have_count(2)
    field.fill("tape")
    expect(page.locator("#refusal")).to_be_empty()
    expect(rows.first).to_contain_text("tape")
    page.get_by_role("link", name="Clear search").click()
    page.get_by_role("link", name="Load more").click()
    expect(rows).to_have_count(66)


def test_issue_shows_before_and_after_and_is_reversed(visit: Visit) -> None:
    page = visit("demo_staff").page
    page.keyboard.press("m")
    page.keyboard.press("i")
    expect(page).to_have_url(re.compile("post_issue"))
    page.get_by_label("Item (SKU)").fill("TPE-BRN")
    page.get_by_label("Location").select_option("MAIN-A-04")
    page.get_by_label("Quantity", exact=True).fill("6")
    preview = page.locator("[data-preview]")
    expect(preview).to_contain_text(re.compile(r"\d+ → \d+ ea"))
    before, after = re.findall(r"(\d+) → (\d+)", preview.inner_text())[0]
    assert int(before) - int(after) == 6
    page.get_by_role("button", name="Issue 6 ea").click()
    expect(page.locator(".done")).to_contain_text(f"now {after} ea")
    page.locator(".done").get_by_role("link", name="Reverse").click()
    expect(page.locator(".c-balance b")).to_have_text(f"{after} → {before}")
    page.get_by_role("button", name="Reverse 1 line").click()
    expect(page.locator(".done")).to_contain_text(f"now {before} ea")


def test_lines_are_added_in_place_and_errors_point_at_theirs(visit: Visit) -> None:
    page = visit("demo_staff").page
    page.goto(page.url + "post_issue?item=TPE-BRN&location=MAIN-A-04&quantity=1")
    page.get_by_role("button", name="Add a line").click()
    expect(page.locator("fieldset")).to_have_count(2)
    expect(page.locator("#line-2-item")).to_be_focused()
    expect(page.locator("#line-2-location")).to_have_value("MAIN-A-04")
    page.locator("#line-2-item").fill("TPE-BRN")
    page.locator("#line-2-quantity").fill("99999")
    page.get_by_role("button", name="Issue 2 lines").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link").last.click()
    expect(page.locator("#line-2-quantity")).to_be_focused()
    expect(page.locator("#line-2-quantity")).to_have_value("99999")


def test_the_only_lot_of_a_place_is_filled_in(visit: Visit) -> None:
    page = visit("demo_staff").page
    # With the quantity: lots come with the preview, which reads lines that could be posted.
    page.goto(page.url + "post_issue?item=ESP-1KG&location=MAIN-A-01&quantity=1")
    expect(page.locator("#line-1-lot")).to_have_value(re.compile("ESP-1KG-"))


def test_rows_are_walked_by_keys(visit: Visit) -> None:
    page = visit("demo_manager").page
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page).to_have_url(re.compile("/items$"))
    page.wait_for_load_state("load")  # scripts run before it
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("k")
    name = page.locator("tr[data-sku]").nth(1).locator("a.name")
    expect(name).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#q")).to_have_value("j")


def test_a_category_brings_its_fields(visit: Visit) -> None:
    page = visit("demo_manager").page
    page.goto(page.url + "create_item")
    page.get_by_label("Name").fill("House blend")
    page.get_by_label("Category", exact=True).select_option("COFFEE")
    expect(page.get_by_label("Roast")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("House blend")


def test_the_theme_is_chosen_and_kept(visit: Visit) -> None:
    page = visit("demo_viewer").page
    page.locator(".side summary").click()
    page.locator(".side").get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(21, 24, 28)"


def test_on_a_phone_a_row_is_a_card_and_the_tab_bar_leads(visit: Visit) -> None:
    page = visit("demo_staff", viewport=PHONE).page
    bar = page.get_by_role("navigation", name="Main, small screen")
    bar.get_by_role("link", name="Items").click()
    row = page.locator("tr[data-sku]").first
    assert 48 <= row.bounding_box()["height"] <= 80  # type: ignore[index]
    bar.get_by_role("link", name="Scan").click()  # on a phone, posting is done by scanning
    expect(page).to_have_url(re.compile("/scan$"))
    bar.locator("summary").click()
    bar.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("sign-in"))
