"""routes.toml as Python: who may ask what of the web, and the requests that try it."""

import re
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from tests import company
from tests.policies.matrix import ACTORS

ROUTES = Path(__file__).with_name("routes.toml")
VISITOR = "visitor"  # nobody is signed in
PERSON = "person"  # whoever is
# One person of each set of groups, of those who have a dashboard.
PEOPLE = {
    name: groups | {PERSON}
    for groups, name in {groups: name for name, groups in reversed(ACTORS.items())}.items()
    if name in company.PEOPLE and "reporting" not in groups
}
EVERYBODY = {VISITOR: frozenset({VISITOR}), **PEOPLE}


@dataclass(frozen=True)
class Try:
    """One entry of routes.toml."""

    route: str
    may: list[str]
    parts: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None
    json: dict[str, Any] | None = None
    file: str = ""
    stream: bool = False
    answer: int = 0
    data_may: list[str] | None = None

    @property
    def method(self) -> str:
        """GET or POST."""
        return self.route.split()[0]

    @property
    def path(self) -> str:
        """As the router has it."""
        return self.route.split()[1]

    def is_for(self, groups: frozenset[str], is_data: bool) -> bool:
        """Whether one of these groups may have the page, or the data."""
        data = self.may if self.data_may is None else self.data_may
        return not groups.isdisjoint(data if is_data else self.may)


@dataclass(frozen=True)
class Asked:
    """One request: its path, whether it asks for data, and its body."""

    method: str
    path: str
    query: dict[str, str]
    is_data: bool
    form: dict[str, str] | None = None
    json: dict[str, Any] | None = None

    def __str__(self) -> str:
        """Short enough for a list of what went wrong."""
        way = "JSON" if self.json is not None else "form" if self.form is not None else "page"
        return f"{self.method} {self.path} ({way})"


@cache
def declared() -> tuple[Try, ...]:
    """The entries of routes.toml, in its order; an unknown key raises TypeError."""
    entries = tomllib.loads(ROUTES.read_text(encoding="utf-8"))["try"]
    return tuple(Try(**entry) for entry in entries)


def routed(app: web.Application) -> dict[str, str]:
    """The router's routes ("GET /items{suffix}") and their patterns; HEAD is GET's."""
    found = {}
    for route in app.router.routes():
        info = route.resource.get_info()
        if route.method != "HEAD":
            path = info.get("path") or info.get("formatter")
            pattern = info["pattern"].pattern if "pattern" in info else ""
            found.setdefault(f"{route.method} {path}", pattern)
    return found


def requests(one: Try, pattern: str, known: dict[str, str]) -> Iterator[Asked]:
    """What to send for an entry: its page and each suffix, or its form and its JSON."""
    known = known | one.parts
    path = one.path
    for name, value in known.items():
        path = path.replace("{" + name + "}", quote(_filled(value, known), safe="/"))
    if one.method == "GET":
        suffixes = re.findall(r"\\?\.(json|csv|xlsx)\b", pattern)
        for suffix in ["", *(f".{name}" for name in suffixes)]:
            yield Asked("GET", path.replace("{suffix}", suffix), one.query, bool(suffix))
    for form in [] if one.form is None else [one.form]:
        yield Asked(one.method, path, one.query, False, form=_filled(form, known))
    for body in [] if one.json is None else [one.json]:
        yield Asked(one.method, path, one.query, True, json=_filled(body, known))


def _filled(value: Any, known: dict[str, str]) -> Any:
    """A value with its {names} replaced, at any depth."""
    if isinstance(value, dict):
        return {name: _filled(one, known) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, known) for one in value]
    if not isinstance(value, str):
        return value
    if value == "{key}":
        return str(uuid.uuid4())
    return re.sub(r"\{(\w+)\}", lambda name: known[name[1]], value)
