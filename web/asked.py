"""What a program says that nobody reads is refused, so that no misspelt word is taken for none; and
what PostgreSQL could not read is told by the name of its field.

The names that an address takes are those of its description (web/openapi.py), which is made of the
router and the catalogue. Pages pass over what they do not know, and forms have fields of their own.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from aiohttp import web

from web import declared, errors, forms, http, openapi
from web.errors import Refusal
from web.language import _
from web.shapes import Schema

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Problem = dict[str, Any]
NOT_READ = "22"  # class of SQLSTATE: a value that is none of its type
LONGEST_SAID = 40
MOST_TOLD = 20


@web.middleware
async def check_names(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a program's names that its address does not take. Who shows nothing that could be a
    session is told that first."""
    if request.get(http.TOKEN) and _is_data(request):
        told = request.app[openapi.KEPT].told
        if not told or await _unknown(
            request, told
        ):  # looked up again: a deploy may have brought it
            wrong = await _unknown(request, (await openapi.kept(request.app)).told)
            if wrong:
                raise errors.Told(errors.of_fields(400, wrong))
    return await handler(request)


async def named(request: web.Request, refusal: Refusal) -> Refusal:
    """A refusal of a value that PostgreSQL could not read, with the fields that it may be of."""
    if not refusal.code.startswith(NOT_READ) or refusal.all() or not _is_data(request):
        return refusal
    operation = await _described(request)
    query, body = _query(operation), _body(operation)
    said = [(name, value, query.get(name), True) for name, value in request.query.items()]
    said += [(name, value, body.get(name), False) for name, value in (await _said(request)).items()]
    wrong = [
        _problem(name, _misread(name, value, schema), refusal.code, "", in_query=in_query)
        for name, value, schema, in_query in said
        if schema and not _fits(value, schema)
    ]
    if not wrong:
        return refusal
    return replace(errors.of_fields(refusal.status, wrong), hint=refusal.hint)


def _is_data(request: web.Request) -> bool:
    """Whether it is a command or a list that is described, as data or a file."""
    operation = declared.of(request.match_info.handler)
    as_data = http.wants_json(request) or (http.wants_file(request) and _is_read(request))
    return isinstance(operation, declared.Operation) and as_data


def _is_read(request: web.Request) -> bool:
    return request.method in http.SAFE


async def _described(request: web.Request) -> Schema:
    """The description of what is asked; empty where there is none ("/", which is at /overview)."""
    told = (await openapi.kept(request.app)).told
    return _operation(request, told)


def _operation(request: web.Request, told: Schema) -> Schema:
    method = "get" if _is_read(request) else request.method.lower()
    return told.get("paths", {}).get(openapi.address(request), {}).get(method, {})


async def _unknown(request: web.Request, told: Schema) -> list[Problem]:
    """Each name that is not taken, once."""
    operation = _operation(request, told)
    if not operation:
        return []
    query, body = _query(operation), _body(operation)
    found = [*_others(request.query, query, in_query=True)]
    if _takes_json(operation):
        found += _others(await _said(request), body, in_query=False)
    return found[:MOST_TOLD]


def _others(
    said: Mapping[str, Any], known: Mapping[str, Schema], *, in_query: bool
) -> Iterator[Problem]:
    for name in dict.fromkeys(said):
        if name not in known:
            short = name[:LONGEST_SAID]
            told = (
                _("There is no parameter “%(name)s” here.", name=short)
                if in_query
                else _("There is no field “%(name)s” here.", name=short)
            )
            yield _problem(name, told, "HTTP400", _hint(name, known), in_query=in_query)


def _hint(name: str, known: Mapping[str, Schema]) -> str:
    """The nearest name that is known, else all of them."""
    current = [one for one, schema in known.items() if not schema.get("deprecated")]
    near = get_close_matches(name.lower(), current, n=1)
    if near:
        return _("Did you mean “%(name)s”?", name=near[0])
    if not current:
        return _("It takes none.")
    return _("Known are: %(names)s.", names=", ".join(current))


