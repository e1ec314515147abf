"""Every page in both themes, at a desk and on a phone: no axe violation, no CSP violation,
nothing wider than its screen."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK, PHONE, Visitor

PAGES = (
    "/", "/items", "/items?q=status:low,out", "/items?q=supplier:acme", "/items?q=zzzz",
    "/items/ESP-1KG", "/items/ESP-1KG/files", "/items/ESP-1KG/lots", "/items/ESP-1KG/history",
    "/history?kind=location&key=MAIN", "/labels", "/labels?sku=ESP-1KG&location=MAIN&packs=1",
    "/create_item?like=ESP-1KG", "/items/ESP-1KG?days=30&table=1",
    "/items/ESP-1KG/movements", "/movements",
    "/alerts", "/alerts?state=all", "/health", "/mailbox", "/create_item?category=COFFEE",
    "/edit_item/ESP-1KG", "/remove_item/ESP-1KG", "/set_threshold/ESP-1KG?location=MAIN",
    "/post_receipt", "/post_issue?item=ESP-1KG&location=MAIN-A-01&quantity=2", "/post_transfer",
    "/post_adjustment", "/nothing-here", "/account", "/settings", "/why",
    "/why?person=demo_staff&action=set threshold&object=location:MAIN", "/access",
    "/access?location=MAIN", "/people", "/phone", "/scan",
    "/scan?mode=issue&location=MAIN-A-01&code=ESP-1KG", "/scan?mode=look-up&code=no-such-code",
    "/people/demo_staff", "/break_glass", "/create_location",
    "/locations", "/locations/MAIN", "/edit_location/MAIN", "/move_location/MAIN-A",
    "/close_location/MAIN", "/categories", "/categories/COFFEE", "/edit_category/COFFEE",
    "/remove_category/COFFEE", "/attributes", "/attributes/COFFEE/roast", "/declare_attribute",
    "/change_attribute/COFFEE/roast", "/retire_attribute/COFFEE/roast",
    "/units", "/edit_unit/ea", "/thresholds", "/threshold_defaults",
    "/set_threshold_default", "/subscriptions", "/lots?state=all",
    "/overview", "/reports", "/reports/inventory", "/reports/inventory?grouped_by=category",
    "/reports/movements", "/import", "/create_saved_view?query=coffee", "/movements?q=zzz",
    "/docs/api", "/docs/api?q=receipt", "/docs/api/movements", "/docs/api/people-and-rights",
    "/docs/errors", "/keys",
)  # fmt: skip
# As an admin, and what a counter sees.
OTHERS = {
    "demo_admin": (
        "/people", "/people?q=tom", "/people/demo_staff", "/people/demo_reporting", "/invite_user",
        "/create_user", "/offboard_user/demo_staff", "/break_glass", "/settings",
    ),
    "demo_counter": ("/", "/items", "/items/ESP-1KG", "/account", "/mailbox", "/scan"),
}  # fmt: skip
LOOKS = [(scheme, size) for scheme in ("light", "dark") for size in ("desk", "phone")]
SIZES = {"desk": DESK, "phone": PHONE}
Visit = Callable[..., Visitor]


def violations(visitor: Visitor) -> list[str]:
    """What axe finds wrong, one line each."""
    found = Axe().run(visitor.page).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "size"), LOOKS)
def test_every_page_is_accessible(visit: Visit, scheme: str, size: str) -> None:
    visitor = visit("demo_manager", color_scheme=scheme, viewport=SIZES[size])
    for path in PAGES:
        visitor.go(path)
        assert violations(visitor) == [], path
        width = visitor.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], path
    assert visitor.complaints == []


@pytest.mark.parametrize("person", OTHERS)
@pytest.mark.parametrize(("scheme", "size"), [("light", "desk"), ("dark", "phone")])
def test_pages_of_others_are_accessible(visit: Visit, person: str, scheme: str, size: str) -> None:
    visitor = visit(person, color_scheme=scheme, viewport=SIZES[size])
    for path in OTHERS[person]:
        assert visitor.go(path) == 200, path
        assert violations(visitor) == [], path
        width = visitor.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], path
    assert visitor.complaints == []


AUDIT = (
    "/audit", "/audit?kind=ranges", "/audit?search=nothing+has+this", "/audit/refusals",
    "/audit/sign-ins", "/audit/sign-ins?success=no",
)  # fmt: skip


@pytest.mark.parametrize(("scheme", "size"), LOOKS)
def test_the_audit_is_accessible(visit: Visit, scheme: str, size: str) -> None:
    """For an auditor; a row is opened, the next ones are loaded in place."""
    visitor = visit("demo_auditor", color_scheme=scheme, viewport=SIZES[size])
    for path in AUDIT:
        assert visitor.go(path) == 200
        assert violations(visitor) == [], path
        width = visitor.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], path
    visitor.go("/audit")
    rows = visitor.page.locator("table.audit tbody tr")
    assert rows.count() == 51
    visitor.page.locator("td summary").first.click()
    visitor.page.get_by_role("link", name="Load 50 more").click()
    rows.nth(60).wait_for()
    assert violations(visitor) == []
    assert visitor.complaints == []


@pytest.mark.parametrize(("scheme", "size"), LOOKS)
def test_the_door_and_refusals_are_accessible(visit: Visit, scheme: str, size: str) -> None:
    visitor = visit(color_scheme=scheme, viewport=SIZES[size])
    visitor.go("/sign-in")
    assert violations(visitor) == []
    visitor.page.get_by_label("Name").fill("demo_staff")
    visitor.page.get_by_label("Password").fill("wrong")
    visitor.page.get_by_role("button", name="Sign in").click()
    assert visitor.page.get_by_role("alert").inner_text() == "Name or password is wrong."
    assert violations(visitor) == []
    staff = visit("demo_staff", color_scheme=scheme, viewport=SIZES[size])
    assert staff.go("/health") == 403
    assert violations(staff) == []
    staff.go("/post_issue")
    staff.page.get_by_label("Item (SKU)").fill("NO-SUCH")
    staff.page.get_by_role("button", name="Issue", exact=True).click()
    assert "No item" in staff.page.get_by_role("alert").inner_text()
    assert violations(staff) == []
    assert visitor.complaints + staff.complaints == []


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_menus_are_accessible(visit: Visit, size: str) -> None:
    visitor = visit("demo_manager", viewport=SIZES[size])
    visitor.go("/items/ESP-1KG")
    menu = visitor.page.locator(".more-menu summary")
    if size == "desk":
        menu = visitor.page.locator("summary", has_text="Maria Lind")
    menu.click()
    assert violations(visitor) == []
    assert visitor.complaints == []


@pytest.mark.parametrize(("scheme", "size"), LOOKS)
def test_anothers_dashboard_is_accessible_and_left_by_keyboard(
    visit: Visit, scheme: str, size: str
) -> None:
    visitor = visit("demo_manager", color_scheme=scheme, viewport=SIZES[size])
    visitor.go("/access")
    visitor.page.get_by_role("button", name="See as Tom Becker").click()
    for path in ("/", "/items", "/items/ESP-1KG", "/post_issue", "/nothing-here"):
        visitor.go(path)
        banner = visitor.page.get_by_role("complementary", name="Seeing as somebody else")
        assert "Tom Becker" in banner.inner_text()
        box = banner.bounding_box()
        assert box
        assert box["y"] + box["height"] <= SIZES[size]["height"], "in sight"
        assert violations(visitor) == [], path
    visitor.page.keyboard.press("Tab")  # skip to content
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/")
    assert "Seeing as somebody else" not in visitor.page.content()
    assert visitor.complaints == []


def test_without_javascript_the_work_can_be_done(visit: Visit) -> None:
    visitor = visit("demo_manager", java_script_enabled=False)
    visitor.go("/items?q=status:low")
    assert visitor.page.locator("tr[data-sku]").count() > 0
    visitor.go("/post_receipt?item=BIN-120&location=MAIN-A-03&quantity=2")
    visitor.page.get_by_role("button", name="Add a line").click()
    assert visitor.page.locator("fieldset").count() == 2
    visitor.page.locator("form.posting").get_by_role("button", name="Receive", exact=True).click()
    assert "Posted." in visitor.page.locator("main").inner_text()
