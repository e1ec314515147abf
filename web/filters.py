"""Filters of a list or a report: what is wrong in one is told beside it, and the page stays.

The database judges them, and stops at the first it refuses. So that one is noted, left out, and the
others are asked again: who typed a place that is not there sees all places, and why.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import psycopg
from aiohttp import web

from web import errors, http
from web.errors import Refusal

Found = TypeVar("Found")
Problem = dict[str, str]


async def kept(
    request: web.Request,
    ask: Callable[[dict[str, Any]], Awaitable[Found]],
    asked: dict[str, Any],
    filters: Mapping[str, str],
    wrong: list[Problem],
    instead: Mapping[str, Any] | None = None,
) -> Found:
    """What `ask` answers to what is asked, without the filters that it refuses: these are taken out
    of `asked` and noted in `wrong`.

    `filters`: what the database calls each to what `asked` does; `instead`: what is asked where one
    is left out and the list has a value of its own. Raises what the database raises
    about anything else, and to a program, which asked for these filters and nothing else.
    """
    while True:
        try:
            return await ask(asked)
        except psycopg.Error as error:
            refusal = errors.explain(error)
            field = filters.get(refusal.field, "") if refusal else ""
            if refusal is None or is_told_otherwise(request) or not asked.get(field):
                raise
            wrong.append(problem(field, refusal.message, refusal.code, refusal.hint))
            asked[field] = (instead or {}).get(field)


def typed(
    request: web.Request, name: str, read: Callable[[str], Found], wrong: list[Problem]
) -> Found | None:
    """A filter as `read` understands it; what it does not (HTTPBadRequest) is noted in `wrong`, and
    asks for nothing. Raises it to a program."""
    try:
        return read(request.query.get(name, "").strip())
    except web.HTTPBadRequest as error:
        if is_told_otherwise(request):
            raise
        wrong.append(problem(name, error.text or ""))
        return None


def is_told_otherwise(request: web.Request) -> bool:
    """Whether there is no form on the answer that a filter could be marked on."""
    return http.is_program(request) or http.wants_file(request) or http.is_partial(request)


def problem(field: str, message: str, code: str = "22007", hint: str = "") -> Problem:
    """One filter that is wrong."""
    return {"field": field, "message": message, "code": code, "hint": hint}


def refusal(wrong: list[Problem]) -> Refusal | None:
    """All that is wrong, as pages tell it; None where nothing is."""
    if not wrong:
        return None
    first = wrong[0]
    return Refusal(
        422, first["code"], first["message"], first["hint"], field=first["field"], problems=wrong
    )
