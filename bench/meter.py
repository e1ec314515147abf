"""Server CPU and write-ahead log between two moments, per operation.

CPU is the whole server's: what the postmaster and its living children have used, and what it has
collected of the ended ones. Linux only (/proc).
"""

import time
from contextlib import suppress
from dataclasses import dataclass
from os import sysconf
from pathlib import Path

import psycopg

TICK = 1 / sysconf("SC_CLK_TCK")  # seconds; what /proc/<pid>/stat counts in


@dataclass
class Meter:
    """Reads a local server through a superuser's connection."""

    db: psycopg.Connection

    def __post_init__(self) -> None:
        """Find the postmaster."""
        row = self.db.execute("select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)")
        self.postmaster = int(row.fetchone()[0])

    def read(self) -> tuple[float, int]:
        """(CPU seconds, bytes of write-ahead log) since the server began."""
        wal = self.db.execute("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn").fetchone()[0]
        return server_seconds(self.postmaster), int(wal)


def server_seconds(postmaster: int) -> float:
    """CPU seconds of a postmaster and all its children, living and ended.

    Looks again while a child ends: between the two looks its time would be nobody's.
    """
    while True:
        ended, living = _ended(postmaster), _children(postmaster)
        seconds = ended + sum(_seconds(pid) for pid in (postmaster, *living))
        if (ended, living) == (_ended(postmaster), _children(postmaster)):
            return seconds
        time.sleep(0.002)


def _ended(postmaster: int) -> float:
    return sum(_stat(postmaster)[13:15]) * TICK


def _children(postmaster: int) -> list[int]:
    return [*map(int, Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split())]


def _seconds(pid: int) -> float:
    """To the nanosecond where the kernel tells; ticks would lose 10 ms of each process."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (FileNotFoundError, ProcessLookupError):  # or it ends while it is read
        with suppress(FileNotFoundError, ProcessLookupError):
            return sum(_stat(pid)[11:13]) * TICK
        return 0.0  # it has ended: the next look counts it


def _stat(pid: int) -> list[int]:
    """The numbers of /proc/<pid>/stat, from the third field (state, left as 0) on."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [0, *map(int, fields[1:])]
