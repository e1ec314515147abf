"""`stockroom jobs`: what the worker gave up, and giving it another try once its cause is mended."""

import asyncio
from collections.abc import Sequence

import psycopg
from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings
from psycopg import errors

from ops.database import reach
from ops.errors import Trouble
from ops.settings import read

HELD = """
    select q.id, q.entrypoint, q.attempts, to_char(q.updated, 'YYYY-MM-DD HH24:MI') as at, (
        select l.traceback ->> 'exception_message' from queue.pgqueuer_log as l
        where l.job_id = q.id and l.traceback is not null
        order by l.created desc, l.id desc limit 1)
    from queue.pgqueuer as q where q.status = 'failed' order by q.updated, q.id
"""


def jobs(retried: Sequence[str]) -> None:
    """List the jobs that are held; with their numbers, or `all`, put them back into the queue.

    Raises Trouble for a number that none has.
    """
    with reach(read(), "looking at jobs") as database:
        with psycopg.connect(database.owner) as db:
            held = db.execute(HELD).fetchall()
        known = {str(row[0]): row[0] for row in held}
        chosen = list(known) if "all" in retried else list(retried)
        for number in chosen:
            if number not in known:
                raise Trouble(f"No job {number} is held.", "`stockroom jobs` lists them.")
        if retried:
            asyncio.run(_retry(database.owner, [known[number] for number in chosen]))
            return
    for number, kind, tries, at, error in held:
        print(f"{number:6}  {kind}, {tries} tries, {at} UTC: {error or 'no reason was kept'}")
    print(f"Held: {len(held)}" + ("; again: stockroom jobs retry all" if held else ""))


async def _retry(dsn: str, numbers: list[int]) -> None:
    """As pgqueuer does it: queued, with all their tries before them."""
    settings = DBSettings(db_schema="queue")
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as db:
        queries = Queries(
            PsycopgDriver(db),
            QueryBuilderEnvironment(settings),
            QueryQueueBuilder(settings),
            QuerySchedulerBuilder(settings),
        )
        for number in numbers:
            try:
                await queries.requeue_jobs([number])
                print(f"Job {number} waits for the worker")
            except errors.UniqueViolation:
                print(f"Job {number} stays: one for the same thing waits or runs already")
