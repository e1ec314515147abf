"""See as: another's dashboard to look at, and not a way to anything else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.conftest import Database
from tests.policies.steps import (
    Connection,
    attempt,
    refused,
    sign_in,
    token_hash,
    value,
    web_request,
)

BEGIN = (
    "select set_config('transaction_read_only', 'on', true), "
    "set_config('role', auth.session_role(%s, %s), true), "
    "set_config('stockroom.token', %s, true)"
)
BEGIN_WRITING = BEGIN.replace("'on'", "'off'")


def see_as(web: Connection, own: str, person: str) -> str:
    """Open somebody's dashboard from a session; its token."""
    with web_request(web, own) as db:
        return str(value(db, "select api.see_as(%s)", [person]))


@contextmanager
def seen(web: Connection, own: str, token: str, begin: str = BEGIN) -> Iterator[Connection]:
    """One transaction of another's dashboard, begun as the web begins it."""
    with web.transaction(force_rollback=True):
        web.execute(begin, [token_hash(token), token_hash(own), token], prepare=False)
        yield web


def over(web: Connection, own: str | None, token: str, begin: str = BEGIN) -> None:
    """Assert that the dashboard is over."""
    values = [token_hash(token), token_hash(own) if own else None, token]
    with pytest.raises(psycopg.Error) as caught:
        web.execute(begin, values, prepare=False)
    assert caught.value.sqlstate == "IN401", caught.value


@pytest.fixture
def view(busy: Database, web: Connection) -> tuple[str, str]:
    """Max sees as Sue: his own token and that of her dashboard."""
    own = sign_in(busy, "max_manager")
    return own, see_as(web, own, "sue_staff")


def test_it_shows_what_they_see(busy: Database, web: Connection, view: tuple[str, str]) -> None:
    """Row by row the same as Sue's own login, and who looks is said."""
    own, token = view
    with seen(web, own, token) as db, busy.connect("sue_staff") as sue:
        for name in ("stock_on_hand", "movements", "documents", "location_grants", "locations"):
            query = f"select * from api.{name} order by 1, 2, 3"
            assert db.execute(query).fetchall() == sue.execute(query).fetchall(), name
        assert value(db, "select api.me() -> 'seen_by' ->> 'person'") == "max_manager"
        assert value(db, "select api.me() ->> 'person'") == "sue_staff"
        refused(db, "42501", "select * from api.item_costs")


MAY = (
    # actor, person, whether they may
    ("max_manager", "sue_staff", True),
    ("max_manager", "vic_viewer", True),
    ("max_manager", "cora_counter", True),
    ("max_manager", "cas_cost", True),
    ("max_manager", "sam_staff", False),  # his places are none of Max's
    ("max_manager", "max_manager", False),
    ("max_manager", "bob_boss", False),
    ("max_manager", "ada_auditor", False),
    ("max_manager", "rob_reporting", False),
    ("max_manager", "nobody_here", False),
    ("ann_admin", "sue_staff", True),
    ("ann_admin", "ada_auditor", True),
    ("ann_admin", "max_manager", True),
    ("ann_admin", "bob_boss", False),
    ("bob_boss", "ann_admin", False),
)


@pytest.mark.parametrize(("actor", "person", "may"), MAY)
def test_who_may(busy: Database, web: Connection, actor: str, person: str, may: bool) -> None:
    own = sign_in(busy, actor)
    if may:
        assert see_as(web, own, person)
        return
    with web_request(web, own) as db:
        said = refused(db, "IN014", "select api.see_as(%s)", [person])
    assert said.startswith(f'There is nobody "{person}"')


@pytest.mark.parametrize("actor", ["sue_staff", "vic_viewer", "ada_auditor", "cora_counter"])
def test_who_may_not_at_all(busy: Database, web: Connection, actor: str) -> None:
    own = sign_in(busy, actor)
    with web_request(web, own) as db:
        refused(db, "42501", "select api.see_as('vic_viewer')")


def test_only_from_the_dashboard(busy: Database) -> None:
    with busy.connect("max_manager") as db:
        refused(db, "IN006", "select api.see_as('sue_staff')")


def test_a_role_of_a_dbas_own_is_more_than_the_actor_has(
    busy: Database, web: Connection, hire: Callable[..., str]
) -> None:
    temp = hire("viewer", at=["MAIN"])
    for actor in ("max_manager", "ann_admin"):
        assert see_as(web, sign_in(busy, actor), temp)
    with busy.connect() as dba:
        dba.execute(f"grant pg_read_all_data to {temp}")
    for actor in ("max_manager", "ann_admin"):
        with web_request(web, sign_in(busy, actor)) as db:
            refused(db, "IN014", "select api.see_as(%s)", [temp])


