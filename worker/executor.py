"""What becomes of a job that fails: tried again after a pause, held after its tries."""

import asyncio
import random
from dataclasses import dataclass
from datetime import timedelta

from pgqueuer.core.executors import EntrypointExecutor
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Context, Job

# Where a doubled pause stops growing.
LONGEST_DELAY = timedelta(hours=1)


def delay_before(attempt: int, first: timedelta) -> timedelta:
    """Return the pause before try `attempt` + 1: doubled each time, up to an hour, jittered.

    The jitter (0.5 to 1.5 times) keeps a thousand mails from coming back in one second.
    """
    doubled = min(first * 2 ** min(attempt, 30), LONGEST_DELAY)
    return doubled * random.uniform(0.5, 1.5)


@dataclass
class HoldingExecutor(EntrypointExecutor):
    """Runs a job; an error puts it back `tries` - 1 times, the last one holds it.

    A job's own `RetryRequested` (the mail server is away) is passed on and has no limit here:
    the job knows how long its work is worth doing. Crashes of the worker are counted by the
    trigger `pgqueuer_count_crashes`.
    """

    tries: int = 5
    first_delay: timedelta = timedelta(seconds=1)

    async def execute(self, job: Job, context: Context) -> None:
        """Run the job once."""
        try:
            await super().execute(job, context)
        except RetryRequested:
            raise
        except asyncio.CancelledError:
            # pgqueuer would log the job as cancelled and delete it.
            raise RetryRequested(reason="the worker stopped while it ran") from None
        except Exception as error:
            if job.attempts + 1 >= self.tries:
                raise
            raise RetryRequested(
                delay=delay_before(job.attempts, self.first_delay),
                reason=f"{type(error).__name__}: {error}",
            ) from error
