"""Labels come out of the printer at the size of their paper, and as many sheets as were shown."""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor

POINTS = 72 / 25.4  # a millimetre
# Paper: its size in millimetres, and the sheets that so many copies take.
PAPERS = {
    "a4-24": (210, 297, 30, 2),
    "letter-30": (215.9, 279.4, 61, 3),
    "single": (57, 32, 3, 3),
}


@pytest.mark.parametrize("paper", PAPERS)
def test_a_sheet_is_a_page_of_its_size(visit: Callable[..., Visitor], paper: str) -> None:
    width, height, copies, sheets = PAPERS[paper]
    visitor = visit("demo_manager")
    visitor.go(f"/labels?sku=ESP-1KG&stock={paper}&copies={copies}")
    printed = visitor.page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(boxes) == sheets
    for across, down in boxes:
        assert float(across) == pytest.approx(width * POINTS, abs=1)
        assert float(down) == pytest.approx(height * POINTS, abs=1)
    # On the paper itself a label is as large as the one that is stuck on.
    visitor.page.emulate_media(media="print")
    label = visitor.page.locator(".label").first.bounding_box()
    size = {"a4-24": (70, 37.125), "letter-30": (66.675, 25.4), "single": (57, 32)}[paper]
    assert label is not None
    assert label["width"] * 25.4 / 96 == pytest.approx(size[0], abs=0.2)
    assert label["height"] * 25.4 / 96 == pytest.approx(size[1], abs=0.2)
    assert not visitor.page.locator(".side").is_visible()
