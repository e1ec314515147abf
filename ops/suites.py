"""Run the test suites as CI does, each within the minutes that docs/testing.md publishes.

A suite that takes more than twice its budget fails, so that a slow test is noticed when it comes.
`python -m ops.suites [NAME …]` runs those named, or all.
"""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

DOCUMENT = Path(__file__).parents[1] / "docs" / "testing.md"
# They wait for a network, a disk or a single server most of the time, and judge nothing by the
# clock: one after the other beside those that keep two processors busy.
ASIDE = frozenset({"audit", "test-faults", "test-plans", "test-data"})
ROW = re.compile(r"^\| `make ([a-z0-9-]+)` \| [^|]* \| ([0-9.]+) \|", re.M)
TOLERANCE = 2.0  # shared machines are up to twice as slow as the one the budget was measured on


@dataclass(frozen=True)
class Result:
    """Whether a suite passed within its budget, and its line of the table."""

    passed: bool
    line: str


def budgets() -> dict[str, float]:
    """Minutes allowed for each suite, from the table in docs/testing.md."""
    return {name: float(minutes) for name, minutes in ROW.findall(DOCUMENT.read_text())}


def run(name: str, budget: float, said: int | None = None) -> Result:
    """Run `make NAME`, its output to the file `said` or to ours; its verdict is its line of the
    table."""
    begun = time.monotonic()
    done = subprocess.run(["make", name], check=False, stdout=said, stderr=said)
    minutes = (time.monotonic() - begun) / 60
    slow, passed = minutes > budget * TOLERANCE, done.returncode == 0
    verdict = "FAILED" if not passed else "TOO SLOW" if slow else "ok"
    line = f"{name:14} {minutes:6.1f} of {budget:5.1f} min   {verdict}"
    return Result(passed and not slow, line)


def run_aside(names: list[str], known: dict[str, float]) -> Iterator[tuple[Result, str]]:
    """Run these one after the other, each with what it said."""
    for name in names:
        with tempfile.TemporaryFile() as said:
            result = run(name, known[name], said.fileno())
            said.seek(0)
            yield result, said.read().decode(errors="replace")


def run_all(names: list[str], known: dict[str, float]) -> list[Result]:
    """Run those of ASIDE beside the others; what they say is shown once the one that runs ends."""
    ended: SimpleQueue[tuple[Result, str]] = SimpleQueue()
    aside = [name for name in names if name in ASIDE]

    def work() -> None:
        for one in run_aside(aside, known):
            ended.put(one)

    results = []
    with ThreadPoolExecutor(1) as beside:
        working = beside.submit(work)
        for name in names:
            if name not in aside:
                print(f"\n=== make {name} (budget {known[name]:g} min)", flush=True)
                results.append(run(name, known[name]))
                results += show(ended)
        working.result()  # raises what went wrong there
    return results + list(show(ended))


def show(ended: "SimpleQueue[tuple[Result, str]]") -> Iterator[Result]:
    """Show what has ended aside."""
    while not ended.empty():
        result, said = ended.get()
        print(f"\n=== aside: {result.line}\n{said}", flush=True)
        yield result


def main(chosen: list[str]) -> int:
    """Run the suites, print the table; returns 0 when all passed in time."""
    known = budgets()
    unknown = set(chosen) - set(known)
    if unknown:
        print(f"No such suite: {', '.join(sorted(unknown))}. There are: {', '.join(known)}")
        return 2
    begun = time.monotonic()
    results = run_all(chosen or list(known), known)
    print("\n=== Suites, minutes taken and allowed\n" + "\n".join(one.line for one in results))
    print(f"{'together':14} {(time.monotonic() - begun) / 60:6.1f} min")
    return 0 if all(one.passed for one in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
