"""What Postgres refuses, as a status and a sentence.

Class IN is ours: MESSAGE says what, DETAIL the facts as JSON, HINT what to do (422, with a few
exceptions). Commands say so of broken constraints too (inventory.refuse_broken); a 23xxx that is
left comes from a rule that a DBA added: its name is told, never Postgres' own detail, which could
tell of hidden rows. 42501 is 403.
"""

import dataclasses
import json
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout

from web import codes, forms
from web.language import N_, _

SESSION_OVER = "IN401"
CHANGED_MEANWHILE = "IN011"
NOT_FOUND = frozenset({"IN008", "IN014"})
RETRIED = frozenset({"40001", "40P01"})  # serialization failure, deadlock
# A server that is stopping, crashed or starting up; one that has no connection, memory or space
# left (53), or whose disk fails (58).
GONE = ("08", "57P01", "57P02", "57P03", "53", "58")
CANCELLED = "57014"
SERVICE_UNAVAILABLE = 503
NO_SUCH_THING = 404
# What a page of an error is called, and the API's description of one.
TITLES = {
    401: N_("Sign in first"),
    429: N_("Too many requests"),
    400: N_("This request is not understood"),
    403: N_("Not allowed"),
    404: N_("Nothing here"),
    405: N_("Not possible here"),
    408: N_("This took too long"),
    409: N_("It is no longer as it was"),
    413: N_("This is too large"),
    415: N_("This request is not understood"),
    421: N_("Wrong address"),
    422: N_("This cannot be done"),
    500: N_("Something broke on our side"),
    503: N_("Not available just now"),
}


@dataclass(frozen=True)
class Refusal:
    """One refusal: HTTP status, what happened, what to do, and where on the form."""

    status: int
    code: str
    message: str
    hint: str = ""
    # The form field it belongs to, where there is one.
    field: str = ""
    # IN001: every bad line, as the database names it.
    lines: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    detail: dict[str, Any] = dataclasses.field(default_factory=dict)
    reference: str = ""  # of a fault of ours: under it the log has the traceback
    # Where several things are wrong: each with its field, code, message and hint.
    problems: list[dict[str, Any]] = dataclasses.field(default_factory=list)

    def at(self, field: str) -> str:
        """What is wrong with a field of the form; empty where nothing is."""
        told = [one["message"] for one in self.problems if one["field"] == field]
        return " ".join(told) or (self.message if self.field == field else "")

    def doubting(self, typed: Mapping[str, Any]) -> "Refusal":
        """The same, telling of a number that could mean two things what these are: to the database
        it is none."""
        told = {
            one["field"]: one | {"message": forms.ambiguity(said)}
            for one in self.all()
            if forms.is_ambiguous(said := forms.text(typed, one["field"]))
        }
        if not told:
            return self
        message = told.get(self.field, {}).get("message", self.message)
        problems = [told.get(one["field"], one) for one in self.problems]
        return dataclasses.replace(self, message=message, problems=problems)

    def is_of_form(self) -> bool:
        """Whether the form that was sent tells it, rather than a page of its own."""
        return self.status in (409, 422) or (self.status == NO_SUCH_THING and bool(self.field))

    def form_status(self) -> int:
        """The status of the form that tells it: a code that is not known is a wrong field there."""
        return 422 if self.status == NO_SUCH_THING and self.field else self.status

    def links(self) -> list[tuple[str, str]]:
        """The fields that are wrong, each with its sentence: for the summary above a form."""
        return [(one["field"], one["message"]) for one in self.all()]

    def all(self) -> list[dict[str, Any]]:
        """All that is wrong with fields: each with its field, code, message and hint."""
        alone = {name: getattr(self, name) for name in ("field", "code", "message", "hint")}
        return [one for one in self.problems or [alone] if one["field"]]

    def as_json(self) -> dict[str, Any]:
        """The refusal as clients of 0.1.0 read it, within a problem (web/problems.py)."""
        detail: Any = self.lines or self.detail or None
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "field": self.field or None,
            "detail": detail,
        }


