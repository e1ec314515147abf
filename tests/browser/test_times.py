"""Times, dates and numbers of every page read as their person chose: no raw ISO, no other zone."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.browser import pages
from tests.browser.conftest import Stand, Visitor

Visit = Callable[..., Visitor]
ZONE = ZoneInfo("Asia/Kathmandu")  # 5:45 h ahead: no other zone shows the same minutes
SHOWN = """() => {
  const texts = [], stamps = [];
  const walk = document.createTreeWalker(
    document.querySelector("main") ?? document.body, NodeFilter.SHOW_TEXT);
  const raw = "script, style, code, pre, option, datalist, textarea, del, ins, .diff";
  while (walk.nextNode()) {
    const box = walk.currentNode.parentElement;
    if (!box.closest(raw) && box.checkVisibility()) texts.push(walk.currentNode.data);
  }
  for (const one of document.querySelectorAll("main [title]")) texts.push(one.title);
  for (const one of document.querySelectorAll("main time[datetime]"))
    stamps.push([one.dateTime, one.textContent, one.title]);
  return [texts, stamps];
}"""
ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\d{2}:\d{2}:\d{2}|\+00\b|UTC")
CLOCK = re.compile(r"\b(\d{2}:\d{2})\b")
DAY_FIRST = re.compile(r"\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")
# What is written there is an example, or asked for in this form.
SAID_SO = ("/docs/", "/help", "/account", "/settings", "/import", "/health", "/invite", "/create_")


@pytest.fixture
def manager(visit: Visit) -> Visitor:
    """Who lives in Kathmandu, begins dates with the month, and has a point for thousands."""
    visitor = visit("demo_manager")
    visitor.go("/account")
    page = visitor.page
    page.locator("#time_zone").select_option(ZONE.key)
    page.locator("form[action='/edit_account'] button").click()
    page.wait_for_load_state()
    page.locator("#dates").select_option("month")
    page.locator("#numbers").select_option("comma")
    page.locator("form[action='/set_preferences'] button").click()
    page.wait_for_url("**/account?saved=1*")
    return visitor


def test_every_page_reads_as_its_person_chose(manager: Visitor, stand: Stand) -> None:
    known, wrong, seen = pages.furnish(stand), {}, 0
    for path in pages.PAGES["demo_manager"]:
        manager.go(path.format_map(known))
        texts, stamps = manager.page.evaluate(SHOWN)
        found = [text.strip() for text in texts if ISO.search(text) or DAY_FIRST.search(text)]
        seen += len(stamps)
        for iso, text, title in stamps:
            found += [f"{iso}: {said}" for said in (text, title) if is_elsewhere(iso, said)]
        if found and not path.startswith(SAID_SO):
            wrong[path] = sorted(set(found))[:8]
    assert wrong == {}
    assert seen > 100


def is_elsewhere(iso: str, said: str) -> bool:
    """Whether a clock that is shown is not that of the person's zone."""
    clock = CLOCK.search(said)
    if not clock or "T" not in iso:
        return False
    return clock[1] != f"{datetime.fromisoformat(iso).astimezone(ZONE):%H:%M}"
