"""The OpenAPI document, made from what there is: the router, what is declared beside the handlers
(web/declared.py), and the signatures and comments of the functions in the catalogue."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from aiohttp import web
from psycopg.rows import class_row

from web import auth, codes, declared, http, once, problems, shapes, workbook
from web.db import POOL, Connection
from web.declared import Operation
from web.errors import TITLES
from web.shapes import Schema

CATALOGUE = """
    select p.proname as name, obj_description(p.oid, 'pg_proc') as comment,
        coalesce(p.proargnames[:p.pronargs], '{}') as names,
        array(
            select format_type(one.oid, null)
            from unnest(p.proargtypes) with ordinality as one (oid, place) order by one.place
        ) as types,
        p.pronargs - p.pronargdefaults as needed,
        pg_get_function_result(p.oid) as result, p.provolatile = 'v' as acts,
        array(
            select substr(r.rolname, 11)
            from aclexplode(p.proacl) as a join pg_roles as r on r.oid = a.grantee
            where a.privilege_type = 'EXECUTE' and r.oid <> p.proowner order by 1
        ) as granted
    from pg_catalog.pg_proc as p
    where p.pronamespace = 'api'::regnamespace
"""
# Whoever asks, whatever they ask: a character that is no text, a session that is over, a right
# that is missing, a name that is not ours, a value that is none, too many wrong tokens, a database
# that is away.
ALWAYS = frozenset({400, 401, 403, 421, 422, 429, 503})
WITH_BODY = frozenset({409, 413, 415})  # 409: the key was used before
# Headers of problems: of which statuses, and what they say.
HEADERS: dict[str, tuple[frozenset[int], str]] = {
    "Retry-After": (frozenset({429, 503}), "Seconds to wait before the next try."),
    "WWW-Authenticate": (
        frozenset({401}),
        "That a token is asked for; with an error where one was shown.",
    ),
    "RateLimit": (
        frozenset({429}),
        'Of every answer of the API: "account" or "address", r: how many requests are left, t: '
        "seconds until all are there again (draft-ietf-httpapi-ratelimit-headers-10).",
    ),
    "RateLimit-Policy": (frozenset({429}), "Its q: how many requests, w: in how many seconds."),
}
JSON = "application/json"
MULTIPART = "multipart/form-data"
FILES = {
    http.CSV_SUFFIX: "text/csv",
    http.XLSX_SUFFIX: workbook.CONTENT_TYPE,
    http.JSON_LINES_SUFFIX: "application/jsonl",
}
PAGING = frozenset({"after", "before", "all"})  # of no meaning where the whole list is answered
KEY: Schema = {
    "name": once.HEADER, "in": "header",
    "schema": {"type": "string", "pattern": f"^{once.KEY.pattern}$"},
    "description": "A key of the client's own, a UUID best. Sent again with it within a day, the "
    "command is not done twice and answers what it answered; with other words it is refused "
    "(IN002). A token is told once: then the retry is refused.",
}  # fmt: skip
ALL: Schema = {
    "name": "all", "in": "query", "schema": {"type": "string"},
    "description": "1: the whole list in one array, as a file, in place of a page of it.",
}  # fmt: skip
DESCRIPTION = """Every address below answers with what the named function of schema `api` answers,
under the rights of whoever asks: row policies decide what is in it. The same functions can be
called from psql; docs/api.md has them all. An error is always a problem of RFC 9457, as in
`Problem`; its `type` is the address of the code's description. Files are sent as forms
(multipart/form-data) with `Accept: application/json`, which who sends a token need not say."""
# Rooms as people know them: the tag of each operation, and the modules of web/rooms that are in it.
ROOMS: dict[str, tuple[str, ...]] = {
    "Items": ("items", "item", "item_form", "item_lots", "edit_items", "item_edits",
              "attachments", "search", "palette", "lists", "saved_views"),
    "Movements": ("posting", "document", "movements", "scan"),
    "Places": ("locations", "location_form"),
    "Categories and units": ("categories", "attributes"),
    "Ranges and alerts": ("ranges", "remove_ranges", "threshold", "alerts", "subscriptions"),
    "Reports": ("overview", "reports"),
    "Imports": ("imports", "item_fields"),
    "People and rights": ("people", "person_form", "access", "break_glass", "account",
                          "preferences"),
    "Audit, health and settings": ("audit", "history", "health", "settings"),
}  # fmt: skip
ROOM_OF = {module: room for room, modules in ROOMS.items() for module in modules}


@dataclass(frozen=True)
class Function:
    """A function of schema `api`, as the catalogue has it."""

    name: str
    comment: str
    names: list[str]
    types: list[str]
    needed: int  # so many of its parameters have no default
    result: str
    acts: bool
    granted: list[str]

    def parameter(self, name: str) -> Schema:
        """The schema of a parameter, with the sentence about it."""
        kind = self.types[self.names.index(name)]
        said = shapes.about(self.comment, name)
        schema = shapes.of_type(kind)
        if kind in ("jsonb", "json"):
            schema = shapes.first(said) or schema
        if not self.needs(name) and "type" in schema:  # null is what is left out
            kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
            schema = schema | {"type": [*kinds, "null"]}
        return schema | {"description": said} if said else schema

    def needs(self, name: str) -> bool:
        """Whether it must be said: it has no default, and its sentence knows no "null for …"."""
        said = shapes.about(self.comment, name)
        return self.names.index(name) < self.needed and "null for" not in said

    def codes(self) -> list[str]:
        """The codes of the refusals that its comment lists."""
        return sorted(set(re.findall(r"\bIN\d{3}\b", self.comment)))

    def raises(self) -> frozenset[int]:
        """The statuses of those refusals."""
        return frozenset(map(codes.status_of, self.codes()))


@dataclass
class Kept:
    """The document, empty before it was asked for, and its text; the catalogue is read again after
    a while: a deploy may have changed it beneath us."""

    told: Schema = field(default_factory=dict)
    text: str = ""
    until: float = 0.0


KEPT = web.AppKey("openapi", Kept)
KEPT_SECONDS = 60.0


async def kept(app: web.Application) -> Kept:
    """The document, at most a minute old."""
    found = app[KEPT]
    if time.monotonic() > found.until:
        async with app[POOL].connection() as connection:
            functions = await read_functions(connection)
        found.told = document(app, functions)
        found.text = json.dumps(found.told, ensure_ascii=False)
        found.until = time.monotonic() + KEPT_SECONDS
    return found


async def read_functions(connection: Connection) -> dict[str, Function]:
    """All functions of schema `api` by name."""
    async with connection.cursor(row_factory=class_row(Function)) as cursor:
        await cursor.execute(CATALOGUE)
        return {one.name: one async for one in cursor}


def document(app: web.Application, functions: Mapping[str, Function]) -> Schema:
    """The document for this application over these functions."""
    paths: dict[str, dict[str, Schema]] = {}
    for route in app.router.routes():
        operation = declared.of(route.handler)
        if isinstance(operation, Operation) and route.method != "HEAD":
            for name in operation.functions:
                for path, described in _described(route, operation, functions[name], functions):
                    paths.setdefault(path, {})[route.method.lower()] = described
    settings = app[auth.SETTINGS]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Stockroom", "version": version("stockroom"), "description": DESCRIPTION,
        },
        "servers": [{"url": settings.base_url}],
        "tags": [{"name": room} for room in ROOMS],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {"Problem": problems.SCHEMA},
            "headers": {
                name: {"description": said, "schema": {"type": "string"}}
                for name, (_, said) in HEADERS.items()
            },
            "responses": {problem_name(status): _problem(status) for status in sorted(TITLES)},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer",
                          "description": "A token of a person's or an API client's."},
                "session": {"type": "apiKey", "in": "cookie", "name": auth.cookie_name(settings),
                            "description": "What signing in at /sign-in sets."},
                "form": {"type": "apiKey", "in": "header", "name": "X-Form-Token",
                         "description": "The `form_token` of any page of the same session."},
            },
        },
    }  # fmt: skip


def address(request: web.Request) -> str:
    """What is asked, as the document names it: data where it could be a page."""
    route = request.match_info.route.resource
    info: Mapping[str, Any] = route.get_info() if route else {}
    path = str(info.get("path") or info.get("formatter"))
    path = path.replace("{command}", request.match_info.get("command", ""))
    return path.replace("{suffix}", http.suffix(request) or http.JSON_SUFFIX)


def _described(
    route: web.AbstractRoute,
    operation: Operation,
    function: Function,
    functions: Mapping[str, Function],
) -> Iterator[tuple[str, Schema]]:
    """A route's addresses that answer data, each with its description."""
    info = route.resource.get_info() if route.resource else {}
    path = info.get("path") or info["formatter"]
    path = path.replace("{command}", function.name)
    if route.method in http.SAFE and "{suffix}" not in path:
        return  # "/", which is at /overview.json as well
    described = _operation(route, operation, function, functions, path)
    known = getattr(info.get("pattern"), "pattern", "").replace("\\", "")
    files = [suffix for suffix in FILES if suffix in known]
    for suffix in files:
        yield path.replace("{suffix}", suffix), _as_file(described, suffix, FILES[suffix])
    yield path.replace("{suffix}", http.JSON_SUFFIX), _or_all(described) if files else described


