"""Lets the machine run."""

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import Arena, LedgerMachine

RUN = 50  # steps in one run, each on a new database


def walk(arena: Arena, first_seed: int, runs: int, shrink: bool = True) -> None:
    """Take so many runs. A difference is raised, with the shortest run found that shows it."""
    machine = seed(first_seed)(type("LedgerRun", (LedgerMachine,), {"arena": arena}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=RUN,
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
