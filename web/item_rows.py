"""Rows of the items list as HTML: for the page, for the next fifty, for live figures.

A row that says the same as one drawn before is not drawn again: what people look at is mostly the
same few thousand rows, and drawing is most of what a page costs this process. The key is all the
row says, so nobody is shown more by it than the database has just answered them.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from jinja2 import Environment
from markupsafe import Markup

from web import formats

if TYPE_CHECKING:
    from web.lists import Shown

MOST_KEPT = 8192  # rows of about a kilobyte


class Dates(NamedTuple):
    """How a row's instants and days read in a zone today."""

    when: Callable[[str], str]
    expiry: Callable[[str | None], str]
    expires_soon: Callable[[str | None], bool]


class ItemRows:
    """Draws item_row.html, and keeps the newest drawings."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._kept: dict[Hashable, Markup] = {}

    def __call__(
        self, rows: Iterable[Mapping[str, Any]], where: ZoneInfo, shown: "Shown"
    ) -> Markup:
        """The rows below one another, their times as they read in this zone today."""
        return Markup("").join(self.each(rows, where, shown))

    def each(
        self, rows: Iterable[Mapping[str, Any]], where: ZoneInfo, shown: "Shown"
    ) -> list[Markup]:
        """One drawing for each row, of the columns that are shown."""
        now = datetime.now(where)
        today = (where.key, now.date(), formats.STYLE.get())  # "14:02" becomes "Yesterday 14:02"
        at = Dates(
            partial(formats.when, where=where, now=now),
            partial(formats.expiry, where=where, now=now),
            partial(formats.expires_soon, where=where, now=now),
        )
        cells = tuple((one.key, one.classes) for one in shown.columns)
        kept, drawn = self._kept, []
        for row in rows:
            key = (today, cells, shown.selectable, *map(_hashable, row.values()))
            one = kept.get(key)
            if one is None:
                one = kept[key] = self._draw(row, at, cells, shown.selectable)
                if len(kept) > MOST_KEPT:
                    del kept[next(iter(kept))]
            drawn.append(one)
        return drawn

    def _draw(self, row: Mapping[str, Any], at: Dates, cells: Any, selectable: bool) -> Markup:
        template: Any = self._environment.get_template("item_row.html").module
        return template.item_row(row, at, cells, selectable)


def _hashable(value: Any) -> Hashable:
    """A list of a row's (its tags) as part of a key."""
    return tuple(value) if isinstance(value, list) else value
