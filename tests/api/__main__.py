"""`python -m tests.api --cases N --seed S`: every operation as every group, at length."""

import argparse
import os
import secrets
import sys

import pytest


def main() -> int:
    """Run the tries, in two processes; returns the exit code of the tests."""
    parser = argparse.ArgumentParser(prog="python -m tests.api", description=__doc__)
    parser.add_argument("--cases", type=int, default=50_000, help="requests in all (50,000)")
    parser.add_argument("--seed", type=int, help="of an earlier run (else a new one)")
    parser.add_argument("--minutes", type=float, default=1000, help="no longer than this")
    parser.add_argument("more", nargs="*", help="for pytest, after --")
    given = parser.parse_args()
    chosen = secrets.randbelow(2**31) if given.seed is None else given.seed
    print(f"API: {given.cases} requests, --seed {chosen}", flush=True)
    os.environ["STOCKROOM_API_CASES"] = str(given.cases)
    os.environ["STOCKROOM_API_MINUTES"] = str(given.minutes)
    os.environ["STOCKROOM_API_SEED"] = str(chosen)
    return pytest.main(["-q", "-n", "2", "tests/api/test_every_group.py", *given.more])


if __name__ == "__main__":
    sys.exit(main())
