"""Every code that an error carries, declared once: what it is called, its HTTP status, what to do.

docs/errors.md and the page /docs/errors are made of this, and so is the `type` of each problem
(web/problems.py): a path that stays, /docs/errors#IN012. A test holds the list against what the
functions of the database raise.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parents[1] / "docs" / "errors.md"
PAGE = "/docs/errors"


@dataclass(frozen=True)
class Code:
    """One kind of error. `code` is a SQLSTATE, a class of them (two characters), or HTTP…"""

    code: str
    status: int | None  # of the answer; None for what is said of one line, within IN001
    title: str
    about: str  # when it comes, and what to do


REFUSED: tuple[Code, ...] = (
    Code("IN001", 422, "Lines cannot be posted",
         "Nothing was posted. `errors` has every bad line with a code of its own, below; the "
         "first hundred in words. Correct them and post again with the same key."),
    Code("IN002", 409, "The key was used before",
         "A document or command with other words has this idempotency key (all that was sent "
         "counts: lines, reference, note, time), or what it answered is told once. Make a new key "
         "for what is new."),
    Code("IN003", 422, "The time is not possible",
         "`occurred_at` lies in the future, before 1900, or before what is reversed."),
    Code("IN004", 422, "Too few or too many",
         "A document needs a line and has at most 20,000; other bounds are named in the sentence. "
         "Split what is too much."),
    Code("IN005", 422, "The idempotency key is missing, or is none",
         "Each document carries a key that its client chose, a UUID best: a retry posts nothing "
         "twice. Any 1 to 255 letters, digits and signs without spaces will do."),
    Code("IN006", 422, "Not for whoever asks",
         "It takes a person who is signed in, or another kind of account."),
    Code("IN007", 409, "Reversed before",
         "A document is reversed once. `facts` or the document says by which."),
    Code("IN008", 404, "No such document",
         "There is none at your places; also where the key belongs to one that you no longer see."),
    Code("IN009", 422, "A reversal cannot be reversed", "Post the movements again."),
    Code("IN010", 422, "The record is never changed",
         "Movements and the audit are only added to. Correct a document by reversing it."),
    Code("IN011", 409, "Changed meanwhile",
         "Somebody saved since the `version` you sent, or the `seen` of a range. `facts` has what "
         "is there now, as the API shows it (`current`): look at both, and send the change again "
         "with its version, or its `seen`."),
    Code("IN012", 422, "The search is not understood",
         "`facts` has the position and the word; `hint` says how it may be meant."),
    Code("IN013", 422, "An attribute does not fit",
         "The value is not of the attribute's type, or a required one is missing."),
    Code("IN014", 404, "Nothing by this name",
         "What is named is not there, or not among what you see: the two are answered alike. "
         "Also a word that is none of those asked for."),
    Code("IN015", 409, "It stands against what is there",
         "It exists already, is still in use, or a limit is reached. The sentence says which."),
    Code("IN016", 422, "Not possible in this way",
         "A transaction of another isolation level than READ COMMITTED, or something that nobody "
         "does to themselves."),
    Code("IN017", 422, "A value is out of its bounds",
         "`errors` names the field; the sentence says what it takes."),
    Code("IN018", 403, "A right that is not yours to give",
         "You may not give, take or use a right in this way. Ask an admin."),
    Code("IN020", 422, "Some of the selected cannot be changed",
         "None was changed. `facts` has each with its reason."),
    Code("IN025", 409, "The import is at another step",
         "It is being checked, or was imported already. Read its state and go on from there."),
    Code("IN401", 401, "Sign in first",
         "There is no session or token, or it is over. Ask an admin for a new token."),
)  # fmt: skip
LINES: tuple[Code, ...] = (
    Code("IN101", None, "No such item", "Check the SKU or barcode."),
    Code("IN102", None, "The item is retired", "A manager can bring it back."),
    Code("IN103", None, "No such place of yours", "Check the code, or ask for the place."),
    Code("IN104", None, "No such lot", "A receipt creates a lot."),
    Code("IN105", None, "No such unit of the item", "Use its base unit or one of its packs."),
    Code("IN106", None, "Not a quantity",
         "Above zero (an adjustment: not zero), no more decimals than the unit has."),
    Code("IN107", None, "Not enough there", "The line says how many are available."),
    Code("IN108", None, "No reason", "An adjustment says why."),
    Code("IN109", None, "From and to are the same", "A transfer takes two places."),
    Code("IN110", None, "A key that is not known",
         "`field` is the key; the hint has the nearest one that is."),
    Code("IN111", None, "Not a line, or a value in it that is none",
         "A line is an object of plain values within their bounds; `field` says which is not."),
    Code("IN112", None, "Not a cost", "A number from zero up, or nothing."),
    Code("IN113", None, "The place holds no stock", "Or it is closed: choose a site, zone or bin."),
    Code("IN114", None, "Another date of expiry",
         "The lot has another one, or the line names no lot."),
)  # fmt: skip
OTHERS: tuple[Code, ...] = (
    Code("42501", 403, "Your role does not allow this",
         "A grant or a row policy says no. /why says which, and who can grant it."),
    Code("40001", 503, "Others were changing the same things",
         "It was tried several times. Nothing was changed: try again."),
    Code("40P01", 503, "Others were changing the same things",
         "As 40001: two waited for each other."),
    Code("57014", 503, "It took too long",
         "Ten seconds are the most. Narrow the question."),
    Code("22", 422, "A value is not understood",
         "PostgreSQL cannot read it: no number, no date, no UUID, or too large for its type. "
         "`errors` names the fields that may be meant."),
    Code("23", 422, "A rule of the data was broken",
         "One that this installation added; the hint has its name."),
    Code("25006", 403, "Read-only",
         "While one sees as somebody else, nothing can be changed."),
    Code("unavailable", 503, "The database does not answer",
         "Nothing was lost. Try again after `Retry-After` seconds, with the same key."),
    Code("fault", 500, "Something broke on our side",
         "Nothing was changed. `instance` ends in a reference under which the log has it."),
    Code("HTTP400", 400, "The request is not understood",
         "A body that is no JSON object, a character that no text has, or a field or parameter "
         "that is not known here: `errors` names each, with the nearest one that is."),
    Code("HTTP401", 401, "No valid token", "See the header `WWW-Authenticate`."),
    Code("HTTP403", 403, "Not from there",
         "A form that is not of this session, or a request that comes from another site."),
    Code("HTTP404", 404, "Nothing at this address", "/openapi.json has them all."),
    Code("HTTP405", 405, "Not this method", "The address takes another one."),
    Code("HTTP408", 408, "The body did not arrive in time", "It has thirty seconds."),
    Code("HTTP413", 413, "Too large", "A body has at most 2 MB: send less at once, or a file."),
    Code("HTTP415", 415, "Not this kind of body", "Send JSON, or a form."),
    Code("HTTP421", 421, "Not our address", "STOCKROOM_ALLOWED_HOSTS names those that are."),
    Code("HTTP422", 422, "It cannot be done so", "The sentence says why."),
    Code("HTTP429", 429, "Too many requests",
         "Wait as many seconds as `Retry-After` says; see the headers `RateLimit`."),
)  # fmt: skip
ALL = (*REFUSED, *LINES, *OTHERS)
BY_CODE = {one.code: one for one in ALL}
HEAD = """# Errors

