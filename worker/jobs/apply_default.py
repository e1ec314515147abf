"""Give items the ranges of a default that is for many of them, piece by piece.

Payload: {"default": its key}. Each piece is a transaction of its own and the default's row says how
far it is: a job that runs again goes on from there.
"""

from pgqueuer.domain.models import Job

from worker.jobs import Tools, payload_of


async def run(job: Job, tools: Tools) -> None:
    """Apply the default to the last of its items."""
    default = payload_of(job)["default"]
    while await tools.commands.call("apply_default", default=default):
        pass
