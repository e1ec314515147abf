"""Which functions of schema api are called: every one in the catalogue, with usual arguments."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from tests.plans.people import EVERYBODY, key_of, one_time_code

Arguments = dict[str, Any]
ATTRIBUTE = {"category": "ALL", "attribute": "weight"}
SERVICES = ("stockroom_worker", "stockroom_web")
# Read the whole ledger, which is what they are for.
NOT_CALLED = {
    "prove": "recomputes everything from the whole ledger",
    "record_proof": "runs prove",
}


@dataclass(frozen=True)
class Call:
    """A function and what it is called with; `size` of what it is given, in lines or rows."""

    function: str
    arguments: Arguments
    size: int = 1


def calls(known: dict[str, Any], caller: str = "") -> dict[str, list[Call]]:
    """Calls of each function, by its name; of a session or device, the caller's own."""
    asked = _arguments(known) | _of_people(known) | _of_oneself(known, caller)
    return {
        function: [Call(function, one, _size(one, known)) for one in variants]
        for function, variants in asked.items()
    }


def _size(arguments: Arguments, known: dict[str, Any]) -> int:
    """How many lines, rows or keys a call is given, or asks for."""
    if arguments.get("document") == known["large_document"]:
        return int(known["large_lines"])
    values = [one.obj if isinstance(one, Jsonb) else one for one in arguments.values()]
    values += [one["skus"] for one in values if isinstance(one, dict) and "skus" in one]
    given = max((len(one) for one in values if isinstance(one, list)), default=1)
    return int(arguments.get("max_rows", given))


