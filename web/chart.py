"""Geometry of what the templates draw in SVG; no colours here, those are CSS's."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from web.formats import NOTHING, day_of, instant, quantity
from web.language import _

WIDTH, HEIGHT = 1000, 200  # of the plot's own coordinates; it is stretched to its place
TICKS_ACROSS = 6


@dataclass(frozen=True)
class Tick:
    """A labelled place on an axis, in percent of its length."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A stepped history with its range band."""

    path: str
    across: list[Tick]
    up: list[Tick]
    band_top: float  # in plot coordinates; the band is the range an item should stay in
    band_bottom: float
    minimum: Tick | None
    maximum: Tick | None
    conclusion: str


@dataclass(frozen=True)
class Level:
    """The small bar of a row: band, tick at the minimum and fill, in percent."""

    band_from: float
    band_to: float
    tick: float | None
    fill: float


def level(row: dict[str, Any]) -> Level:
    """The level bar of an items row: the balance its deciding threshold judges, in its range."""
    minimum, maximum = row["minimum"], row["maximum"]
    judged = row["balance"] if row.get("balance") is not None else row["on_hand"]
    on_hand = max(Decimal(judged), Decimal(0))
    top = Decimal(maximum) * Decimal("1.25") if maximum else Decimal(minimum or 0) * 4
    if not top:
        return Level(0, 0, None, 0)
    share = lambda value: round(float(min(Decimal(value) / top, Decimal(1)) * 100), 1)  # noqa: E731
    return Level(
        share(minimum or 0),
        share(maximum) if maximum else 100,
        share(minimum) if minimum else None,
        share(on_hand),
    )


def begin_with_the_first_movement(answer: dict[str, Any]) -> None:
    """Leave out the time before anything was known of the item."""
    if len(answer["points"]) > 1:
        del answer["points"][0]
        answer["from"] = answer["points"][0]["at"]


