"""Rule 2: api.prove() finds what differs. Each of its rules is shown one seeded corruption."""

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import (
    assert_proved,
    call,
    count,
    issue,
    one,
    post,
    receive,
    refused,
    reverse,
    set_range,
)

# The rule that must speak, and what a superuser does behind every trigger's back.
CORRUPTIONS = {
    "a level without its movements": (
        "on hand is the sum of the movements",
        "update inventory.stock_levels set on_hand = on_hand + 1 "
        "where location_id = inventory.location_of('MAIN')",
    ),
    "a level that is gone": (
        "on hand is the sum of the movements",
        "delete from inventory.stock_levels where location_id = inventory.location_of('MAIN')",
    ),
    "an item put in with its triggers off": (
        "a search by a word of its name finds an item",
        "update inventory.items set name = 'Numbat' where sku = 'APPLE'",
    ),
    "a movement changed": (
        "on hand is the sum of the movements",
        "update inventory.movements set quantity = quantity + 7 where line_no = 1",
    ),
    "a movement deleted": (
        "a document has its lines and places",
        "delete from inventory.movements where line_no = 1",
    ),
    "a balance changed": (
        "each balance follows from the one before",
        "update inventory.movements set balance_after = balance_after + 1 "
        "where movement_id = (select min(movement_id) from inventory.movements)",
    ),
    "two movements swapped": (
        "each balance follows from the one before",
        "update inventory.movements as m set quantity = o.quantity from inventory.movements as o "
        "where m.item_id = inventory.item_of('APPLE') and o.item_id = m.item_id "
        "and m.location_id = o.location_id and m.movement_id <> o.movement_id",
    ),
    "a document gone": (
        "a movement's item, location, lot and document exist",
        "delete from inventory.documents where kind = 'issue'",
    ),
    "a document of no lines": (
        "a document has its lines and places",
        "insert into inventory.documents (document_id, kind, occurred_at, posted_at, posted_by, "
        "idempotency_key, request_hash, line_count, places) values (gen_random_uuid(), 'issue', "
        "now(), now(), 'sue_staff', gen_random_uuid(), '', 1, '{[1,2)}')",
    ),
    "a document dated anew": (
        "a movement's item, location, lot and document exist",
        "update inventory.documents set occurred_at = '2020-01-01' where kind = 'issue'",
    ),
    "places changed": (
        "a document has its lines and places",
        "update inventory.documents set places = '{[1,2)}' where kind = 'issue'",
    ),
    "a lot of another item": (
        "a lot belongs to its item",
        "update inventory.lots set item_id = inventory.item_of('APPLE') where code = 'L1'",
    ),
    "a transfer that makes stock": (
        "a transfer sums to zero per item and lot",
        "update inventory.movements as m set quantity = quantity + 1 from inventory.documents as d "
        "where d.document_id = m.document_id and d.kind = 'transfer' and m.quantity > 0",
    ),
    "a receipt that takes": (
        "a receipt adds and an issue takes",
        "update inventory.movements as m set quantity = -quantity from inventory.documents as d "
        "where d.document_id = m.document_id and d.kind = 'receipt'",
    ),
    "an issue that adds": (
        "a receipt adds and an issue takes",
        "update inventory.documents set kind = 'receipt' where kind = 'issue'",
    ),
    "half a reversal": (
        "a reversal mirrors its original",
        "update inventory.movements as m set quantity = quantity * 2 from inventory.documents as d "
        "where d.document_id = m.document_id and d.kind = 'reversal'",
    ),
    "a threshold's sum": (
        "a threshold judges the sum over its places",
        "update inventory.threshold_balances set balance = balance + 1",
    ),
    "a threshold's bounds": (
        "a threshold judges the sum over its places",
        "update inventory.thresholds set minimum = 1",
    ),
    "a threshold's status": (
        "a threshold judges the sum over its places",
        "update inventory.threshold_balances set status = 'ok'",
    ),
    "a threshold without a balance": (
        "a threshold judges the sum over its places",
        "delete from inventory.threshold_balances",
    ),
    "an alert lost": (
        "an alert is open exactly while a threshold is crossed",
        "delete from inventory.alerts",
    ),
    "an alert closed": (
        "an alert is open exactly while a threshold is crossed",
        "update inventory.alerts set resolved_at = now(), resolution = 'back in range'",
    ),
    "an alert of another kind": (
        "an alert is open exactly while a threshold is crossed",
        "update inventory.alerts set kind = 'over'",
    ),
    "a parent changed": (
        "the location tree follows the parents",
        "update inventory.locations set parent_id = inventory.location_of('HARBOUR') "
        "where code = 'MAIN-A'",
    ),
    "a branch of the tree gone": (
        "the location tree follows the parents",
        "delete from inventory.location_tree where depth = 2",
    ),
    "more places than granted": (
        "kept grants equal the grants",
        "update auth.grant_sets set ranges = '{[1,99)}' where person = 'sue_staff'",
    ),
    "bits other than granted": (
        "kept grants equal the grants",
        "update auth.grant_sets set bits = ~bits where person = 'sue_staff'",
    ),
    "a grant behind the trigger": (
        "kept grants equal the grants",
        "delete from auth.location_grants where person = 'sue_staff'",
    ),
    "kept grants gone": (
        "kept grants equal the grants",
        "delete from auth.grant_sets where person = 'sue_staff'",
    ),
    "a cost of no movement": (
        "a cost belongs to its movement",
        "update inventory.movement_costs set movement_id = -movement_id",
    ),
    "a cost of another quantity": (
        "a cost belongs to its movement",
        "update inventory.movement_costs set quantity = quantity + 1",
    ),
    "a last cost of nothing": (
        "an item costs what its latest receipt says",
        "delete from inventory.item_costs",
    ),
    "another last cost": (
        "an item costs what its latest receipt says",
        "update inventory.item_costs set last_cost = last_cost + 1",
    ),
    "stock below zero": (
        "no stock below zero where the place does not allow it",
        "alter table inventory.stock_levels drop constraint stock_levels_on_hand_not_negative, "
        "drop constraint stock_levels_reserved_within_on_hand; "
        "update inventory.stock_levels set on_hand = -1",
    ),
    "a place's permission copied wrong": (
        "no stock below zero where the place does not allow it",
        "update inventory.stock_levels set allow_negative = true "
        "where location_id = inventory.location_of('MAIN')",
    ),
    "an item retired with its stock": (
        "a retired item has no stock",
        "update inventory.items set retired_at = now() where sku = 'APPLE'",
    ),
    "a place retired with its stock": (
        "a retired location, a region and a company have no stock",
        "update inventory.locations set retired_at = now() where code = 'MAIN'",
    ),
    "a region with stock": (
        "a retired location, a region and a company have no stock",
        "update inventory.locations set kind = 'region' where code = 'MAIN'",
    ),
}


