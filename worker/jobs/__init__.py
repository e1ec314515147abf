"""The jobs: one module each, whose name is the entrypoint that SQL enqueues.

A job module has `async def run(job, tools)`, and may have
- `SCHEDULE`: a cron expression in UTC, with seconds as its sixth field if any; a tick only
  enqueues the job;
- `TRIES`: how often an unexpected error is tried before the job is held (default 5).

A job's payload holds ids only, and a job is safe to run again: it may run twice whenever a
worker dies or the database restarts between its work and the end of it.
"""

import importlib
import json
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from jinja2 import Environment
from pgqueuer.domain.models import Job

from worker.database import Commands
from worker.mail import MailChannel


@dataclass(frozen=True)
class Tools:
    """What a job works with."""

    commands: Commands
    channel: MailChannel
    templates: Environment
    mail_from: str
    base_url: str
    mail_delay: timedelta
    error_delay: timedelta


@dataclass(frozen=True)
class JobKind:
    """One module of this package."""

    name: str
    run: Callable[[Job, Tools], Awaitable[None]]
    schedule: str | None
    tries: int


def payload_of(job: Job) -> dict[str, Any]:
    """Return the job's payload; raises ValueError when it is not a JSON object."""
    payload = json.loads(job.payload or b"{}")
    if not isinstance(payload, dict):
        raise ValueError(f"the payload of job {job.id} is not an object")
    return payload


def all_jobs() -> list[JobKind]:
    """Return every job of this package."""
    kinds = []
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        kinds.append(
            JobKind(
                name=found.name,
                run=module.run,
                schedule=getattr(module, "SCHEDULE", None),
                tries=getattr(module, "TRIES", 5),
            )
        )
    return kinds
