"""`make audit`: known holes in what the lock files name, as pip-audit finds them.

Exits 1 for a known hole. Where the data cannot be reached (no network, a mirror that serves
packages only) it says so and exits 0: a build must not depend on somebody else's server.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCKS = ("runtime", "dev", "browser", "tools")
FOLDER = Path(__file__).resolve().parents[1] / "requirements"
PATIENCE_S = 25  # for one lock file
NOT_REACHED = "the data on known holes cannot be reached from here, nothing was judged"


def verdict(report: dict[str, Any] | None) -> tuple[bool, list[str]]:
    """Whether a report of pip-audit is without holes, and what to say; None is no report at all."""
    packages = (report or {}).get("dependencies", [])
    judged = [one for one in packages if "skip_reason" not in one]
    if not judged:
        return True, [NOT_REACHED]
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}"
        + (f", mended in {', '.join(hole['fix_versions'])}" if hole["fix_versions"] else "")
        for one in judged
        for hole in one["vulns"]
    ]
    skipped = len(packages) - len(judged)
    not_judged = f", {skipped} could not be judged" if skipped else ""
    return not holes, [*holes, f"{len(judged)} packages, {len(holes)} known holes{not_judged}"]


def ask(lock: Path) -> dict[str, Any] | None:
    """pip-audit's report on a lock file; None where it could make none in time."""
    command = [
        sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--require-hashes",
        "--disable-pip", "--format", "json", "--progress-spinner", "off", "--timeout", "10",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        return dict(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError):
        return None


def main() -> int:
    """Judge every lock file; the exit code is 1 when one has a known hole."""
    clean = True
    for name in LOCKS:
        fine, said = verdict(ask(FOLDER / f"{name}.lock"))
        clean = clean and fine
        print("\n".join(f"requirements/{name}.lock: {line}" for line in said))
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
