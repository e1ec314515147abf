"""What live pages cost those who post: sixteen clients, with forty pages of twenty people's
sessions open and with none.

All on one machine: the poller's query, the web that tells the pages, and the pages that read their
rows again take from the same processors as the postings do. `web_share` is what the
web process used of one processor while pages were open, `told` what the pages heard in a round.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import psycopg

from bench.data import PASSWORD
from bench.figures import Figure, Sample, Side, alternate, short
from bench.posting import post
from bench.served import Served, served
from bench.shop import PERSON, Shop, open_shop, prove
from bench.stage import HOME, Stage
from ops.errors import Trouble

CLIENTS, PAGES, SESSIONS = 16, 40, 20


def measure(stage: Stage, name: str) -> dict[str, Any]:
    """live_cost."""
    shop = open_shop(stage)
    tokens, told, used = sessions(stage, shop), list[dict[str, int]](), list[float]()
    alone = post(stage, shop, CLIENTS)
    with served(stage, shop) as site:
        sides = {"baseline": alone, "ours": watched(alone, site, shop, tokens, told, used)}
        found = alternate(sides, stage.options.rounds)
    prove(stage, shop)
    return Figure(name, "postings/s", ">= 0.97", found).line() | {
        "pages": PAGES,
        "web_share": short(median(used)),
        "told": {kind: short(median(one[kind] for one in told)) for kind in ("events", "reads")},
    }


def watched(
    alone: Side,
    site: Served,
    shop: Shop,
    tokens: list[str],
    told: list[dict[str, int]],
    used: list[float],
) -> Side:
    """The same postings while pages watch; what those heard and cost goes into the lists."""

    def play() -> Sample:
        with watching(site, shop, tokens, told):
            before, begun = site.seconds(), time.monotonic()
            sample = alone()
            used.append((site.seconds() - before) / (time.monotonic() - begun))
        return sample

    return play


@contextmanager
def watching(
    site: Served, shop: Shop, tokens: list[str], told: list[dict[str, int]]
) -> Iterator[None]:
    """Pages that are open while the block runs. Raises Trouble when one was lost."""
    command = [sys.executable, "-m", "bench.watchers", str(site.port), str(PAGES), str(shop.items)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=HOME, text=True) as pages:
        if pages.stdin is None or pages.stdout is None:
            raise AssertionError("both are pipes")
        pages.stdin.write(" ".join(tokens))
        pages.stdin.close()
        if pages.stdout.readline() != "watching\n":
            raise Trouble("The pages were not let in.", "Look at what they printed.")
        try:
            yield
        finally:
            pages.terminate()
            said = pages.stdout.read()
    if pages.returncode != 0:
        raise Trouble("A page lost its stream.", "Look at what it printed.")
    told.append(json.loads(said))


def sessions(stage: Stage, shop: Shop) -> list[str]:
    """Tokens of new sessions."""
    with psycopg.connect(stage.server.tcp_dsn(PERSON, PASSWORD, shop.database)) as db:
        query = "select auth.open_session(user_agent => 'bench') from generate_series(1, %s)"
        return [row[0] for row in db.execute(query, [SESSIONS])]
