"""Keep the database tidy: old sessions and logs go, next year's partition comes."""

import logging

from pgqueuer.domain.models import Job

from worker.jobs import Tools

log = logging.getLogger(__name__)

SCHEDULE = "40 3 * * *"


async def run(job: Job, tools: Tools) -> None:
    """Do a night's housekeeping. What is kept for how long: api.housekeeping()."""
    log.info("housekeeping: %s", await tools.commands.call("housekeeping"))
