"""Thousands of steps at random over the real database, against a ledger in plain Python."""

import os
import secrets
from collections.abc import Callable

import pytest

from tests.conftest import Database, drop
from tests.model.machine import Arena
from tests.model.shop import make_template
from tests.model.walk import RUN, walk

STEPS = int(os.environ.get("STOCKROOM_MODEL_STEPS", "2000"))
SEED = int(os.environ.get("STOCKROOM_MODEL_SEED", "0")) or secrets.randbelow(1_000_000) + 1


@pytest.mark.timeout(max(600, STEPS // 10))
def test_postgres_agrees_with_the_model(
    company_template: str,
    new_database: Callable[[str | None], Database],
    record_property: Callable[[str, object], None],
) -> None:
    """At least STEPS steps, none of which finds a difference."""
    print(f"seed {SEED}")
    record_property("model seed", SEED)
    template = make_template(company_template, new_database)
    arena = Arena(template, new_database)
    try:
        for n in range(1 + STEPS):
            if arena.steps >= STEPS:
                break
            walk(arena, SEED + n, 1 + (STEPS - arena.steps) // RUN)
    finally:
        drop(template.database)
        record_property("model steps", arena.steps)
        for outcome, times in sorted(arena.outcomes.items()):
            print(f"{times:6} {outcome}")
    assert arena.steps >= STEPS
