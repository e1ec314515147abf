"""Lines a second in documents of many lines, beside COPY into the same tables and indexes.

Ours: receipts of N lines over items and places chosen at random, each document one transaction of
the web's own statements, the JSON made beforehand. The baseline: a superuser's COPY of 10,000 rows
a transaction into inventory.movements, and of one row into inventory.documents, with all their
indexes and checks. COPY moves no balance, judges no range, asks nobody and answers nothing.
"""

import json
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import psycopg

from bench.figures import Figure, Side, alternate
from bench.shop import Shop, open_shop, prove
from bench.stage import Stage
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
DOCUMENT = "{}\treceipt\tnow\tnow\tbench_staff\t{}\t\\\\x00\t{}\t{{}}\n"
# Moves lines for so many seconds; answers how many, and how long that took.
Worker = Callable[[psycopg.Connection, float], tuple[int, float]]


def measure(stage: Stage, name: str) -> dict[str, Any]:
    """batch_<lines> on one connection, or batch_4x1000 on four."""
    clients, _, lines = name.removeprefix("batch_").rpartition("x")
    size = int(lines)
    shop = open_shop(stage)
    stage.create(COPY, shop.database)  # its ledger will not add up
    copies = rows_to_copy(stage)
    sides = {
        "baseline": _side(stage, "postgres", COPY, copying(copies), int(clients or 1)),
        "ours": _side(
            stage, "stockroom_web", shop.database, posting(shop, size), int(clients or 1)
        ),
    }
    found = alternate(sides, stage.options.rounds)
    prove(stage, shop)
    target = TARGET_OF_FOUR if clients else TARGETS[size]
    return Figure(name, "lines/s", target, found).line()


def _side(stage: Stage, role: str, database: str, work: Worker, clients: int) -> Side:
    """So many connections working at once; the rate is of all together."""

    def run() -> tuple[int, float]:
        opened = [
            psycopg.connect(stage.dsn(role, database), prepare_threshold=1) for _ in range(clients)
        ]
        with ThreadPoolExecutor(clients) as pool:
            tasks = [pool.submit(work, db, stage.options.seconds) for db in opened]
            done = [task.result() for task in tasks]
        for db in opened:
            db.close()
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


def rows_to_copy(stage: Stage) -> bytes:
    """Movements as COPY reads them; @ stands for the document."""
    with stage.connect("postgres", COPY) as db:
        levels = db.execute(
            "select item_id, location_id, on_hand from inventory.stock_levels "
            "order by hashint4(item_id) limit %s",
            [COPIED],
        ).fetchall()
    rows = [
        f"now\t@\t{line}\t{item}\t{place}\t0\t1\t{on_hand + 1}\tnow\t1\t1\n"
        for line, (item, place, on_hand) in enumerate(levels, 1)
    ]
    return "".join(rows).encode()


def copying(rows: bytes) -> Worker:
    """COPY of the same rows again and again, each time another document's."""
    count = rows.count(b"\n")

    def work(db: psycopg.Connection, seconds: float) -> tuple[int, float]:
        number, taken = 0, 0.0
        while taken < seconds:
            document = str(uuid4())
            text = rows.replace(b"@", document.encode())
            begun = time.monotonic()
            with db.cursor() as cursor:
                with cursor.copy(COPY_DOCUMENT) as copy:
                    copy.write(DOCUMENT.format(document, uuid4(), count))
                with cursor.copy(COPY_MOVEMENTS) as copy:
                    copy.write(text)
            db.commit()
            taken += time.monotonic() - begun
            number += 1
        return number * count, taken

    return work
