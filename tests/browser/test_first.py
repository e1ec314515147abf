"""A new company's first ten minutes by the guide: from the printed link to a mail on the disk."""

import time

from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESK
from tests.ops.conftest import place, remove
from tests.ops.test_first import LINK, PASSWORD
from tests.ops.test_up import Installation, installation

__all__ = ["installation", "place", "remove"]

MAIL_SECONDS = 30.0


def test_the_guide_leads_from_the_link_to_the_first_alerts_mail(
    installation: Installation, chromium: Browser
) -> None:
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
    guide = page.get_by_role("region", name="From here to the first alert")
    step = guide.locator("[aria-current=step]")
    expect(guide.get_by_label("Done")).to_have_count(1)  # units and a category are there
    step.get_by_role("link", name="Name the company").click()
    page.get_by_label("Name", exact=True).fill("Acme")
    page.get_by_label("Currency").fill("EUR")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.goto(base)
    step.get_by_role("link", name="Create a place").click()
    page.get_by_label("Name", exact=True).fill("Head office")
    page.get_by_label("Code", exact=True).fill("HQ")
    page.get_by_role("button", name="Create the place").click()
    page.wait_for_url(f"{base}/")
    step.get_by_role("link", name="Create an item").click()
    page.get_by_label("SKU", exact=True).fill("TEA")
    page.get_by_label("Name", exact=True).fill("Green tea")
    page.get_by_label("Category", exact=True).select_option("ALL")
    page.get_by_label("Base unit", exact=True).select_option("ea")
    page.locator("main form button.primary").click()
    page.wait_for_url(f"{base}/items/TEA*")
    page.goto(base)
    step.get_by_role("link", name="Give it a range").click()
    page.get_by_label("Location", exact=True).select_option("HQ")
    page.get_by_label("Minimum", exact=True).fill("10")
    page.get_by_role("button", name="Set the range").click()
    page.wait_for_url(f"{base}/items/TEA*")
    page.goto(base)
    step.get_by_role("link", name="Say where mail reaches you").click()
    page.locator("#email").fill("ada@acme.example")
    page.locator("#email").press("Enter")
    expect(page.locator(".about")).to_contain_text("ada@acme.example")
    page.goto(base)
    step.get_by_role("link", name="Say who is told").click()
    page.get_by_role("button", name="Tell them").click()
    expect(page.get_by_role("heading", name="Told of alerts by e-mail")).to_be_visible()
    for name, quantity, now in (
        ("Receive some", "12", "12"),
        ("Issue below the minimum", "8", "4"),
    ):
        page.goto(base)
        step.get_by_role("link", name=name).click()
        page.get_by_label("Location", exact=True).select_option("HQ")
        page.get_by_label("Quantity", exact=True).fill(quantity)
        page.locator("main form button.primary").click()
        expect(page.locator(".done")).to_contain_text(f"now {now} ea")
    mails = sorted((installation.data / "mail").glob("*.eml"))
    deadline = time.monotonic() + MAIL_SECONDS
    while not mails:
        assert time.monotonic() < deadline, "no mail on the disk"
        time.sleep(0.1)
        mails = sorted((installation.data / "mail").glob("*.eml"))
    assert "ada@acme.example" in mails[0].read_text()
    assert "Green tea" in mails[0].read_text()
    page.goto(base)
    expect(page.get_by_role("heading", name="Needs attention")).to_be_visible()
    over = page.get_by_role("region", name="The first alert was mailed: all is set up")
    expect(over).to_contain_text("11 of 11 done")
    over.get_by_role("button", name="Hide the guide").click()
    expect(over).to_have_count(0)
    context.close()
