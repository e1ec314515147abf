"""A valid call of every function of schema api: what garbage is mixed into.

Functions and their parameters come from the catalogue. A parameter is known here by its name, or
by function and name; one that is not gets a value by its type, so a new function is fuzzed before
anybody writes a line here. test_every_call_is_valid_before_it_is_spoilt then asks for that line.
"""

import uuid
from dataclasses import dataclass
from typing import Any

import psycopg

VERIFIER = f"SCRAM-SHA-256$4096:{'A' * 24}${'A' * 43}=:{'A' * 43}="
LINE = {"item": "APPLE", "location": "MAIN-A", "quantity": 2, "note": "n"}
MOVE = {"item": "MILK", "from": "MAIN-A", "to": "MAIN-B", "quantity": "0.125", "lot": "L1"}
NEW_ITEM = {
    "sku": "PEAR", "name": "Pear", "description": "Green", "category": "FOOD", "unit": "ea",
    "attributes": {"weight": 0.2, "organic": True}, "packs": [{"unit": "case", "factor": "6"}],
    "tags": ["seasonal"], "barcodes": [{"barcode": "2000000000015", "unit": "case"}],
}  # fmt: skip
RECEIPT = LINE | {"unit_cost": 1.5, "lot": "L2", "expires_on": "2030-01-31", "unit": "case"}
# A file whose check died: it may be stopped, and begun anew.
_SENT = """
    insert into inventory.imports (person, kind, file_name, file_bytes, sha256, encoding, delimiter,
        header, state, heartbeat_at)
    values ('bob_boss', 'items', 'a.csv', 9, decode(repeat('00', 32), 'hex'), 'utf-8', ';',
        '["Article"]', 'checking', now() - interval '1 day')
    returning import_id
"""
# A change of many items that was checked.
_CHECKED = """
    insert into inventory.item_edits (person, changes, versions, total, state)
    values ('bob_boss', '{"tags_add": ["new"]}', '{"APPLE": 1}', 1, 'checked')
    returning edit_id
"""
# A range as it is now, which the call before may have set.
_RANGE = """
    select coalesce((select inventory.range_mark(t.updated_at, t.version)
        from inventory.thresholds as t
        join inventory.items as i using (item_id) join inventory.locations as l using (location_id)
        where i.sku = 'APPLE' and l.code = 'MAIN'), 'none') as seen
"""
# "function.parameter" or "parameter": its valid value. A callable is given the connection.
VALUES: dict[str, Any] = {
    "post_receipt.lines": [RECEIPT, LINE],
    "post_issue.lines": [LINE, LINE | {"item": "MILK", "lot": "L1", "quantity": "1.5"}],
    "post_transfer.lines": [MOVE, MOVE | {"unit": "l"}],
    "post_adjustment.lines": [LINE | {"quantity": -1, "reason": "Counted"}],
    "search_movements.query": "item:apple kind:receipt,issue from:2020-01-01 happened:<7d",
    "preview_document.lines": [MOVE], "preview_document.kind": "transfer",
    "create_item.item": NEW_ITEM,
    "edit_item.changes": {"name": "Apples", "attributes": {"weight": 1}, "packs": []},
    "create_saved_view.saved_view": {"name": "Fruit", "query": "apple", "sort": "-name",
                                     "columns": ["name", "sku"], "shared_with": "staff",
                                     "pinned": True},
    "remove_thresholds.selection": {"ranges": [{"item": "APPLE", "location": "MAIN"}]},
    "edit_items.selection": {"skus": ["APPLE", "MILK"]},
    "edit_items_page.selection": {"versions": {"APPLE": 1}, "without": ["MILK"]},
    "edit_items.changes": {"tags_add": ["new"], "tags_remove": ["old"], "location": "MAIN",
                           "minimum": 1, "attributes": {"weight": 1}, "category": "FOOD",
                           "attribute_readings": {"weight": {"text": "1", "number": 1}},
                           "maximum": None, "retire": False},
    "edit": lambda db: _first(db, _CHECKED), "record_item_edit.state": "done",
    "begin_item_edit.selection": {"skus": ["APPLE"]}, "result": {"changed": 1},
    "begin_item_edit.changes": {"tags_add": ["new"]},
    "edit_saved_view.changes": {"name": "Fruit", "columns": None, "pinned": False},
    "view": "00000000-0000-4000-8000-0000000000b0", "list": "items",
    "columns": ["name", "sku", "status"], "queries": ["apple", "status:low", ""],
    "import_items.rows": [NEW_ITEM, {"sku": "APPLE", "name": "Apples", "tags": "red, new",
                                     "packs": "case=12", "barcodes": "4006381333931; 1 (case)"}],
    "import_locations.rows": [
        {"code": "NEW", "name": "New", "kind": "site", "parent": "NORTH", "allow_negative": True},
        {"code": "NEW-1", "name": "One", "kind": "bin", "parent": "NEW", "allow_negative": None},
    ],
    "begin_import.kind": "items", "map_import.mapping": {"columns": {"sku": "Article"}},
    "begin_import.file": {"name": "a.csv", "bytes": 9, "sha256": "0" * 64, "encoding": "utf-8",
                          "delimiter": ";", "header": ["Article"], "notes": ["n"]},
    "set_preferences.theme": "dark", "set_preferences.density": "compact",
    "set_preferences.numbers": "comma", "set_preferences.dates": "iso",
    "set_preferences.language": "en",
    "add_import_rows.rows": [[2, ["PEAR"]]], "start_import.how": "check",
    "record_import.problems": [{"line": 2, "column": "Article", "reason": "is empty"}],
    "record_import.state": "checked", "record_import.counts": {"new": 1},
    "import_thresholds.rows": [{"item": "APPLE", "location": "MAIN", "minimum": "2"}],
    "import": lambda db: _first(db, _SENT),
    "break_glass.reason": "The cold store has failed", "break_glass.group_name": "viewer",
    "link_barcode.code": "5901234123457", "link_barcode.unit": "case",
    "read_barcode.code": "(01)05901234123457(10)L1(17)300131(37)6",
    "confirm_second_factor.code": lambda db: _first(
        db, "select auth.one_time_code(secret, extract(epoch from now())::bigint / 30)"
        " from auth.second_factors where person = 'bob_boss'"),
    "remove_second_factor.code": "123456",
    "create_token.person": "a_client", "create_token.label": "Stock of the shop",
    "create_token.valid_until": lambda db: _first(db, "select now() + interval '30 days'"),
    "enable_user.person": "gone_staff",
    "edit_settings.changes": {"company": "Acme Ltd", "currency": "EUR", "time_zone": "UTC",
                              "second_factor_groups": ["auditor"], "break_glass_hours": 4},
    "edit_user.changes": {"name": "Vic", "email": "vic@example.com", "time_zone": "UTC",
                          "valid_until": "2099-01-01T00:00:00Z"},
    "explain_access.action": "post issue", "explain_access.object": "location:MAIN",
    "invite_user.person": "new_person", "invite_user.places": ["MAIN", "AIRPORT"],
    "list_people.state": "active", "purpose": "password", "reason": "They stand in for Sue",
    "device": lambda db: _first(db, "select device_id from auth.devices"),
    "session": lambda db: _first(
        db, "select session_id from auth.sessions where person = 'vic_viewer'"),
    "break_glass": lambda db: _first(db, "select break_glass_id from auth.break_glass_grants"),
    "list_changes.kind": "items", "list_changes.operation": "update",
    "list_changes.person": "max_manager", "address": "127.0.0.1", "search": "apple",
    "create_user.person": "new_person",
    "create_user.kind": "person",
    "worker_heartbeat.version": "0.1",
    "remove_item.sku": "BOLT-M8",
    "restore_item.sku": "OLD",
    "restore_item.version": lambda db: _first(
        db, "select version from inventory.items where sku = 'OLD'"),
    "edit_lot.sku": "MILK", "edit_lot.lot": "L1",
    "attachment": lambda db: _first(
        db, "select attachment_id from inventory.attachments where is_image"),
    "attachment_file.version": "original", "content": "\\x00ff",
    "add_attachment.name": "Data sheet.pdf", "media_type": "application/pdf",
    "thumbnail": None, "preview": None,
    "label_rows.locations": ["MAIN", "MAIN-A"],
    "item_columns.columns": ["expires", "value", "attribute.weight"],
    "history_of.kind": "item", "history_of.key": "APPLE",
    "edit_location.changes": {"name": "Main site", "kind": "site", "allow_negative": True},
    "move_location.location": "HARBOUR", "move_location.parent": "SOUTH",
    "close_location.location": "HARBOUR", "open_location.location": "HARBOUR",
    "remove_location.location": "HARBOUR",
    "list_locations.search": "main", "list_locations.below": "NORTH", "list_locations.closed": True,
    "location_rows.below": "NORTH",
    "create_category.code": "FRUIT", "create_category.parent": "FOOD",
    "list_attributes.state": "all", "attribute": "weight", "attribute_page.category": "ALL",
    "declare_attribute.attribute": "shelf_life", "declare_attribute.category": "FOOD",
    "label": "Shelf life", "type": "number", "declare_attribute.unit": "d", "choices": None,
    "required": True, "position": 3,
    "change_attribute.category": "ALL", "change_attribute.changes": {
        "label": "Net weight", "required": True, "position": 1, "unit": "kg", "choices": None},
    "retire_attribute.category": "ALL", "restore_attribute.category": "ALL",
    "edit_category.changes": {"name": "Food", "parent": "ALL"},
    "remove_category.category": lambda db: _made(
        db, "insert into inventory.categories (code, name) values ('EMPTY', 'Empty')"
        " on conflict do nothing", "EMPTY"),
    "create_unit.code": "crate", "create_unit.decimals": 0, "unit": "ea",
    "edit_unit.changes": {"name": "Piece", "decimals": 0},
    "remove_unit.unit": lambda db: _made(
        db, "insert into inventory.units (code, name) values ('spare', 'Spare')"
        " on conflict do nothing", "spare"),
    "count_list.list": "items", "count_list.asked": {"query": "apple"}, "most": 1000,
    "list_thresholds.status": "low", "set_by": "person", "list_lots.state": "soon", "days": 30,
    "list_imports.state": "waiting",
    "set_threshold_default.kind": "site", "remove_threshold_default.kind": "zone",
    "remove_threshold_default.location": lambda db: _made(
        db, "insert into inventory.threshold_defaults (category_id, location_id, kind, minimum)"
        " select c.category_id, l.location_id, 'zone', 1 from inventory.categories as c,"
        " inventory.locations as l where c.code = 'FOOD' and l.code = 'MAIN'"
        " on conflict do nothing", "MAIN"),
    "create_subscription.person": None, "group_name": "staff", "minimum_severity": "warning",
    "subscription": lambda db: _made(
        db, "insert into inventory.subscriptions (person) select 'bob_boss' where not exists"
        " (select from inventory.subscriptions where person = 'bob_boss')",
        "select subscription_id from inventory.subscriptions where person = 'bob_boss'"),
    "apply_default.default": 1, "batch": "1",
    "create_location.parent": "MAIN", "create_location.kind": "zone",
    "grant_location.location": "AIRPORT",
    "revoke_location.location": "MAIN",
    "finish_delivery.outcome": "retry",
    "item": "APPLE", "sku": "APPLE", "location": "MAIN", "at_location": "MAIN",
    "person": "vic_viewer", "name": "Somebody",
    "groups": ["viewer"], "skus": ["APPLE", "MILK"], "verifier": VERIFIER,
    "email": "somebody@example.com", "time_zone": "Europe/Berlin",
    "query": "apple category:FOOD", "place": 3,
    "sort": "name", "state": "open", "severity": "warning", "worker": "w1", "error": "no",
    "after": None, "before": None, "max_rows": 50,
    "minimum": 1, "maximum": 100, "margin": 5, "version": 1,
    "seen": lambda db: _first(db, _RANGE),
    "grouped_by": "category", "category": "FOOD", "movement_report.until": "2026-12-31T00:00:00Z",
    "stock_report.after": None, "stock_report.grouped_by": "item",
    "reference": "R-1", "note": "A note", "since": "2026-01-01T00:00:00Z",
    "started_at": "2026-01-01T00:00:00Z", "occurred_at": "2026-01-31T12:00:00Z",
    "valid_until": "2099-01-01T00:00:00Z",
    "idempotency_key": lambda _: str(uuid.UUID(int=7)),
    # The newest, an issue: that can be reversed.
    "document": lambda db: _first(db, "select max(document_id::text) from inventory.documents"),
    "reverse_document.occurred_at": None,
    "delivery": lambda db: _first(db, "select delivery_id from inventory.deliveries order by 1"),
    "cursor": lambda db: _first(db, "select pg_current_snapshot()"),
}  # fmt: skip
BY_TYPE: dict[str, Any] = {
    "jsonb": [{"a": 1}], "json": [{"a": 1}], "uuid": str(uuid.UUID(int=1)), "numeric": 1,
    "integer": 1, "bigint": 1, "boolean": True, "text[]": ["a"], "date": "2026-01-31",
    "timestamp with time zone": "2026-01-31T12:00:00Z",
}  # fmt: skip
# Who calls a function: the first of these logins that may execute it.
LOGINS = ("bob_boss", "ada_auditor", "stockroom_worker", "stockroom_web")
# But these: Bob is in the groups that could be taken, and holds every place.
CALLERS = {"break_glass": "ann_admin"}
# Only the dashboard has a session from which these go on: Bob's, by this token.
FROM_WEB = ("see_as",)
TOKEN = "bobs-own-session"
FUNCTIONS = """
    select p.oid, p.proname as name, p.provolatile = 'v' as acts,
        obj_description(p.oid, 'pg_proc') as comment,
        coalesce(p.proargnames, '{}') as names,
        array(select format_type(t.oid, null)
              from unnest(p.proargtypes) with ordinality as t (oid, place) order by place) as types
    from pg_catalog.pg_proc as p
    where p.pronamespace = 'api'::regnamespace and p.proname !~ '^local_'
    order by 2
"""


