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


# What the steps are about: a run that never did one of these has not looked at it. The rare
# ones are asked of a long run only; chance may leave one out of 2,000 steps.
DONE = (
    "receipt posted", "issue posted", "transfer posted", "adjustment posted", "reversal posted",
    "answered again", "IN001", "IN002", "back-dated", "threshold set", "alert", "place granted",
    "place revoked", "looked", "remembered", "history", "as of an instant",
)  # fmt: skip
RARE = (
    "IN003", "IN007", "IN008", "IN009", "42501", "threshold removed", "reversal IN001",
    "known now", "known then", "known at another instant",
)  # fmt: skip


@pytest.mark.timeout(max(900, STEPS // 10))
def test_postgres_agrees_with_the_model(
    company_template: str,
    new_database: Callable[[str | None], Database],
    record_property: Callable[[str, object], None],
) -> None:
    """At least STEPS steps, none of which finds a difference."""
    record_property("model", f"seed {SEED} (python -m tests.model --steps {STEPS} --seed {SEED})")
    template = make_template(company_template, new_database)
    arena = Arena(template, new_database)
    try:
        for n in range(STEPS):
            if arena.steps >= STEPS:
                break
            walk(arena, SEED + n, 1 + (STEPS - arena.steps) // RUN)
    finally:
        drop(template.database)
        for outcome, times in sorted(arena.outcomes.items()):
            print(f"{times:6} {outcome}")
        record_property("model", f"{arena.steps} steps taken")
    assert arena.steps >= STEPS
    wanted = DONE + RARE if STEPS >= 20_000 else DONE
    assert [done for done in wanted if not any(done in outcome for outcome in arena.outcomes)] == []
