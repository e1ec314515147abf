"""Each person sees the rows of their places and no others: in every view and table, by their own
login and through the web, as plain Python says (model.py)."""

import uuid
from collections import Counter
from decimal import Decimal

import psycopg
import pytest
from psycopg.rows import dict_row, tuple_row

from tests import company
from tests.conftest import Database
from tests.policies import model
from tests.policies.conftest import STRANGER
from tests.policies.steps import (
    DENIED,
    Connection,
    attempt,
    refused,
    sign_in,
    token_hash,
    value,
    web_request,
)

# Views that model.view_rows does not list, and why.
ELSEWHERE = {
    "settings": "one row, the same for everybody who is signed in",
    "attachments": "tests/functions: with their item, for everybody who is signed in",
    "changes": "test_audit_is_for_auditors_and_admins",
    "devices": "tests/functions: one's own",
    "sessions": "tests/functions: one's own",
    "saved_views": "tests/functions/test_saved_views.py: one's own and shared ones",
    "refusals": "test_refusals_are_for_auditors_and_admins",
    "sign_ins": "test_sign_ins_are_ones_own",
}


def seen(db: Connection, view: str) -> Counter | None:
    """The rows of a view, or null where it is denied."""
    result = attempt(db, f"select {model.COLUMNS[view]} from api.{view}")
    if isinstance(result, psycopg.Error):
        assert result.sqlstate == DENIED, f"{view}: {result}"
        return None
    return Counter(tuple(row.values()) for row in result)


def expected(rows: model.Rows) -> Counter | None:
    return None if rows is None else Counter(rows)


def test_every_view_is_compared(busy: Database) -> None:
    with busy.connect() as db:
        found = db.execute("select viewname from pg_views where schemaname = 'api'").fetchall()
    assert {row["viewname"] for row in found} == set(model.COLUMNS) | set(ELSEWHERE)


@pytest.mark.parametrize("person", company.PEOPLE)
def test_one_plane(busy: Database, web: Connection, person: str) -> None:
    """psql, a tool and the web pool show one person the same rows, and those of the model."""
    should = model.view_rows(model.person(person))
    with busy.connect(person) as own:
        direct = {view: seen(own, view) for view in model.COLUMNS}
    assert direct == {view: expected(rows) for view, rows in should.items()}
    if model.person(person).groups == {"reporting"}:
        return  # tools have no web pages
    token = sign_in(busy, person)
    with web_request(web, token) as signed_in:
        assert {view: seen(signed_in, view) for view in model.COLUMNS} == direct


def test_a_login_that_is_no_person_sees_no_rows(busy: Database) -> None:
    """A DBA gave it stockroom_viewer: it may ask, and gets nothing."""
    with busy.connect(STRANGER) as own:
        assert value(own, "select auth.signed_in()") is None
        answers = {view: seen(own, view) for view in model.COLUMNS}
    assert {view for view, rows in answers.items() if rows} == set()
    assert answers["stock_on_hand"] == Counter()


@pytest.mark.parametrize("role", ["stockroom_web", "stockroom_signin", "stockroom_worker"])
def test_services_see_no_view(busy: Database, role: str) -> None:
    with busy.connect(role) as own:
        assert {view: seen(own, view) for view in model.COLUMNS} == dict.fromkeys(model.COLUMNS)


# What admins may not read in its table, they may not read in its history.
# What is stocked where, and what somebody searches for or is told of, is not an admin's to see.
HIDDEN_FROM_ADMINS = (
    "inventory.thresholds", "inventory.threshold_defaults", "inventory.subscriptions",
    "inventory.lots", "inventory.saved_views", "inventory.view_watches",
)  # fmt: skip
NOT_FOR_ADMINS = f"table_name in {HIDDEN_FROM_ADMINS}"


