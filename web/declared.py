"""What stands beside each handler: which function of schema `api` its JSON is the answer of.

`/openapi.json` is made of it, of the router and of the catalogue (web/openapi.py). A route without
such a declaration fails tests/api/test_document.py, which says what to write.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

Handler = TypeVar("Handler", bound=Callable[..., Any])
DECLARED = "declared"


@dataclass(frozen=True)
class Operation:
    """A route that speaks JSON. What no part says otherwise is named in the address, the query or
    the body as the function's parameter is."""

    # More than one where the address holds their name: /{command}.
    functions: tuple[str, ...]
    # Parts of the address that are named otherwise: name there, and the parameter.
    path: Mapping[str, str] = field(default_factory=dict)
    # What the query may say: name there, and the parameter.
    query: dict[str, str] = field(default_factory=dict)
    # The same parameters by names that they had before: name there, and the parameter.
    old: dict[str, str] = field(default_factory=dict)
    # What the query may say beside, of no parameter: name there, and a sentence about it.
    also: Mapping[str, str] = field(default_factory=dict)
    # What it does with a parameter of the query beside: its name there, and a sentence.
    notes: Mapping[str, str] = field(default_factory=dict)
    # The parameter whose keys stand in the body themselves: api.create_item(item).
    body: str = ""
    # It takes a key among its parameters (idempotency_key), which holds for good.
    own_key: bool = False
    # What it answers is told once and kept nowhere: a token.
    told_once: bool = False
    # It takes a form with files (multipart/form-data), and these parameters as its fields.
    form: tuple[str, ...] | None = None
    # Where it is asked once for each file: the key that its answers stand under, in an array.
    each_file: str = ""


@dataclass(frozen=True)
class NoData:
    """A route that speaks no JSON, and why."""

    reason: str


def answers(
    *functions: str,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, str] | Iterable[str] = (),
    old: Mapping[str, str] | None = None,
    also: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    body: str = "",
    own_key: bool = False,
    told_once: bool = False,
    form: tuple[str, ...] | None = None,
    each_file: str = "",
) -> Callable[[Handler], Handler]:
    """Declare that a handler's JSON is what this function of schema `api` answers.

    `query`: the names it reads from the query; a mapping where the parameter is named otherwise.
    `old`: names that are still read; `also`: what else the query may say, with a sentence;
    `notes`: sentences to add to those about parameters. A program that says anything else is
    refused (web/asked.py).
    A command's body has the function's parameters that the address does not hold; where it is a
    form with files, `form` names those that are fields of it beside `file`.
    """
    names = dict(query) if isinstance(query, Mapping) else {name: name for name in query}
    return _beside(
        Operation(
            functions,
            path or {},
            names,
            dict(old or {}),
            also or {},
            notes or {},
            body,
            own_key,
            told_once,
            form,
            each_file,
        )
    )


def no_data(reason: str) -> Callable[[Handler], Handler]:
    """Declare that a route is for browsers or probes only, and say why in a sentence."""
    return _beside(NoData(reason))


def of(handler: Callable[..., Any]) -> Operation | NoData | None:
    """What a handler declares."""
    return getattr(handler, DECLARED, None)


def _beside(what: Operation | NoData) -> Callable[[Handler], Handler]:
    def declare(handler: Handler) -> Handler:
        setattr(handler, DECLARED, what)
        return handler

    return declare
