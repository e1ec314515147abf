"""What a scenario found: one JSON line per figure, some of which must have one value."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Figures:
    """Prints figures as they come and remembers those that are not what they must be."""

    scenario: str
    broken: list[str] = field(default_factory=list)

    def tell(self, name: str, value: object, unit: str, **more: object) -> None:
        """Print one figure; its name begins with the scenario's."""
        line = {"name": f"{self.scenario}_{name}", "value": value, "unit": unit, **more}
        print(json.dumps(line, default=str), flush=True)

    def must(self, name: str, value: object, unit: str, wanted: object = 0, **more: object) -> None:
        """As `tell`; any other value than the wanted one fails the run."""
        self.tell(name, value, unit, must=wanted, **more)
        if value != wanted:
            self.broken.append(f"{self.scenario}_{name}: {value} instead of {wanted} {more or ''}")

    def seconds(self, name: str, times: Sequence[float]) -> None:
        """A duration that was measured several times: the median, with the longest beside it."""
        if times:
            longest, middle = round(max(times), 2), round(median(times), 2)
            self.tell(name, middle, "s", max=longest, times=len(times))
