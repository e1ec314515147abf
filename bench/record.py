"""bench/RECORD.md: the last figures, beside their targets, with the machine they are from.

The page ends with the lines as they were printed. A run with `--record` puts its own in their
places and draws the page anew, so that one figure can be measured again without the others.
"""

import json
import os
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

PAGE = Path(__file__).with_name("RECORD.md")
KEPT = re.compile(r"```json\n(.*?)```", re.S)
# What lines have beside the columns of the table.
COLUMNS = {
    "name", "ratio", "baseline", "value", "unit", "rounds", "spread", "target", "met", "cpu", "wal",
    "note", "commit", "machine",
}  # fmt: skip
HEAD = """\
# The record

The last full measurement, drawn by `python -m bench --record`;
[docs/performance.md](../docs/performance.md) says what each name means and how to repeat it.
A ratio is the median over the rounds, with the lowest and highest beside it; CPU is the server's
for one operation (microseconds), WAL its write-ahead log (bytes), each as baseline → ours.
"""
TABLE = (
    "| name | target | ratio | met | spread | baseline | ours | unit | CPU | WAL | rounds "
    "| commit |\n" + "| --- " * 12 + "|\n"
)


def machine(db: psycopg.Connection, options: str) -> str:
    """What the figures come from: processor, memory, kernel, server, where its files lay."""
    server = db.execute("show server_version").fetchone()
    info = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*:\s*(.+)", info)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} x {model.group(1) if model else platform.machine()}, "
        f"{memory:.0f} GB, Linux {platform.release()}, PostgreSQL {server[0] if server else '?'}, "
        f"{options}, {datetime.now(UTC):%Y-%m-%d}"
    )


def commit() -> str:
    """The commit measured, with a + where files differ from it."""
    command = ["git", "describe", "--always", "--dirty=+", "--match=v0"]
    found = subprocess.run(command, cwd=PAGE.parent, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "?"


def record(line: Mapping[str, Any], names: Sequence[str], page: Path = PAGE) -> None:
    """Put a line into the page; `names` is the order of all that there are."""
    kept = {one["name"]: one for one in read(page)} | {line["name"]: line}
    page.write_text(draw([kept[name] for name in names if name in kept]))


def read(page: Path) -> list[dict[str, Any]]:
    """The lines of the page as they were printed."""
    found = KEPT.search(page.read_text()) if page.exists() else None
    return [json.loads(line) for line in found.group(1).splitlines()] if found else []


def draw(lines: Sequence[Mapping[str, Any]]) -> str:
    """The page."""
    missed = [line["name"] for line in lines if line["met"] is False]
    absent = [line["name"] for line in lines if line["ratio"] is None]
    met = sum(line["met"] is True for line in lines)
    told = [f"Met: {met}. Missed: {', '.join(missed) or 'none'}."]
    told += [f"Not measured: {', '.join(absent)}."] if absent else []
    machines = sorted({line["machine"] for line in lines if line.get("machine")})
    rows = "".join(_row(line) for line in lines)
    beside = [f"- {line['name']}: {text}" for line in lines if (text := _beside(line))]
    parts = [
        HEAD, *(f"Machine: {one}.\n" for one in machines), " ".join(told) + "\n", TABLE + rows,
        "Beside them:\n\n" + "\n".join(beside) + "\n" if beside else "",
        "As printed:\n\n```json\n" + "".join(json.dumps(line) + "\n" for line in lines) + "```\n",
    ]  # fmt: skip
    return "\n".join(part for part in parts if part)


def _row(line: Mapping[str, Any]) -> str:
    met = {True: "yes", False: "**no**", None: ""}[line["met"]]
    spread = "{} to {}".format(*line["spread"]) if line["spread"] else ""
    cells = [
        f"`{line['name']}`", line["target"], line["ratio"], met, spread, line["baseline"],
        line["value"], line["unit"], _pair(line["cpu"]), _pair(line["wal"]),
        line["rounds"] or line.get("note", ""), line.get("commit", ""),
    ]  # fmt: skip
    return "| " + " | ".join("" if cell is None else _text(cell) for cell in cells) + " |\n"


def _beside(line: Mapping[str, Any]) -> str:
    """What a figure tells beyond the table."""
    more = {name: value for name, value in line.items() if name not in COLUMNS}
    return ", ".join(f"{name} {_text(value)}" for name, value in more.items())


def _pair(pair: Sequence[float] | None) -> str:
    return " → ".join(map(_text, pair)) if pair else ""


def _text(value: Any) -> str:
    return f"{value:,.0f}" if isinstance(value, float) and value >= 1000 else str(value)
