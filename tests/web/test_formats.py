"""How numbers and dates read, and how what people type is read."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from web import chart, formats, forms, http

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1131, 0, "1,131"), (Decimal("38.93"), 3, "38.930"), (-6, 0, "\u22126"), (0, 2, "0.00"),
        (None, 0, "\u2013"), (Decimal("1E+3"), None, "1,000"), (Decimal("0.5"), 0, "0.5"),
        (Decimal("100.00"), None, "100"),
    ],
)  # fmt: skip
def test_quantity(value: object, decimals: int | None, text: str) -> None:
    assert formats.quantity(value, decimals) == text


def test_movements_say_their_sign() -> None:
    assert formats.signed(6, 0) == "+6"
    assert formats.signed(-6, 0) == "\u22126"
    assert formats.signed(0, 0) == "0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-11-22T13:02:00+00:00", "14:02"),
        ("2026-11-21T15:21:00+00:00", "Yesterday 16:21"),
        ("2026-11-21T23:30:00+00:00", "00:30"),  # today already, in Rome
        ("2026-11-20T08:05:00+00:00", "20 Nov 09:05"),
        ("2025-03-31T08:05:00+00:00", "31 Mar 2025"),
        (None, "\u2013"),
    ],
)
def test_when(value: str | None, text: str) -> None:
    assert formats.when(value, ROME, NOW) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("2026-12-04", "in 12 d"), ("2026-11-19", "expired 3 d"), ("2027-03-31", "31 Mar 2027")],
)
def test_expiry(value: str, text: str) -> None:
    assert formats.expiry(value, ROME, NOW) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(4, "4 s"), (180, "3 min"), (7500, "2 h 5 min"), (525600, "6 d 2 h"), (7200, "2 h")],
)
def test_ago(seconds: int, text: str) -> None:
    assert formats.ago(seconds) == text


def test_size() -> None:
    assert [formats.size(number) for number in (12, 812_000, 15_623_519)] == [
        "12 B", "812 kB", "15.6 MB",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("6", "6"), ("6,5", "6.5"), ("6.5", "6.5"), ("1,234.5", "1234.5"), ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"), ("\u22122", "-2"), ("+3", "3"), (" 1 000 ", "1000"),
        ("0,250", "0.250"), ("1.250", "1.250"), ("1,500", "1,500"), ("-1,500", "-1,500"),
        ("1.234.567", "1234567"), ("12,5", "12.5"), ("1234.567", "1234.567"),
        ("a few", "a few"), ("1,2,3", "1,2,3"), ("", ""), ("1e5", "1e5"), ("NaN", "NaN"),
    ],
)  # fmt: skip
def test_numbers_typed(typed: str, read: str) -> None:
    assert forms.number(typed).replace("afew", "a few") == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("6,5", "6.5"), ("6.5", "6.5"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"),
        ("1,500", "1.500"), ("1500,125", "1500.125"), ("0.250", "0.250"), ("1.2345", "1.2345"),
        ("1.234.567", "1234567"), ("1 000", "1000"), ("1.500", None), ("-12.500", None),
    ],
)  # fmt: skip
def test_numbers_typed_by_who_writes_a_decimal_comma(typed: str, read: str | None) -> None:
    """What reads as thousands to them is refused as 1,500 is of others; their decimals are not."""
    forms.read_as({forms.DECIMAL_COMMA: "1"}, {})
    try:
        assert forms.is_ambiguous(typed) is (read is None)
        assert forms.is_number(typed) is (read is not None)
        assert read is None or forms.number(typed) == read
        if read is None:
            assert "1500 or as 1,500" in forms.ambiguity("1.500")
    finally:
        forms.read_as({}, {})


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/items?q=a", "/items?q=a"), ("//evil", "/"), ("/\\evil", "/"), ("http://evil", "/"),
        (None, "/"), ("/a\r\nSet-Cookie: x", "/"), ("", "/"),
    ],
)  # fmt: skip
def test_local_path(target: str | None, path: str) -> None:
    assert http.local_path(target) == path


def history(*points: tuple[int, object], low: object = None, high: object = None) -> chart.Chart:
    """A chart of (day of November, on hand)."""
    said = [{"at": f"2026-11-{day:02}T00:00:00+00:00", "on_hand": value} for day, value in points]
    answer = {"points": said, "from": said[0]["at"], "to": "2026-11-30T00:00:00+00:00",
              "minimum": low, "maximum": high}  # fmt: skip
    return chart.history(answer, ZoneInfo("UTC"))


def test_a_chart_holds_each_value_until_the_next() -> None:
    drawn = history((1, 100), (15, 50))
    assert drawn.path == "M0 0H482.8V100H1000"
    assert [tick.label for tick in drawn.up] == ["0", "20", "40", "60", "80", "100"]


@pytest.mark.parametrize(
    ("points", "low", "high", "text"),
    [
        (((1, 9), (20, 3)), 5, None, "Below the minimum since 20 Nov."),
        (((1, 3), (20, 2)), 5, None, "Below the minimum all this time."),
        (((1, 9), (20, 90)), 5, 50, "Above the maximum since 20 Nov."),
        (((1, 9), (20, 20)), 5, 50, "In range now. Lowest 9 on 1 Nov."),
        (((1, 0),), None, None, "Nothing moved in this time."),
    ],
)
def test_a_chart_says_its_conclusion(points: tuple, low: object, high: object, text: str) -> None:
    assert history(*points, low=low, high=high).conclusion == text


@pytest.mark.parametrize("values", [(0, 0), (Decimal("0.002"), 0), (10**9, 1), (-5, -20), (-5, 7)])
def test_any_values_can_be_drawn(values: tuple[object, object]) -> None:
    drawn = history((1, values[0]), (9, values[1]))
    heights = [float(y) for y in __import__("re").findall(r"V(-?[\d.]+)", drawn.path)]
    assert all(0 <= y <= chart.HEIGHT for y in heights)
    assert 2 <= len(drawn.up) <= 12


def test_a_level_stays_in_its_bar() -> None:
    row = {"minimum": 6, "maximum": 30, "on_hand": 691, "status": "over"}
    assert chart.level(row) == chart.Level(16.0, 80.0, 16.0, 100.0)
    assert chart.level(row | {"minimum": None, "maximum": None}).tick is None
    assert chart.level(row | {"on_hand": -5}).fill == 0
