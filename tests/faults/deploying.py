"""Everything is killed in the middle of a deploy; the next deploy must finish it."""

import random
import shutil
import time
from pathlib import Path

import psycopg

from ops.build import find_drift
from ops.build.migrate import pending
from ops.embedded import EmbeddedServer
from tests.conftest import Database
from tests.consistency.test_deploy import shape
from tests.faults import work
from tests.faults.figures import Figures
from tests.faults.program import Phases, Program
from tests.faults.stockroom import Stockroom
from tests.faults.storm import found

ANNOUNCED = "tests.faults.announced"


def run(folder: Path, figures: Figures, times: int, seed: int) -> None:
    """Half of the deploys are the first of all, in each phase in turn; half are upgrades."""
    draw = random.Random(seed)
    whole = Stockroom(folder / "whole", folder / "log")
    first = Program(whole, ANNOUNCED, ["migrate"]).to_its_end()
    wanted = _state(whole)
    _fill(whole)
    _forget_code(whole)
    again = Program(whole, ANNOUNCED, ["migrate"]).to_its_end()
    seconds, running, problems = [], 0, []
    for number in range(times):
        if number % 2 == 0:
            new = Stockroom(folder / f"new-{number}", folder / "log")
            ran, problem, took = _cut(new, first, number // 2, draw, wanted)
            shutil.rmtree(new.data)
        else:
            _forget_code(whole)
            ran, problem, took = _cut(whole, again, number // 2, draw, wanted)
            problem += [] if whole.proved() else ["not proved"]
            problem += _lost_data(whole)
        running += ran
        problems += [f"{number}: {one}" for one in problem]
        seconds.append(took)
    figures.tell("kills", times, "kills", seed=seed, while_running=running)
    figures.seconds("next_deploy", seconds)
    figures.must("problems", len(problems), "problems", first=problems[:3])


def _cut(
    stockroom: Stockroom, phases: Phases, number: int, draw: random.Random, wanted: str
) -> tuple[bool, list[str], float]:
    """Kill one deploy, run the next: whether it ran still, what is wrong, and seconds it took."""
    index = number % (len(phases) - 1)
    phase, length = phases[index][0], phases[index + 1][1] - phases[index][1]
    running = Program(stockroom, ANNOUNCED, ["migrate"]).cut_in(phase, draw.uniform(0, length))
    begun = time.monotonic()
    done = stockroom.run("migrate")
    took = time.monotonic() - begun
    if done.returncode != 0:
        return running, [f"killed in {phase}: {done.stdout}{done.stderr}"], took
    problems = [] if "not ours" not in done.stdout else [f"killed in {phase}: {done.stdout}"]
    if _state(stockroom) != wanted:
        problems.append(f"killed in {phase}: the shape differs")
    return running, problems, took


def _state(stockroom: Stockroom) -> str:
    """The shape of the database, and all that is pending or drifted."""
    with stockroom.started() as server:
        with psycopg.connect(server.superuser_dsn(), autocommit=True) as db:
            left = [*pending(db), *find_drift(db)]
        return "\n".join([shape(Database(server, "stockroom", {})), *left])


def _fill(stockroom: Stockroom) -> None:
    """Something to lose."""
    with stockroom.started():
        found(stockroom)


def _lost_data(stockroom: Stockroom) -> list[str]:
    """What is missing of what `_fill` made."""
    wanted = len(work.ITEMS) * len(work.PLACES) * work.AT_FIRST
    with stockroom.started() as server:
        there = _one(server, "select sum(on_hand) from inventory.stock_levels")
    return [] if there == wanted else [f"{there} on hand, not {wanted}"]


def _forget_code(stockroom: Stockroom) -> None:
    """As if every file had changed since the last deploy."""
    with stockroom.started() as server, psycopg.connect(server.superuser_dsn()) as db:
        db.execute("update deploy.built set hash = 'changed'")


def _one(server: EmbeddedServer, query: str) -> object:
    with psycopg.connect(server.superuser_dsn(), autocommit=True) as db:
        row = db.execute(query).fetchone()
    return row[0] if row else None
