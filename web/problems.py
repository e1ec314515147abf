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
        yield {"detail": said.pop("message"), **said, **_line_pointer(body, line)}
    if refusal.field and not refusal.lines:
        yield {
            "detail": refusal.message, "code": refusal.code, "hint": refusal.hint,
            "field": refusal.field, **_place(request, refusal.field),
        }  # fmt: skip


def _line_pointer(body: Mapping[str, Any] | None, line: Mapping[str, Any]) -> dict[str, str]:
    """Where a line stands in the body; nothing where its lines were not sent (a reversal's)."""
    number, field = line.get("line"), line.get("field")
    if body is None or not isinstance(body.get("lines"), list) or not isinstance(number, int):
        return {}
    if not 0 < number <= len(body["lines"]):
        return {}
    inner = "" if field in (None, "line") else f"/{_escaped(str(field))}"
    return {"pointer": f"#/lines/{number - 1}{inner}"}


def _place(request: web.Request, field: str) -> dict[str, str]:
    """A parameter of the address, or a pointer into the body, where the field is one of it."""
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
