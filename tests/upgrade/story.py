"""What a sample holds beside the demo company: something of each kind the schema knows.

Written against the commands alone, so that it can be told on any release. It must leave behind:
documents of every kind, in packs and lots, back-dated, reversed; alerts open, back in range, and
closed by a threshold that was changed or removed; mails sent, sent at the second try, refused and
still queued;
a job that is held; sessions open and ended; a failed sign-in; people disabled and limited in
time; items edited and retired; and what a DBA added.
"""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from ops.importing.connection import as_person
from tests.upgrade.samples import PASSWORD

Line = dict[str, Any]
DBA = """
    create schema local;
    create role acme_bi nologin;
    create table local.notes (sku text primary key, note text not null);
    insert into local.notes values ('HLM-WHT', 'ask for the blue ones');
    create view local.short with (security_invoker = true) as
    select sku, location, on_hand from api.stock_on_hand where on_hand < 5;
    create view api.local_units as select * from api.units;
    grant usage on schema local to stockroom_viewer;
    grant select on local.short to stockroom_viewer;
    grant usage on schema api to acme_bi;
    grant select on api.items to acme_bi;
"""


def before_mails(dsn: str) -> None:
    """Everything up to where a worker runs. `dsn` is a superuser's."""
    _people(dsn)
    with ExitStack() as stack:
        manager = stack.enter_context(as_person(dsn, "demo_manager"))
        staff = stack.enter_context(as_person(dsn, "demo_staff"))
        _items(manager)
        _documents(manager, staff)
        _alerts(manager)
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(DBA)


def after_mails(dsn: str, signin_dsn: str, web_dsn: str) -> None:
    """The worker is gone: what is told of now stays queued. Then who is signed in."""
    with as_person(dsn, "demo_manager") as manager:
        _post(manager, "issue", [_line("UP-ROPE", "MAIN-B-04", 9)])
        _post(manager, "adjustment", [_line("UP-TAPE", "MAIN-B-04", -3, reason="damaged")])
        manager.execute("select api.record_proof()")
    _sign_in(signin_dsn, "demo_staff")
    ended = _sign_in(signin_dsn, "demo_viewer")
    with _request(web_dsn, ended) as db:
        db.execute("select auth.close_session()")
    with psycopg.connect(web_dsn, autocommit=True) as db:
        db.execute("select auth.begin_sign_in('demo_staff', '192.0.2.7')")


def hold_a_job(dsn: str) -> None:
    """Enqueue what no worker can do."""
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(
            "insert into queue.pgqueuer (priority, entrypoint, payload, status)"
            " values (0, 'send_mail', convert_to('no JSON', 'UTF8'), 'queued')"
        )


def verifier(db: psycopg.Connection[Any], person: str) -> str:
    """The SCRAM verifier of PASSWORD for a person."""
    made = db.pgconn.encrypt_password(PASSWORD.encode(), person.encode(), b"scram-sha-256")
    return made.decode()


def _people(dsn: str) -> None:
    """One password for all; one more person who left, one tool, one whose grant has an end."""
    with psycopg.connect(dsn, autocommit=True) as db:
        for person, name, groups, kind in (
            ("up_gone", "Gone", ["staff"], "person"),
            ("up_guest", "Guest of a week", ["viewer"], "person"),
            ("up_scale", "Scale at the dock", ["staff"], "tool"),
        ):
            db.execute(
                "select api.create_user(person => %s, name => %s, groups => %s, kind => %s,"
                " email => %s)",
                [person, name, groups, kind, f"{person}@acme.example"],
            )
            db.execute("select api.grant_location(%s, 'MAIN')", [person])
        for (person,) in db.execute("select person from auth.people order by 1").fetchall():
            db.execute("select api.set_password(%s, %s)", [person, verifier(db, person)])
        db.execute("select api.grant_location('up_guest', 'HARBOUR', now() + interval '90 years')")
        db.execute("select api.grant_location('up_guest', 'AIRPORT', now() + interval '1 second')")
        db.execute("select api.revoke_location('up_scale', 'MAIN')")
        db.execute("select api.grant_location('up_scale', 'MAIN-A')")
        db.execute("select api.disable_user('up_gone')")
    with as_person(dsn, "demo_manager") as manager:
        manager.execute(
            "insert into inventory.subscriptions (group_name, location_id, minimum_severity)"
            " select 'staff', location_id, 'critical' from inventory.locations where code = 'MAIN'"
        )


def _items(manager: psycopg.Connection[Any]) -> None:
    for sku, name, packs in (
        ("UP-ROPE", "Rope, 10 m", [{"unit": "case", "factor": 12}]),
        ("UP-TAPE", "Tape", []),
        ("UP-LOTS", "Glue, keeps a year", [{"unit": "box", "factor": 6}]),
        ("UP-OLD", "No longer sold", []),
        ("UP-NEVER", "Never moved", []),
    ):
        item = {"sku": sku, "name": name, "category": "OUTDOOR", "unit": "ea", "packs": packs}
        manager.execute("select api.create_item(item => %s)", [Jsonb(item)])
    manager.execute(
        "select api.edit_item(sku => 'UP-ROPE', changes => %s, version => 1)",
        [Jsonb({"name": "Rope, 10 m, blue", "attributes": {"colour": "blue", "weight": 900}})],
    )


