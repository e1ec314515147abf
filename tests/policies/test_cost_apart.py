"""Two companies with the same history, which differ in costs alone: whoever has no right to costs
meets the same in both. Every column of every table and view, every question with every order,
what every command answers or refuses, every page, CSV and JSON, byte for byte but ids and times.
"""

import dataclasses
import re
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from tests import company
from tests.conftest import Database, drop
from tests.garbage import valid
from tests.policies import matrix, model
from tests.policies.steps import Connection, value
from tests.web.conftest import start

NO_COST = [name for name in company.PEOPLE if not model.person(name).is_any("cost")]
# What differs between any two runs: keys, instants, marks of ranges, tokens, the numbers of
# transactions and ports.
NOISE = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?"
    r"|\b\d\d:\d\d\b|\br[0-9a-f]{12}\b|test_\d+|(?<=value=\")[\w.-]{30,}(?=\")|\b[\w-]{43}\b"
)
# Numbers of this run: transactions, sizes, durations, and what is random by nature.
OWN_NUMBERS = (
    "posted_xid", "api.health", "api.live_changes", "api.live_cursor", "api.prove",
    "api.record_proof", "api.begin_second_factor", "api.create_token", "api.invitation_link",
    "api.count_list",  # says how long it took
)  # fmt: skip
SEARCHES = (
    "", "apple", "status:low", "status:out,over", "location:MAIN", "lot:L1", "cost:>1", "cost:0.5",
    "last_cost:>0.1", "value:>1", "unit_cost:0.5",
)  # fmt: skip
SORTS = (
    "name", "-name", "sku", "-sku", "updated", "-updated", "cost", "-cost", "last_cost", "value",
    "-value", "on_hand",
)  # fmt: skip
PAGES = (
    "/", "/overview.json", "/items", "/items.csv", "/items.json?sort=-updated", "/items?sort=cost",
    "/items?q=cost:%3E1", "/items/APPLE", "/items/APPLE.json", "/items/MILK", "/items/BOLT-M8",
    "/items/APPLE/movements", "/items/APPLE/movements.csv", "/items/APPLE/movements.json",
    "/movements", "/movements.csv", "/movements.json", "/alerts", "/alerts?state=all",
    "/alerts.csv?state=all", "/alerts.json?state=all", "/health", "/post_receipt?item=APPLE",
    "/post_issue?item=APPLE", "/create_item", "/edit_item/APPLE", "/remove_item/APPLE",
    "/set_threshold/APPLE", "/break_glass", "/people", "/account",
)  # fmt: skip


def plain(told: object) -> str:
    """An answer without what differs between any two runs."""
    return NOISE.sub("~", str(told))


def dearer(document: model.Document) -> model.Document:
    """The same document at other costs, in another order of size."""
    lines = [
        dataclasses.replace(line, cost=str(Decimal("97.31") - 7 * Decimal(line.cost)))
        if line.cost
        else line
        for line in document.lines
    ]
    return dataclasses.replace(document, lines=tuple(lines))


@pytest.fixture(scope="module")
def pair(
    company_template: str, new_database: Callable[[str | None], Database]
) -> Iterator[tuple[Database, Database]]:
    """Two companies that differ in costs alone."""
    made = []
    with pytest.MonkeyPatch.context() as patch:
        history = model.HISTORY
        for costs in (history, tuple(map(dearer, history))):
            patch.setattr(model, "HISTORY", costs)
            shop = new_database(company_template)
            shop.passwords.update(dict.fromkeys(company.PEOPLE, company.PASSWORD))
            keys = map(uuid.UUID, (f"{n:032x}" for n in range(1, 100)))
            patch.setattr(uuid, "uuid4", lambda keys=keys: next(keys))
            model.play(shop.connect)
            with shop.connect() as db:  # else their lines over time have this run's seconds
                db.execute("set session_replication_role = replica")
                db.execute("update inventory.items set created_at = now() - interval '1 year'")
            made.append(shop)
    yield made[0], made[1]
    for shop in made:
        drop(shop)


def tried(db: Connection, statement: str | sql.Composable, given: object = None) -> str:
    """What a statement tells, taken back: its rows, or everything an error says."""
    try:
        with db.transaction(force_rollback=True):
            cursor = db.execute(statement, given, prepare=False)
            return plain(cursor.fetchall() if cursor.description else "done")
    except psycopg.Error as error:
        told = error.diag
        return plain(
            (error.sqlstate, told.message_primary, told.message_detail, told.message_hint,
             told.constraint_name)
        )  # fmt: skip


def called(function: valid.Function) -> tuple[str, list[object]]:
    """A valid call of a function of schema api, its whole answer as text."""
    given = ", ".join(f"{name} => %s::{kind}" for name, kind in function.types.items())
    values = [
        Jsonb(function.valid[name]) if kind in ("json", "jsonb") else function.valid[name]
        for name, kind in function.types.items()
    ]
    return f"select api.{function.name}({given})::text", values


