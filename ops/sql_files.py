"""What the SQL files under db/ say about themselves: functions, what they call and write.

The files are the code: the deploy loads them as they are, and a test shows that a database holds
nothing else. Reading them needs no running server.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[1]
DB = ROOT / "db"
SCHEMAS = r"(?:inventory|auth|audit|api|queue)"
FUNCTION = re.compile(rf"create or replace function ({SCHEMAS})\.(\w+)", re.I)
BODY = re.compile(r"\$(\w*)\$\n(.*?)\$\1\$", re.S)
CALL = re.compile(rf"\b{SCHEMAS}\.(\w+)\s*\(")
WRITE = re.compile(rf"\b(insert into|update|delete from|merge into)\s+({SCHEMAS}\.\w+)", re.I)
TRIGGER = re.compile(
    r"create (?:or replace )?(?:constraint )?trigger (\w+)\s+(.*?)\son\s+([\w.]+).*?"
    r"execute function [\w]+\.(\w+)\(",
    re.I | re.S,
)
POLICY = re.compile(r"create policy (\w+) on ([\w.]+) for (\w+) to ([^;]*?)\n(.*?);", re.I | re.S)


@dataclass(frozen=True)
class Function:
    """One function, from its file."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """The whole file."""
        return self.path.read_text()

    @cached_property
    def body(self) -> str:
        """What it does, without comments in the SQL."""
        bodies = "\n".join(found[1] for found in BODY.findall(self.text))
        return re.sub(r"--[^\n]*", "", bodies)

    @cached_property
    def comment(self) -> str:
        """Its public docstring."""
        found = re.search(r"comment on function [^;']*? is\s+'((?:[^']|'')*)'", self.text)
        return found[1].replace("''", "'") if found else ""

    @property
    def sentence(self) -> str:
        """The first sentence of its docstring."""
        return re.split(r"(?<=\.)\s", self.comment)[0]

    @cached_property
    def calls(self) -> list[str]:
        """Names of our functions that it calls, in order."""
        return list(dict.fromkeys(name for name in CALL.findall(self.body) if name != self.name))

    @cached_property
    def writes(self) -> dict[str, list[str]]:
        """Tables that it writes itself, each with how: insert, update, delete, merge."""
        found: dict[str, list[str]] = {}
        for verb, table in WRITE.findall(self.body):
            verbs = found.setdefault(table.lower(), [])
            if verb.split()[0].lower() not in verbs:
                verbs.append(verb.split()[0].lower())
        return found


@dataclass(frozen=True)
class Trigger:
    """One trigger: when it fires on which table, and the function it runs."""

    name: str
    when: str
    table: str
    function: str
    path: Path


@dataclass(frozen=True)
class Policy:
    """One row policy: for which verb and roles, and its condition."""

    name: str
    table: str
    verb: str
    roles: str
    condition: str


def functions() -> dict[str, Function]:
    """All functions by name; names are unique (there are no overloads)."""
    found = {}
    for path in sorted((DB / "functions").rglob("*.sql")):
        for _, name in FUNCTION.findall(path.read_text()):
            found[name] = Function(name, path)
    return found


def triggers() -> list[Trigger]:
    """All triggers."""
    found = []
    for path in sorted((DB / "functions" / "triggers").glob("*.sql")):
        for name, when, table, function in TRIGGER.findall(path.read_text()):
            found.append(Trigger(name, " ".join(when.split()), table, function, path))
    return found


def policies() -> list[Policy]:
    """All row policies."""
    found = []
    for path in sorted((DB / "policies").glob("*.sql")):
        for name, table, verb, roles, condition in POLICY.findall(path.read_text()):
            shape = (" ".join(part.split()) for part in (roles, condition))
            found.append(Policy(name, table, verb.lower(), *shape))
    return found


def reached(start: Function, known: dict[str, Function]) -> list[Function]:
    """The function and all of ours that it calls, directly or not, in order of discovery."""
    found = [start]
    for function in found:
        for name in function.calls:
            if name in known and known[name] not in found:
                found.append(known[name])
    return found
