"""The web as its own process over the shop, and beside its pages the same ones without a database.

`python -m bench.served` is `python -m web` with two more routes: `/bench/bytes?…` sends the items
page of that query as the bytes it was when first asked for, and `/bench/drawn?…` draws it each
time from the answer that was got then. Both pass all that every request of the web passes.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
from aiohttp import web

from bench.shop import Shop
from bench.stage import HOME, Stage
from ops.errors import Trouble
from ops.places import free_port
from ops.web_probe import answer_time
from web.app import make_app
from web.db import as_user, call
from web.rooms import items
from web.settings import read_settings

FIRST_PORT = 8775
READY_SECONDS = 20.0


@dataclass(frozen=True)
class Served:
    """A running web."""

    port: int
    process: psutil.Process

    def seconds(self) -> float:
        """CPU seconds it has used."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def served(stage: Stage, shop: Shop) -> Iterator[Served]:
    """Serve the shop while the block runs."""
    port = free_port(FIRST_PORT)
    environment = os.environ | {
        "STOCKROOM_PORT": str(port), "STOCKROOM_DATA": str(stage.folder),
        "DATABASE_URL_WEB": stage.dsn("stockroom_web", shop.database),
    }  # fmt: skip
    running = subprocess.Popen([sys.executable, "-m", "bench.served"], env=environment, cwd=HOME)
    try:
        until = time.monotonic() + READY_SECONDS
        while answer_time(f"http://127.0.0.1:{port}/readyz") is None:
            if time.monotonic() > until or running.poll() is not None:
                raise Trouble("The web does not start.", "Look at what it printed.")
            time.sleep(0.05)
        yield Served(port, psutil.Process(running.pid))
    finally:
        running.terminate()
        running.wait(15)


def main() -> None:
    """Serve until SIGTERM."""
    settings = read_settings()
    app = make_app(settings)
    kept: dict[str, Any] = {}

    async def drawn(request: web.Request) -> web.StreamResponse:
        """The page drawn from the first answer."""
        asked = items.asked(request)
        key = request.query_string
        if key not in kept:
            async with as_user(request) as db:
                found = await call(db, "search_items", **asked, max_rows=items.PAGE_ROWS)
                kept[key] = found, await db.me()
        return items.drawn(request, *kept[key])

    async def as_bytes(request: web.Request) -> web.StreamResponse:
        """The page as the first one was sent."""
        key = f"bytes {request.query_string}"
        if key not in kept:
            response: Any = await drawn(request)
            kept[key] = response.body, dict(response.headers)
        body, headers = kept[key]
        return web.Response(body=body, headers=headers)

    app.router.add_get("/bench/drawn", drawn)
    app.router.add_get("/bench/bytes", as_bytes)
    web.run_app(app, host=settings.host, port=settings.port, access_log=None, print=None)


if __name__ == "__main__":
    main()
