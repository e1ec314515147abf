"""Posting at a desk: by keys alone, with a scanner that types, from a spreadsheet."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

Visit = Callable[..., Visitor]
HUMAN_MS = 60  # between two keys; a scanner takes a few


def test_a_document_of_two_lines_by_keys_alone(visit: Visit) -> None:
    page = visit("demo_staff").page
    page.keyboard.press("m")
    page.keyboard.press("i")
    expect(page.locator("#line-1-item")).to_be_focused()
    page.keyboard.type("brown", delay=HUMAN_MS)
    expect(page.get_by_role("option", name=re.compile("TPE-BRN"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#line-1-item")).to_have_value("TPE-BRN")
    expect(page.locator("#line-1-location")).to_be_focused()
    page.locator("#line-1-location").select_option("MAIN-A-04")
    page.keyboard.press("Enter")
    expect(page.locator("#line-1-quantity")).to_be_focused()
    page.keyboard.type("6", delay=HUMAN_MS)
    preview = page.locator("[data-line] [data-preview]")
    expect(preview).to_contain_text(re.compile(r"\d+ → \d+ ea"))
    expect(page.locator("[data-submit]")).to_have_text("Issue 6 ea")
    page.keyboard.press("Enter")
    expect(page.locator("#line-2-item")).to_be_focused()
    expect(page.locator("#line-2-location")).to_have_value("MAIN-A-04")
    page.keyboard.type("tpe-brn", delay=HUMAN_MS)
    page.keyboard.press("Enter")
    expect(page.locator("#line-2-quantity")).to_be_focused()
    page.keyboard.type("1", delay=HUMAN_MS)
    expect(page.locator("[data-submit]")).to_have_text("Issue 2 lines")
    expect(page.locator("[data-total]")).to_have_text("7 ea")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".done")).to_contain_text("2 lines")
    page.go_back()
    expect(page.locator("#line-1-item")).to_have_value("")  # a new form, with a key of its own


def scan(page: Page, code: str) -> None:
    """Type as a scanner does: at once, then Enter."""
    page.evaluate(
        """code => { for (const key of [...code, "Enter"]) {
          const at = document.activeElement ?? document.body;
          const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
          if (at.dispatchEvent(event) && key.length === 1 && "value" in at) at.value += key;
        } }""",
        code,
    )


def test_a_scanner_sets_the_place_then_items_and_a_repeat_adds_one(visit: Visit) -> None:
    page = visit("demo_staff").page
    page.goto(page.url + "post_issue")
    scan(page, "MAIN-A-04")
    expect(page.locator("#line-1-location")).to_have_value("MAIN-A-04")
    expect(page.locator("#line-1-item")).to_have_value("")
    scan(page, "TPE-BRN")
    expect(page.locator("#line-1-item")).to_have_value("TPE-BRN")
    expect(page.locator("#line-1-quantity")).to_have_value("1")
    expect(page.locator("#line-1-quantity")).to_be_focused()
    scan(page, "TPE-BRN")
    expect(page.locator("#line-1-quantity")).to_have_value("2")
    scan(page, "ESP-1KG")
    expect(page.locator("#line-2-item")).to_have_value("ESP-1KG")
    expect(page.locator("#line-2-location")).to_have_value("MAIN-A-04")
    scan(page, "TPE-BRN")
    expect(page.locator("#line-1-quantity")).to_have_value("3")
    scan(page, "NO-SUCH-THING")
    expect(page.locator("[data-unknown]")).to_contain_text("NO-SUCH-THING")
    expect(page.locator("[data-line]")).to_have_count(2)


def test_rows_of_a_spreadsheet_become_lines_and_the_bad_ones_are_marked(visit: Visit) -> None:
    page = visit("demo_staff").page
    page.goto(page.url + "post_issue")
    page.locator("#line-1-item").focus()
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text", text);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste",
            { clipboardData: data, bubbles: true, cancelable: true })); }""",
        "SKU\tPlace\tQty\nTPE-BRN\tMAIN-A-04\t2\nNO-SUCH\tMAIN-A-04\t1\nTPE-BRN\tMAIN-A-04\t1,5\n",
    )
    expect(page.locator("[data-line]")).to_have_count(3)
    expect(page.locator("#line-1-preview, [data-line] [data-preview]").first).to_contain_text("→")
    expect(page.locator("#line-2-item-error")).to_contain_text("No item")
    expect(page.locator("#line-3-quantity")).to_have_value("1,5")
    expect(page.locator("#line-3-quantity-error")).to_be_visible()
    page.wait_for_timeout(300)
    page.goto(page.url.replace("post_issue", "items"))
    page.goto(page.url.replace("items", "post_issue"))  # left, and come back to
    page.locator("[data-draft-offer]").get_by_role("button", name="Continue").click()
    expect(page.locator("[data-line]")).to_have_count(3)
    expect(page.locator("#line-3-quantity")).to_have_value("1,5")


