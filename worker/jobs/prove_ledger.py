"""Prove the ledger: nightly, and when somebody asks. The rule: db/functions (api.prove)."""

import logging

from pgqueuer.domain.models import Job

from worker.jobs import Tools

log = logging.getLogger(__name__)

SCHEDULE = "20 2 * * *"


async def run(job: Job, tools: Tools) -> None:
    """Recompute what is derived and store the outcome, which the health page shows."""
    outcome = await tools.commands.call("record_proof")
    log.info("the ledger was proved: %s", outcome)
