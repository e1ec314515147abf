"""Thousands of moves at random over the real database: everybody sees what the rule book says."""

import os
import secrets
from collections.abc import Callable
from time import perf_counter

import pytest

from tests.conftest import Database, drop
from tests.model.walk import walk
from tests.permissions.machine import RUN, Arena, RightsMachine, make_template

MOVES = int(os.environ.get("STOCKROOM_RIGHTS_MOVES", "5000"))
SHRINK = os.environ.get("STOCKROOM_RIGHTS_SHRINK", "yes") == "yes"
SEED = int(os.environ.get("STOCKROOM_RIGHTS_SEED", "0")) or secrets.randbelow(1_000_000) + 1


@pytest.mark.timeout(max(900, MOVES // 5))
def test_everybody_sees_what_the_rules_say(
    company_template: str,
    new_database: Callable[[str | None], Database],
    record_property: Callable[[str, object], None],
) -> None:
    """At least MOVES moves; after each, those concerned and others in turn look."""
    again = f"python -m tests.permissions --moves {MOVES} --seed {SEED}"
    record_property("permissions", f"seed {SEED} ({again})")
    begun = perf_counter()
    template = make_template(company_template, new_database)
    arena = Arena(template, new_database)
    try:
        for n in range(MOVES):
            if arena.moves >= MOVES:
                break
            runs = 1 + (MOVES - arena.moves) // RUN
            walk(arena, SEED + n, runs, SHRINK, RightsMachine, RUN)
    finally:
        drop(template.database)
        for outcome, times in sorted(arena.outcomes.items()):
            print(f"{times:6} {outcome}")
        print({what: round(seconds, 1) for what, seconds in arena.seconds.items()})
        took = perf_counter() - begun
        record_property(
            "permissions", f"{arena.moves} moves, {arena.looks} parts seen, {took:.0f} s"
        )
    assert arena.moves >= MOVES
