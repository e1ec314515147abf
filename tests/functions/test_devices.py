"""Registered devices, invitations and one's own password: proven by what one holds, each once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import psycopg
import pytest

from tests import company
from tests.conftest import Database
from tests.functions.steps import call, count, one, open_session, refused, web
from tests.functions.test_second_factor import begin, code_of, digest, enrol, finish

PIN = "7391"
NEW = "another horse battery"


def register(shop: Database, person: str, pin: str = PIN, token: str = "") -> str:
    """The secret of a new device of a person."""
    with web(shop, token or open_session(shop, person)) as browser:
        return one(browser, "select auth.register_device('Scanner', %s)", [pin])


def open_device(shop: Database, secret: str, pin: str, address: str = "192.0.2.1") -> Any:
    """Bring secret and PIN, as the web does."""
    with shop.connect("stockroom_web") as pool:
        return one(pool, "select auth.open_device_session(%s, %s, 't', %s)", [secret, pin, address])


@pytest.fixture
def temp(shop: Database, db: psycopg.Connection) -> str:
    """Somebody of this test's database alone: their password may change."""
    name = "temp_hand"
    db.execute(
        "select api.create_user(person => %s, name => 'Hand', groups => array['staff'],"
        " verifier => %s)",
        [name, company.verifier(db, name)],
    )
    db.execute("select api.grant_location(%s, 'MAIN')", [name])
    shop.passwords[name] = company.PASSWORD
    return name


def verifier(db: psycopg.Connection, person: str, password: str = NEW) -> str:
    """As a client makes it."""
    return db.pgconn.encrypt_password(password.encode(), person.encode(), b"scram-sha-256").decode()


def test_a_pin_opens_a_session_of_its_own_kind(shop: Database, db: psycopg.Connection) -> None:
    secret = register(shop, "sue_staff")
    made = open_device(shop, secret, PIN)
    with web(shop, made["token"]) as browser:
        assert call(browser, "me")["person"] == "sue_staff"
        with refused("IN006"), browser.transaction():
            browser.execute("select auth.register_device('Second', '7391')")
        with refused("IN006"), browser.transaction():
            call(browser, "begin_second_factor")
    kept = one(db, "select d::text from auth.devices as d")
    assert secret not in kept
    assert digest(PIN).hex() not in kept  # of no use without the secret
    assert (
        one(db, "select pin_hash from auth.devices") == sha256(f"{secret}{PIN}".encode()).digest()
    )


@pytest.mark.parametrize(
    "pin", ["1234", "4321", "0000", "11111111", "1212", "12341234"[:4], "2580", "1987", "2024",
            "123", "123456789", "12a4", "", None, "67890123"],
)  # fmt: skip
def test_pins_that_are_tried_first_are_refused(shop: Database, pin: str | None) -> None:
    with web(shop, open_session(shop, "sue_staff")) as browser, refused("IN017") as refusal:
        browser.execute("select auth.register_device('Scanner', %s)", [pin])
    assert refusal.detail == {"field": "pin"}


def test_five_wrong_pins_in_a_row_end_the_device(shop: Database, db: psycopg.Connection) -> None:
    secret = register(shop, "sue_staff")
    for n in range(4):
        assert open_device(shop, secret, "0000", f"192.0.2.{n}") == {"left": 4 - n}
    assert "token" in open_device(shop, secret, PIN, "192.0.2.9")  # the row is broken
    for n in range(5):
        open_device(shop, secret, "0000", f"198.51.100.{n}")
    assert open_device(shop, secret, PIN, "192.0.2.9") == {"over": True}
    assert one(db, "select count(*) from auth.sign_in_attempts where method = 'pin'") == 10


def test_wrong_pins_at_once_count_one_after_another(shop: Database) -> None:
    """Twenty connections guess together: five are judged."""
    secret = register(shop, "sue_staff")
    with ThreadPoolExecutor(20) as crowd:
        said = list(
            crowd.map(lambda n: open_device(shop, secret, "0000", f"192.0.2.{n}"), range(20))
        )
    assert sorted(one.get("left", -1) for one in said) == [-1] * 15 + [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "ending",
    [
        "update auth.devices set expires_at = now()",
        "select api.reset_second_factor('sue_staff')",
        "update auth.people set disabled_at = now() where person = 'sue_staff'",
        "update auth.people set valid_until = now() where person = 'sue_staff'",
        "update auth.people set kind = 'tool' where person = 'sue_staff'",
        "update inventory.settings set second_factor_groups = '{staff}'",
    ],
)
def test_a_device_ends(shop: Database, db: psycopg.Connection, ending: str) -> None:
    if "reset" in ending:
        enrol(shop, "sue_staff")
    session = begin(shop, "sue_staff")
    if session["needs"]:
        made = finish(shop, session["token"], code_of(db, "sue_staff"))["token"]
        secret = register(shop, "sue_staff", token=made)
    else:
        secret = register(shop, "sue_staff")
    db.execute(ending)
    assert open_device(shop, secret, PIN) == {"over": True}
    with shop.connect("stockroom_web") as pool:
        assert one(pool, "select auth.device_owner(%s)", [secret]) is None


