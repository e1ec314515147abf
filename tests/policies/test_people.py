"""Making, changing and ending people: who may, what a hostile name does, and what a login gets."""

import contextlib
import threading
import time

import psycopg
import pytest

from tests import company
from tests.conftest import Database
from tests.policies.steps import (
    DENIED,
    NOT_KNOWN,
    Connection,
    allowed,
    attempt,
    refused,
    sign_in,
    value,
    web_over,
    web_request,
)

UNKNOWN = "IN014"
CREATE = "select api.create_user(person => %s, name => %s, groups => %s, verifier => %s)"
PASSWORD = "select api.set_password(person => %s, verifier => %s)"
DISABLE = "select api.disable_user(person => %s)"
GOOD = (
    "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
    ":QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
)
NOT_ADMINS = [person for person, (groups, _) in company.PEOPLE.items() if "admin" not in groups]


@pytest.mark.parametrize("person", NOT_ADMINS)
def test_only_admins_manage_people(busy: Database, person: str) -> None:
    with busy.connect(person) as own:
        refused(own, DENIED, CREATE, ["evil", "Evil", ["viewer"], None])
        refused(own, DENIED, PASSWORD, ["bob_boss", GOOD])
        refused(own, DENIED, DISABLE, ["bob_boss"])
        refused(own, DENIED, "update auth.people set email = 'x@example.com'")
        refused(own, DENIED, "alter role bob_boss password 'x'")
        refused(own, DENIED, "alter role bob_boss nologin")
        refused(own, DENIED, "create role evil")


def test_an_admin_manages_people_from_their_own_login_and_the_web(
    busy: Database, web: Connection
) -> None:
    with busy.connect("ann_admin") as admin:
        allowed(admin, CREATE, ["temp_new", "New", ["staff"], GOOD])
        allowed(admin, PASSWORD, ["sue_staff", GOOD])
    with web_request(web, sign_in(busy, "ann_admin")) as db:
        allowed(db, CREATE, ["temp_new", "New", ["staff"], GOOD])
        allowed(db, PASSWORD, ["sue_staff", GOOD])
        allowed(db, DISABLE, ["vic_viewer"])


NOT_PEOPLE = [
    *("postgres", "stockroom_owner", "stockroom_web", "stockroom_people", "stockroom_backup"),
    *("web_sue_staff", "pg_read_all_data", "local_bi", "nobody_at_all", "", None),
]


@pytest.mark.parametrize("role", NOT_PEOPLE)
def test_an_admin_touches_no_role_but_people(busy: Database, role: str | None) -> None:
    with busy.connect("ann_admin") as admin:
        refused(admin, UNKNOWN, PASSWORD, [role, GOOD])
        refused(admin, UNKNOWN, DISABLE, [role])
        taken = attempt(admin, CREATE, [role, "Evil", ["viewer"], None])
        if role != "nobody_at_all":
            assert isinstance(taken, psycopg.Error)


EVIL = [
    "evil superuser", "evil; drop table inventory.items", 'evil" superuser', "evil' or ''='", "x--",
    "evil\nsuperuser", "Evil", "é_vil", "evil\x01", "$$evil$$", "evil/*", "pg_evil", "web_evil",
    "stockroom_evil", "postgres", "public", "none", "current_user", "session_user", "e", "e" * 51,
    "%I", "%L", "evil%s", " evil", "evil ", "evil\\", "\u202eevil", "user", "role",
]  # fmt: skip


def make(admin: Connection, name: str) -> tuple[psycopg.Error | None, object]:
    """Create somebody of this name: the refusal, or how many powers the role of that name has."""
    try:
        with admin.transaction():
            admin.execute(CREATE, [name, "Evil", ["viewer"], None])
    except psycopg.Error as error:
        return error, None
    powers = "rolsuper::int + rolcreaterole::int + rolbypassrls::int + rolcreatedb::int"
    return None, value(admin, f"select {powers} from pg_roles where rolname = %s", [name])


@pytest.mark.parametrize("name", EVIL)
def test_hostile_names_of_people(busy: Database, name: str) -> None:
    """Refused, or a plain role of exactly that name with nothing but its groups."""
    with busy.connect("ann_admin") as admin, busy.connect() as db:
        powers = "select count(*) from pg_roles where rolsuper or rolcreaterole or rolbypassrls"
        before = value(db, "select array_agg(rolname order by 1) from pg_roles"), value(db, powers)
        with admin.transaction(force_rollback=True):
            refusal, power = make(admin, name)
        if refusal is None:
            assert power == 0
            assert name == "role"
        else:
            word = name in ("user", "current_user", "session_user")
            state = "IN014" if word else "IN017"
            assert refusal.sqlstate == state, f"{refusal.sqlstate} {refusal}"
        after = value(db, "select array_agg(rolname order by 1) from pg_roles"), value(db, powers)
        assert after == before


