"""`stockroom down`: stop what `stockroom up` started, or what a killed one has left running."""

import os
import signal
import time
from pathlib import Path

from ops.database import make_server
from ops.errors import Trouble
from ops.settings import read
from ops.supervision import end_leftovers, holder, sole_supervisor

PATIENCE_SECONDS = 60.0


def down() -> None:
    """Ask the supervisor to stop and wait for it; without one, end what still runs."""
    given = read()
    data = Path(given["STOCKROOM_DATA"]).absolute()
    if not data.exists():
        print(f"Nothing runs: there is no {data}")
        return
    who = holder(data)
    if who:
        _stop_supervisor(data, int(str(who["pid"])))
        return
    with sole_supervisor(data, "stopping"):
        ended = end_leftovers(data)
        server = make_server(given)
        was_running = server.find()
        server.stop()
    found = ended or was_running
    print(f"Stopped what was left in {data}" if found else f"Nothing runs in {data}")


def _stop_supervisor(data: Path, pid: int) -> None:
    try:
        os.kill(pid, signal.SIGTERM)
    except (ProcessLookupError, PermissionError) as error:
        raise Trouble(f"Process {pid} cannot be stopped: {error.strerror}.", "") from error
    deadline = time.monotonic() + PATIENCE_SECONDS
    while holder(data):
        if time.monotonic() > deadline:
            raise Trouble(f"Process {pid} has not stopped.", f"Look at {data / 'logs'}.")
        time.sleep(0.1)
    print("Stopped")
