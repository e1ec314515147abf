"""Accounts by plain SQL, as an admin's own login: invite, groups, edit, enable, offboard, sessions,
tokens, links. Each rule is tried by somebody who would like to get around it."""

import hashlib
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from tests import company
from tests.conftest import Database
from tests.policies.steps import DENIED, Connection, attempt, refused, sign_in, value
from web.bearer import TOKEN

REFUSED, UNKNOWN, BROKEN = "IN015", "IN014", "IN017"
GROUPS = "select api.set_groups(person => %s, groups => %s)"
OFFBOARD = "select api.offboard_user(person => %s)"


@pytest.fixture
def ann(shop: Database) -> Iterator[Connection]:
    """The admin's own login."""
    with shop.connect("ann_admin") as own:
        yield own


@pytest.fixture
def ivy(shop: Database, ann: Connection) -> str:
    """Somebody hired for this test, who has done what leaves traces everywhere."""
    name = f"ivy_{shop.name}"
    made = company.verifier(ann, name)
    ann.execute(
        "select api.create_user(person => %s, name => 'Ivy', groups => array['staff'], "
        "verifier => %s, email => 'ivy@example.com')",
        [name, made],
    )
    ann.execute("select api.grant_location(%s, 'MAIN')", [name])
    shop.passwords[name] = company.PASSWORD
    with shop.connect(name) as own:
        own.execute("insert into inventory.subscriptions (person) values (%s)", [name])
    return name


def fresh(shop: Database, name: str) -> str:
    """A name no other test's role has."""
    return f"{name}_{shop.name}"


def test_invited_all_or_nothing(shop: Database, ann: Connection) -> None:
    invite = (
        "select api.invite_user(person => %s, name => 'New', groups => array['staff'], "
        "email => 'new@example.com', places => %s, valid_until => now() + interval '1 day')"
    )
    name = fresh(shop, "new")
    refused(ann, UNKNOWN, invite, [name, ["MAIN", "NOWHERE"]])
    delivery = value(ann, invite, [name, ["MAIN", "AIRPORT"]])
    with shop.connect() as db:
        row = db.execute("select * from inventory.deliveries").fetchone()
        assert (row["delivery_id"], row["notice"], row["about"]) == (
            delivery, "invitation", "invitation",
        )  # fmt: skip
        jobs = "select entrypoint from queue.pgqueuer where entrypoint = 'send_notice'"
        assert len(db.execute(jobs).fetchall()) == 1
        held = "select count(*) from auth.location_grants where person = %s"
        assert value(db, held, [name]) == 2
        assert value(db, "select count(*) from auth.invitations") == 0  # no link before the mail


def test_a_link_is_made_when_the_mail_goes_out_and_ends_the_one_before(
    shop: Database, ann: Connection, ivy: str
) -> None:
    first = value(ann, "select api.invitation_link(%s)", [ivy])
    delivery = value(ann, "select api.send_invitation(%s, 'password')", [ivy])
    with shop.connect("stockroom_worker") as worker, shop.connect("stockroom_web") as web:
        alive = "select auth.invitation_of(sha256(convert_to(%s, 'UTF8'))) ->> 'person'"
        assert value(web, alive, [first]) == ivy
        letters = [value(worker, "select api.claim_delivery(%s)", [delivery]) for _ in range(2)]
        tokens = [letter["path"].removeprefix("/invitation/") for letter in letters]
        assert letters[0]["purpose"] == "password"
        assert len({first, *tokens}) == 3
        # A mail that is tried again may arrive as either copy: both links open.
        assert [value(web, alive, [one]) for one in (first, *tokens)] == [None, ivy, ivy]
        verifier = company.verifier(ann, ivy)
        accept = "select auth.accept_invitation(sha256(convert_to(%s, 'UTF8')), %s)"
        assert value(web, accept, [tokens[1], verifier]) == {"person": ivy}
        assert [value(web, alive, [one]) for one in tokens] == [None, None]
    with shop.connect() as db:
        kept = {bytes(row["token_hash"]) for row in db.execute("select * from auth.invitations")}
    assert kept == {hashlib.sha256(one.encode()).digest() for one in (first, *tokens)}


