"""Tell one person of one alert by e-mail. Other notices: send_notice, which does the same.

Payload: {"delivery": uuid}. Who is told is decided in SQL when the alert opens, and once more
by api.claim_delivery() just before sending; the state of the delivery lives in its row.
"""

from datetime import UTC, datetime, timedelta
from typing import NoReturn

from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job

from worker.executor import delay_before
from worker.jobs import Tools, payload_of
from worker.letter import compose
from worker.mail import (
    AddressRefusedError,
    ChannelDownError,
    MessageRefusedError,
    TryLaterError,
)

# An alert that could not be told for so long is told on the dashboard only.
GIVE_UP_AFTER = timedelta(hours=48)


async def run(job: Job, tools: Tools) -> None:
    """Send the delivery's message unless it was sent; leave the outcome in its row.

    At least once: a worker that dies between the server's answer and finish_delivery sends
    the same message again, with the same Message-ID.
    """
    closed_for = tools.channel.closed_for()
    if closed_for:
        raise RetryRequested(timedelta(seconds=closed_for), "the mail channel is paused")
    delivery = payload_of(job)["delivery"]
    letter = await tools.commands.call("claim_delivery", delivery=delivery)
    if letter is None:
        return
    message = compose(letter, tools.templates, sender=tools.mail_from, base_url=tools.base_url)
    try:
        await tools.channel.send(message, to=letter["to_address"])
    except AddressRefusedError as error:
        await _finish(tools, delivery, "suppressed", str(error))
    except MessageRefusedError as error:
        await _finish(tools, delivery, "failed", str(error))
    except (TryLaterError, ChannelDownError) as error:
        await _try_later(job, tools, delivery, str(error))
    else:
        await _finish(tools, delivery, "sent")


async def _try_later(job: Job, tools: Tools, delivery: str, error: str) -> NoReturn:
    if datetime.now(UTC) - job.created > GIVE_UP_AFTER:
        await _finish(tools, delivery, "failed", error)
        raise TimeoutError(f"given up after {GIVE_UP_AFTER}: {error}")
    await _finish(tools, delivery, "retry", error)
    pause = delay_before(job.attempts, tools.mail_delay)
    raise RetryRequested(max(pause, timedelta(seconds=tools.channel.closed_for())), error)


async def _finish(tools: Tools, delivery: str, outcome: str, error: str | None = None) -> None:
    await tools.commands.call("finish_delivery", delivery=delivery, outcome=outcome, error=error)
