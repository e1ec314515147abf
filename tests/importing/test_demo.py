"""The demo company: believable, the same each time, and its tour keeps its promise."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from ops import demo
from ops.demo import story
from ops.importing.connection import as_person
from tests.conftest import Database


def forget_demo_people(database: Database) -> None:
    """Drop the demo people's roles: roles belong to the server, not to one test's database."""
    with psycopg.connect(database.dsn(), autocommit=True) as db:
        roles = [
            row[0]
            for row in db.execute(
                "select rolname from pg_roles where rolname ~ '^(web_)?demo_'"
                " order by rolname !~ '^web_'"
            )
        ]
        for role in roles:
            db.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Iterator[Database]:
    """Yield a database with the demo company in it."""
    demo.load(database.dsn(), tmp_path / "secrets")
    yield database
    forget_demo_people(database)


def figures(database: Database) -> dict[str, int]:
    with database.connect() as db:
        return db.execute(
            "select (select count(*) from inventory.documents) as documents,"
            " (select count(*) from inventory.movements) as movements,"
            " (select count(*) from inventory.items) as items,"
            " (select count(*) from inventory.thresholds) as thresholds,"
            " (select count(*) from inventory.alerts) as alerts,"
            " (select count(*) from inventory.deliveries) as deliveries"
        ).fetchone()


def test_it_is_whole_and_loading_it_again_changes_nothing(
    company: Database, tmp_path: Path
) -> None:
    first = figures(company)
    assert 50 <= first["items"] <= 100
    assert first["documents"] > 500
    assert first["movements"] > 5_000
    with company.connect() as db:  # and its past is kept week by week, with what it was worth
        kept = db.execute(
            "select count(distinct taken_at) as weeks, min(taken_at) < now() - interval '80 days'"
            " as begins, count(distinct value) as values from inventory.snapshots"
            " join inventory.snapshot_values using (taken_at)"
        ).fetchone()
    assert kept["weeks"] >= 12
    assert kept["begins"]
    assert kept["values"] >= 12
    assert first["deliveries"] == 0
    secrets = tmp_path / "secrets" / "people.json"
    assert secrets.stat().st_mode & 0o777 == 0o600
    passwords = json.loads(secrets.read_text())
    assert next(iter(passwords)) == "demo_manager"
    assert len(set(passwords.values())) == 7
    demo.load(company.dsn(), tmp_path / "secrets")
    assert figures(company) == first
    assert json.loads(secrets.read_text()) == passwords
    with company.connect() as db:
        assert db.execute("select * from api.prove()").fetchall() == []
        kinds = db.execute(
            "select kind, resolved_at is not null as resolved, count(*) from inventory.alerts"
            " group by 1, 2"
        ).fetchall()
    assert {(row["kind"], row["resolved"]) for row in kinds} >= {
        ("low", False), ("out", False), ("over", False), ("low", True),
    }  # fmt: skip


def test_passwords_are_the_people_s_own(company: Database, tmp_path: Path) -> None:
    passwords = json.loads((tmp_path / "secrets" / "people.json").read_text())
    for person, password in passwords.items():
        with psycopg.connect(company.server.tcp_dsn(person, password, company.name)) as db:
            assert db.execute("select session_user").fetchone() == (person,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(company.server.tcp_dsn("demo_staff", "wrong", company.name))


def test_a_lost_passwords_file_is_made_anew(company: Database, tmp_path: Path) -> None:
    demo.load(company.dsn(), tmp_path / "elsewhere")
    passwords = json.loads((tmp_path / "elsewhere" / "people.json").read_text())
    password = passwords["demo_manager"]
    with psycopg.connect(company.server.tcp_dsn("demo_manager", password, company.name)) as db:
        assert db.execute("select auth.signed_in()").fetchone() == ("demo_manager",)


def test_the_tour_ends_with_a_mail_to_the_manager(company: Database) -> None:
    steps = demo.tour("http://127.0.0.1:8000", company.dsn())
    assert len(steps) == 3
    assert f"Issue {story.TOUR_ISSUE} of them" in steps[1]
    assert f"/items/{story.TOUR_SKU}" in steps[1]
    with as_person(company.dsn(), "demo_manager") as db:
        (row,) = db.execute(
            "select location, lot, on_hand from api.stock_on_hand"
            " where sku = %s and location like 'MAIN%%' and on_hand > 0",
            (story.TOUR_SKU,),
        ).fetchall()
        assert (row[0], row[1] or "", row[2]) == (story.TOUR_PLACE, "", story.TOUR_BALANCE)
        line = {"item": story.TOUR_SKU, "location": row[0], "quantity": story.TOUR_ISSUE}
        db.execute(
            "select api.post_issue(lines => %s, idempotency_key => %s)", (Jsonb([line]), uuid4())
        )
    with company.connect() as db:
        (delivery,) = db.execute("select person, state from inventory.deliveries").fetchall()
    assert delivery == {"person": "demo_manager", "state": "queued"}


def test_the_tour_works_a_second_time(company: Database) -> None:
    """Low since the first tour: receive, then issue as it says, and another mail is due."""
    with as_person(company.dsn(), "demo_manager") as db:
        post = "select api.post_{}(lines => %s, idempotency_key => %s)"
        line = {"item": story.TOUR_SKU, "location": story.TOUR_PLACE}

        def move(kind: str, quantity: int) -> None:
            db.execute(post.format(kind), (Jsonb([line | {"quantity": quantity}]), uuid4()))

        move("issue", story.TOUR_ISSUE)
        db.commit()
        said = re.search(r"Receive (\d+) at .*, then issue (\d+)", demo.tour("", company.dsn())[1])
        move("receipt", int(said[1]))
        move("issue", int(said[2]))
        db.commit()
    with company.connect() as db:
        assert db.execute("select count(*) as n from inventory.deliveries").fetchone()["n"] == 2