@pytest.mark.parametrize(
    "event", ["set_password", "own_password", "psql_password", "email", "table", "disabled"]
)
def test_an_old_link_undoes_nothing(shop: Database, ann: Connection, ivy: str, event: str) -> None:
    """A new password, another address and closed access end the links that wait in old mails."""
    link = value(ann, "select api.invitation_link(%s, 'password')", [ivy])
    made = company.verifier(ann, ivy)
    if event == "set_password":
        ann.execute("select api.set_password(%s, %s)", [ivy, made])
    elif event == "email":
        new = Jsonb({"email": "ivy@new.example"})
        ann.execute("select api.edit_user(%s, %s)", [ivy, new])
    elif event == "table":
        ann.execute("update auth.people set email = 'ivy@new.example' where person = %s", [ivy])
    elif event == "disabled":
        ann.execute("select api.disable_user(%s)", [ivy])
        ann.execute("select api.enable_user(%s)", [ivy])
    else:
        with shop.connect(ivy) as own:
            if event == "own_password":
                own.execute("select auth.set_own_password(%s)", [made])
            else:
                own.execute(f"alter role {ivy} password '{made}'")
    with shop.connect("stockroom_web") as web:
        assert value(web, "select auth.invitation_of(%s)", [sha(link)]) is None
        accept = "select auth.accept_invitation(%s, %s) ->> 'person'"
        assert value(web, accept, [sha(link), made]) is None
        again = value(ann, "select api.invitation_link(%s, 'password')", [ivy])
        ann.execute("select api.edit_user(%s, %s)", [ivy, Jsonb({"name": "Ivy Lee"})])
        assert value(web, accept, [sha(again), made]) == ivy


def test_no_mail_to_who_lost_access_meanwhile(shop: Database, ann: Connection, ivy: str) -> None:
    delivery = value(ann, "select api.send_invitation(%s)", [ivy])
    ann.execute("select api.disable_user(%s)", [ivy])
    with shop.connect("stockroom_worker") as worker:
        assert value(worker, "select api.claim_delivery(%s)", [delivery]) is None
    refused(ann, REFUSED, "select api.send_invitation(%s)", [ivy])


def test_groups_are_exactly_these_and_recorded(shop: Database, ann: Connection, ivy: str) -> None:
    assert value(ann, GROUPS, [ivy, ["viewer", "cost"]]) == ["viewer", "cost"]
    recorded = "select recorded_groups from auth.people where person = %s"
    assert value(ann, recorded, [ivy]) == ["viewer", "cost"]
    with shop.connect(ivy) as own:
        refused(own, DENIED, "select api.set_groups(%s, array['admin'])", [ivy])
    for groups in ([], None, ["owner"], ["viewer", None], ["cost"]):
        refused(ann, UNKNOWN, GROUPS, [ivy, groups])
    refused(ann, REFUSED, GROUPS, ["ann_admin", ["admin", "manager"]])  # bob is an admin, too
    refused(ann, UNKNOWN, GROUPS, ["postgres", ["viewer"]])


def test_a_dbas_group_is_said_to_be_one(shop: Database, ann: Connection, ivy: str) -> None:
    with shop.connect() as db:
        db.execute(sql.SQL("grant stockroom_auditor to {}").format(sql.Identifier(ivy)))
    assert "A DBA gave" in refused(ann, REFUSED, GROUPS, [ivy, ["viewer"]])
    assert value(ann, OFFBOARD, [ivy])["groups_left"] == ["auditor"]


def test_two_admins_cannot_take_each_others_rights_at_once(shop: Database) -> None:
    """Whoever is second finds that the other is no admin any more, or that they are the last."""
    with shop.connect("ann_admin", autocommit=False) as ann, shop.connect("bob_boss") as bob:
        ann.execute(GROUPS, ["bob_boss", ["manager"]])
        met: list[object] = []
        thread = threading.Thread(
            target=lambda: met.append(attempt(bob, GROUPS, ["ann_admin", ["viewer"]]))
        )
        thread.start()
        time.sleep(0.3)
        assert met == []  # waits for what ann does
        ann.commit()
        thread.join(10)
    assert isinstance(met[0], psycopg.Error)
    assert met[0].sqlstate in (REFUSED, DENIED), met[0]
    with shop.connect() as db:
        db.execute("select api.set_groups('bob_boss', array['manager', 'admin'])")


