"""One's own account: second factor, device, invitation, password, and attacks on each."""

import asyncio
import html
import re
import time
from collections.abc import AsyncIterator, Callable
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import pytest_asyncio

from tests import company
from tests.company import PASSWORD
from tests.functions.steps import one
from tests.functions.test_second_factor import code_of
from tests.web.conftest import Answer, Browser, Site, start

NEW = "four words of hers"


def cookies(answer: Answer) -> dict[str, str]:
    """What an answer leaves in the browser."""
    found: SimpleCookie = SimpleCookie()
    for line in answer.headers.getall("Set-Cookie", []):
        found.load(line)
    return {name: morsel.value for name, morsel in found.items() if morsel.value}


def kept(browser: Browser) -> dict[str, str]:
    """What the browser keeps."""
    return {cookie.key: cookie.value for cookie in browser.http.cookie_jar}


async def enrol(site: Site, person: str) -> list[str]:
    """Set up a second factor on the account's page; answers the recovery codes."""
    browser = await site.person(person)
    shown = await browser.post("/begin_second_factor")
    assert "<svg" in shown.text
    if (left := 30 - time.time() % 30) < 3:
        await asyncio.sleep(left)
    with site.database.connect() as db:
        code = code_of(db, person, -1)
    wrong = await browser.post("/confirm_second_factor", {"code": "12345x"})
    assert wrong.status == 422
    codes = await browser.post("/confirm_second_factor", {"code": code})
    assert codes.status == 200
    return [line.split("<")[0] for line in codes.text.split("<code>")[1:] if "-" in line[:6]]


async def test_an_admin_resets_a_lost_second_factor(site: Site) -> None:
    """The page says whether it is set or required; a question comes before the deed."""
    await enrol(site, "sue_staff")
    browser, admin = await site.person("max_manager"), await site.person("ann_admin")
    assert "<dd>none</dd>" in (await admin.get("/people/max_manager")).text
    page = (await admin.get("/people/sue_staff")).text
    assert "<dd>set; signs in through the web only</dd>" in page
    assert 'href="/reset_second_factor/sue_staff"' in page
    assert "recovery codes stop working" in (await admin.get("/reset_second_factor/sue_staff")).text
    refused = await browser.post("/reset_second_factor/sue_staff")
    assert refused.status == 403
    done = await admin.post("/reset_second_factor/sue_staff")
    assert "Their password alone signs in now" in done.text
    await site.person("sue_staff")
    assert "They have no second factor" in (await admin.get("/reset_second_factor/sue_staff")).text
    form = {"second_factor_groups": "viewer", "version": "1"}
    assert (await admin.post("/edit_settings", form)).status == 200
    assert "required, not set up yet" in (await admin.get("/people/vic_viewer")).text


SHOWN = re.compile(r'name="key" value="([^"]+)"')


async def mistype(site: Site, browser: Browser, person: str, shown: Answer, path: str) -> None:
    """A wrong first code: the same picture and key again, and an error; then the right one."""
    key = html.unescape(SHOWN.search(shown.text)[1])  # type: ignore[index]
    again = await browser.post(path, {"code": "12345x", "key": key})
    assert (again.status, "The code is wrong" in again.text) == (422, True)
    assert html.unescape(SHOWN.search(again.text)[1]) == key  # type: ignore[index]
    assert again.text.count("<svg") == shown.text.count("<svg")
    forged = await browser.post(path, {"code": "12345x", "key": "javascript:alert(1)"})
    assert "javascript:" not in forged.text
    with site.database.connect() as db:
        code = code_of(db, person)
    assert "recovery codes" in (await browser.post(path, {"code": code, "key": key})).text


async def test_a_mistyped_first_code_keeps_the_key(site: Site) -> None:
    """On the account page and while signing in."""
    sue, admin = await site.person("sue_staff"), await site.person("ann_admin")
    shown = await sue.post("/begin_second_factor")
    await mistype(site, sue, "sue_staff", shown, "/confirm_second_factor")
    form = {"second_factor_groups": "viewer", "version": "1"}
    assert (await admin.post("/edit_settings", form)).status == 200
    vic, _ = await half_open(site, "vic_viewer")
    await mistype(site, vic, "vic_viewer", await vic.post("/second-factor/key"), "/second-factor")


async def half_open(site: Site, person: str) -> tuple[Browser, Answer]:
    """A browser that has given the right password."""
    browser = await site.visitor()
    answer = await browser.sign_in(person)
    assert answer.headers["Location"].startswith("/second-factor")
    return browser, answer


