"""Look every minute at the saved views that people watch, each every five minutes at most, and tell
them when one is not empty.

The rules: api.claim_watches, api.check_watch.
"""

import asyncio
import logging

from pgqueuer.domain.models import Job

from worker.jobs import Tools

log = logging.getLogger(__name__)

SCHEDULE = "* * * * *"
LONGEST = 20.0  # seconds for one view: a search that takes longer waits for its next turn
ENOUGH = 50.0  # seconds for all: the rest is for the next minute


async def run(job: Job, tools: Tools) -> None:
    """Check what is due, one view after the other."""
    loop = asyncio.get_running_loop()
    begun, told = loop.time(), 0
    while loop.time() - begun < ENOUGH:
        due = await tools.commands.call("claim_watches", max_rows=20)
        if not due:
            break
        for one in due:
            try:
                async with asyncio.timeout(LONGEST):
                    told += await tools.commands.call("check_watch", **one)
            except TimeoutError:
                log.warning("view %s took longer than %s s to search", one["view"], LONGEST)
    if told:
        log.info("told %s people of views they watch", told)
