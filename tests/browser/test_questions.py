"""What is hard to undo asks before, with its numbers: in a dialog, without JavaScript on a page."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import PHONE, Visitor

Visit = Callable[..., Visitor]


def test_a_dialog_asks_with_numbers_and_escape_leaves_all_as_it_was(visit: Visit) -> None:
    visit("demo_staff")
    admin = visit("demo_admin")
    admin.go("/people/demo_staff")
    link = admin.page.get_by_role("link", name="Disable…")
    link.press("Enter")
    dialog = admin.page.get_by_role("dialog", name="End the access of Tom Becker now?")
    dialog.wait_for()
    assert "session" in dialog.inner_text()
    assert Axe().run(admin.page).response["violations"] == []
    assert dialog.get_by_role("link", name="Cancel").evaluate(
        "box => box === document.activeElement"
    )
    admin.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert link.evaluate("box => box === document.activeElement")
    assert admin.page.get_by_role("link", name="Disable…").count() == 1
    assert admin.complaints == []


def test_one_ends_ones_other_session_after_the_question(visit: Visit) -> None:
    other = visit("demo_counter")
    here = visit("demo_counter", viewport=PHONE)
    here.go("/account")
    here.page.get_by_role("link", name="Sign out everywhere else…").click()
    dialog = here.page.get_by_role("dialog")
    assert "1 other session ends." in dialog.inner_text()
    dialog.get_by_role("button", name="Sign out everywhere else").click()
    here.page.wait_for_url("**/account#sessions")
    assert other.go("/items") == 200
    assert "/sign-in" in other.page.url
    assert here.go("/items") == 200
    assert "/sign-in" not in here.page.url


@pytest.mark.parametrize(
    "path", ["/disable_user/demo_staff", "/revoke_location/demo_staff?location=MAIN"]
)
def test_without_javascript_it_is_a_page(visit: Visit, path: str) -> None:
    admin = visit("demo_admin", java_script_enabled=False)
    admin.go("/people/demo_staff")
    admin.page.locator(f"a[data-ask][href='{path}']").click()
    main = admin.page.locator("main")
    assert main.locator("li").count() >= 3
    assert main.locator("form[method=post] button").count() == 1
    main.get_by_role("link", name="Cancel").click()
    admin.page.wait_for_url("**/people/demo_staff")
    if path.startswith("/revoke"):
        admin.go(path)
        main.locator("form[method=post] button").click()
        admin.page.wait_for_url("**/people/demo_staff")
        assert admin.page.locator(f"a[data-ask][href='{path}']").count() == 0
        admin.page.locator("select#location").select_option("MAIN")
        admin.page.get_by_role("button", name="Grant", exact=True).click()
