"""`stockroom prove`: the ledger recomputed from its movements; what differs is listed."""

import time

import psycopg

from ops.database import reach
from ops.settings import read


def prove() -> int:
    """Run api.prove(); returns 0 when it finds nothing, 1 otherwise."""
    with reach(read(), "proving the ledger") as database, psycopg.connect(database.owner) as db:
        begun = time.monotonic()
        found = db.execute("select rule, detail from api.prove()").fetchall()
        movements = db.execute("select count(*) from inventory.movements").fetchone()
    for rule, detail in found:
        print(f"{rule}: {detail}")
    total = movements[0] if movements else 0
    print(f"{total:,} movements proved in {time.monotonic() - begun:.2f} s: {len(found)} problems")
    return 1 if found else 0
