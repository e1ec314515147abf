"""The way back through the pages of a list: where those before this one began, in the address.

A list pages onward by the cursor its function answers. Back is by those that were passed: so every
list has it, without JavaScript too, and what is said of a list's pages is said once.
"""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from web import http

MOST = 20  # pages that are remembered; before them, the first
LONGEST = 8_000  # characters of an address that are read
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
        said = request.query.get("trail", "")[:LONGEST]
        before = tuple(one for one in said.split("~") if one)
        return cls(request.query.get("after", ""), before, http.is_partial(request))

    @property
    def onward(self) -> str:
        """What the next page's address says of those before it."""
        passed = [*self.before, *([self.after] if self.after else [])]
        return "~".join([CUT, *passed[-MOST:]] if len(passed) > MOST else passed)

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
