"""Names that are not ours in the Host header, addresses that lead elsewhere, odd paths and methods,
a session that was there before, and tokens beside cookies."""

import re
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

import pytest

from tests.company import PASSWORD
from tests.web import raw, routes
from tests.web.conftest import Site
from tests.web.test_account import half_open, kept
from web import security

HOSTS = (
    "evil.example", "127.0.0.1.evil.example", "evil.example:80", "127.0.0.1@evil.example",
    "evil.example@x", "localhost.evil.example", "localhost.", "[::1].evil.example", "", " ", "[",
    "127.0.0.1, evil.example", "0", "2130706433", "0x7f.1", "evil.example/127.0.0.1",
    "evil.example#localhost", "evil.example?localhost", "evil.example\\localhost", "-", "*",
    "127.0.0.1\tevil.example", "localhost%00.evil.example", "[::1", "xn--", "l\u00f6calhost",
)  # fmt: skip


async def test_no_other_name_is_answered(
    company: tuple[Site, dict[str, str]], record_property: Callable[[str, object], None]
) -> None:
    """On each address but the two that machines ask by number, whatever a proxy's header says."""
    site, known = company
    patterns = routes.routed(site.app)
    paths = {
        (asked.method, asked.path)
        for one in routes.declared()
        for asked in routes.requests(one, patterns[one.route], known)
        if asked.path not in security.PROBES
    }
    for method, path in sorted(paths):
        for host in ("evil.example", "127.0.0.1.evil.example"):
            head = raw.head(method, path, "X-Forwarded-Host: 127.0.0.1", host=host)
            assert (await raw.send(site.base, head)).status == 421, (method, path, host)
    for host in HOSTS:
        told = await raw.send(
            site.base, raw.head("GET", "/sign-in", host=host.encode().decode("latin-1"))
        )
        assert told.status in (400, 421), (host, told.status)
    record_property("requests by another name", 2 * len(paths) + len(HOSTS))


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL"])
async def test_a_name_beside_ours_changes_nothing(site: Site, header: str) -> None:
    said = "host=evil.example" if header == "Forwarded" else "evil.example"
    browser = await site.visitor()
    answer = await browser.get("/items", headers={header: said}, allow_redirects=False)
    assert answer.headers["Location"] == "/sign-in?next=%2Fitems"
    assert "evil" not in (await browser.get("/sign-in", headers={header: said})).text


async def test_an_address_with_a_name_in_it(site: Site) -> None:
    """As a proxy is asked: the name in it, or beside it, is another's."""
    for target in ("http://evil.example/sign-in", "//evil.example/sign-in", "evil.example:80"):
        told = await raw.send(site.base, raw.head("GET", target))
        assert told.status in (400, 404, 421) or leads_here(told.headers), target
        assert "evil" not in told.headers.get("location", "").partition("?")[0]


def leads_here(headers: dict[str, str]) -> bool:
    """Whether a browser that follows Location stays on this site, as the URL standard has it."""
    said = re.sub(r"[\t\r\n]", "", headers.get("location", "")).strip().replace("\\", "/")
    return urlsplit(urljoin("http://here.example/a/b", said)).netloc == "here.example"


AWAY = (
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example",
    "\\/evil.example", "/\t/evil.example", "/\r\n/evil.example", "\t//evil.example",
    " //evil.example", "https://evil.example", "https:evil.example", "http:///evil.example",
    "HTTPS://EVIL.EXAMPLE", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
    "vbscript:x", "evil.example", "@evil.example", "/@evil.example", ".evil.example",
    "/%2fevil.example", "/%5cevil.example", "%2f%2fevil.example", "/%09/evil.example",
    "/%0d%0aLocation:%20https://evil.example", "/x\r\nLocation: https://evil.example",
    "/x\r\nSet-Cookie: session=evil", "/x\nSet-Cookie: a=b", "/.//evil.example",
    "/..//evil.example", "/%2e%2e//evil.example", "/./\\evil.example", "/items/..//evil.example",
    "\u2044\u2044evil.example", "/\u2044evil.example", "/\uff0fevil.example",
    "\uff0f\uff0fevil.example",
    "/\u3002/evil.example", "/\u00a0/evil.example", "/\u200b/evil.example", "/\u2028/evil.example",
    "/\x0b/evil.example", "/\x7f/evil.example", "?next=//evil.example", "#//evil.example", "",
)  # fmt: skip


