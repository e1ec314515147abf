"""Figures that change by themselves, in one tab and in many."""

import re
import time
import uuid
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Stand, Visitor

Visit = Callable[..., Visitor]
ROPE = {"item": "RPE-10", "place": "MAIN-B-04"}


def post_directly(stand: Stand, quantity: int) -> float:
    """Adjust the rope by a login of psql's kind; returns its on hand at the person's places."""
    with stand.database.connect("demo_manager") as db:
        place = db.execute(
            "select location from api.stock_on_hand where sku = 'RPE-10' and lot is null"
            " order by on_hand desc limit 1"
        ).fetchone()
        db.execute(
            "select api.post_adjustment(lines => jsonb_build_array(jsonb_build_object("
            "'item', 'RPE-10', 'location', %s::text, 'quantity', %s::int, 'reason', 'Found')),"
            " idempotency_key => %s)",
            [place["location"], quantity, uuid.uuid4()],
        )
        row = db.execute("select api.item_rows(array['RPE-10']) -> 0 -> 'on_hand' as n").fetchone()
    return float(row["n"])


def test_a_posting_by_psql_shows_within_a_second_everywhere(visit: Visit, stand: Stand) -> None:
    visitor = visit("demo_manager")
    tabs = [visitor.page, visitor.context.new_page(), visitor.context.new_page()]
    for tab, path in zip(tabs, ("/items?q=rope", "/items/RPE-10", "/items?q=sku:RPE"), strict=True):
        tab.goto(stand.base + path)
        expect(tab.locator("[data-live-state]")).to_have_text("Live")
    for _ in range(3):
        now = post_directly(stand, 3)
        begun = time.monotonic()
        for tab in tabs:
            cell = tab.locator("td.c-hand, dd[data-on-hand]").first
            expect(cell).to_contain_text(f"{now:,.2f}", timeout=1000)
        assert time.monotonic() - begun < 1
    changed = tabs[0].locator(".changed")
    expect(changed.first).to_be_attached()
    assert visitor.complaints == []


def test_a_change_between_loading_and_listening_is_not_missed(visit: Visit, stand: Stand) -> None:
    visitor = visit("demo_manager")
    visitor.page.route("**/events", lambda route: (time.sleep(0.5), route.continue_())[1])
    visitor.page.goto(stand.base + "/items/RPE-10", wait_until="commit")
    now = post_directly(stand, 1)
    expect(visitor.page.locator("dd[data-on-hand]")).to_contain_text(f"{now:,.2f}")


def test_offline_is_said_and_pauses_posting(visit: Visit, stand: Stand) -> None:
    visitor = visit("demo_manager")
    page = visitor.page
    page.goto(stand.base + "/items")
    state = page.locator("[data-live-state]")
    expect(state).to_have_text("Live")
    page.evaluate("new BroadcastChannel('stockroom-live').postMessage({kind: 'lost'})")
    expect(state).to_have_text("Offline")
    expect(page.locator("[data-offline]")).to_contain_text(
        re.compile(r"Figures are as of \d\d:\d\d")
    )
    button = page.locator("summary[data-posting]")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    expect(page.get_by_role("link", name=re.compile("^Receive"))).not_to_be_visible()
    post_directly(stand, 1)  # the stream was there all along: it is live again
    expect(state).to_have_text("Live")


def test_new_movements_wait_for_the_person(visit: Visit, stand: Stand) -> None:
    page = visit("demo_manager").page
    page.goto(stand.base + "/movements")
    expect(page.locator("[data-live-state]")).to_have_text("Live")
    rows = page.locator(".movements tbody tr")
    first = rows.first.inner_text()
    post_directly(stand, 1)
    link = page.get_by_role("link", name="New movements · Refresh")
    expect(link).to_be_visible()
    assert rows.first.inner_text() == first
    link.click()
    expect(rows.first).to_contain_text("Climbing rope")


def test_a_session_that_ends_is_said_on_the_open_page(visit: Visit, stand: Stand) -> None:
    """With the next change at once, without one within seconds; and nothing is live any more."""
    visitor = visit("demo_viewer")
    page = visitor.page
    page.goto(stand.base + "/items?q=rope")
    state = page.locator("[data-live-state]")
    expect(state).to_have_text("Live")
    end = "update auth.sessions set revoked_at = now() where person = 'demo_viewer'"
    with stand.database.connect() as db:
        db.execute(end)
    expect(state).to_have_text("Signed out", timeout=17_000)
    expect(page.locator("[data-offline]")).to_contain_text("Load the page again to sign in")
    visitor = visit("demo_viewer")
    page = visitor.page
    page.goto(stand.base + "/items?q=rope")
    expect(page.locator("[data-live-state]")).to_have_text("Live")
    with stand.database.connect() as db:
        db.execute(end)
    post_directly(stand, 1)
    expect(page.locator("[data-live-state]")).to_have_text("Signed out", timeout=4000)


def test_open_alerts_are_counted_beside_their_room(visit: Visit, stand: Stand) -> None:
    page = visit("demo_manager").page
    page.goto(stand.base + "/items")
    expect(page.locator("[data-live-state]")).to_have_text("Live")
    with stand.database.connect("demo_manager") as db:
        counted = "select (api.count_alerts() ->> 'count')::int as n"
        before = db.execute(counted).fetchone()["n"]
        badge = page.locator(".side [data-open-alerts]")
        expect(badge).to_have_text(str(before))
        db.execute(
            "select api.set_threshold(item => 'RPE-10', location => %s::text,"
            " minimum => 100000, maximum => null)",
            [ROPE["place"]],
        )
        after = db.execute(counted).fetchone()["n"]
    assert after == before + 1
    expect(badge).to_have_text(str(after))
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".tabs [data-open-alerts]")).to_have_text(str(after))
