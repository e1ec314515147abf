"""The second factor: codes by the RFCs, each taken once, and nothing without it."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, count, one, open_session, refused, web

KEY = b"12345678901234567890"


def digest(token: str) -> bytes:
    """What the database keeps of a token."""
    return sha256(token.encode()).digest()


@pytest.mark.parametrize(
    ("key", "data", "mac"),
    [  # RFC 2202, all seven
        (b"\x0b" * 20, b"Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
        (b"Jefe", b"what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (b"\xaa" * 20, b"\xdd" * 50, "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
        (bytes(range(1, 26)), b"\xcd" * 50, "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
        (b"\x0c" * 20, b"Test With Truncation", "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"),
        (b"\xaa" * 80, b"Test Using Larger Than Block-Size Key - Hash Key First",
         "aa4ae5e15272d00e95705637ce8a3b55ed402112"),
        (b"\xaa" * 80,
         b"Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data",
         "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"),
    ],
)  # fmt: skip
def test_hmac(db: psycopg.Connection, key: bytes, data: bytes, mac: str) -> None:
    assert one(db, "select encode(auth.hmac_sha1(%s, %s), 'hex')", [key, data]) == mac


def test_sha1_at_every_length(db: psycopg.Connection) -> None:
    """Every padding there is, against the library's."""
    from hashlib import sha1

    for length in (*range(130), 1000):
        data = bytes(n * 7 % 256 for n in range(length))
        assert one(db, "select auth.sha1(%s)", [data]) == sha1(data).digest(), length  # noqa: S324