def all_told(shop: Database, person: str) -> dict[str, str]:
    """Everything SQL tells a person, by what was asked."""
    with shop.connect() as owner:
        calls = valid.functions(owner)
        documents = owner.execute(
            "select document_id from inventory.documents order by document_id"
        ).fetchall()
    told: dict[str, str] = {}
    with shop.connect(person) as db:
        for thing in matrix.things(db):
            if thing.kind not in ("tables", "views"):
                continue
            for column in thing.all_columns:
                asked = f"select {column}::text from {thing.name}"
                answer = tried(db, asked)
                told[asked] = "".join(sorted(answer.split("}, {")))
        for query in SEARCHES:
            for sort in SORTS:
                asked = f"select api.search_items(query => '{query}', sort => '{sort}')::text"
                told[asked] = tried(db, asked)
        for one in calls:
            told[f"api.{one.name}"] = tried(db, *called(one))
        for number, row in enumerate(documents):
            asked = "select api.document_page(%s)::text"
            told[f"document {number}"] = tried(db, asked, [row["document_id"]])
    return {
        asked: "" if any(part in asked for part in OWN_NUMBERS) else answer
        for asked, answer in told.items()
    }


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """What was asked and answered otherwise."""
    assert one.keys() == other.keys()
    return [asked for asked in one if one[asked] != other[asked]]


@pytest.mark.parametrize("person", NO_COST)
def test_costs_change_nothing_that_sql_tells(
    pair: tuple[Database, Database], person: str, record_property: Callable[[str, object], None]
) -> None:
    one, other = (all_told(shop, person) for shop in pair)
    assert differences(one, other) == []
    record_property(f"answers compared as {person}", len(one))


def test_who_has_the_right_meets_the_difference(pair: tuple[Database, Database]) -> None:
    """Otherwise the two were the same, and nothing was proved."""
    for person in ("max_manager", "ada_auditor", "cas_cost"):
        one, other = (all_told(shop, person) for shop in pair)
        found = " ".join(differences(one, other))
        assert all(sign in found for sign in ("unit_cost", "last_cost")), person


async def pages(shop: Database, person: str, mailbox: Path) -> dict[str, str]:
    """Every page as this person gets it."""
    runner, site = await start(shop, mailbox)
    try:
        browser = await site.person(person)
        answers = {path: await browser.get(path) for path in PAGES}
        return {
            path: "" if path == "/health" else f"{got.status} {plain(got.text)}"
            for path, got in answers.items()
        }
    finally:
        for session in site.opened:
            await session.close()
        await runner.cleanup()


@pytest.mark.parametrize("person", [name for name in NO_COST if name != "rob_reporting"])
async def test_costs_change_nothing_on_a_page(
    pair: tuple[Database, Database], person: str, tmp_path: Path
) -> None:
    one, other = [await pages(shop, person, tmp_path) for shop in pair]
    assert differences(one, other) == []


FAULTS = {
    "a table": "grant select on inventory.item_costs to stockroom_viewer; create policy fault on "
    "inventory.item_costs for select to stockroom_viewer using (true)",
    "a sum": "create or replace function inventory.alert_counts() returns jsonb language sql "
    "stable security definer set search_path = pg_catalog, pg_temp as $$ select "
    "jsonb_build_object('out', "
    "(select sum(c.last_cost) from inventory.item_costs as c), 'low', 0, 'over', 0) $$; "
    "alter function inventory.alert_counts() owner to stockroom_reader",
    "an order": "create or replace function api.live_places() returns integer[] language sql "
    "stable security definer set search_path = pg_catalog, pg_temp as $$ select array_agg("
    "c.item_id order "
    "by c.last_cost) from inventory.item_costs as c $$; "
    "alter function api.live_places() owner to stockroom_reader",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_found(pair: tuple[Database, Database], fault: str) -> None:
    """A table too many, a sum, and an order that costs decide: each is seen by a viewer."""
    told = []
    for shop in pair:
        with shop.connect() as db:
            kept = value(db, "select pg_get_functiondef('inventory.alert_counts'::regproc)")
            order = value(db, "select pg_get_functiondef('api.live_places'::regproc)")
            try:
                db.execute(FAULTS[fault])
                told.append(all_told(shop, "vic_viewer"))
            finally:
                db.execute(str(kept))
                db.execute(str(order))
                for name in ("inventory.alert_counts()", "api.live_places()"):
                    db.execute(f"alter function {name} owner to stockroom_owner")
                db.execute("drop policy if exists fault on inventory.item_costs")
                db.execute("revoke select on inventory.item_costs from stockroom_viewer")
    assert differences(*told) != []
