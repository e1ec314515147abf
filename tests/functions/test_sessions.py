"""Sessions: opened by one's own login, proved by the token, over when anybody says so."""

import re
from collections.abc import Iterator
from hashlib import sha256

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, count, one, open_session, receive, refused, web


@pytest.fixture
def as_she_was(shop: Database) -> Iterator[None]:
    """Roles belong to the whole server: give Sue back what a test takes from her."""
    yield
    with shop.connect() as db:
        db.execute("alter role sue_staff login valid until 'infinity'")


def role_of(shop: Database, token: str) -> str:
    """What the pool would become for this token."""
    with shop.connect("stockroom_web") as pool:
        return one(pool, "select auth.session_role(%s)", [sha256(token.encode()).digest()])


def test_a_session_is_its_person(shop: Database, db: psycopg.Connection) -> None:
    token = open_session(shop, "sue_staff")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43,}", token)
    assert role_of(shop, token) == "web_sue_staff"
    assert one(db, "select token_hash from auth.sessions") == sha256(token.encode()).digest()
    with web(shop, token) as browser:
        me = call(browser, "me")
        assert (me["person"], me["name"], me["groups"]) == ("sue_staff", "Sue", ["viewer", "staff"])
        assert [p["location"] for p in me["places"]] == ["MAIN"]
        assert me["can"]["post"]
        assert not me["can"]["see_cost"]
        assert me["expires_at"]
        assert receive(browser, "APPLE", "MAIN", 1)["posted_by"] == "sue_staff"


def test_every_token_is_another(shop: Database) -> None:
    tokens = {open_session(shop, "sue_staff") for _ in range(20)}
    assert len(tokens) == 20


@pytest.mark.usefixtures("as_she_was")
@pytest.mark.parametrize(
    "ending",
    [
        "update auth.sessions set expires_at = now()",
        "update auth.sessions set last_seen_at = now() - interval '31 minutes'",
        "update auth.sessions set revoked_at = now()",
        "delete from auth.sessions",
        "update auth.people set disabled_at = now() where person = 'sue_staff'",
        "alter role sue_staff nologin",
        "alter role sue_staff valid until '2020-01-01'",
        "select api.disable_user('sue_staff')",
    ],
)
def test_it_ends_at_the_next_request(shop: Database, ending: str) -> None:
    token = open_session(shop, "sue_staff")
    role_of(shop, token)
    with shop.connect("bob_boss") as boss, shop.connect() as db:
        (boss if "disable_user" in ending else db).execute(ending)
    with refused("IN401"):
        role_of(shop, token)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "a" * 10_000])
def test_no_other_token_will_do(shop: Database, token: str) -> None:
    open_session(shop, "sue_staff")
    with refused("IN401"):
        role_of(shop, token)
    with shop.connect("stockroom_web") as pool, refused("IN401"):
        pool.execute("select auth.session_role(null)")


def test_signing_out(shop: Database) -> None:
    hers, other = open_session(shop, "sue_staff"), open_session(shop, "sue_staff")
    with web(shop, hers) as browser:
        browser.execute("select auth.close_session()")
    with refused("IN401"):
        role_of(shop, hers)
    assert role_of(shop, other) == "web_sue_staff"


def test_being_seen(shop: Database, db: psycopg.Connection) -> None:
    token = open_session(shop, "sue_staff")
    for minutes, renewed in ((0.5, False), (20, True)):
        db.execute(
            "update auth.sessions set last_seen_at = now() - %s * interval '1 minute'", [minutes]
        )
        with web(shop, token) as browser:
            browser.execute("select auth.touch_session()")
        age = one(db, "select now() - last_seen_at < interval '10 seconds' from auth.sessions")
        assert age is renewed


def test_who_opens_sessions(shop: Database, db: psycopg.Connection) -> None:
    for person in ("ann_admin", "ada_auditor", "vic_viewer"):
        assert role_of(shop, open_session(shop, person)) == f"web_{person}"
    with refused("42501"):
        open_session(shop, "rob_reporting")  # a tool signs in by itself
    with refused("IN006"):
        db.execute("select auth.open_session()")
    with shop.connect("stockroom_web") as pool, refused("42501"):
        pool.execute("select auth.open_session()")
    token = open_session(shop, "sue_staff")
    with refused("IN006"), web(shop, token) as browser:
        browser.execute("select auth.open_session()")
    before = count(db, "auth.sessions")
    db.execute("update auth.people set kind = 'tool' where person = 'sue_staff'")
    with refused("IN006"):
        open_session(shop, "sue_staff")
    assert count(db, "auth.sessions") == before


def test_addresses_and_browsers_are_only_words(shop: Database, db: psycopg.Connection) -> None:
    with shop.connect("sue_staff") as sue:
        for agent, address in (("x" * 5_000, "not an address"), (None, None), ("é'\\", "::1")):
            sue.execute("select auth.open_session(%s, %s)", [agent, address])
    rows = db.execute("select char_length(user_agent) as n, address from auth.sessions").fetchall()
    assert sorted((r["n"], str(r["address"])) for r in rows) == [
        (0, "None"),
        (3, "::1"),
        (400, "None"),
    ]


def test_waiting_after_failures(shop: Database, db: psycopg.Connection) -> None:
    with shop.connect("stockroom_web") as pool:

        def wait(person: str, address: str | None) -> object:
            return one(pool, "select auth.sign_in_allowed(%s, %s)", [person, address])

        def fail(person: str, address: str, times: int = 1) -> None:
            for _ in range(times):
                pool.execute("select auth.record_sign_in(%s, %s, false)", [person, address])

        fail("sue_staff", "192.0.2.1", 4)
        assert wait("sue_staff", "192.0.2.1") is None
        fail("sue_staff", "192.0.2.1")
        assert wait("sue_staff", "192.0.2.1").total_seconds() > 0
        assert wait("sue_staff", "192.0.2.2") is None  # a stranger cannot keep her away
        assert wait("max_manager", "192.0.2.1") is None
        fail("x" * 100, "192.0.2.3", 25)
        assert wait("anybody", "192.0.2.3").total_seconds() > 20
        fail("anybody", "garbage")
        assert wait("anybody", "garbage") is None
        assert wait("anybody", None) is None
        pool.execute("select auth.record_sign_in('sue_staff', '192.0.2.1', true)")
        assert wait("sue_staff", "192.0.2.1") is None
    db.execute("update auth.sign_in_attempts set attempted_at = now() - interval '16 minutes'")
    with shop.connect("stockroom_web") as pool:
        assert one(pool, "select auth.sign_in_allowed('anybody', '192.0.2.3')") is None
    for person in ("sue_staff", "ann_admin"):
        with shop.connect(person) as login, refused("42501"):
            login.execute("select auth.sign_in_allowed('x', '::1')")
