"""Workers killed with -9 while mails go out: each arrives, and none twice but after a crash.

What "twice" means (docs/adr/0007): a worker that dies after the mail server took a message, and
before that is written down, leaves a message that is sent again under the same Message-ID, and a
mailbox keeps one. Any other second copy, without a crash between the two, is a fault.
"""

import os
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from ops.places import free_port
from tests import company
from tests.company import PASSWORD
from tests.faults.figures import Figures
from tests.faults.stockroom import FIRST_PORT, Stockroom, kill_process
from tests.functions.steps import issue, receive, set_range
from tests.worker import postbox as mailbox
from tests.worker.conftest import HURRY
from tests.worker.postbox import Postbox

ITEMS = 6
WORKERS = 2
FOLLOWERS = ("sue_staff", "vic_viewer", "max_manager", "bob_boss")
LAST_WORDS_SECONDS = 1.0  # what a dead worker sent may still be on its way to the mail server
STILL_SECONDS = 60.0  # without a mail, while some are left
BACKLOG = 60  # mails that wait; no more alerts are opened meanwhile
TAKES_SECONDS = 0.02  # the mail server, for one message: so that there is something to kill


@dataclass
class Post:
    """A mail server that notes when each message came."""

    box: Postbox = field(default_factory=Postbox)
    arrivals: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.box.seconds = TAKES_SECONDS
        self.box.at["DATA"] = self._note

    def _note(self) -> None:
        message_id = str(self.box.received[-1]["Message-ID"])
        self.arrivals[message_id].append(time.monotonic())


