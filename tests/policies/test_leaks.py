"""What leaks without being shown: functions that see rows too early, errors that confirm, costs
that can be worked out."""

import json
import uuid
from decimal import Decimal

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests import company
from tests.conftest import Database
from tests.policies import matrix, model
from tests.policies.conftest import STRANGER
from tests.policies.steps import DENIED, Connection, attempt, sign_in, value, web_request
from tests.policies.test_see_as import see_as, seen

# Cheap enough to be run before anything else, were it allowed to.
CANARY = """
    create schema local;
    grant usage on schema local to public;
    create function local.canary(shown text) returns boolean language plpgsql cost 0.0000001 as $$
    begin
        raise notice 'canary %', shown;
        return true;
    end $$;
"""


def sung(db: Connection, relation: str, columns: str, shape: str) -> set[str]:
    """What the canary was shown of a relation."""
    heard: list[str] = []

    def listen(notice: psycopg.errors.Diagnostic) -> None:
        heard.append(str(notice.message_primary).removeprefix("canary "))

    db.add_notice_handler(listen)
    db.execute(shape.format(relation=relation, row=f"row({columns})::text"))
    db.remove_notice_handler(listen)
    return set(heard)


SHAPES = (
    "select count(*) from {relation} as t where local.canary({row})",
    "select count(*) from {relation} as t where not local.canary({row}) or true",
    "select 1 from {relation} as t order by local.canary({row}) limit 1",
    "select count(*) from {relation} as t where case when local.canary({row}) then true end",
)


@pytest.mark.parametrize("person", [*company.PEOPLE, STRANGER])
def test_the_canary_sees_only_what_its_person_sees(busy: Database, person: str) -> None:
    with busy.connect() as db:
        db.execute(CANARY)
        relations = [t for t in matrix.things(db) if t.kind in ("tables", "views")]
    looked_at = 0
    with busy.connect(person) as own:
        own.execute("set client_min_messages = notice")
        for thing in relations:
            readable = [
                column
                for column in thing.all_columns
                if not isinstance(
                    attempt(own, f"select {column} from {thing.name} limit 0"), psycopg.Error
                )
            ]
            if not readable:
                continue
            columns = ", ".join(f"t.{column}" for column in readable)
            rows = own.execute(f"select row({columns})::text as r from {thing.name} as t")
            visible = {str(row["r"]) for row in rows}
            for shape in SHAPES:
                extra = sung(own, thing.name, columns, shape) - visible
                assert extra == set(), f"{thing.name}: {shape}"
            looked_at += 1
    assert looked_at > 10 or person in ("ann_admin", STRANGER)


def test_the_canary_sees_no_more_in_anothers_dashboard(busy: Database, web: Connection) -> None:
    """As sue, looked at by her manager: what sue sees, not what the manager may."""
    with busy.connect() as db:
        db.execute(CANARY)
        views = [t.name for t in matrix.things(db) if t.kind == "views"]
    visible: dict[str, set[str]] = {}
    with busy.connect("sue_staff") as sue:
        for view in views:
            rows = attempt(sue, f"select t::text as r from {view} as t")
            if not isinstance(rows, psycopg.Error) and not view.endswith("sessions"):
                visible[view] = {str(row["r"]) for row in rows}
    own = sign_in(busy, "max_manager")
    token = see_as(web, own, "sue_staff")
    with seen(web, own, token) as db:
        db.execute("set local client_min_messages = notice")
        for view, rows in visible.items():
            for shape in SHAPES:
                extra = sung(db, view, "t.*", shape.replace("{row}", "t::text")) - rows
                assert extra == set(), f"{view}: {shape}"
    assert len(visible) > 10


def test_the_canary_of_a_tool_that_sees_costs(busy: Database, hire: object) -> None:
    """Reporting and cost at NORTH: costs of its places, none of AIRPORT's."""
    tool = hire("reporting", "cost", at=["NORTH"], kind="tool")
    with busy.connect() as db:
        db.execute(CANARY)
    with busy.connect(tool) as own:
        own.execute("set client_min_messages = notice")
        for view in ("item_costs", "movement_costs", "stock_on_hand", "movements"):
            rows = {str(r["r"]) for r in own.execute(f"select t::text as r from api.{view} as t")}
            assert rows, view
            for shape in SHAPES:
                extra = sung(own, f"api.{view}", "t.*", shape.replace("{row}", "t::text")) - rows
                assert extra == set(), f"{view}: {shape}"


