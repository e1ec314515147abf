"""How much garbage: few examples in `make test`, as many as are asked for otherwise."""

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings

from tests.functions.conftest import lasting_shop

__all__ = ["EXAMPLES", "SEED", "examples", "lasting_shop"]

EXAMPLES = int(os.environ.get("STOCKROOM_GARBAGE_EXAMPLES", "600"))
SEED = int(os.environ.get("STOCKROOM_GARBAGE_SEED", "1"))


def examples(share: float) -> Callable[[Any], Any]:
    """Decorate a property: its share of the examples, from the seed, the same in every run."""
    chosen = settings(
        max_examples=max(1, round(EXAMPLES * share)),
        deadline=None,
        database=None,
        print_blob=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: seed(SEED)(chosen(test))
