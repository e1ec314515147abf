"""How many requests: few in `make test`, as many as are asked for otherwise."""

import os

from tests.policies.conftest import busy, busy_template

__all__ = ["CASES", "MINUTES", "SEED", "busy", "busy_template"]

CASES = int(os.environ.get("STOCKROOM_API_CASES", "1500"))
SEED = int(os.environ.get("STOCKROOM_API_SEED", "1"))
MINUTES = float(os.environ.get("STOCKROOM_API_MINUTES", "1000"))