def test_no_operator_trips_over_a_hidden_row(busy: Database) -> None:
    """An error only a hidden row can cause would tell that it is there."""
    with busy.connect() as db:
        airport = value(db, "select location_id from inventory.locations where code = 'AIRPORT'")
    traps = (
        f"select count(*) from inventory.stock_levels where 1 / (location_id - {airport}) >= 0",
        "select count(*) from api.stock_on_hand where 1 / case when location = 'AIRPORT' then 0 "
        "else 1 end = 1",
        f"select count(*) from inventory.movements where 1 / (location_id - {airport}) >= 0",
        "select count(*) from inventory.documents where reference::text <> 'I2' or "
        "reference::integer = 1",
        "select count(*) from api.locations where location <> 'AIRPORT' or location::integer = 1",
    )
    with busy.connect("sue_staff") as sue:
        for trap in traps:
            assert not isinstance(attempt(sue, trap), psycopg.Error), trap
    with busy.connect("bob_boss") as bob:  # who sees the row, does trip
        for trap in traps:
            assert isinstance(attempt(bob, trap), psycopg.Error), trap


def said(db: Connection, statement: str, given: list[object], hide: str) -> str:
    """All an attempt answers, with the name that was asked for taken out."""
    result = attempt(db, statement, given)
    if isinstance(result, psycopg.Error):
        told = result.diag
        result = [result.sqlstate, told.message_primary, told.message_detail, told.message_hint,
                  told.constraint_name, told.column_name]  # fmt: skip
    return str(result).replace(hide, "…")


def post(kind: str, **line: object) -> tuple[str, list[object]]:
    statement = f"select api.post_{kind}(lines => %s, idempotency_key => %s)"
    return statement, [Jsonb([{"item": "APPLE", "quantity": 1} | line]), uuid.UUID(int=7)]


# One that exists out of sight, and one that does not exist: told apart by nothing.
PLACES = ("AIRPORT", "NOWHERE")


def asked_by_name(place: str) -> list[tuple[str, str, list[object]]]:
    return [
        ("sue_staff", *post("issue", location=place)),
        ("sue_staff", *post("receipt", location=place)),
        ("sue_staff", *post("receipt", location=place, lot="NEW")),
        ("sue_staff", *post("adjustment", location=place, reason="Lost")),
        ("sue_staff", *post("transfer", **{"from": "MAIN-A-1", "to": place})),
        ("sue_staff", *post("transfer", **{"from": place, "to": "MAIN-A-1"})),
        ("sue_staff", "select api.item_history('APPLE', %s)", [place]),
        ("sue_staff", "select api.stock_as_of(null, at_location => %s)", [place]),
        ("sue_staff", "select inventory.location_of(%s)", [place]),
        ("vic_viewer", "select api.search_items(%s)", [f"location:{place}"]),
        ("max_manager", "select api.set_threshold('APPLE', %s, 1, 2)", [place]),
        ("max_manager", "select api.remove_threshold('APPLE', %s)", [place]),
        ("max_manager", "select api.grant_location('sue_staff', %s)", [place]),
        ("max_manager", "select api.revoke_location('sam_staff', %s)", [place]),
        (
            "max_manager",
            "select api.import_locations(rows => %s)",
            [Jsonb([{"code": "NEW", "name": "New", "kind": "bin", "parent": place}])],
        ),
    ]


def test_no_error_tells_a_hidden_place_from_none(busy: Database) -> None:
    for hidden, missing in zip(*map(asked_by_name, PLACES), strict=True):
        person, statement, given = hidden
        with busy.connect(person) as own:
            told = said(own, statement, given, PLACES[0])
            assert told == said(own, statement, missing[2], PLACES[1]), statement


