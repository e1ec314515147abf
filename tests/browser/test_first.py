"""A new company's first five minutes: the printed link, a password, a place, an item, a receipt."""

from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESK
from tests.ops.conftest import place, remove
from tests.ops.test_first import LINK, PASSWORD
from tests.ops.test_up import Installation, installation

__all__ = ["installation", "place", "remove"]


def test_from_the_link_to_the_first_receipt(installation: Installation, chromium: Browser) -> None:
    _, said = installation.up()
    found = LINK.search(said)
    assert found, said
    base = f"http://127.0.0.1:{installation.port}"
    context = chromium.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(found[0])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.wait_for_url(f"{base}/")
    page.get_by_role("link", name="Create your first place").click()
    page.get_by_label("Name").fill("Head office")
    page.get_by_label("Code").fill("HQ")
    page.get_by_role("button", name="Create the place").click()
    page.wait_for_url(f"{base}/")
    page.get_by_role("link", name="Create your first item").click()
    page.get_by_label("SKU").fill("TEA")
    page.get_by_label("Name", exact=True).fill("Green tea")
    page.get_by_label("Category").select_option("ALL")
    page.get_by_label("Base unit", exact=True).select_option("ea")
    page.locator("main form button.primary").click()
    page.wait_for_url(f"{base}/items/TEA*")
    page.goto(f"{base}/post_receipt?item=TEA")
    page.get_by_label("Location").select_option("HQ")
    page.get_by_label("Quantity", exact=True).fill("12")
    page.locator("main form button.primary").click()
    expect(page.locator(".done")).to_contain_text("now 12 ea")
    context.close()
