"""The SQL files of db/: which there are, in load order, and which objects each one makes."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DB = ROOT / "db"
# Functions first: views, triggers and policies call them. Bodies are not checked while
# loading, so the order within a folder matters to views alone.
FOLDERS = (
    "functions/support",
    "functions/views",
    "functions/triggers",
    "functions/commands",
    "functions/reports",
    "policies",
)
NOT_CODE = {"policies/roles.sql"}

_MAKES = (
    ("function", re.compile(r"^create or replace function ([a-z_]+\.[a-z0-9_]+)", re.M)),
    ("view", re.compile(r"^create or replace view ([a-z_]+\.[a-z0-9_]+)", re.M)),
    ("event trigger", re.compile(r"^create event trigger ([a-z0-9_]+)", re.M)),
    (
        "trigger",
        re.compile(r"^create or replace trigger ([a-z0-9_]+)[^;]*? on ([a-z_]+\.[a-z0-9_]+)", re.M),
    ),
    ("policy", re.compile(r"^create policy ([a-z0-9_]+) on ([a-z_]+\.[a-z0-9_]+)", re.M)),
)
_GRANT = re.compile(
    r"^grant\s[^;]*?\son\s+"
    r"(?:(all tables in schema|all sequences in schema|table|schema|function)\s+)?"
    r"([^;]*?)\s+to\s",
    re.M,
)
_COMMA = re.compile(r",\s*(?![^(]*\))")  # between names, not between a function's parameters


@dataclass(frozen=True)
class SqlObject:
    """An object made by a file: its kind, its name, and the table of a trigger or policy."""

    kind: str
    name: str
    table: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}" + (f" on {self.table}" if self.table else "")

    @classmethod
    def parse(cls, text: str) -> "SqlObject":
        """The reverse of str()."""
        head, _, table = text.partition(" on ")
        kind, _, name = head.rpartition(" ")
        return cls(kind, name, table)


@dataclass(frozen=True)
class SqlFile:
    """One file of code. `path` is relative to db/."""

    path: str
    text: str

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the text: what tells a deploy that the file changed."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def objects(self) -> list[SqlObject]:
        """What the file makes, in its own order of kinds."""
        return [
            SqlObject(kind, *match) if isinstance(match, tuple) else SqlObject(kind, match)
            for kind, pattern in _MAKES
            for match in pattern.findall(self.text)
        ]

    @cached_property
    def grants(self) -> list[str]:
        """What the file grants on, as a grant names it: `table inventory.items`, `schema api`."""
        return sorted(
            {
                f"{kind or 'table'} {name}"
                for kind, names in _GRANT.findall(self.text)
                for name in _COMMA.split(names)
            }
        )


def code_files() -> list[SqlFile]:
    """Every file of code, in load order."""
    paths = [p for folder in FOLDERS for p in sorted((DB / folder).glob("*.sql"))]
    return [
        SqlFile(p.relative_to(DB).as_posix(), p.read_text(encoding="utf-8"))
        for p in paths
        if p.relative_to(DB).as_posix() not in NOT_CODE
    ]


def schema_files() -> list[SqlFile]:
    """The declared shape of the data, in load order."""
    return [
        SqlFile(p.relative_to(DB).as_posix(), p.read_text(encoding="utf-8"))
        for p in sorted((DB / "schema").glob("*.sql"))
    ]