Made from `web/codes.py` by `make docs`; a running Stockroom has the same at `/docs/errors`.
Over HTTP an error is a problem of RFC 9457 (`application/problem+json`), whose `type` is the
address of one of these; in SQL the code is the SQLSTATE. See [using the API](api-use.md).
"""


def of(code: str, status: int = 500) -> Code:
    """The entry of a code: its own, its class's, or that of the status."""
    named = BY_CODE.get(code) or BY_CODE.get(code[:2]) or BY_CODE.get(f"HTTP{status}")
    return named or Code(f"HTTP{status}", status, "Refused", "The sentence says why.")


def status_of(code: str) -> int:
    """The HTTP status of a refusal of class IN."""
    known = BY_CODE.get(code)
    return 422 if known is None or known.status is None else known.status


def worded(problem: Mapping[str, Any]) -> str:
    """The sentence of a bad line; the title of its code behind those that are told in words."""
    return str(problem.get("message") or of(str(problem["code"]), 422).title)


def where(code: Code) -> str:
    """The address that a problem of this kind has as its `type`."""
    return f"{PAGE}#{code.code}"


def document() -> str:
    """The page as Markdown."""
    parts = [HEAD]
    for title, codes in (
        ("What the database refuses", REFUSED), ("Of a line, within IN001", LINES),
        ("Everything else", OTHERS),
    ):  # fmt: skip
        parts.append(f"\n## {title}\n\n| code | status | what | when, and what to do |\n")
        parts.append("| --- | --- | --- | --- |\n")
        parts += [_row(one) for one in codes]
    return "".join(parts)


def _row(one: Code) -> str:
    said = re.sub(r"(?<![`\w])\|", r"\\|", one.about)
    return f"| `{one.code}` | {one.status or ''} | {one.title} | {said} |\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
