"""Help beside a field by keys, by touch, without JavaScript; recent searches; the guide again."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import PHONE, Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("scripts", [True, False])
def test_help_opens_beside_its_field_and_closes_by_escape(visit: Visit, scripts: bool) -> None:
    visitor = visit("demo_manager", viewport=PHONE, java_script_enabled=scripts)
    visitor.go("/set_threshold/ESP-1KG?location=MAIN")
    button = visitor.page.get_by_role("button", name="What is this: Margin")
    button.focus()
    visitor.page.keyboard.press("Enter")
    box = visitor.page.locator("#help-margin-margin")
    box.wait_for()
    at, own = box.bounding_box(), button.bounding_box()
    assert at
    assert own
    assert at["x"] >= 0
    assert at["x"] + at["width"] <= PHONE["width"]
    if scripts:
        assert (
            min(abs(at["y"] - own["y"] - own["height"]), abs(at["y"] + at["height"] - own["y"]))
            < 10
        )
    visitor.page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    button.click()
    box.get_by_role("link", name="More help").click()
    visitor.page.wait_for_url("**/help#margin")
    assert visitor.complaints == []


def test_the_palette_offers_what_was_searched_for(visit: Visit) -> None:
    visitor = visit("demo_manager")
    visitor.go("/items?q=category:COFFEE")
    visitor.go("/alerts")
    visitor.page.keyboard.press("Control+k")
    option = visitor.page.get_by_role("option", name="category:COFFEE")
    option.click()
    visitor.page.wait_for_url("**/items?q=category*")
    assert visitor.complaints == []


def test_the_hidden_guide_can_be_shown_again(visit: Visit) -> None:
    visitor = visit("demo_manager")
    visitor.go("/account")
    visitor.page.context.add_cookies([{"name": "guide", "value": "off", "url": visitor.stand.base}])
    visitor.page.get_by_role("button", name="Show it again").click()
    visitor.page.wait_for_url(visitor.stand.base + "/")
    cookies = {one["name"]: one["value"] for one in visitor.context.cookies()}
    assert cookies["guide"] == "on"
