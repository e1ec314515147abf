"""Three ways through a task's steps: keys alone, a thumb on a phone, and no JavaScript at all."""

import re
from datetime import datetime
from typing import Any, ClassVar

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, Visitor
from tests.browser.walk import (
    Attach,
    Begin,
    Choose,
    Fill,
    Follow,
    Open,
    Press,
    See,
    Step,
    Tick,
    Unfold,
)

STOPS = 300  # keys of Tab from one place of a page to any other
HUMAN_MS = 20  # between two keys
PAUSE_MS = 150  # before the key that leaves a field: a scanner's comes at once
TARGET = 44  # px that a thumb needs
# At a desk nothing leads there but the palette: guns scan into the posting forms.
AT_A_PHONE = {"Scan": "/scan"}
# The element itself or what is drawn round it has an outline or a ring while it is focused.
FOCUS = """target => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const drawn = (one) => { const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1)
      || style.boxShadow !== "none"; };
  const round = [at, at.parentElement, at.closest("form")];
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const seen = at === document.body || (round.some(one => one && drawn(one)) && inside);
  return { there: at === target || (target.contains(at) && at !== document.body), seen,
           what: at.outerHTML.slice(0, 160) };
}"""
# How far a thumb may miss the middle and still hit: [across, down].
REACH = """target => {
  target.scrollIntoView({ block: "center" });
  const box = target.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const labels = [...(target.labels ?? [])];
  const hit = (x, y) => { const at = document.elementFromPoint(x, y);
    return at && (target.contains(at) || labels.some(one => one.contains(at))); };
  const along = (dx, dy) => {
    let n = 0;
    while (n < 60 && hit(x + dx * n, y + dy * n)) n += 1;
    return n;
  };
  return [along(-1, 0) + along(1, 0), along(0, -1) + along(0, 1)];
}"""


class Driver:
    """What all ways share: finding what a step names, and looking at what came of it."""

    options: ClassVar[dict[str, Any]] = {"viewport": DESK}

    def __init__(self, visitor: Visitor, words: dict[str, str]) -> None:
        self.visitor, self.page, self.words = visitor, visitor.page, words

    def walk(self, step: Step) -> None:
        """Take one step."""
        getattr(self, type(step).__name__.lower())(step)

    def see(self, step: See) -> None:
        """The page says it, sooner or later."""
        said = self.page.get_by_text(self.said(step.text)).filter(visible=True)
        expect(said.first).to_be_visible(timeout=15_000)

    def said(self, text: str) -> str:
        """A step's text with its {names} filled in."""
        return text.format_map(self.words)

    def named(self, role: Any, name: str) -> Locator:
        """By the beginning of its name; a whole name before a longer one, the page before bars."""
        plain = re.escape(self.said(name)).replace(
            "/", r"\/"
        )  # a slash ends a pattern of a browser
        whole, begun = re.compile(rf"^\s*{plain}\s*$"), re.compile(rf"^\s*{plain}")
        for place in (self.page.locator("main"), self.page.locator(".top"), self.page):
            for pattern in (whole, begun):
                found = place.get_by_role(role, name=pattern).filter(visible=True)
                if found.count():
                    return found.first
        return self.page.get_by_role(role, name=begun).filter(visible=True).first

    def field(self, label: str) -> Locator:
        """By its label or the beginning of it."""
        fields = self.page.locator("input, select, textarea")  # beside them is what explains them
        for found in (self.page.get_by_label(label, exact=True), self.page.get_by_label(label)):
            shown = found.and_(fields).filter(visible=True)
            if shown.count():
                return shown.first
        return self.page.get_by_label(label).first

    def summary(self, name: str) -> Locator:
        """What opens a menu."""
        return self.page.locator("summary", has_text=name).filter(visible=True).first

    def settle(self) -> None:
        """Until the page that was asked for is there."""
        self.page.wait_for_load_state("load")


class Plain(Driver):
    """Forms and links, as a browser without JavaScript has them."""

    options: ClassVar = {"viewport": DESK, "java_script_enabled": False}

    def open(self, step: Open) -> None:
        bar = self.page.get_by_role("navigation", name="Main", exact=True)
        if step.name in AT_A_PHONE:
            self.page.goto(self.visitor.stand.base + AT_A_PHONE[step.name])
        else:
            bar.get_by_role("link", name=step.name, exact=True).click()

    def begin(self, step: Begin) -> None:
        self.summary("Post movement").click()
        self.named("link", step.verb).click()

    def follow(self, step: Follow) -> None:
        self.named("link", step.name).click()

    def press(self, step: Press) -> None:
        self.named("button", step.name).click()

    def unfold(self, step: Unfold) -> None:
        self.summary(step.name).click()

    def fill(self, step: Fill) -> None:
        self.field(step.label).fill(self.said(step.text))
        if step.enter:
            self.field(step.label).press("Enter")
            self.settle()

    def choose(self, step: Choose) -> None:
        self.field(step.label).select_option(step.value)

    def tick(self, step: Tick) -> None:
        self.field(step.label).check()

    def attach(self, step: Attach) -> None:
        self.field(step.label).set_input_files(_file(step))


