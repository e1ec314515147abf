"""Requests to every route of the web that are valid but for one or two parts.

Routes come from the router. A command's form is known here by its address, or else from
tests/web/routes.toml; a route that is in neither gets fields that mean nothing to it.
"""

import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web
from hypothesis import strategies as st

from tests.garbage.mutations import mutated
from tests.garbage.valid import NEW_ITEM, VALUES
from tests.garbage.values import ODD_NUMBERS, ODD_TIMES, texts, to_json
from tests.web.routes import declared

# In every valid form: a page that refuses it shows it again.
KEPT = "Kept-4711"
LINE = {"item": "APPLE", "location": "MAIN-A", "quantity": "2", "note": "n"}
HEAD = {
    "document.idempotency_key": "", "document.reference": KEPT, "document.note": "a note",
    "document.occurred_at": "2026-01-31T12:00",
}  # fmt: skip
RANGE = {"location": "MAIN", "minimum": "1", "maximum": "4711.0", "margin": "0",
         "severity": "info", "version": ""}  # fmt: skip
ITEM = {
    "sku": "PEAR", "name": "Pear", "description": KEPT, "category": "FOOD", "unit": "ea",
    "attribute.weight": "0.2", "attribute.organic": "true", "pack.unit": "case",
    "pack.factor": "6", "version": "1",
}  # fmt: skip
FORMS: dict[str, dict[str, str]] = {
    "/post_receipt": HEAD | LINE | {"unit_cost": "1.5", "lot": "L2", "expires_on": "2030-01-31"},
    "/post_issue": HEAD | LINE,
    "/post_transfer": HEAD | {"item": "APPLE", "from": "MAIN-A", "to": "MAIN-B", "quantity": "1"},
    "/post_adjustment": HEAD | LINE | {"reason": "Counted", "quantity": "-1"},
    "/set_threshold/{sku}": RANGE,
    "/remove_threshold/{sku}": {"location": "MAIN"},
    "/create_item": ITEM,
    "/edit_item/{sku}": ITEM,
    "/remove_item/{sku}": {"version": "1"},
    "/reverse_document/{document}": {"idempotency_key": "", "note": KEPT},
    "/invite_user": {
        "person": "new_one",
        "name": KEPT,
        "groups": "viewer",
        "place": "MAIN",
        "email": "new_one@example.com",
    },
    "/create_user": {"person": "new_tool", "name": KEPT, "groups": "reporting", "kind": "tool"},
    "/edit_account": {"name": KEPT, "time_zone": "Europe/Berlin"},
    "/break_glass": {"location": "MAIN", "reason": KEPT, "hours": "1", "group_name": ""},
    "/preferences": {"theme": "dark", "back": "/items"},
    "/sign-in": {"person": "vic_viewer", "password": "wrong", "next": "/"},
    "/sign-out": {},
}
BODIES: dict[str, Any] = {
    "/create_item": NEW_ITEM,
    "/edit_item/{sku}": {"name": "Apples", "attributes": {"weight": 1}, "version": 1},
    "/set_threshold/{sku}": {"location": "MAIN", "minimum": 1, "maximum": 9.5, "severity": "info"},
    "/reverse_document/{document}": {"idempotency_key": "", "note": "n"},
} | {
    f"/{command}": {"lines": VALUES[f"{command}.lines"], "idempotency_key": "", "reference": "R"}
    for command in ("post_receipt", "post_issue", "post_transfer", "post_adjustment")
}
# Of the others, what the web's own tests send.
FORMS = {one.path: one.form for one in declared() if one.form} | FORMS
BODIES = {one.path: one.json for one in declared() if one.json} | BODIES
QUERY = {
    "q": "apple", "sort": "-name", "after": "", "state": "all", "sku": "APPLE", "days": "90",
    "place": "MAIN", "location": "MAIN", "item": "APPLE", "category": "FOOD", "next": "/items",
    "table": "", "as": "retired", "removed": "APPLE", "raw": "",
}  # fmt: skip
KINDS = (
    "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
    "text/plain", "application/json; charset=utf-16", "application/xml", "", "x",
)  # fmt: skip
HIDDEN = ("version", "idempotency_key", "document.idempotency_key")
UNENDING = ("/events",)  # a stream; what it takes is a session


@dataclass(frozen=True)
class Route:
    """One route: method, path as the router has it, and what its variable parts may be."""

    method: str
    path: str
    parts: dict[str, str] = field(default_factory=dict)  # name and pattern

    def __repr__(self) -> str:
        """As it stands in the router."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Request:
    """What is sent."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    command: str = ""  # the address its form is known by
    keeps: str = ""  # what a page that refuses it shows again

    def __repr__(self) -> str:
        """Short enough to read."""
        return (
            f"{self.method} {self.target[:300]} {self.headers} {self.body[:1500]!r}"
            f" ({len(self.body)} bytes)"
        )


