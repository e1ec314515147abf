"""Labels: every code drawn is the one the standards' tables say, and says what it should."""

import re

import pytest
import segno

from tests.web.conftest import Site
from web import barcodes

# GS1 General Specifications: left digits with odd (L) and even (G) parity, right digits (R).
L = ("0001101", "0011001", "0010011", "0111101", "0100011",
     "0110001", "0101111", "0111011", "0110111", "0001011")  # fmt: skip
R = tuple("".join("10"[int(bit)] for bit in one) for one in L)
G = tuple(one[::-1] for one in R)
PARITY = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG",
          "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")  # fmt: skip
# ISO/IEC 15417: the widths of each value's bars and spaces; 104 starts set B, 105 set C, 106 stops.
_WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232"
    " 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122"
    " 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311"
    " 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113"
    " 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422"
    " 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111"
    " 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121"
    " 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412"
    " 211214 211232 2331112"
)
CODE_128 = _WIDTHS.split()


def read_ean13(row: str) -> str:
    """The thirteen digits of an EAN-13's modules; raises ValueError for what is none."""
    if len(row) != 95 or (row[:3], row[45:50], row[92:]) != ("101", "01010", "101"):
        raise ValueError(row)
    left = [row[at : at + 7] for at in range(3, 45, 7)]
    parity = "".join("L" if one in L else "G" for one in left)
    digits = [(L if kind == "L" else G).index(one) for one, kind in zip(left, parity, strict=True)]
    right = [R.index(row[at : at + 7]) for at in range(50, 92, 7)]
    return "".join(map(str, [PARITY.index(parity), *digits, *right]))


def read_code_128(row: str) -> str:
    """The text of a Code 128's modules; raises ValueError for a wrong check value or pattern."""
    widths = "".join(str(len(run)) for run in re.findall("1+|0+", row))
    values = [CODE_128.index(widths[at : at + 6]) for at in range(0, len(widths) - 7, 6)]
    if widths[-7:] != CODE_128[106]:
        raise ValueError("no stop")
    *said, check = values
    if (said[0] + sum(place * one for place, one in enumerate(said[1:], 1))) % 103 != check:
        raise ValueError("check")
    text, code = "", {104: "B", 105: "C"}[said[0]]
    for one in said[1:]:
        if one >= 99 and {99: "C", 100: "B"}.get(one, code) != code:
            code = {99: "C", 100: "B"}[one]
        else:
            text += f"{one:02}" if code == "C" else chr(one + 32)
    return text


def modules_of(svg: str) -> str:
    """The dark and light modules between the quiet zones of a drawing of stripes."""
    width = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    row = ["0"] * width
    for at, length in re.findall(r"M(\d+) 0h(\d+)v1", svg):
        row[int(at) : int(at) + int(length)] = "1" * int(length)
    return "".join(row).strip("0")


@pytest.mark.parametrize("code", ["4006381333931", "0012345678905", "9780201379624"])
def test_an_ean13_is_drawn_by_the_standards_tables(code: str) -> None:
    assert barcodes.kind_of(code) == "ean13"
    svg = barcodes.drawn(code)
    assert read_ean13(modules_of(svg)) == code
    assert 'viewBox="0 0 117 1"' in svg  # 95 modules, 11 of quiet on either side


def test_a_upc_is_the_ean_with_a_zero_before_it() -> None:
    assert read_ean13(modules_of(barcodes.drawn("012345678905"))) == "0012345678905"


@pytest.mark.parametrize(
    "code", ["APPLE", "ESP-1KG", "A/B.C_D+E-1", "12345678", "LOT 2026 0001", "4006381333938", "x~"]
)
def test_a_code_128_says_its_text(code: str) -> None:
    assert barcodes.kind_of(code) == "code128"
    assert read_code_128(modules_of(barcodes.drawn(code))) == code


@pytest.mark.parametrize("code", ["MAIN-A", "https://stock.example/items/APPLE", "\u00c4pfel"])
def test_a_qr_code_is_its_matrix(code: str) -> None:
    svg = barcodes.drawn(code, "qr")
    matrix = segno.make(code, error="m", micro=False).matrix
    side = len(matrix) + 8  # four modules of quiet around it
    assert f'viewBox="0 0 {side} {side}"' in svg
    dark = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg)
        for step in range(int(length))
    }
    assert dark == {
        (x + 4, y + 4) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit
    }


@pytest.mark.parametrize(
    ("code", "is_wrong"),
    [("4006381333931", False), ("4006381333938", True), ("96385074", False), ("96385075", True),
     ("036000291452", False), ("036000291453", True), ("00012345600012", False), ("12345", False),
     ("ABCDEFGHIJKLM", False)],
)  # fmt: skip
def test_check_digits(code: str, is_wrong: bool) -> None:
    assert barcodes.has_wrong_check_digit(code) is is_wrong


async def test_a_sheet_says_what_was_asked_for(site: Site) -> None:
    manager, viewer = await site.person("max_manager"), await site.person("vic_viewer")
    await manager.post("/edit_item/APPLE", [
        ("sku", "APPLE"), ("name", "Apple <b>"), ("category", "FOOD"), ("unit", "ea"),
        ("version", "1"), ("pack.unit", "case"), ("pack.factor", "6"),
        ("barcode.code", "4006381333931"), ("barcode.unit", ""),
        ("barcode.code", "CASE-1"), ("barcode.unit", "case"),
    ])  # fmt: skip
    page = (
        await viewer.get("/labels?sku=APPLE&sku=NONE&location=MAIN&packs=1&copies=2&start=23")
    ).text
    assert (
        re.findall(r'class="label as-(\w+)"', page) == ["ean13"] * 2 + ["code128"] * 2 + ["qr"] * 2
    )
    assert page.count('class="label used"') == 22
    assert page.count('class="sheet"') == 2
    assert "case of 6" in page
    assert "Apple &lt;b&gt;" in page
    assert "1 of the items are not there." in page
    page = (await viewer.get("/labels?q=category:PARTS&stock=single&code=qr")).text
    assert re.findall(r'aria-label="(BOLT[^"]*)"', page) == ["BOLT-M8"]
    for odd in ("copies=99999", "copies=-1", "copies=x", "start=\u0661", "stock=no", "code=no"):
        assert (await viewer.get(f"/labels?sku=APPLE&{odd}")).status == 200
    page = (await viewer.get("/labels?" + "sku=APPLE&sku=MILK&" * 300 + "copies=200")).text
    assert page.count('class="label as-') == 400


async def test_a_label_of_nothing_says_so(site: Site) -> None:
    viewer = await site.person("vic_viewer")
    assert "No labels yet" in (await viewer.get("/labels")).text
    searched = (await viewer.get("/labels?q=nothing-has-this")).text
    assert "No items match “nothing-has-this”" in searched
    assert "No labels yet" not in searched
    assert "There is no NONE that you may see." in (await viewer.get("/labels?sku=NONE")).text


async def test_labels_of_places_are_offered_where_places_are(site: Site) -> None:
    viewer = await site.person("vic_viewer")
    assert 'href="/labels?location=MAIN&amp;below=1"' in (await viewer.get("/locations")).text
    assert 'href="/labels?location=MAIN&amp;below=1"' in (await viewer.get("/locations/MAIN")).text
    printed = (await viewer.get("/labels?location=MAIN&below=1")).text
    assert "MAIN-A" in printed
    assert 'name="below" value="1" checked' in printed
