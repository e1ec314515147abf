"""The ranges of many items at once, from the rows of the list that are ticked."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visitor

Visit = Callable[..., Visitor]


def test_ticked_items_get_a_range_after_it_was_shown(visit: Visit) -> None:
    visitor = visit("demo_manager")
    page = visitor.page
    visitor.go("/items?q=category:COFFEE")
    rows = page.locator("tr[data-sku]")
    for row in range(2):
        rows.nth(row).get_by_role("checkbox").check()
    names = [rows.nth(row).get_attribute("data-sku") for row in range(2)]
    page.get_by_role("button", name="Edit…").click()
    page.get_by_label("Range of each item at").select_option("MAIN-A-02")
    page.get_by_label("Minimum", exact=True).fill("99999")
    page.get_by_label("Severity").select_option("critical")
    page.get_by_role("button", name="Show what would change").click()
    figures = page.locator("dl.figures")
    expect(figures).to_contain_text("Would change2")
    expect(figures).to_contain_text("Alerts opened2")
    beside = visitor.context.new_page()  # nothing is changed yet
    beside.goto(f"{visitor.stand.base}/thresholds?query=sku:{names[0]}&location=MAIN-A-02")
    expect(beside.locator("main")).not_to_contain_text("99,999")
    page.get_by_role("button", name="Change 2 items").click()
    expect(page.get_by_role("status")).to_contain_text("2 items were changed")
    for name in names:
        visitor.go(f"/thresholds?query=sku:{name}&location=MAIN-A-02")
        expect(page.locator("main")).to_contain_text("99,999")
        expect(page.locator("main")).to_contain_text("Critical")
    assert visitor.complaints == []