def test_hostile_values_beside_the_name(busy: Database) -> None:
    with busy.connect("ann_admin") as admin:
        for groups in (["owner"], ["viewer", "owner"], ["viewer; grant stockroom_owner to evil"],
                       [], None, ["viewer", None], ["VIEWER"], ["people"], ["writer"]):  # fmt: skip
            refused(admin, UNKNOWN, CREATE, ["temp_evil", "Evil", groups, None])
        kinds = "select api.create_user('temp_evil', 'Evil', array['viewer'], kind => %s)"
        refused(admin, "IN017", kinds, ["tool superuser"])
        mail = "select api.create_user('temp_evil', 'Evil', array['viewer'], email => %s)"
        for address in ("a@b\nBcc: c@d", "a@b,c@d", "<a@b>", "a b@c", "@b", "a@"):
            refused(admin, "IN017", mail, [address])
        allowed(admin, CREATE, ["temp_evil", "'; drop table auth.people; --", ["viewer"], None])


PLAIN = ["hunter2", "", "md5" + "0" * 32, "SCRAM-SHA-256$", "SCRAM-SHA-256$1:x$y:z",
         "SCRAM-SHA-256$4096:salt$stored:server", GOOD.replace("4096", "1"), GOOD + "x", " " + GOOD,
         GOOD.replace("4096", "4095"), GOOD.replace("QUFB", "QU B", 1), GOOD + "\n",
         GOOD.replace("c2Fsd", "c2Fs"), "SCRAM-SHA-256$4096:hunter2$hunter2:hunter2"]  # fmt: skip


@pytest.mark.parametrize("plain", PLAIN)
def test_no_password_in_plain_text(busy: Database, plain: str) -> None:
    """Nor anything that Postgres would take for one, nor a verifier of few rounds."""
    with busy.connect("ann_admin") as admin:
        told = refused(admin, UNKNOWN, CREATE, ["temp_evil", "Evil", ["viewer"], plain])
        told += refused(admin, UNKNOWN, PASSWORD, ["sue_staff", plain])
        assert len(plain) < 6 or plain.strip() not in told


def test_a_good_verifier_is_kept_as_it_is(busy: Database, hire: object) -> None:
    person = hire("viewer")
    with busy.connect("ann_admin") as admin:
        admin.execute(PASSWORD, [person, GOOD])
    with busy.connect() as db:
        kept = value(db, "select rolpassword from pg_authid where rolname = %s", [person])
    assert kept == GOOD


def test_the_server_log_never_sees_a_password(busy: Database) -> None:
    """Not even a server that logs every statement with its parameters."""
    canary = "canary-8f2c-password"
    log = busy.server.data / "logs" / "postgres.log"
    with busy.connect() as db:
        db.execute("set log_statement = 'all'")
        made = db.pgconn.encrypt_password(canary.encode(), b"sue_staff", b"scram-sha-256")
        attempt(db, PASSWORD, ["sue_staff", made.decode()])
    written = log.read_text(errors="replace")
    assert "api.set_password" in written
    assert canary not in written


LIMITS = ("statement_timeout", "temp_file_limit", "idle_in_transaction_session_timeout")


def test_every_login_has_its_limits(busy: Database, hire: object) -> None:
    for person in (hire("staff", at=["MAIN"]), hire("reporting", kind="tool")):
        with busy.connect(person) as own:
            shown = {name: value(own, f"show {name}") for name in LIMITS}
            assert all(limit not in ("0", "-1") for limit in shown.values()), shown
            refused(own, DENIED, "set temp_file_limit = -1")
            refused(own, DENIED, f"alter role {person} set temp_file_limit = -1")
            refused(own, DENIED, f"alter role {person} connection limit -1")
        limit = 30 if "reporting" in person else 20
        with contextlib.ExitStack() as opened:
            for _ in range(limit):
                opened.enter_context(busy.connect(person))
            with pytest.raises(psycopg.OperationalError, match="too many connections"):
                busy.connect(person)


def test_a_large_sort_stops_at_the_limit_of_disk(busy: Database, hire: object) -> None:
    person = hire("viewer")
    with busy.connect() as db:
        db.execute(f"alter role {person} set temp_file_limit = '1MB'")
    with busy.connect(person) as own:
        own.execute("set work_mem = '64kB'")
        sort = "select max(n) from (select n from generate_series(1, 300000) as n order by -n) as s"
        refused(own, "53400", sort)


