"""How much programs may ask in a minute: per account, and per address where no account is known.

Counted in this process's memory: sharing it would cost a write for each request that reads, and
several web processes only make it as many times more generous. Pages are not counted: a program
that is stopped stops nobody's dashboard.
"""

import math
import time
from collections import OrderedDict
from dataclasses import dataclass

from aiohttp import web

WINDOW_SECONDS = 60.0
KEPT = 10_000  # accounts and addresses of which something is known


@dataclass
class Bucket:
    """What is left of a quota: it fills again evenly, all of it in a minute."""

    left: float
    at: float
    noted: float = -math.inf  # when a refusal was last told to the audit


@dataclass(frozen=True)
class Standing:
    """Where an account or address stands after a request."""

    policy: str  # "account" or "address"
    quota: int
    remaining: int
    reset: int  # seconds until all of it is there again
    wait: int = 0  # seconds until the next request may come; 0: this one may
    is_noted: bool = False  # it was refused within the minute, and that is known already

    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers-10 has them."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={WINDOW_SECONDS:.0f}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.reset}',
        }


class Limits:
    """The buckets of all who ask. `account` and `address`: requests a minute; 0 for no limit."""

    def __init__(self, account: int, address: int) -> None:
        self._quota = {"account": account, "address": address}
        self._buckets: OrderedDict[tuple[str, str], Bucket] = OrderedDict()
        # Whose a token is that opened something here: the role, by the token's hash.
        self._accounts: OrderedDict[bytes, str] = OrderedDict()

    def take(self, token_hash: bytes, address: str, *, is_token: bool) -> Standing | None:
        """Count a request: an account's where it is known whose the token or session is, else the
        address's. A token that is not known yet is counted by itself: floods of wrong ones are
        bearer.Guard's, and nobody else at the address may keep a good one out.

        None where there is no limit.
        """
        account = self._accounts.get(token_hash) or (token_hash.hex() if is_token else None)
        policy, whose = ("account", account) if account else ("address", address)
        quota = self._quota[policy]
        return self._take(policy, whose, quota) if quota else None

    def _take(self, policy: str, whose: str, quota: int) -> Standing:
        now, rate = time.monotonic(), quota / WINDOW_SECONDS
        bucket = self._buckets.setdefault((policy, whose), Bucket(quota, now))
        self._buckets.move_to_end((policy, whose))
        _shorten(self._buckets)
        bucket.left = min(quota, bucket.left + (now - bucket.at) * rate)
        bucket.at = now
        may = bucket.left >= 1
        bucket.left -= may
        is_noted = not may and now - bucket.noted < WINDOW_SECONDS
        if not may and not is_noted:
            bucket.noted = now
        return Standing(
            policy, quota, int(bucket.left), math.ceil((quota - bucket.left) / rate),
            0 if may else max(1, math.ceil((1 - bucket.left) / rate)), is_noted,
        )  # fmt: skip

    def knows(self, token_hash: bytes) -> bool:
        """Whether it is known whose the token is."""
        return token_hash in self._accounts

    def learn(self, token_hash: bytes, account: str) -> None:
        """Note whose a token is that opened something."""
        self._accounts[token_hash] = account
        _shorten(self._accounts)

    def forget(self, token_hash: bytes) -> None:
        """A token is over: what is asked with it is nobody's any more."""
        self._accounts.pop(token_hash, None)


LIMITS = web.AppKey("limits", Limits)
STANDING = web.RequestKey("standing", Standing)


def _shorten(kept: OrderedDict) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)
