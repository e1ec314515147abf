"""`python -m tests.faults [SCENARIO …] [--short]`: crashes under load, and what became of it."""

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.faults import scenarios
from tests.faults.figures import Figures


def main() -> int:
    """Run the scenarios named, or all; 0 when nothing was lost, doubled or left unproved."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(scenarios.ALL))
    parser.add_argument("--short", action="store_true", help="a minute or two, as CI does")
    parser.add_argument("--times", type=int, help="how many faults in each scenario")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    if unknown := set(options.scenarios) - set(scenarios.ALL):
        parser.error(
            f"no scenario {', '.join(sorted(unknown))}; there are {', '.join(scenarios.ALL)}"
        )
    broken: list[str] = []
    for name in options.scenarios or scenarios.ALL:
        scenario = scenarios.ALL[name]
        times = options.times or (scenario.short if options.short else scenario.long)
        if times:
            broken += run(name, scenario.run, times, options.seed)
    for line in broken:
        print(f"BROKEN {line}", file=sys.stderr)
    return 1 if broken else 0


def run(name: str, scenario: Callable[..., None], times: int, seed: int) -> list[str]:
    """Run one in a folder of its own; answers what is wrong. The folder stays when it fails."""
    folder = Path(tempfile.mkdtemp(prefix=f"stockroom-faults-{name}-"))
    folder.chmod(0o711)  # root's servers run as another account, which must pass here
    figures = Figures(name)
    try:
        scenario(folder, figures, times, seed)
    except AssertionError as error:
        figures.broken.append(f"{name}: {error}")
    if figures.broken:
        figures.broken.append(f"{name}: seed {seed}; logs and data are kept in {folder}")
    else:
        with suppress(OSError):
            shutil.rmtree(folder)
    return figures.broken


if __name__ == "__main__":
    sys.exit(main())
