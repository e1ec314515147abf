"""The load client of both sides: PostgreSQL's own pgbench, version 14 or later (pipelines).

On Debian it comes with the server: `apt-get install postgresql`. Only its pgbench is used; the
server under test is the bench's own, and newer.
"""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from ops.errors import Trouble

DEBIAN = Path("/usr/lib/postgresql")
LOGS = Path("/dev/shm")  # noqa: S108 (a new folder with a random name is made in it)
WARM_SECONDS = 1.0
DONE = re.compile(r"number of transactions actually processed: (\d+)")
FAILED = re.compile(r"number of failed transactions: ([1-9]\d*)")
RATE = re.compile(r"tps = ([\d.]+) \(without initial connection time\)")


@dataclass(frozen=True)
class Load:
    """What pgbench is to do. Without scripts: its own TPC-B."""

    dsn: str
    clients: int = 1
    seconds: float = 5.0
    mode: str = "simple"
    scripts: Sequence[Path] = ()
    variables: Mapping[str, str | int] | None = None


def find_pgbench() -> str:
    """Its full path. Raises Trouble where the machine has none."""
    found = shutil.which("pgbench")
    if found and _major(found) >= 14:
        return found
    for place in sorted(DEBIAN.glob("*/bin/pgbench"), key=lambda p: -int(p.parts[-3])):
        if _major(str(place)) >= 14:
            return str(place)
    raise Trouble(
        "pgbench (14 or later) is not installed.",
        "On Debian: apt-get install postgresql (the server that comes with it is not used).",
    )


def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"(\d+)", said.stdout)
    return int(found.group(1)) if found else 0


def initialise(dsn: str, scale: int) -> None:
    """Make TPC-B's tables: 100,000 accounts for each unit of scale."""
    _run([find_pgbench(), "-i", "-q", "-s", str(scale), dsn])


def command(load: Load) -> list[str]:
    """The command line that does it."""
    words = [find_pgbench(), "-n", "-c", str(load.clients), "-j", str(min(load.clients, 2))]
    # Less than a second is for "does it run": pgbench counts in whole ones.
    long = ["-T", str(round(load.seconds))] if load.seconds >= 1 else ["-t", "10"]
    words += [*long, "-M", load.mode]
    for script in load.scripts:
        words += ["-f", str(script)]
    for name, value in (load.variables or {}).items():
        words += ["-D", f"{name}={value}"]
    return [*words, load.dsn]


def run(load: Load) -> tuple[int, float]:
    """Run it; returns (transactions done, transactions per second).

    Raises Trouble when any transaction failed: a figure over refusals would be nothing.
    """
    said = _run(command(load))
    rate = RATE.search(said)
    return _done(said), float(rate.group(1)) if rate else 0.0


@dataclass(frozen=True)
class Window:
    """A part of a run: transactions and seconds within it, transactions of the whole run."""

    transactions: int
    seconds: float
    of_all: int


def watch(load: Load, look: Callable[[], None]) -> Window:
    """Run it, and `look` twice: when the connections are warm, and `load.seconds` later.

    A new connection reads the catalogue and compiles what it calls, for tens of milliseconds; one
    of a pool has done so long ago. Raises Trouble as `run` does.
    """
    whole = replace(load, seconds=WARM_SECONDS + ceil(load.seconds) + 1)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=LOGS if LOGS.is_dir() else None) as place:
        words = [*command(whole)[:-1], "-l", f"--log-prefix={place}/log", load.dsn]
        with subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as running:
            time.sleep(WARM_SECONDS)
            look()
            begun = time.time()
            time.sleep(load.seconds)
            look()
            ended = time.time()
            said = running.communicate()[0]
        done = _done(said, running.returncode)
        within = _logged(Path(place), begun, ended)
    if not within:
        raise Trouble("Not one transaction ended in time.", "Measure longer: --seconds.")
    return Window(within, ended - begun, done)


def _logged(place: Path, begun: float, ended: float) -> int:
    """How many transactions ended between two moments, by pgbench's own log."""
    found = 0
    for log in place.iterdir():
        with log.open() as lines:
            for line in lines:
                _, _, _, _, seconds, micros, *_ = line.split()
                found += begun <= int(seconds) + int(micros) / 1e6 < ended
    return found


def _run(words: list[str]) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Trouble(
            f"pgbench failed:\n{done.stderr.strip()[-2000:]}", "Look at the server's log."
        )
    return done.stdout


def _done(said: str, status: int = 0) -> int:
    """The transactions it says it has done."""
    done = DONE.search(said)
    if status != 0 or not done or int(done.group(1)) == 0 or FAILED.search(said):
        raise Trouble(f"pgbench did not do its work:\n{said[-2000:]}", "Look at the server's log.")
    return int(done.group(1))