WRITES = (
    "update inventory.items set name = 'x', version = version",
    "insert into inventory.subscriptions (person) values ('sue_staff')",
    "delete from inventory.subscriptions",
    'select api.post_issue(\'[{"item": "APPLE", "location": "MAIN", "quantity": 1}]\','
    " gen_random_uuid())",
    "select api.see_as('vic_viewer')",
    "select auth.close_session()",
    "select auth.touch_session()",
)


@pytest.mark.parametrize("statement", WRITES)
def test_it_changes_nothing(web: Connection, view: tuple[str, str], statement: str) -> None:
    with seen(web, *view) as db:
        with pytest.raises(psycopg.Error) as caught:
            db.execute(statement, prepare=False)
        assert caught.value.sqlstate in ("25006", "42501", "IN006")


UNLOCKS = (
    "set transaction read write",
    "set transaction_read_only = off",
    "select set_config('transaction_read_only', 'off', true)",
    "select set_config('transaction_read_only', 'off', false)",
)


@pytest.mark.parametrize("unlock", UNLOCKS)
@pytest.mark.parametrize("within", [False, True])
def test_injected_sql_cannot_turn_read_only_off(
    web: Connection, view: tuple[str, str], unlock: str, within: bool
) -> None:
    with seen(web, *view) as db:
        if within:
            db.execute("savepoint inside")
        with pytest.raises(psycopg.Error) as caught:
            db.execute(unlock, prepare=False)
        assert caught.value.sqlstate in ("25001", "25006")


def test_a_transaction_that_may_write_is_nobodys(
    busy: Database, web: Connection, view: tuple[str, str]
) -> None:
    """Injected SQL that ends the request's transaction and begins one of its own."""
    own, token = view
    over(web, own, token, BEGIN_WRITING)
    with web.transaction(force_rollback=True):
        web.execute("set local role web_sue_staff")
        web.execute("select set_config('stockroom.token', %s, true)", [token])
        assert value(web, "select auth.signed_in()") is None
        assert value(web, "select count(*) from api.items") == 0


@pytest.mark.parametrize(
    "write",
    [
        "insert into inventory.subscriptions (person) select 'sue_staff' from locked",
        "update inventory.subscriptions set minimum_severity = 'critical' from locked",
        "delete from inventory.subscriptions using locked",
        "update inventory.items set name = 'x', version = version from locked",
        "update inventory.locations set name = 'x', version = version from locked",
        "insert into auth.location_grants (person, location_id) select 'vic_viewer', location_id"
        " from locked, inventory.locations where code = 'HARBOUR'",
        "delete from inventory.thresholds using locked",
        "insert into inventory.categories (code, name) select 'ZZ', 'Z' from locked",
    ],
)
@pytest.mark.parametrize("person", ["sue_staff", "max_manager"])
def test_a_statement_that_locks_itself_after_it_began_to_write(
    busy: Database, web: Connection, write: str, person: str
) -> None:
    """Read-only from the middle of a writing statement on: the person is known from there, but the
    audit of what was written is a statement of its own and is refused."""
    own = sign_in(busy, "ann_admin")
    token = see_as(web, own, person)
    with web.transaction(force_rollback=True):
        web.execute(f"set local role web_{person}")
        web.execute("select set_config('stockroom.token', %s, true)", [token])
        tried = attempt(
            web,
            "with locked as materialized "
            f"(select set_config('transaction_read_only', 'on', true)) {write} returning 1",
        )
    # Or nothing was to be seen, so nothing was written.
    assert tried == [] or tried.sqlstate in ("25006", "42501"), tried


def test_tokens_of_other_kinds_and_other_pairs(
    busy: Database, web: Connection, view: tuple[str, str]
) -> None:
    own, token = view
    other = sign_in(busy, "max_manager")
    vic = sign_in(busy, "vic_viewer")
    over(web, None, token)  # the dashboard's token alone: stolen, or put where one's own belongs
    over(web, other, token)  # another session of the same person
    over(web, own, vic)  # an ordinary token where the dashboard's belongs
    over(web, token, token)
    over(web, own, own)
    with busy.connect() as db:
        for kind in ("token", "second_factor"):
            db.execute(
                "update auth.sessions set kind = %s where token_hash = %s", [kind, token_hash(own)]
            )
            over(web, own, token)


