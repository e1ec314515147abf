"""What `stockroom up` says when it is ready: where, who, and a tour."""

import importlib
import json
from collections.abc import Mapping
from pathlib import Path

from ops.database import Database

FIRST = "demo_manager"
ROLES = {
    "demo_manager": "manager of the region NORTH: thresholds, items, cost",
    "demo_staff": "staff at the site MAIN: posts movements",
    "demo_viewer": "sees items and stock",
    "demo_auditor": "reads everything, changes nothing",
    "demo_admin": "people, tokens, settings; no stock",
    "demo_reporting": "for psql and BI tools; no web",
}


def greet(given: Mapping[str, str], data: Path, database: Database, seconds: float) -> None:
    """Print the address, the people with their passwords, the mailbox and the tour."""
    base = given["STOCKROOM_BASE_URL"]
    print(f"\nStockroom is ready at {base}  (after {seconds:.1f} s)\n")
    people = passwords(data)
    for name in sorted(people, key=lambda person: (person != FIRST, person)):
        print(f"    {name:16} {people[name]:24} {ROLES.get(name, '')}")
    if not people:
        print("    Nobody has signed up yet: .venv/bin/stockroom user create NAME --admin")
    if not given["STOCKROOM_SMTP_HOST"]:
        print(f"\nMails stay here: {base}/mailbox  (files in {data / 'mail'})")
    for number, step in enumerate(tour(base) if people else [], start=1):
        print(f"{'' if number > 1 else chr(10)}  {number}. {step}")
    print("\nCtrl-C stops everything; the data stays.", flush=True)


def passwords(data: Path) -> dict[str, str]:
    """Passwords of the demo people, by name; the file is readable by its owner only."""
    path = data / "secrets" / "people.json"
    return dict(json.loads(path.read_text())) if path.exists() else {}


def tour(base: str) -> list[str]:
    """Three steps through the demo that end with a mail; the demo data knows which item."""
    demo = importlib.import_module("ops.demo")
    return list(demo.tour(base))