def history(answer: dict[str, Any], where: ZoneInfo) -> Chart:
    """The chart of api.item_history()."""
    begin, end = instant(answer["from"]), instant(answer["to"])
    if begin is None or end is None:
        raise ValueError("a history has a beginning and an end")
    points = [(instant(p["at"]), Decimal(p["on_hand"])) for p in answer["points"]]
    values = [value for _, value in points]
    low, high = answer["minimum"], answer["maximum"]
    bounds = [Decimal(bound) for bound in (low, high) if bound is not None]
    bottom = min([*values, Decimal(0)])
    top, step = _scale(max([*values, *bounds]), bottom)
    bottom = -(-bottom // -step) * -step if bottom < 0 else bottom  # down to a whole step
    span = max((end - begin).total_seconds(), 1)

    def x(at: datetime) -> float:
        return round((at - begin).total_seconds() / span * WIDTH, 1)

    def y(value: Any) -> float:
        return round(float((top - Decimal(value)) / (top - bottom)) * HEIGHT, 1)

    def tick(value: Any, name: str) -> Tick | None:
        if value is None:
            return None
        return Tick(y(value) / HEIGHT * 100, f"{name} {quantity(value)}")

    return Chart(
        path=_steps([(x(at), y(value)) for at, value in points if at], x(end)),
        across=_days(begin, end, where),
        up=_heights(bottom, top, step),
        band_top=y(high) if high is not None else 0,
        band_bottom=y(low) if low is not None else y(max(bottom, Decimal(0))),
        minimum=tick(low, _("min")),
        maximum=tick(high, _("max")),
        conclusion=_conclusion(points, low, high, where),
    )


def worth(values: list[dict[str, Any]], where: ZoneInfo) -> Chart:
    """The chart of what stock was worth: `at` and `value`, oldest first, two of them at least."""
    points = [{"at": one["at"], "on_hand": one["value"]} for one in values]
    answer = {"from": points[0]["at"], "to": points[-1]["at"], "points": points}
    drawn = history(answer | {"minimum": None, "maximum": None}, where)
    before, now = Decimal(values[0]["value"]), Decimal(values[-1]["value"])
    since = instant(values[0]["at"])
    when = _short(since, where) if since else ""
    share = round((now - before) / before * 100) if before > 0 else None
    if share is None:
        said = ""
    elif share == 0:
        said = _("About as much as on %(day)s.", day=when)
    elif share > 0:
        said = _("%(share)s %% more than on %(day)s.", share=share, day=when)
    else:
        said = _("%(share)s %% less than on %(day)s.", share=-share, day=when)
    return replace(drawn, conclusion=said)


def _steps(points: list[tuple[float, float]], end: float) -> str:
    """An SVG path that holds each value until the next, and the last until the end."""
    first_x, first_y = points[0]
    parts = [f"M{first_x:g} {first_y:g}"]
    parts += [f"H{x:g}V{y:g}" for x, y in points[1:]]
    return "".join(parts) + f"H{end:g}"


def _scale(highest: Decimal, lowest: Decimal) -> tuple[Decimal, Decimal]:
    """A round top for the axis and the step between its labels, four or five of them."""
    reach = (highest - lowest) or Decimal(1)
    step = Decimal(10) ** (reach / 4).adjusted()
    for factor in (1, 2, Decimal("2.5"), 5, 10):
        if reach / (step * factor) <= 5:
            step *= factor
            break
    top = -(-highest // step) * step
    if top < highest:
        top += step
    return (top or step), step


def _heights(bottom: Decimal, top: Decimal, step: Decimal) -> list[Tick]:
    ticks, value = [], bottom
    while value <= top:
        ticks.append(Tick(round(float((top - value) / (top - bottom)) * 100, 2), quantity(value)))
        value += step
    return ticks


def _days(begin: datetime, end: datetime, where: ZoneInfo) -> list[Tick]:
    days = max((end - begin).days, 1)
    every = max(1, round(days / TICKS_ACROSS))
    at = begin.astimezone(where).replace(hour=0, minute=0, second=0, microsecond=0)
    ticks = []
    while (at := at + timedelta(days=every)) < end:
        share = (at - begin) / (end - begin) * 100
        if 3 <= share <= 97:
            ticks.append(Tick(round(share, 2), day_of(at.date(), year=at.year != end.year)))
    return ticks


def _conclusion(
    points: list[tuple[datetime | None, Decimal]], low: Any, high: Any, where: ZoneInfo
) -> str:
    """What the picture says, in one sentence."""
    now = points[-1][1]
    below, bound = True, low
    if low is None or now >= Decimal(low):
        below, bound = False, high
        if high is None or now <= Decimal(high):
            return _quiet(points, low, high, where)
    outside = (
        (lambda value: value < Decimal(bound)) if below else (lambda value: value > Decimal(bound))
    )
    since = None
    for at, value in reversed(points):
        if not outside(value):
            break
        since = at
    if since is None or since == points[0][0]:
        return (
            _("Below the minimum all this time.")
            if below
            else _("Above the maximum all this time.")
        )
    when = _short(since, where)
    return (
        _("Below the minimum since %(day)s.", day=when)
        if below
        else _("Above the maximum since %(day)s.", day=when)
    )


def _quiet(
    points: list[tuple[datetime | None, Decimal]], low: Any, high: Any, where: ZoneInfo
) -> str:
    if len(points) == 1:
        return _("Nothing moved in this time.")
    at, least = min(points, key=lambda point: point[1])
    told = {"n": quantity(least), "day": _short(at, where) if at else NOTHING}
    ranged = low is not None or high is not None
    return (
        _("In range now. Lowest %(n)s on %(day)s.", **told)
        if ranged
        else _("Lowest %(n)s on %(day)s. No range is set.", **told)
    )


def _short(at: datetime, where: ZoneInfo) -> str:
    local = at.astimezone(where)
    return day_of(local.date(), year=local.year != datetime.now(where).year)