def _arguments(known: dict[str, Any]) -> dict[str, list[Arguments]]:
    """What each function is called with; a new function needs a line here."""
    key = "019d0000-0000-7000-8000-000000000000"
    usual, place = known["usual"], known["bin"]

    def post(*, lines: list[Arguments]) -> Arguments:
        return {"lines": Jsonb(lines), "idempotency_key": key}

    def line(item: str = usual, quantity: int = 1, **more: Any) -> Arguments:
        return {"item": item, "location": place, "quantity": quantity, **more}

    many = known["skus"]
    return {
        "post_receipt": [
            post(lines=[line(unit_cost=2)]),
            post(lines=[line(item, unit_cost=2) for item in many[:100]]),
            post(lines=[line(item, unit_cost=2) for item in many]),
        ],
        "post_issue": [
            post(lines=[line()]),
            post(lines=[line() for _ in range(10)]),
            post(lines=[line(quantity=1_000_000)]),
        ],
        "post_transfer": [
            post(lines=[{"item": usual, "from": place, "to": known["other_bin"], "quantity": 1}])
        ],
        "post_adjustment": [post(lines=[line(reason="Counted")])],
        "reverse_document": [{"document": known["document"], "idempotency_key": key}],
        "preview_document": [
            {"kind": "issue", "lines": Jsonb([line()])},
            {"kind": "receipt", "lines": Jsonb([line(lot="NEW") for _ in range(10)])},
            {"kind": "issue", "lines": Jsonb([line(item) for item in many])},
        ],
        "preview_reversal": [{"document": known["document"]}],
        "create_item": [
            {"item": Jsonb({"sku": "NEW-1", "name": "New", "category": "FOOD.TEA", "unit": "ea"})}
        ],
        "edit_item": [{"sku": usual, "changes": Jsonb({"name": "Other"}),
                       "version": known["version"]}],
        "edit_items": [
            {"selection": Jsonb({"skus": many[:100]}), "changes": Jsonb({"tags_add": ["new"]})},
            {"selection": Jsonb({"skus": [usual]}),
             "changes": Jsonb({"location": known["site"], "minimum": 1})},
        ],
        "edit_items_page": [
            {"selection": Jsonb({"skus": many[:100]})}, {"selection": Jsonb({"query": "brass"})},
        ],
        "remove_item": [{"sku": known["unmoved"], "version": known["unmoved_version"]}],
        "restore_item": [{"sku": known["retired"], "version": known["retired_version"]}],
        "add_attachment": [{"sku": usual, "name": "a.txt", "content": b"x"}],
        "remove_attachment": [{"attachment": key}],
        "set_primary_image": [{"attachment": key}],
        "attachment": [{"attachment": key}],
        "attachment_file": [{"attachment": key}],
        "label_rows": [
            {"skus": many, "locations": [known["site"]]},
            {"locations": [known["site"]], "below": True},
        ],
        "item_lots": [{"sku": known["with_lots"]}, {"sku": known["hot"], "max_rows": 500}],
        "edit_lot": [{"sku": known["with_lots"], "lot": known["lot"], "expires_on": "2030-01-31",
                      "version": 1}],
        "history_of": [
            {"kind": "item", "key": usual}, {"kind": "location", "key": known["site"]},
            {"kind": "range", "key": f"{known['ranged']} at {known['ranged_at']}"},
            {"kind": "category", "key": "FOOD.TEA"}, {"kind": "unit", "key": "ea"},
            {"kind": "attribute", "key": "weight of ALL"},
        ],
        "create_location": [{"code": "N01-NEW", "name": "New", "kind": "zone", "parent": "N01"}],
        "import_items": [
            {"rows": Jsonb([{"sku": sku, "name": "Other"} for sku in many[:100]])},
            {"rows": Jsonb([{"sku": f"NEW-{n}", "name": "New", "category": "FOOD.TEA", "unit": "ea"}
                            for n in range(100)])},
            {"rows": Jsonb([{"sku": sku, "tags": "new, red", "packs": "case=12"}
                            for sku in many[:100]])},
        ],
        "import_thresholds": [
            {"rows": Jsonb([{"item": usual, "location": known["site"], "minimum": 1}])}
        ],
        "import_locations": [
            {"rows": Jsonb([{"code": "N01-NEW", "name": "New", "kind": "zone",
                             "parent": "N01"}])}
        ],
        "set_threshold": [
            {"item": usual, "location": known["site"], "minimum": 1, "maximum": 1_000_000},
            {"item": known["hot"], "location": "BENCH", "minimum": 10_000_000, "maximum": None},
        ],
        "remove_threshold": [{"item": known["ranged"], "location": known["ranged_at"]}],
        "remove_thresholds": [
            {"selection": Jsonb({"ranges": [
                {"item": known["ranged"], "location": known["ranged_at"]}]})},
        ],
        **_of_places(known),
        "search_items": [{}],
        "item_fields": [{}, {"max_rows": 500}, {"query": "status:low"}],
        "suggest_search": [{"query": "loc"}, {"query": "location:"}, {"query": "tag:"}],
        "search_movements": [
            {"query": "", "max_rows": 500}, {"query": f"item:{known['hot']}"},
            {"query": f"location:{known['bin']}"}, {"query": "kind:reversal is:posted"},
            {"query": f"item:{usual} kind:issue from:2020-01-01"}, {"query": "happened:<7d"},
            {"query": "te"}, {"query": "te by:bench"},
            # A code that is none: the nearest is looked for.
            {"query": f"lot:{known['lot']}X9"}, {"query": "location:N0I-X"},
        ],
        "suggest_anything": [{"query": usual}, {"query": "te"}, {"query": "item"}],
        "suggest_items": [{"query": usual}, {"query": "te"}, {"query": "item"}, {"query": "x"}],
        "count_searches": [{"queries": ["", "status:low", "category:FOOD", "9"]}],
        "count_list": [
            {"list": "items", "asked": Jsonb({"query": "status:low"})}, {"list": "movements"},
            {"list": "alerts"}, {"list": "lots"}, {"list": "ranges"},
        ],
        "list_saved_views": [{}],
        "create_saved_view": [{"saved_view": Jsonb({"name": "New", "query": "status:low"})}],
        "set_preferences": [{"numbers": "comma"}],
        "set_columns": [{"list": "items", "columns": ["name", "sku"]}],
        "item_page": [{"sku": known["hot"]}, {"sku": usual}, {"sku": f"{usual}X9"}],
        "read_barcode": [{"code": usual}, {"code": known["hot"], "location": place}],
        "link_barcode": [{"code": "4006381333931", "item": usual}],
        "item_rows": [{"skus": many[:200]}],
        "attribute_columns": [{}],
        "item_columns": [{
            "skus": many[:50],  # of a page
            "columns": ["expires", "value", "tags", "created", "description", "attribute.weight"],
        }],
        "item_history": [
            {"sku": known["hot"]}, {"sku": usual, "location": known["site"]},
            {"sku": known["hot"], "since": "1900-01-01"},
        ],
        "item_movements": [{"sku": known["hot"], "max_rows": 500}],
        "recent_movements": [{"max_rows": 500}],
        "stock_as_of": [{"instant": "now", "item": usual}],
        "stock_report": [
            {}, {"instant": "2020-01-01"}, {"grouped_by": "category"},
            {"grouped_by": "item", "at_location": known["site"]},
            {"grouped_by": "item", "instant": "yesterday"},
            {"grouped_by": "item", "with_total": False},
        ],
        "movement_report": [
            {"since": "yesterday"}, {"since": "yesterday", "grouped_by": "item"},
            {"since": "yesterday", "grouped_by": "item", "with_total": False},
        ],
        "take_snapshots": [{}],
        "list_alerts": [{"max_rows": 500}],
        "change_kinds": [{}],
        "list_changes": [
            {"max_rows": 500}, {"search": "no such text"}, {"person": "bench_manager"},
            {"kind": "ranges"}, {"kind": "items", "address": "192.0.2.1"},
            {"since": "2020-01-01", "until": "2020-01-02"},
        ],
        "list_refusals": [{"max_rows": 500}, {"search": "no such text"}],
        "list_sign_ins": [{"max_rows": 500}, {"person": "nobody"}],
        "record_role_changes": [{}],
        "document_page": [{"document": known["document"]}, {"document": known["large_document"]}],
        "form_choices": [{}],
        "overview": [{}],
        "needs_attention": [{}],
        "count_alerts": [{}],
        "first_steps": [{}],
        "me": [{}],
        "health": [{}],
        "live_cursor": [{}],
        "live_changes": [{"cursor": known["snapshot"]}],
        "live_places": [{}],
        "claim_delivery": [{"delivery": known["delivery"]}],
        "finish_delivery": [{"delivery": known["delivery"], "outcome": "failed"}],
        "worker_heartbeat": [{"worker": "plans", "started_at": "now", "version": "1"}],
        "end_overdue": [{}],
        "claim_watches": [{"max_rows": 500}],
        "check_watch": [{"view": known["view"], "person": "bench_manager"}],
        "forget_jobs": [{}],
        "housekeeping": [{}],
    }  # fmt: skip