def test_audit_is_for_auditors_and_admins(busy: Database) -> None:
    with busy.connect() as db:
        total = value(db, "select count(*) from audit.changes")
        hidden = value(db, f"select count(*) from audit.changes where {NOT_FOR_ADMINS}")
        assert 0 < hidden < total
    for person in company.PEOPLE:
        with busy.connect(person) as own:
            result = attempt(own, "select count(*) as n from api.changes")
            if model.person(person).is_any("auditor"):
                assert result == [{"n": total}]
            elif model.person(person).is_any("admin"):
                assert result == [{"n": total - hidden}]
            else:
                assert isinstance(result, psycopg.Error)


def test_refusals_are_for_auditors_and_admins(busy: Database, web: Connection) -> None:
    for token in (sign_in(busy, "sue_staff"), "nobody's"):
        web.execute(
            "select auth.record_refusal(%s, '10.0.0.1', 'GET', '/audit', 403, '42501', 'no')",
            [token_hash(token)],
        )
    for person in company.PEOPLE:
        with busy.connect(person) as own:
            result = attempt(own, "select person from api.refusals order by refusal")
            if model.person(person).is_any("auditor", "admin"):
                assert result == [{"person": "sue_staff"}, {"person": None}]
            else:
                assert isinstance(result, psycopg.Error)


def test_sign_ins_are_ones_own(busy: Database) -> None:
    with busy.connect() as db:
        db.execute(
            "insert into auth.sign_in_attempts (person, address, success) "
            "select person, '10.0.0.1', false from auth.people"
        )
    for person in company.PEOPLE:
        with busy.connect(person) as own:
            result = attempt(own, "select person from api.sign_ins")
            if model.person(person).is_any("auditor", "admin"):
                assert {row["person"] for row in result} == set(company.PEOPLE)
            elif model.person(person).is_any("viewer", "counter"):
                assert result == [{"person": person}]
            else:
                assert isinstance(result, psycopg.Error)


# Tables whose rows do not belong to places: who sees all of them. Others see none.
WHOLE = {
    "auth.people": {"viewer", "reporting", "auditor", "admin"},
    "inventory.attributes": {"viewer", "counter", "reporting", "auditor", "admin"},
    "inventory.categories": {"viewer", "counter", "reporting", "auditor", "admin"},
    "inventory.settings": {"viewer", "counter", "reporting", "auditor", "admin"},
    "inventory.units": {"viewer", "counter", "reporting", "auditor", "admin"},
    "inventory.items": {"viewer", "counter", "reporting", "auditor"},
    "inventory.item_barcodes": {"viewer", "counter", "reporting", "auditor"},
    "inventory.item_units": {"viewer", "counter", "reporting", "auditor"},
    "auth.sessions": set(),
    "auth.grant_sets": set(),
    "auth.evaluations": set(),
    "inventory.proofs": set(),
    "inventory.workers": set(),
    "inventory.item_words": set(),
}
# Tables whose rows lie at a place: column with its key.
AT_A_PLACE = {
    "inventory.alerts": {"viewer", "reporting", "auditor"},
    "inventory.movements": {"viewer", "reporting", "auditor"},
    "inventory.stock_levels": {"viewer", "reporting", "auditor"},
    "inventory.thresholds": {"viewer", "reporting", "auditor"},
    "inventory.threshold_balances": {"viewer", "reporting", "auditor"},
    "inventory.movement_costs": {"cost"},
}


