"""The worker's way to Postgres: one pool, and patience while the server restarts."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import psycopg
from psycopg import sql
from psycopg_pool import AsyncConnectionPool, PoolTimeout

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

# Seconds. A restarting server is back within these; a longer outage ends the attempt, the
# job stays where it is, and `app` starts over.
PATIENCE = 30.0
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 2.0

# Connection failures (08), and a server that is stopping, crashed or starting up.
GONE = ("08", "57P01", "57P02", "57P03")


def make_pool(conninfo: str, *, size: int) -> AsyncConnectionPool[psycopg.AsyncConnection[Any]]:
    """Return a closed pool of autocommit connections that are checked before use."""
    return AsyncConnectionPool(
        conninfo,
        min_size=1,
        max_size=size,
        open=False,
        timeout=5.0,
        kwargs={"autocommit": True, "application_name": "stockroom worker"},
        check=AsyncConnectionPool.check_connection,
    )


def is_gone(error: BaseException) -> bool:
    """Tell whether the server went away, rather than refused what we asked."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, psycopg.OperationalError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(GONE)


async def patiently(operation: Callable[[], Awaitable[Answer]]) -> Answer:
    """Run `operation` again, for at most PATIENCE seconds, while the server is away.

    Only for what may safely run twice: the server may have committed before it went.
    """
    loop = asyncio.get_running_loop()
    limit, pause = loop.time() + PATIENCE, FIRST_PAUSE
    while True:
        try:
            return await operation()
        except (psycopg.OperationalError, PoolTimeout) as error:
            if not is_gone(error) or loop.time() + pause > limit:
                raise
            log.info("the database is away, trying again: %s", str(error).strip() or error)
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))
        pause = min(pause * 2, LONGEST_PAUSE)


class Commands:
    """The functions of the schema `api`, called by name with named arguments."""

    def __init__(self, pool: AsyncConnectionPool[psycopg.AsyncConnection[Any]]) -> None:
        self._pool = pool

    async def call(self, command: str, **arguments: object) -> Any:
        """Return what `api.<command>(name => value, …)` answers; waits for a lost server.

        Every command called here is safe to run twice; that is what a job is.
        """
        query = sql.SQL("select api.{}({})").format(
            sql.Identifier(command),
            sql.SQL(", ").join(
                sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder(name))
                for name in arguments
            ),
        )

        async def ask() -> Any:
            async with self._pool.connection() as connection:
                row = await (await connection.execute(query, arguments)).fetchone()
            return row[0] if row else None

        return await patiently(ask)
