"""Lines a second in documents of many lines, beside COPY into the same tables and indexes.

Ours: receipts of N lines over items and places chosen at random, each document one transaction of
the web's own statements, the JSON made beforehand. The baseline: a superuser's COPY of 10,000 rows
a transaction into inventory.movements, as many into inventory.stock_levels (with their keys to
item, location and lot), and of one row into inventory.documents, with all their indexes and checks:
the tables that a document writes. COPY adds to no balance, judges no range, asks nobody and answers
nothing. `ledger_only` is the ratio to a COPY that leaves stock_levels out.
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import count, cycle, islice
from statistics import median
from typing import Any
from uuid import uuid4

import psycopg

from bench.figures import Figure, Side, alternate, short
from bench.shop import Shop, open_shop, prove
from bench.stage import Stage
from ops.errors import Trouble
from web.db import IDENTITY

TARGETS = {10: ">= 0.15", 100: ">= 0.35", 1_000: ">= 0.5", 10_000: ">= 0.6"}
TARGET_OF_FOUR = ">= 0.35"
COPY = "bench_copy"
COPIED = 10_000  # rows a transaction of the baseline
POST = "select api.post_receipt(lines => %(lines)s::jsonb, idempotency_key => %(idempotency_key)s)"
COPY_DOCUMENT = (
    "copy inventory.documents (document_id, kind, occurred_at, posted_at, posted_by, "
    "idempotency_key, request_hash, line_count, places) from stdin"
)
COPY_MOVEMENTS = (
    "copy inventory.movements (posted_at, document_id, line_no, item_id, location_id, lot_id, "
    "quantity, balance_after, occurred_at, entered_quantity, entered_unit_id) from stdin"
)
COPY_LEVELS = "copy inventory.stock_levels (item_id, location_id, allow_negative) from stdin"
DOCUMENT = "{}\treceipt\tnow\tnow\tbench_staff\t{}\t\\\\x00\t{}\t{{}}\n"
# Moves lines for so many seconds; answers how many, and how long that took.
Worker = Callable[[psycopg.Connection, float], tuple[int, float]]


def measure(stage: Stage, name: str) -> dict[str, Any]:
    """batch_<lines> on one connection, or batch_4x1000 on four."""
    clients, _, lines = name.removeprefix("batch_").rpartition("x")
    size = int(lines)
    shop = open_shop(stage)
    stage.create(COPY, shop.database)  # its ledger will not add up
    rows = rows_to_copy(stage)
    with ExitStack() as opened:
        side = partial(_side, stage, opened, int(clients or 1))
        sides = {
            "baseline": side("postgres", COPY, copying(rows, with_levels=True)),
            "ledger_only": side("postgres", COPY, copying(rows, with_levels=False)),
            "ours": side("stockroom_web", shop.database, posting(shop, size)),
        }
        found = alternate(sides, stage.options.rounds)
    prove(stage, shop)
    target = TARGET_OF_FOUR if clients else TARGETS[size]
    figure = Figure(name, "lines/s", target, found)
    return figure.line() | {"ledger_only": short(median(figure.ratios("ledger_only")))}


def _side(
    stage: Stage, opened: ExitStack, clients: int, role: str, database: str, work: Worker
) -> Side:
    """So many connections working at once, as warm as a pool's; the rate is of all together."""
    dsn = stage.dsn(role, database)
    connections = [
        opened.enter_context(psycopg.connect(dsn, prepare_threshold=1)) for _ in range(clients)
    ]
    for db in connections:
        work(db, 0.01)  # one document

    def run() -> tuple[int, float]:
        with ThreadPoolExecutor(clients) as pool:
            tasks = [pool.submit(work, db, stage.options.seconds) for db in connections]
            done = [task.result() for task in tasks]
        return sum(lines for lines, _ in done), sum(lines / taken for lines, taken in done)

    return lambda: stage.metered(run)


def posting(shop: Shop, size: int) -> Worker:
    """Receipts of `size` lines."""
    chance = random.Random(size)
    texts = [_lines(shop, size, chance) for _ in range(max(5, min(200, 100_000 // size)))]

    def work(db: psycopg.Connection, seconds: float) -> tuple[int, float]:
        begun, number = time.monotonic(), 0
        while (taken := time.monotonic() - begun) < seconds:
            with db.pipeline():
                db.execute(IDENTITY, shop.identity())
                keys = {"lines": texts[number % len(texts)], "idempotency_key": uuid4()}
                answer = db.execute(POST, keys).fetchone()
                db.commit()
            if answer is None or len(answer[0]["lines"]) != size:
                raise AssertionError(answer)
            number += 1
        return number * size, taken

    return work


def _lines(shop: Shop, size: int, chance: random.Random) -> str:
    chosen = chance.sample(range(1, shop.items + 1), size)
    return json.dumps(
        [{"item": f"B-{n}", "location": f"P-{1 + n % shop.places}", "quantity": 1} for n in chosen]
    )


@dataclass(frozen=True)
class Rows:
    """What the baselines copy; texts are made between the timed parts."""

    movements: bytes  # as COPY reads them; @ stands for the document
    homes: Sequence[tuple[int, int]]  # each item and the place where it has its stock
    places: Sequence[int]
    numbers: Iterator[int] = field(default_factory=count)  # no level is made twice

    def levels(self) -> bytes:
        """Stock levels of items where they never were: lot 0, and a place far down the list."""
        number = next(self.numbers)
        first = number % len(self.places)
        if number >= len(self.places):
            raise Trouble("No place is left to copy levels to.", "Measure fewer or shorter rounds.")
        places = islice(cycle(self.places), first, first + len(self.homes))
        return "".join(
            f"{item}\t{place}\tf\n"
            for (item, home), place in zip(self.homes, places, strict=True)
            if place != home
        ).encode()


def rows_to_copy(stage: Stage) -> Rows:
    """Movements of items whose levels are there."""
    with stage.connect("postgres", COPY) as db:
        levels = db.execute(
            "select s.item_id, s.location_id, s.on_hand from inventory.stock_levels as s "
            "join inventory.items as i using (item_id) where i.sku like 'B-%%' "
            "order by hashint4(item_id) limit %s",
            [COPIED],
        ).fetchall()
        places = db.execute(
            "select location_id from inventory.locations "
            "where kind not in ('company', 'region') order by location_id"
        ).fetchall()
    rows = [
        f"now\t@\t{line}\t{item}\t{place}\t0\t1\t{on_hand + 1}\tnow\t1\t1\n"
        for line, (item, place, on_hand) in enumerate(levels, 1)
    ]
    homes = [(item, place) for item, place, _ in levels]
    return Rows("".join(rows).encode(), homes, [place for (place,) in places])


def copying(rows: Rows, *, with_levels: bool) -> Worker:
    """COPY of the same movements again and again, each time as another document's."""
    size = len(rows.homes)

    def work(db: psycopg.Connection, seconds: float) -> tuple[int, float]:
        number, taken = 0, 0.0
        while taken < seconds:
            document = str(uuid4())
            texts = {
                COPY_DOCUMENT: DOCUMENT.format(document, uuid4(), size).encode(),
                COPY_MOVEMENTS: rows.movements.replace(b"@", document.encode()),
            }
            if with_levels:
                texts[COPY_LEVELS] = rows.levels()
            begun = time.monotonic()
            for statement, text in texts.items():
                with db.cursor() as cursor, cursor.copy(statement) as copy:
                    copy.write(text)
            db.commit()
            taken += time.monotonic() - begun
            number += 1
        return number * size, taken

    return work
