"""The demo company: people, places, items and three months of movements.

Everything is posted through the public commands, by the people themselves. The same company
comes out each time; only the dates move with the day it is loaded on.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ops.demo import catalogue, places, story
from ops.demo.people import People, make_people

if TYPE_CHECKING:
    from ops.importing.dataset import Dataset

__all__ = ["load", "load_people", "tour"]

PEOPLE = (
    *(
        People("demo_manager", "Maria Lind", ("manager",), "NORTH"),
        People("demo_staff", "Tom Becker", ("staff",), "MAIN"),
        People("demo_viewer", "Ines Costa", ("viewer",), "ACME"),
        People("demo_counter", "Leo Marin", ("counter",), "MAIN"),
        People("demo_auditor", "Ken Sato", ("auditor",), None),
        People("demo_admin", "Ada Novak", ("admin",), None),
        People("demo_reporting", "Reporting tool", ("reporting",), "ACME", kind="tool"),
    ),
    # Keeps the south going. Has no password, so nobody signs in as her.
    People("demo_south", "Rosa Diaz", ("manager",), "SOUTH", signs_in=False),
)


def load(dsn: str, secrets_dir: Path) -> None:
    """Load the demo company; what is there is left as it is, what is missing is added.

    `dsn` is a superuser's. Passwords are made here, one per person, and written to
    people.json in `secrets_dir` (mode 0600).
    """
    places.load(dsn)
    make_people(dsn, secrets_dir, PEOPLE)
    catalogue.load(dsn, "demo_manager")
    story.load(dsn)


def load_people(dsn: str, secrets_dir: Path, dataset: "Dataset") -> None:
    """Make the demo people for a real data set: managers of all of it, staff at one site."""
    company = next(place.code for place in dataset.places if place.parent is None)
    site = next(place.code for place in dataset.places if place.kind == "site")
    name = next(place.name for place in dataset.places if place.parent is None)
    places.add(dsn, dataset.places, company=name)
    at: dict[str | None, str | None] = {
        "ACME": company,
        "NORTH": company,
        "MAIN": site,
        None: None,
    }
    people: Sequence[People] = [
        one.at(at[one.place]) for one in PEOPLE if one.person != "demo_south"
    ]
    make_people(dsn, secrets_dir, people)


def tour(base: str, dsn: str) -> list[str]:
    """Return the three steps that the start message shows; they end with a mail.

    They speak of the stock as it is: after the first tour, some is received before it is issued.
    """
    import psycopg

    with psycopg.connect(dsn) as db:
        row = db.execute(
            "select t.balance, t.minimum, t.margin, t.status, coalesce(s.on_hand, 0)"
            " from api.thresholds t left join api.stock_on_hand s on s.sku = t.sku"
            " and s.location = %s and s.lot is null where t.sku = %s order by t.location limit 1",
            (story.TOUR_PLACE, story.TOUR_SKU),
        ).fetchone()
    balance, minimum, margin, status, there = row or (0, 0, 0, "ok", 0)
    issue = max(int(balance - minimum) + 2, 1)
    if status == "ok" and issue <= there:
        act = (
            f"{there:f} lie at {story.TOUR_PLACE}, at least {minimum:f} should."
            f" Issue {issue} of them there."
        )
    else:
        amount = max(int(minimum + margin - balance), 0) + 5
        act = (
            f"only {balance:f} are left where at least {minimum:f} should be."
            f" Receive {amount} at {story.TOUR_PLACE}, then issue {amount} there."
        )
    return [
        f"Sign in at {base}/sign-in as demo_manager, with the password above.",
        f"Open {base}/items/{story.TOUR_SKU} ({story.TOUR_NAME}): {act}",
        "The balance falls as you watch, the item turns low,"
        f" and the mail to you lies in {base}/mailbox.",
    ]
