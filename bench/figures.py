"""Rounds, medians and the one line per figure that `python -m bench` prints.

A machine's speed changes from minute to minute. So the sides of a comparison run in alternation,
each round gives one ratio, and the figure is the median of the ratios.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Sample:
    """What one side did in one round."""

    rate: float  # operations per second
    cpu: float | None = None  # server CPU, microseconds per operation
    wal: float | None = None  # bytes of write-ahead log per operation
    done: int = 0  # operations

    @property
    def micros(self) -> float:
        """Elapsed microseconds per operation, for one client after the other."""
        return 1e6 / self.rate


Side = Callable[[], Sample]
Rounds = Mapping[str, Sequence[Sample]]
Value = Callable[[Sample], float]


def alternate(sides: Mapping[str, Side], rounds: int) -> Rounds:
    """Run every side once a round, in turned order every second round."""
    found: dict[str, list[Sample]] = {name: [] for name in sides}
    for number in range(rounds):
        names = list(sides) if number % 2 == 0 else list(reversed(sides))
        for name in names:
            found[name].append(sides[name]())
    return found


def rate(sample: Sample) -> float:
    """Operations per second."""
    return sample.rate


def micros(sample: Sample) -> float:
    """Elapsed microseconds per operation."""
    return sample.micros


def cpu(sample: Sample) -> float:
    """Server CPU per operation, microseconds. Raises ValueError where it was not measured."""
    if sample.cpu is None:
        raise ValueError("this side's CPU was not measured")
    return sample.cpu


@dataclass(frozen=True)
class Figure:
    """One line of the record: `value` as a multiple of `baseline`, beside its target."""

    name: str
    unit: str
    target: str  # as ">= 0.5" or "<= 1.0"; empty: told for orientation only
    found: Rounds
    value: Value = rate
    ours: str = "ours"
    baseline: str = "baseline"
    extra: Mapping[str, Any] = field(default_factory=dict)

    def line(self) -> dict[str, Any]:
        """The figure as JSON carries it."""
        ratios = self.ratios(self.baseline)
        return {
            "name": self.name,
            "ratio": short(median(ratios)),
            "baseline": short(self.median(self.baseline, self.value)),
            "value": short(self.median(self.ours, self.value)),
            "unit": self.unit,
            "rounds": len(ratios),
            "spread": [short(min(ratios)), short(max(ratios))],
            "target": self.target,
            "met": met(median(ratios), self.target),
            "cpu": self._beside(lambda sample: sample.cpu),
            "wal": self._beside(lambda sample: sample.wal),
            **self.extra,
        }

    def ratios(self, baseline: str) -> list[float]:
        """Ours as a multiple of another side, round by round."""
        pairs = zip(self.found[self.ours], self.found[baseline], strict=True)
        return [self.value(ours) / self.value(other) for ours, other in pairs]

    def median(self, side: str, value: Callable[[Sample], float]) -> float:
        """The median of one side."""
        return median(value(sample) for sample in self.found[side])

    def _beside(self, value: Callable[[Sample], float | None]) -> list[float] | None:
        """[baseline, ours] of something that is not compared, but scatters less."""
        sides = []
        for side in (self.baseline, self.ours):
            values = [found for sample in self.found[side] if (found := value(sample)) is not None]
            if not values:
                return None
            sides.append(short(median(values)))
        return sides


def met(ratio: float, target: str) -> bool | None:
    """Whether a ratio meets a target; None where there is none."""
    if not target:
        return None
    sign, limit = target.split()
    return ratio <= float(limit) if sign == "<=" else ratio >= float(limit)


def not_yet(name: str, unit: str, target: str, why: str = "not yet") -> dict[str, Any]:
    """The line of a figure that cannot be measured, so that no name is missing."""
    return {
        "name": name, "ratio": None, "baseline": None, "value": None, "unit": unit, "rounds": 0,
        "spread": None, "target": target, "met": None, "cpu": None, "wal": None, "note": why,
    }  # fmt: skip


def show(line: Mapping[str, Any]) -> None:
    """Print one figure at once: a long run that is stopped has told what it found."""
    print(json.dumps(line), flush=True)


def short(number: float) -> float:
    """Three or four figures: more would be noise."""
    return float(f"{number:.4g}")
