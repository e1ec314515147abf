"""The ranges of many items at once, from the rows of the list that are ticked."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.looking import violations

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
    page.get_by_label("Location", exact=True).select_option("MAIN-A-02")
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


def test_back_to_the_form_another_category_and_less(visit: Visit) -> None:
    """The form keeps what was typed on the way back from the look; another category's fields come
    into it at once; what is unticked in the look is left out."""
    visitor = visit("demo_manager")
    page = visitor.page
    visitor.go("/items?q=category:TOOLS")
    rows = page.locator("tr[data-sku]")
    for row in range(2):
        rows.nth(row).get_by_role("checkbox").check()
    name = rows.nth(0).get_attribute("data-sku")
    page.get_by_role("button", name="Edit…").click()
    page.get_by_label("Add tags").fill("walked")
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("button", name="Back to the form").click()
    expect(page.get_by_label("Add tags")).to_have_value("walked")
    expect(page.get_by_label("Voltage, V")).to_be_visible()
    page.get_by_label("Category", exact=True).select_option("COFFEE")
    expect(page.get_by_label("Roast", exact=True)).to_be_visible()
    assert violations(visitor) == []
    expect(page.get_by_label("Voltage, V")).to_have_count(0)
    expect(page.get_by_label("Add tags")).to_have_value("walked")
    page.get_by_label("Category", exact=True).select_option("")
    expect(page.get_by_label("Voltage, V")).to_be_visible()
    page.get_by_role("button", name="Show what would change").click()
    page.wait_for_url("**/item_edits/**")
    assert violations(visitor) == []
    page.get_by_label(f"Change {name}").uncheck()
    page.get_by_role("button", name="Change 1 item").click()
    expect(page.get_by_role("status")).to_contain_text("1 item was changed")
    assert visitor.complaints == []


def test_what_cannot_be_changed_is_left_out_and_a_table_is_ticked_at_once(visit: Visit) -> None:
    """Bags and boxes take no half: five and two items fail, each reason with its items folded."""
    visitor = visit("demo_manager")
    page = visitor.page
    visitor.go("/items?q=category:COFFEE")
    for row in page.locator("tr[data-sku]").all():
        row.get_by_role("checkbox").check()
    page.get_by_role("button", name="Edit…").click()
    page.get_by_label("Location", exact=True).select_option("HARBOUR")
    page.get_by_label("Minimum", exact=True).fill("5.5")
    page.get_by_role("button", name="Show what would change").click()
    failed = page.get_by_role("table", name="What cannot be changed like this")
    expect(failed.locator("tbody > tr")).to_have_count(2)
    assert violations(visitor) == []
    failed.get_by_text("Which items").first.click()
    expect(failed.get_by_text("ESP-1KG")).to_be_visible()
    expect(page.locator("dl.figures")).to_contain_text("Cannot7")
    change = page.locator("[data-change]")
    expect(change).to_have_text("Change 1 item")
    page.get_by_role("table", name="What changes").get_by_label("all of this table").uncheck()
    expect(change).to_be_disabled()
    expect(page.locator("dl.figures")).to_contain_text("Would change0")
    assert visitor.complaints == []
