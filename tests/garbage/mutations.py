"""Half-valid JSON: a valid value with one or two parts of it made garbage."""

import copy
from typing import Any

from hypothesis import strategies as st

from tests.garbage.values import Raw, Twice, json_values

Path = tuple[str | int, ...]
WAYS = ("replace", "replace", "replace", "remove", "add", "repeat", "twice")


def mutated(draw: Any, valid: Any, times: int = 1) -> Any:
    """A copy of a JSON value that is garbage in `times` places."""
    value = copy.deepcopy(valid)
    for _ in range(times):
        value = _mutate(draw, value)
    return value


def _mutate(draw: Any, value: Any) -> Any:
    path = draw(st.sampled_from(list(paths(value))))
    way = draw(st.sampled_from(WAYS))
    if not path:
        return Twice(value, 7) if way == "twice" and isinstance(value, dict) else _garbage(draw)
    inside = value
    for step in path[:-1]:
        inside = inside[step]
    _change(draw, inside, path[-1], way)
    return value


def _change(draw: Any, inside: Any, at: str | int, way: str) -> None:
    here = inside[at]
    if way == "remove":
        del inside[at]
    elif way == "add" and isinstance(inside, dict):
        inside[draw(st.sampled_from(["", "Item", "quantity ", "_", "x" * 200, "'"]))] = _garbage(
            draw
        )
    elif way == "repeat" and isinstance(inside, list):
        inside.insert(at, copy.deepcopy(here))
    elif way == "twice" and isinstance(here, dict):
        inside[at] = Twice(here, _garbage(draw))
    else:
        inside[at] = _garbage(draw)


def _garbage(draw: Any) -> Any:
    return copy.deepcopy(draw(json_values()))  # a list that is sampled is one for all examples


def paths(value: Any, so_far: Path = ()) -> list[Path]:
    """The way to every part of a JSON value, itself first."""
    found = [so_far]
    if isinstance(value, Raw | Twice):
        return found
    parts = (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list) else ()
    )  # fmt: skip
    for step, part in parts:
        found += paths(part, (*so_far, step))
    return found
