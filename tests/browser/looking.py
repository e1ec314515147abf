"""What is wrong with a page as a browser shows it: axe, width, what moved, the console."""

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

# From before the page begins: what moved is summed where it can be read later.
WATCH_SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });"""


# A word that is longer once a number has come: less than anybody sees. The items page, which is
# live, is held to nothing at all (test_weight.py).
MOVED = 0.01
# What a theme can break.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def violations(visitor: "Visitor", options: dict[str, Any] | None = None) -> list[str]:
    """What axe finds wrong, one line each; by all of its rules, or as `options` say."""
    axe = Axe()
    ran = axe.run(visitor.page, options=options) if options else axe.run(visitor.page)
    found = ran.response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def faults(visitor: "Visitor") -> list[str]:
    """What is wrong in the light, of colours in the dark, with the width, and with what moved."""
    page, found = visitor.page, []
    for scheme, options in (("light", None), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {one}" for one in violations(visitor, options)]
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > page.viewport_size["width"]:
        found.append(f"{width} px wide")
    if (moved := page.evaluate("window.shifted")) > MOVED:
        found.append(f"moves by itself: {moved}")
    found += [f"console: {one}" for one in visitor.complaints]
    visitor.complaints.clear()
    return found
