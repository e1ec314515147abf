"""Holding the database against the source after an import: totals, proof, alerts."""

from collections import Counter
from datetime import date

import psycopg

from ops.errors import Trouble
from ops.importing.connection import Connection, as_person
from ops.importing.dataset import Dataset


def check(dataset: Dataset, owner_dsn: str, person: str) -> list[str]:
    """Return what was found right, as sentences; raise Trouble at the first thing that is not."""
    with as_person(owner_dsn, person) as connection:
        found = [_totals(dataset, connection), _alerts(dataset, connection)]
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        problems = connection.execute("select rule, detail from api.prove() limit 5").fetchall()
    if problems:
        raise Trouble(f"The ledger does not prove: {problems}", "This is a fault of Stockroom.")
    return [*found, "The ledger proves: nothing differs."]


def _totals(dataset: Dataset, connection: Connection) -> str:
    sites = sorted({site for site, _ in dataset.totals})
    rows = connection.execute(
        "select location, (occurred_at at time zone 'UTC')::date, -sum(quantity)"
        " from api.movements where kind = 'issue' and location = any(%s) group by 1, 2",
        (sites,),
    )
    posted: Counter[tuple[str, date]] = Counter({(row[0], row[1]): int(row[2]) for row in rows})
    wrong = [
        f"{site} {day}: {posted[site, day]} instead of {expected}"
        for (site, day), expected in sorted(dataset.totals.items())
        if posted[site, day] != expected
    ]
    wrong += [f"{site} {day}: not in the source" for site, day in posted.keys() - dataset.totals]
    if wrong:
        raise Trouble(
            f"{len(wrong)} of {len(dataset.totals)} totals per place and day differ from the "
            f"source's: {'; '.join(wrong[:5])}",
            "Was something else posted at these places? Or lines refused: see the report.",
        )
    return (
        f"{len(dataset.totals):,} totals per place and day equal the source's"
        f" ({sum(dataset.totals.values()):,} units)."
    )


def _alerts(dataset: Dataset, connection: Connection) -> str:
    places = sorted({one.location for one in dataset.thresholds})
    row = connection.execute(
        "select count(*), count(resolved_at) from api.alerts where location = any(%s)", (places,)
    ).fetchone()
    raised, resolved = row or (0, 0)
    if not raised or not resolved:
        raise Trouble(
            f"{raised} alerts were raised and {resolved} resolved; both should be many.",
            "This is a fault of Stockroom.",
        )
    return f"{len(places)} places watched: {raised:,} alerts raised, {resolved:,} resolved."