ENDS = {
    "the actor signs out": "update auth.sessions set revoked_at = now() where token_hash = {own}",
    "the actor's session ends": "update auth.sessions set expires_at = now()"
    " where token_hash = {own}",
    "the actor rests": "update auth.sessions set last_seen_at = now() - interval '31 minutes'"
    " where token_hash = {own}",
    "the actor is disabled": "update auth.people set disabled_at = now() where person = {actor}",
    "the actor's access ends": "update auth.people set valid_until = now() where person = {actor}",
    "the actor loses the login": "alter role temp_0_manager nologin",
    "the actor loses the group": "revoke stockroom_manager from temp_0_manager"
    " granted by stockroom_people",
    "the actor loses the place": "delete from auth.location_grants where person = {actor}",
    "the person gets a place more": "insert into auth.location_grants (person, location_id)"
    " select {person}, location_id from inventory.locations where code = 'AIRPORT'",
    "the person becomes a manager": "grant stockroom_manager to temp_1_staff"
    " with inherit true, set false",
    "the person is disabled": "update auth.people set disabled_at = now() where person = {person}",
    "the person loses the login": "alter role temp_1_staff nologin",
    "an hour goes by": "update auth.sessions set expires_at = now() where kind = 'see_as'",
    "it is left": "update auth.sessions set revoked_at = now() where kind = 'see_as'",
    "a new password of the actor": "update auth.sessions set password_mark = 'x'"
    " where token_hash = {own}",
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_it_ends_at_the_next_request(
    busy: Database, web: Connection, hire: Callable[..., str], end: str
) -> None:
    actor, person = hire("manager", at=["MAIN"]), hire("staff", at=["MAIN-A"])
    own = sign_in(busy, actor)
    token = see_as(web, own, person)
    with seen(web, own, token):
        pass
    names = {"own": f"sha256('{own}')", "actor": f"'{actor}'", "person": f"'{person}'"}
    with busy.connect() as dba:
        dba.execute(ENDS[end].format(**names))
    over(web, own, token)


def test_leaving(busy: Database, web: Connection, view: tuple[str, str]) -> None:
    own, token = view
    with web_request(web, own) as db:
        db.execute("select api.end_see_as()")
    over(web, own, token)
    again = see_as(web, own, "sue_staff")
    last = see_as(web, own, "vic_viewer")
    over(web, own, again)  # one at a time
    with seen(web, own, last) as db:
        assert value(db, "select auth.signed_in()") == "vic_viewer"


def test_it_lasts_an_hour_at_most(busy: Database, view: tuple[str, str]) -> None:
    with busy.connect() as db:
        row = db.execute(
            "select s.actor, s.person, s.expires_at - s.created_at as lasts, own.token_hash as own"
            " from auth.sessions as s join auth.sessions as own on own.session_id = s.parent_id"
            " where s.kind = 'see_as'"
        ).fetchone()
    assert row["lasts"].total_seconds() == 3600
    assert (row["actor"], row["person"]) == ("max_manager", "sue_staff")
    assert row["own"] == token_hash(view[0])


def test_both_names_are_in_the_audit(busy: Database, web: Connection) -> None:
    """Its beginning and its end, and no token in either."""
    own = sign_in(busy, "max_manager")
    token = see_as(web, own, "sue_staff")
    with web_request(web, own) as db:
        db.execute("select api.end_see_as()")
    with busy.connect() as db:
        rows = db.execute(
            "select operation, person, after ->> 'actor' as actor, after ->> 'person' as seen,"
            " after::text as row from audit.changes"
            " where table_name = 'auth.sessions' and after ->> 'kind' = 'see_as' order by change_id"
        ).fetchall()
    assert [(r["operation"], r["person"], r["actor"], r["seen"]) for r in rows] == [
        ("insert", "max_manager", "max_manager", "sue_staff"),
        ("update", "max_manager", "max_manager", "sue_staff"),
    ]
    assert token_hash(token).hex() not in str(rows)


def test_it_shows_the_stock_and_not_the_account(
    busy: Database, web: Connection, view: tuple[str, str]
) -> None:
    """Where she signs in from, on what and by which address is hers, and an admin's to know."""
    own, token = view
    sign_in(busy, "sue_staff")
    with busy.connect("sue_staff") as sue:
        assert value(sue, "select count(*) from api.sessions") > 1
    with seen(web, own, token) as db:
        for listed in ("sessions", "devices", "sign_ins"):
            assert value(db, f"select count(*) from api.{listed}") == 0, listed
        account = value(db, "select api.account()")
        assert (account["email"], account["sessions"], account["devices"]) == (None, [], [])
        assert value(db, "select api.me() ->> 'email'") is None


def test_tools_and_clients_have_no_dashboard(busy: Database, web: Connection) -> None:
    """Nobody sees as them; what they see is said by api.me() as it is."""
    with busy.connect() as db:
        for kind in ("tool", "client"):
            db.execute(
                "select api.create_user(%s, %s, array['reporting'], kind => %s)",
                [f"some_{kind}", kind, kind],
            )
        for kind in ("tool", "client"):
            may = "select auth.may_see_as('ann_admin', %s)"
            assert value(db, may, [f"some_{kind}"]) is False
        with db.transaction():
            db.execute("set local session authorization some_tool")
            can = value(db, "select api.me() -> 'can'")
    assert can["see_stock"] is True
    assert can["break_glass"] is False
    assert can["post"] is False
    own = sign_in(busy, "ann_admin")
    with web_request(web, own) as db:
        refused(db, "IN014", "select api.see_as('some_tool')")
        rows = value(db, "select api.access_matrix() -> 'rows'")
    assert {row["person"]: row["see_as"] for row in rows}["some_tool"] is False
