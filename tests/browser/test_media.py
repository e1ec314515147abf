"""Every page on the narrowest screen, in forced colours, without motion and on paper."""

from collections.abc import Callable

import pytest

from tests.browser import pages
from tests.browser.conftest import Stand, Visitor

Visit = Callable[..., Visitor]
# 320 px is a screen of 1280 at 400 %, and more than one of 640 at 200 %.
NARROW = {"width": 320, "height": 640}
WIDE = """() => {
  const width = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth > width ? document.documentElement.scrollWidth : 0;
}"""
# A status that is colour alone, and what a focus cannot be seen on.
FORCED = """() => {
  const wrong = [];
  for (const one of document.querySelectorAll(".status, .pill"))
    if (one.checkVisibility() && !one.innerText.trim()) wrong.push(`no word: ${one.className}`);
  for (const one of document.querySelectorAll("main a, main button, main input, main select")) {
    if (!one.checkVisibility() || one.closest("dialog, [popover]")) continue;
    one.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement !== one) continue;
    const style = getComputedStyle(one);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const framed = one.closest("form, label, .searchbar, tr");
    const around = framed && getComputedStyle(framed).outlineStyle !== "none";
    if (!seen && !around) wrong.push(`no focus: ${one.localName}.${one.className}`);
    if (wrong.length > 5) break;
  }
  return wrong;
}"""
MOVES = """() => document.getAnimations().filter((one) => one.playState === "running").length"""
PAPER = """() => {
  const wrong = [];
  const seen = (one) => { const box = one.getBoundingClientRect(); return one.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1; };
  for (const one of document.querySelectorAll(".side, .tabs, button, input, select, .tool, dialog, .help, .how"))
    if (seen(one) && !(one.matches("input, select") && one.closest(".form, .posting, .import"))) wrong.push(`a control: ${one.localName}.${one.className} ${one.textContent.trim().slice(0, 20)}`);
  const light = (color) => { const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number); return a === 0 || (r + g + b) / 3 > 200; };
  for (const one of [document.documentElement, document.body, ...document.querySelectorAll("main, main section, main table")])
    if (!light(getComputedStyle(one).backgroundColor)) wrong.push(`dark paper: ${one.localName}.${one.className}`);
  for (const one of document.querySelectorAll("main h1, main h2, main p, main td"))
    if (seen(one) && light(getComputedStyle(one).color)) wrong.push(`pale ink: ${one.localName}.${one.className}`);
  return [...new Set(wrong)].slice(0, 6);
}"""  # noqa: E501
# Forms are printed as they are filled in: their controls are what they say.
FORMS = (
    "create_",
    "edit_",
    "post_",
    "set_",
    "invite_",
    "declare_",
    "change_",
    "import",
    "settings",
)


@pytest.fixture(scope="module")
def known(stand: Stand) -> dict[str, str]:
    """What the addresses' {names} stand for."""
    return pages.furnish(stand)


@pytest.mark.parametrize("person", pages.PAGES)
def test_every_page_in_every_medium(visit: Visit, known: dict[str, str], person: str) -> None:
    visitor, wrong = visit(person or None, viewport=NARROW, reduced_motion="reduce"), {}
    for path in pages.PAGES[person]:
        visitor.go(path.format_map(known))
        page, found = visitor.page, []
        if width := page.evaluate(WIDE):
            found.append(f"{width} px wide")
        if page.evaluate(MOVES):
            found.append("moves, though asked not to")
        page.emulate_media(forced_colors="active", color_scheme="dark", reduced_motion="reduce")
        found += page.evaluate(FORCED)
        page.emulate_media(
            forced_colors="none", media="print", color_scheme="dark", reduced_motion="reduce"
        )
        found += page.evaluate(PAPER)
        page.emulate_media(media="screen", color_scheme="light", reduced_motion="reduce")
        if found:
            wrong[path] = found
    assert wrong == {}
    assert visitor.complaints == []
