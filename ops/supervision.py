"""Who supervises a data folder, and what a supervisor that was killed has left behind.

The lock is held by the kernel (flock), so it ends with its holder however that ends. Leftovers
are known by a variable in their environment that names the data folder, never by a bare process
id, which may have become somebody else's.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from ops.errors import Trouble

MARK = "STOCKROOM_SUPERVISED"
END_SECONDS = 5.0


def mark(data: Path) -> str:
    """The value of MARK in the environment of what runs for this data folder."""
    return str(data.resolve())


@contextlib.contextmanager
def sole_supervisor(data: Path, doing: str, web: str = "") -> Iterator[None]:
    """Hold the data folder's lock; Trouble names who holds it already.

    `web`: address at which this machine reaches the web that is served, for `stockroom status`.
    """
    with (data / "supervisor.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _taken(data) from None
        file.truncate(0)
        told = {"pid": os.getpid(), "doing": doing, "since": time.time(), "web": web}
        file.write(json.dumps(told))
        file.flush()
        yield
        file.truncate(0)


def holder(data: Path) -> dict[str, object] | None:
    """Who holds the lock: pid, doing, since (seconds since 1970), web; None when nobody does."""
    path = data / "supervisor.lock"
    if not path.exists():
        return None
    with path.open("r") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            with contextlib.suppress(ValueError):
                return dict(json.loads(file.read()))
            return {"pid": 0, "doing": "starting", "since": time.time()}
    return None


def _taken(data: Path) -> Trouble:
    who = holder(data) or {}
    return Trouble(
        f"Stockroom runs on {data} already: process {who.get('pid')}, {who.get('doing')}.",
        "Stop it (make down, or Ctrl-C where it runs), or set STOCKROOM_DATA and STOCKROOM_PORT "
        "for a second one.",
    )


def leftovers(data: Path) -> list[psutil.Process]:
    """Processes started for this data folder by a supervisor that is gone."""
    found, wanted = [], mark(data)
    for process in psutil.process_iter():
        if process.pid == os.getpid():
            continue
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == wanted:
                found.append(process)
    return found


def end_leftovers(data: Path) -> int:
    """End them, kindly first; returns how many there were. Only the lock's holder may call it."""
    found = leftovers(data)
    for process in found:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, stubborn = psutil.wait_procs(found, timeout=END_SECONDS)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=END_SECONDS)
    return len(found)
