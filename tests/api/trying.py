"""Schemathesis at work: it makes cases of every operation of the document, valid ones and such that
are not; each is sent by every visitor, and each answer is judged."""

import contextlib
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.values import Pool
from tests.api.visitors import NOBODY, House, Visitor
from web.once import HEADER, KEY

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
SLOW_SECONDS = 2.0
PATIENCE_SECONDS = 30.0
MOST_IN_A_ROUND = 6  # cases of an operation
LONGEST_TOLD = 1500  # characters of a failing request
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@dataclass
class Tried:
    """What came of it."""

    statuses: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    operations: set[str] = field(default_factory=set)
    answered: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    failures: dict[str, str] = field(default_factory=dict)  # what failed: the first such request
    slowest: tuple[float, str] = (0.0, "")

    @property
    def requests(self) -> int:
        """How many were sent."""
        return sum(counted.total() for counted in self.statuses.values())


@dataclass
class Attempt:
    """One run: the house, what is known of it, and what came of it."""

    house: House
    pool: Pool
    tried: Tried = field(default_factory=Tried)

    def send_by_all(self, case: Case) -> None:
        """Send a case by every visitor, in an order that changes."""
        if self.pool.random.random() < 0.9:
            for container in ("path_parameters", "query", "body"):
                if isinstance(value := getattr(case, container), dict):
                    setattr(case, container, self.pool.strewn(value))
        visitors = list(self.house.visitors)
        self.pool.random.shuffle(visitors)
        asked = case.as_transport_kwargs(base_url=self.house.base)
        for visitor in visitors:
            self._send(visitor, case, asked)

    def _send(self, visitor: Visitor, case: Case, asked: dict[str, Any]) -> None:
        own = _with_own_key(asked)
        if _is_form(case.operation):  # which is a page's, unless it wants data
            own = own | {"headers": dict(own.get("headers") or {}) | {"Accept": "application/json"}}
        begun = time.monotonic()
        answer = visitor.session.request(
            **own, allow_redirects=False, timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        took, label = time.monotonic() - begun, case.operation.label
        self.tried.statuses[visitor.group][answer.status_code] += 1
        self.tried.slowest = max(self.tried.slowest, (round(took, 2), label))
        for problem in _problems(visitor, case, answer):
            self._note(f"{label} as {visitor.group}: {problem}", answer)
        if took > SLOW_SECONDS and _is_slow_again(visitor, own):
            self._note(f"{label} as {visitor.group}: slower than {SLOW_SECONDS:g} s", answer)
        if answer.status_code == 401 and visitor.group != NOBODY:
            visitor.sign_in()  # a session can be ended by what was asked
        if answer.status_code < 300:
            self.tried.answered[visitor.group].add(label)
            self.pool.learn(answer.text)

    def _note(self, what: str, answer: requests.Response) -> None:
        request = answer.request
        sent = f"{request.method} {request.url} {request.body!r}"[:LONGEST_TOLD]
        self.tried.failures.setdefault(what, f"{sent}\n{answer.status_code} {answer.text[:600]}")


def attempt(house: House, count: int, chosen: int, only: str = "", minutes: float = 1e6) -> Tried:
    """Send at least so many requests, or for so long: every operation in turn, or the one that is
    named in `only` (GET /items.json); `chosen` is the seed."""
    end = time.monotonic() + 60 * minutes
    document = requests.get(f"{house.base}/openapi.json", timeout=PATIENCE_SECONDS).json()
    schema = schemathesis.openapi.from_dict(document)
    schema.config.generation.update(with_security_parameters=False)
    operations = [one.ok() for one in schema.get_all_operations()]
    operations = [one for one in operations if only in ("", one.label)]
    run = Attempt(house, Pool(chosen))
    run.tried.operations = {one.label for one in operations}
    makers = [_maker(run, one, mode) for one in operations for mode in _modes(one)]
    each = max(1, min(MOST_IN_A_ROUND, count // (len(makers) * len(house.visitors))))
    turn = 0
    while run.tried.requests < count and time.monotonic() < end:
        for make in makers:
            if time.monotonic() < end:
                make(chosen + turn, each)
        turn += 1
    return run.tried


def _modes(operation: Any) -> tuple[GenerationMode, ...]:
    """A form has texts and files alone: what is sent wrongly there reads as something right."""
    return MODES[:1] if _is_form(operation) else MODES


def _is_form(operation: Any) -> bool:
    return "multipart/form-data" in str(operation.definition.raw.get("requestBody", ""))


def _maker(run: Attempt, operation: Any, mode: GenerationMode) -> Callable[[int, int], None]:
    """A function that makes so many cases of an operation, of a seed, and has them sent."""
    strategy = operation.as_strategy(generation_mode=mode)

    def make(chosen: int, count: int) -> None:
        few = settings(
            max_examples=count, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip

        @seed(chosen)
        @few
        @given(case=strategy)
        def sent(case: Case) -> None:
            run.send_by_all(case)

        with contextlib.suppress(Unsatisfiable):  # without parameters nothing can be wrong
            sent()

    return make


def _with_own_key(asked: dict[str, Any]) -> dict[str, Any]:
    """Each visitor's document has its own key: with another's it would be a retry of theirs. Each
    command too: what comes up with keys finds the same few, and the rest would be retries."""
    header = (asked.get("headers") or {}).get(HEADER, "")
    if KEY.fullmatch(header):
        asked = asked | {"headers": dict(asked["headers"]) | {HEADER: str(uuid.uuid4())}}
    body = asked.get("json")
    if isinstance(body, dict) and isinstance(body.get("idempotency_key"), str):
        with contextlib.suppress(ValueError):
            uuid.UUID(body["idempotency_key"])
            return asked | {"json": body | {"idempotency_key": str(uuid.uuid4())}}
    return asked


def _problems(visitor: Visitor, case: Case, answer: requests.Response) -> Iterator[str]:
    """What is wrong with an answer."""
    checks = [
        one for one in CHECKS if one != negative_data_rejection or not _is_form(case.operation)
    ]
    try:
        case.validate_response(answer, checks=checks)
    except FailureGroup as group:
        yield from (one.title for one in group.exceptions if isinstance(one, Failure))
    function = case.operation.definition.raw["x-function"].removeprefix("api.")
    if answer.status_code < 300 and not visitor.may(function):
        yield f"a success that the matrix has not: may not execute api.{function}"


def _is_slow_again(visitor: Visitor, asked: dict[str, Any]) -> bool:
    """Once can be the machine's fault."""
    begun = time.monotonic()
    visitor.session.request(**asked, allow_redirects=False, timeout=PATIENCE_SECONDS)
    return time.monotonic() - begun > SLOW_SECONDS
