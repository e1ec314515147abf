"""The guide of who begins knows from the database what is done."""

import psycopg

from tests.conftest import Database
from tests.functions.steps import call, issue, receive, refused, set_range


def done(db: psycopg.Connection) -> set[str]:
    """The steps that are done."""
    return {one["step"] for one in call(db, "first_steps")["steps"] if one["done"]}


def test_each_step_is_known_once_it_is_done(shop: Database, db: psycopg.Connection) -> None:
    db.execute("update auth.people set email = null where person = 'bob_boss'")
    db.execute("delete from inventory.subscriptions")
    with shop.connect("bob_boss") as boss:
        said = call(boss, "first_steps")
        assert [one["step"] for one in said["steps"]] == [
            "company", "place", "unit", "item", "range", "address", "told", "receipt", "issue",
            "alert", "mail",
        ]  # fmt: skip
        known = done(boss)
        assert {"place", "unit", "item"} <= known
        assert known.isdisjoint({"range", "address", "told", "receipt", "issue", "alert", "mail"})
        set_range(boss, "MILK", "MAIN", 5)
        assert done(boss) - known == {"range"}  # and its alert, which nobody was told of
        assert call(boss, "first_steps")["item"] == "MILK"
        receive(boss, "MILK", "MAIN", 9)
        assert done(boss) - known == {"range", "receipt"}
        issue(boss, "MILK", "MAIN", 8)
        assert done(boss) - known == {"range", "receipt", "issue", "alert"}
        db.execute("update auth.people set email = 'b@acme.example' where person = 'bob_boss'")
        assert "address" in done(boss)
        db.execute(
            "insert into inventory.deliveries (alert_id, person, channel, state, sent_at) "
            "select alert_id, 'bob_boss', 'email', 'sent', now() from inventory.alerts limit 1"
        )
        assert "mail" in done(boss)  # who has come to the end sees that it is one
        db.execute("update inventory.deliveries set sent_at = now() - interval '73 hours'")
        assert call(boss, "first_steps") is None
    with shop.connect("ann_admin") as admin:
        assert call(admin, "first_steps") is None


def test_an_admin_is_told_no_item_and_staff_nothing(shop: Database) -> None:
    with shop.connect("ann_admin") as admin:
        assert call(admin, "first_steps")["item"] is None
    with shop.connect("sue_staff") as staff, refused("42501"):
        call(staff, "first_steps")


def test_who_has_worked_for_long_needs_no_guide(shop: Database, db: psycopg.Connection) -> None:
    """Many documents, and all but the mail: its alerts came before anybody was told of them."""
    db.execute("delete from inventory.subscriptions")
    with shop.connect("bob_boss") as boss:
        set_range(boss, "MILK", "MAIN", 500)
        receive(boss, "MILK", "MAIN", 400)
        for _ in range(199):
            issue(boss, "MILK", "MAIN", 1)
        assert call(boss, "first_steps") is not None, "nobody is told yet"
        db.execute("insert into inventory.subscriptions (person) values ('bob_boss')")
        assert call(boss, "first_steps") is None