@dataclass
class Workers:
    """So many workers at a time; each that is killed is followed by a new one."""

    environment: dict[str, str]
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start one more."""
        with self.log.open("ab") as out:
            command = [sys.executable, "-m", "worker", *HURRY]
            self.running.append(
                subprocess.Popen(command, env=self.environment, stdout=out, stderr=out)
            )

    def kill(self, one: subprocess.Popen[bytes]) -> None:
        """kill -9 one of them."""
        kill_process(one)
        self.kills.append(time.monotonic())
        self.running.remove(one)


def run(folder: Path, figures: Figures, times: int, seed: int) -> None:
    """Kill workers `times` times while alerts open and close."""
    draw, post = random.Random(seed), Post()
    port = free_port((FIRST_PORT or 21_000) + 10)
    stockroom = Stockroom(folder / "data", folder / "log")
    smtp = mailbox.start(post.box, port)
    try:
        with stockroom.only_the_database() as server:
            _prepare(stockroom)
            environment = os.environ | {
                "DATABASE_URL_WORKER": server.service_dsn("stockroom_worker"),
                "STOCKROOM_BASE_URL": "https://stock.shop.example",
                "STOCKROOM_SMTP_HOST": "127.0.0.1",
                "STOCKROOM_SMTP_PORT": str(port),
                "STOCKROOM_SMTP_TLS": "none",
            }
            workers = Workers(environment, folder / "worker.log")
            try:
                _storm(stockroom, workers, post, times, draw)
                drained = _drain(stockroom, post)
            finally:
                for one in list(workers.running):
                    workers.kill(one)
            _report(stockroom, figures, post, workers.kills[:times], drained, seed)
    finally:
        smtp.stop()


def _prepare(stockroom: Stockroom) -> None:
    """Items of 10 each that are low below 5, and people who follow them."""
    with stockroom.owner() as db:
        company.found(db)
        db.execute("alter role bob_boss connection limit 60")
        db.execute(
            "insert into inventory.subscriptions (person) select unnest(%s::text[])",
            [list(FOLLOWERS)],
        )
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id) "
            "select 'A-' || n, 'A', inventory.category_of('PARTS'), inventory.unit_of('ea') "
            "from generate_series(1, %s) as n",
            [ITEMS],
        )
    with _boss(stockroom) as db:
        for number in range(1, ITEMS + 1):
            receive(db, f"A-{number}", "MAIN", 10)
            set_range(db, f"A-{number}", "MAIN", 5)


def _boss(stockroom: Stockroom) -> psycopg.Connection:
    dsn = stockroom.dsn("bob_boss", PASSWORD)
    return psycopg.connect(dsn, autocommit=True, row_factory=dict_row)


def _storm(
    stockroom: Stockroom, workers: Workers, post: Post, times: int, draw: random.Random
) -> None:
    """Alerts all the time, and every moment a worker dies."""
    for _ in range(WORKERS):
        workers.start()
    _wait(lambda: "waiting for jobs" in workers.log.read_text(), 60)
    stop = threading.Event()
    poster = threading.Thread(target=_open_alerts, args=(stockroom, stop))
    poster.start()
    try:
        for _ in range(times):
            arrived = len(post.box.received)
            _wait(lambda before=arrived: len(post.box.received) > before, 60)
            time.sleep(draw.uniform(0, 0.4))
            workers.kill(draw.choice(workers.running))
            workers.start()
    finally:
        stop.set()
        poster.join()


def _open_alerts(stockroom: Stockroom, stop: threading.Event) -> None:
    waiting = "select count(*) as n from queue.pgqueuer where entrypoint = 'send_mail'"
    with _boss(stockroom) as db, stockroom.owner() as owner:
        while not stop.is_set():
            if owner.execute(waiting).fetchone()["n"] > BACKLOG:
                stop.wait(0.1)
                continue
            for number in range(1, ITEMS + 1):
                issue(db, f"A-{number}", "MAIN", 6)
                receive(db, f"A-{number}", "MAIN", 6)
            stop.wait(0.5)


def _wait(what: Callable[[], bool], seconds: float) -> bool:
    """Until it is true; whether it came to be."""
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    return what()


def _drain(stockroom: Stockroom, post: Post) -> float | None:
    """Seconds until the workers, left alone, have sent what is left; None where they stand still.

    What a dead worker had picked up is taken one by one (queue.count_crashes), so this takes
    longer the more of them died.
    """
    begun = progress = time.monotonic()
    arrived = 0
    with stockroom.owner() as db:
        query = "select not exists (select from queue.pgqueuer where entrypoint = 'send_mail') as a"
        while not db.execute(query).fetchone()["a"]:
            if len(post.box.received) > arrived:
                arrived, progress = len(post.box.received), time.monotonic()
            if time.monotonic() - progress > STILL_SECONDS:
                return None
            time.sleep(0.05)
    return time.monotonic() - begun


def _report(
    stockroom: Stockroom,
    figures: Figures,
    post: Post,
    kills: list[float],
    drained: float | None,
    seed: int,
) -> None:
    with stockroom.owner() as db:
        rows = db.execute("select delivery_id, state from inventory.deliveries").fetchall()
    wanted = {f"<{row['delivery_id']}@stockroom.invalid>" for row in rows}
    copies = [times for times in post.arrivals.values() if len(times) > 1]
    uncalled = [
        times
        for times in copies
        if any(not any(first < kill < then for kill in kills) for first, then in pairwise(times))
    ]
    figures.tell("kills", len(kills), "kills", seed=seed)
    figures.tell("mails", len(post.arrivals), "mails")
    figures.tell("sent_again_after_a_crash", len(copies) - len(uncalled), "mails")
    figures.seconds("drained_after", [drained] if drained is not None else [])
    figures.must("drained", drained is not None, "queue empty", wanted=True)
    figures.must("lost", len(wanted - post.arrivals.keys()), "mails")
    figures.must("not_sent", sum(row["state"] != "sent" for row in rows), "deliveries")
    since = [
        [round(at - max([k for k in kills if k < at] or [0]), 2) for at in c] for c in uncalled
    ]
    figures.must("twice", len(uncalled), "mails", seconds_since_a_kill=since)
    figures.must("unasked", len(post.arrivals.keys() - wanted), "mails")
    figures.must("prove_command", stockroom.proved(), "proved", wanted=True)
    if not post.arrivals:
        figures.broken.append("mail: no mail was sent at all")