def test_only_a_person_is_an_admin(shop: Database, ann: Connection) -> None:
    create = "select api.create_user(%s, 'Tool', %s, kind => %s)"
    for kind in ("tool", "client"):
        refused(ann, UNKNOWN, create, [fresh(shop, "t"), ["admin"], kind])
    ann.execute(create, [fresh(shop, "t"), ["viewer"], "tool"])
    refused(ann, UNKNOWN, GROUPS, [fresh(shop, "t"), ["admin"]])


def test_edited_and_ended_by_itself(shop: Database, ann: Connection, ivy: str) -> None:
    edit = "select api.edit_user(%s, %s)"
    token = sign_in(shop, ivy)
    ann.execute(edit, [ivy, Jsonb({"name": "Ivy Lee", "email": None, "time_zone": "Asia/Tokyo"})])
    for field, wrong in (("name", ""), ("email", "no address"), ("valid_until", "soon")):
        refused(ann, BROKEN, edit, [ivy, Jsonb({field: wrong})])
    for wrong in ({"kind": "tool"}, ["x"], {"time_zone": "Mars"}):
        refused(ann, UNKNOWN, edit, [ivy, Jsonb(wrong)])
    ann.execute(edit, [ivy, Jsonb({"valid_until": "2020-01-01"})])
    with shop.connect(ivy) as own:
        assert value(own, "select auth.signed_in()") is None
    with shop.connect("stockroom_web") as web:
        refused(web, "IN401", "select auth.session_role(%s)", [sha(token)])
    refused(ann, REFUSED, edit, ["ann_admin", Jsonb({"valid_until": "2030-01-01"})])


