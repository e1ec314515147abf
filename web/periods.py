"""Instants and days as people type them, in their own time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from web.language import _


def instant(text: str | None, where: ZoneInfo) -> datetime | None:
    """An instant: with its offset as a program writes it, without one as a person's clock shows it.

    Raises HTTPBadRequest for a text that is none.
    """
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else at.replace(tzinfo=where).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise web.HTTPBadRequest(text=_("An instant is written as 2026-11-30T14:02.")) from error


def first_of(text: str | None, where: ZoneInfo) -> datetime | None:
    """The beginning of a day, or an instant."""
    return instant(text, where)


def end_of(text: str | None, where: ZoneInfo) -> datetime | None:
    """The end of a day (the next one's beginning), or an instant."""
    if text and len(text) == len("2026-11-30"):
        try:
            following = date.fromisoformat(text) + timedelta(days=1)
        except (ValueError, OverflowError) as error:
            raise web.HTTPBadRequest(text=_("A day is written as 2026-11-30.")) from error
        return datetime.combine(following, time(), where).astimezone(UTC)
    return instant(text, where)


def as_field(at: datetime | None, where: ZoneInfo) -> str:
    """An instant as a date-time field holds it; empty for none."""
    return at.astimezone(where).strftime("%Y-%m-%dT%H:%M") if at else ""
