"""Turning a cell's text into a value. What could mean two things is refused, not guessed."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?"),
    ",": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?"),
}
# As people and spreadsheets write them in the large languages of Europe, Russian and Turkish.
TRUE = {
    "yes",
    "y",
    "true",
    "1",
    "on",
    "x",
    "✓",
    "✔",
    "ja",
    "j",
    "wahr",
    "oui",
    "vrai",
    "si",
    "sí",
    "sì",
    "verdadero",
    "vero",
    "sim",
    "verdadeiro",
    "waar",
    "tak",
    "prawda",
    "ano",
    "pravda",
    "igen",
    "da",
    "adevărat",
    "kyllä",
    "sand",
    "sant",
    "да",
    "истина",
    "так",
    "evet",
}
FALSE = {
    "no",
    "n",
    "false",
    "0",
    "off",
    "",
    "nein",
    "falsch",
    "non",
    "faux",
    "falso",
    "não",
    "nao",
    "nee",
    "onwaar",
    "nie",
    "fałsz",
    "ne",
    "nepravda",
    "nem",
    "hamis",
    "nu",
    "fals",
    "ei",
    "nej",
    "nei",
    "falsk",
    "falskt",
    "нет",
    "ложь",
    "ні",
    "hay\u0131r",
    "yanl\u0131ş",
}
ISO = re.compile(r"\d{4}-\d\d-\d\d")
MOST_DIGITS = 40  # of a number; as inventory.read_number
SPACES = str.maketrans("", "", " \u00a0\u202f'\u2019")


class BadValueError(ValueError):
    """The text is no value of the kind; says why."""


def number(text: str, *, decimal: str | None, delimiter: str) -> str:
    """Return the number in plain notation (1234.5), exact as written.

    `decimal` is the file's decimal sign, or None where it was not said. Then 1,234 and 1.234
    may each mean two things, and are refused, but for 1.234 in a file delimited by commas
    and 1,234 in one delimited by semicolons, where the other reading is not written so.
    """
    bare = text.strip().translate(SPACES)
    if bare.startswith("="):
        raise BadValueError("is a formula: put the number there that it stands for")
    if len(bare) > MOST_DIGITS:
        raise BadValueError(f"has more than {MOST_DIGITS} digits")
    sign = decimal or _decimal_sign(bare, delimiter)
    other = "," if sign == "." else "."
    if GROUPED[sign].fullmatch(bare):
        bare = bare.replace(other, "")
    bare = bare.replace(",", ".") if sign == "," else bare
    if not PLAIN.fullmatch(bare):
        raise BadValueError("is not a number")
    return f"{Decimal(bare):f}"


def _decimal_sign(bare: str, delimiter: str) -> str:
    last = max(bare.rfind(","), bare.rfind("."))
    if last < 0:
        return "."
    sign = bare[last]
    other = "," if sign == "." else "."
    if other in bare:
        return sign  # 1.234,5: the last one is the decimal sign
    if bare.count(sign) > 1:
        return other  # 1,234,567: groups
    local = {",": ".", ";": ","}.get(delimiter)
    if sign != local and re.fullmatch(r"[+-]?\d{1,3}[.,]\d{3}", bare):
        raise BadValueError(
            f"may be {bare.replace(sign, '')} or {bare.replace(sign, '.')}:"
            " say which the decimal sign is"
        )
    return sign


def moment(text: str, date_format: str | None) -> datetime:
    """Return the instant: ISO 8601, or as `date_format` says; noon UTC for a day alone."""
    return moment_or_day(text, date_format)[0]


def moment_or_day(text: str, date_format: str | None) -> tuple[datetime, bool]:
    """Return the instant, and whether it is a day alone."""
    bare = text.strip()
    try:
        if date_format and not ISO.match(bare):  # which can be nothing else
            found = datetime.strptime(bare, date_format)
            day_alone = "%H" not in date_format and "%I" not in date_format
        else:
            found = datetime.fromisoformat(bare)
            day_alone = re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", bare) is not None
    except ValueError:
        wanted = f"of the form {date_format}" if date_format else "of the form 2026-11-22"
        raise BadValueError(f"is not a date {wanted}") from None
    if day_alone:
        found = datetime.combine(found.date(), time(12))
    return found if found.tzinfo else found.replace(tzinfo=UTC), day_alone


def day(text: str, date_format: str | None) -> date:
    """Return the day."""
    return moment(text, date_format).date()


def yes_or_no(text: str) -> bool:
    """Return a truth value."""
    bare = text.strip().lower()
    if bare in TRUE:
        return True
    if bare in FALSE:
        return False
    raise BadValueError("is neither yes nor no")
