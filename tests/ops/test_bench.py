"""The benchmarks still run, and their lines say what they promise to say.

No figure is judged here: a machine that runs tests is no quiet one.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from bench.figures import Figure, Sample, alternate, cpu, met, not_yet
from bench.meter import Meter
from bench.pgbench import find_pgbench
from bench.record import read, record
from ops.errors import Trouble
from tests.conftest import Database

HOME = Path(__file__).parents[2]
KEYS = {
    "name", "ratio", "baseline", "value", "unit", "rounds", "spread", "target", "met", "cpu", "wal",
}  # fmt: skip
# Every name that the table of targets has (docs/performance.md).
NAMES = {
    *("post_cpu", "post_tps_c1", "post_tps_c8", "post_tps_c16", "post_hot"),
    *("batch_10", "batch_100", "batch_1000", "batch_10000", "batch_4x1000", "live_cost"),
    *("rls_point", "rls_page", "rls_sum", "search_p50", "search_p95", "search_count"),
    *("export_csv", "export_json", "export_xlsx", "import_rows"),
    *("report_as_of", "report_other", "report_items", "report_moved_items", "report_value"),
    *("rollup_cost", "page_rps", "pgledger"),
}


OTHERS = """
    select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""


def pgbench_is_missing() -> bool:
    """Whether this machine cannot run the benchmarks."""
    try:
        find_pgbench()
    except Trouble:
        return True
    return False


@pytest.mark.slow
@pytest.mark.skipif(pgbench_is_missing(), reason="no pgbench: apt-get install postgresql")
def test_short_bench_prints_every_figure(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench", "--short", "--memory"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert set(lines) == NAMES
    for line in lines.values():
        assert set(line) >= KEYS, line
        if line["ratio"] is None:
            assert line["note"], line
        else:
            low, high = line["spread"]
            assert 0 < low <= line["ratio"] <= high, line
            assert line["baseline"] > 0, line
            assert line["value"] > 0, line
            assert line["met"] == met(line["ratio"], line["target"]), line
    for name in ("search_p50", "search_p95", "search_count"):
        assert {"elapsed", "as_web", "as_web_elapsed", "of_fifty", "held"} <= set(lines[name])


def test_sides_alternate_and_each_round_gives_a_ratio() -> None:
    order: list[str] = []
    rates = {"baseline": iter([10.0, 20.0, 40.0]), "ours": iter([5.0, 20.0, 10.0])}

    def side(name: str) -> Sample:
        order.append(name)
        return Sample(next(rates[name]), cpu=100.0)

    found = alternate({name: lambda name=name: side(name) for name in rates}, rounds=3)
    assert order == ["baseline", "ours", "ours", "baseline", "baseline", "ours"]
    line = Figure("some", "x/s", ">= 0.6", found).line()
    assert (line["ratio"], line["spread"], line["met"]) == (0.5, [0.25, 1.0], False)
    assert (line["baseline"], line["value"], line["cpu"]) == (20.0, 10.0, [100.0, 100.0])
    assert Figure("some", "us", "<= 1.0", found, value=cpu).line()["met"] is True


def test_meter_counts_living_and_ended_backends(database: Database) -> None:
    """A second of work is found, whether its connection is still there or not, and once only."""
    with database.connect(row_factory=psycopg.rows.tuple_row) as db:
        meter = Meter(db)
        begun, wal = meter.read()
        with database.connect() as other:
            clock = time.monotonic()
            other.execute("select sum(sqrt(n)) from generate_series(1, 3000000) n")
            other.execute("create table made as select from generate_series(1, 100000)")
            spent = time.monotonic() - clock
            living, wal_after = meter.read()
        until = time.monotonic() + 10
        while db.execute(OTHERS).fetchone() != (0,):
            assert time.monotonic() < until
        ended, _ = meter.read()
    assert 0.1 < living - begun < 2 * spent
    assert abs(ended - living) < 0.1
    assert wal_after - wal > 100_000


def test_record_keeps_the_other_figures_and_says_what_is_missed(tmp_path: Path) -> None:
    page = tmp_path / "RECORD.md"
    found = {"baseline": [Sample(10.0)], "ours": [Sample(5.0)]}
    marks = {"commit": "abc", "machine": "one core"}
    names = ["first", "second", "third"]
    for name in ("second", "first"):
        record(Figure(name, "x/s", ">= 0.6", found).line() | marks, names, page)
    record(not_yet("third", "ms", "<= 10") | marks, names, page)
    record(Figure("first", "x/s", ">= 0.4", found).line() | marks, names, page)
    assert [line["name"] for line in read(page)] == names
    text = page.read_text()
    assert "Met: 1. Missed: second. Not measured: third." in text
    assert "| `first` | >= 0.4 | 0.5 | yes |" in text
    assert "| `second` | >= 0.6 | 0.5 | **no** |" in text
