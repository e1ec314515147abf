"""Hears from the server which statements really ran, with their plans: auto_explain's log.

The plans are those of the statements themselves, within functions too, under the role that they
ran as; nothing is explained afterwards under another one.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

from tests.plans.reading import Catalogue, Reading, read

PRELOAD = {"shared_preload_libraries": "auto_explain"}
LOGGING = {
    "logging_collector": "on", "log_destination": "jsonlog", "log_filename": "plans.log",
    "log_rotation_size": "0", "log_rotation_age": "0", "log_checkpoints": "off",
}  # fmt: skip
EXPLAINING = {
    "auto_explain.log_min_duration": "0", "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on", "auto_explain.log_timing": "off",
    "auto_explain.log_nested_statements": "on", "auto_explain.log_format": "json",
    "auto_explain.log_parameter_max_length": "200",
}  # fmt: skip
# The poller of live pages asks by itself, whatever is visited.
NOT_VISITED = ("stockroom live", "plans recorder")
WAIT_SECONDS = 20.0


@dataclass(frozen=True)
class Statement:
    """One statement that ran: its text, where in our functions it stands, what it read."""

    query: str
    context: str
    plan: dict[str, Any]
    catalogue: Catalogue

    @cached_property
    def reading(self) -> Reading:
        """What it read."""
        return read(self.plan, self.catalogue)

    @property
    def place(self) -> str:
        """The innermost function it stands in, or its own text."""
        first = self.context.splitlines()[0] if self.context else ""
        return first or " ".join(self.query.split())[:120]


class Recorder:
    """Reads the server's log between two marks of its own."""

    def __init__(self, log: Path, dsn: str) -> None:
        self._log = log
        self._db = psycopg.connect(dsn, autocommit=True, application_name="plans recorder")
        self._marks = 0
        self._catalogue = _catalogue(self._db)

    def close(self) -> None:
        """Let go of the server."""
        self._db.close()

    def forget(self) -> None:
        """Whatever was logged until now is of no visit."""
        self._wait_for_mark()

    def statements(self) -> list[Statement]:
        """What ran since the last time, in the order in which it ended."""
        lines = self._wait_for_mark()
        return list(_statements(lines, self._catalogue))

    def _wait_for_mark(self) -> list[str]:
        """The log's lines up to a mark made now; the log begins anew after them."""
        self._marks += 1
        mark = f"plans mark {self._marks}."
        self._db.execute(f"do $$ begin raise log '{mark}'; end $$")
        end = time.monotonic() + WAIT_SECONDS
        while True:
            text = self._log.read_text()
            # A server process may be in the middle of its line.
            if mark in text and text.endswith("\n"):
                break
            if time.monotonic() > end:
                raise TimeoutError(f"The log has no {mark!r}")
            time.sleep(0.005)
        with self._log.open("r+") as file:
            file.truncate(0)  # the server appends
        return text.splitlines()


def _catalogue(db: psycopg.Connection[Any]) -> Catalogue:
    tables = db.execute("select relname, reltuples from pg_class where relkind = 'r'").fetchall()
    brin = db.execute(
        "select c.relname from pg_class as c join pg_am as a on a.oid = c.relam"
        " where a.amname = 'brin'"
    ).fetchall()
    return Catalogue({name: int(rows) for name, rows in tables}, frozenset(one for (one,) in brin))


def _statements(lines: list[str], catalogue: Catalogue) -> Iterator[Statement]:
    for line in lines:
        if '"duration: ' not in line:
            continue
        said = json.loads(line)
        if said.get("application_name") in NOT_VISITED or "plan:\n" not in said["message"]:
            continue
        plan = json.loads(said["message"].split("plan:\n", 1)[1])
        yield Statement(plan.get("Query Text", ""), said.get("context", ""), plan, catalogue)
