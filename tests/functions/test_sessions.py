"""Sessions: opened by one's own login, proved by the token, over when anybody says so."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
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


def begin(pool: psycopg.Connection, person: str, address: str | None) -> timedelta | None:
    """Begin a try to sign in, as the web does: null, or how long to wait."""
    return one(pool, "select auth.begin_sign_in(%s, %s)", [person, address])


def succeed(pool: psycopg.Connection, person: str, address: str | None) -> None:
    pool.execute("select auth.record_sign_in(%s, %s, true)", [person, address])


def age(db: psycopg.Connection, seconds: int) -> None:
    """Let time pass for all attempts so far."""
    db.execute(
        "update auth.sign_in_attempts set attempted_at = attempted_at - make_interval(secs => %s)",
        [seconds],
    )


def test_waiting_after_failures(shop: Database, db: psycopg.Connection) -> None:
    with shop.connect("stockroom_web") as pool:
        for _ in range(5):
            assert begin(pool, "sue_staff", "192.0.2.1") is None
        assert 1 < begin(pool, "sue_staff", "192.0.2.1").total_seconds() <= 2
        assert begin(pool, "sue_staff", "192.0.2.2") is None  # a stranger cannot keep her away
        assert begin(pool, "max_manager", "192.0.2.1") is None
        age(db, 2)
        assert begin(pool, "sue_staff", "192.0.2.1") is None  # the sixth, and the right one
        succeed(pool, "sue_staff", "192.0.2.1")
        assert begin(pool, "sue_staff", "192.0.2.1") is None
        age(db, 16 * 60)
        for n in range(20):
            assert begin(pool, f"{n}{'x' * 100}", "192.0.2.3") is None
            age(db, 2)
        assert begin(pool, "anybody", "192.0.2.3") is None  # two seconds have passed
        assert begin(pool, "anybody", "192.0.2.3").total_seconds() > 2
    for person in ("sue_staff", "ann_admin"):
        with shop.connect(person) as login, refused("42501"):
            begin(login, "x", "::1")


def test_many_who_sign_in_from_one_address_need_not_wait(shop: Database) -> None:
    with shop.connect("stockroom_web") as pool:
        for n in range(60):
            assert begin(pool, f"person_{n % 30}", "192.0.2.1") is None
            succeed(pool, f"person_{n % 30}", "192.0.2.1")


@pytest.mark.parametrize("address", [None, "garbage"])
def test_an_unknown_address_is_one_address(shop: Database, address: str | None) -> None:
    with shop.connect("stockroom_web") as pool:
        waits = [begin(pool, "sue_staff", address) for _ in range(40)]
        assert waits[:5] == [None] * 5
        assert all(wait and wait.total_seconds() <= 5 for wait in waits[5:])


def test_an_account_tried_from_everywhere_is_slowed(shop: Database, db: psycopg.Connection) -> None:
    """But never closed: where its person has signed in before it is open, and elsewhere soon."""
    with shop.connect("stockroom_web") as pool:
        begin(pool, "sue_staff", "192.0.2.1")
        succeed(pool, "sue_staff", "192.0.2.1")
        age(db, 24 * 3600)
        tries = [begin(pool, "sue_staff", f"198.51.100.{n}") for n in range(1, 201)]
        assert tries[:50] == [None] * 50
        assert all(2 < wait.total_seconds() <= 3 for wait in tries[50:])
        assert begin(pool, "sue_staff", "192.0.2.1") is None
        assert begin(pool, "max_manager", "198.51.100.1") is None
        age(db, 3)
        assert begin(pool, "sue_staff", "203.0.113.1") is None


def test_tries_at_once_count_as_one_after_another(shop: Database) -> None:
    """Forty connections ask together: five go ahead, whatever they are told later."""

    def ask(_: int) -> timedelta | None:
        with shop.connect("stockroom_web") as pool:
            ready.wait(30)
            return begin(pool, "sue_staff", "192.0.2.1")

    ready = threading.Barrier(40)
    with ThreadPoolExecutor(40) as crowd:
        waits = list(crowd.map(ask, range(40)))
    assert waits.count(None) == 5
