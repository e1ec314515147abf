"""Signing in against Postgres itself, and the session's end."""

import asyncio

import pytest

from tests.web.conftest import Site


async def test_signs_in_and_is_led_on(site: Site) -> None:
    browser = await site.visitor()
    asked = await browser.get("/items?q=apple", allow_redirects=False)
    assert asked.status == 303
    assert asked.headers["Location"] == "/sign-in?next=%2Fitems%3Fq%3Dapple"
    answer = await browser.sign_in("sue_staff")
    assert answer.status == 303
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Sue" in (await browser.get("/")).text


@pytest.mark.parametrize(
    ("person", "password"),
    [
        ("sue_staff", "wrong"),
        ("nobody_at_all", "wrong"),
        ("rob_reporting", "wrong"),
        ("", "x"),
        ("sue_staff", ""),
        ("x" * 500, "x"),
        # These may come in by the socket without a password; a person must not become them.
        ("stockroom_web", "x"),
        ("stockroom_worker", "x"),
        ("postgres", "x"),
    ],
)
async def test_every_refusal_is_the_same(site: Site, person: str, password: str) -> None:
    browser = await site.visitor()
    answer = await browser.sign_in(person, password)
    assert answer.status == 422
    assert "Name or password is wrong." in answer.text
    assert "Set-Cookie" not in answer.headers


async def test_a_tool_with_its_password_is_told_that_it_has_no_dashboard(site: Site) -> None:
    """Whoever has the password learns nothing by it; whoever has not reads the one answer."""
    browser = await site.visitor()
    answer = await browser.sign_in("rob_reporting")
    assert answer.status == 422
    assert "This account has no dashboard." in answer.text
    assert "Set-Cookie" not in answer.headers
    refused = await browser.sign_in("rob_reporting", "wrong")
    assert "Name or password is wrong." in refused.text


async def test_many_failures_must_wait_and_others_need_not(site: Site) -> None:
    browser = await site.visitor()
    for _ in range(5):
        await browser.sign_in("sue_staff", "wrong")
    answer = await browser.sign_in("sue_staff")
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert (await browser.sign_in("max_manager")).status == 303


async def test_tries_at_once_are_counted_before_they_are_made(site: Site) -> None:
    """A hundred together: five are tried, the others wait, and the right one is among those."""
    browser = await site.visitor()
    words = ["correct horse battery" if n == 99 else f"wrong {n}" for n in range(100)]
    answers = await asyncio.gather(*(browser.sign_in("sue_staff", word) for word in words[:99]))
    answers.append(await browser.sign_in("sue_staff", words[99]))
    statuses = [answer.status for answer in answers]
    assert (statuses.count(422), statuses.count(429)) == (5, 95)


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example"])
async def test_leads_nowhere_else(site: Site, target: str) -> None:
    browser = await site.person("sue_staff")
    answer = await browser.get("/sign-in", params={"next": target}, allow_redirects=False)
    assert answer.headers["Location"] == "/"


async def test_sign_out_ends_the_session_everywhere(site: Site) -> None:
    browser = await site.person("sue_staff")
    stolen = {cookie.key: cookie.value for cookie in browser.http.cookie_jar}
    assert (await browser.post("/sign-out")).url == "/sign-in"
    thief = await site.visitor()
    answer = await thief.get("/items", cookies=stolen, allow_redirects=False)
    assert answer.status == 303


@pytest.mark.parametrize(
    "statement",
    [
        "alter role sue_staff nologin",
        "alter role sue_staff valid until '2020-01-01'",
        "select api.disable_user('sue_staff')",
        "update auth.sessions set last_seen_at = now() - interval '31 minutes'",
        "update auth.sessions set expires_at = now()",
    ],
)
async def test_a_session_ends_at_the_next_request(site: Site, statement: str) -> None:
    browser = await site.person("sue_staff")
    with site.database.connect() as db:
        try:
            db.execute(statement)
            answer = await browser.get("/items", allow_redirects=False)
            assert answer.status == 303
            assert answer.headers["Location"].startswith("/sign-in")
            assert (await browser.get("/items.json")).status == 401
        finally:  # roles are the whole server's, not this test's database's
            db.execute("alter role sue_staff login valid until 'infinity'")


async def test_use_keeps_a_session_awake_and_live_figures_do_not(site: Site) -> None:
    browser = await site.person("sue_staff")

    def age_by(minutes: int) -> None:
        with site.database.connect() as db:
            db.execute(
                "update auth.sessions set last_seen_at = last_seen_at - make_interval(mins => %s)",
                [minutes],
            )

    def seen() -> float:
        with site.database.connect() as db:
            row = db.execute(
                "select extract(epoch from now() - last_seen_at) as age from auth.sessions"
            ).fetchone()
        return float(row["age"])

    age_by(10)
    await browser.get("/items/rows?sku=APPLE", headers={"X-Live": "1"})
    assert seen() > 500
    await browser.get("/items")
    assert seen() < 60


async def test_the_token_itself_is_kept_nowhere(site: Site) -> None:
    browser = await site.person("sue_staff")
    token = next(cookie.value for cookie in browser.http.cookie_jar)
    with site.database.connect() as db:
        rows = db.execute("select s::text as row from auth.sessions as s").fetchall()
    assert rows
    assert not any(token in row["row"] for row in rows)
