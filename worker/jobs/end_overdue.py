"""Every minute: end what runs beyond its limits, and record what DBAs did to people's roles.

The rules: api.end_overdue, api.record_role_changes.
"""

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
    found = await tools.commands.call("record_role_changes")
    if found:
        log.info("recorded changes of %s roles that were made by hand", found)
