"""The oracle can fail: each of these faults, put into a database on purpose, is found."""

import os
from collections.abc import Callable

import pytest

from tests.conftest import Database, drop
from tests.model.test_seeded_faults import replaced
from tests.model.walk import walk
from tests.permissions.machine import RUN, Arena, RightsMachine, make_template

BUDGET = 2 * RUN  # moves
KNOWN = "(select auth.signed_in()) is not null"


def policy(name: str, table: str, using: str = KNOWN) -> str:
    """A policy that lets through what it should not."""
    return f"alter policy {name} on {table} using ({using})"


SIGNED_IN, SESSION, SEARCH = "auth.signed_in", "auth.session_role", "inventory.search_condition"
QUICK = {  # found within some dozen moves: part of every `make test`
    "stock is seen at all places": policy("select_granted", "inventory.stock_levels"),
    "documents are seen wherever they moved": policy("select_granted", "inventory.documents"),
    "a companion needs no token": replaced(SIGNED_IN, "s.token_hash = v_token_hash", "true"),
    "who counts may read stock": "grant select on inventory.stock_levels to stockroom_counter",
    "a grant that is taken still holds": (
        "alter table auth.location_grants disable trigger location_grants_sets"
    ),
    "managers see all grants": policy("select_managers", "auth.location_grants"),
}
MORE = {  # python -m tests.permissions --faults
    "ranges are seen at all places": policy("select_granted", "inventory.thresholds"),
    "names of all places are seen": policy("select_granted", "inventory.locations"),
    "grants do not end": replaced(
        "auth.work_out_grants", "and (g.valid_until is null or g.valid_until > now())", ""
    ),
    "the path above an ended grant is still seen": replaced(
        "auth.ancestor_ranges", "and (g.valid_until is null or g.valid_until > now())", ""
    ),
    "places that move keep who saw them": (
        "alter table inventory.location_tree disable trigger location_tree_sets"
    ),
    "search by status looks at all places": replaced(
        SEARCH, "($2 or get_bit($1, b.location_id) = 1)", "true"
    ),
    "search by lot looks at all places": replaced(
        SEARCH, "($2 or get_bit($1, s.location_id) = 1)", "true"
    ),
    "costs are seen at all places": policy("select_granted", "inventory.movement_costs"),
    "a last cost is seen wherever it was paid": policy("select_granted", "inventory.item_costs"),
    "groups are asked of the login and not of who is signed in": replaced(
        "auth.in_group", "auth.signed_in()::name", "session_user"
    ),
    "an access that ended goes on": replaced(
        SIGNED_IN, "and (p.valid_until is null or p.valid_until > now())", ""
    ),
    "a session that was ended goes on": """
        do $do$ begin
            execute 'create or replace view auth.live_sessions with (security_invoker = true) as '
                || replace(pg_get_viewdef('auth.live_sessions'), 's.revoked_at IS NULL', 'true');
        end $do$""",
    "a session survives NOLOGIN": replaced(SESSION, "r.rolcanlogin", "true"),
    "managers grant to themselves": (
        "alter policy insert_managers on auth.location_grants "
        "with check (location_id <@ (select auth.postable_ranges()))"
    ),
    "admins read the history of ranges": policy("select_admins", "audit.changes"),
    "people are told of places they do not see": replaced(
        "inventory.tell_people", "auth.may_read_location(p.person, alert.location_id)", "true"
    ),
    "stock is posted at others' places": replaced(
        "inventory.read_lines", "l.location_id <@ read_lines.ranges", "true"
    ),
    "a reused key answers the first document": replaced(
        "inventory.answer_again",
        "v_document.request_hash is distinct from answer_again.request_hash",
        "false",
    ),
    "viewers are shown as posting": replaced(
        "auth.postable_ranges", "not pg_has_role(v_set.person::name, 'stockroom_staff', 'usage')",
        "false",
    ),
}  # fmt: skip
FAULTS = QUICK | MORE


@pytest.mark.timeout(900)
@pytest.mark.parametrize("fault", FAULTS if os.environ.get("STOCKROOM_RIGHTS_FAULTS") else QUICK)
def test_oracle_finds(
    fault: str,
    company_template: str,
    new_database: Callable[[str | None], Database],
    record_property: Callable[[str, object], None],
) -> None:
    """Within BUDGET moves; Hypothesis then plays the run that found it once more."""
    template = make_template(company_template, new_database, FAULTS[fault])
    arena = Arena(template, new_database)
    try:
        with pytest.raises(AssertionError):
            walk(arena, 1, BUDGET // RUN, shrink=False, machine=RightsMachine, steps=RUN)
    finally:
        drop(template.database)
        record_property("seeded fault", f"{fault}: found; {arena.moves} moves, its replay included")
