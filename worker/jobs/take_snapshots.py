"""Keep the stock of each week that is over, so that a report of the past reads that and not the
ledger from its beginning. The rule: api.take_snapshots.
"""

import logging

from pgqueuer.domain.models import Job

from worker.jobs import Tools

log = logging.getLogger(__name__)

SCHEDULE = "*/10 * * * *"
MOST_STEPS = 200  # of one run: years that were imported at once


async def run(job: Job, tools: Tools) -> None:
    """Take step after step until there is none; each is a transaction of its own."""
    for _ in range(MOST_STEPS):
        done = await tools.commands.call("take_snapshots")
        if done["taken"]:
            log.info("kept the stock as of %s", done["taken"])
        if not done["more"]:
            return
