"""How many requests: few in `make test`, as many as are asked for otherwise."""

import os

from tests.policies.conftest import busy, busy_template

__all__ = ["CASES", "SEED", "busy", "busy_template"]

CASES = int(os.environ.get("STOCKROOM_API_CASES", "1500"))
SEED = int(os.environ.get("STOCKROOM_API_SEED", "1"))