def test_what_was_typed_survives_and_is_gone_when_posted_or_signed_out(visit: Visit) -> None:
    page = visit("demo_staff").page
    base = page.url
    page.goto(base + "post_issue")
    key = page.locator("[name='document.idempotency_key']").input_value()
    page.locator("#line-1-item").fill("TPE-BRN")
    page.locator("#line-1-location").select_option("MAIN-A-04")
    page.locator("#line-1-quantity").fill("2")
    page.get_by_role("button", name="Add a line").click()
    page.locator("#line-2-item").fill("TPE-BRN")
    page.locator("#line-2-quantity").fill("3")
    page.wait_for_timeout(700)  # what was typed is kept after a pause
    page.goto(base + "items")
    page.goto(base + "post_issue")
    offer = page.locator("[data-draft-offer]")
    expect(offer).to_be_visible()
    offer.get_by_role("button", name="Continue").click()
    expect(page.locator("#line-2-quantity")).to_have_value("3")
    expect(page.locator("#line-1-location")).to_have_value("MAIN-A-04")
    expect(page.locator("[name='document.idempotency_key']")).to_have_value(key)
    page.locator("[data-submit]").click()
    expect(page.locator(".done")).to_be_visible()
    page.goto(base + "post_issue")
    page.wait_for_timeout(300)
    expect(offer).to_be_hidden()
    page.locator("#line-1-quantity").fill("9")
    page.wait_for_timeout(700)
    page.goto(base)
    page.locator(".side summary").click()
    page.locator(".side").get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("sign-in"))
    count = """() => new Promise(done => { const open = indexedDB.open("stockroom-drafts", 1);
      open.onsuccess = () => { const all = open.result.transaction("drafts").objectStore("drafts")
        .count(); all.onsuccess = () => done(all.result); }; })"""
    assert page.evaluate(count) == 0


def test_a_preview_says_which_alert_would_open(visit: Visit) -> None:
    page = visit("demo_manager").page
    page.goto(page.url + "post_issue?item=BIT-SET&location=MAIN-B-02&quantity=8")
    expect(page.locator("[data-alerts]")).to_contain_text(re.compile("opens an alert|is an alert"))
    page.locator("#line-1-quantity").fill("100000")
    expect(page.locator("[data-line] [data-preview]")).to_contain_text(re.compile("Only .* asked"))


def test_a_refused_line_loses_its_red_when_mended_and_back_leads_to_a_form(visit: Visit) -> None:
    visitor = visit("demo_staff")
    page = visitor.page
    base = page.url
    page.goto(base + "post_issue")
    page.locator("#line-1-item").fill("TPE-BRN")
    page.locator("#line-1-location").select_option("MAIN-A-04")
    page.locator("#line-1-quantity").fill("7777777")
    page.get_by_role("button", name="Add a line").click()
    page.locator("#line-2-item").fill("NO-SUCH")
    page.locator("#line-2-quantity").fill("1")
    page.locator("[data-submit]").click()
    summary = page.locator(".summary")
    expect(summary.locator("li")).to_have_count(2)
    expect(page.locator("#line-1-quantity-error")).to_contain_text("Only")
    page.locator("#line-1-quantity").fill("6")
    expect(page.locator("#line-1-quantity-error")).to_have_count(0)
    expect(page.locator("#line-1-quantity")).not_to_have_attribute("aria-invalid", "true")
    expect(summary.locator("li")).to_have_count(1)
    expect(page.locator("#line-2-item-error")).to_be_visible()  # it is as it was
    page.locator("[data-line]").nth(1).locator("[data-remove]").click()
    expect(summary).to_have_count(0)
    page.locator("[data-submit]").click()
    expect(page.locator(".done")).to_be_visible()
    page.go_back()
    expect(page.locator("#line-1-item")).to_have_value("")
    assert page.url == base + "post_issue"
    assert visitor.complaints == []