def routes(app: web.Application) -> list[Route]:
    """All routes that answer and end, by method and path; HEAD is GET's."""
    found = []
    for route in app.router.routes():
        info = route.resource.get_info()
        path = info.get("path") or info.get("formatter")
        if route.method != "HEAD" and path not in UNENDING:
            pattern = info["pattern"].pattern if "pattern" in info else ""
            found.append(Route(route.method, path, _parts(pattern)))
    return found


def _parts(pattern: str) -> dict[str, str]:
    return dict(re.findall(r"\(\?P<(\w+)>((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)", pattern))


@st.composite
def spoilt(draw: Any, route: Route, values: dict[str, str]) -> Request:
    """A request to a route with something wrong in its path, query, headers or body."""
    parts = {name: _valid_part(draw, name, pattern, values) for name, pattern in
             route.parts.items()}  # fmt: skip
    command = route.path.replace("{command}", parts.get("command", ""))
    if parts and draw(st.integers(0, 3)) == 0:
        parts[draw(st.sampled_from(sorted(parts)))] = draw(texts())[:3000]
    path = route.path
    for name, value in parts.items():
        path = path.replace("{" + name + "}", quote(value, safe="." if name == "suffix" else ""))
    target = path + draw(queries())
    headers = {"Accept": draw(st.sampled_from(["text/html", "application/json", "*/*", "x/y;q=z"]))}
    if draw(st.integers(0, 9)) == 0:
        headers["HX-Request"] = "true"
    if route.method == "GET":
        return Request("GET", target, headers, b"")
    kind, body, keeps = draw(bodies(command))
    return Request(route.method, target, headers | {"Content-Type": kind}, body, command, keeps)


def _valid_part(draw: Any, name: str, pattern: str, values: dict[str, str]) -> str:
    if name == "suffix":
        return draw(st.sampled_from(["", ".json", ".csv"])) if "csv" in pattern else draw(
            st.sampled_from(["", ".json"]))  # fmt: skip
    if name == "command":
        kinds = re.search(r"\(\?:([a-z|]+)\)", pattern)
        return "post_" + draw(st.sampled_from(kinds[1].split("|") if kinds else ["receipt"]))
    return values.get(name, "x")


@st.composite
def queries(draw: Any) -> str:
    """A query string with some of the names that pages read, most of them spoilt."""
    names = draw(st.lists(st.sampled_from([*sorted(QUERY), "\u202e", "'"]), max_size=3))
    pairs = [(name, draw(st.just(QUERY.get(name, "x")) | texts())[:2000]) for name in names]
    raw = draw(st.sampled_from(["", "", "", "%", "%zz", "%ff", "&&==", "%00", "a=%ed%a0%80"]))
    text = "&".join(part for part in (urlencode(pairs), raw) if part)
    return f"?{text}" if text else ""


@st.composite
def bodies(draw: Any, command: str) -> tuple[str, bytes, str]:
    """Content type, body, and what a refusing page must show of it."""
    way = draw(st.sampled_from(["form"] * 4 + ["json"] * 4 + ["raw"]))
    if way == "json":
        valid = _with_key(BODIES.get(command, {"version": 1, "note": "n"}))
        text = to_json(mutated(draw, valid, draw(st.integers(1, 2))))
        return KINDS[0], text.encode("utf-8", "surrogatepass"), ""
    if way == "raw":
        raw = draw(st.binary(max_size=200) | st.sampled_from([b"{" * 9000, b"a=" + b"%f" * 9000]))
        return draw(st.sampled_from(KINDS)), raw, ""
    valid = _with_key(FORMS.get(command, {"name": "x", "note": "y"}))
    pairs, spoilt = _spoilt_form(draw, valid)
    shown = KEPT if KEPT in valid.values() else "4711" if "maximum" in valid else ""
    # Hidden fields are not typed: what is wrong with them is told by a page of its own.
    if any(valid.get(name) in (KEPT, "4711.0") or name in HIDDEN for name in spoilt):
        shown = ""
    return KINDS[1], urlencode(pairs).encode(), shown


def _with_key(valid: dict[str, Any]) -> dict[str, Any]:
    """The same with a key of its own."""
    return {
        name: str(uuid.uuid4()) if name.endswith("idempotency_key") else value
        for name, value in valid.items()
    }


def _spoilt_form(draw: Any, valid: dict[str, str]) -> tuple[list[tuple[str, str]], set[str]]:
    pairs, spoilt = list(valid.items()), set()
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(pairs)))
        way = draw(st.sampled_from(["value"] * 6 + ["remove", "double", "add"]))
        value = draw(st.one_of(texts(), st.sampled_from(ODD_NUMBERS + ODD_TIMES)))
        if at == len(pairs) or way == "add":
            name = draw(st.sampled_from(["attribute.x", "pack.unit", "item", "", "quantity", "do"]))
            pairs.append((name, value))
            continue
        spoilt.add(pairs[at][0])
        if way == "remove":
            del pairs[at]
        elif way == "double":
            pairs.insert(at, pairs[at])
        else:
            pairs[at] = (pairs[at][0], value)
    return pairs, spoilt


def as_json(text: str) -> Any:
    """What a JSON answer says."""
    return json.loads(text)
