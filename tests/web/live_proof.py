"""Live updates under load: many open pages, many posting clients, direct logins among them.

Each page holds the stream and reads again what it was told of, as the script in the browser does.
Each posting adds one to an item at one place, so its balance is a counter: a page has shown a
posting when it shows that balance or a higher one. Prints one JSON line; ends non-zero when a page
missed a posting or was late.

    python -m tests.web.live_proof --pages 100 --posters 16 --seconds 20 --rate 5
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
import psycopg

from tests.company import PASSWORD

PEOPLE = ("sue_staff", "max_manager", "bob_boss", "vic_viewer", "ada_auditor")
POSTERS = ("sue_staff", "max_manager", "bob_boss")
PLACE = "MAIN-A"
ITEMS = 50
GATHER_SECONDS = 0.25  # as static/live.js
LATE_SECONDS = 1.0
SETTLE_SECONDS = 15.0  # after the last posting; what is not shown by then is missed
ROW = re.compile(r'data-sku="([^"]+)".*?class="c-hand number" data-cell>([\d,]+) ', re.S)
TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')
HEADERS = {"Sec-Fetch-Site": "same-origin"}
HOME = Path(__file__).parents[2]


@dataclass
class Page:
    """One open page: what it shows, and when it first showed each balance."""

    session: aiohttp.ClientSession
    base: str
    shown: dict[str, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))
    told: set[str] = field(default_factory=set)
    everything: bool = False
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    listening: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Hold the stream."""
        kind = ""
        async with self.session.get(f"{self.base}/events", timeout=None) as stream:
            async for raw in stream.content:
                line = raw.decode().strip()
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: "):
                    self._hear(kind, json.loads(line[6:]))

    def _hear(self, kind: str, data: dict[str, Any]) -> None:
        self.listening.set()
        self.told |= set(data.get("skus", ()))
        self.everything |= kind == "hello" or bool(data.get("all"))
        if self.told or self.everything:
            self.woken.set()

    async def read(self, skus: list[str]) -> None:
        """Read again what was told, for ever."""
        while True:
            await self.woken.wait()
            await asyncio.sleep(GATHER_SECONDS)
            wanted = skus if self.everything else sorted(self.told)
            self.woken.clear()
            self.told.clear()
            self.everything = False
            query = [("sku", sku) for sku in wanted]
            url = f"{self.base}/items/rows"
            async with self.session.get(url, params=query, headers={"X-Live": "1"}) as answer:
                text = await answer.text()
                assert answer.status == 200, text
            at = time.time()
            for sku, balance in ROW.findall(text):
                value = int(balance.replace(",", ""))
                if not self.shown[sku] or self.shown[sku][-1][0] < value:
                    self.shown[sku].append((value, at))

    def showed(self, sku: str, balance: int) -> float | None:
        """When the page first showed that balance or more."""
        return next((at for value, at in self.shown[sku] if value >= balance), None)


def make_items(dsn: str) -> list[str]:
    """Items that all pages show."""
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id) "
            "select 'LIVE-' || lpad(n::text, 3, '0'), 'Live ' || n, "
            "inventory.category_of('PARTS'), inventory.unit_of('ea') "
            "from generate_series(1, %s) as n",
            [ITEMS],
        )
    return [f"LIVE-{number:03}" for number in range(1, ITEMS + 1)]


Posted = tuple[str, int, float]  # SKU, balance, when the commit was known


