"""Run the test suites as CI does, each within the minutes that docs/testing.md publishes.

A suite that takes more than twice its budget fails, so that a slow test is noticed when it comes.
`python -m ops.suites [NAME …]` runs those named, or all.
"""

import re
import subprocess
import sys
import time
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs" / "testing.md"
ROW = re.compile(r"^\| `make ([a-z0-9-]+)` \| [^|]* \| ([0-9.]+) \|", re.M)
TOLERANCE = 2.0  # shared machines are up to twice as slow as the one the budget was measured on


def budgets() -> dict[str, float]:
    """Minutes allowed for each suite, from the table in docs/testing.md."""
    return {name: float(minutes) for name, minutes in ROW.findall(DOCUMENT.read_text())}


def run(name: str, budget: float) -> tuple[bool, str]:
    """Run `make NAME`; returns whether it passed within its budget, and a line for the table."""
    print(f"\n=== make {name} (budget {budget:g} min)", flush=True)
    begun = time.monotonic()
    passed = subprocess.run(["make", name], check=False).returncode == 0
    minutes = (time.monotonic() - begun) / 60
    slow = minutes > budget * TOLERANCE
    verdict = "FAILED" if not passed else "TOO SLOW" if slow else "ok"
    return passed and not slow, f"{name:14} {minutes:6.1f} of {budget:5.1f} min   {verdict}"


def main(chosen: list[str]) -> int:
    """Run the suites, print the table; returns 0 when all passed in time."""
    known = budgets()
    unknown = set(chosen) - set(known)
    if unknown:
        print(f"No such suite: {', '.join(sorted(unknown))}. There are: {', '.join(known)}")
        return 2
    results = [run(name, known[name]) for name in chosen or known]
    print("\n=== Suites, minutes taken and allowed\n" + "\n".join(line for _, line in results))
    return 0 if all(passed for passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
