"""Asking our own web whether it is there."""

import time
import urllib.error
import urllib.request
from collections.abc import Mapping

TIMEOUT_SECONDS = 2.0


def local_address(given: Mapping[str, str]) -> str:
    """Where this machine reaches the web of these settings, whatever it listens on."""
    host = given["STOCKROOM_HOST"]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{given['STOCKROOM_PORT']}"


def answer_time(url: str) -> float | None:
    """Seconds that a GET took to answer 200; None when it did not."""
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
            return time.monotonic() - begun if response.status == 200 else None
    except (urllib.error.URLError, OSError):
        return None
