"""What a plan that has run tells: which tables were read whole, how many rows and pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Tables that grow with the company's life. The others (places, categories, units, people, grants)
# have some thousand rows at most, and reading them whole is often the best plan.
GROWING = frozenset({
    "items", "item_units", "lots", "documents", "movements", "stock_levels", "movement_costs",
    "item_costs", "thresholds", "threshold_balances", "alerts", "deliveries", "changes",
    "sessions", "sign_in_attempts", "refusals", "invitations", "break_glass_grants",
})  # fmt: skip
PARTITION = re.compile(r"_\d{4}$")
END_TO_END = 0.9  # of its rows: a scan that a limit stops early reads few
SCANS = ("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan", "Bitmap Heap Scan",
         "Tid Scan", "Tid Range Scan", "Sample Scan")  # fmt: skip
REMOVED = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
REMOVED_BY_JOIN = "Rows Removed by Join Filter"


@dataclass
class Reading:
    """What one statement read. `whole`: growing tables read from end to end, and their rows."""

    rows: int = 0  # of growing tables, those thrown away included
    small: int = 0  # of the others, and what joins compared in vain
    buffers: int = 0  # pages of 8 kB, found in memory or not, of all it called included
    whole: dict[str, int] = field(default_factory=dict)
    nodes: list[str] = field(default_factory=list)  # the scans, for people

    def __str__(self) -> str:
        return "\n".join(self.nodes)


@dataclass(frozen=True)
class Catalogue:
    """What the server knows of tables and indexes: rows of each table, and which index is BRIN.

    A BRIN index answers blocks; that it says ten rows for each is no count of anything.
    """

    rows: dict[str, int]
    brin: frozenset[str]


def read(plan: dict[str, Any], catalogue: Catalogue) -> Reading:
    """Sum up a plan as auto_explain logs it (analyze, buffers, JSON)."""
    found = Reading()
    for node in _nodes(plan["Plan"]):
        kind, loops = node["Node Type"], node.get("Actual Loops", 0)
        removed = sum(node.get(name, 0) for name in REMOVED)
        if kind not in SCANS:
            found.small += round(node.get(REMOVED_BY_JOIN, 0) * loops)
            continue
        if node.get("Index Name") in catalogue.brin:
            continue
        rows = round((node.get("Actual Rows", 0) + removed) * loops)
        relation = node.get("Relation Name", "")
        # A bitmap of an index names no table; who reads the rows after it does.
        table = PARTITION.sub("", relation) or _table_of(node["Index Name"])
        if table in GROWING:
            found.rows += rows
        else:
            found.small += rows
        there = catalogue.rows.get(relation, 0)
        if kind == "Seq Scan" and table in GROWING and there and rows >= END_TO_END * there:
            found.whole[table] = found.whole.get(table, 0) + rows
        if rows > 1:
            name = node.get("Index Name") or node.get("Relation Name", "")
            found.nodes.append(f"{kind} {name}: {rows:,} rows in {loops:,} loops")
    top = plan["Plan"]
    found.buffers = top.get("Shared Hit Blocks", 0) + top.get("Shared Read Blocks", 0)
    return found


def _table_of(index: str) -> str:
    """Of the growing tables, the one whose index has this name: it begins with the table's."""
    fitting = [table for table in GROWING if index.startswith(table)]
    return max(fitting, key=len, default="")


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