def post_directly(dsns: list[str], seconds: float, rate: float, out: Any) -> None:
    """Post by direct logins, one thread each, as psql would."""
    found: list[Posted] = []

    def work(dsn: str, seed: int) -> None:
        chance = random.Random(seed)
        until = time.monotonic() + seconds
        with psycopg.connect(dsn, autocommit=True) as db:
            while time.monotonic() < until:
                sku = f"LIVE-{chance.randint(1, ITEMS):03}"
                lines = json.dumps([{"item": sku, "location": PLACE, "quantity": 1}])
                row = db.execute(
                    "select api.post_receipt(lines => %s::jsonb, idempotency_key => %s)",
                    [lines, uuid.uuid4()],
                ).fetchone()
                assert row
                found.append((sku, int(row[0]["lines"][0]["on_hand"]), time.time()))
                time.sleep(chance.uniform(0, 2 / rate))

    threads = [threading.Thread(target=work, args=(dsn, n)) for n, dsn in enumerate(dsns)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out.send(found)


async def post_by_web(base: str, person: str, seconds: float, rate: float) -> list[Posted]:
    """Post by the web, as a program in a page would."""
    found: list[Posted] = []
    until = time.monotonic() + seconds
    async with await sign_in(base, person) as session:
        async with session.get(f"{base}/items") as answer:
            token = TOKEN.findall(await answer.text())[0]
        while time.monotonic() < until:
            sku = f"LIVE-{random.randint(1, ITEMS):03}"
            body = {
                "lines": [{"item": sku, "location": PLACE, "quantity": 1}],
                "idempotency_key": str(uuid.uuid4()),
            }
            url, headers = f"{base}/post_receipt", {"X-Form-Token": token}
            async with session.post(url, json=body, headers=headers) as answer:
                said = await answer.json()
                assert answer.status == 200, said
            found.append((sku, int(said["lines"][0]["on_hand"]), time.time()))
            await asyncio.sleep(random.uniform(0, 2 / rate))
    return found


async def sign_in(base: str, person: str) -> aiohttp.ClientSession:
    """A signed-in session."""
    jar = aiohttp.CookieJar(unsafe=True)
    connector = aiohttp.TCPConnector(limit=0)
    session = aiohttp.ClientSession(cookie_jar=jar, headers=HEADERS, connector=connector)
    data = {"person": person, "password": PASSWORD}
    async with session.post(f"{base}/sign-in", data=data, allow_redirects=False) as answer:
        assert answer.status == 303, await answer.text()
    return session


async def prove(
    base: str, dsn_of: Any, *, pages: int, posters: int, seconds: float, rate: float
) -> dict[str, Any]:
    """Run the load; returns the figures. Half the posters are direct logins."""
    skus = make_items(dsn_of("postgres"))
    sessions = [await sign_in(base, person) for person in PEOPLE for _ in range(2)]
    opened = [Page(sessions[n % len(sessions)], base) for n in range(pages)]
    tasks = [asyncio.create_task(page.listen()) for page in opened]
    tasks += [asyncio.create_task(page.read(skus)) for page in opened]
    await asyncio.gather(*(page.listening.wait() for page in opened))
    here, there = multiprocessing.get_context("spawn").Pipe()
    direct = [dsn_of(POSTERS[n % len(POSTERS)]) for n in range(posters // 2)]
    process = multiprocessing.get_context("spawn").Process(
        target=post_directly, args=(direct, seconds, rate, there)
    )
    process.start()
    web_posters = [
        post_by_web(base, POSTERS[n % len(POSTERS)], seconds, rate)
        for n in range(posters - len(direct))
    ]
    posted = [one for many in await asyncio.gather(*web_posters) for one in many]
    posted += await asyncio.to_thread(here.recv)
    process.join()
    await settle(opened, posted)
    failed = [task for task in tasks if task.done()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for session in sessions:
        await session.close()
    for task in failed:
        task.result()
    return figures(opened, posted, seconds)


async def settle(opened: list[Page], posted: list[Posted]) -> None:
    """Wait until every page shows every posting; what is late is not missed."""
    until = time.monotonic() + SETTLE_SECONDS
    newest: dict[str, int] = {}
    for sku, balance, _ in posted:
        newest[sku] = max(balance, newest.get(sku, 0))
    while time.monotonic() < until:
        if all(page.showed(sku, top) for page in opened for sku, top in newest.items()):
            return
        await asyncio.sleep(0.1)


def figures(opened: list[Page], posted: list[Posted], seconds: float) -> dict[str, Any]:
    """How long each posting took to be shown on each page."""
    waits, missed = [], 0
    for sku, balance, at in posted:
        for page in opened:
            shown = page.showed(sku, balance)
            if shown is None:
                missed += 1
            else:
                waits.append(max(shown - at, 0.0))
    waits.sort()
    return {
        "name": "live_seconds",
        "pages": len(opened),
        "postings": len(posted),
        "postings_per_second": round(len(posted) / seconds, 1),
        "missed": missed,
        "late": sum(wait > LATE_SECONDS for wait in waits),
        "median": round(median(waits), 3),
        "p99": round(waits[int(len(waits) * 0.99)], 3),
        "worst": round(waits[-1], 3),
    }


def serve(database: Any, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The web as its own process over a test's database."""
    from ops.places import free_port
    from ops.web_probe import answer_time
    from tests.conftest import first_port

    port = free_port(first_port() + 300)
    environment = os.environ | {
        "STOCKROOM_PORT": str(port), "STOCKROOM_DATA": str(folder),
        "DATABASE_URL_WEB": database.dsn("stockroom_web"),
    }  # fmt: skip
    web = subprocess.Popen([sys.executable, "-m", "web"], env=environment, cwd=HOME)
    base = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 20
    while answer_time(f"{base}/readyz") is None:
        assert time.monotonic() < until, "the web does not start"
        time.sleep(0.1)
    return web, base


def main() -> int:
    """Build a company in memory, serve it, prove, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--posters", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rate", type=float, default=5.0, help="postings a second and poster")
    options = parser.parse_args()
    from ops.build import deploy
    from ops.embedded import EmbeddedServer
    from ops.places import free_port
    from tests import company
    from tests.conftest import SETTINGS, Database, first_port, memory_folder

    folder = memory_folder()
    server = EmbeddedServer(folder, free_port(first_port()), None, SETTINGS)
    web = None
    try:
        server.start()
        with psycopg.connect(server.superuser_dsn("postgres"), autocommit=True) as db:
            db.execute("create database proof")
        deploy(server.superuser_dsn("proof"), say=lambda _: None)
        database = Database(server, "proof", dict.fromkeys(company.PEOPLE, PASSWORD))
        with database.connect() as db:
            company.found(db)
        web, base = serve(database, folder)
        found = asyncio.run(prove(base, database.dsn, **vars(options)))
    finally:
        if web is not None:
            web.terminate()
            web.wait(10)
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(found))
    return 1 if found["missed"] or found["late"] else 0


if __name__ == "__main__":
    sys.exit(main())