def _documents(manager: psycopg.Connection[Any], staff: psycopg.Connection[Any]) -> None:
    now = datetime.now(UTC)
    glue = {"lot": "G-1", "expires_on": f"{now + timedelta(days=365):%Y-%m-%d}"}
    _post(manager, "receipt", [
        _line("UP-ROPE", "MAIN-B-04", 2, unit="case", unit_cost="48.60", note="two cases"),
        _line("UP-LOTS", "MAIN-B-04", 4, unit="box", unit_cost="7.20", **glue),
        _line("UP-LOTS", "HARBOUR-DRY", 5, lot="G-2"),
        _line("UP-TAPE", "MAIN-B-04", 20, unit_cost="0.333"),
        _line("UP-OLD", "MAIN-B-04", 1),
    ], reference="UP-1")  # fmt: skip
    _post(staff, "issue", [_line("UP-LOTS", "MAIN-B-04", 1, unit="box", lot="G-1")])
    _post(staff, "issue", [_line("UP-OLD", "MAIN-B-04", 1)], note="the last one")
    _post(manager, "transfer", [
        {"item": "UP-LOTS", "from": "MAIN-B-04", "to": "HARBOUR-YARD", "quantity": 3, "lot": "G-1"},
        {"item": "UP-ROPE", "from": "MAIN-B-04", "to": "HARBOUR-YARD", "quantity": 6},
    ])  # fmt: skip
    _post(manager, "receipt", [_line("UP-TAPE", "HARBOUR-DRY", 7)], occurred_at=now - timedelta(40))
    wrong = _post(staff, "issue", [_line("UP-TAPE", "MAIN-B-04", 2)], reference="wrong item")
    manager.execute(
        "select api.reverse_document(document => %s, idempotency_key => %s, note => 'a slip')",
        [uuid.UUID(wrong["document"]), uuid.uuid4()],
    )
    manager.execute("select api.remove_item(sku => 'UP-OLD', version => 1)")


def _alerts(manager: psycopg.Connection[Any]) -> None:
    """UP-ROPE and UP-TAPE are watched from now on; other alerts open and close."""
    for sku, minimum in (("UP-ROPE", 10), ("UP-TAPE", 19)):
        _watch(manager, sku, "MAIN", minimum)
    _watch(manager, "UP-LOTS", "HARBOUR", 50)
    _watch(manager, "UP-LOTS", "HARBOUR", 2, version=1)  # closes: threshold changed
    _watch(manager, "UP-LOTS", "MAIN", 99)
    manager.execute("select api.remove_threshold(item => 'UP-LOTS', location => 'MAIN')")
    _post(manager, "issue", [_line("UP-TAPE", "MAIN-B-04", 2)])  # low, and back in range
    _post(manager, "receipt", [_line("UP-TAPE", "MAIN-B-04", 2)])


def _watch(
    manager: psycopg.Connection[Any], sku: str, place: str, minimum: int, version: int | None = None
) -> None:
    manager.execute(
        "select api.set_threshold(item => %s, location => %s, minimum => %s, maximum => null,"
        " severity => 'critical', version => %s)",
        [sku, place, minimum, version],
    )


def _line(item: str, location: str, quantity: int, **more: str) -> Line:
    return {"item": item, "location": location, "quantity": quantity, **more}


def _post(
    db: psycopg.Connection[Any], kind: str, lines: list[Line], **head: object
) -> dict[str, Any]:
    named = "".join(f", {name} => %({name})s" for name in head)
    row = db.execute(
        f"select api.post_{kind}(lines => %(lines)s, idempotency_key => %(key)s{named})",
        {"lines": Jsonb(lines), "key": uuid.uuid4(), **head},
    ).fetchone()
    return dict(row[0]) if row else {}


def _sign_in(dsn: str, person: str) -> str:
    """The token of a new session."""
    with psycopg.connect(dsn, user=person, password=PASSWORD, autocommit=True) as db:
        row = db.execute("select auth.open_session('sample', '192.0.2.1')").fetchone()
    return str(row[0]) if row else ""


@contextmanager
def _request(web_dsn: str, token: str) -> Iterator[psycopg.Connection[Any]]:
    """One transaction as the web makes it."""
    with psycopg.connect(web_dsn, autocommit=True) as db, db.transaction():
        db.execute(
            "select set_config('role', auth.session_role(%s), true),"
            " set_config('stockroom.token', %s, true)",
            [sha256(token.encode()).digest(), token],
        )
        yield db
