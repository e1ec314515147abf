"""End what is over, twice a minute, so that nobody who was shut out stays in for a whole one:
connections beyond their limits or their people's access, and rights taken in an emergency. Record
what DBAs did to people's roles.

The rules: api.end_overdue, api.end_expired_rights, api.keep_second_factors,
api.record_role_changes.
"""

import logging

from pgqueuer.domain.models import Job

from worker.jobs import Tools

log = logging.getLogger(__name__)

SCHEDULE = "* * * * * */30"


async def run(job: Job, tools: Tools) -> None:
    """End connections and rights whose time is over; find what was changed by hand."""
    ended = await tools.commands.call("end_overdue")
    if ended:
        log.warning("ended %s connections beyond their limits or access", ended)
    taken_back = await tools.commands.call("end_expired_rights")
    if taken_back:
        log.info("took back %s emergency rights that were over", taken_back)
    changed = await tools.commands.call("keep_second_factors")
    if changed:
        log.info("%s people begin or end to need a second factor", changed)
    found = await tools.commands.call("record_role_changes")
    if found:
        log.info("recorded changes of %s roles that were made by hand", found)
