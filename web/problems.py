"""A refusal as a program reads it: a problem of RFC 9457 (application/problem+json).

`type` is the address of the code's description, `instance` the path that was asked (of a fault of
ours with the log's reference), `errors` every field or line that is wrong, with a JSON pointer into
the body that was sent or the name of the parameter. `error` is what version 0.1.0 answered, and
stays for its clients.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import web

from web import codes, http, render
from web.errors import Refusal
from web.shapes import Schema

OLD_ERROR: Schema = {
    "type": "object",
    "deprecated": True,
    "description": "The same as version 0.1.0 told it.",
    "required": ["code", "message", "hint", "field", "detail"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "hint": {"type": "string"},
        "field": {"type": ["string", "null"]},
        "detail": {"type": ["object", "array", "null"]},
    },
}
WRONG: Schema = {
    "type": "object",
    "required": ["detail", "code"],
    "properties": {
        "detail": {"type": "string", "description": "What is wrong with it."},
        "code": {"type": "string", "description": "As in /docs/errors."},
        "hint": {"type": ["string", "null"], "description": "What to do next."},
        "pointer": {"type": "string", "description": "JSON pointer into the body: #/lines/0/item."},
        "parameter": {"type": "string", "description": "The parameter of the address."},
        "line": {"type": ["integer", "null"], "description": "Of a document, from 1."},
        "field": {"type": ["string", "null"], "description": "The field's name."},
    },
}
SCHEMA: Schema = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "code", "hint", "error"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference",
                 "description": "What kind: /docs/errors#IN014, and so on."},
        "title": {"type": "string", "description": "The kind in words, always the same."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What happened this time."},
        "instance": {"type": "string", "format": "uri-reference",
                     "description": "What was asked; of a fault with the log's reference."},
        "code": {"type": "string", "description": "SQLSTATE (class IN is ours), or HTTP…"},
        "hint": {"type": "string", "description": "What to do next; may be empty."},
        "errors": {"type": "array", "items": WRONG,
                   "description": "Each field or line that is wrong, where it is of one."},
        "facts": {"type": "object", "description": "What the database told beside."},
        "error": OLD_ERROR,
    },
}  # fmt: skip
ATTRIBUTE = "attribute."  # how errors.py names a field among an item's attributes


def respond(request: web.Request, refusal: Refusal) -> web.Response:
    """The answer that carries a refusal."""
    return render.data(request, describe(request, refusal), refusal.status, http.PROBLEM)


def describe(request: web.Request, refusal: Refusal) -> dict[str, Any]:
    """The members of a problem."""
    kind = codes.of(refusal.code, refusal.status)
    told: dict[str, Any] = {
        "type": codes.where(kind),
        "title": kind.title,
        "status": refusal.status,
        "detail": refusal.message,
        "instance": quote(http.loggable(request), safe="/%:@!$&'()*+,;=~"),
        "code": refusal.code,
        "hint": refusal.hint,
        "error": refusal.as_json(),
    }
    if refusal.reference:
        told["instance"] += f"#{refusal.reference}"
    if refusal.detail:
        told["facts"] = refusal.detail
    if wrong := [*_wrong(request, refusal)]:
        told["errors"] = wrong
    return told


def _wrong(request: web.Request, refusal: Refusal) -> Iterator[dict[str, Any]]:
    """Each field or line that is wrong."""
    body = request.get(http.JSON_BODY)
    for line in refusal.lines:
        said = {name: line.get(name) for name in ("code", "message", "hint", "line", "field")}
        said["message"] = codes.worded(line)
        yield {"detail": said.pop("message"), **said, **_line_pointer(body, line)}
    for one in [] if refusal.lines else refusal.all():
        told = {name: one.get(name) for name in ("code", "hint", "field")}
        yield {"detail": one["message"], **told, **_place(request, one)}


def _line_pointer(body: Mapping[str, Any] | None, line: Mapping[str, Any]) -> dict[str, str]:
    """Where a line stands in the body; nothing where its lines were not sent (a reversal's)."""
    number, field = line.get("line"), line.get("field")
    if body is None or not isinstance(body.get("lines"), list) or not isinstance(number, int):
        return {}
    if not 0 < number <= len(body["lines"]):
        return {}
    inner = "" if field in (None, "line") else f"/{_escaped(str(field))}"
    return {"pointer": f"#/lines/{number - 1}{inner}"}


def _place(request: web.Request, wrong: Mapping[str, Any]) -> dict[str, str]:
    """A parameter of the address, or a pointer into the body, where the field is one of it."""
    field = str(wrong["field"])
    if "parameter" in wrong:
        return {"parameter": field}
    body = request.get(http.JSON_BODY)
    if field.startswith(ATTRIBUTE):
        return {"pointer": f"#/attributes/{_escaped(field.removeprefix(ATTRIBUTE))}"}
    if request.method in http.SAFE or field in request.match_info:
        return {"parameter": field}
    searched = field == "q" and field not in (body or {})  # a search has another name in a body
    return {} if body is None or searched else {"pointer": f"#/{_escaped(field)}"}


def _escaped(name: str) -> str:
    """A name as a part of a JSON pointer within an address (RFC 6901)."""
    return quote(name.replace("~", "~0").replace("/", "~1"), safe="~")
