"""The port that the web is to listen on must be free: `make up` asks before it installs anything.

Needs nothing but Python, for then nothing is installed yet.
"""

import sys
from collections.abc import Mapping

from ops import settings
from ops.errors import Trouble
from ops.places import port_is_free


def check(given: Mapping[str, str]) -> None:
    """Raises Trouble where another program has the port."""
    port, host = int(given["STOCKROOM_PORT"]), given["STOCKROOM_HOST"]
    if not port_is_free(port, host):
        raise Trouble(
            f"Port {port} on {host} is taken by another program.",
            f"Choose another one: make up STOCKROOM_PORT={port + 1}",
        )


def main() -> int:
    """Say what is wrong, if anything; returns the exit code."""
    try:
        check(settings.read())
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