def fill(page: Page, quantity: str) -> None:
    """One line of what lies there."""
    page.locator("#line-1-item").fill("TPE-BRN")
    page.locator("#line-1-location").select_option("MAIN-A-04")
    page.locator("#line-1-quantity").fill(quantity)


def test_what_is_wrong_stands_above_and_at_its_field_and_not_once_more(visit: Visit) -> None:
    page = visit("demo_staff").page
    page.goto(page.url + "post_issue")
    fill(page, "7777777")
    expect(page.locator("[data-line] [data-preview]")).to_contain_text("Only")  # before it is sent
    page.locator("[data-submit]").click()
    expect(page.locator(".summary")).to_contain_text("Only")
    preview = page.locator("[data-line] [data-preview]")
    expect(preview).to_contain_text("→")
    expect(preview).not_to_contain_text("Only")
    narrow = page.locator("#line-1-quantity").bounding_box()
    wide = page.locator("#line-1-quantity-error").bounding_box()
    assert narrow
    assert wide
    assert wide["width"] > 2 * narrow["width"]
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]  # type: ignore[index]


def test_the_time_is_said_in_the_words_of_the_form(visit: Visit) -> None:
    page = visit("demo_staff").page
    page.goto(page.url + "post_issue")
    fill(page, "1")
    page.locator("#occurred_at").fill("2040-01-01T10:00")
    page.locator("[data-submit]").click()
    expect(page.locator(".summary")).to_contain_text("Leave the time empty for now.")
    assert "occurred_at" not in page.locator("main").inner_text()


def test_a_receipt_of_what_is_kept_in_lots_says_so_before(visit: Visit) -> None:
    page = visit("demo_staff").page
    page.goto(page.url + "post_receipt?item=FIL-500&location=MAIN-B-04&quantity=1")
    preview = page.locator("[data-line] [data-preview]")
    expect(preview).to_contain_text("Not in a lot; others of it are.")
    page.locator("#line-1-lot").fill("NEW-1")
    expect(preview).not_to_contain_text("Not in a lot")


def test_enter_goes_on_and_the_form_says_so(visit: Visit) -> None:
    page = visit("demo_staff").page
    page.goto(page.url + "post_issue")
    expect(page.get_by_text("from a quantity to the next line")).to_be_visible()
    expect(page.locator("#line-1-quantity")).to_have_attribute("enterkeyhint", "next")
    fill(page, "1")
    page.locator("#line-1-quantity").press("Enter")
    expect(page.locator("#line-2-item")).to_be_focused()
    expect(page.locator("#line-2-quantity")).to_have_attribute("enterkeyhint", "next")


def test_what_was_refused_and_left_is_offered_again(visit: Visit) -> None:
    page = visit("demo_staff").page
    base = page.url
    page.goto(base + "post_issue")
    fill(page, "7777777")
    page.locator("[data-submit]").click()
    expect(page.locator(".summary")).to_be_visible()
    page.locator("#line-1-quantity").fill("3")
    page.wait_for_timeout(700)
    page.get_by_role("link", name="Items", exact=True).first.click()
    page.wait_for_url(re.compile("/items"))
    page.goto(base + "post_issue")
    offer = page.locator("[data-draft-offer]")
    expect(offer).to_be_visible()
    expect(offer.locator("[data-draft-sent]")).to_be_hidden()  # it was answered
    offer.get_by_role("button", name="Continue").click()
    expect(page.locator("#line-1-quantity")).to_have_value("3")
    page.locator("[data-submit]").click()
    expect(page.locator(".done")).to_be_visible()
    page.goto(base + "post_issue")
    page.wait_for_timeout(300)
    expect(offer).to_be_hidden()


