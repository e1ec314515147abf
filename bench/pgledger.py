"""Postings beside pgledger (github.com/pgr0ss/pgledger), a ledger of double entries in plain SQL.

It is not part of this repository: clone it and give its folder, `--pgledger FOLDER`. Its transfer
moves two balances and writes three rows; ours of one line moves one and writes two, but asks who
posts and where they may, keeps a key against doubling, and judges ranges. Both choose among equally
many balances at random, with prepared statements.
"""

from pathlib import Path
from typing import Any

from bench.figures import Figure, Side, not_yet
from bench.pgbench import Load
from bench.posting import post, proven
from bench.shop import open_shop
from bench.stage import Stage
from ops.errors import Trouble

CLIENTS = 8
UNIT, TARGET = "postings/s", ">= 1.5"
FILES = (
    "vendor/scoville-pgsql-ulid/ulid-to-uuid.sql",
    "vendor/scoville-pgsql-ulid/uuid-to-ulid.sql",
    "pgledger.sql",
)
TRANSFER = """\
\\set one random(1, :items)
\\set other 1 + (:one - 1 + random(1, :items - 1)) % :items
select id from pgledger_create_transfer('pgla_' || :one, 'pgla_' || :other, 1);
"""


def measure(stage: Stage, name: str) -> dict[str, Any]:
    """pgledger, or that it is not installed."""
    if stage.options.pgledger is None:
        return not_yet(name, UNIT, TARGET, "not installed: --pgledger FOLDER of a clone")
    shop = open_shop(stage)
    sides = {
        "baseline": _transfers(stage, stage.options.pgledger, shop.items),
        "ours": post(stage, shop, CLIENTS),
    }
    found = proven(stage, shop, sides, posting=("ours",))
    return Figure(name, UNIT, TARGET, found).line() | {"clients": CLIENTS}


def _transfers(stage: Stage, folder: Path, accounts: int) -> Side:
    database = f"pgledger_{accounts}"
    stage.keep(database, lambda: _install(stage, folder, database, accounts))
    script = stage.folder / "pgledger.pgbench"
    script.write_text(TRANSFER)
    dsn = stage.dsn("postgres", database)
    load = Load(dsn, CLIENTS, stage.options.seconds, "prepared", [script], {"items": accounts})
    return stage.side(load)


def _install(stage: Stage, folder: Path, database: str, accounts: int) -> None:
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise Trouble(f"{folder} has no {missing[0]}.", "Give the folder of a clone of pgledger.")
    with stage.connect("postgres", database) as db:
        for name in FILES:
            db.execute((folder / name).read_bytes())
        db.execute(
            "insert into pgledger_accounts (id, name, currency, allow_negative_balance, "
            "allow_positive_balance, created_at, updated_at) "
            "select 'pgla_' || n, 'Account ' || n, 'USD', true, true, now(), now() "
            "from generate_series(1, %s::int) n",
            [accounts],
        )
        db.execute("vacuum analyze")
