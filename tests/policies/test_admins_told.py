"""What one admin does to another is told to that admin and to all others, in one transaction."""

from collections.abc import Callable

import pytest
from psycopg.types.json import Jsonb

from tests import company
from tests.conftest import Database
from tests.policies.steps import value

TOLD = (
    "select person, about::jsonb ->> 'what' as what from inventory.deliveries "
    "where notice = 'admin_changed' and about::jsonb ->> 'by' = %s order by person"
)


def everybody_has_an_address(busy: Database) -> None:
    """Who has none is not written to."""
    with busy.connect() as db:
        db.execute("update auth.people set email = person || '@example.com' where email is null")


@pytest.mark.parametrize("what", ["password", "link", "mail", "email", "sql", "groups", "factor"])
def test_what_is_done_to_an_admin_is_told(
    busy: Database, hire: Callable[..., str], what: str
) -> None:
    one, other = hire("admin"), hire("admin")
    everybody_has_an_address(busy)
    with busy.connect() as db:
        secret = company.verifier(db, other)
        db.execute(
            "insert into auth.second_factors (person, secret) values (%s, %s)", [other, b"x" * 20]
        )
    commands = {
        "password": ("select api.set_password(%s, %s)", [other, secret]),
        "link": ("select api.invitation_link(%s, 'password')", [other]),
        "mail": ("select api.send_invitation(%s, 'password')", [other]),
        "email": ("select api.edit_user(%s, %s)", [other, Jsonb({"email": "x@example.com"})]),
        "sql": ("update auth.people set email = null where person = %s", [other]),
        "groups": ("select api.set_groups(%s, '{viewer}')", [other]),
        "factor": ("select api.reset_second_factor(%s)", [other]),
    }
    names = {"mail": "link", "sql": "email", "factor": "second_factor"}
    with busy.connect(one) as own, own.transaction():
        own.execute(*commands[what])
    with busy.connect() as db:
        rows = [(row["person"], row["what"]) for row in db.execute(TOLD, [one]).fetchall()]
        called = names.get(what, what)
        assert rows == [(who, called) for who in sorted(["ann_admin", "bob_boss", other])]
        old = "select about::jsonb ->> 'to_address' from inventory.deliveries where person = %s"
        assert value(db, f"{old} and notice = 'admin_changed'", [other]) == (
            f"{other}@example.com" if called == "email" else None
        )


def test_whoever_becomes_an_admin_is_told_of(busy: Database, hire: Callable[..., str]) -> None:
    one, viewer = hire("admin"), hire("viewer", at=["MAIN"])
    everybody_has_an_address(busy)
    with busy.connect(one) as own, own.transaction():
        own.execute("select api.set_groups(%s, '{admin}')", [viewer])
    with busy.connect() as db:
        people = [row["person"] for row in db.execute(TOLD, [one]).fetchall()]
        assert people == sorted(["ann_admin", "bob_boss", viewer])


def test_what_is_one_s_own_or_no_admin_s_is_told_to_nobody(
    busy: Database, hire: Callable[..., str]
) -> None:
    one, viewer = hire("admin"), hire("viewer", at=["MAIN"])
    everybody_has_an_address(busy)
    with busy.connect(one) as own:
        own.execute("select api.set_groups(%s, '{staff}')", [viewer])
        own.execute("select api.invitation_link(%s)", [viewer])
        own.execute("select api.edit_user(%s, %s)", [one, Jsonb({"email": "me@example.com"})])
    with busy.connect() as db:
        assert db.execute(TOLD, [one]).fetchall() == []
