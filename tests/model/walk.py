"""Lets the machine run."""

from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.model.machine import LedgerMachine

RUN = 50  # steps in one run, each on a new database


def walk(
    arena: Any,
    first_seed: int,
    runs: int,
    shrink: bool = True,
    machine: type[RuleBasedStateMachine] = LedgerMachine,
    steps: int = RUN,
) -> None:
    """Take so many runs. A difference is raised, with the shortest run found that shows it."""
    machine = seed(first_seed)(type("Run", (machine,), {"arena": arena}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