def test_no_error_tells_a_hidden_key_from_none(busy: Database) -> None:
    """By internal keys, past the commands: policies speak before keys and triggers do."""
    with busy.connect() as db:
        airport = value(db, "select location_id from inventory.locations where code = 'AIRPORT'")
        hidden_document = value(
            db, "select document_id from inventory.documents where reference = 'I2'"
        )
    by_place = [
        ("max_manager", "insert into inventory.locations (code, name, kind, parent_id) "
         "values ('NEW', 'New', 'company', %s)"),
        ("max_manager", "insert into inventory.locations (code, name, kind, parent_id) "
         "values ('NEW', 'New', 'bin', %s)"),
        ("max_manager", "update inventory.locations set parent_id = %s where code = 'MAIN'"),
        ("max_manager", "insert into auth.location_grants (person, location_id) "
         "values ('sue_staff', %s)"),
        ("max_manager", "insert into inventory.thresholds (item_id, location_id, minimum) "
         "values (1, %s, 1)"),
        ("max_manager", "delete from inventory.locations where location_id = %s"),
        ("max_manager", "insert into inventory.subscriptions (group_name, location_id) "
         "values ('staff', %s)"),
        ("sue_staff", "insert into inventory.subscriptions (person, location_id) "
         "values ('sue_staff', %s)"),
        ("sue_staff", "update inventory.subscriptions set location_id = %s"),
    ]  # fmt: skip
    for person, statement in by_place:
        with busy.connect(person) as own:
            told = said(own, statement, [airport], "")
            assert told == said(own, statement, [9999], ""), statement
    by_document = [
        ("sue_staff", "select api.reverse_document(%s, gen_random_uuid())"),
        ("vic_viewer", "select api.document_page(%s)"),
        ("max_manager", "select api.reverse_document(%s, gen_random_uuid())"),
    ]
    for person, statement in by_document:
        with busy.connect(person) as own:
            other = uuid.uuid4()
            told = said(own, statement, [hidden_document], str(hidden_document))
            assert told == said(own, statement, [other], str(other)), statement


def test_a_shortage_tells_nothing_of_other_places(busy: Database) -> None:
    """APPLE lies at AIRPORT too; what is short at MAIN-A-1 is told from there alone."""
    with busy.connect("sue_staff") as sue:
        statement, given = post("issue", location="MAIN-A-1", quantity=1000)
        refusal = attempt(sue, statement, given)
    assert isinstance(refusal, psycopg.Error)
    (line,) = json.loads(refusal.diag.message_detail)
    assert Decimal(str(line["available"])) == model.ledger().levels["APPLE", "MAIN-A-1", None]


COST = "731.37"
NO_COST = [name for name in company.PEOPLE if not model.person(name).is_any("cost")]


def everything_told(db: Connection, document: object) -> str:
    """All that a person can get: every view and table column by column, every question, errors."""
    told: list[object] = []
    for thing in matrix.things(db):
        if thing.kind in ("tables", "views"):
            told += [attempt(db, f"select {c} from {thing.name}") for c in thing.all_columns]
            told.append(attempt(db, f"select {thing.name.split('.')[1]} from {thing.name}"))
    questions = (
        "api.me()", "api.overview()", "api.item_page('APPLE')", "api.item_rows(array['APPLE'])",
        "api.item_movements('APPLE')", "api.recent_movements()", "api.item_history('APPLE')",
        "api.search_items()", "api.search_items('cost:>1')", "api.search_items('last_cost:>731')",
        "api.search_items(sort => 'cost')", "api.search_items(sort => '-last_cost')",
        "api.search_items(sort => 'value')", "api.list_alerts()", "api.form_choices()",
        "api.health()", "api.prove()", "api.live_places()", "inventory.item_answer('APPLE')",
        "inventory.record_costs(null, null, null)",
    )  # fmt: skip
    told += [attempt(db, f"select {question}") for question in questions]
    told.append(attempt(db, "select api.document_page(%s)", [document]))
    told.append(attempt(db, "select inventory.document_answer(%s, now())", [document]))
    return " ".join(str(one) for one in told)


def test_cost_is_told_to_nobody_without_the_right(busy: Database, web: Connection) -> None:
    with busy.connect("bob_boss") as bob:
        for place in ("MAIN", "AIRPORT"):
            lines = Jsonb([
                {"item": "APPLE", "location": place, "quantity": 1, "unit_cost": COST}
            ])  # fmt: skip
            answer = value(
                bob, "select api.post_receipt(lines => %s, idempotency_key => gen_random_uuid())",
                [lines],
            )  # fmt: skip
        assert COST in everything_told(bob, answer["document"])  # so it would be found
    for person in NO_COST:
        with busy.connect(person) as own:
            assert COST not in everything_told(own, answer["document"]), person
        if person != "rob_reporting":
            with web_request(web, sign_in(busy, person)) as db:
                assert COST not in everything_told(db, answer["document"]), person


def test_no_hash_of_a_cost(busy: Database) -> None:
    """A receipt's hash covers its costs: who knows its lines could try costs until it fits."""
    for person in ("sue_staff", "vic_viewer", "max_manager", "rob_reporting"):
        with busy.connect(person) as own:
            for column in ("request_hash", "idempotency_key", "*"):
                result = attempt(own, f"select {column} from inventory.documents")
                assert getattr(result, "sqlstate", "allowed") == DENIED


