"""The company that SQL tests work in: a small tree of places, a few items, one person a group.

    ACME (company)
      NORTH (region)   MAIN (site: MAIN-A, MAIN-B zones; MAIN-A-1 bin)   HARBOUR (site)
      SOUTH (region)   AIRPORT (site; allows negative stock)

Everybody's password is PASSWORD. Nothing has moved yet.
"""

import psycopg

PASSWORD = "correct horse battery"
# person: groups, places
PEOPLE = {
    "ann_admin": (["admin"], []),
    "max_manager": (["manager"], ["NORTH"]),
    "sue_staff": (["staff"], ["MAIN"]),
    "sam_staff": (["staff"], ["AIRPORT"]),
    "vic_viewer": (["viewer"], ["MAIN"]),
    "ada_auditor": (["auditor"], []),
    "rob_reporting": (["reporting"], ["ACME"]),
    "bob_boss": (["manager", "admin"], ["ACME"]),
    "cora_counter": (["counter"], ["MAIN"]),
    "cas_cost": (["staff", "cost"], ["MAIN"]),
}
LOCATIONS = [
    ("ACME", "Acme", "company", None, False),
    ("NORTH", "North", "region", "ACME", False),
    ("SOUTH", "South", "region", "ACME", False),
    ("MAIN", "Main", "site", "NORTH", False),
    ("MAIN-A", "Main / A", "zone", "MAIN", False),
    ("MAIN-A-1", "Main / A / 1", "bin", "MAIN-A", False),
    ("MAIN-B", "Main / B", "zone", "MAIN", False),
    ("HARBOUR", "Harbour", "site", "NORTH", False),
    ("AIRPORT", "Airport", "site", "SOUTH", True),
]
ITEMS = [
    ("APPLE", "Apple", "FOOD", "ea", {"weight": 0.2}),
    ("MILK", "Milk, whole", "FOOD", "l", {"weight": 1.03, "organic": True}),
    ("BOLT-M8", "Bolt M8", "PARTS", "ea", {}),
]

# key: owner, name, search, group that it is shared with
SAVED_VIEWS = {
    "00000000-0000-4000-8000-0000000000b0": ("bob_boss", "Food", "category:FOOD", None),
    "00000000-0000-4000-8000-0000000000c0": ("max_manager", "Parts", "category:PARTS", "staff"),
    "00000000-0000-4000-8000-0000000000d0": ("cora_counter", "To count", "", None),
}


def verifier(db: psycopg.Connection, person: str) -> str:
    """The SCRAM-SHA-256 verifier of PASSWORD for a person, as a client makes it."""
    made = db.pgconn.encrypt_password(PASSWORD.encode(), person.encode(), b"scram-sha-256")
    return made.decode()


def found(db: psycopg.Connection) -> None:
    """Create the company in a deployed, empty database, as its superuser."""
    # An installation that `stockroom up` began has some of them.
    db.execute(
        "insert into inventory.units (code, name, decimals) values "
        "('ea', 'each', 0), ('case', 'case', 0), ('l', 'litre', 3) on conflict (code) do nothing"
    )
    db.execute(
        "insert into inventory.categories (code, name) values ('ALL', 'Everything') "
        "on conflict (code) do nothing"
    )
    for code, name in (("FOOD", "Food"), ("PARTS", "Parts")):
        db.execute(
            "insert into inventory.categories (code, name, parent_id) "
            "values (%s, %s, inventory.category_of('ALL'))",
            [code, name],
        )
    db.execute(
        "insert into inventory.attributes (category_id, attribute, label, type, unit) "
        "values (inventory.category_of('ALL'), 'weight', 'Weight', 'number', 'kg'), "
        "(inventory.category_of('FOOD'), 'organic', 'Organic', 'boolean', null)"
    )
    for code, name, kind, parent, negative in LOCATIONS:
        db.execute(
            "insert into inventory.locations (code, name, kind, parent_id, allow_negative) "
            "select %s, %s, %s, (select location_id from inventory.locations where code = %s), %s",
            [code, name, kind, parent, negative],
        )
    for sku, name, category, unit, attributes in ITEMS:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id, attributes) "
            "values (%s, %s, inventory.category_of(%s), inventory.unit_of(%s), %s)",
            [sku, name, category, unit, psycopg.types.json.Jsonb(attributes)],
        )
    db.execute(
        "insert into inventory.item_units (item_id, unit_id, factor) "
        "values (inventory.item_of('APPLE'), inventory.unit_of('case'), 12)"
    )
    db.execute(
        "insert into inventory.item_barcodes (barcode, item_id) "
        "values ('4006381333931', inventory.item_of('APPLE'))"
    )
    for person, (groups, places) in PEOPLE.items():
        db.execute(
            "select api.create_user(person => %s, name => %s, groups => %s, verifier => %s, "
            "email => %s)",
            [
                person,
                person.split("_")[0].title(),
                groups,
                verifier(db, person),
                f"{person}@example.com",
            ],
        )
        for place in places:
            db.execute("select api.grant_location(%s, %s)", [person, place])
    for key, (owner, name, query, group) in SAVED_VIEWS.items():
        db.execute(
            "insert into inventory.saved_views (view_id, owner, name, query, shared_with) "
            "values (%s, %s, %s, %s, %s)",
            [key, owner, name, query, group],
        )
        db.execute(
            "insert into inventory.view_watches (view_id, person) values (%s, %s)", [key, owner]
        )
    db.execute(
        "insert into inventory.list_columns "
        "select person, 'movements', '{name,sku}' from auth.people"
    )
    db.execute("insert into inventory.preferences (person) select person from auth.people")
