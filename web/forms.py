"""Reading what people typed. Nothing is judged here: the database does that, for every client."""

import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from multidict import MultiDictProxy

from ops import exact as exact_json
from web.language import _

Form = MultiDictProxy[Any]
NO_NUMBER = "22P02"
MOST_DIGITS = 40  # as inventory.read_number
MAXIMUM_LINES = 500  # of a form; a longer document is posted as JSON or imported

# Form field of who writes 1.234,5: macros.html draws it beside the token (see read_as).
DECIMAL_COMMA = "form_decimal_comma"
COMMA: ContextVar[bool] = ContextVar("decimal_comma", default=False)
DOT_DECIMAL = re.compile(r"^[+-]?\d{1,3}(?:,\d{3})+\.\d+$|^[+-]?\d{1,3}(?:,\d{3}){2,}$")
COMMA_DECIMAL = re.compile(
    r"^[+-]?\d{1,3}(?:\.\d{3})+,\d+$|^[+-]?\d+,(?:\d{1,2}|\d{4,})$|^[+-]?0,\d{3}$"
)
# What the person's own thousands look like could be the others' decimals; and what is no doubt.
AMBIGUOUS = re.compile(r"^[+-]?[1-9]\d{0,2},\d{3}$")
AMBIGUOUS_COMMA = re.compile(r"^[+-]?[1-9]\d{0,2}\.\d{3}$")
OWN_COMMA = re.compile(r"^[+-]?\d+,\d+$")
DOT_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(?:\.\d{3}){2,}$")


def text(form: Mapping[str, Any], name: str) -> str:
    """One field, trimmed; empty where it is missing, null or a file. A number of JSON is its text.

    Raises HTTPBadRequest for what JSON may hold beside: true, false, an array, an object.
    """
    value = form.get(name)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool | list | dict):
        raise web.HTTPBadRequest(text=_("%(name)s is neither a text nor a number.", name=name))
    return _plain(value) if isinstance(value, int | Decimal) else ""


def texts(body: Mapping[str, Any], name: str) -> list[str]:
    """An array of texts in a JSON body; empty where it is missing or null.

    Raises HTTPBadRequest for what is none.
    """
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise web.HTTPBadRequest(text=_("%(name)s is no array of texts.", name=name))
    return value


def ticked(form: Mapping[str, Any], name: str) -> bool:
    """Whether a box is ticked, or a JSON body says true; not where it is missing, null or false.

    Raises HTTPBadRequest for anything else: taken as no, a dry run would be done in earnest.
    """
    value = form.get(name)
    if value is None or isinstance(value, bool) or value == "on":
        return bool(value)
    raise web.HTTPBadRequest(text=_("%(name)s is neither true nor false.", name=name))


def flag(query: Mapping[str, str], name: str) -> bool:
    """Whether the address says so: true or on (a box that is ticked); not where it says nothing.

    Raises HTTPBadRequest for anything else: taken as no, more would be shown than was asked for.
    """
    said = query.get(name, "").lower()
    if said not in ("true", "on", "false", ""):
        raise web.HTTPBadRequest(text=_("%(name)s is neither true nor false.", name=name))
    return said in ("true", "on")


def _plain(value: int | Decimal) -> str:
    """A number in plain notation; one beyond all bounds as it was, which is no number to us."""
    exact = Decimal(value)
    return f"{exact:f}" if abs(exact.adjusted()) < MOST_DIGITS else f"{exact:e}"


def version(form: Mapping[str, Any]) -> int | None:
    """The version that was read, or None where none was said.

    Raises HTTPUnprocessableEntity for what is none: taken as none said, it would overwrite.
    """
    said = text(form, "version")
    if said and not re.fullmatch("[0-9]{1,9}", said):
        raise web.HTTPUnprocessableEntity(text=_("“%(said)s” is no version.", said=said[:40]))
    return int(said) if said else None


def read_as(form: Mapping[str, Any], query: Mapping[str, Any]) -> None:
    """Note for this request whether the form was drawn for a person whose decimal mark is a comma:
    how 1.234 is meant depends on it. A program's numbers have a point."""
    COMMA.set(DECIMAL_COMMA in form or DECIMAL_COMMA in query)


