"""What `stockroom up` says when it is ready: where, who, and a tour."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg

from ops.database import Database
from ops.first import first_person
from ops.lan import Lan

FIRST = "demo_manager"
MAY = {
    "viewer": "sees items and stock",
    "staff": "posts movements",
    "counter": "counts, without seeing what is expected",
    "manager": "posts, edits items, sets ranges, sees cost",
    "auditor": "reads everything, changes nothing",
    "admin": "people and settings, no stock",
    "cost": "sees what things cost",
    "reporting": "for psql and BI tools",
}
PEOPLE = """
    select p.person, array_agg(distinct substr(g.rolname, 11) order by substr(g.rolname, 11)),
        coalesce((select string_agg(l.code, ', ' order by l.code)
         from auth.location_grants lg join inventory.locations l using (location_id)
         where lg.person = p.person), '')
    from auth.people p
    join pg_roles r on r.rolname = p.person
    join pg_auth_members m on m.member = r.oid
    join pg_roles g on g.oid = m.roleid and g.rolname like 'stockroom\\_%%'
    where p.person = any(%s)
    group by p.person
"""


def greet(
    given: Mapping[str, str],
    data: Path,
    database: Database,
    seconds: float,
    tour: Sequence[str],
    network: Lan | None = None,
) -> None:
    """Print the addresses, the people with their passwords, the mailbox and the tour."""
    base = given["STOCKROOM_BASE_URL"]
    print(f"\nStockroom is ready at {base}  (after {seconds:.1f} s)\n")
    people = passwords(data)
    roles = _roles(database, list(people))
    for name in sorted(people, key=lambda person: (person != FIRST, person)):
        print(f"    {name:16} {people[name]:18} {roles.get(name, '')}".rstrip())
    if not people:
        print(first_person(database.owner, base) or "    Sign in with your own account.")
    if not given["STOCKROOM_SMTP_HOST"]:
        print(f"\nMails stay here: {base}/mailbox  (files in {data / 'mail'})")
    if network:
        network.greet()
    if tour:
        print("\nA tour in three steps")
    for number, step in enumerate(tour, start=1):
        print(f"  {number}. {step}")
    print("\nCtrl-C stops everything; the data stays.", flush=True)


def _roles(database: Database, people: list[str]) -> dict[str, str]:
    """What each may do and where, as the database has it."""
    with psycopg.connect(database.owner) as db:
        found = db.execute(PEOPLE, (people,)).fetchall()
    return {
        person: "; ".join(MAY.get(group, group) for group in groups)
        + (f" (at {places})" if places else "")
        for person, groups, places in found
    }


def passwords(data: Path) -> dict[str, str]:
    """Passwords of the demo people, by name; the file is readable by its owner only."""
    path = data / "secrets" / "people.json"
    return dict(json.loads(path.read_text())) if path.exists() else {}
