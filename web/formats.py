"""How numbers, dates and sizes read: one place, so that every page says them alike."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale
from babel.dates import get_month_names

from ops.catalogues import PSEUDO, SOURCE
from web.language import LANGUAGE, _

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
MINUS = "\u2212"
NOTHING = "\u2013"
SOON_DAYS = 30
CONTINENTS = frozenset({
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
})  # fmt: skip


def is_instant(value: Any) -> bool:
    """Whether a text is a moment as the database writes it: pages show it in one's zone."""
    return isinstance(value, str) and INSTANT.fullmatch(value) is not None


@dataclass(frozen=True)
class Style:
    """How numbers and dates read to one person."""

    numbers: str = "point"
    dates: str = "day"


# 1,234.5 as the other two ways write it; the space does not break.
SIGNS = {"comma": str.maketrans(",.", ".,"), "space": str.maketrans(",.", "\u00a0,")}
AS_IT_IS = Style()
STYLE: ContextVar[Style] = ContextVar("style", default=AS_IT_IS)


@contextmanager
def read_by(me: Mapping[str, Any] | None) -> Iterator[None]:
    """Within it numbers and dates read as this person chose.

    Only within: the next request of a connection may be for a file, which is ISO.
    """
    said = (me or {}).get("preferences") or {}
    token = STYLE.set(Style(said.get("numbers", "point"), said.get("dates", "day")))
    try:
        yield
    finally:
        STYLE.reset(token)


def _signs(number: str) -> str:
    """A number as this person reads it."""
    table = SIGNS.get(STYLE.get().numbers)
    return number.translate(table) if table else number


@cache
def _months(code: str) -> Mapping[int, str]:
    """The months in short, as the Unicode consortium's CLDR has them."""
    where = Locale.parse(SOURCE if code == PSEUDO else code, sep="-")
    return get_month_names("abbreviated", locale=where)


def day_of(on: date, year: bool = True) -> str:
    """A date as this person reads it: "31 Mar 2027", "31 Mar"."""
    order, month = STYLE.get().dates, _months(LANGUAGE.get())[on.month]
    if order == "iso":
        return on.isoformat() if year else f"{on:%m-%d}"
    if order == "month":
        return f"{month} {on.day}, {on.year}" if year else f"{month} {on.day}"
    return f"{on.day} {month} {on.year}" if year else f"{on.day} {month}"


def quantity(value: Any, decimals: int | None = None) -> str:
    """A quantity with thousands separated and a true minus; a dash for none.

    With the unit's decimals it has exactly those (more only if it holds more); without, as it is.
    """
    if value is None:
        return NOTHING
    number = Decimal(str(value))
    own = max(0, -int(number.normalize().as_tuple().exponent)) if number else 0
    places = own if decimals is None else max(decimals, own)
    return _signs(f"{number:,.{places}f}".replace("-", MINUS))


def signed(value: Any, decimals: int | None = None) -> str:
    """A movement's quantity: with an explicit plus."""
    text = quantity(value, decimals)
    return text if text.startswith((MINUS, NOTHING)) or not Decimal(str(value)) else f"+{text}"


def bounds(row: Mapping[str, Any]) -> str:
    """A range: both bounds, the one there is with its sign, nothing for none."""
    low, high = row["minimum"], row["maximum"]
    if low is not None and high is not None:
        return f"{quantity(low)}{NOTHING}{quantity(high)}"
    if low is not None:
        return f"≥ {quantity(low)}"
    return "" if high is None else f"≤ {quantity(high)}"


def money(value: Any) -> str:
    """An amount with two decimals; the currency stands in the header."""
    return NOTHING if value is None else _signs(f"{Decimal(str(value)):,.2f}".replace("-", MINUS))


def plain(value: Any) -> str:
    """A number as a form field holds it: no separators, no superfluous zeros, the person's own
    decimal mark. A text is what somebody typed, and stays."""
    if value is None or isinstance(value, str):
        return value or ""
    try:
        number = Decimal(str(value)).normalize()
    except InvalidOperation:
        return str(value)
    return _signs(f"{number:f}")


def has_comma() -> bool:
    """Whether the person's decimal mark is a comma: their forms say so (forms.read_as)."""
    return STYLE.get().numbers in SIGNS


