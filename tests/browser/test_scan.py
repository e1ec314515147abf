"""Scan mode in a real browser: scanners that type, a camera that sees a drawn barcode, a network
that goes and comes back, a browser that is closed meanwhile."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from barcode import EAN13
from barcode.writer import ImageWriter
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.conftest import CHROMIUM, PHONE, Stand, Visitor
from tests.browser.looking import violations
from tests.browser.test_posting import scan

Visit = Callable[..., Visitor]
CODE = "5901234123457"


@pytest.fixture(scope="module")
def linked(stand: Stand) -> None:
    """An item with a barcode, and enough of it for every test."""
    with stand.database.connect("demo_manager") as db:
        db.execute("select api.link_barcode(code => %s, item => 'ESP-1KG')", [CODE])
        db.execute(
            "select api.post_receipt(lines => %s, idempotency_key => gen_random_uuid())",
            ['[{"item": "ESP-1KG", "location": "MAIN-A-02", "quantity": 500}]'],
        )


@pytest.fixture
def phone(visit: Visit, linked: None) -> Visitor:
    """Staff with a phone, at /scan, at a place."""
    return at_place(visit("demo_staff", viewport=PHONE))


def at_place(visitor: Visitor, mode: str = "issue") -> Visitor:
    visitor.go(f"/scan?mode={mode}&location=MAIN-A-02")
    expect(visitor.page.locator("[data-where]")).not_to_be_empty()
    return visitor


def gun(page: Page, code: str) -> None:
    """A scanner that types: keys and Enter, wherever the focus is."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def moved(stand: Stand, person: str = "demo_staff") -> list[tuple[float, Any, Any]]:
    """What was posted at the place by scanning: quantity, when it happened, when it was noted."""
    with stand.database.connect() as db:
        rows = db.execute(
            "select m.quantity, d.occurred_at, d.posted_at from inventory.movements as m"
            " join inventory.documents as d using (document_id, posted_at)"
            " join inventory.locations as l using (location_id)"
            " where l.code = 'MAIN-A-02' and d.posted_by = %s and d.idempotency_key is not null"
            " and substr(d.idempotency_key::text, 15, 1) = '7' order by d.posted_at",
            [person],
        ).fetchall()
    return [tuple(row.values()) for row in rows]  # type: ignore[misc]


def ready(visitor: Visitor) -> None:
    """Until the service worker has all it needs."""
    visitor.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def test_a_scanner_posts_a_repeat_adds_one_and_it_can_be_reversed(
    phone: Visitor, stand: Stand
) -> None:
    page, before = phone.page, len(moved(stand))
    gun(page, CODE)
    expect(page.locator("[data-name]")).to_have_text("Espresso beans, 1 kg")
    gun(page, CODE)
    expect(page.locator("[data-quantity]")).to_have_value("2")
    gun(page, f"]C101{CODE.zfill(14)}3710")  # GS1: ten more
    expect(page.get_by_role("button", name="Issue 12 bag")).to_be_visible()
    expect(page.locator("[data-preview]")).to_contain_text("→")
    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="Issue 13 bag").click()
    expect(page.locator(".log .is-posted")).to_have_count(1)
    assert [one[0] for one in moved(stand)[before:]] == [-13]
    page.get_by_role("link", name="Reverse").click()
    page.wait_for_url(re.compile("/reverse_document/"))
    assert phone.complaints == []


def test_a_place_is_scanned_too_and_a_gun_in_a_field_leaves_it_as_it_was(phone: Visitor) -> None:
    page = phone.page
    gun(page, CODE)
    expect(page.locator("[data-about] .at")).to_have_text("MAIN-A-02")
    page.get_by_role("link", name="Transfer").click()
    gun(page, "MAIN-A-01")
    expect(page.locator('[data-place="to"]')).to_have_value("MAIN-A-01")
    expect(page.locator('[data-place="location"]')).to_have_value("MAIN-A-02")
    expect(page.locator("[data-about] .at")).to_have_text("MAIN-A-02")
    page.locator("[data-quantity]").fill("7")
    scan(page, CODE)  # in one go: a gap on a busy machine would make two of it
    expect(page.locator("[data-quantity]")).to_have_value("8")


