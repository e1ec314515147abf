"""The API as people read it, made of the OpenAPI document: nothing here is written twice."""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from web import api_examples, codes, http, openapi, shapes
from web.codes import Code
from web.shapes import Schema

FILES = (http.CSV_SUFFIX, http.XLSX_SUFFIX, http.JSON_LINES_SUFFIX)
DEEPEST = 3  # levels of a shape that a table shows
FOR = re.compile(r"\n\nFor: [^\n]*$")
# How the sentence about a parameter begins: "after: …", "low and high are …".
ITS_NAME = re.compile(r"^\w+(?:(?:, | and )\w+)*(?:: | is | are )")


@dataclass(frozen=True)
class Row:
    """One value: a parameter, or a key of a body or an answer."""

    name: str
    kind: str
    needed: bool
    about: str
    depth: int = 0


@dataclass(frozen=True)
class Operation:
    """One operation with the files that it is also told as."""

    name: str
    room: str
    method: str
    path: str
    files: tuple[str, ...]
    summary: str
    about: str
    groups: tuple[str, ...]
    parameters: tuple[Row, ...]
    body: tuple[Row, ...]
    answer: tuple[Row, ...]
    answer_kind: str
    codes: tuple[Code, ...]
    example: str

    @property
    def short(self) -> str:
        """The sentence without the shape that it may end in."""
        bare = re.split(r" \{|, as one JSON", self.summary, maxsplit=1)[0]
        ends = [at.start() for at in re.finditer(": ", bare) if bare[: at.start()].count("(")
                == bare[: at.start()].count(")")]  # fmt: skip
        return re.sub(r"(?: from| of|:|\.)+$", "", bare[: ends[0]] if ends else bare) + "."

    @property
    def words(self) -> str:
        """What a filter looks through."""
        return f"{self.method} {self.path} {self.name} {self.summary} {self.about}".casefold()


def operations(document: Schema) -> list[Operation]:
    """The operations of the document, room by room, those that read first."""
    order = [tag["name"] for tag in document["tags"]]
    paths = document["paths"]
    found = [
        _operation(document, path, method, told)
        for path, methods in paths.items()
        for method, told in methods.items()
        if not path.endswith(FILES)
    ]
    return sorted(found, key=lambda one: (order.index(one.room), one.method, one.path))


def matching(found: list[Operation], said: str) -> list[Operation]:
    """Those that have every word that was said."""
    words = said.casefold().split()
    return [one for one in found if all(word in one.words for word in words)]


def slug(room: str) -> str:
    """A room's name as a part of an address."""
    return re.sub("[^a-z]+", "-", room.lower())


def _operation(document: Schema, path: str, method: str, told: Schema) -> Operation:
    stem = path.removesuffix(http.JSON_SUFFIX)
    files = [one for one in FILES if stem + one in document["paths"]]
    body = _json(told.get("requestBody", {}))
    answer = _json(told["responses"]["200"])
    parameters = tuple(_parameter(one) for one in told["parameters"])
    told_below = {one.get("description") for one in (*told["parameters"], *_within(body))}
    return Operation(
        name=told["operationId"],
        room=told["tags"][0],
        method=method.upper(),
        path=path,
        files=tuple(files),
        summary=told["summary"],
        about=" ".join(_told_here(told["description"], told_below, "properties" in answer)),
        groups=tuple(told["x-groups"]),
        parameters=parameters,
        body=tuple(_rows(body)),
        answer=tuple(_rows(answer)),
        answer_kind=kind_of(answer),
        codes=tuple(codes.of(code) for code in told["x-errors"]),
        example=_example(document["servers"][0]["url"], method.upper(), path, told, body),
    )


def _within(body: Schema) -> Iterator[Schema]:
    yield from body.get("properties", {}).values()


def _told_here(comment: str, told_below: set[str | None], answers: bool) -> Iterator[str]:
    """The sentences of a comment that no part below says again."""
    for sentence in shapes.sentences(FOR.sub("", comment))[1:]:
        is_answer = answers and sentence.startswith("Answers ")
        if sentence not in told_below and not is_answer and not sentence.startswith("Raises "):
            yield sentence


def _json(described: Schema) -> Schema:
    content: Schema = described.get("content", {})
    schema: Schema = content.get(http.JSON, {}).get("schema", {})
    page: Schema = schema.get("anyOf", [schema])[0]  # and not the whole list in an array
    return page


