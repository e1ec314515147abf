"""The job queue's tables (pgqueuer 1.6.0), in the schema `queue`."""

from pathlib import Path
from typing import Any

from yoyo import step

__depends__ = {"0001_foundation"}


def apply(connection: Any) -> None:
    """Execute the whole SQL file of this name; nothing when it ran before and was not marked."""
    cursor = connection.cursor()
    cursor.execute("select to_regclass('queue.pgqueuer') is not null")
    if cursor.fetchone()[0]:
        return
    cursor.execute((Path(__file__).parent / "sql" / "0002_queue.sql").read_text(encoding="utf-8"))


def rollback(connection: Any) -> None:
    """Drop the queue and the jobs in it."""
    connection.cursor().execute("drop schema if exists queue cascade")


steps = [step(apply, rollback)]