def posted_at(stand: Stand, person: str = "demo_staff") -> list[tuple[str, str, float]]:
    """Where the last document of somebody moved what."""
    with stand.database.connect() as db:
        rows = db.execute(
            "select l.code, i.sku, m.quantity from inventory.movements as m"
            " join inventory.locations as l using (location_id)"
            " join inventory.items as i using (item_id) where m.document_id = (select document_id"
            " from inventory.documents where posted_by = %s order by posted_at desc limit 1)"
            " order by 1, 2",
            [person],
        ).fetchall()
    return [tuple(row.values()) for row in rows]  # type: ignore[misc]


def test_what_is_scanned_is_at_the_place_scanned_before_it(phone: Visitor, stand: Stand) -> None:
    page = phone.page
    page.get_by_role("link", name="Receive").click()
    for _ in range(2):
        gun(page, CODE)
    expect(page.locator("[data-quantity]")).to_have_value("2")
    gun(page, "MAIN-A-01")
    expect(page.locator("[data-told]")).to_contain_text("stays where it was")
    gun(page, "TPE-BRN")
    expect(page.locator("[data-about]")).to_contain_text("MAIN-A-01")
    expect(page.locator("[data-others]")).to_contain_text("MAIN-A-02")
    gun(page, CODE)  # the same item elsewhere is another line
    expect(page.locator("[data-others] li")).to_have_count(2)
    assert violations(phone) == []
    page.get_by_role("button", name="Receive 3 lines").click()
    expect(page.locator(".log .is-posted")).to_contain_text("Received 3 lines")
    expect(page.locator(".log .is-posted")).to_contain_text("MAIN-A-0")
    assert posted_at(stand) == [
        ("MAIN-A-01", "ESP-1KG", 1), ("MAIN-A-01", "TPE-BRN", 1), ("MAIN-A-02", "ESP-1KG", 2),
    ]  # fmt: skip


def test_an_item_that_is_answered_late_is_at_the_place_before_it(phone: Visitor) -> None:
    page = phone.page

    def late(route: Any) -> None:
        """The item's answer comes after the next place was scanned."""
        page.wait_for_timeout(700)
        route.continue_()

    page.route(f"**/read_barcode.json?code={CODE}*", late)
    gun(page, CODE)
    gun(page, "MAIN-A-01")
    expect(page.locator('[data-place="location"]')).to_have_value("MAIN-A-01")
    expect(page.locator("[data-about] .at")).to_have_text("MAIN-A-02")


def test_a_form_that_is_open_in_two_tabs_is_posted_once(phone: Visitor, stand: Stand) -> None:
    page, before = phone.page, len(moved(stand))
    gun(page, CODE)
    expect(page.get_by_role("button", name="Issue 1 bag")).to_be_visible()
    other = phone.context.new_page()
    other.goto(page.url)
    expect(other.get_by_role("button", name="Issue 1 bag")).to_be_visible()
    page.get_by_role("button", name="Issue 1 bag").click()
    expect(page.locator(".log .is-posted")).to_have_count(1)
    other.get_by_role("button", name="Issue 1 bag").click()
    expect(other.get_by_text("It was posted in another tab.")).to_be_visible()
    assert len(moved(stand)) == before + 1


def test_behind_a_transfer_the_next_place_is_where_the_next_comes_from(
    visit: Visit, linked: None
) -> None:
    page = at_place(visit("demo_staff", viewport=PHONE), "transfer").page
    gun(page, CODE)
    gun(page, "MAIN-B-01")
    expect(page.locator("#to")).to_have_value("MAIN-B-01")
    page.get_by_role("button", name=re.compile("^Transfer 1")).click()
    expect(page.locator(".log .is-posted")).to_have_count(1)
    gun(page, "MAIN-B-02")
    expect(page.locator("#location")).to_have_value("MAIN-B-02")
    expect(page.locator("#to")).to_have_value("")


