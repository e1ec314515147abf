"""Holds what ran against the bounds."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.plans.bounds import ALLOWED, BUFFERS_EACH, ROWS_EACH, Allowed
from tests.plans.recorder import Statement


@dataclass(frozen=True)
class Finding:
    """A statement that read too much: during which visit, and what of it is too much."""

    visit: str
    statement: Statement
    faults: tuple[str, ...]

    def __str__(self) -> str:
        query = " ".join(self.statement.query.split())[:300]
        scans = "".join(f"\n        {line}" for line in self.statement.reading.nodes[:12])
        return (
            f"{self.visit}\n    {'; '.join(self.faults)}\n    in {self.statement.place}"
            f"\n    {query}{scans}"
        )


def judge(visit: str, statements: Iterable[Statement], size: int = 1) -> list[Finding]:
    """What is wrong with the statements of a visit that was given `size` lines or rows."""
    found = []
    for statement in statements:
        faults = tuple(_faults(statement, size))
        if faults:
            found.append(Finding(visit, statement, faults))
    return found


def _faults(statement: Statement, size: int) -> Iterable[str]:
    reading, allowed = statement.reading, _allowed(statement)
    for table, rows in reading.whole.items():
        if table not in allowed.whole:
            yield f"{table} is read from end to end ({rows:,} rows)"
    rows = max(allowed.rows, ROWS_EACH * size)
    if reading.rows > rows:
        yield f"{reading.rows:,} rows are read, at most {rows:,} may be"
    small = allowed.small * max(1, size // 50)
    if reading.small > small:
        yield f"{reading.small:,} rows of small tables are compared, at most {small:,} may be"
    buffers = max(allowed.buffers, BUFFERS_EACH * size)
    if reading.buffers > buffers:
        yield f"{reading.buffers:,} pages are read, at most {buffers:,} may be"


def _allowed(statement: Statement) -> Allowed:
    text = f"{statement.context}\n{statement.query}"
    return next((one for one in ALLOWED if one.place in text), Allowed("", "no exception"))