def test_disabling_ends_everything_at_once(busy: Database, web: Connection, hire: object) -> None:
    person = hire("staff", at=["MAIN"])
    token = sign_in(busy, person)
    with busy.connect(person) as open_one, busy.connect("ann_admin") as admin:
        open_one.execute("begin")
        assert value(admin, DISABLE, [person]) == 1
        with pytest.raises(psycopg.OperationalError):
            open_one.execute("select count(*) from generate_series(1, 100000000)")
    with pytest.raises(psycopg.OperationalError):
        busy.connect(person)
    web_over(web, token)
    with busy.connect("ann_admin") as admin:
        refused(admin, UNKNOWN, DISABLE, [person])


def admins_but(db: Connection, *stay: str) -> None:
    """Leave no admins but these, until the transaction is taken back."""
    for person, (groups, _) in company.PEOPLE.items():
        if "admin" in groups and person not in stay:
            db.execute(f"alter role {person} nologin")


def test_an_admin_who_disables_themselves_is_disabled(busy: Database, hire: object) -> None:
    """Their own connection is not terminated: that would take it all back."""
    person = hire("admin")
    with busy.connect(person) as own, busy.connect(person) as other:
        assert value(own, DISABLE, [person]) == 1
        with pytest.raises(psycopg.OperationalError):
            other.execute("select count(*) from generate_series(1, 100000000)")
        refused(own, NOT_KNOWN, DISABLE, ["sue_staff"])  # no rights are left
    with pytest.raises(psycopg.OperationalError):
        busy.connect(person)


def test_the_last_admin_stays(busy: Database) -> None:
    with busy.connect() as db, db.transaction(force_rollback=True):
        admins_but(db, "ann_admin")
        refused(db, "IN015", DISABLE, ["ann_admin"])
        allowed(db, DISABLE, ["sue_staff"])


def test_the_last_two_admins_do_not_disable_each_other(busy: Database, hire: object) -> None:
    one, two = hire("admin"), hire("admin", "viewer")
    with busy.connect() as db:
        try:
            admins_but(db)
            with busy.connect(one, autocommit=False) as a, busy.connect(two) as b:
                a.execute(DISABLE, [two])  # ends b's connection when it is there
                assert isinstance(attempt(b, DISABLE, [one]), psycopg.Error)
                a.commit()
            with busy.connect(one) as a:
                refused(a, "IN015", DISABLE, [one])
        finally:
            for person, (groups, _) in company.PEOPLE.items():
                if "admin" in groups:
                    db.execute(f"alter role {person} login")


def test_a_time_zone_must_be_known(busy: Database) -> None:
    """One bad value would break the day's figures for everybody."""
    with busy.connect("ann_admin") as admin, busy.connect() as db:
        for zone in ("Nowhere/X", "", "utc", "Europe/Berlin; x", "UTC+99:99:99", "x" * 500):
            refused(admin, UNKNOWN, "update inventory.settings set time_zone = %s", [zone])
            refused(admin, UNKNOWN, "update auth.people set time_zone = %s", [zone])
            refused(db, UNKNOWN, "insert into auth.people (person, name, time_zone) "
                    "values ('temp_zone', 'Z', %s)", [zone])  # fmt: skip
        allowed(admin, "update inventory.settings set time_zone = 'Asia/Kolkata'")
        allowed(admin, "update auth.people set time_zone = null")


def test_a_new_password_ends_the_old_one_and_the_sessions(
    busy: Database, web: Connection, hire: object
) -> None:
    person = hire("staff", at=["MAIN"])
    token = sign_in(busy, person)
    with busy.connect("ann_admin") as admin:
        made = admin.pgconn.encrypt_password(b"another one", person.encode(), b"scram-sha-256")
        admin.execute(PASSWORD, [person, made.decode()])
    web_over(web, token)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        busy.connect(person)
    busy.passwords[person] = "another one"
    busy.connect(person).close()


def test_people_stay_in_history(busy: Database) -> None:
    for person in company.PEOPLE:
        with busy.connect(person) as own:
            refused(own, DENIED, "delete from auth.people where person = 'sam_staff'")
    with busy.connect() as db:
        refused(db, "IN015", "delete from auth.people where person = 'sam_staff'")