async def test_the_code_is_asked_for_and_the_token_changes(site: Site) -> None:
    codes = await enrol(site, "sue_staff")
    assert len(codes) == 10
    browser, answer = await half_open(site, "sue_staff")
    half = cookies(answer)
    assert set(half) == {"second-factor"}
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert (await browser.get("/second-factor")).status == 200
    assert (await browser.post("/second-factor", {"code": "12345x"})).status == 422
    done = await browser.post("/second-factor", {"code": codes[0], "next": "/items"},
                              allow_redirects=False)  # fmt: skip
    assert done.headers["Location"] == "/items"
    session = kept(browser)
    assert set(session) == {"session"}
    assert session["session"] != half["second-factor"]
    assert "Sue" in (await browser.get("/items")).text


async def test_what_is_half_open_is_no_session(site: Site) -> None:
    """Its token as a session cookie opens nothing; nor does finishing leave it alive."""
    codes = await enrol(site, "sue_staff")
    _, answer = await half_open(site, "sue_staff")
    token = cookies(answer)["second-factor"]
    thief = await site.visitor()
    for path in ("/items", "/account", "/items.json"):
        asked = await thief.get(path, cookies={"session": token}, allow_redirects=False)
        assert asked.status in (303, 401), path
    victim, answer = await half_open(site, "sue_staff")
    planted = cookies(answer)["second-factor"]
    await victim.post("/second-factor", {"code": codes[0]}, allow_redirects=False)
    again = await site.visitor()
    for name in ("session", "second-factor"):
        path = "/items" if name == "session" else "/second-factor"
        asked = await again.get(path, cookies={name: planted}, allow_redirects=False)
        assert asked.status == 303, name
    session = await site.person("max_manager")
    asked = await again.get(
        "/second-factor", cookies={"second-factor": kept(session)["session"]}, allow_redirects=False
    )
    assert asked.headers["Location"] == "/sign-in"


async def test_five_wrong_codes_and_it_begins_anew(site: Site) -> None:
    await enrol(site, "sue_staff")
    browser, _ = await half_open(site, "sue_staff")
    for _ in range(4):
        assert (await browser.post("/second-factor", {"code": "12345x"})).status == 422
    last = await browser.post("/second-factor", {"code": "12345x"})
    assert last.url == "/sign-in"


