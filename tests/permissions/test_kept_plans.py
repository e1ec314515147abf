"""What was planned while somebody was in a group does not outlive the group.

PostgreSQL 17 keeps such plans, policies of the lost group and all, as long as the role that runs
them is the same: a policy of one group therefore asks that group itself, each time.
"""

from collections.abc import Callable

import pytest

from tests.conftest import Database
from tests.functions.steps import post
from tests.policies.steps import Connection, sign_in, web_request

PLANS = "set plan_cache_mode = force_generic_plan"
STOCK = "select coalesce(sum(on_hand), 0) from inventory.stock_levels"
GRANTS = "select count(*) from auth.location_grants"
CHANGES = "select count(*) from audit.changes where table_name = 'inventory.thresholds'"
SEARCH = "select sum((r.value ->> 'on_hand')::numeric) from jsonb_array_elements("
SEARCH += "api.search_items() -> 'rows') as r"


def lose(busy: Database, person: str, group: str) -> None:
    """A DBA takes a group back."""
    with busy.connect() as db:
        db.execute(f"revoke stockroom_{group} from {person} granted by stockroom_people")


@pytest.mark.parametrize(
    ("groups", "lost", "question"),
    [
        (("viewer", "auditor"), "auditor", STOCK),
        (("viewer", "auditor"), "auditor", SEARCH),
        (("viewer", "admin"), "admin", GRANTS),
        (("staff", "manager"), "manager", GRANTS),
        (("admin", "auditor"), "auditor", CHANGES),
    ],
)
def test_a_lost_group_shows_nothing_more(
    busy: Database,
    hire: Callable[..., str],
    web: Connection,
    groups: tuple[str, ...],
    lost: str,
    question: str,
) -> None:
    """On the own login and through the web, where both have planned before."""
    person = hire(*groups, at=["NORTH"])
    token = sign_in(busy, person)
    with busy.connect("bob_boss") as bob:
        post(bob, "receipt", [{"item": "APPLE", "location": "MAIN-B", "quantity": 5}])
    with busy.connect(person) as own:
        for connection in (own, web):
            connection.execute(PLANS)
        before = ask(own, question)
        with web_request(web, token) as page:
            assert ask(page, question) == before
        lose(busy, person, lost)
        after = ask(own, question)
        assert after < before
        with web_request(web, token) as page:
            assert ask(page, question) == after
    with busy.connect(person) as fresh:
        assert ask(fresh, question) == after


def ask(db: Connection, question: str) -> int:
    """The one figure that a prepared question answers."""
    (row,) = db.execute(question, prepare=True).fetchall()
    (only,) = row.values()
    return int(only)