def test_a_device_of_before_does_not_walk_around_the_second_factor(shop: Database) -> None:
    secret = register(shop, "sue_staff")
    enrol(shop, "sue_staff")
    assert open_device(shop, secret, PIN) == {"over": True}


def test_only_who_holds_the_secret_is_told_a_name(shop: Database) -> None:
    register(shop, "sue_staff")
    with shop.connect("stockroom_web") as pool:
        assert one(pool, "select auth.device_owner('x')") is None
        assert one(pool, "select auth.open_device_session('x', '7391')") == {"over": True}
        for statement in (
            "select * from auth.devices",
            "select auth.device_of('x')",
            "select auth.add_session('sue_staff', 'web', '', '')",
            "select auth.check_code('sue_staff', '1')",
            "select auth.use_invitation('x')",
            "select auth.begin_session()",
        ):
            with refused("42501"):
                pool.execute(statement)


def test_devices_are_seen_and_revoked_by_their_person_and_admins(shop: Database) -> None:
    register(shop, "sue_staff")
    with shop.connect("sue_staff") as sue, shop.connect("max_manager") as other:
        device = one(sue, "select device from api.devices")
        assert count(other, "api.devices") == 0
        with refused("IN014"):
            call(other, "revoke_device", device=device)
        with refused("42501"):
            sue.execute("select secret_hash from auth.devices")
        call(sue, "revoke_device", device=device)
        with refused("IN014"):
            call(sue, "revoke_device", device=device)
    with shop.connect("ann_admin") as ann:
        assert count(ann, "api.devices") == 1


@pytest.fixture
def invited(temp: str) -> Callable[[Database], str]:
    """`invited(shop)`: the token of a link for that person."""

    def make(shop: Database) -> str:
        with shop.connect("ann_admin") as ann:
            return call(ann, "invitation_link", person=temp)

    return make


def accept(shop: Database, token: str, made: str, address: str = "192.0.2.1") -> Any:
    """Use a link, as the web does."""
    with shop.connect("stockroom_web") as pool:
        query = "select auth.accept_invitation(%s, %s, %s)"
        return one(pool, query, [digest(token), made, address])


def test_a_link_sets_the_password_once(
    shop: Database, db: psycopg.Connection, temp: str, invited: Callable[[Database], str]
) -> None:
    before, token = open_session(shop, temp), invited(shop)
    with shop.connect("stockroom_web") as pool:
        assert one(pool, "select auth.invitation_of(%s)", [digest(token)])["person"] == temp
    assert accept(shop, token, verifier(db, temp)) == {"person": temp}
    assert accept(shop, token, verifier(db, temp, "a third horse")) == {"person": None}
    # The log of sign-ins names who came; of the second try nobody is known.
    tried = "select person, success from api.sign_ins where method = 'link' order by attempt"
    assert [tuple(row.values()) for row in db.execute(tried)] == [(temp, True), ("", False)]
    with pytest.raises(psycopg.OperationalError):
        shop.connect(temp)
    shop.passwords[temp] = NEW
    open_session(shop, temp)
    with refused("IN401"), web(shop, before):
        pass
    assert token not in one(db, "select i::text from auth.invitations as i")


@pytest.mark.parametrize(
    "ending",
    [
        "update auth.invitations set expires_at = now()",
        "update auth.invitations set used_at = now()",
        "update auth.people set disabled_at = now() where person = 'temp_hand'",
        "select api.invitation_link('temp_hand')",
    ],
)
def test_links_that_are_over_are_all_the_same(
    shop: Database, db: psycopg.Connection, temp: str, invited: Callable[[Database], str],
    ending: str,
) -> None:  # fmt: skip
    token = invited(shop)
    db.execute(ending)
    assert accept(shop, token, verifier(db, temp)) == {"person": None}
    assert accept(shop, "x", verifier(db, temp)) == {"person": None}


def test_of_many_who_use_one_link_at_once_one_sets_it(
    shop: Database, db: psycopg.Connection, temp: str, invited: Callable[[Database], str]
) -> None:
    token, made = invited(shop), verifier(db, temp)
    with ThreadPoolExecutor(6) as crowd:
        said = crowd.map(lambda n: accept(shop, token, made, f"192.0.2.{n}"), range(6))
        assert sorted(str(one["person"]) for one in said) == ["None"] * 5 + [temp]


def test_guessing_links_is_slowed_by_address(shop: Database, db: psycopg.Connection) -> None:
    made = verifier(db, "x")
    assert [accept(shop, f"{n}", made) for n in range(5)] == [{"person": None}] * 5
    assert accept(shop, "6", made)["wait"] >= 1
    with refused("IN014"):
        accept(shop, "7", "plain text", "192.0.2.7")


