"""Give the items of a large import the ranges of the defaults, piece by piece.

Payload: {"batch": the transaction that made them}. Each piece is a transaction of its own and each
item's row says whether it has its ranges: a job that runs again goes on from there.
"""

from pgqueuer.domain.models import Job

from worker.jobs import Tools, payload_of


async def run(job: Job, tools: Tools) -> None:
    """Settle the items to the last one."""
    batch = payload_of(job)["batch"]
    while await tools.commands.call("settle_items", batch=batch):
        pass