def _of_places(known: dict[str, Any]) -> dict[str, list[Arguments]]:
    """Functions about places, categories, units, ranges and who is told of them."""
    version = {"version": 1}
    return {
        "list_locations": [{}, {"search": "no such place"}, {"below": "N01"}],
        "location_rows": [
            {"max_rows": 500},
            {"search": "no such place"},
            {"closed": True, "max_rows": 500},
            {"below": "N01", "max_rows": 500},
        ],
        "location_page": [
            {"location": "N01"},
            {"location": known["bin"]},
            {"location": f"{known['bin']}X9"},
        ],
        "edit_location": [{"location": "N01", "changes": Jsonb({"name": "Other"})} | version],
        "move_location": [{"location": known["bin"], "parent": "N01", "dry_run": True} | version],
        "close_location": [{"location": one} | version for one in (known["bin"], "N01-NEW-PLACE")],
        "open_location": [{"location": known["bin"]} | version],
        "remove_location": [{"location": known["bin"]} | version],
        "list_categories": [{}, {"search": "tea"}, {"max_rows": 2}],
        "category_page": [{"category": "FOOD.TEA"}, {"category": "FASTENERS"}],
        "settings_page": [{}],
        "list_attributes": [{}, {"search": "w", "state": "all"}],
        "attribute_page": [ATTRIBUTE],
        "declare_attribute": [
            {"category": "FOOD", "attribute": "shelf_life", "label": "Shelf life", "type": "number"}
        ],
        "change_attribute": [ATTRIBUTE | {"changes": Jsonb({"label": "Other"})} | version],
        "retire_attribute": [ATTRIBUTE | version],
        "restore_attribute": [ATTRIBUTE | version],
        "create_category": [{"code": "NEW", "name": "New", "parent": "FOOD"}],
        "edit_category": [{"category": "FOOD.TEA", "changes": Jsonb({"name": "Other"})} | version],
        "remove_category": [{"category": "FASTENERS"} | version],
        "list_units": [{}],
        "create_unit": [{"code": "crate", "name": "Crate"}],
        "edit_unit": [{"unit": "ea", "changes": Jsonb({"name": "Other"})} | version],
        "remove_unit": [{"unit": "ea"} | version],
        "list_thresholds": [
            {"max_rows": 500},
            {"status": "low"},
            {"status": "crossed"},
            {"severity": "critical"},
            {"location": "N01"},
            {"query": "bolt"},
            {"set_by": "default"},
        ],
        "list_threshold_defaults": [{}],
        "set_threshold_default": [
            {
                "category": "FOOD.TEA",
                "location": "N01",
                "kind": None,
                "minimum": 1,
                "maximum": 9,
                "dry_run": True,
            },
        ],
        "remove_threshold_default": [{"category": "FOOD.TEA", "location": "N01", "kind": None}],
        "apply_default": [{"default": 0}],
        "settle_items": [{"batch": "0"}],
        "list_lots": [{"state": state, "max_rows": 500} for state in ("soon", "expired", "all")],
        "list_subscriptions": [{}],
        "create_subscription": [{"location": "N01", "minimum_severity": "critical"}],
        "who_is_told": [{"item": known["hot"], "location": "N01"}],
    }