def keep_busy(shop: Database) -> Database:
    """Let a bit of everything happen in a shop; it is proved afterwards."""
    with shop.connect("bob_boss") as boss:
        receive(boss, "APPLE", "MAIN", 100, unit_cost=2)
        receive(boss, "MILK", "MAIN", 5, lot="L1")
        set_range(boss, "APPLE", "MAIN", 95)
        issue(boss, "APPLE", "MAIN", 10)
        post(boss, "transfer", [{"item": "APPLE", "from": "MAIN", "to": "HARBOUR", "quantity": 1}])
        reverse(boss, receive(boss, "BOLT-M8", "MAIN-A", 3))
    assert_proved(shop)
    return shop


@pytest.fixture
def busy(shop: Database) -> Database:
    """A shop in which a bit of everything has happened."""
    return keep_busy(shop)


@pytest.fixture(scope="module")
def busy_shop(lasting_shop: Database) -> Database:
    """One such shop for all corruptions: each is rolled back."""
    return keep_busy(lasting_shop)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_each_corruption_is_found(busy_shop: Database, name: str) -> None:
    rule, statement = CORRUPTIONS[name]
    with busy_shop.connect() as db, db.transaction(force_rollback=True):
        db.execute("set local session_replication_role = replica")
        db.execute(statement)
        rows = db.execute("select rule, detail from api.prove()").fetchall()
        assert rule in {row["rule"] for row in rows}
        assert all(row["detail"] for row in rows)