def number(typed: str) -> str:
    """A quantity as the database reads it; "," and "." both work as the decimal sign.

    What cannot be understood, or could mean two things ("1,500"; "1.500" of who writes a decimal
    comma), stays what the database refuses, along with everything else that is wrong.
    """
    plain = _bare(typed)
    if is_ambiguous(plain):
        return plain.replace(".", ",")
    if DOT_DECIMAL.match(plain):
        plain = plain.replace(",", "")
    elif COMMA_DECIMAL.match(plain) or (COMMA.get() and OWN_COMMA.match(plain)):
        plain = plain.replace(".", "").replace(",", ".")
    elif DOT_THOUSANDS.match(plain):
        plain = plain.replace(".", "")
    return plain.removeprefix("+")


def decimal(typed: str) -> Decimal:
    """A number that is_number() takes, with every digit and no zeros behind the last."""
    plain = number(typed)
    return Decimal(plain.rstrip("0").rstrip(".") if "." in plain else plain)


def is_ambiguous(typed: str) -> bool:
    """Whether a number could mean a thousand times the other reading."""
    return bool((AMBIGUOUS_COMMA if COMMA.get() else AMBIGUOUS).match(_bare(typed)))


def ambiguity(typed: str) -> str:
    """What to tell about such a number: both readings, as this person writes them."""
    plain = _bare(typed)
    whole = plain.replace(",", "").replace(".", "")
    part = plain.replace(".", ",") if COMMA.get() else plain.replace(",", ".")
    return _(
        "%(typed)s can be read as %(whole)s or as %(part)s. Write the one you mean.",
        typed=plain, whole=whole, part=part,
    )  # fmt: skip


def doubt(typed: str) -> str:
    """What is wrong with a number, in a sentence; empty for none, or for nothing typed."""
    if is_ambiguous(typed):
        return ambiguity(typed)
    if typed and not is_number(typed):
        return _("“%(name)s” is not a number.", name=typed[:60])
    return ""


def doubts(said: Mapping[str, str], names: Iterable[str]) -> list[dict[str, str]]:
    """What is wrong with each number of a form, as a refusal tells several problems."""
    found = {name: doubt(said[name]) for name in names}
    return [
        {"field": name, "code": NO_NUMBER, "message": message, "hint": ""}
        for name, message in found.items()
        if message
    ]


def exact(value: Any) -> Any:
    """A number of JSON as formats.plain() writes it for a person; anything else as it is."""
    text_ = str(value) if isinstance(value, int | float | str) else ""
    plain = re.fullmatch(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?", text_)
    return Decimal(text_) if plain else "" if value is None else value


def json_object(said: str, kind: type = dict) -> Any:
    """What an earlier step of a form says in a hidden field; raises HTTPBadRequest for another."""
    try:
        found = exact_json.loads(said)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, kind):
        raise web.HTTPBadRequest(text=_("The step before is not understood. Start from the list."))
    return found


def _bare(typed: str) -> str:
    """Without the spaces that part thousands, and with a plain minus."""
    return typed.strip().replace("\u2212", "-").replace("\u00a0", "").replace(" ", "")


def moment(typed: str, where: ZoneInfo) -> str | None:
    """A local date and time as the database reads it; None for now. Garbage stays as it is."""
    if not typed:
        return None
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=where).isoformat()
    except ValueError:
        return typed


def day_end(typed: str, where: ZoneInfo) -> str:
    """The end of a local day, its last moment included, as the database reads it. What is no day
    stays as it is."""
    try:
        return (datetime.fromisoformat(typed).replace(tzinfo=where) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return typed


def lines(form: Form, fields: tuple[str, ...]) -> list[dict[str, str]]:
    """The lines of a document's form: fields repeat, one of each per line, in order. None is cut,
    however many a client of its own sends: the database says how many a document may have."""
    columns = [form.getall(field, []) for field in fields]
    count = max((len(column) for column in columns), default=0)
    return [
        {
            field: str(column[row]).strip() if row < len(column) else ""
            for field, column in zip(fields, columns, strict=True)
        }
        for row in range(count)
    ]


def is_blank(line: Mapping[str, str]) -> bool:
    """Whether nothing was said in a line that could make it one."""
    return not (line.get("item") or line.get("quantity"))


def is_number(typed: str) -> bool:
    """Whether it reads as a finite number."""
    return re.fullmatch(r"-?\d+(?:\.\d+)?", number(typed)) is not None
