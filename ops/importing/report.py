"""The report of refused rows: every one, in a CSV file, and the first few on the screen."""

import csv
import sys
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import IO, Self

SHOWN = 20
LONGEST_SHOWN = 300  # characters of a value or a reason
# Refusals that wait for those of earlier lines; more are written as they come.
MOST_WAITING = 20_000


@dataclass(frozen=True)
class Refusal:
    """One value that was refused: where it stands, what it is, and why."""

    line: int | str  # line of the file, or the document's name in a data set
    column: str
    value: str
    reason: str
    hint: str = ""


def _short(text: str) -> str:
    """A text as a person reads it in a list: a cell may hold a whole file."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


class Report:
    """Collects refusals in the order of their lines; the file is only made when there is one.

    A row is refused when it is read, or later with its batch, so refusals wait until `settle`
    says that all earlier lines were judged. Memory does not grow.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._written = 0
        self._waiting: list[Refusal] = []
        self._file: IO[str] | None = None

    def add(self, refusal: Refusal) -> None:
        """Take one refusal up: to the file, the first twenty also to standard error."""
        self.count += 1
        self._waiting.append(refusal)
        if isinstance(refusal.line, str) or len(self._waiting) >= MOST_WAITING:
            self.settle()

    def settle(self) -> None:
        """Write what waits: whatever was read so far is judged."""
        self._waiting.sort(key=lambda one: one.line if isinstance(one.line, int) else 0)
        for refusal in self._waiting:
            self._write(refusal)
        self._waiting.clear()

    def _write(self, refusal: Refusal) -> None:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", newline="")
            self._writer = csv.DictWriter(self._file, [one.name for one in fields(Refusal)])
            self._writer.writeheader()
        refusal = replace(refusal, value=_short(refusal.value), reason=_short(refusal.reason))
        self._writer.writerow(asdict(refusal))
        self._written += 1
        if self._written <= SHOWN:
            where = f"line {refusal.line}" if isinstance(refusal.line, int) else refusal.line
            value = f" “{refusal.value}”" if refusal.value else ""
            print(f"{where}, {refusal.column}{value}: {refusal.reason}", file=sys.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.settle()
        if self._file is not None:
            self._file.close()
            more = f"; {self.count - SHOWN:,} more" if self.count > SHOWN else ""
            print(f"{self.count:,} refused{more}: {self.path}", file=sys.stderr)
