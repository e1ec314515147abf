"""What api.preview_document answered, as a form of lines shows it."""

from dataclasses import dataclass, field
from typing import Any

from web import entry


@dataclass(frozen=True)
class Told:
    """The movements of each line by its number on the form, what is wrong, what alerts change."""

    by_line: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    by_field: dict[tuple[int, str], dict[str, str]] = field(default_factory=dict)
    alerts: list[dict[str, Any]] = field(default_factory=list)
    alert_count: int = 0


NOTHING = Told()


def told(answer: dict[str, Any], numbers: list[int], lines: list[dict[str, str]]) -> Told:
    """The answer with the numbers of the form's lines, of which empty ones were not asked for."""
    by_line: dict[int, list[dict[str, Any]]] = {}
    for movement in answer["lines"]:
        by_line.setdefault(numbers[movement["line"] - 1], []).append(movement)
    problems = [one | {"line": numbers[one["line"] - 1]} for one in answer["problems"]]
    fields = tuple(lines[0]) if lines else ()
    return Told(
        by_line, problems, entry.by_field(fields, lines, problems), answer["alerts"],
        answer["alert_count"],
    )  # fmt: skip
