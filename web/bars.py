"""Geometry of the bar charts of reports, in percent; no colours here, those are CSS's."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from web.formats import day_of, quantity
from web.language import _

MOST_BARS = 10
MOST_DAYS = 120


@dataclass(frozen=True)
class Bar:
    """One bar: where it begins and how long it is, in percent of the plot."""

    name: str
    label: str
    at: float
    size: float


@dataclass(frozen=True)
class Bars:
    """A chart, and in a sentence what it shows."""

    bars: list[Bar]
    conclusion: str
    ticks: list[tuple[float, str]]
    unit: str = ""


def of_groups(report: dict[str, Any], key: str) -> Bars | None:
    """The largest groups next to each other: by value where it is told, else by stock levels."""
    if key == "sku":
        return None
    rows = report["rows"]
    by = "value" if "value" in report["total"] else "levels"
    depth = _first_fork(rows)
    found = sorted(
        (row for row in rows if row["depth"] == depth and row[by]),
        key=lambda row: Decimal(row[by]), reverse=True,
    )  # fmt: skip
    if len(found) < 2:
        return None
    largest = Decimal(found[0][by])
    shown = found[:MOST_BARS]
    bars = [
        Bar(row["name"], quantity(round(Decimal(row[by]))), 0, _share(Decimal(row[by]), largest))
        for row in shown
    ]
    total = Decimal(report["total"][by]) or Decimal(1)
    part = round(float(largest / total) * 100)
    if part == 100 and largest < total:  # what is not all is not called so
        part = 99
    more = _(" %(n)s more are in the table.", n=len(found) - MOST_BARS)
    more = more if len(found) > MOST_BARS else ""
    named = {"name": found[0]["name"], "part": part}
    said = (
        _("%(name)s holds %(part)s %% of the value.", **named)
        if by == "value"
        else _("%(name)s holds %(part)s %% of the stock levels.", **named)
    ) + more
    unit = report["currency"] or "" if by == "value" else _("levels")
    return Bars(bars, said, [], unit)


def _first_fork(rows: list[dict[str, Any]]) -> int:
    """The highest level of the tree at which there is more than one group."""
    depths = [row["depth"] for row in rows]
    return next((depth for depth in sorted(set(depths)) if depths.count(depth) > 1), 0)


def of_days(days: list[dict[str, Any]], first_day: date, last_day_of: date) -> Bars | None:
    """Movements of each day; of each week, where there are too many days to see."""
    if not days:
        return None
    step = 1 if (last_day_of - first_day).days < MOST_DAYS else 7
    counts = [0] * ((last_day_of - first_day).days // step + 1)
    for one in days:
        number = (date.fromisoformat(one["day"]) - first_day).days // step
        if 0 <= number < len(counts):
            counts[number] += one["moves"]
    most, width = max(counts) or 1, 100 / len(counts)
    bars = [
        Bar(day_of(first_day + timedelta(days=number * step), year=False), quantity(count),
            round(number * width, 3), _share(Decimal(count), Decimal(most)))
        for number, count in enumerate(counts)
    ]  # fmt: skip
    busiest = bars[counts.index(most)]
    told = {"n": quantity(sum(counts)), "day": busiest.name, "most": busiest.label}
    said = (
        _("%(n)s movements; most on %(day)s: %(most)s.", **told)
        if step == 1
        else _("%(n)s movements; most in the week from %(day)s: %(most)s.", **told)
    )
    every = max(1, len(counts) // 6)
    # None that would stand past the end of the plot.
    ticks = [(bar.at, bar.name) for bar in bars[::every] if bar.at <= 90]
    return Bars(bars, said, ticks)


def _share(value: Decimal, largest: Decimal) -> float:
    return round(float(max(value, Decimal(0)) / largest) * 100, 2) if largest > 0 else 0