def own_rule(who: model.Person, table: str, row: dict, codes: dict[int, str]) -> bool:
    """Whether a row of one of the other tables is seen."""
    if table in ("inventory.locations", "inventory.location_tree"):
        return codes[row["location_id"]] in who.names
    if table == "auth.location_grants":
        return (
            who.is_any("auditor", "admin")
            or row["person"] == who.name
            or (who.is_any("manager") and codes[row["location_id"]] in who.places)
        )
    if table == "auth.sign_in_attempts":
        own = who.is_any("viewer", "counter") and row["person"] == who.name
        return who.is_any("auditor", "admin") or own
    if table == "inventory.subscriptions":
        theirs = (
            codes[row["location_id"]] in who.places
            if row["location_id"]
            else row["group_name"] is not None
        )
        return (
            who.is_any("auditor")
            or (who.is_any("manager") and theirs)
            or (who.is_any("viewer") and row["person"] == who.name)
        )
    if table in ("inventory.list_columns", "inventory.preferences"):
        return who.is_any("viewer", "counter", "auditor", "admin") and row["person"] == who.name
    if table == "inventory.view_watches":
        return who.is_any("viewer", "counter", "auditor") and row["person"] == who.name
    if table == "inventory.saved_views":
        mine = row["owner"] == who.name or row["shared_with"] in who.groups
        return who.is_any("viewer", "counter", "auditor") and mine
    if table == "audit.changes":
        shown = row["table_name"] not in HIDDEN_FROM_ADMINS
        return who.is_any("auditor") or (who.is_any("admin") and shown)
    if table == "inventory.item_costs":
        reached = bool(row["reached"] & who.reads)
        return who.is_any("auditor") or (who.is_any("cost") and reached)
    if table == "inventory.lots" and (row["lot_id"] == 0 or who.is_any("manager")):
        return who.is_any("viewer", "auditor", "reporting")
    known = ("inventory.documents", "inventory.deliveries", "inventory.lots")
    assert table in known, f"{table} needs a rule"
    return who.is_any("viewer", "auditor", "reporting") and bool(row["reached"] & who.reads)


def all_rows(db: Connection, table: str, key: list[str], codes: dict[int, str]) -> list[dict]:
    """Every row of a table with its key, and the places of those that reach several."""
    more = {
        "inventory.documents": "array(select distinct location_id from inventory.movements as m "
        "where m.document_id = t.document_id)",
        "inventory.lots": "array(select location_id from inventory.stock_levels as s "
        "where s.lot_id = t.lot_id)",
        "inventory.item_costs": "array(select location_id from inventory.movement_costs as c "
        "where (c.item_id, c.unit_cost) = (t.item_id, t.last_cost))",
        "inventory.deliveries": "array(select location_id from inventory.alerts as a "
        "where a.alert_id = t.alert_id)",
    }.get(table, "'{}'::int[]")
    rows = db.execute(f"select {more} as reached, t.* from {table} as t").fetchall()
    return [
        row
        | {
            "reached": {codes[place] for place in row["reached"]},
            "key": tuple(row[column] for column in key),
        }
        for row in rows
    ]


def primary_key(db: Connection, table: str) -> list[str]:
    """The columns of a table's primary key."""
    rows = db.execute(
        "select a.attname from pg_index as i join pg_attribute as a on a.attrelid = i.indrelid "
        "and a.attnum = any (i.indkey) where i.indrelid = %s::regclass and i.indisprimary "
        "order by a.attnum",
        [table],
    )
    return [str(row["attname"]) for row in rows]


def test_every_table_shows_the_rows_of_ones_places(busy: Database) -> None:
    """Straight from the tables, past the views: row by row, by key."""
    with busy.connect() as db:
        codes = dict(
            db.cursor(row_factory=tuple_row)
            .execute("select location_id, code from inventory.locations")
            .fetchall()
        )
        tables = [
            str(row["name"])
            for row in db.execute(
                "select c.oid::regclass::text as name from pg_class as c where c.relkind in "
                "('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text in "
                "('inventory', 'auth', 'audit')"
            )
        ]
        keys = {table: primary_key(db, table) for table in tables}
        everything = {table: all_rows(db, table, keys[table], codes) for table in tables}
    for name in [*company.PEOPLE, STRANGER]:
        who = model.Person(STRANGER, frozenset(), frozenset())
        if name != STRANGER:
            who = model.person(name)
        with busy.connect(name, row_factory=dict_row) as own:
            for table in tables:
                should = {
                    row["key"]
                    for row in everything[table]
                    if (table in WHOLE and who.is_any(*WHOLE[table]))
                    or (
                        table in AT_A_PLACE
                        and who.is_any(*AT_A_PLACE[table])
                        and codes[row["location_id"]] in who.reads
                    )
                    or (
                        table not in WHOLE
                        and table not in AT_A_PLACE
                        and own_rule(who, table, row, codes)
                    )
                }
                if who.groups == {"reporting"} and table.startswith("inventory."):
                    should = set()  # tools have the views of api and no way into the schema
                assert keys_seen(own, table, keys[table]) == should, f"{name} at {table}"