def _of_people(known: dict[str, Any]) -> dict[str, list[Arguments]]:
    """Functions about people and their rights."""
    viewer = {"person": "bench_viewer"}
    hired = {"person": "plans_hired", "name": "New", "groups": ["staff"]}
    places = [{"location": "N01"}, {"location": "N01", "max_rows": 100}]
    return {
        "grant_location": [{"person": "bench_viewer", "location": "W"}],
        "revoke_location": [{"person": "bench_viewer", "location": known["granted"]}],
        "create_user": [{"person": "plans_hired", "name": "New", "groups": ["staff"]}],
        "disable_user": [{"person": "bench_viewer"}],
        "set_password": [{"person": "bench_viewer", "verifier": known["verifier"]}],
        "edit_user": [viewer | {"changes": Jsonb({"name": "Other"})}],
        "set_groups": [viewer | {"groups": ["staff", "cost"]}],
        "enable_user": [{"person": known["gone"]}],
        "offboard_user": [viewer],
        "invite_user": [hired | {"email": "hired@example.com", "places": ["N01", "W"]}],
        "send_invitation": [viewer, viewer | {"purpose": "password"}],
        "invitation_link": [viewer],
        "reset_second_factor": [viewer],
        "create_token": [{"person": known["tool"], "label": "A tool's"}],
        "edit_settings": [{"changes": Jsonb({"second_factor_groups": ["admin", "staff"]})}],
        "see_as": [viewer],
        "list_people": [
            {}, {"max_rows": 500}, {"search": "no such name"}, {"search": "9"}, {"state": "ended"},
            {"after": known["person_cursor"]}, {"search": "clerk", "state": "active"},
        ],
        "person_page": [viewer, {"person": "bench_clerk"}],
        "access_matrix": [{}, {"max_rows": 100}, {"after": known["person"]}, *places],
        "access_actions": [{}],
        "access_choices": [{}],
        "explain_access": [
            viewer | {"action": "see stock", "object": "location:N01"},
            viewer | {"action": "post issue", "object": "location:N01"},
            viewer | {"action": "see cost", "object": f"item:{known['hot']}"},
            viewer | {"action": "reverse document", "object": f"document:{known['document']}"},
            viewer | {"action": "set groups", "object": "person:bench_clerk"},
            viewer | {"action": "select api.movements"},
            {"person": "", "action": "execute api.post_receipt"},
        ],
        "break_glass": [
            {"reason": "The cold store has failed", "location": "S", "group_name": group}
            for group in (None, "staff")
        ],
        "list_break_glass": [{"max_rows": 500}, {"only_open": True}],
        "end_expired_rights": [{}],
        "keep_second_factors": [{}],
    }  # fmt: skip


