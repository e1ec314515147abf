"""End what people left running beyond their limits, every minute. The rule: api.end_overdue."""

import logging

from pgqueuer.domain.models import Job

from worker.jobs import Tools

log = logging.getLogger(__name__)

SCHEDULE = "* * * * *"


async def run(job: Job, tools: Tools) -> None:
    """End statements and idle transactions that outlast twice their role's limit."""
    ended = await tools.commands.call("end_overdue")
    if ended:
        log.warning("ended %s connections beyond their limits", ended)