def keys_seen(own: Connection, table: str, key: list[str]) -> set[tuple]:
    """Keys of the rows a login sees in a table; none where it is denied."""
    result = attempt(own, f"select {', '.join(key)} from {table}")
    if not isinstance(result, psycopg.Error):
        return {tuple(row.values()) for row in result}
    assert result.sqlstate == DENIED, f"{table}: {result}"
    return set()


def test_web_functions_sum_over_ones_places(busy: Database) -> None:
    for name in company.PEOPLE:
        who = model.person(name)
        if not who.is_any("viewer", "auditor"):
            continue
        levels = model.ledger().levels.items()
        with busy.connect(name) as own:
            for sku, *_ in company.ITEMS:
                at = {place: n for (item, place, _), n in levels if item == sku}
                mine = sum((n for place, n in at.items() if place in who.reads), Decimal())
                rows = value(own, "select api.item_rows(array[%s])", [sku])
                assert Decimal(str(rows[0]["on_hand"])) == mine, f"{name} {sku}"
                page = value(own, "select api.item_page(%s)", [sku])
                shown = {line["location"] for line in page["stock"]}
                assert shown == {place for place, n in at.items() if n and place in who.reads}
                assert ("cost" in page) == who.is_any("cost")
                moved = value(own, "select api.item_movements(%s)", [sku])
                assert {row["location"] for row in moved["rows"]} <= who.reads
                history = value(own, "select api.item_history(%s)", [sku])
                assert Decimal(str(history["points"][-1]["on_hand"])) == mine
            assert ("value" in value(own, "select api.overview()")) == who.is_any("cost")


def test_search_by_place_finds_only_ones_own(busy: Database) -> None:
    """Search runs past row policies and filters by itself: every term about stock is tried."""
    at_airport = {"APPLE", "BOLT-M8", "MILK"}
    for name in company.PEOPLE:
        who = model.person(name)
        if not who.is_any("viewer", "auditor"):
            continue
        with busy.connect(name) as own:

            def found(query: str, own: Connection = own) -> set[str]:
                answer = value(own, "select api.search_items(query => %s)", [query])
                return {row["sku"] for row in answer["rows"]}

            sees = "AIRPORT" in who.reads
            if sees:
                assert found("location:AIRPORT") == at_airport, name
                assert found("-location:AIRPORT") == set(), name
            else:  # in the words for a place that does not exist
                for place in ("AIRPORT", "NOPE"):
                    query = "select api.search_items(query => %s)"
                    said = refused(own, "IN012", query, [f"location:{place}"])
                    assert f'No location "{place}" among your places.' in said, name
            assert found("lot:S1") == ({"BOLT-M8"} if sees else set()), name
            bad = {sku for sku, at, _, _, kind in model.THRESHOLDS if kind and at in who.reads}
            assert found("status:low,out,over") == bad, name


def test_a_document_shows_only_the_lines_one_may_see(busy: Database) -> None:
    with busy.connect() as db:
        transfer = value(db, "select document_id from inventory.documents where reference = 'T1'")
    with busy.connect("sue_staff") as sue:
        page = value(sue, "select api.document_page(%s)", [transfer])
        assert {line["location"] for line in page["lines"]} == {"MAIN-A-1"}
        assert page["can"]["reverse"] is False
    with busy.connect("sam_staff") as sam:
        page = value(sam, "select api.document_page(%s)", [transfer])
        assert {line["location"] for line in page["lines"]} == {"AIRPORT"}
    with busy.connect("max_manager") as own:
        hidden = attempt(own, "select api.document_page(%s)", [uuid.uuid4()])
    with busy.connect() as db:
        airport = value(db, "select document_id from inventory.documents where reference = 'I2'")
    with busy.connect("max_manager") as own:
        exists = attempt(own, "select api.document_page(%s)", [airport])
    assert isinstance(hidden, psycopg.Error)
    assert str(hidden) == str(exists)
