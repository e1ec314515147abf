"""See as, in the web: the banner, read-only whatever the method, and the way back."""

import re

from tests.company import PASSWORD
from tests.web.conftest import Browser, Site

BANNER = "You see Stockroom as <b>Sue</b>"


async def seeing(site: Site, actor: str = "max_manager", person: str = "sue_staff") -> Browser:
    """Somebody's browser that shows another's dashboard."""
    browser = await site.person(actor)
    answer = await browser.post("/see_as", {"person": person})
    assert answer.status == 200, answer.text
    return browser


async def test_the_banner_is_on_every_page(site: Site) -> None:
    browser = await seeing(site)
    for path in ("/", "/items", "/items/APPLE", "/movements", "/alerts", "/nothing", "/health",
                 "/post_issue", "/edit_item/APPLE"):  # fmt: skip
        page = (await browser.get(path)).text
        assert BANNER in page, path
        assert re.search(r'action="/end_see_as".*?Leave', page, re.S), path
        assert "/preferences" not in page, path
        assert "/sign-out" not in page, path


async def test_nothing_can_be_changed(site: Site) -> None:
    browser = await seeing(site)
    for path in ("/post_issue", "/create_item", "/sign-out", "/preferences", "/see_as",
                 "/record_proof", "/set_threshold/APPLE", "/no-such"):  # fmt: skip
        answer = await browser.post(path, {"item": "APPLE", "person": "vic_viewer"})
        assert answer.status == 403, path
        assert "You see Stockroom as somebody else. Leave that first." in answer.text
    answer = await browser.post_json("/post_issue", {})
    assert answer.status == 403
    assert (await browser.get("/items.json")).status == 200


async def test_leaving_leads_back_to_oneself(site: Site) -> None:
    browser = await seeing(site)
    assert "Post movement" in (await browser.get("/")).text
    answer = await browser.post("/end_see_as")
    assert answer.status == 200
    assert "You see Stockroom as" not in answer.text
    assert "Max" in answer.text
    with site.database.connect() as db:
        row = db.execute("select revoked_at from auth.sessions where kind = 'see_as'").fetchone()
    assert row["revoked_at"] is not None


async def test_a_program_that_leaves_is_not_told_that_it_failed(site: Site) -> None:
    browser = await seeing(site)
    assert (await browser.post_json("/end_see_as", {})).status == 204


async def test_when_it_is_over_one_is_oneself_again(site: Site) -> None:
    browser = await seeing(site)
    with site.database.connect() as db:
        db.execute("update auth.sessions set expires_at = now() where kind = 'see_as'")
    assert (await browser.get("/items.json")).status == 401
    page = await browser.get("/items")
    assert page.status == 200
    assert "You see Stockroom as" not in page.text


async def test_signed_out_elsewhere_nothing_is_shown(site: Site) -> None:
    browser = await seeing(site)
    with site.database.connect() as db:
        db.execute("update auth.sessions set revoked_at = now() where person = 'max_manager'")
    page = await browser.get("/items")
    assert page.url == "/sign-in?next=/" or "/sign-in" in page.url
    assert "APPLE" not in page.text
    signed = await browser.sign_in("max_manager", PASSWORD)
    assert signed.status == 303
    assert "You see Stockroom as" not in (await browser.get("/items")).text


async def test_a_cookie_with_a_token_of_another_kind(site: Site) -> None:
    """An ordinary session in the dashboard's cookie, and the dashboard's token as one's own."""
    browser = await site.person("max_manager")
    tokens = {cookie.key: cookie.value for cookie in browser.http.cookie_jar}
    vic = await site.person("vic_viewer")
    theirs = next(cookie.value for cookie in vic.http.cookie_jar)
    stranger = await site.visitor()
    cookies = {"session": tokens["session"], "see-as": theirs}
    assert (await stranger.get("/items.json", cookies=cookies)).status == 401
    await browser.post("/see_as", {"person": "sue_staff"})
    token = next(c.value for c in browser.http.cookie_jar if c.key == "see-as")
    for cookies in ({"session": token}, {"session": theirs, "see-as": token}, {"see-as": token}):
        stranger = await site.visitor()
        assert (await stranger.get("/items.json", cookies=cookies)).status == 401, cookies


async def test_live_updates_are_the_persons(site: Site) -> None:
    """The stream opens with the places of the one who is seen."""
    browser = await seeing(site)
    async with browser.http.get(site.base + "/events") as stream:
        assert stream.status == 200
        assert (await stream.content.readline()).startswith(b"retry")


async def test_a_refusal_is_told_without_a_word_of_who_exists(site: Site) -> None:
    browser = await site.person("max_manager")
    said = {
        re.sub(name, "…", (await browser.post("/see_as", {"person": name})).text.split("<main")[1])
        for name in ("bob_boss", "sam_staff", "nobody_here")
    }
    assert len({re.sub(r"value=\"[0-9a-f]+\"", "", text) for text in said}) == 1
