"""The worker process: `python -m worker`.

It listens to the queue in schema `queue`, runs the jobs of `worker.jobs`, says every ten
seconds that it is alive, and starts over by itself when the database was away for long.
"""

import argparse
import asyncio
import functools
import logging
import os
import random
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.applications import PgQueuer
from pgqueuer.domain.models import Job, Schedule
from pgqueuer.domain.settings import DBSettings

from worker.database import Commands, make_pool
from worker.driver import PoolDriver
from worker.executor import HoldingExecutor
from worker.jobs import JobKind, Tools, all_jobs
from worker.letter import make_templates
from worker.mail import MailChannel
from worker.settings import WorkerSettings, read_settings

log = logging.getLogger("worker")

# Jobs picked at once; pgqueuer wants at least twice as many to run at the same time.
BATCH = 10
HEARTBEAT_EVERY = 10.0  # seconds
LONGEST_RESTART_PAUSE = 30.0  # seconds


@dataclass(frozen=True)
class Pace:
    """How patient the worker is; seconds. Tests hurry it, people need not."""

    concurrency: int = 20
    # A job whose worker is silent for so long is picked by another. A handler must not block
    # the event loop for as long as this.
    silence: float = 30.0
    # How often the queue is looked at without having been woken.
    poll: float = 5.0
    # Before the second try of a mail, and of a job that raised an error; doubled each time.
    mail_delay: float = 15.0
    error_delay: float = 1.0
    drain: float = 15.0


def make_queue(driver: PoolDriver, tools: Tools) -> PgQueuer:
    """Return a queue manager that knows every job, and the schedules that enqueue some."""
    settings = DBSettings(db_schema="queue")
    queries = Queries(
        driver,
        QueryBuilderEnvironment(settings),
        QueryQueueBuilder(settings),
        QuerySchedulerBuilder(settings),
    )
    queue = PgQueuer(driver, queries=queries)
    for job in all_jobs():
        executor = functools.partial(
            HoldingExecutor, tries=job.tries, first_delay=tools.error_delay
        )
        queue.entrypoint(
            job.name, on_failure="hold", accepts_context=False, executor_factory=executor
        )(_handler(job, tools))
        if job.schedule:
            queue.schedule(job.name, job.schedule, accepts_context=False)(
                _enqueuer(job.name, queries)
            )
    return queue


def _handler(job: JobKind, tools: Tools):  # noqa: ANN202 - pgqueuer's own callable type
    async def handle(row: Job) -> None:
        await job.run(row, tools)

    return handle


def _enqueuer(name: str, queries: Queries):  # noqa: ANN202 - pgqueuer's own callable type
    async def enqueue(_: Schedule) -> None:
        # A tick while the last one's job still waits or runs adds nothing.
        await queries.enqueue(name, b"{}", dedupe_key=name, on_conflict="skip")

    return enqueue


async def beat(commands: Commands, started_at: datetime) -> None:
    """Say every ten seconds that this worker is alive; the health page shows it."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    while True:
        try:
            await commands.call(
                "worker_heartbeat", worker=name, started_at=started_at, version=our_version()
            )
        except Exception:
            log.exception("the heartbeat was not recorded")
        await asyncio.sleep(HEARTBEAT_EVERY)


def our_version() -> str:
    """Return the installed version of Stockroom."""
    try:
        return version("stockroom")
    except PackageNotFoundError:
        return "unknown"


async def serve(settings: WorkerSettings, pace: Pace) -> None:
    """Work until SIGTERM or SIGINT; then finish what runs, for at most `pace.drain` seconds."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    pool = make_pool(settings.database_url, size=pace.concurrency // 2 + 2)
    await pool.open()
    commands = Commands(pool)
    tools = Tools(
        commands=commands,
        channel=MailChannel(settings.mail_server),
        templates=make_templates(),
        mail_from=settings.mail_from,
        base_url=settings.base_url,
        mail_delay=timedelta(seconds=pace.mail_delay),
        error_delay=timedelta(seconds=pace.error_delay),
    )
    heart = asyncio.create_task(beat(commands, datetime.now(UTC)))
    drainer = asyncio.create_task(_exit_after_drain(stop, pace.drain))
    try:
        await _run_until(
            stop, lambda: make_queue(PoolDriver(pool, settings.database_url), tools), pace
        )
    finally:
        for task in (heart, drainer):
            task.cancel()
        await pool.close()


async def _run_until(stop: asyncio.Event, new_queue: Callable[[], PgQueuer], pace: Pace) -> None:
    """Run the queue; run it again, after a pause that grows, when it fails."""
    pause = 0.5
    loop = asyncio.get_running_loop()
    while not stop.is_set():
        began = loop.time()
        try:
            await _run_once(stop, new_queue(), pace)
        except Exception as error:
            log.error("the queue stopped: %s: %s", type(error).__name__, error)
            if loop.time() - began > 60:
                pause = 0.5
            with suppress(TimeoutError):
                wait = pause * random.uniform(0.5, 1.5)
                await asyncio.wait_for(stop.wait(), wait)
            pause = min(pause * 2, LONGEST_RESTART_PAUSE)


async def _run_once(stop: asyncio.Event, queue: PgQueuer, pace: Pace) -> None:
    async def forward() -> None:
        await stop.wait()
        queue.shutdown.set()

    # An event of its own: pgqueuer sets it when it fails, and that must not stop us.
    forwarder = asyncio.create_task(forward())
    log.info("waiting for jobs")
    try:
        await queue.run(
            dequeue_timeout=timedelta(seconds=pace.poll),
            batch_size=BATCH,
            max_concurrent_tasks=pace.concurrency,
            heartbeat_timeout=timedelta(seconds=pace.silence),
            shutdown_on_listener_failure=True,
        )
    finally:
        forwarder.cancel()


async def _exit_after_drain(stop: asyncio.Event, limit: float) -> None:
    """End the process when the running jobs take too long after a signal.

    Hard, on purpose: cancelled tasks would be logged as cancelled jobs. What was running is
    picked again, as after a crash.
    """
    await stop.wait()
    log.info("stopping; running jobs have %s s", limit)
    await asyncio.sleep(limit)
    log.warning("jobs still ran after %s s; they will be picked again", limit)
    logging.shutdown()
    os._exit(1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the worker; returns the process's exit code."""
    pace = Pace()
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    for name, help_text in (
        ("concurrency", "jobs that run at the same time"),
        ("silence", "seconds after which a silent worker's jobs are picked by another"),
        ("poll", "seconds between two looks at the queue when nothing wakes us"),
        ("mail-delay", "seconds before a mail is tried again; doubled each time"),
        ("error-delay", "seconds before a job that raised an error is; doubled each time"),
        ("drain", "seconds that running jobs have after SIGTERM"),
    ):
        default = getattr(pace, name.replace("-", "_"))
        parser.add_argument(f"--{name}", type=type(default), default=default, help=help_text)
    options = parser.parse_args(arguments)
    settings = read_settings()
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # Every retry would be a traceback; what failed is in the queue's own log.
    logging.getLogger("pgqueuer").setLevel("ERROR")
    asyncio.run(serve(settings, Pace(**vars(options))))
    return 0
