"""An attribute from its declaration to the search that finds by it."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visitor

Visit = Callable[..., Visitor]


def test_declared_on_the_page_given_by_the_form_found_by_the_search(visit: Visit) -> None:
    visitor = visit("demo_manager")
    page = visitor.page
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Attributes").click()
    page.get_by_role("link", name="New attribute").click()
    page.get_by_label("Name shown").fill("Strength")
    page.get_by_label("Name in searches and files").fill("status")
    page.get_by_label("Declared for").select_option("COFFEE")
    page.get_by_label("Type").select_option("number")
    page.get_by_label("Unit").fill("kg")
    page.get_by_role("button", name="Declare attribute").click()
    expect(page.get_by_role("alert")).to_contain_text("is a word of the search")
    expect(page.get_by_label("Name shown")).to_have_value("Strength")
    page.get_by_label("Name in searches and files").fill("strength")
    page.get_by_role("button", name="Declare attribute").click()
    expect(page.get_by_text("strength:>2kg")).to_be_visible()

    visitor.go("/edit_item/ESP-1KG")
    page.get_by_label("Strength, kg").fill("2,5")
    page.get_by_role("button", name="Save").click()
    visitor.go("/items")
    field = page.locator("#q")
    field.press_sequentially("stren")
    expect(page.get_by_role("option")).to_contain_text(["strength:"])
    field.fill("strength:>2000g")
    field.press("Enter")
    expect(page.locator("tr[data-sku]")).to_have_count(1)
    expect(page.locator("tr[data-sku]")).to_contain_text("Espresso beans, 1 kg")

    visitor.go("/attributes/COFFEE/strength")
    expect(page.locator("dl.about")).to_contain_text("Items that have a value1")
    page.get_by_role("link", name="Retire…").click()
    expect(page.get_by_text("1 item keeps the value it has")).to_be_visible()
    page.get_by_role("button", name="Retire Strength").click()
    visitor.go("/edit_item/ESP-1KG")  # what is there stays, and is not lost by saving
    expect(page.get_by_label("Strength, kg")).to_have_value("2.5")
    page.get_by_role("button", name="Save").click()
    visitor.go("/items?q=strength:2.5kg")
    expect(page.locator("tr[data-sku]")).to_have_count(1)
    assert visitor.complaints == []


def test_two_who_change_one_attribute_see_both_versions_on_a_phone(visit: Visit) -> None:
    one, other = visit("demo_manager"), visit("demo_manager", viewport=PHONE)
    for who in (one, other):
        who.go("/change_attribute/COFFEE/roast")
    one.page.get_by_label("Name shown").fill("Roasted")
    one.page.get_by_role("button", name="Save").click()
    one.page.wait_for_url("**/attributes/COFFEE/roast")
    other.page.get_by_label("Name shown").fill("Roast of it")
    other.page.get_by_role("button", name="Save").click()
    both = other.page.get_by_role("region", name="Changed by")
    expect(both).to_contain_text("Roasted")
    both.get_by_label("Name shown: Take theirs").check()
    other.page.get_by_role("button", name="Save").click()
    other.page.wait_for_url("**/attributes/COFFEE/roast")
    expect(other.page.get_by_role("heading", level=2).first).to_have_text("Roasted")
    other.go("/history?kind=attribute&key=roast of COFFEE")
    expect(other.page.locator("main")).to_contain_text("Roasted")
