"""How a file writes its dates, found out by whole columns: as 23.11.2019 is, so is 01.10.2019.

Most files say it by one day after the twelfth. Where none does, nothing is guessed: a note asks.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date

# As strptime takes them, in the order in which a page offers them; ISO 8601 needs none.
FORMATS = {
    "%d.%m.%Y": "22.11.2026",
    "%d/%m/%Y": "22/11/2026",
    "%m/%d/%Y": "11/22/2026",
    "%d-%m-%Y": "22-11-2026",
    "%Y/%m/%d": "2026/11/22",
    "%d.%m.%Y %H:%M": "22.11.2026 14:02",
    "%d/%m/%Y %H:%M": "22/11/2026 14:02",
    "%m/%d/%Y %H:%M": "11/22/2026 14:02",
    "%Y-%m-%d %H:%M": "2026-11-22 14:02",
}
SHAPE = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})( \d{1,2}:\d\d)?", re.ASCII)
PATIENCE = 100  # cells of a column without a single date, after which it is none
MOSTLY = 0.5  # the part of a column's cells that are dates, for it to be a column of dates


class Dates:
    """What the columns of a file hold, as its rows go by."""

    def __init__(self, width: int) -> None:
        self._cells = [0] * width
        self._fits: list[Counter[str]] = [Counter() for _ in range(width)]
        self._dates = [0] * width
        self._open = list(range(width))

    def look(self, cells: Sequence[str]) -> None:
        """Take up a row."""
        for index in self._open:
            text = cells[index].strip() if index < len(cells) else ""
            if not text:
                continue
            self._cells[index] += 1
            fitting = _fitting(text)
            self._dates[index] += bool(fitting)
            self._fits[index].update(fitting)
        self._open = [one for one in self._open if self._dates[one] or self._cells[one] < PATIENCE]

    def found(self) -> list[str]:
        """The formats that read the most dates: one where it is certain, several where nobody can
        tell, none where there are no dates but ISO 8601."""
        total: Counter[str] = Counter()
        for cells, dates, fits in zip(self._cells, self._dates, self._fits, strict=True):
            if dates and dates >= cells * MOSTLY:
                total.update(fits)
        most = max(total.values(), default=0)
        return [one for one in FORMATS if most and total[one] == most]


def _fitting(text: str) -> list[str]:
    """The formats by which a cell is a day there is."""
    shape = SHAPE.fullmatch(text)
    if not shape:
        return []
    first, sign, second, third, time = shape.groups()
    orders: Iterable[tuple[str, str, str, str]] = (
        (f"%Y{sign}%m{sign}%d", first, second, third),
        (f"%d{sign}%m{sign}%Y", third, second, first),
        (f"%m{sign}%d{sign}%Y", third, first, second),
    )
    ending = " %H:%M" if time else ""
    return [
        name + ending
        for name, year, month, day in orders
        if name + ending in FORMATS and len(year) == 4 and _is_day(year, month, day)
    ]


def _is_day(year: str, month: str, day: str) -> bool:
    with suppress(ValueError):
        return bool(date(int(year), int(month), int(day)))
    return False
