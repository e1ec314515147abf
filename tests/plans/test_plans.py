"""No query of a page or a command reads a growing table from end to end, nor many rows for few.

Each page and function is really used, by people of each group; the server says which statements
ran and what they read (recorder.py), and each is held against the bounds (bounds.py).
"""

from typing import Any

import psycopg
import pytest
from psycopg import sql

from bench.data import PASSWORD
from tests.plans.calls import NOT_CALLED, Call, callers, calls
from tests.plans.judging import Finding, judge
from tests.plans.known import Filled
from tests.plans.people import EVERYBODY, QUIET
from tests.plans.recorder import Recorder
from tests.plans.visits import pages
from tests.web.conftest import Site

pytestmark = pytest.mark.timeout(1800)
NOT_IN_WEB = ("bench_reporting",)  # a tool's group: views alone
# What is as usual as a success: a shortage; what is in use, or still has stock, is to go; who asks
# of others, or takes, what is not theirs to; a file, of which there is none; a view of another's
# dashboard, which is only begun there.
REFUSED = {
    "post_issue": ("IN001",), "break_glass": ("IN018",), "explain_access": ("IN014",),
    "see_as": ("IN006",), "end_break_glass": ("IN014",), "close_location": ("IN015",),
    "attachment": ("IN014",), "attachment_file": ("IN014",),
    "remove_attachment": ("IN014",), "set_primary_image": ("IN014",),
    "begin_import": ("42501",),  # of items, as who does not change any
    "count_list": ("42501",),  # of stock, as who keeps people alone
    # Also asked by a code that is none, to look for the nearest.
    "search_movements": ("IN012",), "item_page": ("IN014",), "location_page": ("IN014",),
    "remove_location": ("IN015",), "remove_category": ("IN015",), "remove_unit": ("IN015",),
}  # fmt: skip
NOT_TO_ASK = (
    "/why", "/people/", "/edit_saved_view/", "/saved_views/", "/imports/", "/history", "/phone/",
    "/attributes/", "/change_attribute/", "/retire_attribute/", "/restore_attribute/",
    # Questions of what the address does not name, or of somebody else's.
    "/revoke_location/", "/end_session/", "/remove_threshold", "/remove_saved_view/", "/count_list",
)  # fmt: skip
# Of the others they see neither places nor documents: not found, and no such place.
ELSEWHERE = {one.person for one in QUIET}
NOT_THEIRS = (404, 422)


def told(findings: list[Finding]) -> str:
    """The findings for people: each statement once, with the visits it came up in."""
    seen: dict[str, list[Finding]] = {}
    for one in findings:
        seen.setdefault(f"{one.statement.query}\0{one.statement.place}", []).append(one)
    texts = []
    for same in sorted(seen.values(), key=len, reverse=True):
        worst = max(same, key=lambda one: one.statement.reading.rows)
        texts.append(f"{worst}\n    and in {len(same) - 1} more visits")
    return f"{len(seen)} statements read too much:\n\n" + "\n\n".join(texts)


def test_functions(explained: Filled, known: dict[str, Any], recorder: Recorder) -> None:
    """Every function of schema api, called by everybody who may call it."""
    with psycopg.connect(explained.dsn()) as db:
        may_call = callers(db)
    asked = calls(known)
    new = set(may_call) - set(asked) - set(NOT_CALLED)
    assert not new, f"what are these called with? See calls.py: {', '.join(sorted(new))}"
    findings: list[Finding] = []
    wrong: list[str] = []
    for role in sorted({role for roles in may_call.values() for role in roles}):
        with psycopg.connect(explained.dsn(role), autocommit=True) as db:
            recorder.forget()
            for function in sorted(set(asked) & set(may_call)):
                if role in may_call[function]:
                    # Made just before: a one-time code holds for half a minute.
                    for one in calls(known, role)[function]:
                        if said := run(db, one, elsewhere=role in ELSEWHERE):
                            wrong.append(f"{one.function} as {role}: {said}")
                        visit = f"{one.function} of {one.size} as {role}"
                        findings += judge(visit, recorder.statements(), one.size)
    assert not wrong, "\n".join(wrong)
    assert not findings, told(findings)


async def test_pages(
    explained: Filled, site: Site, known: dict[str, Any], recorder: Recorder
) -> None:
    """Every page of the web, filtered, sorted, paged deep, as people of each group."""
    findings: list[Finding] = []
    wrong: list[str] = []
    addresses = list(pages(site.app, known))
    assert len(addresses) > 60
    for one in EVERYBODY:
        if one.person in NOT_IN_WEB:
            continue
        browser = await site.visitor()
        assert (await browser.sign_in(one.person, PASSWORD)).status == 303
        recorder.forget()
        for address in addresses:
            answer = await browser.get(address)
            elsewhere = one.person in ELSEWHERE or address.startswith(NOT_TO_ASK)
            if answer.status not in (200, 403, *(NOT_THEIRS if elsewhere else ())):
                wrong.append(f"{address} as {one.person}: {answer.status}")
            visit = f"{address} as {one.person}"
            findings += judge(visit, recorder.statements(), size_of(address, known))
    assert not wrong, "\n".join(wrong)
    assert not findings, told(findings)


def size_of(address: str, known: dict[str, Any]) -> int:
    """How many rows the address shows: a page of fifty, a whole document, or a search's labels."""
    if address.startswith("/labels?q="):
        return 500
    return int(known["large_lines"]) if known["large_document"] in address else 1


def run(db: psycopg.Connection[Any], one: Call, *, elsewhere: bool = False) -> str | None:
    """Call it, and take back what it did; answers what went wrong.

    `elsewhere`: for somebody who may not do it there.
    """
    names = [
        sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder(name))
        for name in one.arguments
    ]
    query = sql.SQL("select api.{}({})").format(
        sql.Identifier(one.function), sql.SQL(", ").join(names)
    )
    try:
        with db.transaction(force_rollback=True):
            db.execute(query, one.arguments)
    except psycopg.Error as error:
        refused = error.sqlstate in REFUSED.get(one.function, ()) or (
            elsewhere and str(error.sqlstate)[:2] == "IN"
        )
        if not refused and not (elsewhere and error.sqlstate == "42501"):
            return f"{error.sqlstate} {error.diag.message_primary}"
    return None
