"""`python -m tests.faults.loading NAME LINES`: a data set, by the loader of the public ones."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ops.database import reach
from ops.importing.dataset import Category, Dataset, Document, Place, Threshold
from ops.importing.loader import load
from ops.settings import read

LINES = 40
ITEMS = 80
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def dataset(name: str, documents: int) -> Dataset:
    """Two sites of its own; everything is received there, then issued one by one."""
    sites = [f"{name}-1", f"{name}-2"]
    skus = [f"{name}-{n:03}" for n in range(ITEMS)]
    opening = [
        Document(
            "receipt",
            f"open-{site}",
            "opening",
            BEGIN,
            [{"item": sku, "location": site, "quantity": documents} for sku in skus],
        )
        for site in sites
    ]

    def movements() -> Iterator[Document]:
        for n in range(documents):
            lines = [
                {"item": skus[(n + k) % ITEMS], "location": sites[n % 2], "quantity": 1}
                for k in range(LINES)
            ]
            yield Document("issue", f"{n}", f"day {n}", BEGIN + timedelta(hours=n + 1), lines)

    return Dataset(
        name=name,
        title=name,
        places=[
            Place("ACME", "Acme", "company", None),
            *(Place(site, site, "site", "ACME") for site in sites),
        ],
        categories=[Category("ALL", "Everything", None)],
        items=[{"sku": s, "name": s, "category": "ALL", "unit": "ea"} for s in skus],
        openings=opening,
        thresholds=[Threshold(sku, sites[0], documents * 3 // 4, documents * 2) for sku in skus],
        movements=movements,
        totals={},
    )


def main(name: str, size: str) -> None:
    """Load it, or go on loading it, into the installation of the environment."""
    given = read()
    with reach(given, "importing") as database:
        loaded = dataset(name, int(size) // LINES)
        report = Path(given["STOCKROOM_DATA"]) / "imports" / f"{name}.csv"
        print(load(loaded, database.owner, "bob_boss", report=report).sentence("bob_boss"))


if __name__ == "__main__":
    main(*sys.argv[1:])
