"""What is said to somebody, in their language.

Templates have `_` and `ngettext` of their language (web/render.py) for what stands in them, and
the filter `said` for those that Python hands over. Python says texts by `_` at the time they are
said, and marks by `N_` those that are said later. web/spoken.py knows the language of a request;
programs are answered in English.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from ops.catalogues import SOURCE, catalogue

LANGUAGE: ContextVar[str] = ContextVar("language", default=SOURCE)
MOST_WISHES = 10  # of what a browser lists


def _(message: str, **values: Any) -> str:
    """The text in the language of who reads it, with these values put in."""
    found = catalogue(LANGUAGE.get()).gettext(message) if message else ""
    return found % values if values else found


def ngettext(one: str, many: str, n: int, /, **values: Any) -> str:
    """The form of a text that this number takes; `num` is the number."""
    return catalogue(LANGUAGE.get()).ngettext(one, many, n) % {"num": n, **values}


def N_(message: str) -> str:  # noqa: N802 (gettext's tools know it by this name)
    """Mark a text that is said later."""
    return message


@contextmanager
def spoken(code: str) -> Iterator[None]:
    """Within it texts are in this language."""
    token = LANGUAGE.set(code)
    try:
        yield
    finally:
        LANGUAGE.reset(token)


def best(header: str, offered: Collection[str]) -> str:
    """The offered language that Accept-Language would rather have; English for none."""
    if len(offered) == 1:
        return SOURCE
    wishes = []
    for wish in header.split(",")[:MOST_WISHES]:
        name, _semicolon, weight = wish.strip().partition(";q=")
        try:
            wishes.append((float(weight or 1), name))
        except ValueError:
            continue
    known = {code.lower(): code for code in offered}
    for _weight, name in sorted(wishes, key=lambda one: -one[0]):
        for code in (name.lower(), name.lower().split("-")[0]):
            if code in known and _weight > 0:
                return known[code]
    return SOURCE
