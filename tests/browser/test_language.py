"""In the pseudo-language no text of any page stays as it was, and each page has room for it."""

import re
from collections.abc import Callable
from zoneinfo import available_timezones

import psycopg
import pytest

from tests.browser import pages
from tests.browser.conftest import PHONE, Stand, Visitor

Visit = Callable[..., Visitor]
SHOWN = """() => {
  const found = [document.title];
  const other = "script, style, code, pre, kbd, time, datalist, textarea";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const box = walk.currentNode.parentElement;
    if (box.closest(other)) continue;
    if (box.closest("option") || box.checkVisibility()) found.push(walk.currentNode.data);
  }
  const names = ["aria-label", "title", "placeholder", "alt"];
  for (const box of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
    for (const name of names)
      if (box.hasAttribute(name) && box.localName !== "time") found.push(box.getAttribute(name));
  return found;
}"""
SAID = re.compile("[éåîöûÉÅÎÖÛçñšţļðþĥ~]")  # it is of the pseudo-language
WORD = re.compile(r"[A-Za-z]{2,}")
# What people have typed is in no catalogue.
TABLES = (
    "inventory.items", "inventory.categories", "inventory.units", "inventory.locations",
    "auth.people", "inventory.attributes", "inventory.documents", "inventory.movements",
    "inventory.lots", "inventory.saved_views", "inventory.settings", "auth.devices",
    "auth.break_glass_grants",
)  # fmt: skip
# Names, and what is the same in every language or set by it (months).
NAMES = {
    "Stockroom", "PostgreSQL", "English", "SKU", "PIN", "OK", "QR", "API", "CSV", "XLSX", "JSON",
    "GET", "POST", "MB", "GB", "kB", "ms", "min", "Ctrl", "Esc", "Enter", "Jan", "Feb", "Mar",
    "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    # groups are roles of the database, and are called so everywhere
    "viewer", "staff", "counter", "manager", "auditor", "admin", "reporting", "cost",
}  # fmt: skip
# Pages of which a part is English, and why.
ENGLISH = {
    "/docs/": "made of the database's own comments, for programmers",
    "/why": "the database explains itself, with values put in",
    "/access": "as /why, cell by cell",
    "/mailbox/": "the mail itself",
    "/imports/": "the head of a file",
    "/items?q=": "a search has its own words, and what it refuses names them",
    "/movements?q=zzz": "the same",
    "/history": "what it refuses names the kind",
    "/items/ESP-1KG/history": "the database says of what a change is",
    "/labels": "the example of a search",
    "/audit": "fields are named as the columns",
}


@pytest.fixture(scope="module")
def known(stand: Stand) -> dict[str, str]:
    """What the addresses' {names} stand for."""
    return pages.furnish(stand)


def test_every_text_is_marked_and_has_room(
    visit: Visit, stand: Stand, known: dict[str, str]
) -> None:
    data, wrong = _typed(stand) | NAMES, {}
    for person, paths in pages.PAGES.items():
        # A page kept for when there is no network is in the language it was kept in.
        visitor = visit(person or None, viewport=PHONE, service_workers="block")
        speak(visitor)
        for path in paths:
            visitor.go(path.format_map(known))
            texts = {text.strip() for text in visitor.page.evaluate(SHOWN)} - available_timezones()
            left = sorted(
                one for one in texts if not SAID.search(one) and set(WORD.findall(one)) - data
            )
            if left and not path.startswith(tuple(ENGLISH)):
                wrong[path] = left
            width = visitor.page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"]:
                wrong[f"{path} is {width} px wide"] = []
        assert visitor.complaints == []
    assert wrong == {}


def speak(visitor: Visitor) -> None:
    """From here on this browser asks for the pseudo-language."""
    cookie = {"name": "language", "value": "en-XA", "url": visitor.stand.base}
    visitor.context.add_cookies([cookie])  # type: ignore[list-item]


def _typed(stand: Stand) -> set[str]:
    """Every word that somebody typed into the demo company."""
    with psycopg.connect(stand.database.dsn()) as db:
        rows = [
            db.execute(f"select string_agg(t::text, ' ') from {one} as t").fetchone()
            for one in TABLES
        ]
        rows += [
            db.execute("select string_agg(name, ' ') from inventory.attachments").fetchone(),
            db.execute("select string_agg(file_name, ' ') from inventory.imports").fetchone(),
        ]
    return {word for row in rows for word in WORD.findall(str(row))}


def test_what_scripts_say_is_in_the_language_too(visit: Visit) -> None:
    visitor = visit("demo_manager")
    speak(visitor)
    visitor.go("/items")
    page = visitor.page
    page.locator('[data-live-state="on"]').wait_for()
    assert SAID.search(page.locator("[data-live-word]").inner_text())


def test_a_persons_language_comes_with_them_into_every_browser(visit: Visit) -> None:
    visitor = visit("demo_counter")
    visitor.go("/account")
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    visitor.page.locator("#language").select_option("en-XA")
    visitor.page.locator("form[action='/set_preferences'] button").click()
    visitor.page.locator("html[lang=en-XA][dir=ltr]").wait_for()
    other = visit("demo_counter")
    assert other.page.locator("html").get_attribute("lang") == "en-XA"
    other.go("/nothing-here")
    assert SAID.search(other.page.locator("main").inner_text())
    other.go("/account")
    other.page.locator("#language").select_option("auto")
    other.page.locator("form[action='/set_preferences'] button").click()
    other.page.locator("html[lang=en]").wait_for()