class Keys(Driver):
    """Tab, arrows, Enter, the space bar and the palette; the focus can be seen wherever it is."""

    def open(self, step: Open) -> None:
        self.settle()
        self.page.keyboard.press("Control+k")
        box = self.page.get_by_role("combobox", name="Search items, places")
        expect(box).to_be_focused()
        self.page.keyboard.type(step.name)
        expect(self.page.get_by_role("option", selected=True)).to_contain_text(step.name)
        before = self.page.url
        self.page.keyboard.press("Enter")
        expect(box).to_be_hidden()
        if not before.endswith("/"):
            self.page.wait_for_url(lambda url: url != before)

    def begin(self, step: Begin) -> None:
        self.settle()
        self.page.keyboard.press("m")
        self.page.keyboard.press(step.verb[0].lower())
        expect(self.page.get_by_role("heading", name=step.verb, exact=True)).to_be_visible()

    def reach(self, target: Locator) -> None:
        """Tab until it has the focus."""
        for _ in range(STOPS):
            at = target.evaluate(FOCUS)  # found anew: rows may have been replaced meanwhile
            assert at["seen"], f"the focus cannot be seen: {at['what']}"
            if at["there"]:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no key leads to {target}")

    def follow(self, step: Follow) -> None:
        self._enter(self.named("link", step.name))

    def press(self, step: Press) -> None:
        self._enter(self.named("button", step.name))

    def unfold(self, step: Unfold) -> None:
        self._enter(self.summary(step.name))

    def _enter(self, target: Locator) -> None:
        self.settle()
        self.reach(target)
        self.page.keyboard.press("Enter")

    def fill(self, step: Fill) -> None:
        target, text = self.field(step.label), self.said(step.text)
        self.reach(target)
        if target.get_attribute("type") == "datetime-local":
            # As this browser has them, whatever the page's language: month, day, year, hour of 12.
            at = datetime.fromisoformat(text)
            self.page.keyboard.type(f"{at:%m%d%Y}")
            self.page.keyboard.press("ArrowRight")
            self.page.keyboard.type(f"{at:%I%M%p}")
            assert target.input_value() == text
        else:
            self.page.keyboard.press("Control+a")
            if "\n" in text or "\t" in text:  # what is pasted is no keys
                self.page.keyboard.insert_text(text)
            else:
                self.page.keyboard.type(text, delay=HUMAN_MS)
                self.page.wait_for_timeout(PAUSE_MS)
        if step.enter:
            self.page.keyboard.press("Enter")

    def choose(self, step: Choose) -> None:
        target = self.field(step.label)
        self.reach(target)
        self.page.keyboard.press("Home")
        for _ in range(STOPS):
            if target.input_value() == step.value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{step.label} has no {step.value}")

    def tick(self, step: Tick) -> None:
        target = self.field(step.label)
        self.reach(target)
        self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def attach(self, step: Attach) -> None:
        self.reach(self.field(step.label))
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(_file(step))


class Touch(Driver):
    """A thumb on a phone: everything it needs is large enough, and nothing else is used."""

    options: ClassVar = {"viewport": PHONE, "has_touch": True, "is_mobile": True}

    def tap(self, target: Locator) -> None:
        """Tap what is large enough to be hit."""
        target.wait_for()
        across, down = target.evaluate(REACH)
        if min(across, down) < TARGET:  # just replaced by rows that came, or still moving
            self.page.wait_for_timeout(500)
            across, down = target.evaluate(REACH)
        assert min(across, down) >= TARGET, f"{across} x {down} px: {target}"
        target.tap()

    def open(self, step: Open) -> None:
        self.settle()
        bar = self.page.get_by_role("navigation", name="Main, small screen")
        link = bar.get_by_role("link", name=step.name, exact=True)
        if not link.count():
            self.tap(bar.locator("summary"))
        self.tap(link)

    def begin(self, step: Begin) -> None:
        self.open(Open("Post movement"))
        self.settle()
        self.tap(
            self.page.get_by_role("navigation", name="Kind").get_by_role("link", name=step.verb)
        )

    def follow(self, step: Follow) -> None:
        self.settle()
        self.tap(self.named("link", step.name))

    def press(self, step: Press) -> None:
        self.settle()
        self.tap(self.named("button", step.name))

    def unfold(self, step: Unfold) -> None:
        self.settle()
        self.tap(self.summary(step.name))

    def fill(self, step: Fill) -> None:
        target = self.field(step.label)
        self.tap(target)
        if target.get_attribute("type") == "datetime-local":
            target.fill(self.said(step.text))  # the phone's own wheel
        else:
            target.fill("")
            self.page.keyboard.insert_text(self.said(step.text))
        if step.enter:
            self.page.keyboard.press("Enter")

    def choose(self, step: Choose) -> None:
        target = self.field(step.label)
        across, down = target.evaluate(REACH)
        assert min(across, down) >= TARGET, f"{across} x {down} px: {step}"
        target.select_option(step.value)  # the phone's own wheel

    def tick(self, step: Tick) -> None:
        self.tap(self.field(step.label))
        expect(self.field(step.label)).to_be_checked()

    def attach(self, step: Attach) -> None:
        target = self.field(step.label)
        with self.page.expect_file_chooser() as chooser:
            self.tap(target)
        chooser.value.set_files(_file(step))


def _file(step: Attach) -> Any:
    kind = "image/png" if step.name.endswith("png") else "text/csv"
    return {"name": step.name, "mimeType": kind, "buffer": step.content}


WAYS: dict[str, type[Driver]] = {"keys": Keys, "touch": Touch, "plain": Plain}
__all__ = ["WAYS", "Page"]
