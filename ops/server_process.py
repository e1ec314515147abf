"""Looking at a server process from outside: its sockets, its end, and what its log says."""

import contextlib
import socket
import struct
import sys
from pathlib import Path

import psutil

from ops import cluster
from ops.account import Account
from ops.errors import Trouble


class PortTaken(Trouble):
    """Another program listens on the database's port."""


def socket_ports(folder: Path, account: Account) -> set[int]:
    """Ports named by the sockets in the server's folders."""
    places = {folder / "run", cluster.socket_folder(folder, 65535, account)}
    names = [path.name for place in places if place.is_dir() for path in place.iterdir()]
    ends = [name.removeprefix(".s.PGSQL.") for name in names if name.startswith(".s.PGSQL.")]
    return {int(end) for end in ends if end.isdigit()}


def listener(folder: Path | None, port: int) -> int | None:
    """Process id of the server that listens on the socket, as the kernel knows it."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(f"{folder}/.s.PGSQL.{port}")
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        if sys.platform == "darwin":
            return struct.unpack("i", probe.getsockopt(0, 2, 4))[0]  # SOL_LOCAL, LOCAL_PEERPID
        credentials = probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        return struct.unpack("3i", credentials)[0]


def wait_gone(pid: int, seconds: float) -> None:
    """Wait until the process has ended, whoever its parent is (ours is reaped, too)."""
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait(seconds)


def tail(log: Path, offset: int) -> str:
    with log.open("rb") as file:
        file.seek(offset)
        return file.read()[-4000:].decode(errors="replace")


def start_trouble(tail: str, port: int, log: Path) -> Trouble:
    if "Address already in use" in tail or "could not bind" in tail:
        return PortTaken(
            f"Port {port}, which the database wants, is taken by another program.",
            "Set STOCKROOM_DB_PORT to a free one.",
        )
    if "No space left" in tail:
        return Trouble("The disk is full, so PostgreSQL cannot start.", "Free some space.")
    return Trouble(f"PostgreSQL did not start:\n{tail.strip()}", f"Its whole log: {log}")