async def test_another_site_brings_no_code(site: Site) -> None:
    codes = await enrol(site, "sue_staff")
    browser, _ = await half_open(site, "sue_staff")
    answer = await browser.post(
        "/second-factor", {"code": codes[0]}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status == 403


async def test_a_group_that_needs_it_is_led_to_set_it_up(site: Site) -> None:
    admin = await site.person("ann_admin")
    saved = await admin.post("/edit_settings", {"second_factor_groups": "viewer", "version": "1"})
    assert saved.status == 200
    browser, _ = await half_open(site, "vic_viewer")
    for path in ("/", "/items", "/account"):
        asked = await browser.get(path, allow_redirects=False)
        assert asked.headers["Location"].startswith("/sign-in"), path
    assert "One more step" in (await browser.get("/second-factor")).text
    shown = await browser.post("/second-factor/key")
    assert "<svg" in shown.text
    with site.database.connect() as db:
        code = code_of(db, "vic_viewer")
    done = await browser.post("/second-factor", {"code": code})
    assert "recovery codes" in done.text
    assert "Vic" in (await browser.get("/items")).text
    refused = await browser.post("/remove_second_factor", {"code": code})
    assert "so it stays on" in refused.text


async def test_an_admin_whose_group_needs_it_is_signed_out_too(site: Site) -> None:
    admin = await site.person("ann_admin")
    answer = await admin.post("/edit_settings", {"second_factor_groups": "admin", "version": "1"})
    assert answer.url.startswith("/sign-in")


async def test_only_admins_change_settings_and_a_stale_page_is_refused(site: Site) -> None:
    manager = await site.person("max_manager")
    assert (await manager.get("/settings")).status == 403
    assert (await manager.post("/edit_settings", {"company": "Evil"})).status == 403
    admin = await site.person("ann_admin")
    form = {"company": "Acme", "currency": "EUR", "time_zone": "UTC", "version": "1"}
    assert (await admin.post("/edit_settings", form)).status == 200
    was = '{"company": "Acme Ltd", "currency": "EUR", "time_zone": "UTC"}'
    mine = form | {"company": "Mine", "time_zone": "UTC", "was": was}
    lost = await admin.post("/edit_settings", mine)
    assert lost.status == 409
    assert "Keep yours" in lost.text  # both are shown, and nothing that was typed is lost
    assert 'value="Mine"' in lost.text
    assert "<span>Acme</span>" in lost.text
    assert 'name="version" value="2"' in lost.text
    theirs = {"version": "2", "keep.company": "theirs", "shown.company": "Mine"}
    assert (await admin.post("/edit_settings", mine | theirs)).status == 200
    assert 'value="Acme"' in (await admin.get("/settings")).text
    bad = await admin.post("/edit_settings", form | {"currency": "euro", "version": "3"})
    assert (bad.status, "three capital letters" in bad.text) == (422, True)


async def device(site: Site) -> Browser:
    """Sue's scanner phone, signed out."""
    browser = await site.person("sue_staff")
    pins = {"device": "Zebra", "pin": "7391", "pin_again": "7391"}
    assert (await browser.post("/register_device", pins | {"pin_again": "1"})).status == 422
    assert (await browser.post("/register_device", pins | {"pin": "1234"})).status == 422
    assert (await browser.post("/register_device", pins)).status == 200
    await browser.post("/sign-out")
    assert set(kept(browser)) == {"device"}
    return browser


async def test_a_pin_opens_a_registered_device(site: Site) -> None:
    browser = await device(site)
    assert "PIN for Sue" in (await browser.get("/")).text
    assert "Tries left: 4" in (await browser.post("/open_device_session", {"pin": "1111"})).text
    done = await browser.post("/open_device_session", {"pin": "7391", "next": "/items"})
    assert done.url == "/items"
    with site.database.connect() as db:
        assert one(db, "select kind from auth.sessions order by created_at desc") == "device"
    assert "Sign in with" not in (await browser.get("/sign-in?by_name=1")).text


async def test_a_guessed_pin_ends_the_device(site: Site) -> None:
    browser = await device(site)
    for _ in range(4):
        await browser.post("/open_device_session", {"pin": "1111"})
    last = await browser.post("/open_device_session", {"pin": "1111"})
    assert "opens nothing here any more" in last.text
    assert 'name="password"' in (await browser.get("/sign-in")).text
    assert "device" not in kept(browser)


async def test_a_stranger_without_the_device_is_asked_for_a_password(site: Site) -> None:
    await device(site)
    stranger = await site.visitor()
    page = await stranger.get("/sign-in", cookies={"device": "x" * 43})
    assert "Sue" not in page.text
    assert 'name="password"' in page.text


@pytest_asyncio.fixture
async def link(site: Site) -> AsyncIterator[str]:
    """An invitation of somebody new."""
    with site.database.connect("ann_admin") as ann:
        ann.execute("select api.create_user('temp_ivy', 'Ivy', array['viewer'])")
        yield "/invitation/" + one(ann, "select api.invitation_link('temp_ivy')")


async def test_an_invitation_sets_the_password_and_signs_in(
    site: Site, link: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    browser = await site.visitor()
    shown = await browser.get(link)
    assert "Welcome, Ivy" in shown.text
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    for new, again in (("short", "short"), (NEW, NEW + "x"), ("Password123", "Password123")):
        refused = await browser.post(link, {"new": new, "again": again})
        assert refused.status == 422
    done = await browser.post(link, {"new": NEW, "again": NEW}, allow_redirects=False)
    assert done.headers["Location"] == "/"
    assert "Ivy" in (await browser.get("/account")).text
    for used in (link, "/invitation/" + "x" * 43):
        page = await (await site.visitor()).get(used)
        assert page.status == 404
        assert "opens nothing" in page.text
    assert link.rsplit("/", 1)[1] not in caplog.text
    assert NEW not in caplog.text


async def test_a_fault_does_not_log_the_link(
    site: Site, link: str, caplog: pytest.LogCaptureFixture
) -> None:
    with site.database.connect() as db:
        db.execute("alter function auth.invitation_of(bytea) rename to away")
    assert (await (await site.visitor()).get(link)).status == 500
    assert "failed, reference" in caplog.text
    assert link.rsplit("/", 1)[1] not in caplog.text


async def test_ones_own_password(site: Site, link: str) -> None:
    browser, elsewhere = await site.visitor(), await site.visitor()
    await browser.post(link, {"new": NEW, "again": NEW})
    await elsewhere.sign_in("temp_ivy", NEW)
    form = {"old": NEW, "new": "five other words here", "again": "five other words here"}
    wrong = await browser.post("/set_own_password", form | {"old": "wrong"})
    assert "current password is wrong" in wrong.text
    done = await browser.post("/set_own_password", form)
    assert "Your password is changed" in done.text
    assert (await elsewhere.get("/account", allow_redirects=False)).status == 303
    again = await site.visitor()
    assert (await again.sign_in("temp_ivy", NEW)).status == 422
    assert (await again.sign_in("temp_ivy", "five other words here")).status == 303


async def test_guessing_the_current_password_is_slowed_as_at_the_door(site: Site) -> None:
    browser = await site.person("sue_staff")
    form = {"old": "wrong", "new": NEW, "again": NEW}
    for _ in range(5):
        await browser.post("/set_own_password", form)
    assert "Too many tries" in (await browser.post("/set_own_password", form)).text


async def test_an_old_sign_in_must_give_the_password_again(site: Site) -> None:
    browser = await site.person("sue_staff")
    with site.database.connect() as db:
        db.execute("update auth.sessions set created_at = now() - interval '20 minutes'")
    page = await browser.get("/account")
    assert "sign in with your password once more" in page.text
    assert (await browser.post("/begin_second_factor")).status == 422


async def test_sessions_are_listed_and_ended(site: Site) -> None:
    browser, other = await site.person("sue_staff"), await site.person("sue_staff")
    account = (await browser.get("/account.json")).json()
    there = next(s["session"] for s in account["sessions"] if s["session"] != account["session"])
    assert (await browser.post(f"/revoke_session/{there}")).url == "/account"
    assert (await other.get("/items", allow_redirects=False)).status == 303
    stranger = await site.person("max_manager")
    assert (await stranger.post(f"/revoke_session/{account['session']}")).status == 404


async def test_two_web_processes_count_together(site: Site, tmp_path: Path) -> None:
    """What one has counted the other knows, for passwords and for codes."""
    runner, second = await start(site.database, tmp_path)
    try:
        codes = await enrol(site, "max_manager")
        doors = [await site.visitor(), await second.visitor()]
        said = [(await doors[n % 2].sign_in("sue_staff", "wrong")).status for n in range(6)]
        assert said == [422] * 5 + [429]
        for n in range(5):
            await doors[n % 2].sign_in("max_manager")
            answer = await doors[n % 2].post("/second-factor", {"code": "12345x"})
            assert answer.status == 422
        await doors[1].sign_in("max_manager")
        assert (await doors[1].post("/second-factor", {"code": codes[0]})).status == 429
    finally:
        for session in second.opened:
            await session.close()
        await runner.cleanup()


async def test_unknown_and_wrong_take_the_same_time(
    site: Site, record_property: Callable[[str, object], None]
) -> None:
    """The time of this process (web, and libpq that hashes the password), which no other work on
    the machine disturbs. An account that skipped the hashes would be off by what those cost."""
    with site.database.connect() as db:
        for person, more in (("temp_off", "nologin"), ("temp_old", "valid until '2020-01-01'")):
            db.execute(
                "select api.create_user(person => %s, name => 'x', groups => array['viewer'],"
                " verifier => %s)", [person, company.verifier(db, person)],
            )  # fmt: skip
            db.execute(f"alter role {person} {more}")
        db.execute("select api.create_user('temp_bare', 'Bare', array['viewer'])")
    browser = await site.visitor()
    took: dict[str, list[float]] = {}
    for _ in range(15):
        for person in ("sue_staff", "nobody_at_all", "temp_off", "temp_old", "temp_bare"):
            with site.database.connect() as db:
                db.execute("delete from auth.sign_in_attempts")
            began = time.process_time()
            answer = await browser.sign_in(person, "wrong")
            took.setdefault(person, []).append(time.process_time() - began)
            assert answer.status == 422
    middle = {person: min(times) * 1000 for person, times in took.items()}
    with site.database.connect() as db:
        began = time.process_time()
        for _ in range(20):
            company.verifier(db, "anybody")
    skipped = (time.process_time() - began) * 1000 / 20
    record_property("ms of a wrong sign-in", {k: round(v, 1) for k, v in middle.items()})
    record_property("ms of the hashes alone", round(skipped, 1))
    assert max(middle.values()) - min(middle.values()) < skipped / 2, middle


def test_the_password_of_everybody_is_long_enough() -> None:
    """The tests' own, or they would prove nothing about the form."""
    assert len(PASSWORD) >= 10