def _parameter(told: Schema) -> Row:
    schema = told["schema"].get("anyOf", [told["schema"]])[0]
    where = "in the address" if told["in"] == "path" else told["in"]
    about = _own(told["name"], told.get("description", ""))
    return Row(told["name"], f"{kind_of(schema)}, {where}", told.get("required", False), about)


def _rows(schema: Schema, depth: int = 0) -> Iterator[Row]:
    """The keys of an object, or of an array's objects, each with those within beneath it."""
    if "items" in schema and "properties" not in schema:
        schema = schema["items"]
    needed = schema.get("required", [])
    for name, one in schema.get("properties", {}).items():
        within = [*_rows(one, depth + 1)] if depth < DEEPEST else []
        about = _about(name, one)
        is_shape = within and "{" in about  # which the rows beneath it show
        yield Row(name, kind_of(one), name in needed, "" if is_shape else about, depth)
        yield from within


def _about(name: str, schema: Schema) -> str:
    """What is said of a value, where that is more than its type."""
    said: str = schema.get("description", "")
    return "" if said in ("text", "code", "date", "UUID", kind_of(schema)) else _own(name, said)


def _own(name: str, said: str) -> str:
    """What a sentence says of one value: without its name, and without what it says of others."""
    clauses = said.split("; ")
    mine = [at for at, one in enumerate(clauses) if one.startswith((f"{name}:", f"{name} "))]
    if mine:
        end = next(
            (at for at in range(mine[0] + 1, len(clauses)) if ITS_NAME.match(clauses[at])), None
        )
        said = "; ".join(clauses[mine[0] : end])
    told = ITS_NAME.sub("", said)
    return told[:1].upper() + told[1:] if told != said else said


def kind_of(schema: Schema) -> str:
    """A type in words."""
    if "enum" in schema:
        return " or ".join("null" if one is None else f'"{one}"' for one in schema["enum"])
    kinds = schema.get("type", "any")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if set(kinds) == {"number", "string"}:  # shapes.NUMBER: as text it is exact
        return "number"
    named = [_named(kind, schema) for kind in kinds if not (kind == "string" and "number" in kinds)]
    return " or ".join(named)


def _named(kind: str, schema: Schema) -> str:
    if kind == "string":
        return {"uuid": "UUID", "date-time": "time"}.get(schema.get("format", ""), "") or (
            schema.get("format") or "text"
        )
    if kind == "array" and "items" in schema:
        return f"array of {kind_of(schema['items'])}"
    return kind


def sample(name: str, schema: Schema) -> Any:
    """A value that a key of this name may have: only what must be there of an object."""
    if name in api_examples.BY_NAME:
        return api_examples.BY_NAME[name]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") in api_examples.BY_FORMAT:
        return api_examples.BY_FORMAT[schema["format"]]
    kinds = schema.get("type", "string")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if kind == "array":
        return [sample("", schema["items"])] if "items" in schema else []
    if kind == "object" and "properties" in schema:
        return _object(schema)
    return api_examples.BY_TYPE.get(kind, name.upper() or "text")


def _object(schema: Schema) -> dict[str, Any]:
    """What must be there."""
    within = schema.get("properties", {})
    return {name: sample(name, within[name]) for name in schema.get("required", [])}


def _example(base: str, method: str, path: str, told: Schema, body: Schema) -> str:
    """How it is asked from a shell, with a token in $TOKEN."""
    address = path
    for one in told["parameters"]:
        if one["in"] == "path":
            part = quote(str(sample(one["name"], one["schema"])), safe="")
            address = address.replace(f"{{{one['name']}}}", part)
    asked = api_examples.QUERY.get(told["operationId"])
    address += f"?{urlencode(asked, safe=':,')}" if asked else ""
    lines = [f"curl '{base}{address}'", '-H "Authorization: Bearer $TOKEN"']
    form = told.get("requestBody", {}).get("content", {}).get(openapi.MULTIPART)
    if form:
        fields = api_examples.FORM[told["operationId"]]
        lines += [f"-F '{name}={value}'" for name, value in fields.items()]
    elif method != "GET":
        sent = api_examples.BODY.get(told["operationId"]) or _object(body)
        if "idempotency_key" in sent:  # of each its own: examples are copied one after the other
            key = uuid.uuid5(uuid.UUID(api_examples.UUID), told["operationId"])
            sent = sent | {"idempotency_key": str(key)}
        text = json.dumps(sent, ensure_ascii=False).replace("'", "'\\''")
        lines += [f"--json '{text}'"]
    return " \\\n  ".join(lines)