def sha(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def test_disabled_and_enabled_again(shop: Database, ann: Connection, ivy: str) -> None:
    token = sign_in(shop, ivy)
    ann.execute("select api.disable_user(%s)", [ivy])
    with pytest.raises(psycopg.OperationalError):
        shop.connect(ivy)
    ann.execute("select api.enable_user(%s)", [ivy])
    refused(ann, REFUSED, "select api.enable_user(%s)", [ivy])
    with shop.connect(ivy) as own:
        assert value(own, "select auth.signed_in()") == ivy
    with shop.connect("stockroom_web") as web:
        refused(web, "IN401", "select auth.session_role(%s)", [sha(token)])


def test_offboarded_in_one_step_with_everything_open(
    shop: Database, ann: Connection, ivy: str, record_property: object
) -> None:
    token = sign_in(shop, ivy)
    link = value(ann, "select api.invitation_link(%s)", [ivy])
    with shop.connect(ivy) as idle, shop.connect(ivy) as working:
        working.execute("begin")
        began = time.monotonic()
        did = value(ann, OFFBOARD, [ivy])
        with pytest.raises(psycopg.OperationalError):
            idle.execute("select 1")
        with pytest.raises(psycopg.OperationalError):
            working.execute("select 1")
        cut = time.monotonic() - began
    record_property("offboarded, two connections cut, ms", round(cut * 1e3))
    assert cut < 5
    counts = ("connections", "sessions", "invitations", "subscriptions")
    assert {name: did[name] for name in counts} == {
        "connections": 2, "sessions": 1, "invitations": 1, "subscriptions": 1,
    }  # fmt: skip
    assert (did["groups"], did["places"], did["groups_left"]) == (["staff"], ["MAIN"], [])
    with pytest.raises(psycopg.OperationalError):
        shop.connect(ivy)
    with shop.connect("stockroom_web") as web:
        refused(web, "IN401", "select auth.session_role(%s)", [sha(token)])
        assert value(web, "select auth.invitation_of(%s)", [sha(link)]) is None
    with shop.connect() as db:
        for left in (
            "select count(*) from auth.location_grants where person = %s",
            "select count(*) from inventory.subscriptions where person = %s",
            "select cardinality(auth.groups_of(%s))",
            "select count(*) from pg_authid where rolpassword is not null and rolname = %s",
        ):
            assert value(db, left, [ivy]) == 0, left
        assert value(db, "select name from auth.people where person = %s", [ivy]) == "Ivy"
    refused(ann, REFUSED, OFFBOARD, ["ann_admin"])


def test_a_token_is_answered_once_and_kept_as_a_hash(shop: Database, ann: Connection) -> None:
    name = fresh(shop, "client")
    ann.execute("select api.create_user(%s, 'Shop', array['viewer'], kind => 'client')", [name])
    create = "select api.create_token(%s, %s, %s)"
    token = str(value(ann, create, [name, "nightly", None]))
    assert TOKEN.fullmatch(token)
    with shop.connect() as db:
        row = db.execute("select * from auth.sessions where person = %s", [name]).fetchone()
        assert bytes(row["token_hash"]) == sha(token)
        assert (row["kind"], row["prefix"]) == ("token", token[:9])
        everything = b"".join(
            (row["line"] or "").encode()
            for table in db.execute(
                "select c.oid::regclass::text as name from pg_class c where c.relkind = 'r' "
                "and c.relnamespace::regnamespace::text in ('auth', 'audit', 'inventory', 'queue')"
            ).fetchall()
            for row in db.execute(f"select t::text as line from {table['name']} t").fetchall()
        )
        assert token[9:].encode() not in everything
    log = (shop.server.data / "logs" / "postgres.log").read_text(errors="replace")
    assert token[9:] not in log
    for label, until in (("", None), ("x" * 121, None), ("x", "2020-01-01"), ("x", "2099-01-01")):
        refused(ann, BROKEN, create, [name, label, until])
    refused(ann, REFUSED, create, ["sue_staff", "x", None])
    with shop.connect("sue_staff") as own:
        refused(own, DENIED, create, [name, "x", None])


def test_a_client_has_no_other_way_in(shop: Database, ann: Connection) -> None:
    name = fresh(shop, "client")
    ann.execute("select api.create_user(%s, 'Shop', array['viewer'], kind => 'client')", [name])
    verifier = company.verifier(ann, name)
    refused(ann, REFUSED, "select api.set_password(%s, %s)", [name, verifier])
    refused(ann, REFUSED, "select api.invitation_link(%s)", [name])
    with shop.connect() as db:  # not even with a password that a DBA gives it
        db.execute(f"alter role {name} password '{company.PASSWORD}'")
    shop.passwords[name] = company.PASSWORD
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        shop.connect(name)


def test_people_see_and_end_their_own_sessions_only(shop: Database, ann: Connection) -> None:
    sue, vic = sign_in(shop, "sue_staff"), sign_in(shop, "vic_viewer")
    seen = "select session, person from api.sessions where live"
    with shop.connect("sue_staff") as own:
        rows = own.execute(seen).fetchall()
        assert [row["person"] for row in rows] == ["sue_staff"]
        refused(own, DENIED, "select token_hash from auth.sessions")
        refused(own, DENIED, "select password_mark from auth.sessions")
        others = {row["person"]: row["session"] for row in ann.execute(seen).fetchall()}
        assert set(others) == {"sue_staff", "vic_viewer"}
        refused(own, UNKNOWN, "select api.revoke_session(%s)", [others["vic_viewer"]])
        own.execute("select api.revoke_session(%s)", [others["sue_staff"]])
    ann.execute("select api.revoke_session(%s)", [others["vic_viewer"]])
    with shop.connect("stockroom_web") as web:
        for token in (sue, vic):
            refused(web, "IN401", "select auth.session_role(%s)", [sha(token)])


def test_managers_see_those_who_hold_places_of_theirs(shop: Database) -> None:
    """And of these only those places; nobody else's existence shows."""
    with shop.connect("max_manager") as own:
        rows = value(own, "select api.list_people(max_rows => 500)")["rows"]
        names = {row["person"] for row in rows}
        assert names == {"max_manager", "sue_staff", "vic_viewer", "cora_counter", "cas_cost"}
        assert all(row["email"] is None and row["last_seen_at"] is None for row in rows)
        hidden, none = (
            refused(own, UNKNOWN, "select api.person_page(%s)", [name])
            for name in ("sam_staff", "sam_nobody")
        )
        assert hidden.replace("sam_staff", "") == none.replace("sam_nobody", "")
        page = value(own, "select api.person_page('sue_staff')")
        assert page["sessions"] is None
        assert set(page["can"].values()) - {None} == {"Only an admin does this."}
    with shop.connect("sue_staff") as own:
        refused(own, DENIED, "select api.list_people()")


def test_what_a_page_offers_is_what_the_function_does(shop: Database, ann: Connection) -> None:
    """Each command of person_page's `can`, tried by each who sees the page."""
    tries = {
        "edit_user": "select api.edit_user(%s, '{}')",
        "set_groups": "select api.set_groups(%s, array['viewer'])",
        "disable_user": "select api.disable_user(%s)",
        "enable_user": "select api.enable_user(%s)",
        "offboard_user": OFFBOARD,
        "send_invitation": "select api.send_invitation(%s)",
        "invitation_link": "select api.invitation_link(%s)",
        "create_token": "select api.create_token(%s, 'x')",
    }
    tried = 0
    for asker in ("ann_admin", "bob_boss", "max_manager", "ada_auditor"):
        with shop.connect(asker) as own:
            for person in company.PEOPLE:
                page = attempt(own, "select api.person_page(%s) as page", [person])
                if isinstance(page, psycopg.Error):
                    continue
                for action, statement in tries.items():
                    tried += 1
                    if action in ("disable_user", "offboard_user") and person == asker:
                        continue  # ends the very connection that asks
                    outcome = attempt(own, statement, [person])
                    offered = page[0]["page"]["can"][action] is None
                    assert offered is not isinstance(outcome, psycopg.Error), (
                        asker, person, action, page[0]["page"]["can"][action], outcome,
                    )  # fmt: skip
                tried += 1
                page = page[0]["page"]
                places = page["grantable"] if page["grantable"] is not None else ["ACME", "MAIN"]
                for place in {"ACME", "NORTH", "MAIN", "AIRPORT", *places}:
                    outcome = attempt(own, "select api.grant_location(%s, %s)", [person, place])
                    offered = page["can"]["grant_location"] is None and (
                        page["grantable"] is None or place in places
                    )
                    assert offered is not isinstance(outcome, psycopg.Error), (
                        asker, person, place, page["can"]["grant_location"], outcome,
                    )  # fmt: skip
                with shop.connect() as db:
                    may = value(db, "select auth.may_see_as(%s, %s)", [asker, person])
                assert page["see_as"] is may
    assert tried > 150


def test_the_only_admin_is_offered_their_own_places(database: Database) -> None:
    name = f"only_{database.name}"
    with database.connect() as db:
        db.execute(
            "select api.create_user(%s, 'Only', array['admin', 'manager'], verifier => %s)",
            [name, company.verifier(db, name)],
        )
    database.passwords[name] = company.PASSWORD
    with database.connect(name) as own:
        own.execute("select api.create_location('HQ', 'Head office', 'site')")
        page = value(own, "select api.person_page(%s)", [name])
        assert page["can"]["grant_location"] is None
        own.execute("select api.grant_location(%s, 'HQ')", [name])


def test_ten_thousand_people_in_pages(shop: Database, record_property: object) -> None:
    with shop.connect() as db:
        db.execute(
            "insert into auth.people (person, name) "
            "select 'p_' || n, 'Person ' || n from generate_series(1, 10000) as n"
        )
        db.execute("analyze auth.people")
    with shop.connect("ann_admin") as ann:
        seen, after, slowest = [], None, 0.0
        for _ in range(30):
            began = time.monotonic()
            page = value(ann, "select api.list_people(after => %s)", [after])
            slowest = max(slowest, time.monotonic() - began)
            seen += [row["person"] for row in page["rows"]]
            after = page["next"]
        assert len(seen) == len(set(seen)) == 1500
        record_property("slowest page of 10,000 people, ms", round(slowest * 1e3))
        assert slowest < 2
        found = value(ann, "select api.list_people(search => '%%')")
        assert found["rows"] == []  # no wildcard


def test_words_of_sql_are_no_names(shop: Database) -> None:
    """`drop role user` is a syntax error to the DBA who cleans up."""
    with shop.connect("ann_admin") as ann:
        for name in ("user", "current_user", "select", "authorization"):
            said = refused(ann, "IN014", "select api.create_user(%s, 'N', '{viewer}')", [name])
            assert "word of SQL" in said
