"""`stockroom lint`: what the catalogue must not hold; each rule is a query in ops/lints.

A DBA's exception is a row of local.lint_exceptions (lint, found, reason, until): what it names is
not told until that day is over, and told again after it. Without the table there are none.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from ops.database import reach
from ops.settings import read

LINTS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted(Path(__file__).with_name("lints").glob("*.sql"))
}
EXCEPTIONS = "local.lint_exceptions"


@dataclass(frozen=True)
class Finding:
    """One thing that a lint found; `note` says of an exception that has ended."""

    lint: str
    found: str
    note: str = ""


def findings(db: psycopg.Connection[Any]) -> list[Finding]:
    """What all lints find, less what is excepted today; rows of `db` may be tuples or dicts."""
    with db.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
        known = cursor.execute("select to_regclass(%s) is not null", [EXCEPTIONS]).fetchone()
        excepted: dict[tuple[str, str], date] = {}
        if known == (True,):
            rows = cursor.execute(f"select lint, found, until from {EXCEPTIONS}")  # noqa: S608
            excepted = {(lint, found): until for lint, found, until in rows}
        told = []
        for lint, query in LINTS.items():
            for (found,) in cursor.execute(query).fetchall():
                until = excepted.get((lint, found))
                if until is None or until < date.today():
                    note = f"its exception ended on {until}" if until else ""
                    told.append(Finding(lint, found, note))
        return told


def why(lint: str) -> str:
    """The reason on top of a lint's file, as one line."""
    lines = [line[3:].strip() for line in LINTS[lint].splitlines() if line.startswith("-- ")]
    return " ".join(lines)


def lint() -> int:
    """Print what is found, each rule with its reason; returns 1 when there is anything."""
    with (
        reach(read(), "looking at the catalogue") as database,
        psycopg.connect(database.owner) as db,
    ):
        told = findings(db)
    for name in dict.fromkeys(one.lint for one in told):
        print(f"{name}: {why(name)}")
        for one in told:
            if one.lint == name:
                print(f"  {one.found}" + (f" ({one.note})" if one.note else ""))
    print(f"{len(LINTS)} lints: {len(told)} findings")
    return 1 if told else 0
