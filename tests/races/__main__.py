"""`python -m tests.races --seconds 120 --seed N`: the random mix for as long as one likes."""

import argparse
import os
import sys

import pytest


def main() -> int:
    """Run all races, the mix for so many seconds; returns the exit code of the tests."""
    parser = argparse.ArgumentParser(prog="python -m tests.races", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="of the mix (120)")
    parser.add_argument("--seed", type=int, help="what is drawn is that of an earlier run")
    given = parser.parse_args()
    os.environ["STOCKROOM_RACE_SECONDS"] = str(given.seconds)
    if given.seed is not None:
        os.environ["STOCKROOM_RACE_SEED"] = str(given.seed)
    return pytest.main(["-q", "-s", "--timeout", "0", "tests/races"])


if __name__ == "__main__":
    sys.exit(main())