def _operation(
    route: web.AbstractRoute,
    operation: Operation,
    function: Function,
    functions: Mapping[str, Function],
    path: str,
) -> Schema:
    writes = route.method not in http.SAFE
    module = route.handler.__module__.rpartition(".")[2]
    described: Schema = {
        "operationId": function.name,
        "tags": [ROOM_OF.get(module, module)],
        "summary": shapes.first_sentence(function.comment),
        "description": f"{function.comment}\n\nFor: {', '.join(function.granted)}.",
        "x-function": f"api.{function.name}",
        "x-groups": function.granted,
        "x-errors": function.codes(),
        "security": [{"token": []}, {"session": []} | ({"form": []} if writes else {})],
        "parameters": [
            *_parameters(operation, function, path),
            *([KEY] if _takes_key(operation, function, writes) else []),
        ],
        "responses": _responses(function, writes),
    }
    if operation.form is not None:
        described["requestBody"] = _form(operation, operation.form, function)
        if operation.each_file:
            described["responses"]["200"] = _answer(_each(answer_of(function), operation.each_file))
    elif writes:
        body = _body(operation, function, functions, path)
        described["requestBody"] = {"required": True, "content": {JSON: {"schema": body}}}
    return described


def _takes_key(operation: Operation, function: Function, writes: bool) -> bool:
    """Files that are kept as they are need none: the same one twice is kept once."""
    return writes and function.acts and not operation.own_key and not operation.each_file


