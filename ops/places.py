"""The data folder and the ports: what must be free or writable before anything starts."""

import os
import socket
from pathlib import Path

from ops.account import Account
from ops.errors import Trouble

FIRST_PORT = 5477  # stable by default, and out of the way of a PostgreSQL on 5432
PORTS_TRIED = 40


def make_data_folder(data: Path, account: Account) -> Path:
    """The data folder itself; new ones let the server's account pass, and show nobody anything."""
    if not data.exists():
        try:
            data.mkdir(parents=True)
            data.chmod(0o711 if account.dropped else 0o700)
        except OSError as error:
            raise Trouble(
                f"The data folder {data} cannot be made: {error.strerror}.",
                "Set STOCKROOM_DATA to a folder that you may write.",
            ) from error
    if not os.access(data, os.W_OK | os.X_OK):
        raise Trouble(
            f"The data folder {data} is not writable.",
            "Correct its permissions, or set STOCKROOM_DATA to a folder that you may write.",
        )
    return data


def free_port(first: int = FIRST_PORT) -> int:
    """The first port from `first` on that nobody listens on."""
    for port in range(first, first + PORTS_TRIED):
        if port_is_free(port):
            return port
    raise Trouble(
        f"No port from {first} to {first + PORTS_TRIED - 1} is free.", "Set STOCKROOM_DB_PORT."
    )


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether one could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