def _problem(name: str, told: str, code: str, hint: str, *, in_query: bool) -> Problem:
    found = {"field": name, "message": told, "code": code, "hint": hint}
    return found | ({"parameter": name} if in_query else {})


def _query(operation: Schema) -> dict[str, Schema]:
    """What the query may say."""
    parameters = (one for one in operation.get("parameters", []) if one["in"] == "query")
    return {one["name"]: one["schema"] | _is_old(one) for one in parameters}


def _is_old(parameter: Schema) -> Schema:
    return {"deprecated": True} if parameter.get("deprecated") else {}


def _takes_json(operation: Schema) -> bool:
    return openapi.JSON in operation.get("requestBody", {}).get("content", {})


def _body(operation: Schema) -> dict[str, Schema]:
    """What the body may say."""
    content = operation.get("requestBody", {}).get("content", {})
    return content.get(openapi.JSON, {}).get("schema", {}).get("properties", {})


async def _said(request: web.Request) -> Mapping[str, Any]:
    """The body, where there is one of JSON."""
    if _is_read(request) or request.content_type != http.JSON or not await request.text():
        return {}
    return await http.said(request)


def _fits(value: Any, schema: Schema) -> bool:
    """Whether a value may be what is asked for: what is sure to be none is told."""
    if "anyOf" in schema:
        return any(_fits(value, one) for one in schema["anyOf"])
    if value is None or value == "":
        return True
    kind = _kind(schema)
    return kind not in READ or _is_read_by(READ[kind], value, schema)


def _kind(schema: Schema) -> str:
    """What a schema asks for, as READ and EXPECTED know it."""
    kinds = schema.get("type")
    kinds = {kinds} if isinstance(kinds, str) else set(kinds or ())
    if "number" in kinds:
        return "number"
    return str(schema.get("format") or next(iter(kinds - {"null"}), ""))


def _is_read_by(read: Callable[[str], Any], value: Any, schema: Schema) -> bool:
    if isinstance(value, bool | list | dict):
        return isinstance(value, bool) and _kind(schema) == "boolean"
    try:
        found = read(str(value).strip())
    except ValueError:
        return False
    return not isinstance(found, int) or (
        schema.get("minimum", found) <= found <= schema.get("maximum", found)
    )


def _number(text: str) -> Decimal:
    if not forms.is_number(text):
        raise ValueError(text)
    return Decimal(0)


def _yes(text: str) -> None:
    if text.lower() not in ("true", "false", "yes", "no", "on", "off", "1", "0"):
        raise ValueError(text)


# How PostgreSQL reads them, but for what it knows beside (a day by its name).
READ: dict[str, Callable[[str], Any]] = {
    "integer": int, "number": _number, "boolean": _yes, "uuid": UUID,
    "date": date.fromisoformat, "date-time": datetime.fromisoformat,
}  # fmt: skip


def _misread(name: str, value: Any, schema: Schema) -> str:
    """What a field takes, and that this is none."""
    said = str(value)[:LONGEST_SAID]
    match _kind(next((one for one in schema.get("anyOf", [schema]) if _kind(one) in READ), schema)):
        case "integer":
            return _("%(name)s takes a whole number; “%(said)s” is none.", name=name, said=said)
        case "number":
            return _("%(name)s takes a number; “%(said)s” is none.", name=name, said=said)
        case "boolean":
            return _("%(name)s takes true or false; “%(said)s” is neither.", name=name, said=said)
        case "uuid":
            return _("%(name)s takes a UUID; “%(said)s” is none.", name=name, said=said)
        case "date":
            return _(
                "%(name)s takes a day such as 2026-11-30; “%(said)s” is none.",
                name=name, said=said,
            )  # fmt: skip
    return _(
        "%(name)s takes a time such as 2026-11-30T09:00:00Z; “%(said)s” is none.",
        name=name, said=said,
    )  # fmt: skip
