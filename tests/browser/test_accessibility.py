"""Every page in both themes, at a desk and on a phone: no axe violation, no CSP violation,
nothing in the console, nothing wider than its screen, nothing that moves by itself; and at a desk
no page heavier than the heaviest may be."""

from collections.abc import Callable

import pytest

from tests.browser import pages
from tests.browser.conftest import DESK, PHONE, Stand, Visitor
from tests.browser.looking import WATCH_SHIFTS, faults, violations

LOOKS = [(scheme, size) for scheme in ("light", "dark") for size in ("desk", "phone")]
SIZES = {"desk": DESK, "phone": PHONE}
# Of any page: bytes of its HTML, its elements, and all that a first visit transfers.
HTML, ELEMENTS, TRANSFER = 120_000, 2_200, 120_000
PARTS = 5  # so that two workers share the work
Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def known(stand: Stand) -> dict[str, str]:
    """What the addresses' {names} stand for."""
    return pages.furnish(stand)


def test_every_route_is_looked_at() -> None:
    """A new page cannot be forgotten: it has an address here, or a reason why it is no page."""
    app = pages.router()
    every = (*pages.PAGES.values(), *pages.REFUSED.values())
    reached = pages.reached([path for paths in every for path in paths], app)
    routes = {route.removeprefix("GET ") for route in pages.routed(app) if route.startswith("GET ")}
    assert sorted(routes - reached - set(pages.NO_PAGE)) == [], (
        "no address in tests/browser/pages.py"
    )
    assert sorted(reached - routes - {"/nothing-here"}) == [], "an address of no route"
    assert sorted(set(pages.NO_PAGE) & reached) == [], "said to be no page, and looked at"


def addresses(part: int, known: dict[str, str]) -> list[tuple[str, str, int]]:
    """A part of all pages: who opens it, its address, and the status it is answered with."""
    every = [(person, path, 200) for person, paths in pages.PAGES.items() for path in paths]
    for person, paths in pages.REFUSED.items():
        every += [(person, path, status) for path, status in paths.items()]
    every.sort(key=lambda one: one[0])
    share = -(-len(every) // PARTS)
    return [
        (person, path.format_map(known), status)
        for person, path, status in every[part * share : (part + 1) * share]
    ]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_accessible_and_light(
    visit: Visit, known: dict[str, str], size: str, part: int, record_property: Callable
) -> None:
    visitors: dict[str, Visitor] = {}
    wrong, figures = {}, []
    for person, path, status in addresses(part, known):
        if person not in visitors:
            visitors[person] = watched(visit(person or None, viewport=SIZES[size]))
        visitor = visitors[person]
        visitor.received.clear()
        answer = visitor.page.goto(visitor.stand.base + path)
        found = [] if answer.status == status else [f"status {answer.status}"]
        # Before axe takes its seconds, in which what moved is read anew: no part of a visit.
        weight = weigh(visitor, answer.body())
        found += faults(visitor)
        if size == "desk":
            found += (
                []
                if all(
                    had <= may for had, may in zip(weight, (HTML, ELEMENTS, TRANSFER), strict=True)
                )
                else [str(weight)]
            )
            figures.append((path, *weight))
        if found:
            wrong[path] = found
    for column, name in enumerate(("bytes of HTML", "elements", "bytes of a first visit"), 1):
        if figures:
            most = sorted(figures, key=lambda one: -one[column])[:3]
            record_property(
                f"most {name}", ", ".join(f"{one[0]} {one[column]:,.0f}" for one in most)
            )
    assert wrong == {}


def watched(visitor: Visitor) -> Visitor:
    """Its pages tell what moves in them and what they transfer, each as on a first visit."""
    visitor.context.add_init_script(WATCH_SHIFTS)
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on(
        "Network.loadingFinished",
        lambda event: visitor.received.append(event["encodedDataLength"]),
    )
    return visitor


def weigh(visitor: Visitor, html: bytes) -> tuple[int, int, float]:
    """Bytes of its HTML, elements, bytes transferred."""
    elements = visitor.page.evaluate("document.querySelectorAll('*').length")
    return len(html), elements, sum(visitor.received)


@pytest.mark.parametrize("size", SIZES)
def test_an_opened_row_of_the_audit_and_the_next_ones_are_accessible(
    visit: Visit, size: str
) -> None:
    visitor = watched(visit("demo_auditor", viewport=SIZES[size]))
    visitor.go("/audit")
    rows = visitor.page.locator("table.audit tbody tr")
    assert rows.count() == 51
    visitor.page.locator("td summary").first.click()
    visitor.page.get_by_role("link", name="Load more").click()
    rows.nth(60).wait_for()
    assert faults(visitor) == []


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
