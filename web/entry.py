"""The lines of a document as a form holds them: all texts, every field of the kind in each."""

from typing import Any

from web import codes, forms
from web.language import _

Line = dict[str, str]
NUMBERS = ("quantity", "unit_cost")
KEPT = ("location", "from", "to", "reason")  # of one line for the next: people work place by place
MORE = 5


def filled(lines: list[Line]) -> list[Line]:
    """The lines in which something was said; an empty one where there is no other."""
    return [line for line in lines if not forms.is_blank(line)] or lines[:1]


def changed(lines: list[Line], do: str, fields: tuple[str, ...]) -> list[Line]:
    """The lines after a press of "add", "add-more", "copy-2" or "remove-2": none is added to a form
    that is full."""
    what, _, number = do.partition("-")
    room = max(0, forms.MAXIMUM_LINES - len(lines))
    if what == "add":
        empty = following(lines, fields)
        return [*lines, *(dict(empty) for _ in range(min(room, MORE if number else 1)))]
    changed_lines = []
    for at, line in enumerate(lines, start=1):
        if str(at) != number:
            changed_lines.append(line)
        elif what == "copy":
            changed_lines += [line, dict(line)] if room else [line]
    return changed_lines or [dict.fromkeys(fields, "")]


def following(lines: list[Line], fields: tuple[str, ...]) -> Line:
    """An empty line at the place of the one before."""
    empty = dict.fromkeys(fields, "")
    return empty | {name: lines[-1][name] for name in KEPT if lines and name in fields}


def as_said(line: Line) -> dict[str, str]:
    """A line as the command reads it: what was left empty is left out."""
    said = {
        field: forms.number(value) if field in NUMBERS else value
        for field, value in line.items()
        if value
    }
    return {"item": "", "quantity": "", **said}


def by_field(
    fields: tuple[str, ...], lines: list[Line], problems: list[dict[str, Any]]
) -> dict[tuple[int, str], dict[str, str]]:
    """Each bad line's sentence, by line and form field."""
    found = {}
    for problem in problems:
        number, field = int(problem["line"]), problem["field"]
        line = lines[number - 1] if number <= len(lines) else {}
        if "from" in fields and field == "location":
            field = "to" if problem.get("location") == line.get("to") else "from"
        if field not in fields:
            field = "item"
        found[number, field] = {
            "message": _sentence(problem, field, line), "hint": problem.get("hint") or "",
        }  # fmt: skip
    return found


def _sentence(problem: dict[str, Any], field: str, line: Line) -> str:
    typed = line.get(field, "")
    if field in NUMBERS and forms.is_ambiguous(typed):
        return forms.ambiguity(typed)
    if field == "item" and not typed:
        return _("Enter an item.")
    if field in ("location", "from", "to") and not typed:
        return _("Choose a location.")
    if field == "quantity" and not typed:
        return _("Enter a quantity.")
    return codes.worded(problem)
