"""The report of refused rows: every one, in a CSV file, and the first few on the screen."""

import csv
import sys
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Self

SHOWN = 20


@dataclass(frozen=True)
class Refusal:
    """One value that was refused: where it stands, what it is, and why."""

    line: int | str  # line of the file, or the document's name in a data set
    column: str
    value: str
    reason: str
    hint: str = ""


class Report:
    """Collects refusals; the file is only made when there is one. Memory does not grow."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: IO[str] | None = None

    def add(self, refusal: Refusal) -> None:
        """Write one refusal to the file; the first twenty also to standard error."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", newline="")
            self._writer = csv.DictWriter(self._file, [one.name for one in fields(Refusal)])
            self._writer.writeheader()
        self._writer.writerow(asdict(refusal))
        self.count += 1
        if self.count <= SHOWN:
            where = f"line {refusal.line}" if isinstance(refusal.line, int) else refusal.line
            value = f" “{refusal.value}”" if refusal.value else ""
            print(f"{where}, {refusal.column}{value}: {refusal.reason}", file=sys.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            more = f"; {self.count - SHOWN:,} more" if self.count > SHOWN else ""
            print(f"{self.count:,} refused{more}: {self.path}", file=sys.stderr)