def test_a_proof_is_kept_and_shown(
    busy: Database, worker: psycopg.Connection, db: psycopg.Connection, boss: psycopg.Connection
) -> None:
    assert call(worker, "record_proof")["problems"] == 0
    db.execute("set session_replication_role = replica")
    db.execute("update inventory.stock_levels set on_hand = on_hand + 1")
    db.execute("reset session_replication_role")
    answer = call(worker, "record_proof")
    assert answer["problems"] > 0
    rules = one(db, "select jsonb_agg(problems) from inventory.proofs")
    assert rules[0] == []
    assert "on hand is the sum of the movements" in {problem["rule"] for problem in rules[1]}
    assert answer["duration_ms"] > 0
    ledger = call(boss, "health")["ledger"]
    assert ledger["problems"] == answer["problems"]
    assert ledger["proved_at"]
    assert count(db, "inventory.proofs") == 2


def test_at_most_a_hundred_problems_are_kept(
    shop: Database, worker: psycopg.Connection, db: psycopg.Connection
) -> None:
    db.execute(
        "insert into inventory.items (sku, name, category_id, unit_id) "
        "select 'N-' || n, 'N', inventory.category_of('PARTS'), inventory.unit_of('ea') "
        "from generate_series(1, 150) as n"
    )
    db.execute(
        "insert into inventory.stock_levels (item_id, location_id, on_hand, allow_negative) "
        "select item_id, inventory.location_of('MAIN'), 1, false from inventory.items"
    )
    assert call(worker, "record_proof")["problems"] == 100


def test_who_proves(busy: Database) -> None:
    for person in ("ada_auditor", "bob_boss", "max_manager", "ann_admin"):
        with busy.connect(person) as login:
            assert call(login, "record_proof")["problems"] == 0
    for login_role in ("ada_auditor", "stockroom_worker"):
        with busy.connect(login_role) as login:
            assert login.execute("select * from api.prove()").fetchall() == []
    with busy.connect("max_manager") as login, refused("42501"):
        login.execute("select from api.prove()")  # it would show him other places
    for person in ("sue_staff", "vic_viewer", "rob_reporting"):
        with busy.connect(person) as login:
            for name in ("prove", "record_proof"):
                with refused("42501"):
                    login.execute(f"select api.{name}()")


def test_the_proof_needs_no_statistics(shop: Database) -> None:
    """After a crash or a bulk load the planner knows nothing: no rule looks up each document."""
    with shop.connect("bob_boss") as boss:
        lines = [{"item": "APPLE", "location": "MAIN", "quantity": 1}] * 20
        document = post(boss, "receipt", lines)
        back = reverse(boss, document)
    with shop.connect() as db:
        db.execute("set session_replication_role = replica")  # copies: no rule, no trigger
        db.execute(
            "create temporary table copies as select n, gen_random_uuid() as receipt, "
            "gen_random_uuid() as reversal from generate_series(1, 2500) as n"
        )
        for made, table in (
            ("'idempotency_key', gen_random_uuid()", "documents"),
            ("'movement_id', m.movement_id + c.n * 1000", "movements"),
        ):
            db.execute(
                f"insert into inventory.{table} overriding system value "
                "select (jsonb_populate_record(m, "
                f"jsonb_build_object({made}, 'document_id', case m.document_id "
                "when %(receipt)s then c.receipt else c.reversal end) || "
                f"{'jsonb_build_object()' if table == 'movements' else REVERSES})).* "
                f"from inventory.{table} as m cross join copies as c "
                "where m.document_id in (%(receipt)s, %(reversal)s)",
                {"receipt": document["document"], "reversal": back["document"]},
            )
        db.execute("set statement_timeout = '15s'")  # a lookup for each takes half a minute
        assert db.execute("select * from inventory.prove_documents()").fetchall() == []


REVERSES = (
    "case when m.kind = 'reversal' then jsonb_build_object('reverses_document_id', c.receipt) "
    "else '{}' end"
)
