"""Second factor, device and invitation in a real browser, at a desk and on a phone: every page of
them accessible, nothing wider than its screen, no word of complaint from the browser."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import DESK, PHONE, Visitor
from tests.browser.looking import violations

SIZES = {"desk": DESK, "phone": PHONE}
CODE = (
    "select auth.one_time_code(secret, floor(extract(epoch from clock_timestamp()) / 30)::bigint)"
    " as code from auth.second_factors where person = 'demo_viewer'"
)


def fine(visitor: Visitor) -> None:
    """Nothing is wrong with the page that is shown."""
    assert violations(visitor) == [], visitor.page.url
    width = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert width <= visitor.page.viewport_size["width"], visitor.page.url


@pytest.mark.parametrize(("scheme", "size"), [("light", "desk"), ("dark", "phone")])
def test_signing_in_in_all_ways(visit: Callable[..., Visitor], scheme: str, size: str) -> None:
    visitor = visit("demo_viewer", color_scheme=scheme, viewport=SIZES[size])
    page, database = visitor.page, visitor.stand.database
    visitor.go("/account")
    page.get_by_label("Name of the device").fill("Zebra")
    page.get_by_label("PIN", exact=True).fill("7391")
    page.get_by_label("The PIN again").fill("7391")
    page.get_by_role("button", name="Use a PIN").click()
    fine(visitor)
    visitor.go("/account")
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("heading", name="Set up a second factor").wait_for()
    fine(visitor)
    with database.connect() as db:
        page.get_by_label("Code").fill(db.execute(CODE).fetchone()["code"])
        page.get_by_role("button", name="Confirm").click()
        page.get_by_role("heading", name="Keep these recovery codes").wait_for()
        fine(visitor)
        recovery = page.locator("ol.codes code").first.inner_text()
        visitor.context.clear_cookies()
        visitor.go("/sign-in")
        page.get_by_label("Name").fill("demo_viewer")
        page.get_by_label("Password").fill(visitor.stand.passwords["demo_viewer"])
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Your code").wait_for()
        fine(visitor)
        page.get_by_label("Code").fill("12345x")
        page.get_by_role("button", name="Go on").click()
        assert page.get_by_role("alert").inner_text() == "The code is wrong."
        fine(visitor)
        page.get_by_label("Code").fill(recovery)
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url(visitor.stand.base + "/")
        visitor.go("/account")
        fine(visitor)
        db.execute("select api.reset_second_factor('demo_viewer')")
        row = db.execute("select api.invitation_link('demo_viewer', 'password') as t").fetchone()
        visitor.context.clear_cookies()
        for token in (row["t"], "x" * 43):
            visitor.go(f"/invitation/{token}")
            fine(visitor)
    assert visitor.complaints == []


def test_what_was_changed_in_the_other_form_is_not_lost_unasked(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit("demo_viewer")
    page = visitor.page
    visitor.go("/account")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    page.get_by_label("Dates").select_option("iso")
    preferences = page.locator("form[action='/set_preferences']")
    preferences.get_by_role("button", name="Save").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.get_by_label("Time zone").input_value() == "Asia/Tokyo"
    page.locator("form[action='/edit_account']").get_by_role("button", name="Save").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"] * 2
    assert page.get_by_label("Dates").input_value() == "iso"