def test_codes_of_rfc_4226_and_6238(db: psycopg.Connection) -> None:
    hotp = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489"]  # fmt: skip
    totp = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924",
            2000000000: "279037", 20000000000: "353130"}  # fmt: skip
    query = "select auth.one_time_code(%s, %s)"
    assert [one(db, query, [KEY, step]) for step in range(10)] == hotp
    for seconds, code in totp.items():
        assert one(db, query, [KEY, seconds // 30]) == code
    assert one(db, "select auth.base32(%s)", [KEY]) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def code_of(db: psycopg.Connection, person: str, step: int = 0) -> str:
    """The code that the person's app shows, so many steps from now."""
    return one(
        db,
        "select auth.one_time_code(secret, %s) from auth.second_factors where person = %s",
        [int(time.time() // 30) + step, person],
    )


def enrol(shop: Database, person: str) -> list[str]:
    """Set up a second factor through the web, by the code of the step before this one, so that
    the one shown now is left; answers the recovery codes."""
    while time.time() % 30 > 27:
        time.sleep(0.2)
    token = open_session(shop, person)
    with web(shop, token) as browser:
        made = call(browser, "begin_second_factor")
        assert made["secret"] in made["uri"]
        browser.execute("savepoint before")
        with refused("IN017"):
            call(browser, "confirm_second_factor", code="000000x")
        browser.execute("rollback to before")
    with shop.connect() as db:
        shown = code_of(db, person, -1)
    with web(shop, token) as browser:
        return call(browser, "confirm_second_factor", code=shown)


def begin(shop: Database, person: str) -> dict[str, Any]:
    """What the password alone opens."""
    with shop.connect(person) as own:
        return one(own, "select auth.begin_session('test', '192.0.2.1')")


def finish(shop: Database, token: str, code: str, address: str = "192.0.2.1") -> dict[str, Any]:
    """Bring a code, as the web does."""
    with shop.connect("stockroom_web") as pool:
        return one(
            pool, "select auth.finish_sign_in(%s, %s, 'test', %s)", [digest(token), code, address]
        )


@pytest.fixture
def codes(shop: Database) -> list[str]:
    """Sue has a second factor; her recovery codes."""
    return enrol(shop, "sue_staff")


def test_a_key_is_told_once_and_asks_for_nothing_before_its_first_code(
    shop: Database, db: psycopg.Connection
) -> None:
    token = open_session(shop, "sue_staff")
    with web(shop, token) as browser:
        first, second = (call(browser, "begin_second_factor")["secret"] for _ in range(2))
    assert first != second
    assert len(first) == 32
    assert begin(shop, "sue_staff")["needs"] is None
    assert not one(db, "select web_only from auth.people where person = 'sue_staff'")


def test_ten_recovery_codes_of_80_bits(db: psycopg.Connection, codes: list[str]) -> None:
    assert len(set(codes)) == 10
    assert all(len(code.replace("-", "")) == 16 for code in codes)
    kept = db.execute("select code_hash from auth.recovery_codes").fetchall()
    assert {row["code_hash"] for row in kept} == {digest(code.replace("-", "")) for code in codes}


@pytest.mark.usefixtures("codes")
def test_a_password_alone_opens_nothing(shop: Database, db: psycopg.Connection) -> None:
    with shop.connect("sue_staff") as sue:
        assert one(sue, "select api.me()") is None
        assert count(sue, "api.stock_on_hand") == 0
        with refused("IN006"):
            call(sue, "begin_second_factor")
        with refused("IN006"):
            call(sue, "remove_second_factor", code=code_of(db, "sue_staff"))
        with refused("42501"):
            sue.execute("select auth.finish_sign_in('', '')")
        with refused("42501"):
            sue.execute("select secret from auth.second_factors")
    half = begin(shop, "sue_staff")
    assert half["needs"] == "code"
    with shop.connect("stockroom_web") as pool:
        with refused("IN401"):
            pool.execute("select auth.session_role(%s)", [digest(half["token"])])
        pool.execute("begin")
        pool.execute("select set_config('role', 'web_sue_staff', true)")
        pool.execute("select set_config('stockroom.token', %s, true)", [half["token"]])
        assert one(pool, "select api.me()") is None
        assert count(pool, "api.items") == 0


@pytest.mark.usefixtures("codes")
def test_the_code_makes_a_session_with_a_token_of_its_own(
    shop: Database, db: psycopg.Connection
) -> None:
    half = begin(shop, "sue_staff")
    made = finish(shop, half["token"], code_of(db, "sue_staff"))
    assert made["token"] != half["token"]
    with web(shop, made["token"]) as browser:
        assert call(browser, "me")["person"] == "sue_staff"
    assert finish(shop, half["token"], code_of(db, "sue_staff", 1)) == {"over": True}


@pytest.mark.parametrize(
    ("step", "right"), [(-2, False), (-1, False), (0, True), (1, True), (2, False)]
)
def test_the_steps_beside_now_count_and_used_ones_do_not(
    shop: Database, db: psycopg.Connection, step: int, right: bool
) -> None:
    """Step -1 was used to set it up."""
    while time.time() % 30 > 20:
        time.sleep(0.2)
    enrol(shop, "sue_staff")
    made = finish(shop, begin(shop, "sue_staff")["token"], code_of(db, "sue_staff", step))
    assert ("token" in made) is right


@pytest.mark.usefixtures("codes")
def test_a_code_is_taken_once(shop: Database, db: psycopg.Connection) -> None:
    shown = code_of(db, "sue_staff")
    assert "token" in finish(shop, begin(shop, "sue_staff")["token"], shown)
    assert finish(shop, begin(shop, "sue_staff")["token"], shown) == {}


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_many_who_bring_one_code_at_once_one_enters(
    shop: Database, db: psycopg.Connection, codes: list[str], kind: str
) -> None:
    shown = code_of(db, "sue_staff") if kind == "app" else codes[0].lower()
    halves = [begin(shop, "sue_staff")["token"] for _ in range(4)]
    with ThreadPoolExecutor(4) as crowd:
        tries = crowd.map(lambda n: finish(shop, halves[n], shown, f"192.0.2.{n}"), range(4))
        assert sum("token" in made for made in tries) == 1


@pytest.mark.usefixtures("codes")
def test_of_many_who_finish_one_sign_in_at_once_one_does(
    shop: Database, db: psycopg.Connection
) -> None:
    half = begin(shop, "sue_staff")["token"]
    shown = [code_of(db, "sue_staff"), code_of(db, "sue_staff", 1)] * 2
    with ThreadPoolExecutor(4) as crowd:
        tries = list(crowd.map(lambda n: finish(shop, half, shown[n], f"192.0.2.{n}"), range(4)))
    assert sum("token" in made for made in tries) == 1


@pytest.mark.usefixtures("codes")
def test_five_wrong_codes_end_the_sign_in(shop: Database, db: psycopg.Connection) -> None:
    half = begin(shop, "sue_staff")["token"]
    for n in range(5):
        assert finish(shop, half, "12345x", f"192.0.2.{n}") == {}
    assert finish(shop, half, code_of(db, "sue_staff"), "192.0.2.9") == {"over": True}
    tried = db.execute("select success, method from auth.sign_in_attempts").fetchall()
    assert [tuple(row.values()) for row in tried] == [(False, "code")] * 5


@pytest.mark.usefixtures("codes")
def test_guessing_is_slowed_and_a_right_password_does_not_help(
    shop: Database, db: psycopg.Connection
) -> None:
    with shop.connect("stockroom_web") as pool:
        for _ in range(5):
            assert finish(shop, begin(shop, "sue_staff")["token"], "12345x") == {}
            assert one(pool, "select auth.begin_sign_in('sue_staff', '192.0.2.1')") is None
            pool.execute("select auth.record_sign_in('sue_staff', '192.0.2.1', true)")
    shown = code_of(db, "sue_staff")
    assert finish(shop, begin(shop, "sue_staff")["token"], shown)["wait"] >= 1
    assert "token" in finish(shop, begin(shop, "sue_staff")["token"], shown, "192.0.2.2")


@pytest.mark.usefixtures("codes")
def test_guessing_from_everywhere_waits_ten_minutes_and_she_does_not(
    shop: Database, db: psycopg.Connection
) -> None:
    """Fifty wrong codes a day from anywhere: at most 6 more an hour, of a million codes."""
    assert "token" in finish(shop, begin(shop, "sue_staff")["token"], code_of(db, "sue_staff"))
    db.execute(
        "insert into auth.sign_in_attempts (person, address, success, method) select 'sue_staff',"
        " '198.51.100.0'::inet + n, false, 'code' from generate_series(1, 50) as n"
    )
    half = begin(shop, "sue_staff")["token"]
    assert 590 < finish(shop, half, "123456", "203.0.113.1")["wait"] <= 600
    assert "token" in finish(shop, half, code_of(db, "sue_staff", 1))


def test_another_persons_code_is_wrong(
    shop: Database, db: psycopg.Connection, codes: list[str]
) -> None:
    enrol(shop, "max_manager")
    half = begin(shop, "max_manager")["token"]
    assert finish(shop, half, code_of(db, "sue_staff"), "192.0.2.1") == {}
    assert finish(shop, half, codes[0], "192.0.2.2") == {}


@pytest.mark.usefixtures("codes")
@pytest.mark.parametrize(
    "ending",
    [
        "update auth.sessions set expires_at = now()",
        "update auth.sessions set revoked_at = now()",
        "update auth.people set disabled_at = now() where person = 'sue_staff'",
        "update auth.people set valid_until = now() where person = 'sue_staff'",
        "select api.reset_second_factor('sue_staff')",
    ],
)
def test_a_half_open_sign_in_ends(shop: Database, db: psycopg.Connection, ending: str) -> None:
    half, shown = begin(shop, "sue_staff")["token"], code_of(db, "sue_staff")
    db.execute(ending)
    assert finish(shop, half, shown) == {"over": True}


def test_enrolling_ends_what_the_password_alone_had_opened(shop: Database) -> None:
    other = open_session(shop, "sue_staff")
    enrol(shop, "sue_staff")
    with refused("IN401"), web(shop, other):
        pass


def test_only_a_fresh_sign_in_enrols(shop: Database, db: psycopg.Connection) -> None:
    """Who finds a browser open does not take the account over."""
    token = open_session(shop, "sue_staff")
    db.execute("update auth.sessions set created_at = now() - interval '16 minutes'")
    with web(shop, token) as browser, refused("IN006") as refusal:
        call(browser, "begin_second_factor")
    assert refusal.detail == {"fresh": False}


def test_removing_needs_a_code_and_lets_psql_in_again(
    shop: Database, db: psycopg.Connection, codes: list[str]
) -> None:
    made = finish(shop, begin(shop, "sue_staff")["token"], codes[0])
    with web(shop, made["token"]) as browser:
        assert call(browser, "remove_second_factor", code="123456x") == {"right": False}
        assert call(browser, "remove_second_factor", code=codes[0]) == {"right": False}
        with refused("IN015"), browser.transaction():
            call(browser, "begin_second_factor")  # there is one
        assert call(browser, "remove_second_factor", code=codes[1]) == {"right": True}
    assert count(db, "auth.recovery_codes") == 0
    with shop.connect("sue_staff") as sue:
        assert one(sue, "select api.me()")["person"] == "sue_staff"


@pytest.mark.usefixtures("codes")
def test_an_admin_resets_anothers_and_not_their_own(shop: Database) -> None:
    enrol(shop, "bob_boss")
    with shop.connect("ann_admin") as ann, shop.connect("max_manager") as manager:
        with refused("42501"):
            call(manager, "reset_second_factor", person="sue_staff")
        call(ann, "reset_second_factor", person="sue_staff")
        with refused("IN014"):
            call(ann, "reset_second_factor", person="sue_staff")
    assert begin(shop, "sue_staff")["needs"] is None


@pytest.fixture
def required(shop: Database, db: psycopg.Connection) -> Iterator[None]:
    """Staff, and so managers, sign in with a second factor."""
    with shop.connect("ann_admin") as ann:
        call(ann, "edit_settings", changes={"second_factor_groups": ["staff"]})
    yield
    db.execute("revoke stockroom_staff from vic_viewer granted by current_user")


@pytest.mark.usefixtures("required")
def test_a_group_that_needs_it_can_do_nothing_before(
    shop: Database, db: psycopg.Connection
) -> None:
    who = db.execute("select person from auth.people where web_only order by 1").fetchall()
    assert [row["person"] for row in who] == [
        "bob_boss", "cas_cost", "max_manager", "sam_staff", "sue_staff"]  # fmt: skip
    with shop.connect("sue_staff") as sue:
        assert one(sue, "select api.me()") is None
    half = begin(shop, "sue_staff")
    assert half["needs"] == "enrolment"
    assert finish(shop, half["token"], "123456") == {}  # no key yet
    with shop.connect("stockroom_web") as pool:
        one(pool, "select auth.begin_enrolment(%s)", [digest(half["token"])])
        made = finish(shop, half["token"], code_of(db, "sue_staff"))
        assert len(made["recovery_codes"]) == 10
        with refused("IN401"):
            pool.execute("select auth.begin_enrolment(%s)", [digest(half["token"])])
    with web(shop, made["token"]) as browser, refused("IN015"):
        call(browser, "remove_second_factor", code=made["recovery_codes"][0])


def test_asking_for_it_signs_out_who_has_none(shop: Database) -> None:
    token = open_session(shop, "sue_staff")
    with shop.connect("ann_admin") as ann:
        call(ann, "edit_settings", changes={"second_factor_groups": ["staff"]})
    with refused("IN401"), web(shop, token):
        pass
    with shop.connect("ann_admin") as ann:
        call(ann, "edit_settings", changes={"second_factor_groups": []})
    with shop.connect("sue_staff") as sue:
        assert one(sue, "select api.me()")["person"] == "sue_staff"


@pytest.mark.usefixtures("required")
def test_what_a_dba_grants_is_followed(
    shop: Database, db: psycopg.Connection, worker: psycopg.Connection
) -> None:
    db.execute("grant stockroom_staff to vic_viewer with inherit true, set false")
    assert begin(shop, "vic_viewer")["needs"] == "enrolment"  # at the door at once
    assert call(worker, "keep_second_factors") == 1  # within a minute everywhere
    assert call(worker, "keep_second_factors") == 0
    with shop.connect("vic_viewer") as vic:
        assert one(vic, "select api.me()") is None


def test_tools_are_never_of_the_web_alone(shop: Database, db: psycopg.Connection) -> None:
    db.execute("update auth.people set kind = 'tool' where person = 'sue_staff'")
    with shop.connect("ann_admin") as ann:
        call(ann, "edit_settings", changes={"second_factor_groups": ["staff"]})
    with shop.connect("sue_staff") as sue:
        assert one(sue, "select api.me()")["person"] == "sue_staff"
