"""Rule 1: the ledger is append-only, for every role, its owner and superusers included."""

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import assert_proved, count, receive, refused

TABLES = [
    "inventory.movements",
    "inventory.documents",
    "inventory.movement_costs",
    "audit.changes",
]
ROLES = [None, "stockroom_owner", "stockroom_writer", "stockroom_keeper", "stockroom_reader"]


@pytest.fixture(scope="module")
def ledger(lasting_shop: Database) -> Database:
    """A shop with two receipts, one of which has a cost and one a lot."""
    with lasting_shop.connect("sue_staff") as sue:
        receive(sue, "APPLE", "MAIN", 5, unit_cost="0.30")
        receive(sue, "MILK", "MAIN", 1, lot="L1")
    return lasting_shop


def attempts(table: str) -> list[str]:
    """Ways to change what is written."""
    column = {"audit.changes": "table_name", "inventory.movement_costs": "quantity"}.get(
        table, "note"
    )
    # Postgres itself refuses the plain truncate of what a key points at, before any trigger.
    plain = [] if table == "inventory.documents" else [f"truncate {table}"]
    return [
        *plain,
        f"update {table} set {column} = {column}",
        f"delete from {table}",
        f"truncate {table} cascade",
        f"merge into {table} as t using (select 1) as s on true when matched then delete",
    ]


@pytest.mark.parametrize("table", TABLES)
def test_superuser_and_owner_change_nothing(ledger: Database, table: str) -> None:
    with ledger.connect() as db:
        before = count(db, table)
        for statement in attempts(table):
            with refused("IN010"):
                db.execute(statement)
        db.execute("set role stockroom_owner")
        for statement in attempts(table):
            if statement.startswith(("truncate", "merge")):
                with refused("IN010" if statement.startswith("truncate") else "42501"):
                    db.execute(statement)
            else:  # forced row security hides every row from the owner
                assert db.execute(statement).rowcount == 0
        db.execute("reset role")
        assert count(db, table) == before > 0
    assert_proved(ledger)


def test_owner_with_a_policy_of_its_own_changes_nothing(ledger: Database) -> None:
    """Row security is not what keeps the owner out: it could write itself a policy."""
    with ledger.connect() as db, db.transaction(force_rollback=True):
        db.execute("set role stockroom_owner")
        db.execute("create policy local_all on inventory.movements to stockroom_owner using (true)")
        for statement in attempts("inventory.movements"):
            with refused("IN010"), db.transaction():
                db.execute(statement)


@pytest.mark.parametrize("person", ["sue_staff", "max_manager", "bob_boss", "ada_auditor"])
@pytest.mark.parametrize("table", TABLES)
def test_people_have_no_such_right(ledger: Database, person: str, table: str) -> None:
    with ledger.connect(person) as login:
        for statement in attempts(table):
            with refused("42501"):
                login.execute(statement)


@pytest.mark.parametrize("role", ["stockroom_writer", "stockroom_keeper", "stockroom_reader"])
@pytest.mark.parametrize("table", TABLES)
def test_owners_of_functions_have_no_such_right(ledger: Database, role: str, table: str) -> None:
    with ledger.connect() as db:
        db.execute(f"set role {role}")
        for statement in attempts(table):
            with refused("42501"):
                db.execute(statement)


def partitions(db: psycopg.Connection) -> list[str]:
    """Names of the partitions of movements."""
    rows = db.execute(
        "select inhrelid::regclass::text as name from pg_inherits "
        "where inhparent = 'inventory.movements'::regclass"
    ).fetchall()
    return [row["name"] for row in rows]


def test_partitions_are_the_ledger_too(ledger: Database) -> None:
    with ledger.connect() as db:
        names = partitions(db)
        assert len(names) >= 3
        for name in names:
            with refused("IN010"):
                db.execute(f"truncate {name}")
        full = [name for name in names if count(db, name)]
        assert len(full) == 1
        for statement in attempts(full[0]):
            with refused("IN010"):
                db.execute(statement)
    with ledger.connect("bob_boss") as boss, refused("42501"):
        boss.execute(f"select from {full[0]}")


def test_what_the_ledger_points_at_stays(ledger: Database) -> None:
    """Items, locations, lots and people that history names cannot be deleted."""
    with ledger.connect() as db:
        for statement in [
            "delete from inventory.items where sku = 'APPLE'",
            "delete from inventory.locations where code = 'MAIN'",
            "delete from inventory.lots where code = 'L1'",
            "delete from inventory.units where code = 'ea'",
        ]:
            with refused("23503"):
                db.execute(statement)
        with refused("IN015"):
            db.execute("delete from auth.people where person = 'sue_staff'")
    assert_proved(ledger)


def test_nobody_writes_the_ledger_by_hand(ledger: Database) -> None:
    for person in ("sue_staff", "max_manager", "bob_boss", "ada_auditor"):
        with ledger.connect(person) as login:
            for statement in [
                "insert into inventory.documents select * from inventory.documents",
                "insert into inventory.movements overriding system value "
                "select * from inventory.movements",
                "update inventory.stock_levels set on_hand = 99",
                "insert into inventory.stock_levels (item_id, location_id, allow_negative) "
                "values (1, 1, false)",
                "delete from inventory.stock_levels",
                "update inventory.threshold_balances set status = 'ok'",
                "delete from inventory.alerts",
                "update inventory.alerts set resolved_at = now(), resolution = 'by hand'",
            ]:
                with refused("42501"):
                    login.execute(statement)