def test_a_link_leaves_the_second_factor(
    shop: Database, db: psycopg.Connection, temp: str, invited: Callable[[Database], str]
) -> None:
    enrol(shop, temp)
    accept(shop, invited(shop), verifier(db, temp))
    shop.passwords[temp] = NEW
    assert begin(shop, temp)["needs"] == "code"


def test_ones_own_password_ends_all_sessions_but_the_one_shown(
    shop: Database, db: psycopg.Connection, temp: str
) -> None:
    here, there = open_session(shop, temp), open_session(shop, temp)
    device = register(shop, temp, token=here)
    with shop.connect(temp) as own:
        query = "select auth.set_own_password(%s, %s)"
        with refused("IN014"):
            own.execute(query, ["plain text", digest(here)])
        own.execute(query, [verifier(db, temp), digest(here)])
    with web(shop, here) as browser:
        assert call(browser, "me")["person"] == temp
    with refused("IN401"), web(shop, there):
        pass
    assert open_device(shop, device, PIN) == {"over": True}


def test_a_stolen_password_does_not_become_another_past_the_second_factor(
    shop: Database, db: psycopg.Connection, temp: str
) -> None:
    enrol(shop, temp)
    half, others = begin(shop, temp)["token"], open_session(shop, "sue_staff")
    with shop.connect(temp) as thief:
        for shown in (None, digest(half), digest(others), b""):
            with refused("IN006"):
                thief.execute("select auth.set_own_password(%s, %s)", [verifier(db, temp), shown])
    with shop.connect(temp):
        pass  # the password is what it was


def test_the_pool_sets_nobodys_password(shop: Database, db: psycopg.Connection) -> None:
    made = verifier(db, "sue_staff")
    with web(shop, open_session(shop, "sue_staff")) as browser, refused("IN006"):
        browser.execute("select auth.set_own_password(%s)", [made])
    with shop.connect("stockroom_web") as pool, refused("42501"):
        pool.execute("select auth.set_own_password(%s)", [made])


@pytest.mark.parametrize("how", ["alter role temp_hand password 'another one'",
                                 "alter role temp_hand password null"])  # fmt: skip
def test_a_password_that_a_dba_changes_ends_sessions_and_devices(
    shop: Database, db: psycopg.Connection, temp: str, how: str
) -> None:
    token = open_session(shop, temp)
    device = register(shop, temp, token=token)
    db.execute(how)
    with refused("IN401"), web(shop, token):
        pass
    assert open_device(shop, device, PIN) == {"over": True}


def test_where_verifiers_cannot_be_read_sessions_last(
    shop: Database, db: psycopg.Connection, temp: str
) -> None:
    """On a provider without a superuser."""
    db.execute("revoke select (rolname, rolpassword) on pg_authid from stockroom_auth")
    token = open_session(shop, temp)
    db.execute("alter role temp_hand password 'another one'")
    with web(shop, token) as browser:
        assert call(browser, "me")["person"] == temp


def test_ones_own_account(shop: Database, temp: str) -> None:
    here, there = open_session(shop, temp), open_session(shop, temp)
    register(shop, temp, token=here)
    with web(shop, here) as browser:
        edit = "select api.edit_account(%s, %s)"
        browser.execute(edit, ["Handy", "Europe/Berlin"])
        account = call(browser, "account")
        assert (account["name"], account["time_zone"]) == ("Handy", "Europe/Berlin")
        assert [place["location"] for place in account["places"]] == ["MAIN"]
        assert len(account["sessions"]) == 2
        assert account["session"] in {session["session"] for session in account["sessions"]}
        assert [device["name"] for device in account["devices"]] == ["Scanner"]
        assert "hash" not in str(account)
        with refused("IN017"), browser.transaction():
            browser.execute(edit, ["", None])
        with refused("IN014"), browser.transaction():
            browser.execute(edit, ["x", "Mars/Olympus"])
        call(browser, "sign_out_everywhere")
    with web(shop, here) as browser:
        assert len(call(browser, "account")["sessions"]) == 1
        assert call(browser, "account")["devices"] == []
    with refused("IN401"), web(shop, there):
        pass


def test_becoming_a_companion_is_not_signing_in(shop: Database) -> None:
    for statement in (
        "select api.begin_second_factor()",
        "select api.confirm_second_factor('1')",
        "select api.remove_second_factor('1')",
        "select auth.register_device('x', '7391')",
        "select api.revoke_device(gen_random_uuid())",
        "select api.sign_out_everywhere()",
        "select api.edit_account('Evil')",
        "select api.reset_second_factor('sue_staff')",
        "select api.edit_settings('{}')",
    ):
        with shop.connect("stockroom_web") as pool, refused("IN006"):
            pool.execute("begin")
            pool.execute("select set_config('role', 'web_bob_boss', true)")
            pool.execute(statement)