@pytest.mark.parametrize("target", AWAY)
async def test_nobody_is_led_away(site: Site, target: str) -> None:
    """At each door that leads back to where one was: by name, signed in already, by a theme."""
    browser = await site.visitor()
    credentials = {"person": "sue_staff", "password": PASSWORD, "next": target}
    answers = [await browser._ask("POST", "/sign-in", data=credentials, allow_redirects=False)]
    asked = f"/sign-in?next={quote(target)}"
    answers.append(await browser.get(asked, allow_redirects=False))
    answers.append(await browser.post("/preferences", {"theme": "dark", "back": target},
                                      allow_redirects=False))  # fmt: skip
    for answer in answers:
        assert answer.status == 303
        assert leads_here({"location": answer.headers["Location"]}), answer.headers["Location"]
        assert not re.search("[\r\n\t]", answer.headers["Location"])
        assert "evil" not in str(answer.headers.getall("Set-Cookie", []))


@pytest.mark.parametrize("target", AWAY[:12])
async def test_nobody_is_led_away_from_the_second_factor(site: Site, target: str) -> None:
    with site.database.connect() as db:
        db.execute("update inventory.settings set second_factor_groups = array['staff']")
    browser = await site.visitor()
    credentials = {"person": "sue_staff", "password": PASSWORD, "next": target}
    answer = await browser._ask("POST", "/sign-in", data=credentials, allow_redirects=False)
    assert answer.headers["Location"] == "/second-factor?next=%2F" or leads_here(
        {"location": answer.headers["Location"]}
    )
    page = await browser.get(f"/second-factor?next={quote(target)}")
    assert leads_here(
        {"location": (re.findall('name="next" value="([^"]*)"', page.text) or [""])[0]}
    )


PATHS = (
    "/%2e%2e/items", "/static/../items", "/static/%2e%2e/items", "/static/..%2f..%2fpyproject.toml",
    "/static/....//items", "//items", "/items/",
    "/items;x=1", "/items%00", "/items%2f", "/%2fitems",
    "/ITEMS", "/items/../health", "/items%2f..%2fhealth", "/./health", "/healthz/../health",
    "/healthz;/../health", "/healthz%2f..%2fhealth", "/sign-in/../health", "/sign-in%2f..%2fhealth",
    "/static/%00", "/static/app.css%00.png", "/mailbox/..%2f..%2fetc%2fpasswd", "/mailbox/%2e%2e",
    "/mailbox/....eml", "/health%20", "/health%09", "/health.JSON", "/health.json.json",
    "/health.json%00", "/health%2ejson", "/%68ealth", "/health?.json", "/health#", "*",
)  # fmt: skip


async def test_no_odd_path_opens_a_page(site: Site) -> None:
    """As somebody who may not see how the system is, nor the mailbox of a server."""
    browser = await site.person("vic_viewer")
    cookie = "; ".join(f"{name}={value}" for name, value in kept(browser).items())
    visitors = []
    for path in PATHS:
        told = await raw.send(site.base, raw.head("GET", path, f"Cookie: {cookie}"))
        assert told.status < 500, path
        assert b"Proofs" not in told.body, path
        assert b"root:" not in told.body, path
        assert b"[project]" not in told.body, path
        told = await raw.send(site.base, raw.head("GET", path))
        visitors.append((path, told.status))
        assert b"Apple" not in told.body, path
    assert all(status in (303, 400, 401, 404) for _, status in visitors), visitors


@pytest.mark.parametrize(
    "method", ["TRACE", "OPTIONS", "CONNECT", "PUT", "HEAD", "GET\t", "get", "X"]
)
async def test_methods_tell_and_do_nothing(site: Site, method: str) -> None:
    browser = await site.person("bob_boss")
    cookie = "; ".join(f"{name}={value}" for name, value in kept(browser).items())
    lines = (f"Cookie: {cookie}", "X-Secret: echo", "Sec-Fetch-Site: same-origin",
             "X-HTTP-Method-Override: POST")  # fmt: skip
    for path in ("/items", "/create_item", "/sign-out", "/record_proof", "*", "127.0.0.1:80"):
        told = await raw.send(site.base, raw.head(method, path, *lines)) if method != "HEAD" else (
            await headed(site, path, lines)
        )  # fmt: skip
        assert told.status in (
            (200, 400, 404, 405) if method == "HEAD" else (400, 403, 404, 405, 421)
        )
        assert b"X-Secret" not in told.body
        assert cookie.encode() not in told.body
        assert "access-control-allow-origin" not in told.headers
    assert (await browser.get("/items")).url == "/items", "signed in still"


