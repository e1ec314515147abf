"""Keep the database tidy: old sessions and logs go, next year's partition comes."""

import logging

from pgqueuer.domain.models import Job

from worker.jobs import Tools

log = logging.getLogger(__name__)

SCHEDULE = "40 3 * * *"


async def run(job: Job, tools: Tools) -> None:
    """Do a night's housekeeping. What is kept for how long: the commands' own comments."""
    for command in ("housekeeping", "forget_jobs"):
        log.info("%s: %s", command, await tools.commands.call(command))
