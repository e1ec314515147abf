"""A wrong filter is marked where it stands, the page stays with what the others ask for, and
nothing that leads on from it carries it."""

import re
from html import unescape

import pytest
from aiohttp import web

from tests.web.conftest import Site
from web import rooms
from web.declared import Operation, of

ODD, SEARCH = "zz-odd", "status:zz-odd"  # of no list; and a search that cannot be read
# Page: its filters that can be wrong, and the element that says so where it is not its own.
MARKED: dict[str, dict[str, str]] = {
    "/items": {"q": "refusal", "sort": "refusal"},
    "/movements": {"q": "ledger-refusal"},
    "/labels": {"q": ""},
    "/reports/inventory": {"instant": "", "grouped_by": "", "at_location": "", "category": ""},
    "/reports/movements": {
        "since": "", "until": "", "grouped_by": "", "at_location": "", "category": "",
    },
    "/alerts": {"state": ""},
    "/audit": {"since": "", "until": "", "kind": "", "operation": ""},
    "/audit/refusals": {"since": "", "until": ""},
    "/audit/sign-ins": {"since": "", "until": "", "success": ""},
    "/thresholds": {
        "q": "query-error", "query": "", "location": "", "status": "", "severity": "", "set_by": "",
    },
    "/lots": {"state": ""},
    "/locations": {"below": "", "closed": ""},
    "/attributes": {"state": ""},
    "/people": {"state": ""},
    "/import": {"state": ""},
    "/access": {"location": ""},
    "/break_glass": {"open": ""},
}  # fmt: skip
WORDS = "any text is looked for; where nothing has it, nothing is found"
# Filters that are never wrong, or are no filter of a list; and why.
NEVER = {
    **dict.fromkeys(
        (
            *("/audit person", "/audit actor", "/audit address", "/audit search"),
            *("/audit q", "/audit/refusals q", "/lots q"),
            *("/audit/refusals person", "/audit/refusals address", "/audit/refusals search"),
            *("/audit/sign-ins person", "/audit/sign-ins address", "/lots query"),
            *("/locations q", "/categories q", "/attributes q", "/people q"),
        ),
        WORDS,
    ),
    "/reports/inventory known_at": "the form has no field for it: programs say it",
    "/history kind": "what it is the history of",
    "/history key": "what it is the history of",
    "/item_fields q": "a file alone, no page",
    "/why person": "a question with a page of its own",
    "/why action": "a question with a page of its own",
    "/why object": "a question with a page of its own",
}
PLACES = {"after", "before"}  # where a page begins, which no field says
ASKED_BY_SCRIPTS = ("/suggest_", "/count_", "/read_barcode")


def test_every_filter_of_every_list_is_known() -> None:
    """By the routes: a new one is tried below, or says why it is never wrong."""
    known = {f"{path} {name}" for path, names in MARKED.items() for name in names} | set(NEVER)
    found = {
        f"{route.path.split('{')[0]} {name}"
        for room in rooms.ALL
        for route in room
        if isinstance(route, web.RouteDef)
        and route.method == "GET"
        and "{" not in route.path.split("{suffix")[0]
        and not route.path.startswith(ASKED_BY_SCRIPTS)
        and isinstance(operation := of(route.handler), Operation)
        for name in {*operation.query, *operation.old} - PLACES
    }
    assert found - known == set()
    assert known - found == {"/labels q"}, "what is no list's filter any more"


@pytest.mark.parametrize("path", MARKED)
async def test_a_wrong_filter_is_marked_and_led_on_without(site: Site, path: str) -> None:
    browser = await site.person("bob_boss" if not path.startswith("/audit") else "ada_auditor")
    for name, place in MARKED[path].items():
        answer = await browser.get(path, params={name: SEARCH if name in ("q", "query") else ODD})
        where = f"{path} {name}"
        assert answer.status == 422, f"{where}: {answer.status}"
        assert f'id="{place or name + "-error"}"' in answer.text, f"{where} is not marked"
        assert 'class="empty problem"' not in answer.text, f"{where}: the page is gone"
        onward = [
            unescape(link)
            for link in re.findall(r'(?:href|hx-get)="([^"]*)"', answer.text)
            if re.search(r"\.(csv|xlsx|json)\b|[?&;](after|before|sort|count)=", link)
        ]
        carried = [link for link in onward if ODD in link]
        assert carried == [], f"{where} leads on"
        told = await browser.get(
            f"{path}.json", params={name: SEARCH if name in ("q", "query") else ODD}
        )
        if path != "/labels":
            assert told.status in (400, 404, 422), f"{where}: a program is told, too"
