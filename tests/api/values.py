"""Values that mean something, strewn into what schemathesis makes up.

Made-up SKUs name nothing: nearly all that is asked with them is a 404. So names, keys and versions
are replaced, often, by those that there are: of the company, and of what answers have told (an
item that was just created is read, edited, moved and removed by what comes after).
"""

import copy
import json
from collections import defaultdict, deque
from random import Random
from typing import Any

from tests.api.visitors import SPARE

SKUS = ("APPLE", "MILK", "BOLT-M8", "apple", "NOPE")
PLACES = ("MAIN", "MAIN-A", "MAIN-A-1", "MAIN-B", "HARBOUR", "AIRPORT", "NORTH", "ACME")
KNOWN: dict[str, tuple[Any, ...]] = {
    "sku": SKUS, "item": SKUS,
    "location": PLACES, "from": PLACES, "to": PLACES,
    "unit": ("ea", "l", "case"), "category": ("FOOD", "PARTS", "ALL"),
    "quantity": (1, 2, "0.5", 1000, -1, 0), "factor": (6, "1.5"), "lot": ("L1", "S1", "NEW"),
    "expires_on": ("2030-01-31",), "occurred_at": ("2026-01-31T12:00:00Z", None),
    "person": (SPARE, "no_such"), "email": ("spare@example.com",),
    "reason": ("Counted",), "version": (1, 2, 3), "severity": ("info", "warning", "critical"),
    "minimum": (1, 50, None), "maximum": (100, 1e6, None), "margin": (0, 1),
    "state": ("open", "resolved", "all"), "sort": ("name", "-name", "sku", "updated", "-updated"),
    "q": ("apple", "status:low", "location:MAIN", "category:FOOD -milk", "is:retired", 'x:"'),
}  # fmt: skip
KEPT_NEWEST = 20  # of each name
TOLD_AS = {"item": "sku", "next": "after", "reverses": "document"}
# Nobody's name: who is disabled, or has another password, asks no more.
TELLING = {"sku", "item", "document", "version", "next", "location", "alert", "session"}
REPLACED = 0.8  # of the parts that have a meaning
SEARCHED = 40  # entries of an answer, breadth first


class Pool:
    """What is known to be there, by the name it goes by."""

    def __init__(self, chosen: int) -> None:
        self.random = Random(chosen)
        self._told: defaultdict[str, deque[Any]] = defaultdict(lambda: deque(maxlen=KEPT_NEWEST))

    def learn(self, text: str) -> None:
        """Keep names and keys of an answer."""
        try:
            left: deque[Any] = deque([json.loads(text)])
        except ValueError:
            return
        for _ in range(SEARCHED):
            one = left.popleft() if left else None
            if isinstance(one, list):
                left.extend(one[:5])
            elif isinstance(one, dict):
                left.extend(value for value in one.values() if isinstance(value, dict | list))
                for name in TELLING & one.keys():
                    if isinstance(one[name], str | int):
                        self._told[TOLD_AS.get(name, name)].append(one[name])

    def strewn(self, value: Any) -> Any:
        """A copy of it in which some of the parts are what is there."""
        return self._strew(copy.deepcopy(value))

    def _strew(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._strew(one) for one in value]
        if not isinstance(value, dict):
            return value
        return {name: self._one(name, one) for name, one in value.items()}

    def _one(self, name: str, value: Any) -> Any:
        known = [*KNOWN.get(name, ()), *self._told.get(TOLD_AS.get(name, name), ())]
        return (
            self.random.choice(known)
            if known and self.random.random() < 0.8
            else self._strew(value)
        )
