"""What an answer to garbage may be.

A command answers, or refuses with a code of ours and a sentence. A value that is no value of its
parameter's type is refused by Postgres before the function is entered; docs/api.md says by which
codes.
"""

import json

import psycopg

from tests.garbage.valid import Function

# What Postgres says of a parameter it cannot read: no such number, date or text, or JSON nested
# deeper than its stack (54001). Never from within a function.
UNREAD = ("22P02", "22P03", "22P05", "22003", "22007", "22008", "22009", "22021", "22023", "54001")
LONGEST_SENTENCE = 400
LONGEST_DETAIL = 20_000


def objection(error: psycopg.Error, function: Function, complete: bool = True) -> str | None:
    """Why a refusal is not as it should be; None when it is. `complete`: no argument is missing."""
    state, said = error.sqlstate or "", error.diag
    if state == "42883":  # there is no such function
        return "not found" if complete else None
    inside = "function " in (said.context or "")
    if state in UNREAD and not inside:
        return None
    if state == "42501":
        return None if "row-level security" in (said.message_primary or "") else "not permitted"
    if not state.startswith("IN"):
        return f"{state} from within"
    if state not in function.comment:
        return f"{state} is not among what its comment says that it raises"
    return _wording(said, state)


def _wording(said: psycopg.errors.Diagnostic, state: str) -> str | None:
    message, hint, detail = said.message_primary or "", said.message_hint or "", said.message_detail
    for text in (message, hint):
        if not text.strip():
            return "says nothing, or not what to do"
        if len(text) > LONGEST_SENTENCE:
            return f"a sentence of {len(text)} characters"
    if not message.endswith((".", "?")):
        return f"no sentence: {message!r}"
    if detail is not None:
        if len(detail) > LONGEST_DETAIL and state != "IN001":
            return f"facts of {len(detail)} characters"
        json.loads(detail)
    return None