@dataclass(frozen=True, repr=False)
class Function:
    """A function of schema api, with who calls it and valid arguments."""

    name: str
    acts: bool
    comment: str
    login: str
    types: dict[str, str]  # of the parameters, by name
    valid: dict[str, Any]

    def __repr__(self) -> str:
        """Its name alone: the rest would hide what was asked."""
        return f"api.{self.name}"


def functions(db: psycopg.Connection) -> list[Function]:
    """All functions of schema api; `db` is the superuser's, with rows as dicts."""
    return [_function(db, row) for row in db.execute(FUNCTIONS).fetchall()]


def _function(db: psycopg.Connection, row: dict[str, Any]) -> Function:
    may = "select has_function_privilege(%s, %s::oid, 'execute') as may"
    asked = (CALLERS[row["name"]],) if row["name"] in CALLERS else LOGINS
    login = next(one for one in asked if db.execute(may, [one, row["oid"]]).fetchone()["may"])
    types = dict(zip(row["names"], row["types"], strict=False))
    valid = {name: _value(db, row["name"], name, kind) for name, kind in types.items()}
    return Function(row["name"], row["acts"], row["comment"], login, types, valid)


def _value(db: psycopg.Connection, function: str, name: str, kind: str) -> Any:
    known = VALUES.get(f"{function}.{name}", VALUES.get(name, BY_TYPE.get(kind, "x")))
    return known(db) if callable(known) else known


def _first(db: psycopg.Connection, query: str) -> str | None:
    """Its first value, as text; None where a company has no such thing."""
    row = db.execute(query).fetchone()
    return str(next(iter(row.values()))) if row else None


def _made(db: psycopg.Connection, statement: str, name: str) -> Any:
    """What there is once the statement has run; where it is a query, its first value."""
    db.execute(statement)
    return _first(db, name) if name.startswith("select ") else name
