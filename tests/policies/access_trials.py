"""Trying what api.explain_access() explains: a statement for each action, run and taken back."""

import uuid
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from tests import company
from tests.policies.steps import Connection, attempt

POSTABLE = ("MAIN", "MAIN-A", "MAIN-A-1", "MAIN-B", "HARBOUR", "AIRPORT")
ALL = tuple(code for code, *_ in company.LOCATIONS)
SKUS = tuple(sku for sku, *_ in company.ITEMS)
# What a refusal for want of a right looks like; all else (too little stock, a closed place, a value
# that is missing) comes after the right was given.
NO_RIGHT = frozenset({"42501", "IN006", "IN008", "IN014", "IN401"})
# Separation of duties: who may not do it to whom, whatever the groups.
DUTIES = {"disable person": frozenset({"IN015"}), "set groups": frozenset({"IN015"})}


@dataclass(frozen=True)
class Triple:
    """Who, what, on what; `object` as api.explain_access() takes it."""

    person: str
    action: str
    object: str | None


def _line(place: str, **more: Any) -> Jsonb:
    return Jsonb([{"item": "APPLE", "location": place, "quantity": 1, **more}])


def statement(action: str, key: str) -> tuple[str, list[Any]]:
    """The statement that an action is, on the object of this key."""
    once = uuid.uuid4()
    post = "select api.post_{}(lines => %s, idempotency_key => %s)"
    tries: dict[str, tuple[str, list[Any]]] = {
        "see item": ("select 1 as one from api.items where sku = %s", [key]),
        "see stock": ("select 1 as one from api.stock_on_hand where location = %s", [key]),
        "see document": ("select 1 as one from api.documents where document = %s", [key]),
        "see alert": ("select 1 as one from api.alerts where location = %s", [key]),
        "count": (
            "select 1 as one from inventory.locations where code = %s"
            " and (api.me() #>> '{can,count}')::bool"
            " and location_id <@ auth.readable_ranges()", [key]),
        "post receipt": (post.format("receipt"), [_line(key), once]),
        "post issue": (post.format("issue"), [_line(key), once]),
        "post adjustment": (post.format("adjustment"), [_line(key, reason="Lost"), once]),
        "post transfer": (post.format("transfer"), [
            Jsonb([{"item": "APPLE", "from": key, "to": key, "quantity": 1}]), once]),
        "reverse document": (
            "select api.reverse_document(document => %s, idempotency_key => %s)", [key, once]),
        "create item": ("select api.create_item(%s)", [
            Jsonb({"sku": "NEW", "name": "New", "category": "FOOD", "unit": "ea"})]),
        "edit item": ("select api.edit_item(sku => %s, changes => '{\"name\": \"Other\"}',"
                      " version => 1)", [key]),
        "remove item": ("select api.remove_item(sku => %s, version => 1)", [key]),
        "set threshold": ("select api.set_threshold(item => 'MILK', location => %s,"
                          " minimum => 1, maximum => 2)", [key]),
        "edit place": ("update inventory.locations set name = name || '.', version = version"
                       " where code = %s returning code", [key]),
        "grant place": ("select api.grant_location('vic_viewer', %s)", [key]),
        "create person": ("select api.create_user(person => 'zz_new', name => 'New',"
                          " groups => '{viewer}')", []),
        "disable person": ("select api.disable_user(%s)", [key]),
        "set groups": ("select api.set_groups(person => %s, groups => '{viewer}')", [key]),
        "break glass": ("select api.break_glass(reason => 'a fire at night', location => 'SOUTH',"
                        " group_name => null)", []),
        "see audit": ("select 1 as one from api.changes where table_name = 'inventory.items'"
                      " limit 1", []),
        "see health": ("select 1 as one from api.health() as h where h is not null", []),
    }  # fmt: skip
    if action == "see cost":
        view, column = ("item_costs", "sku") if key in SKUS else ("movement_costs", "location")
        return f"select 1 as one from api.{view} where {column} = %s", [key]
    return tries[action]


def objects(action: str, takes: str, documents: list[str]) -> list[str | None]:
    """Objects that an action can be tried on: there is a row to see at each."""
    if action in ("see stock", "see cost") and takes == "location":
        return [f"location:{code}" for code in POSTABLE]
    if action.startswith("post "):
        return [f"location:{code}" for code in POSTABLE]
    return {
        "location": [f"location:{code}" for code in ALL],
        "item": [f"item:{sku}" for sku in SKUS],
        "document": [f"document:{one}" for one in documents],
        "person": [f"person:{name}" for name in company.PEOPLE],
        "": [None],
    }[takes]


def is_allowed(db: Connection, triple: Triple, types: dict[str, list[str]]) -> bool:
    """Whether a person's own connection, or the web's as them, gets to do it."""
    if not db.execute("select auth.signed_in() is not null as yes").fetchone()["yes"]:
        return False
    verb, _, name = triple.action.partition(" ")
    if verb == "execute":
        nulls = ", ".join(f"null::{kind}" for kind in types[name])
        tried = attempt(db, f"select {name}({nulls})")
        said = tried.diag.message_primary or "" if isinstance(tried, psycopg.Error) else ""
        of_function = said.startswith("permission denied for") and name.split(".")[1] in said
        return not (of_function or said.startswith("permission denied for schema"))
    if verb in ("select", "delete") and "." in name:
        asked = f"select 1 from {name} limit 0" if verb == "select" else f"delete from {name}"
        tried = attempt(db, f"{asked} where false" if verb == "delete" else asked)
        return not (isinstance(tried, psycopg.Error) and tried.sqlstate == "42501")
    query, values = statement(triple.action, (triple.object or ":").split(":", 1)[1])
    tried = attempt(db, query, values)
    if not isinstance(tried, psycopg.Error):
        return bool(tried)
    if "Tools take no rights" in (tried.diag.message_primary or ""):
        return False
    if tried.sqlstate == "IN001":
        return "IN103" not in (tried.diag.message_detail or "")
    return tried.sqlstate not in NO_RIGHT | DUTIES.get(triple.action, frozenset())