def test_documents_tell_nothing_of_their_hidden_parts(busy: Database) -> None:
    """Neither how many lines there are elsewhere nor where; not in the day's figures either."""
    with busy.connect("bob_boss") as bob:
        lines = [{"item": "APPLE", "location": "MAIN", "quantity": 1}]
        lines += [{"item": "BOLT-M8", "location": "AIRPORT", "quantity": 1}] * 7
        post = "select api.post_receipt(lines => %s, idempotency_key => %s) ->> 'document'"
        document = value(bob, post, [Jsonb(lines), uuid.uuid4()])
        own_count = "select line_count from api.documents where document = %s"
        assert value(bob, own_count, [document]) == 8
        assert value(bob, "select api.document_page(%s)", [document])["can"]["reverse"]
    for person in ("sue_staff", "vic_viewer", "max_manager"):
        with busy.connect(person) as own:
            for column in ("places", "line_count"):
                result = attempt(own, f"select {column} from inventory.documents")
                assert getattr(result, "sqlstate", "") == DENIED
            assert value(own, own_count, [document]) == 1
            page = value(own, "select api.document_page(%s)", [document])
            assert (page["line_count"], len(page["lines"])) == (1, 1)
            assert page["can"]["reverse"] is False
            seen = value(own, "select count(*) from api.movements")
            assert value(own, "select api.overview()")["movements_today"] == seen


def test_lots_of_hidden_places_stay_hidden(busy: Database) -> None:
    """Until one comes to a place of theirs; forms, pages and postings work with what is seen."""
    lots = "select array_agg(lot order by lot) from api.lots"
    with busy.connect("vic_viewer") as vic, busy.connect("bob_boss") as bob:
        assert value(vic, lots) == ["L1"]
        assert value(bob, lots) == ["L1", "S1"]
        page = value(vic, "select api.item_page('BOLT-M8')")
        assert page["stock"] == []
        bob.execute(
            "select api.post_transfer(lines => %s, idempotency_key => gen_random_uuid())",
            [Jsonb([{"item": "BOLT-M8", "from": "AIRPORT", "to": "MAIN", "lot": "S1",
                     "quantity": 2}])],
        )  # fmt: skip
        assert value(vic, lots) == ["L1", "S1"]
        page = value(vic, "select api.item_page('BOLT-M8')")
        assert [(line["lot"], line["on_hand"]) for line in page["stock"]] == [("S1", 2)]


def test_a_cost_of_hidden_receipts_stays_hidden(busy: Database) -> None:
    """A manager of NORTH: APPLE was last received at AIRPORT, at a cost of its own."""
    costs = "select coalesce(jsonb_object_agg(sku, last_cost), '{}') from api.item_costs"
    with busy.connect("max_manager") as manager, busy.connect("sam_staff") as sam:
        assert value(manager, costs) == {"MILK": 1.1}
        assert value(manager, "select api.item_page('APPLE')")["cost"] is None
        receive = "select api.post_receipt(lines => %s, idempotency_key => gen_random_uuid())"
        line = {"item": "MILK", "location": "AIRPORT", "quantity": 1, "unit_cost": 9}
        sam.execute(receive, [Jsonb([line])])
        assert value(manager, costs) == {}
        manager.execute(receive, [Jsonb([line | {"location": "HARBOUR", "unit_cost": 8}])])
        assert value(manager, costs) == {"MILK": 8}


def test_what_mail_servers_said_is_for_auditors_and_admins(busy: Database) -> None:
    """It names addresses; also where a job gave up with the same words."""
    words = "550 <bob_boss@example.com> unknown"
    with busy.connect() as db:
        db.execute("update inventory.deliveries set state = 'failed', last_error = %s", [words])
        db.execute(
            "with job as (insert into queue.pgqueuer (priority, created, updated, heartbeat, "
            "execute_after, status, entrypoint) values (0, now(), now(), now(), now(), "
            "'failed', 'send_mail') returning id) insert into queue.pgqueuer_log "
            "(job_id, status, priority, entrypoint, traceback) select id, 'exception', 0, "
            "'send_mail', jsonb_build_object('exception_message', %s::text) from job",
            [words],
        )
    for person, told in (("max_manager", 0), ("ada_auditor", 2), ("ann_admin", 2), ("bob_boss", 2)):
        with busy.connect(person) as own:
            health = json.dumps(value(own, "select api.health()"))
            assert health.count("bob_boss@example.com") == told, person
