"""Thresholds 3 and 4: who is told, once, in the same transaction; and what the worker does."""

import json
import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, count, issue, one, receive, refused, set_range


@pytest.fixture
def stocked(sue: psycopg.Connection, max_: psycopg.Connection) -> None:
    """100 apples at MAIN, at least 20 wanted."""
    receive(sue, "APPLE", "MAIN", 100)
    set_range(max_, "APPLE", "MAIN", 20)


def subscribe(db: psycopg.Connection, **values: object) -> None:
    """Subscribe a person (or a group_name) to alerts; category and location by code."""
    row = {"person": None, "group_name": None, "category": None, "location": None, **values}
    row.setdefault("minimum_severity", "info")
    db.execute(
        "insert into inventory.subscriptions "
        "(person, group_name, category_id, location_id, minimum_severity) values "
        "(%(person)s, %(group_name)s, "
        "(select category_id from inventory.categories where code = %(category)s), "
        "(select location_id from inventory.locations where code = %(location)s), "
        "%(minimum_severity)s)",
        row,
    )


def told(db: psycopg.Connection) -> list[str]:
    """People with a delivery; each has a job of its own."""
    rows = db.execute("select person, delivery from api.deliveries order by person").fetchall()
    jobs = db.execute("select entrypoint, payload, dedupe_key from queue.pgqueuer").fetchall()
    assert {json.loads(job["payload"])["delivery"] for job in jobs} == {
        str(row["delivery"]) for row in rows
    }
    assert all(job["entrypoint"] == "send_mail" for job in jobs)
    assert {job["dedupe_key"] for job in jobs} == {f"send_mail:{row['delivery']}" for row in rows}
    return [row["person"] for row in rows]


