"""Open pages of the items list, as browsers hold them: each listens to the stream, gathers for a
quarter of a second, and reads those of its fifty rows again that it was told of.

    python -m bench.watchers PORT PAGES ITEMS, and the sessions' tokens on standard input

Says "watching" once every page was greeted; on SIGTERM, as JSON, what came.
"""

import asyncio
import json
import random
import signal
import sys
from dataclasses import dataclass, field
from urllib.parse import urlencode

GATHER_SECONDS = 0.25  # as static/live.js
ROWS = 50


@dataclass
class Page:
    """One open page."""

    port: int
    token: str
    shown: frozenset[str]
    greeted: asyncio.Event = field(default_factory=asyncio.Event)
    told: set[str] = field(default_factory=set)
    events: int = 0
    reads: int = 0

    async def listen(self) -> None:
        """Hold the stream until it ends."""
        reader, _ = await self._ask("/events")
        async for line in reader:
            if line.startswith(b"data: "):
                self.events += 1
                self._hear(json.loads(line[6:]))

    def _hear(self, told: dict) -> None:
        self.greeted.set()
        about = self.shown if told.get("all") else self.shown.intersection(told.get("skus", ()))
        if about and not self.told:
            asyncio.get_running_loop().create_task(self._read_again())
        self.told |= about

    async def _read_again(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        query = urlencode([("sku", sku) for sku in self.told])
        self.told = set()
        reader, writer = await self._ask(f"/items/rows?{query}")
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(head.decode(errors="replace"))
        length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        writer.close()
        self.reads += 1

    async def _ask(self, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1_000_000)
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nX-Live: 1\r\n"
            f"Accept-Encoding: gzip\r\nCookie: session={self.token}\r\n\r\n".encode()
        )
        return reader, writer


async def watch(port: int, pages: int, items: int, tokens: list[str]) -> None:
    """Hold so many pages until told to end."""
    chance, ended = random.Random(1), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    opened = [
        Page(
            port,
            tokens[number % len(tokens)],
            frozenset(f"B-{chance.randint(1, items)}" for _ in range(ROWS)),
        )
        for number in range(pages)
    ]
    tasks = [asyncio.create_task(page.listen()) for page in opened]
    await asyncio.gather(*(page.greeted.wait() for page in opened))
    print("watching", flush=True)
    await ended.wait()
    if any(task.done() for task in tasks):
        raise SystemExit("a stream ended")
    events, reads = sum(page.events for page in opened), sum(page.reads for page in opened)
    print(json.dumps({"events": events, "reads": reads}), flush=True)


if __name__ == "__main__":
    asyncio.run(watch(*map(int, sys.argv[1:4]), tokens=sys.stdin.read().split()))
