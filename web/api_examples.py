"""What stands in the examples of the API's page: things of the demo company.

tests/api/test_pages.py sends every example and sees that it is understood.
"""

from typing import Any

UUID = "0192f0c1-7d3a-7c55-9b1e-3f1f6a2b4c5d"
# By the name of the value.
BY_NAME: dict[str, Any] = {
    "sku": "ESP-1KG", "item": "ESP-1KG", "location": "MAIN-A-01", "from": "MAIN-A-01",
    "to": "MAIN-A-02", "quantity": 5, "category": "COFFEE", "unit": "case", "version": 1,
    "person": "demo_staff",
    "lot": "L-2027", "list": "items",
}  # fmt: skip
BY_TYPE: dict[str, Any] = {
    "integer": 1, "number": 5, "boolean": True, "object": {}, "array": [], "null": None,
}  # fmt: skip
BY_FORMAT = {"uuid": UUID, "date": "2027-01-31", "date-time": "2026-01-31T12:00:00Z"}
# Of one operation: what its query says, and its body where what must be there shows too little.
QUERY: dict[str, dict[str, str]] = {
    "access_matrix": {"location": "MAIN"},
    "list_alerts": {"state": "open"},
    "list_changes": {"kind": "items", "since": "2026-01-01"},
    "list_refusals": {"since": "2026-01-01"},
    "list_sign_ins": {"success": "no"},
    "list_categories": {"q": "coffee"},
    "count_searches": {"q": "status:low"},
    "history_of": {"kind": "item", "key": "ESP-1KG"},
    "search_items": {"q": "status:low,out location:MAIN", "sort": "name"},
    "list_locations": {"q": "main"},
    "list_lots": {"state": "expired"},
    "search_movements": {"q": "item:ESP-1KG"},
    "list_people": {"q": "demo", "state": "active"},
    "read_barcode": {"code": "4006381333931"},
    "stock_report": {"grouped_by": "category", "instant": "2026-01-31T12:00:00Z"},
    "movement_report": {"since": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z"},
    "count_list": {"list": "items", "asked": '{"query": "coffee"}'},
    "suggest_anything": {"q": "esp"},
    "suggest_items": {"q": "esp"},
    "suggest_search": {"q": "status:l", "at": "8"},
    "list_thresholds": {"status": "low"},
    "explain_access": {
        "person": "demo_staff", "action": "set threshold", "object": "location:MAIN",
    },
}  # fmt: skip
# Of an operation that takes a form with a file.
FORM: dict[str, dict[str, str]] = {
    "add_attachment": {"file": "@front.jpg"},
    "begin_import": {"kind": "items", "file": "@items.csv"},
}
_LINE = {"item": "ESP-1KG", "location": "MAIN-A-01", "quantity": 5}
BODY: dict[str, dict[str, Any]] = {
    "break_glass": {"reason": "Burst pipe", "location": "MAIN", "hours": 4},
    "create_category": {"code": "TEA", "name": "Tea", "parent": "FOOD"},
    "create_item": {"sku": "ESP-2KG", "name": "Espresso beans, 2 kg", "category": "COFFEE",
                    "unit": "bag"},
    "create_location": {"code": "MAIN-C", "name": "Zone C", "kind": "zone", "parent": "MAIN"},
    "create_saved_view": {"name": "Running out", "query": "status:low,out"},
    "create_subscription": {"category": "COFFEE", "location": "MAIN"},
    "create_token": {"label": "Nightly import"},
    "create_unit": {"code": "pallet", "name": "Pallet", "decimals": 0},
    "create_user": {"person": "shop", "name": "Web shop", "groups": ["staff"], "kind": "client"},
    "declare_attribute": {"category": "COFFEE", "attribute": "grind", "label": "Grind",
                          "type": "choice", "choices": ["beans", "filter", "espresso"]},
    "change_attribute": {"label": "Ground for", "version": 1},
    "edit_category": {"name": "Coffee, tea and cocoa", "version": 1},
    "edit_item": {"name": "Espresso beans, one kilo", "version": 1},
    "edit_items": {"selection": {"skus": ["ESP-1KG", "ESP-250"]},
                   "changes": {"tags_add": ["coffee"]}, "dry_run": True},
    "edit_location": {"name": "Aisle one", "version": 1},
    "edit_lot": {"lot": "L-2027", "expires_on": "2027-01-31", "version": 1},
    "edit_saved_view": {"name": "Nearly out", "version": 1},
    "edit_subscription": {"minimum_severity": "critical"},
    "edit_unit": {"name": "Piece", "version": 1},
    "edit_user": {"name": "Sam Staff"},
    "invite_user": {"person": "ivy", "name": "Ivy New", "groups": ["staff"],
                    "email": "ivy@example.com", "places": ["MAIN"]},
    "link_barcode": {"code": "4006381333931", "item": "ESP-1KG"},
    "map_import": {"mapping": {"columns": {"sku": 1, "name": 2}}},
    "move_location": {"parent": "MAIN-B", "version": 1, "dry_run": True},
    "post_adjustment": {"lines": [_LINE | {"quantity": -1, "reason": "Broken"}],
                        "idempotency_key": UUID},
    "preview_document": {"kind": "issue", "lines": [_LINE]},
    "remove_threshold_default": {"category": "COFFEE", "location": "MAIN"},
    "set_columns": {"columns": ["name", "on_hand"]},
    "set_groups": {"groups": ["staff"]},
    "set_threshold": {"location": "MAIN", "minimum": 10, "maximum": 40},
    "set_threshold_default": {"category": "COFFEE", "location": "MAIN", "minimum": 10},
}  # fmt: skip
