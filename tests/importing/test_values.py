"""What a cell means; what could mean two things is refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.importing.files.reading import sniff_delimiter, sniff_encoding
from ops.importing.files.values import BadValueError, moment, number, yes_or_no


@pytest.mark.parametrize(
    ("text", "decimal", "delimiter", "expected"),
    [
        ("12", None, ",", "12"),
        (" -5 ", None, ",", "-5"),
        ("+2.50", None, ",", "2.50"),
        (".5", None, ",", "0.5"),
        ("2,5", None, ";", "2.5"),
        ("2,5", None, ",", "2.5"),
        ("1.234", None, ",", "1.234"),
        ("1,234", None, ";", "1.234"),
        ("1.234,5", None, ";", "1234.5"),
        ("1,234.5", None, ",", "1234.5"),
        ("1,234,567", None, ",", "1234567"),
        ("1 234,50", None, ";", "1234.50"),
        ("1\u202f234,50", None, ";", "1234.50"),
        ("1'234.50", None, ",", "1234.50"),
        ("1.234", ",", ";", "1234"),
        ("1.234", ".", ";", "1.234"),
        ("1,234", ".", ",", "1234"),
    ],
)
def test_numbers(text: str, decimal: str | None, delimiter: str, expected: str) -> None:
    assert number(text, decimal=decimal, delimiter=delimiter) == expected


@pytest.mark.parametrize(
    ("text", "delimiter"), [("1,234", ","), ("1.234", ";"), ("1.234", "\t"), ("1,234", "|")]
)
def test_numbers_that_may_be_two_are_refused(text: str, delimiter: str) -> None:
    with pytest.raises(BadValueError, match=r"may be 1234 or 1\.234"):
        number(text, decimal=None, delimiter=delimiter)


@pytest.mark.parametrize(
    "text", ["", "x", "1e5", "NaN", "inf", "12,34,5", "--1", "1-", "1 2x", "١٢", "0x10", "1_000"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        number(text, decimal=None, delimiter=",")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9),
                   max_value=10**9))  # fmt: skip
def test_every_number_is_read_as_it_was_written(value: object) -> None:
    assert float(number(f"{value:,.3f}", decimal=".", delimiter=";")) == float(str(value))
    german = f"{value:,.3f}".translate(str.maketrans(",.", ".,"))
    assert float(number(german, decimal=",", delimiter=";")) == float(str(value))


def test_moments() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert moment("2026-03-01", None) == noon
    assert moment("01.03.2026", "%d.%m.%Y") == noon
    assert moment("2026-03-01", "%d.%m.%Y") == noon  # which can be nothing else
    assert moment("2026-03-01T08:30:00+02:00", None) == datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
    for bad in ("03/01/2026", "2026-02-30", "yesterday"):
        with pytest.raises(BadValueError):
            moment(bad, None)


def test_truth() -> None:
    assert yes_or_no("Yes")
    assert not yes_or_no("nein")
    assert all(yes_or_no(one) for one in ("sì", "Vero", "SÍ", "sim", "tak", "да", "Evet", "vrai"))
    assert not any(yes_or_no(one) for one in ("Falso", "não", "nie", "нет", "hay\u0131r", "faux"))
    with pytest.raises(BadValueError):
        yes_or_no("maybe")


def test_sniffing() -> None:
    assert sniff_encoding("a;ü".encode("utf-16")) == "utf-16"
    assert sniff_encoding("sku,name\n".encode("utf-16-le")) == "utf-16-le"
    assert sniff_encoding("sku,name\n".encode("utf-16-be")) == "utf-16-be"
    assert sniff_encoding("sku".encode("utf-8-sig")) == "utf-8-sig"
    assert sniff_encoding(b"sku") == "utf-8"
    assert sniff_delimiter('"a,b,c";d;e') == ";"
    assert sniff_delimiter("a\tb") == "\t"
    assert sniff_delimiter("sku") == ","