class Told(Exception):
    """A refusal that says all of itself, where an HTTPException has only a sentence."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def of_fields(status: int, problems: list[dict[str, Any]]) -> Refusal:
    """The refusal of fields that are wrong, of which there is one at least."""
    first = problems[0]
    return Refusal(
        status, first["code"], first["message"], first["hint"], first["field"], problems=problems
    )


def of_numbers(doubts: list[dict[str, str]]) -> Refusal | None:
    """The refusal of a form whose numbers cannot be read (forms.doubts); None where they can."""
    return of_fields(422, [dict(one) for one in doubts]) if doubts else None


# What this request was refused last, for the audit (web/refusals.py): rooms show some themselves.
TOLD: ContextVar[Refusal | None] = ContextVar("told", default=None)


def explain(error: Exception) -> Refusal | None:
    """What to tell about an error of the database; None when it is a fault of ours."""
    refusal = _explain(error)
    TOLD.set(refusal)
    return refusal


def _explain(error: Exception) -> Refusal | None:
    if isinstance(error, PoolTimeout):
        return unavailable()
    if isinstance(error, Told):
        return error.refusal
    if not isinstance(error, psycopg.Error):
        return None
    state = error.sqlstate or ""
    if is_gone(error):
        return unavailable()
    if state.startswith("IN"):
        return _ours(error, state)
    if state in RETRIED:
        return Refusal(
            SERVICE_UNAVAILABLE, state, _("Others were changing the same things."), _("Try again.")
        )
    if state == CANCELLED:
        return Refusal(
            SERVICE_UNAVAILABLE, state, _("This took longer than ten seconds and was stopped."),
            _("Narrow the question, or try again."),
        )  # fmt: skip
    if state == "42501":
        # Ours say what to do; PostgreSQL's own names the table.
        if error.diag.source_function == "exec_stmt_raise" and error.diag.message_hint:
            return Refusal(403, state, error.diag.message_primary or "", error.diag.message_hint)
        return Refusal(403, state, _("Your role does not allow this."), _("Ask an admin for it."))
    if state.startswith("23"):
        return _constraint(error, state)
    if state.startswith("22"):
        return Refusal(422, state, _("A value is not understood."), _("Check what you entered."))
    return None


def is_gone(error: Exception) -> bool:
    """Tell whether the server went away or has no room, rather than refused what we asked."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, psycopg.OperationalError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(GONE)


def unavailable() -> Refusal:
    """The database does not answer."""
    return Refusal(
        SERVICE_UNAVAILABLE, "unavailable", _("The database does not answer just now."),
        _("Nothing was lost. Try again in a moment."),
    )  # fmt: skip


def _ours(error: psycopg.Error, state: str) -> Refusal:
    facts = _facts(error.diag.message_detail)
    return Refusal(
        codes.status_of(state),
        state,
        error.diag.message_primary or _("Refused."),
        error.diag.message_hint or "",
        field=_field(state, facts),
        lines=facts if isinstance(facts, list) else [],
        detail=facts if isinstance(facts, dict) else {},
        problems=facts.get("problems", []) if isinstance(facts, dict) else [],
    )


def _facts(detail: str | None) -> Any:
    try:
        return json.loads(detail or "{}")
    except json.JSONDecodeError:
        return {}


def _field(state: str, facts: Any) -> str:
    if state == "IN013" and isinstance(facts, dict):
        return f"attribute.{facts.get('attribute', '')}"
    if state in ("IN014", "IN015", "IN017") and isinstance(facts, dict):
        return str(facts.get("field") or "")
    return {"IN003": "occurred_at", "IN012": "q", "IN004": "lines"}.get(state, "")


def _constraint(error: psycopg.Error, state: str) -> Refusal:
    name = error.diag.constraint_name or ""
    if state == "23503":
        return Refusal(409, "IN015", _("Something else refers to this."), _("Remove that first."))
    return Refusal(
        422,
        state,
        _("A rule of the data was broken."),
        _("The rule is %(state)s.", state=name or state),
    )
