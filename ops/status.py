"""`stockroom status`: each part's health and figures, from outside, on one screen."""

import time
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from ops.client import running
from ops.database import Database
from ops.errors import Trouble
from ops.settings import read
from ops.supervision import holder
from ops.web_probe import answer_time, local_address

HEARTBEAT_SECONDS = 30.0  # three beats missed: something is wrong
FIGURES = """
    select current_setting('server_version') as version,
        pg_size_pretty(pg_database_size(current_database())) as size,
        (select count(*) from pg_stat_activity where datname = current_database()) as connections,
        (select extract(epoch from now() - max(heartbeat_at)) from inventory.workers) as heartbeat,
        (select count(*) from queue.pgqueuer where status = 'queued') as queued,
        (select count(*) from queue.pgqueuer where status not in ('queued', 'picked')) as held,
        (select extract(epoch from now() - min(created)) from queue.pgqueuer
         where status = 'queued') as oldest,
        (select count(*) from inventory.items) as items,
        (select count(*) from inventory.movements) as movements,
        (select count(*) from inventory.alerts where resolved_at is null) as alerts,
        (select max(sent_at) from inventory.deliveries) as mailed,
        (select proved_at from inventory.proofs order by proved_at desc limit 1) as proved
"""


def status() -> int:
    """Print the parts; returns 0 when all of them are well, 1 otherwise."""
    given = read()
    data = Path(given["STOCKROOM_DATA"]).absolute()
    who = holder(data)
    # Where it is served, which another shell's STOCKROOM_PORT does not tell.
    base = str((who or {}).get("web") or local_address(given))
    well = [_supervisor(data, who), _web(base)]
    try:
        well.append(_database(running(given)))
    except Trouble as trouble:
        well.append(_line("database", False, trouble.what))
    if not given["STOCKROOM_SMTP_HOST"]:
        mails = len(list((data / "mail").glob("*.eml")))
        _line("mailbox", True, f"{mails} mails in {data / 'mail'}")
    return 0 if all(well) else 1


def _line(part: str, well: bool, figures: str) -> bool:
    print(f"{part:12} {'ok  ' if well else 'DOWN'}  {figures}")
    return well


def _supervisor(data: Path, who: Mapping[str, object] | None) -> bool:
    if who is None:
        return _line("supervisor", False, f"nobody serves {data}")
    minutes = (time.time() - float(str(who["since"]))) / 60
    return _line("supervisor", True, f"process {who['pid']}, {who['doing']}, {minutes:.0f} min")


def _web(base: str) -> bool:
    seconds = answer_time(f"{base}/healthz")
    if seconds is None:
        return _line("web", False, f"{base} does not answer")
    return _line("web", True, f"{base} answers in {seconds * 1000:.0f} ms")


def _database(database: Database) -> bool:
    with psycopg.connect(database.owner, row_factory=dict_row) as db:
        found = db.execute(FIGURES).fetchone() or {}
    size = f"{found['size']}, {found['connections']} connections"
    _line("database", True, f"PostgreSQL {found['version']}, {size}")
    beat = found["heartbeat"]
    alive = beat is not None and beat < HEARTBEAT_SECONDS
    _line("worker", alive, "no heartbeat yet" if beat is None else f"heartbeat {beat:.0f} s ago")
    oldest = f", the oldest {found['oldest']:.0f} s" if found["oldest"] is not None else ""
    held = f"{found['held']} held" + (": stockroom jobs" if found["held"] else "")
    _line("queue", not found["held"], f"{found['queued']} queued{oldest}, {held}")
    figures = (f"{found[name]:,} {name}" for name in ("items", "movements", "alerts"))
    proved = f"{found['proved']:%Y-%m-%d %H:%M}" if found["proved"] else "never"
    _line("ledger", True, f"{', '.join(figures)}; last proved {proved}")
    mailed = f"{found['mailed']:%Y-%m-%d %H:%M}" if found["mailed"] else "never"
    _line("mail", True, f"last sent {mailed}")
    return alive and not found["held"]