def _parameters(operation: Operation, function: Function, path: str) -> Iterator[Schema]:
    for name in parts(path):
        schema = function.parameter(operation.path.get(name, name))
        said = {"name": name, "in": "path", "required": True}
        yield _with_description(said, schema)
    for name, parameter in (operation.query | operation.old).items():
        schema = function.parameter(parameter)
        schema = schema | {"type": _without_null(schema.get("type"))}
        said = _with_description({"name": name, "in": "query"}, schema)
        if name in operation.old:
            said["deprecated"] = True
        if name in operation.notes:
            described = f"{said.get('description', '')} {operation.notes[name]}"
            said["description"] = described.strip()
        if schema != shapes.TEXT:  # an empty value is none: a form's field that was left empty
            is_instant = schema.get("format") == "date-time"
            forms = [schema, shapes.of_type("date")] if is_instant else [schema]
            said["schema"] = {"anyOf": [*forms, {"type": "string", "maxLength": 0}]}
        yield said
    for name, about in operation.also.items():
        yield {"name": name, "in": "query", "schema": shapes.TEXT, "description": about}


def _with_description(said: Schema, schema: Schema) -> Schema:
    """The sentence stands beside a parameter's schema, not within."""
    words = schema.pop("description", "")
    return said | {"schema": schema} | ({"description": words} if words else {})


def _without_null(kind: Any) -> Any:
    """No query says null."""
    kinds = [one for one in kind if one != "null"] if isinstance(kind, list) else [kind]
    return kinds[0] if len(kinds) == 1 else kinds


def parts(path: str) -> list[str]:
    """The variable parts of an address, but how it is to answer."""
    return [name for name in re.findall(r"\{(\w+)\}", path) if name != "suffix"]