async def headed(site: Site, path: str, lines: tuple[str, ...]) -> raw.Told:
    """HEAD: its answer has a length and no body, which nothing here would wait for."""
    browser = await site.visitor()
    headers = dict(line.split(": ", 1) for line in lines)
    if not path.startswith("/"):
        return raw.Told(404, {})
    async with browser.http.head(site.base + path, headers=headers) as answer:
        return raw.Told(answer.status, {k.lower(): v for k, v in answer.headers.items()})


@pytest.mark.parametrize("planted", ["x" * 43, "", "sr_" + "a" * 52, "../../etc", '"quoted"', "0"])
async def test_a_cookie_from_before_is_nobodys(site: Site, planted: str) -> None:
    """What was put into the browser is never made a session, and each step changes the token."""
    browser = await site.visitor()
    for name in ("session", "second-factor", "see-as", "device"):
        browser.http.cookie_jar.update_cookies({name: planted})
    assert (await browser.get("/items.json")).status == 401
    assert (await browser.sign_in("sue_staff")).status == 303
    first = kept(browser)["session"]
    assert first != planted
    assert (await browser.sign_in("sue_staff")).status == 303
    assert kept(browser)["session"] not in (first, planted)
    stranger = await site.visitor()
    for name in ("session", "see-as"):
        stranger.http.cookie_jar.update_cookies({name: planted})
    assert (await stranger.get("/items.json")).status == 401


async def test_a_session_planted_by_its_owner_ends_with_the_next_sign_in(site: Site) -> None:
    """An attacker's own live session in a victim's browser: signing in takes its place."""
    attacker, victim = await site.person("vic_viewer"), await site.visitor()
    victim.http.cookie_jar.update_cookies(kept(attacker))
    assert (await victim.sign_in("sue_staff")).status == 303
    assert kept(victim)["session"] != kept(attacker)["session"]
    assert "Sue" in (await victim.get("/")).text
    assert "Sue" not in (await attacker.get("/")).text


async def test_half_open_beside_a_session_is_not_mixed(site: Site) -> None:
    """A right password that awaits its code does not raise, or end, what was there."""
    with site.database.connect() as db:
        db.execute("update inventory.settings set second_factor_groups = array['staff']")
    browser, _ = await half_open(site, "sue_staff")
    token = kept(browser)["second-factor"]
    for name in ("session", "see-as"):
        stranger = await site.visitor()
        stranger.http.cookie_jar.update_cookies({name: token})
        assert (await stranger.get("/items.json")).status == 401
    answer = await browser.get("/items.json", headers={"Authorization": f"Bearer {token}"})
    assert answer.status == 401


ODD = (
    "Bearer", "Bearer ", "bearer x", "BEARER x", "Bearer  {token}x", "Bearer\t{token}x",
    "Bearer {session}", "Bearer {token}{token}", "Bearer {token},{token}", "Bearer {token} x",
    "Bearer sr_", "Bearer sr_\u00e9", "Bearer null", "Bearer {TOKEN}", "Bearer {token}=",
    "Bearer \"{token}\"", "Bearer sr_' or 1=1--",
)  # fmt: skip


async def test_odd_tokens_open_nothing_and_no_cookie_counts_beside(site: Site) -> None:
    """Whoever shows a token is who the token says, or nobody: never the cookie's person."""
    with site.database.connect("ann_admin") as ann:
        ann.execute("select api.create_user('temp_api', 'Api', array['viewer'], kind => 'client')")
        row = ann.execute("select api.create_token('temp_api', 'x') as t").fetchone()
    token = row["t"]
    boss = await site.person("bob_boss")
    session = kept(boss)["session"]
    good = {"Authorization": f"Bearer {token}"}
    assert (await boss.get("/items.json", headers=good)).status == 200
    assert (await boss.get("/people.json", headers=good)).status == 403, "not the cookie's person"
    for odd in ODD:
        said = odd.format(token=token, session=session, TOKEN=token.upper())
        lines = (f"Authorization: {said}", f"Cookie: session={session}", "Accept: text/html")
        head = raw.head("GET", "/items", *(line.encode().decode("latin-1") for line in lines))
        assert (await raw.send(site.base, head)).status in (400, 401), odd
    for elsewhere in (f"/items.json?access_token={token}", f"/items.json?token={token}"):
        assert (await (await site.visitor()).get(elsewhere)).status == 401
    stranger = await site.visitor()
    stranger.http.cookie_jar.update_cookies({"session": token})
    assert (await stranger.get("/items.json")).status == 401, "a token of the API is no cookie"
    twice = (f"Authorization: Bearer {token}", f"Authorization: Bearer {session}")
    assert (await raw.send(site.base, raw.head("GET", "/people.json", *twice))).status in (
        400,
        401,
        403,
    )
