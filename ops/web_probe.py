"""Asking our own web whether it is there."""

import time
import urllib.error
import urllib.request

TIMEOUT_SECONDS = 2.0


def answer_time(url: str) -> float | None:
    """Seconds that a GET took to answer 200; None when it did not."""
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
            return time.monotonic() - begun if response.status == 200 else None
    except (urllib.error.URLError, OSError):
        return None
