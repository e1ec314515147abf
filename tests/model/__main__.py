"""`python -m tests.model --steps 50000 --seed N`: as many steps as wanted, on its own server."""

import argparse
import os
import sys
from pathlib import Path

import pytest


def main() -> int:
    """Run the model's test alone; its exit status is pytest's."""
    parser = argparse.ArgumentParser(prog="python -m tests.model", description=__doc__)
    parser.add_argument("--steps", type=int, default=2000, help="at least so many (2000)")
    parser.add_argument("--seed", type=int, help="take the steps of an earlier run again")
    parser.add_argument("--faults", action="store_true", help="put faults in: each must be found")
    chosen = parser.parse_args()
    os.environ["STOCKROOM_MODEL_STEPS"] = str(chosen.steps)
    if chosen.seed is not None:
        os.environ["STOCKROOM_MODEL_SEED"] = str(chosen.seed)
    os.environ["STOCKROOM_MODEL_FAULTS"] = "yes" if chosen.faults else ""
    test = Path(__file__).with_name("test_seeded_faults.py" if chosen.faults else "test_model.py")
    return pytest.main([str(test), "-s", "-q", "-p", "no:cacheprovider"])


if __name__ == "__main__":
    sys.exit(main())