def zone(name: str | None) -> ZoneInfo:
    """The time zone of that name; UTC for one this machine does not know."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@cache
def _zones() -> frozenset[str]:
    named = (one for one in available_timezones() if one.partition("/")[0] in CONTINENTS)
    return frozenset({"UTC", *named})


def zones(chosen: str | None) -> list[str]:
    """Time zones to choose from: those named by a place, UTC, and what is chosen already; not the
    machine's own, nor what is there for old programs alone."""
    return sorted(_zones() | ({chosen} if chosen else set()))


def instant(value: str | None) -> datetime | None:
    """A timestamp as the database writes it."""
    return datetime.fromisoformat(value) if value else None


def when(
    value: str | None, where: ZoneInfo, now: datetime | None = None, whole: bool = False
) -> str:
    """A time as people say it: "14:02", "Yesterday 16:21", "20 Nov 09:05", "31 Mar 2027".

    `whole`: to the minute, with its date and zone: "31 Mar 2027 14:02 (Europe/Berlin)".
    """
    at = instant(value)
    if at is None:
        return NOTHING
    if whole:
        at = at.astimezone(where)
        return f"{day_of(at.date())} {at:%H:%M} ({where.key})"
    at, today = at.astimezone(where), (now or datetime.now(UTC)).astimezone(where).date()
    days = (today - at.date()).days
    clock = f"{at:%H:%M}"
    if days == 0:
        return clock
    if days == 1:
        return _("Yesterday %(time)s", time=clock)
    if at.year == today.year:
        return f"{day_of(at.date(), year=False)} {clock}"
    return day(at.date().isoformat())


def day(value: str | None) -> str:
    """A date: "31 Mar 2027"."""
    if not value:
        return NOTHING
    return day_of(date.fromisoformat(value[:10]))


def expiry(value: str | None, where: ZoneInfo, now: datetime | None = None) -> str:
    """When a lot expires: the date, "in 12 d" when near, "expired 3 d" when past."""
    if not value:
        return NOTHING
    today = (now or datetime.now(UTC)).astimezone(where).date()
    days = (date.fromisoformat(value[:10]) - today).days
    if days < 0:
        return _("expired %(days)s d", days=-days)
    return _("in %(days)s d", days=days) if days <= SOON_DAYS else day(value)


def expires_soon(value: str | None, where: ZoneInfo, now: datetime | None = None) -> bool:
    """Whether that date is past or within thirty days."""
    if not value:
        return False
    today = (now or datetime.now(UTC)).astimezone(where).date()
    return date.fromisoformat(value[:10]) - today <= timedelta(days=SOON_DAYS)


def ago(seconds: Any) -> str:
    """A length of time in its two largest units: "4 s", "3 min", "2 h 5 min", "6 d 2 h"."""
    if seconds is None:
        return NOTHING
    left = round(float(seconds))
    if left < 60:
        return f"{left} s"
    parts = []
    for name, size in (("d", 86400), ("h", 3600), ("min", 60)):
        count, left = divmod(left, size)
        if count or parts:
            parts.append(f"{count} {name}")
    return " ".join(parts[:2]).removesuffix(" 0 min").removesuffix(" 0 h")


def size(value: Any) -> str:
    """A number of bytes: "812 kB", "15.6 MB"."""
    number = float(value or 0)
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit in ("B", "kB") else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"


def initials(name: str) -> str:
    """Two letters for a person's badge."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


def file_part(name: str) -> str:
    """A name as part of a file's name."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)[:60]


def last_day(until: str | None, where: ZoneInfo) -> str:
    """The last day before an end, as a field of dates holds it; empty for no end."""
    if not until:
        return ""
    moment = datetime.fromisoformat(until) - timedelta(microseconds=1)
    return moment.astimezone(where).date().isoformat()


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
            ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def browser(user_agent: str | None) -> str:
    """What a browser says it is, in two words: "Firefox on Windows"."""
    said = user_agent or ""
    program = next((name for mark, name in BROWSERS if mark in said), "")
    system = next((name for mark, name in SYSTEMS if mark in said), "")
    if program and system:
        return _("%(program)s on %(system)s", program=program, system=system)
    return program or system or said.split("/")[0][:40] or _("Unknown browser")
