"""The demo company's places, and its settings."""

from collections.abc import Sequence
from typing import Any

import psycopg

from ops.importing.dataset import Place

# MAIN's goods lie in bins, HARBOUR's in zones, AIRPORT is one room.
PLACES = (
    Place("ACME", "ACME Outfitters", "company", None),
    Place("NORTH", "North", "region", "ACME"),
    Place("SOUTH", "South", "region", "ACME"),
    Place("MAIN", "Main warehouse", "site", "NORTH"),
    Place("HARBOUR", "Harbour depot", "site", "NORTH"),
    Place("AIRPORT", "Airport shop", "site", "SOUTH"),
    Place("MAIN-A", "Hall A", "zone", "MAIN"),
    Place("MAIN-B", "Hall B", "zone", "MAIN"),
    *(
        Place(f"MAIN-{hall}-{number:02}", f"Hall {hall}, bin {number:02}", "bin", f"MAIN-{hall}")
        for hall in "AB"
        for number in range(1, 5)
    ),
    Place("HARBOUR-DRY", "Dry store", "zone", "HARBOUR"),
    Place("HARBOUR-YARD", "Yard", "zone", "HARBOUR"),
)


def load(dsn: str) -> None:
    """Add the demo company's places."""
    add(dsn, PLACES, company="ACME Outfitters")


def add(dsn: str, places: Sequence[Place], *, company: str) -> None:
    """Add the places that are missing, and name the company while it has no name of its own."""
    with psycopg.connect(dsn, autocommit=True) as db, db.transaction():
        db.execute(
            "update inventory.settings set company = %s where company = 'My company'", (company,)
        )
        for place in places:
            _add(db, place)


def _add(db: psycopg.Connection[Any], place: Place) -> None:
    db.execute(
        "insert into inventory.locations (code, name, kind, parent_id) values (%(code)s, %(name)s,"
        " %(kind)s, (select location_id from inventory.locations where code = %(parent)s))"
        " on conflict (code) do nothing",
        vars(place),
    )