@pytest.mark.usefixtures("stocked")
def test_one_delivery_each_in_the_same_transaction(
    sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    for person in ("sue_staff", "max_manager", "vic_viewer"):
        subscribe(db, person=person)
    subscribe(db, person="sue_staff", category="FOOD")  # twice subscribed, told once
    subscribe(db, group_name="manager")
    with sue.transaction():
        issue(sue, "APPLE", "MAIN", 90)
        assert count(db, "queue.pgqueuer") == count(db, "inventory.deliveries") == 0
    assert told(db) == ["bob_boss", "max_manager", "sue_staff", "vic_viewer"]
    issue(sue, "APPLE", "MAIN", 10)
    assert count(db, "inventory.deliveries") == 4


@pytest.mark.usefixtures("stocked")
@pytest.mark.parametrize(
    ("subscription", "expected"),
    [
        ({"person": "sam_staff"}, []),  # not one of his places
        ({"person": "ann_admin"}, []),  # no stock rights by itself
        ({"person": "rob_reporting"}, []),  # a tool is told nothing
        ({"person": "ada_auditor"}, ["ada_auditor"]),
        ({"person": "nobody_here"}, []),
        (
            {"group_name": "viewer"},
            ["bob_boss", "cas_cost", "max_manager", "sue_staff", "vic_viewer"],
        ),
        ({"person": "cora_counter"}, []),  # counts blind
        ({"group_name": "staff"}, ["bob_boss", "cas_cost", "max_manager", "sue_staff"]),
        ({"group_name": "auditor"}, ["ada_auditor"]),
        ({"person": "sue_staff", "category": "ALL"}, ["sue_staff"]),
        ({"person": "sue_staff", "category": "FOOD"}, ["sue_staff"]),
        ({"person": "sue_staff", "category": "PARTS"}, []),
        ({"person": "sue_staff", "location": "NORTH"}, ["sue_staff"]),
        ({"person": "sue_staff", "location": "MAIN"}, ["sue_staff"]),
        ({"person": "sue_staff", "location": "MAIN-A"}, []),
        ({"person": "sue_staff", "location": "SOUTH"}, []),
        ({"person": "sue_staff", "minimum_severity": "warning"}, ["sue_staff"]),
        ({"person": "sue_staff", "minimum_severity": "critical"}, []),
    ],
)
def test_subscribed_and_permitted(
    sue: psycopg.Connection, db: psycopg.Connection, subscription: dict, expected: list
) -> None:
    subscribe(db, **subscription)
    issue(sue, "APPLE", "MAIN", 90)
    assert told(db) == expected


@pytest.fixture
def as_she_was(shop: Database) -> Iterator[None]:
    """Roles belong to the whole server: give Sue back what a test takes from her."""
    yield
    with shop.connect() as db:
        db.execute("alter role sue_staff login")
        db.execute(
            "grant stockroom_staff to sue_staff with inherit true, set false "
            "granted by stockroom_people"
        )


@pytest.mark.usefixtures("stocked", "as_she_was")
@pytest.mark.parametrize(
    "statement",
    [
        "select api.disable_user('sue_staff')",
        "alter role sue_staff nologin",
        "revoke stockroom_staff from sue_staff granted by stockroom_people",
        "select api.revoke_location('sue_staff', 'MAIN')",
        "update auth.location_grants set valid_until = now() - interval '1 second' "
        "where person = 'sue_staff'",
        "update auth.people set email = null where person = 'sue_staff'",
    ],
)
def test_who_lost_the_right_is_not_told(
    shop: Database,
    max_: psycopg.Connection,
    db: psycopg.Connection,
    worker: psycopg.Connection,
    statement: str,
) -> None:
    """Neither of a new alert nor, when the mail is about to be sent, of one that is open."""
    subscribe(db, person="sue_staff")
    issue(max_, "APPLE", "MAIN", 90)
    (delivery,) = [r["delivery"] for r in db.execute("select delivery from api.deliveries")]
    set_range(max_, "APPLE", "MAIN", 5)
    with shop.connect("bob_boss") as boss:
        try:
            boss.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            db.execute(statement)
    issue(max_, "APPLE", "MAIN", 6)
    assert count(db, "inventory.deliveries") == 1
    assert call(worker, "claim_delivery", delivery=delivery) is None
    assert one(db, "select state from api.deliveries") == "suppressed"


@pytest.mark.usefixtures("stocked")
def test_a_severity_of_its_own(
    sue: psycopg.Connection, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    subscribe(db, person="sue_staff", minimum_severity="critical")
    set_range(max_, "APPLE", "MAIN", 20, severity="critical")
    issue(sue, "APPLE", "MAIN", 90)
    assert told(db) == ["sue_staff"]


def test_setting_a_range_tells_too(max_: psycopg.Connection, db: psycopg.Connection) -> None:
    subscribe(db, group_name="manager")
    set_range(max_, "APPLE", "MAIN", 20)
    assert told(db) == ["bob_boss", "max_manager"]


# -- What the worker asks and answers


@pytest.fixture
def delivery(sue: psycopg.Connection, db: psycopg.Connection, stocked: None) -> uuid.UUID:
    """The delivery of an alert to Sue."""
    subscribe(db, person="sue_staff")
    issue(sue, "APPLE", "MAIN", 90)
    return one(db, "select delivery from api.deliveries")


def state(db: psycopg.Connection) -> tuple:
    """State, attempts and last error of the only delivery."""
    row = db.execute("select state, attempts, last_error from inventory.deliveries").fetchone()
    return tuple(row.values())


def test_a_claim_says_all_the_mail_needs(worker: psycopg.Connection, delivery: uuid.UUID) -> None:
    claim = call(worker, "claim_delivery", delivery=delivery)
    expected = {
        "delivery": str(delivery),
        "message_id": f"<{delivery}@stockroom.invalid>",
        "to_name": "Sue",
        "to_address": "sue_staff@example.com",
        "kind": "low",
        "severity": "warning",
        "sku": "APPLE",
        "item_name": "Apple",
        "location": "MAIN",
        "location_name": "Main",
        "balance": 10,
        "minimum": 20,
        "maximum": None,
        "unit": "ea",
        "decimals": 0,
        "path": "/items/APPLE",
        "time_zone": "UTC",
    }
    assert {key: claim[key] for key in expected} == expected


def test_a_job_that_runs_twice_is_one_message(
    worker: psycopg.Connection, db: psycopg.Connection, delivery: uuid.UUID
) -> None:
    first = call(worker, "claim_delivery", delivery=delivery)
    again = call(worker, "claim_delivery", delivery=delivery)  # its worker died meanwhile
    assert first["message_id"] == again["message_id"]
    assert state(db) == ("sending", 2, "")
    call(worker, "finish_delivery", delivery=delivery, outcome="sent")
    assert call(worker, "claim_delivery", delivery=delivery) is None
    for late in ("failed", "retry", "suppressed", "sent"):
        call(worker, "finish_delivery", delivery=delivery, outcome=late, error="late")
    assert state(db)[0] == "sent"
    assert one(db, "select sent_at is not null from inventory.deliveries")


def test_retry_and_giving_up(
    worker: psycopg.Connection, db: psycopg.Connection, delivery: uuid.UUID
) -> None:
    call(worker, "claim_delivery", delivery=delivery)
    call(worker, "finish_delivery", delivery=delivery, outcome="retry", error="x" * 600)
    assert state(db) == ("queued", 1, "x" * 500)
    call(worker, "claim_delivery", delivery=delivery)
    call(worker, "finish_delivery", delivery=delivery, outcome="failed", error="refused")
    assert state(db) == ("failed", 2, "refused")
    assert call(worker, "claim_delivery", delivery=delivery) is None
    with refused("IN014"):
        call(worker, "finish_delivery", delivery=delivery, outcome="lost")
    assert call(worker, "claim_delivery", delivery=uuid.uuid4()) is None


def test_a_resolved_alert_is_still_told_with_its_end(
    sue: psycopg.Connection, worker: psycopg.Connection, delivery: uuid.UUID
) -> None:
    receive(sue, "APPLE", "MAIN", 50)
    assert call(worker, "claim_delivery", delivery=delivery)["resolved_at"] is not None


def test_only_the_worker(shop: Database, delivery: uuid.UUID) -> None:
    for person in ("sue_staff", "bob_boss", "ada_auditor"):
        with shop.connect(person) as login:
            for name, more in (("claim_delivery", {}), ("finish_delivery", {"outcome": "sent"})):
                with refused("42501"):
                    call(login, name, delivery=delivery, **more)
            with refused("42501"):
                login.execute("select inventory.enqueue_job('send_mail')")
            with refused("42501"):
                login.execute("select inventory.tell_people(gen_random_uuid())")


def test_who_was_told_is_seen_with_the_alert(
    shop: Database, max_: psycopg.Connection, delivery: uuid.UUID
) -> None:
    (alert,) = call(max_, "list_alerts")["rows"]
    assert [(t["name"], t["state"]) for t in alert["told"]] == [("Sue", "queued")]
    assert "sue_staff@example.com" not in str(alert)
    with shop.connect("sam_staff") as sam:
        assert call(sam, "list_alerts")["rows"] == []
        assert sam.execute("select from api.deliveries").fetchall() == []


def test_alerts_page_by_page(
    shop: Database, max_: psycopg.Connection, db: psycopg.Connection
) -> None:
    db.execute(
        "insert into inventory.items (sku, name, category_id, unit_id) "
        "select 'N-' || n, 'N', inventory.category_of('PARTS'), inventory.unit_of('ea') "
        "from generate_series(1, 25) as n"
    )
    # One transaction: all opened within an instant, so the order needs its second key.
    db.execute(
        "insert into inventory.thresholds (item_id, location_id, minimum) "
        "select item_id, inventory.location_of('MAIN'), 5 from inventory.items"
    )
    seen, after = [], None
    while True:
        page = call(max_, "list_alerts", after=after, max_rows=7)
        seen += [row["alert"] for row in page["rows"]]
        assert page["counts"] == {"out": 28, "low": 0, "over": 0}
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 28
    assert call(max_, "count_alerts") == {"count": 28, "count_exact": True}
    assert call(max_, "list_alerts", state="resolved")["rows"] == []
    for bad in ({"state": "lost"}, {"after": "x"}, {"after": "e30"}):
        with refused("IN014"):
            call(max_, "list_alerts", **bad)


# -- The worker's other commands


def test_housekeeping(worker: psycopg.Connection, db: psycopg.Connection, shop: Database) -> None:
    db.execute(
        "insert into auth.sessions (token_hash, person, expires_at) "
        "select sha256(n::text::bytea), 'sue_staff', now() - n * interval '1 day' "
        "from generate_series(25, 34) as n"
    )
    db.execute(
        "insert into auth.sign_in_attempts (person, attempted_at, success) "
        "values ('x', now() - interval '91 days', false), ('x', now(), false)"
    )
    call(worker, "worker_heartbeat", worker="w1", started_at="2026-01-01", version="1")
    call(worker, "worker_heartbeat", worker="w2", started_at="2026-01-01", version="1")
    call(worker, "worker_heartbeat", worker="w2", started_at="2026-01-02", version="2")
    db.execute(
        "update inventory.workers set heartbeat_at = now() - interval '2 days' where worker = 'w1'"
    )
    last = one(
        db,
        "select max(inhrelid::regclass::text) from pg_inherits "
        "where inhparent = 'inventory.movements'::regclass",
    )
    db.execute(f"drop table {last}")
    answer = call(worker, "housekeeping")
    assert answer == {
        "partitions": 1, "sessions": 5, "attempts": 1, "workers": 1, "refusals": 0,
        "request_keys": 0,
    }  # fmt: skip
    again = call(worker, "housekeeping")
    assert set(again.values()) == {0}
    with shop.connect() as superuser, refused("IN010"):
        superuser.execute(f"truncate {last}")
    assert one(
        db,
        "select relrowsecurity and relforcerowsecurity from pg_class where oid = %s::regclass",
        [last],
    )
