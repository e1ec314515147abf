"""Every operation of /openapi.json, tried by a person of every group: what the document says holds.

No fault of ours, no status, kind of content or answer that the document has not, nothing answered
that tests/policies/matrix.toml denies; and behind it nothing changed by who may not change it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.api.conftest import CASES, MINUTES, SEED
from tests.api.trying import Tried, attempt
from tests.api.visitors import NOBODY, PEOPLE, Visitor, open_house
from tests.conftest import Database

SHARDS = 2  # one for each worker of `make test`
RIGHTS = """
    select md5(concat(
        (select string_agg(g::text, ',' order by g.person, g.location_id)
         from auth.location_grants as g),
        (select string_agg(concat(m.roleid::regrole, m.member::regrole, m.inherit_option,
                                  m.set_option, m.admin_option), ',' order by m.oid)
         from pg_auth_members as m)
    )) as state
"""
# Who changed somebody else's row among people and grants.
OTHERS_CHANGED_BY = """
    select distinct person from audit.changes where changed_at > %s
    and table_name in ('auth.people', 'auth.location_grants')
    and coalesce(after, before) ->> 'person' is distinct from person
"""
HELD = """
    select count(*) as n from queue.pgqueuer where status::text in ('failed', 'exception', 'held')
"""
POSTED_BY = "select distinct posted_by as person from inventory.documents where posted_at > %s"
CHANGED_BY = """
    select distinct table_name, person, coalesce(after, before) ->> 'set_by' = 'default' as follows
    from audit.changes
    where changed_at > %s and table_name like 'inventory.%%'
"""
POSTING = ("post_receipt", "post_issue", "post_transfer", "post_adjustment", "reverse_document")
MINDING = ("create_item", "edit_item", "remove_item", "set_threshold", "remove_threshold")
PLACING = (
    "create_location", "edit_location", "move_location", "open_location", "close_location",
    "remove_location", "import_locations",
)  # fmt: skip
VIEWING = ("create_saved_view", "edit_saved_view", "remove_saved_view")
# Tables that others than those who mind items may change, and by which commands.
CHANGING = {
    "inventory.settings": ("edit_settings",),
    "inventory.locations": PLACING,  # an admin lays out places too
    "inventory.lots": ("edit_lot", *POSTING),  # a receipt of a new lot makes it
    "inventory.saved_views": VIEWING,
    "inventory.view_watches": (*VIEWING, "watch_view", "unwatch_view"),  # gone with the view
    # One's own; and who leaves is told no more.
    "inventory.subscriptions": (
        "create_subscription", "edit_subscription", "remove_subscription", "offboard_user",
    ),
}  # fmt: skip


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.timeout(0)
def test_what_the_document_says_holds_for_every_group(
    shard: int, busy: Database, tmp_path: Path, record_property: Callable[[str, Any], None]
) -> None:
    with busy.connect() as db, open_house(busy, tmp_path) as house:
        begun = db.execute("select clock_timestamp() as at").fetchone()["at"]
        rights = db.execute(RIGHTS).fetchone()
        tried = attempt(house, CASES // SHARDS, SEED * SHARDS + shard, minutes=MINUTES)
        for name, said in _summary(tried):
            record_property(f"{name} ({shard})", said)
        assert tried.failures == {}, _told(tried)
        assert house.faults() == []
        assert db.execute("select * from api.prove()").fetchall() == []
        assert db.execute(HELD).fetchone() == {"n": 0}
        check_who_did_it(db, {PEOPLE[one.group]: one for one in house.visitors}, begun)
        changers = {row["person"] for row in db.execute(OTHERS_CHANGED_BY, [begun])}
        assert changers <= {PEOPLE["admin"], PEOPLE["manager"]}, "rights were changed"
        assert db.execute(RIGHTS).fetchone() == rights or changers, "rights changed by nobody"
    assert not tried.answered[NOBODY]
    assert tried.answered["manager"] & tried.answered["auditor"], "the cases are worth nothing"


def check_who_did_it(
    db: psycopg.Connection, visitors: dict[str | None, Visitor], begun: Any
) -> None:
    """What was posted, and what the audit has, is of people who may."""
    posters = {row["person"] for row in db.execute(POSTED_BY, [begun])}
    assert posters <= {name for name, one in visitors.items() if any(map(one.may, POSTING))}
    for row in db.execute(CHANGED_BY, [begun]):
        assert row["person"] in visitors, row
        # Ranges that a default sets follow places that are made, moved, opened and closed.
        follows = PLACING if row["follows"] else ()
        commands = (*CHANGING.get(row["table_name"], MINDING), *follows)
        assert any(map(visitors[row["person"]].may, commands)), row


def _summary(tried: Tried) -> list[tuple[str, str]]:
    """Requests by group and status, and the slowest."""
    found = [
        (
            f"API as {group}",
            f"{counted.total()} requests ("
            + ", ".join(f"{status}: {n}" for status, n in sorted(counted.items()))
            + f"), {len(tried.answered[group])} of {len(tried.operations)} operations answered",
        )
        for group, counted in tried.statuses.items()
    ]
    slowest = f"{tried.requests} requests, slowest {tried.slowest[0]:g} s ({tried.slowest[1]})"
    return [*sorted(found), ("API", slowest)]


def _told(tried: Tried) -> str:
    return "\n\n".join(f"{what}\n{how}" for what, how in tried.failures.items())
