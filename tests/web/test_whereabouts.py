"""Whoever looks at a page sees in the sidebar which room it belongs to."""

import re

from tests.browser.pages import NO_PAGE
from tests.web import routes
from tests.web.conftest import Site
from tests.web.routes import Try

# Pages that are of no room.
OF_NO_ROOM = {
    "/account{suffix}": "one's own, in the menu of the person",
    "/sign_out_everywhere": "of the account",
    "/revoke_session/{session}": "of the account",
    "/revoke_device/{device}": "of the account",
    "/phone": "of one's own device",
    "/phone/stockroom.crt": "a file; refused where there is none",
    "/scan": "on a phone, in its bar",
    "/help": "about all of them",
    "/keys": "about all of them",
    "/docs/api": "for programs",
    "/docs/api/{room}": "for programs",
    "/docs/errors": "for programs",
}
PEOPLE = ("bob_boss", "ada_auditor", "sue_staff", "ann_admin")  # who together may open them all
NOBODY_YET = ("/sign-in", "/second-factor", "/invitation/{token}")
MARKED = re.compile(r'<a href="([^"]+)" aria-current="(?:page|true)"')


async def _pages(site: Site, known: dict[str, str], asked: Try) -> list[str]:
    """The page as each of those who may open it has it, its sidebar alone."""
    patterns, found = routes.routed(site.app), []
    for person in PEOPLE:
        browser = await site.person(person)
        for one in routes.requests(asked, patterns[asked.route], known):
            answer = await browser.get(one.path, params=one.query, allow_redirects=False)
            side = re.search(r'<nav class="side".*?</nav>', answer.text, re.S)
            if answer.status == (asked.answer or 200) and not one.is_data and side:
                found.append(side[0])
        if found:
            break
    return found


async def test_every_page_marks_its_room(company: tuple[Site, dict[str, str]]) -> None:
    site, known = company
    unmarked, drawn = set(), set()
    for asked in routes.declared():
        if asked.method == "GET" and asked.path not in NOBODY_YET and not asked.stream:
            for side in await _pages(site, known, asked):
                drawn.add(asked.path)
                if len(MARKED.findall(side)) != 1:
                    unmarked.add(asked.path)
    assert unmarked == set(OF_NO_ROOM)
    left = {one.path for one in routes.declared() if one.method == "GET"} - drawn
    assert left <= {*NO_PAGE, *NOBODY_YET, "/scan/shell"}


async def test_a_page_that_answers_a_form_marks_its_room(site: Site) -> None:
    """What is asked by POST alone: the form of many items, and a form that was refused."""
    browser = await site.person("max_manager")
    for path, form in (
        ("/edit_items", {"sku": "APPLE"}), ("/create_unit", {"name": ""}),
        ("/create_saved_view", {"name": "", "query": "status:low"}),
    ):  # fmt: skip
        side = (await browser.post(path, form)).text.partition("</nav>")[0]
        room = "/units" if "unit" in path else "/items"
        assert MARKED.findall(side) == [room], path


async def test_each_room_has_a_sign_of_its_own(site: Site) -> None:
    """No two rooms of the sidebar have the same icon."""
    browser = await site.person("bob_boss")
    side = (await browser.get("/units")).text.partition("</nav>")[0]
    signs = re.findall(r'<a href="(/[^"]*)"[^>]*title=.*?#([a-z0-9-]+)"', side)
    assert len(signs) > 15
    assert len({sign for _, sign in signs}) == len(signs)