def busy_for_ever(own: Connection, met: list[psycopg.Error]) -> threading.Thread:
    """A statement without end on a connection that has lifted its own limit."""

    def run() -> None:
        try:
            own.execute("set statement_timeout = 0")
            own.execute("select count(*) from generate_series(1, 1000000000000)")
        except psycopg.Error as error:
            met.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_whoever_lifts_their_own_limits_is_ended(busy: Database, hire: object) -> None:
    """A running statement and an idle transaction, both beyond twice what their role says."""
    overdue, patient = hire("viewer"), hire("viewer", kind="tool")
    with busy.connect() as db:
        db.execute(f"alter role {overdue} set statement_timeout = 300")
        db.execute(f"alter role {overdue} set idle_in_transaction_session_timeout = '300ms'")
    met: list[psycopg.Error] = []
    with (
        busy.connect(overdue) as running,
        busy.connect(overdue) as idle,
        busy.connect(overdue) as at_rest,
        busy.connect(patient) as other,
        busy.connect("stockroom_worker") as worker,
    ):
        idle.execute("set idle_in_transaction_session_timeout = 0")
        idle.execute("begin")
        thread = busy_for_ever(running, met)
        others: list[psycopg.Error] = []
        allowed_to_run = busy_for_ever(other, others)
        assert value(worker, "select api.end_overdue()") == 0  # not yet
        time.sleep(1)
        assert value(worker, "select api.end_overdue()") == 2
        thread.join(10)
        assert [error.sqlstate for error in met] == ["57P01"]
        with pytest.raises(psycopg.OperationalError):
            idle.execute("select 1")
        assert value(at_rest, "select 1") == 1
        assert others == []
        other.cancel()
        allowed_to_run.join(10)


@pytest.mark.parametrize(
    "how",
    [
        "alter role {person} set statement_timeout = 0;"
        "alter role {person} set idle_in_transaction_session_timeout = 0",
        "alter role {person} reset all",
        "alter role {person} set statement_timeout = '20d';"
        "alter role {person} set idle_in_transaction_session_timeout = '20d'",
    ],
    ids=["none", "reset", "more"],
)
def test_nobody_lifts_the_limits_of_their_kind(busy: Database, hire: object, how: str) -> None:
    """Their own role is theirs to set; what their kind may is not (here it is cut short)."""
    person = hire("staff", at=["MAIN"])
    met: list[psycopg.Error] = []
    with busy.connect(person) as own:
        own.execute(how.format(person=person))
    with busy.connect() as db:
        shorten(db, "'60s'", "'300ms'")
        shorten(db, "'5min', l.transaction", "'300ms', l.transaction")
    with (
        busy.connect(person) as running,
        busy.connect(person) as idle,
        busy.connect("stockroom_worker") as worker,
    ):
        idle.execute("begin")
        thread = busy_for_ever(running, met)
        time.sleep(1)
        assert value(worker, "select api.end_overdue()") == 2
        thread.join(10)
        assert [error.sqlstate for error in met] == ["57P01"]
        with pytest.raises(psycopg.OperationalError):
            idle.execute("select 1")


def shorten(db: Connection, limit: str, by: str) -> None:
    """Put a shorter limit of a kind into the one function that says them."""
    source = str(value(db, "select pg_get_functiondef('auth.limits_of'::regproc)"))
    assert limit in source
    db.execute(source.replace(limit, by))


def test_a_transaction_that_is_kept_busy_ends_as_well(busy: Database, hire: object) -> None:
    """A word each second is neither idle nor a long statement."""
    person = hire("viewer", at=["MAIN"])
    with busy.connect() as db:
        shorten(db, "'15min'", "'1s'")
    with busy.connect(person) as own, busy.connect("stockroom_worker") as worker:
        own.execute("begin")
        assert value(worker, "select api.end_overdue()") == 0
        for _ in range(6):
            time.sleep(0.2)
            own.execute("select 1")
        assert value(worker, "select api.end_overdue()") == 1
        with pytest.raises(psycopg.OperationalError):
            own.execute("select 1")


def test_nobody_but_the_worker_ends_what_is_overdue(busy: Database) -> None:
    for person in company.PEOPLE:
        with busy.connect(person) as own:
            refused(own, DENIED, "select api.end_overdue()")


@pytest.mark.parametrize(
    "how",
    [
        "alter role {person} nologin",
        "alter role {person} valid until '2020-01-01'",
        "update auth.people set valid_until = now() - interval '1 s' where person = '{person}'",
        "update auth.people set disabled_at = now() where person = '{person}'",
        "drop role web_{person}; drop role {person}",
    ],
    ids=["nologin", "role_ended", "person_ended", "disabled", "dropped"],
)
def test_open_connections_end_with_the_access(busy: Database, hire: object, how: str) -> None:
    person = hire("viewer", at=["MAIN"])
    with (
        busy.connect(person) as own,
        busy.connect("sue_staff") as other,
        busy.connect("stockroom_worker") as worker,
    ):
        assert value(worker, "select api.end_overdue()") == 0
        with busy.connect() as db:
            db.execute(how.format(person=person))
        assert value(worker, "select api.end_overdue()") == 1
        with pytest.raises(psycopg.OperationalError):
            own.execute("select 1")
        assert value(other, "select 1") == 1