def _body(
    operation: Operation, function: Function, functions: Mapping[str, Function], path: str
) -> Schema:
    """What a command is told in its body: the parameters that its address does not hold."""
    held = {operation.path.get(name, name) for name in parts(path)}
    left = [name for name in function.names if name not in held]
    schema: Schema = {"type": "object", "properties": {}, "required": []}
    # Another field is refused (web/asked.py): misspelt, it would be taken for one left out.
    schema["additionalProperties"] = False
    if operation.body:
        left.remove(operation.body)
        schema |= _spread(function, operation.body, functions)
    schema["properties"] = schema["properties"] | {one: function.parameter(one) for one in left}
    schema["required"] = schema.get("required", []) + [one for one in left if function.needs(one)]
    return schema


def _form(operation: Operation, names: tuple[str, ...], function: Function) -> Schema:
    """A form with a file, or several where each is one thing, and fields beside."""
    file: Schema = {"type": "string", "format": "binary", "description": "The file, as it is."}
    many: Schema = {"type": "array", "minItems": 1, "items": file}
    schema = {
        "type": "object",
        "properties": {name: function.parameter(name) for name in names}
        | {"file": many if operation.each_file else file},
        "required": [*names, "file"],
    }
    return {"required": True, "content": {MULTIPART: {"schema": schema}}}


def _each(answer: Schema, name: str) -> Schema:
    """The answers about several files."""
    return {
        "type": "object", "required": [name],
        "properties": {name: {"type": "array", "items": answer}},
    }  # fmt: skip


def _answer(schema: Schema) -> Schema:
    return {"description": "The answer", "content": {JSON: {"schema": schema}}}


def _spread(function: Function, parameter: str, functions: Mapping[str, Function]) -> Schema:
    """The shape of a parameter whose keys are the body's own; "as in api.f" is f's, each key of
    which may be left out."""
    said = shapes.about(function.comment, parameter) or function.comment
    other = re.search(r"\bas in api\.(\w+)", said)
    if other:
        return shapes.optional(shapes.first(functions[other[1]].comment) or {"properties": {}})
    schema = shapes.first(said) or {"properties": {}}
    return shapes.optional(schema) if "what is given of" in said else schema


def _responses(function: Function, writes: bool) -> Schema:
    refused = ALWAYS | function.raises() | (WITH_BODY if writes else frozenset())
    found = {
        str(status): {"$ref": f"#/components/responses/{problem_name(status)}"}
        for status in sorted(refused)
    }
    schema = answer_of(function)
    return {"200": _answer(schema)} | found


def problem_name(status: int) -> str:
    """The name that a status' problem has among the document's responses."""
    return f"Problem{status}"


def _problem(status: int) -> Schema:
    schema = {"$ref": "#/components/schemas/Problem"}
    told: Schema = {"description": TITLES[status], "content": {http.PROBLEM: {"schema": schema}}}
    names = [name for name, (statuses, _) in HEADERS.items() if status in statuses]
    if names:
        told["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return told


def answer_of(function: Function) -> Schema:
    """What a function answers: the shape in its comment after "Answers"; a question's first shape;
    an object or an array where it says only that."""
    if function.result not in ("json", "jsonb"):
        return shapes.of_type(function.result)
    said = function.comment
    told = re.search(r"\bAnswers [^.]*?(?=\{)", said)
    if told:
        return shapes.first(said[told.start() :]) or {}
    if not function.acts and (schema := shapes.first(said)):
        return schema
    kinds = [kind for kind in ("object", "array") if re.search(rf"\b(?:one )?JSON {kind}\b", said)]
    return {"type": kinds} if len(kinds) > 1 else {"type": kinds[0]} if kinds else {}


def _or_all(described: Schema) -> Schema:
    """The page of a list, or all of it in an array."""
    page = described["responses"]["200"]["content"][JSON]["schema"]
    rows = {"type": "array", "items": {"type": "object"}}
    answer = {"description": "The answer", "content": {JSON: {"schema": {"anyOf": [page, rows]}}}}
    return described | {
        "parameters": [*described["parameters"], ALL],
        "responses": described["responses"] | {"200": answer},
    }


def _as_file(described: Schema, suffix: str, kind: str) -> Schema:
    """The same list as a file: all of it."""
    answer = {"description": "The whole list", "content": {kind: {"schema": {"type": "string"}}}}
    return described | {
        "operationId": f"{described['operationId']}_{suffix.removeprefix('.')}",
        "parameters": [one for one in described["parameters"] if one["name"] not in PAGING],
        "responses": described["responses"] | {"200": answer},
    }