def test_who_chose_the_wrong_place_moves_all_of_it(phone: Visitor) -> None:
    page = phone.page
    gun(page, CODE)
    expect(page.locator("[data-about] .at")).to_have_text("MAIN-A-02")
    page.locator('[data-place="location"]').select_option("MAIN-A-01")
    gun(page, CODE)
    expect(page.locator("[data-others] li")).to_have_count(1)
    page.locator('[data-place="location"]').select_option("MAIN-A-02")
    page.get_by_role("button", name="Put all of them at MAIN-A-02").click()
    expect(page.locator("[data-others] li")).to_have_count(0)
    expect(page.locator("[data-quantity]")).to_have_value("2")
    expect(page.locator("[data-about] .at")).to_have_text("MAIN-A-02")


def test_looking_something_up_or_another_kind_loses_no_line(phone: Visitor) -> None:
    page = phone.page
    for code in (CODE, "TPE-BRN"):
        gun(page, code)
        expect(page.locator("[data-about]")).to_contain_text(code if code != CODE else "ESP-1KG")
    page.get_by_role("link", name="Look up").click()
    expect(page.locator("[data-line]")).to_be_hidden()
    gun(page, CODE)
    expect(page.locator("[data-preview]")).to_contain_text("The item's page")
    page.get_by_role("link", name="Receive").click()
    expect(page.get_by_role("button", name="Receive 2 lines")).to_be_visible()
    page.get_by_role("link", name="Issue").click()
    expect(page.get_by_role("button", name="Issue 2 lines")).to_be_visible()
    phone.go("/scan?mode=receive")  # a link from elsewhere
    expect(page.get_by_role("button", name="Receive 2 lines")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Receive 2 lines")).to_be_visible()


def test_without_a_network_it_waits_survives_closing_and_is_posted_once_in_order(
    phone: Visitor, stand: Stand
) -> None:
    page, before = phone.page, len(moved(stand))
    gun(page, CODE)
    expect(page.locator("[data-quantity]")).to_have_value("1")
    page.get_by_role("button", name="One less").click()
    ready(phone)
    phone.context.set_offline(True)
    for quantity in (3, 4):
        gun(page, CODE)
        expect(page.locator("[data-quantity]")).to_have_value("1", timeout=10_000)
        page.locator("[data-quantity]").fill(str(quantity))
        page.locator("[data-go]").click()
    expect(page.locator(".log .is-waiting")).to_have_count(2)
    expect(page.locator("[data-waiting]")).to_contain_text("2 waiting")
    page.close()
    page = phone.page = phone.context.new_page()
    page.goto(f"{stand.base}/scan")  # opens without a network
    expect(page.locator(".log .is-waiting")).to_have_count(2)
    assert violations(phone) == []
    gun(page, CODE)  # seen before, so it is known
    expect(page.locator("[data-name]")).to_have_text("Espresso beans, 1 kg", timeout=10_000)
    page.wait_for_timeout(5_500)  # what is sent within five seconds happened "now" (JUST_NOW)
    phone.context.set_offline(False)
    expect(page.locator(".log .is-waiting")).to_have_count(0, timeout=20_000)
    posted = moved(stand)[before:]
    assert [one[0] for one in posted] == [-3, -4], "once each, in order"
    for _, occurred, noted in posted:
        assert occurred <= noted
    assert (posted[0][2] - posted[0][1]).total_seconds() > 1, "it happened before it was noted"


def test_an_answer_that_was_lost_posts_once(phone: Visitor, stand: Stand) -> None:
    page, before = phone.page, len(moved(stand))
    lost = []

    def lose(route: Any) -> None:
        """The server posts; its answer never arrives."""
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    # What the page sends goes by its service worker or not at all past `route`.
    page.route("**/post_issue", lose)
    gun(page, CODE)
    expect(page.locator("[data-quantity]")).to_have_value("1")
    page.locator("[data-go]").click()
    expect(page.locator(".log .is-posted")).to_have_count(1, timeout=20_000)
    assert lost == [200]
    assert len(moved(stand)) - before == 1


def test_a_refusal_is_shown_with_what_to_do_and_nothing_is_lost(
    phone: Visitor, stand: Stand
) -> None:
    page = phone.page
    gun(page, CODE)
    page.locator("[data-quantity]").fill("100000")
    page.locator("[data-go]").click()
    refused = page.locator(".log .is-refused")
    expect(refused).to_contain_text(re.compile("only|available|on hand", re.I))
    page.reload()
    expect(refused).to_have_count(1)
    assert violations(phone) == []
    page.on("dialog", lambda dialog: dialog.accept())
    refused.get_by_role("button", name="Throw away").click()
    expect(refused).to_have_count(0)


def test_what_was_refused_is_looked_into_and_changed(phone: Visitor, stand: Stand) -> None:
    page, before = phone.page, len(moved(stand))
    gun(page, "TPE-BRN")
    expect(page.locator("[data-about]")).to_contain_text("TPE-BRN")
    gun(page, CODE)
    expect(page.locator("[data-about]")).to_contain_text("ESP-1KG")
    page.locator("[data-quantity]").fill("100000")
    page.locator("[data-go]").click()
    refused = page.locator(".log .is-refused")
    refused.get_by_text("What is in it").click()
    lines = refused.locator("details li")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("Only")
    expect(lines.first).to_contain_text("MAIN-A-02")
    assert violations(phone) == []
    gun(page, CODE)  # what is in the form meanwhile is not thrown away for it
    expect(page.locator("[data-line]")).to_be_visible()
    refused.get_by_role("button", name="Change").click()
    expect(page.locator("[data-told]")).to_contain_text("holds something else")
    page.get_by_role("button", name="One less").click()
    refused.get_by_role("button", name="Change").click()
    expect(refused).to_have_count(0)
    expect(page.locator("[data-quantity]")).to_have_value("100000")
    expect(page.locator("[data-told]")).to_contain_text("Only")
    page.reload()  # it is in the form now, wherever the browser goes
    expect(page.locator("[data-quantity]")).to_have_value("100000")
    page.locator("[data-quantity]").fill("2")
    page.locator("[data-others]").get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Issue 2 bag").click()
    expect(page.locator(".log .is-posted")).to_have_count(1)
    assert [one[0] for one in moved(stand)[before:]] == [-2]
    assert phone.complaints == []


def test_a_code_misread_without_a_network_is_taken_out_of_what_waits(
    phone: Visitor, stand: Stand
) -> None:
    page, before = phone.page, len(moved(stand))
    gun(page, CODE)
    expect(page.locator("[data-quantity]")).to_have_value("1")
    ready(phone)
    phone.context.set_offline(True)
    gun(page, "GARBAGE")
    expect(page.locator("[data-name]")).to_have_text("GARBAGE", timeout=10_000)
    page.locator("[data-go]").click()
    waiting = page.locator(".log .is-waiting")
    waiting.get_by_role("button", name="Change").click()
    expect(waiting).to_have_count(0)
    page.locator("[data-go]").click()
    phone.context.set_offline(False)
    refused = page.locator(".log .is-refused")
    expect(refused).to_contain_text("No item has the code GARBAGE", timeout=20_000)
    refused.get_by_role("button", name="Change").click()
    expect(page.locator("[data-name]")).to_have_text("GARBAGE")
    page.get_by_role("button", name="One less").click()
    page.get_by_role("button", name="Issue 1 bag").click()
    expect(page.locator(".log .is-posted")).to_have_count(1)
    assert [one[0] for one in moved(stand)[before:]] == [-1]


def test_what_was_sent_without_an_answer_is_not_given_back(phone: Visitor, stand: Stand) -> None:
    page, before = phone.page, len(moved(stand))
    lost: list[int] = []

    def lose(route: Any) -> None:
        """The server posts; its answer never arrives, nor what asks again."""
        if not lost:
            lost.append(route.fetch().status)
        route.abort()

    page.route("**/post_issue", lose)
    gun(page, CODE)
    expect(page.locator("[data-quantity]")).to_have_value("1")
    page.locator("[data-go]").click()
    waiting = page.locator(".log .is-waiting")
    expect(waiting).to_contain_text("It was sent, and no answer came", timeout=20_000)
    expect(waiting.get_by_role("button", name="Change")).to_have_count(0)
    page.wait_for_timeout(5_500)  # its age would be told by now, were it not sent as it was
    page.unroute("**/post_issue")
    expect(page.locator(".log .is-posted")).to_have_count(1, timeout=40_000)
    assert len(moved(stand)) - before == 1


def test_without_a_network_another_page_says_so_and_leads_back(
    phone: Visitor, stand: Stand
) -> None:
    page = phone.page
    ready(phone)
    page.reload()
    phone.context.set_offline(True)
    page.goto(f"{stand.base}/items?q=tape")
    expect(page.locator("[data-wanted]")).to_contain_text("/items needs the network")
    assert violations(phone) == []
    phone.context.set_offline(False)
    page.get_by_role("link", name="Open it").click()
    page.wait_for_url(f"{stand.base}/items?q=tape")


def test_another_person_posts_nothing_of_the_first_ones(visit: Visit, linked: None) -> None:
    first = at_place(visit("demo_staff", viewport=PHONE))
    stand, page = first.stand, first.page
    before = len(moved(stand)), len(moved(stand, "demo_manager"))
    gun(page, CODE)
    expect(page.locator("[data-quantity]")).to_have_value("1")
    ready(first)
    first.context.set_offline(True)
    page.locator("[data-go]").click()
    expect(page.locator(".log .is-waiting")).to_have_count(1)
    first.context.set_offline(False)
    first.context.clear_cookies()
    first.sign_in("demo_manager")
    at_place(first)
    expect(page.locator("[data-waiting]")).to_contain_text("1 of somebody else")
    expect(page.locator(".log li")).to_have_count(0)
    assert (len(moved(stand)), len(moved(stand, "demo_manager"))) == before
    first.context.clear_cookies()
    first.sign_in("demo_staff")
    first.go("/scan")
    expect(page.locator(".log .is-posted")).to_have_count(1, timeout=20_000)
    assert len(moved(stand)) - before[0] == 1
    assert len(moved(stand, "demo_manager")) == before[1]


def test_who_signs_out_leaves_nothing_of_theirs_to_see(phone: Visitor, stand: Stand) -> None:
    page = phone.page
    gun(page, CODE)
    expect(page.locator("[data-name]")).to_have_text("Espresso beans, 1 kg")
    ready(phone)
    page.reload()  # from here on the worker sees what is sent
    page.locator(".more-menu summary").click()
    page.get_by_role("button", name="Sign out").last.click()
    page.wait_for_url(re.compile("/sign-in"))
    phone.context.set_offline(True)
    page.goto(f"{stand.base}/scan")
    expect(page.locator("[data-told]")).to_contain_text("Nobody is signed in")
    text = page.content()
    assert "Espresso" not in text
    assert "MAIN-A-02" not in text


def test_an_unknown_code_is_linked_by_a_manager_and_only_by_one(
    visit: Visit, phone: Visitor
) -> None:
    gun(phone.page, "4006381333931")
    expect(phone.page.locator("[data-told]")).to_contain_text("No item has the code")
    expect(phone.page.get_by_role("button", name="Link to item")).to_have_count(0)
    boss = at_place(visit("demo_manager", viewport=PHONE))
    gun(boss.page, "4006381333931")
    boss.page.get_by_role("button", name="Link to item").click()
    boss.page.get_by_label("Item (SKU)").fill("TPE-BRN")
    boss.page.get_by_role("button", name="Link", exact=True).click()
    expect(boss.page.locator("[data-about]")).to_contain_text("TPE-BRN")


def test_without_javascript_it_is_a_form(visit: Visit, linked: None, stand: Stand) -> None:
    visitor = visit("demo_staff", viewport=PHONE, java_script_enabled=False)
    visitor.go("/scan?mode=issue&location=MAIN-A-02")
    visitor.page.get_by_label("Code").fill(CODE)
    visitor.page.get_by_role("button", name="Find").click()
    assert "Espresso beans, 1 kg" in visitor.page.locator("main").inner_text()
    visitor.page.get_by_label("Quantity").fill("2")
    visitor.page.get_by_role("button", name="Issue", exact=True).click()
    assert "Posted." in visitor.page.locator("main").inner_text()


# -- the camera ----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def filmed(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose camera sees a barcode drawn on paper."""
    film = tmp_path_factory.mktemp("camera") / "barcode.y4m"
    draw(film)
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=[
            "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )  # fmt: skip
    yield browser
    browser.close()


def draw(path: Path) -> None:
    """Ten frames of a sheet with an EAN-13, as raw video (4:2:0)."""
    sheet = Image.new("L", (640, 480), 230)
    bars = EAN13(CODE, writer=ImageWriter()).render({"module_height": 18, "quiet_zone": 4})
    bars.thumbnail((480, 320))
    sheet.paste(bars.convert("L"), ((640 - bars.width) // 2, (480 - bars.height) // 2))
    frame = b"FRAME\n" + sheet.tobytes() + bytes([128]) * (640 * 480 // 2)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + frame * 10)


def test_the_camera_reads_and_a_code_that_stays_in_sight_counts_once(
    stand: Stand, filmed: Browser, linked: None
) -> None:
    context = filmed.new_context(viewport=PHONE, locale="en-GB")
    visitor = Visitor(stand, context, context.new_page(), [])
    visitor.page.on("console", lambda one: visitor.complaints.append(one.text))
    visitor.sign_in("demo_staff")
    fetched: list[str] = []
    visitor.page.on("request", lambda one: fetched.append(one.url))
    at_place(visitor)
    assert not [url for url in fetched if "zxing" in url], "fetched when it is needed"
    visitor.page.get_by_role("button", name="Start the camera").click()
    expect(visitor.page.locator("[data-name]")).to_have_text("Espresso beans, 1 kg", timeout=20_000)
    visitor.page.wait_for_timeout(2500)
    expect(visitor.page.locator("[data-quantity]")).to_have_value("1")
    assert all(url.startswith((stand.base, "blob:")) for url in fetched), "from us alone"
    assert violations(visitor) == []
    visitor.page.get_by_role("button", name="Stop").click()
    expect(visitor.page.locator("[data-video]")).to_be_hidden()
    assert [one for one in visitor.complaints if "Security Policy" in one] == []
    context.close()


def test_only_this_page_may_use_camera_and_webassembly(visit: Visit) -> None:
    page = visit("demo_staff").page
    for path, expected in (("/scan", True), ("/items", False)):
        answer = page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + path)
        assert answer
        headers = answer.headers
        assert ("wasm-unsafe-eval" in headers["content-security-policy"]) is expected
        assert ("camera=(self)" in headers["permissions-policy"]) is expected
        assert "unsafe-inline" not in headers["content-security-policy"]


# -- the other pages -------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/items", "/post_issue?item=ESP-1KG&location=MAIN-A-02"])
def test_a_desk_page_says_that_the_connection_is_lost_and_is_back_by_itself(
    visit: Visit, linked: None, path: str
) -> None:
    visitor = visit("demo_staff")
    visitor.go(path)
    if "post" not in path:
        expect(visitor.page.locator("[data-live-word]")).to_have_text("Live", timeout=15_000)
    visitor.context.set_offline(True)
    banner = visitor.page.locator("[data-offline]")
    expect(banner).to_contain_text(re.compile(r"Figures are as of \d\d:\d\d.*posting is paused"))
    button = visitor.page.locator("[data-posting]").last
    expect(button).to_have_attribute("aria-disabled", "true")
    assert violations(visitor) == []
    if "post" in path:
        visitor.page.locator('[name="quantity"]').fill("2")
        visitor.page.locator('[name="quantity"]').press("Control+Enter")  # Enter goes on
        expect(banner).to_contain_text("Not sent")
        expect(visitor.page.locator('[name="quantity"]')).to_have_value("2")
    visitor.context.set_offline(False)
    expect(banner).to_be_hidden(timeout=20_000)
    expect(button).not_to_have_attribute("aria-disabled", "true")
