"""`python -m tests.garbage --examples N --seed S`: garbage for as long as one likes."""

import argparse
import os
import secrets
import sys

import pytest


def main() -> int:
    """Run every property of tests/garbage; returns the exit code of the tests."""
    parser = argparse.ArgumentParser(prog="python -m tests.garbage", description=__doc__)
    parser.add_argument("--examples", type=int, default=20_000, help="in all (20,000)")
    parser.add_argument("--seed", type=int, help="of an earlier run (else a new one)")
    parser.add_argument("more", nargs="*", help="for pytest, after --")
    given = parser.parse_args()
    chosen = secrets.randbelow(2**32) if given.seed is None else given.seed
    print(f"garbage: {given.examples} examples, --seed {chosen}", flush=True)
    os.environ["STOCKROOM_GARBAGE_EXAMPLES"] = str(given.examples)
    os.environ["STOCKROOM_GARBAGE_SEED"] = str(chosen)
    return pytest.main(["-q", "--timeout", "0", "tests/garbage", *given.more])


if __name__ == "__main__":
    sys.exit(main())
