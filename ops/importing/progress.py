"""A progress bar on standard error, for what takes longer than two seconds."""

import sys
import time
from typing import Self, TextIO

WIDTH = 30
EVERY = 0.2  # seconds between two drawings on a terminal
EVERY_LINE = 10.0  # seconds between two lines where the output is no terminal


class Progress:
    """`with Progress("Posting", total) as bar: bar.advance(1, lines=200)`.

    Without a total (a file that is read only once) it counts up, and shows no bar.
    """

    def __init__(self, title: str, total: int | None, out: TextIO | None = None) -> None:
        self._title = title
        self._total = total
        self._out = out or sys.stderr
        self._terminal = self._out.isatty()
        self._begun = self._drawn = time.monotonic()
        self._done = 0
        self.lines = 0

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._begun

    def advance(self, steps: int = 1, *, lines: int = 0) -> None:
        """Count steps done, and lines within them."""
        self._done += steps
        self.lines += lines
        now = time.monotonic()
        if now - self._drawn >= (EVERY if self._terminal else EVERY_LINE):
            self._drawn = now
            self._draw()

    def _draw(self) -> None:
        if self._total is None:
            self._write(f"{self._title} {self._done:,} ({self._done / self.seconds:,.0f}/s)")
            return
        share = min(self._done / max(self._total, 1), 1.0)
        rate = f", {self.lines / max(self.seconds, 0.001):,.0f} lines/s" if self.lines else ""
        text = f"{self._title} {self._done:,} of {self._total:,} ({share:.0%}{rate})"
        if self._terminal:
            bar = "#" * round(share * WIDTH)
            left = (1 - share) / share * self.seconds if share else 0.0
            text = f"[{bar:<{WIDTH}}] {text}, {left:,.0f} s left"
        self._write(text)

    def _write(self, text: str) -> None:
        self._out.write(f"\r\x1b[K{text}" if self._terminal else f"{text}\n")
        self._out.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._terminal:
            self._out.write("\r\x1b[K")
            self._out.flush()
