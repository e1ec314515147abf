"""A program that uses Stockroom's API; it needs Python 3.11 and nothing else.

    export TOKEN=sr_…
    python3 stock.py http://127.0.0.1:8000                                  # what is low or out
    python3 stock.py http://127.0.0.1:8000 receive ESP-1KG MAIN-A-01 12     # stock that arrived

A receipt has a key. Sent again with the same key, because no answer came or by hand with --key, it
counts once.
"""

import argparse
import json
import os
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

TRIES = 5
LATER = {429, 503}  # too many requests, or the database is away: Retry-After says how long


class Problem(Exception):
    """What Stockroom refused, as it says (RFC 9457)."""

    def __init__(self, told: dict[str, Any]) -> None:
        super().__init__(told["detail"])
        self.told = told

    def lines(self) -> Iterator[str]:
        """What to show a person."""
        told = self.told
        yield f"{told['detail']} {told['hint']} ({told['code']}, {told['type']})"
        for wrong in told.get("errors", []):
            yield f"  {wrong.get('pointer') or wrong.get('parameter') or ''}: {wrong['detail']}"


class Stockroom:
    """A running Stockroom, asked with a token."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def ask(self, path: str, body: dict[str, Any] | None = None, **query: str) -> Any:
        """GET, or POST where there is a body; tried again where that is safe. Raises Problem."""
        address = f"{self._url}{path}" + (f"?{urlencode(query)}" if query else "")
        data = None if body is None else json.dumps(body).encode()
        headers = self._headers | ({} if body is None else {"Content-Type": "application/json"})
        for tried in range(1, TRIES + 1):
            try:
                with urlopen(Request(address, data, headers), timeout=30) as answer:
                    return json.load(answer)
            except HTTPError as error:
                if error.code not in LATER or tried == TRIES:
                    raise Problem(json.load(error)) from error
                time.sleep(int(error.headers.get("Retry-After", "1")))
            except URLError:
                if tried == TRIES:
                    raise
                time.sleep(2**tried / 10)  # no answer: the key makes it safe to ask again
        raise AssertionError("the last try returns or raises")

    def rows(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page."""
        after: str | None = ""
        while after is not None:
            page = self.ask(path, **query, **({"after": after} if after else {}))
            yield from page["rows"]
            after = page["next"]

    def receive(self, item: str, location: str, quantity: str, key: str) -> dict[str, Any]:
        """Post a receipt of one line; again with the same key answers the same document."""
        line = {"item": item, "location": location, "quantity": quantity}
        answer: dict[str, Any] = self.ask(
            "/post_receipt", {"lines": [line], "idempotency_key": key}
        )
        return answer


def main() -> int:
    """List what is low, or receive; the exit code is 1 where Stockroom refused."""
    parser = argparse.ArgumentParser(description="What is low, and receipts.")
    parser.add_argument("url")
    parser.add_argument("--key", default=str(uuid.uuid4()), help="of the receipt")
    receive = parser.add_subparsers(dest="command").add_parser("receive")
    for name in ("item", "location", "quantity"):
        receive.add_argument(name)
    given = parser.parse_args()
    shop = Stockroom(given.url, os.environ["TOKEN"])
    try:
        if given.command == "receive":
            made = shop.receive(given.item, given.location, given.quantity, given.key)
            line = made["lines"][0]
            print(f"{made['document']}: {given.item} at {given.location}, now {line['on_hand']}")
        else:
            for row in shop.rows("/items.json", q="status:low,out", sort="sku"):
                print(f"{row['sku']}\t{row['status']}\t{row['available']} {row['unit']}")
    except Problem as problem:
        print("\n".join(problem.lines()), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