_FILE = {
    "name": "a.csv", "bytes": 9, "sha256": "0" * 64, "encoding": "utf-8", "delimiter": ";",
    "header": ["Article"],
}  # fmt: skip
_OF_FILES: dict[str, list[Arguments]] = {
    "add_import_rows": [{"rows": Jsonb([[line, ["NEW"]] for line in range(6000, 6100)])}],
    "map_import": [{"mapping": Jsonb({"columns": {"sku": "Article"}})}],
    "start_import": [{"how": "check"}],
    "record_import": [{"done": 9, "problems": Jsonb([{"line": 2, "reason": "is empty"}])}],
    "cancel_import": [{}],
    "import_page": [{}],
    "import_rows": [{"max_rows": 1000}, {"only_bad": True}],
}


def _of_oneself(known: dict[str, Any], caller: str) -> dict[str, list[Arguments]]:
    """Functions about the caller's own account; see people.py for what everybody has."""
    sent = {"import": key_of(caller)}
    told = {"subscription": known["subscriptions"].get(caller, 0)}
    edit = {"edit": key_of(caller)}
    return {
        "account": [{}],
        "edit_account": [{"name": "Other"}],
        "begin_second_factor": [{}],
        "confirm_second_factor": [{"code": one_time_code()}],
        "remove_second_factor": [{"code": one_time_code()}],
        "revoke_session": [{"session": key_of(caller)}],
        "revoke_device": [{"device": key_of(caller)}],
        "end_break_glass": [{"break_glass": key_of(caller)}],
        "end_see_as": [{}],
        "edit_subscription": [told],
        "remove_subscription": [told],
        "list_imports": [{"max_rows": 500}, {"max_rows": 500, "state": "waiting"}],
        **{name: [sent | more for more in variants] for name, variants in _OF_FILES.items()},
        "begin_import": [{"kind": "items", "file": Jsonb(_FILE)}],
        "begin_item_edit": [
            {"selection": Jsonb({"skus": [known["hot"]]}), "changes": Jsonb({"tags_add": ["new"]})}
        ],
        "item_edit_page": [edit],
        "record_item_edit": [edit | {"done": 1}],
        "claim_item_edit": [edit | {"run": edit["edit"]}],
        "start_item_edit": [edit, edit | {"without": [known["hot"]]}],
        "cancel_item_edit": [edit],
        "edit_saved_view": [
            {"view": key_of(caller), "changes": Jsonb({"name": "Other"}), "version": 1}
        ],
        "remove_saved_view": [{"view": key_of(caller)}],
        "watch_view": [{"view": key_of(caller)}],
        "unwatch_view": [{"view": key_of(caller)}],
        "sign_out_everywhere": [{}],
    }


def callers(db: psycopg.Connection[Any]) -> dict[str, list[str]]:
    """Who may call each function of schema api: our people and services, by its name."""
    query = (
        "select p.proname, array_agg(r.rolname::text order by r.rolname)"
        " from pg_proc as p cross join pg_roles as r"
        " where p.pronamespace = 'api'::regnamespace and r.rolname = any (%s)"
        " and has_function_privilege(r.oid, p.oid, 'execute') group by 1 order by 1"
    )
    people = [one.person for one in EVERYBODY]
    rows = db.execute(query, [[*people, *SERVICES]]).fetchall()
    return dict(rows)
