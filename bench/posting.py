"""What one posting of one line costs, and how many go through in a second, beside pgbench's TPC-B.

Ours is the whole path as the web goes it, in one pipeline of one transaction: the session's token
becomes the person's role, then the command (permissions, idempotency key, ledger, balance,
thresholds). Half are receipts, half issues. The baseline is a plain `pgbench` run: seven
statements, each parsed and planned anew; `*_prepared` compares with prepared ones.
"""

import re
from collections.abc import Collection, Mapping
from statistics import median
from typing import Any

from bench.figures import Figure, Rounds, Sample, Side, alternate, cpu, short
from bench.pgbench import Load
from bench.shop import Shop, documents, open_shop, prove
from bench.stage import Stage
from web.db import IDENTITY

LINE = '[{"item": "B-%s", "location": "P-%s", "quantity": 1}]'
# The client makes the key, not the server.
KEY = "\\set key random(1, 9000000000000000000)\n\\set more random(1, 9000000000000000000)\n"
SPREAD = "\\set item random(1, :items)\n"
HOT = "\\set item 100\n"  # one with a range at its place and one for the whole company
HOT_CLIENTS = 8


def measure(stage: Stage, name: str) -> dict[str, Any]:
    """post_cpu, post_tps_c<clients> or post_hot."""
    shop = open_shop(stage)
    if name == "post_hot":
        return _hot(stage, shop)
    clients = 1 if name == "post_cpu" else int(name.removeprefix("post_tps_c"))
    sides = {
        "baseline": tpcb(stage, clients),
        "prepared": tpcb(stage, clients, "prepared"),
        "ours": post(stage, shop, clients),
    }
    found = proven(stage, shop, sides, posting=("ours",))
    if name == "post_cpu":
        figure = Figure(name, "us of server CPU a posting", "<= 1.0", found, value=cpu)
    else:
        figure = Figure(name, "postings/s", ">= 1.0", found)
    against = short(median(figure.ratios("prepared")))
    return figure.line() | {f"{name}_prepared": against}


def _hot(stage: Stage, shop: Shop) -> dict[str, Any]:
    """All on one item at one place, as a multiple of spread over all."""
    sides = {
        "baseline": post(stage, shop, HOT_CLIENTS),
        "ours": post(stage, shop, HOT_CLIENTS, HOT),
    }
    found = proven(stage, shop, sides, posting=("baseline", "ours"))
    line = Figure("post_hot", "postings/s", ">= 0.5", found).line()
    return line | {"clients": HOT_CLIENTS}


def proven(stage: Stage, shop: Shop, sides: Mapping[str, Side], posting: Collection[str]) -> Rounds:
    """Play the sides; then the ledger must hold every posting that was counted, and add up."""
    before = documents(stage, shop)
    found = alternate(sides, stage.options.rounds)
    counted = sum(sample.done for name in posting for sample in found[name])
    prove(stage, shop, posted=before + counted)
    return found


def post(stage: Stage, shop: Shop, clients: int, choose: str = SPREAD) -> Side:
    """The side that posts, by so many clients."""
    return stage.side(posting_load(stage, shop, clients, choose))


def posting_load(stage: Stage, shop: Shop, clients: int, choose: str = SPREAD) -> Load:
    """Postings of one line, half of them receipts and half issues."""
    files = []
    for command in ("post_receipt", "post_issue"):
        files.append(stage.folder / f"{command}-{'hot' if choose == HOT else 'spread'}.pgbench")
        files[-1].write_text(script(command, choose))
    return Load(
        stage.dsn("stockroom_web", shop.database),
        clients,
        stage.options.seconds,
        mode="prepared",
        scripts=files,
        variables=shop.variables(),
    )


def identity() -> str:
    """The web's own statement about identity, with pgbench's variables."""
    return re.sub(r"%\((\w+)\)s", r":\1", IDENTITY)


def script(command: str, choose: str) -> str:
    """One posting for pgbench."""
    return (
        f"{choose}{KEY}\\set place 1 + :item % :places\n\\startpipeline\n{identity()};\n"
        f"select api.{command}(lines => format('{LINE}', :item::text, :place::text)::jsonb, "
        "idempotency_key => md5(:key::text || :more)::uuid);\n\\endpipeline\n"
    )


def tpcb(stage: Stage, clients: int, mode: str = "simple") -> Side:
    """The side that plays TPC-B, by so many clients; each round begins as pgbench begins."""
    database = stage.tpcb()
    side = stage.side(Load(stage.dsn("postgres", database), clients, stage.options.seconds, mode))

    def play() -> Sample:
        with stage.connect("postgres", database) as db:
            db.execute("vacuum pgbench_branches")
            db.execute("vacuum pgbench_tellers")
            db.execute("truncate pgbench_history")
        return side()

    return play