def test_a_sending_that_is_left_before_its_answer_is_offered_and_counts_once(visit: Visit) -> None:
    page = visit("demo_staff").page
    base = page.url
    page.goto(base + "post_issue")
    fill(page, "1")
    page.route(
        "**/post_issue",
        lambda one: one.abort() if one.request.method == "POST" else one.continue_(),
    )
    page.wait_for_timeout(700)
    page.locator("[data-submit]").click()
    page.wait_for_timeout(500)
    page.goto(base + "items")
    page.unroute("**/post_issue")
    page.goto(base + "post_issue")
    offer = page.locator("[data-draft-offer]")
    expect(offer.locator("[data-draft-sent]")).to_be_visible()


def test_what_is_typed_beside_an_offer_takes_nothing_of_its_place(visit: Visit) -> None:
    page = visit("demo_staff").page
    base = page.url
    for quantity in ("11", "22"):  # the first is offered while the second is typed
        page.goto(base + "post_issue")
        fill(page, quantity)
        page.wait_for_timeout(700)
    page.goto(base + "post_issue")
    offer = page.locator("[data-draft-offer]")
    expect(offer).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    offer.get_by_role("button", name="Discard").click()
    expect(offer).to_be_visible()  # the older one
    page.locator("#line-1-quantity").fill("33")
    offer.get_by_role("button", name="Continue").click()
    expect(page.locator("#line-1-quantity")).to_have_value("11")
    page.goto(base + "post_issue")
    offer.get_by_role("button", name="Discard").click()
    offer.get_by_role("button", name="Continue").click()
    expect(page.locator("#line-1-quantity")).to_have_value(re.compile("11|33"))


def test_two_tabs_of_one_draft_lead_out_of_a_key_that_was_used(visit: Visit) -> None:
    visitor = visit("demo_staff")
    page, base = visitor.page, visitor.page.url
    page.goto(base + "post_issue")
    fill(page, "2")
    page.wait_for_timeout(700)
    tabs = [page, visitor.context.new_page()]
    for tab in tabs:
        tab.goto(base + "post_issue")
        tab.locator("[data-draft-offer]").get_by_role("button", name="Continue").click()
        expect(tab.locator("#line-1-quantity")).to_have_value("2")
    tabs[0].locator("[data-submit]").click()
    expect(tabs[0].locator(".done")).to_be_visible()
    first, other = tabs[0].url.split("?")[0], tabs[1]
    other.locator("#line-1-quantity").fill("3")
    other.locator("[data-submit]").click()
    expect(other.locator(".summary")).to_contain_text("posted from this form before")
    assert other.get_by_role("link", name="What was posted").evaluate("one => one.href") == first
    other.wait_for_timeout(700)
    other.goto(base + "post_issue")  # left, and gone on with: the key is not used again
    offer = other.locator("[data-draft-offer]")
    expect(offer.locator("[data-draft-spent]")).to_be_visible()
    offer.get_by_role("button", name="Continue").click()
    expect(other.locator("#line-1-quantity")).to_have_value("3")
    other.locator("[data-submit]").click()
    expect(other.locator(".done")).to_be_visible()
    assert other.url.split("?")[0] != first


def test_what_a_used_key_refused_is_posted_by_a_press_once(visit: Visit) -> None:
    page = visit("demo_staff").page
    base = page.url
    page.goto(base + "post_issue")
    fill(page, "2")
    key = page.locator("[name='document.idempotency_key']")
    used = key.input_value()
    page.locator("[data-submit]").click()
    expect(page.locator(".done")).to_be_visible()
    page.goto(base + "post_issue")
    fill(page, "4")
    key.evaluate("(field, used) => { field.value = used; }", used)
    page.locator("[data-submit]").click()
    page.get_by_role("button", name="Post this as a new document").click()
    expect(page.locator(".done")).to_contain_text("\u22124")
