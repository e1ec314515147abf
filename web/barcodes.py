"""Barcodes as people see them: check digits, and modules to draw.

The patterns are python-barcode's and segno's. Their own drawings carry styles within, which our
pages refuse; here they are one SVG path each, so they are sharp at any size and need no style.
"""

import re
from collections.abc import Iterable

import barcode as patterns
import segno
from markupsafe import Markup

EAN = re.compile(r"\d{8}|\d{12,14}")  # EAN-8, UPC-A, EAN-13, GTIN-14
CODE_128 = re.compile(r"[ -~]{1,80}")


def has_wrong_check_digit(code: str) -> bool:
    """Whether a code looks like an EAN or UPC whose last digit does not fit the others.

    It may still be right: a company may number things of its own so. It is said, not refused.
    """
    return bool(EAN.fullmatch(code)) and int(code[-1]) != check_digit(code[:-1])


def check_digit(digits: str) -> int:
    """The check digit of an EAN or UPC: weights 3 and 1 from the right."""
    weighed = (int(one) * (3, 1)[place % 2] for place, one in enumerate(reversed(digits)))
    return -sum(weighed) % 10


def kind_of(code: str) -> str:
    """How a code is best drawn: ean13, code128, or qr for what no stripes can say."""
    if len(code) in (12, 13) and EAN.fullmatch(code) and not has_wrong_check_digit(code):
        return "ean13"
    return "code128" if CODE_128.fullmatch(code) and len(code) <= 30 else "qr"


def modules(code: str, kind: str) -> list[str]:
    """The rows of a code: "1" is dark. Stripes have one row."""
    if kind == "ean13":
        return [str(patterns.EAN13(code.rjust(13, "0")).build()[0])]
    if kind == "code128":
        return [str(patterns.Code128(code).build()[0])]
    made = segno.make(code, error="m", micro=False)
    return ["".join(str(int(one)) for one in row) for row in made.matrix]


def drawn(code: str, kind: str = "") -> Markup:
    """The code as an SVG with its quiet zone: as wide as it is made, its stripes as high."""
    kind = kind or kind_of(code)
    rows = modules(code, kind)
    quiet = {"ean13": 11, "code128": 10}.get(kind, 4)
    height = len(rows) if kind == "qr" else 1
    above = quiet if kind == "qr" else 0
    width = len(rows[0]) + 2 * quiet
    shape = "xMidYMid" if kind == "qr" else "none"
    return Markup(
        '<svg class="barcode barcode-{}" viewBox="0 0 {} {}" role="img" aria-label="{}"'
        ' shape-rendering="crispEdges" preserveAspectRatio="{}"><path d="{}"/></svg>'
    ).format(kind, width, height + 2 * above, code, shape, "".join(_path(rows, quiet, above)))


def _path(rows: list[str], left: int, above: int) -> Iterable[str]:
    for y, row in enumerate(rows):
        for dark in re.finditer("1+", row):
            length = dark.end() - dark.start()
            yield f"M{dark.start() + left} {y + above}h{length}v1h-{length}z"
