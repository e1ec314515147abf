"""`python -m tests.permissions --moves 50000 --seed N`: as many as wanted, on its own server."""

import argparse
import os
import sys
from pathlib import Path

import pytest


def main() -> int:
    """Run the oracle alone; its exit status is pytest's."""
    parser = argparse.ArgumentParser(prog="python -m tests.permissions", description=__doc__)
    parser.add_argument("--moves", type=int, default=5000, help="at least so many (5000)")
    parser.add_argument("--seed", type=int, help="make the moves of an earlier run again")
    parser.add_argument("--faults", action="store_true", help="put faults in: each must be found")
    chosen = parser.parse_args()
    os.environ["STOCKROOM_RIGHTS_MOVES"] = str(chosen.moves)
    if chosen.seed is not None:
        os.environ["STOCKROOM_RIGHTS_SEED"] = str(chosen.seed)
    os.environ["STOCKROOM_RIGHTS_FAULTS"] = "yes" if chosen.faults else ""
    name = "test_seeded_faults.py" if chosen.faults else "test_permissions.py"
    test = Path(__file__).with_name(name)
    return pytest.main([str(test), "-s", "-q", "-p", "no:cacheprovider"])


if __name__ == "__main__":
    sys.exit(main())
