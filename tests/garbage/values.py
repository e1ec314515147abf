"""Garbage: values of the wrong type, size, encoding or sense, as SQL, JSON, forms and files take.

JSON is written here and not by a library, which could not write what is no JSON: NaN, 1e400, a
key that stands twice, ten thousand brackets.
"""

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

MEGABYTE = 1_000_000
DEEP = 10_000  # levels; Postgres reads JSON to about 6,000 and refuses what is deeper


@dataclass(frozen=True)
class Raw:
    """A piece of JSON as it is to be written."""

    text: str

    def __repr__(self) -> str:
        """Without the megabyte."""
        return f"Raw({self.text[:60]!r}, {len(self.text)} characters)"


@dataclass(frozen=True)
class Twice:
    """A JSON object in which every key stands twice, the second time with another value."""

    first: dict[str, Any]
    second: Any


def to_json(value: Any) -> str:
    """The JSON of a value, with what is raw in it as it is."""
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, Twice):
        parts = [f"{json.dumps(key)}: {to_json(one)}" for key, one in value.first.items()]
        parts += [f"{json.dumps(key)}: {to_json(value.second)}" for key in value.first]
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, dict):
        pairs = (f"{json.dumps(str(key))}: {to_json(one)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(to_json, value)) + "]"
    return json.dumps(value)


ODD_TEXTS = (
    "", " ", "\t\r\n", "\u00a0", "\u200b", "\ufeff", "\u202eevil\u202c", "\u0627\u0644\u0639",
    "a\u0308\u0301\u0323", "Z\u0351\u036b" * 40, "\U0001f469\u200d\U0001f680", "\U0010ffff",
    "\ufffe", "\u2028", "\x01\x02\x7f", "\x1b[31m", "null", "NULL", "undefined", "true", "None",
    "NaN", "-NaN", "Infinity", "-Infinity", "inf", "1e400", "1e-400", "1e131072", "1e999999999",
    "-0", "-0.0", "+1", "1.", ".5", "1e3", "0x1F", "1_000", "0b1", "1,5", "1 000", "\u0663",
    "\u00bd", "9" * 38, "9" * 41, "9" * 400, "9" * 140_000, "0." + "1" * 50, "0." + "0" * 20_000,
    "1000000000000", "999999999999.999999", "1000000000", "2147483648", "-2147483649", "1.5",
    "9223372036854775808", "'", "''", '"', "\\", "\\'", "$$", "%s", "%", "_", "{", "}", "[]", "{}",
    "{a,b}", "{{1},{2}}", "{", "'; drop table inventory.items; --",
    "') or true --", "' || (select 1) || '", "1; select pg_sleep(9)", "\\u0000", "\\x00", "x\\",
    "<script>alert(1)</script>", "{{7*7}}", "../../etc/passwd", "%00", "=cmd|' /C calc'!A0",
    "status:", "sku:" * 30, "-", "--", ":", '"open', "location:NOPE", "a" * 61, "a" * 201,
    "a" * 501, "\u00e9" * 2001, "a" * 5000, "x" * MEGABYTE, "\U0001f600" * 250_000,
    "APPLE", "apple ", "MAIN-A", "bob_boss", "postgres", "stockroom_owner", "pg_monitor",
)  # fmt: skip
ODD_TIMES = (
    "infinity", "-infinity", "epoch", "now", "today", "tomorrow", "yesterday", "allballs",
    "0001-01-01", "0001-01-01 BC", "4714-11-24 BC", "4714-11-23 BC", "9999-12-31", "10000-01-01",
    "294276-12-31", "294277-01-01", "1899-12-31", "1900-01-01", "2026-02-30", "2026-13-01",
    "2024-02-29", "2023-02-29", "24:00", "2026-01-01T24:00:00", "2026-01-01 00:00:60",
    "2026-01-01T00:00:00+99:00", "2026-01-01T00:00:00+15:59", "2026-01-01 00:00 Mars/Phobos",
    "2040-01-01", "31.12.2026", "12/31/2026", "20260101", "2026-W01-1", "2026-001", "J2451187",
    "1e9", "1700000000", "2026-01-01T00:00:00.123456789Z", "0000-00-00",
)  # fmt: skip
ODD_NUMBERS = (
    "NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1e-400", "1e131071", "1e131072", "1e-16383",
    "-0", "-0.0", "0", "-1", "0.1", "0.0001", "1.0000000000000000000001", "1e9", "1e12", "1e13",
    "999999999999", "1000000000000", "-1000000000000", "2147483647", "2147483648", "-2147483648",
    "9223372036854775807", "9" * 60, "0." + "3" * 60, "1e3", "12.50", "1.5e1", "abc", "",
)  # fmt: skip
ODD_JSON = (
    Raw("NaN"), Raw("Infinity"), Raw("-Infinity"), Raw("1e400"), Raw("-1e400"), Raw("1e-400"),
    Raw("1e140000"), Raw("-0"), Raw("-0.0"), Raw("1e9"), Raw("1e3"), Raw("0.1e1"), Raw("9" * 5000),
    Raw("0." + "1" * 60), Raw('"\\u0000"'), Raw('"\\ud800"'), Raw('"\\udc00\\ud800"'), Raw("'x'"),
    Raw("undefined"), Raw(""), Raw("{,}"), Raw("[1,]"), Raw("// no"),
    Raw("[" * DEEP + "]" * DEEP), Raw("[" * 5000 + "]" * 5000),
    Raw('{"a":' * 5000 + "1" + "}" * 5000), Raw('{"a":' * 3000 + "1" + "}" * 3000),
    Raw("[" * DEEP), Raw('{"a": 1, "a": 2}'),
    None, True, False, [], {}, [[]], [None], [{}], [[], [[]]], {"": ""}, {"a": {"b": []}},
    0, -1, 1, 1e308, 1.5, 10**30, [1] * 3, ["x"] * 30,
)  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    """Texts, from the empty one to a megabyte, of any characters but NUL and lone surrogates."""
    any_text = st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60
    )
    return st.one_of(st.sampled_from(ODD_TEXTS), any_text, st.sampled_from(ODD_TIMES))


def scalars() -> st.SearchStrategy[str | None]:
    """What may stand for a value of any type when it travels as text; None is SQL's null."""
    return st.one_of(
        st.none(),
        texts(),
        st.sampled_from(ODD_NUMBERS),
        st.sampled_from(ODD_TIMES),
        st.floats().map(repr),
        st.decimals(allow_nan=False, allow_infinity=False).map(str),
        st.integers().map(str),
    )


def bytes_no_text() -> st.SearchStrategy[bytes]:
    """Bytes that are no UTF-8: NUL, halves of characters, other encodings."""
    return st.sampled_from(
        [b"a\0b", b"\0", b"\xff", b"\xc3", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"]
        + ["Säge".encode(one) for one in ("cp1252", "utf-16", "utf-16-le", "utf-32")]
    )


def json_values() -> st.SearchStrategy[Any]:
    """JSON of any type, and what is nearly JSON."""
    plain = st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), texts(), st.floats(allow_nan=False)),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=6,
    )
    numbers_as_texts = st.sampled_from(ODD_NUMBERS + ODD_TIMES)
    return st.one_of(st.sampled_from(ODD_JSON), texts(), numbers_as_texts, plain)
