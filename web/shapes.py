"""JSON schemas from the comments of functions, which say shapes as people write them:

    {"sku", "category": code, "description"?, "packs"?: [{"unit", "factor"}]}

A key with a question mark may be left out; what follows its colon is read for the words below,
and for an `or null` at its end.
"""

import re
from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
KEY = re.compile(r'\s*"(\w+)"(\?)?\s*(?:\(([^)]*)\))?\s*')
WORDS = re.compile(r'.*?(?=,\s*"\w+"\??\s*[:,}(]|\})', re.S)
ALTERNATIVE = re.compile(r"(?:, | or )\{")  # {"skus"}, {"query"} or {"edit"}
SENTENCE = re.compile(r"[^.]+(?:\.(?!\s|$)[^.]*)*(?:\.|$)")
NUMBER = {"type": ["number", "string"]}  # as text it is exact whatever wrote it
TEXT = {"type": "string"}
# The first of these that is found in a key's words says its type.
BY_WORD: tuple[tuple[str, Schema], ...] = (
    (r"\bdate\b", {"type": "string", "format": "date"}),
    (r"\b(?:SKU|code|text)\b", TEXT),
    (r"\bUUID\b", {"type": "string", "format": "uuid"}),
    (r"\b(?:how many|whole number)\b", {"type": "integer"}),
    (r"\bnumber\b", NUMBER),
    (r"\bobject\b", {"type": "object"}),
    (r"\b(?:array|keys|codes)\b", {"type": "array"}),
    (r"\btrue or false\b|\bwhether\b", {"type": "boolean"}),
)
# Keys that mean the same wherever they stand.
BY_KEY: dict[str, Schema] = {
    "sku": TEXT,
    "name": TEXT,
    "rows": {"type": "array", "items": {"type": "object"}},
    "next": {"type": ["string", "null"]},
}
BY_TYPE: dict[str, Schema] = {
    "text": TEXT,
    "name": TEXT,
    "integer": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "bigint": {"type": "integer"},
    "numeric": NUMBER,
    "boolean": {"type": "boolean"},
    "uuid": {"type": "string", "format": "uuid"},
    "date": {"type": "string", "format": "date"},
    "timestamp with time zone": {"type": "string", "format": "date-time"},
    "text[]": {"type": "array", "items": TEXT},
    "void": {"type": "null"},
}


def of_type(name: str) -> Schema:
    """The schema of a type of PostgreSQL; of any JSON for one that is not known here."""
    return dict(BY_TYPE.get(name, {}))


def sentences(comment: str) -> list[str]:
    """The sentences of a comment."""
    return [one.strip() for one in SENTENCE.findall(comment) if one.strip()]


def first_sentence(comment: str) -> str:
    """What the function is for."""
    return next(iter(sentences(comment)), "")


def about(comment: str, parameter: str) -> str:
    """The sentence of a comment about a parameter: `after: …`, `lines is …`, `low and high: …`."""
    others = r"(?:\w+(?:, | and ))*"
    says = re.compile(rf"(?:^|; ){others}{parameter}(?:(?:, | and )\w+)*(?:: | is | are | leaves )")
    return next((one for one in sentences(comment) if says.search(one)), "")


def first(text: str) -> Schema | None:
    """The schema of the first shape in a text; an array's where it says so before it."""
    at = text.find("{")
    if at < 0:
        return None
    schema, end = _object(text, at)
    while other := ALTERNATIVE.match(text, end):
        found, end = _object(text, other.end() - 1)
        schema = _either(schema, found)
    before = text[:at].rstrip()
    is_array = before.endswith(("[", "array of"))
    return {"type": "array", "items": schema} if is_array else schema


def _either(one: Schema, other: Schema) -> Schema:
    """An object of either shape: what both need must be there."""
    needed = [name for name in one.get("required", []) if name in other.get("required", [])]
    known = one["properties"] | other["properties"]
    return {"type": "object", "properties": known} | ({"required": needed} if needed else {})


def optional(schema: Schema) -> Schema:
    """The same shape of which any key may be left out."""
    return {name: value for name, value in schema.items() if name != "required"}


def _object(text: str, at: int) -> tuple[Schema, int]:
    """The object that begins at this brace, and where it ends."""
    properties: Schema = {}
    required = []
    at += 1
    if not KEY.match(text, at):  # {SKU: whole number}: by keys of their own
        return {"type": "object", "properties": {}}, _behind(text, at)
    while key := KEY.match(text, at):
        name, may_lack, note = key.groups()
        at = key.end()
        properties[name] = dict(BY_KEY.get(name, {}))
        if text[at : at + 1] == ":":
            said, at = _value(text, at + 1)
            properties[name] |= said
        if note:
            properties[name] = properties[name] | {"description": note}
        if not may_lack:
            required.append(name)
        at += text[at : at + 1] == ","
    schema: Schema = {"type": "object", "properties": properties}
    return (schema | {"required": required} if required else schema), at + 1


def _behind(text: str, at: int) -> int:
    """Where the text goes on behind the brace that closes the one before `at`."""
    depth = 1
    for place in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return len(text)


def _value(text: str, at: int) -> tuple[Schema, int]:
    at += len(text[at:]) - len(text[at:].lstrip())
    if text[at] == "{":
        schema, at = _object(text, at)
    elif text[at : at + 2] == "[{":
        inner, at = _object(text, at + 1)
        schema, at = {"type": "array", "items": inner}, at + 1
    else:
        schema = {}
    words = WORDS.match(text, at)
    said = words[0].strip() if words else ""
    at = words.end() if words else at
    schema = _or_null(schema or _by_words(said), said)
    return (schema | {"description": said} if said else schema), at


def _or_null(schema: Schema, said: str) -> Schema:
    """The schema that takes null as well, where a key's words end in `or null`."""
    if "type" not in schema or not said.endswith("or null"):
        return schema
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    enum = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return schema | enum | {"type": [*kinds, "null"]}


def _by_words(said: str) -> Schema:
    """The type that a key's words name; of any JSON where they name none."""
    named = list(_quoted(said))
    if named:
        return {"type": "string", "enum": named}
    return next((dict(schema) for word, schema in BY_WORD if re.search(word, said)), {})


def _quoted(said: str) -> Iterator[str]:
    """The texts of `"deleted" or "retired"`, where there is nothing else."""
    if re.fullmatch(r'"\w+"(?:(?:, | or )"\w+")*', said):
        yield from re.findall(r'"(\w+)"', said)
