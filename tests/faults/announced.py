"""`python -m tests.faults.announced migrate`: the command line, saying which phase it is in."""

import functools
import sys
from collections.abc import Callable
from typing import Any

from ops import build, cluster, embedded
from ops.cli import main

PHASES: list[tuple[Any, str]] = [
    (cluster, "initialise"),
    (embedded.EmbeddedServer, "_serve"),
    (build, "make_roles"),
    (build, "prepare_database"),
    (build, "apply_migrations"),
    (build, "_build"),
    (build, "find_drift"),
]


def announce(owner: Any, name: str) -> None:
    """Have it say its name before it begins."""
    function: Callable[..., Any] = getattr(owner, name)

    @functools.wraps(function)
    def said(*words: Any, **named: Any) -> Any:
        print(f"phase {name}", flush=True)
        return function(*words, **named)

    setattr(owner, name, said)


if __name__ == "__main__":
    for place, known in PHASES:
        announce(place, known)
    sys.exit(main(sys.argv[1:]))
