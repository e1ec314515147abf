"""The way back through the pages of a list: where those before this one began, in the address.

A list pages onward by the cursor its function answers. Back is by those that were passed: so every
list has it, without JavaScript too, and what is said of a list's pages is said once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from web import http

MOST = 20  # pages that are remembered; before them, the first
# Characters of them: a place holds the names it is at, at most a thousand characters, and a line of
# a request 8,190, with the search and the place itself.
LONGEST = 4_000
CUT = "-"  # stands for what was forgotten


@dataclass(frozen=True)
class Trail:
    """Where this page begins, and where those before it did; the first one begins nowhere."""

    after: str = ""
    before: tuple[str, ...] = ()
    is_part: bool = False  # rows that are added below others: what is before them is on the page

    @classmethod
    def of(cls, request: web.Request) -> "Trail":
        """As the address says it."""
        before = tuple(one for one in request.query.get("trail", "").split("~") if one)
        return cls(request.query.get("after", ""), _kept(before), http.is_partial(request))

    @property
    def onward(self) -> str:
        """What the next page's address says of those before it."""
        passed = [*self.before, *([self.after] if self.after else [])]
        return "~".join(_kept(passed))

    @property
    def back(self) -> dict[str, Any] | None:
        """What the address of the page before says otherwise; None on the first one."""
        if not self.after or self.is_part:
            return None
        if not self.before or self.before[-1] == CUT:
            return {"after": "", "trail": ""}
        return {"after": self.before[-1], "trail": "~".join(self.before[:-1])}

    @property
    def is_cut(self) -> bool:
        """Whether the way back leads to the first page, past others that are forgotten."""
        return self.before[-1:] == (CUT,)


def _kept(passed: Sequence[str]) -> tuple[str, ...]:
    """The latest of the pages that were passed, each whole, as many as an address has room for."""
    places = [one for one in passed if one != CUT]
    room, kept = LONGEST, 0
    for one in reversed(places[-MOST:]):
        room -= len(one) + 1
        if room < 0:
            break
        kept += 1
    cut = (CUT,) if kept < len(places) or CUT in passed else ()
    return (*cut, *places[len(places) - kept :])
