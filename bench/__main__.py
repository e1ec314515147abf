"""How fast: one JSON line per figure. `python -m bench profile post`: where the time goes."""

import argparse
import importlib
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.figures import not_yet, show
from bench.profile import profile
from bench.record import commit, machine, record
from bench.stage import Options, Stage
from ops.errors import Trouble

# Every name of the record, and the module whose `measure(stage, name)` answers its line.
MODULES = {
    "post_cpu": "posting",
    "post_tps_c1": "posting",
    "post_tps_c8": "posting",
    "post_tps_c16": "posting",
    "post_hot": "posting",
    "batch_10": "batches",
    "batch_100": "batches",
    "batch_1000": "batches",
    "batch_10000": "batches",
    "batch_4x1000": "batches",
    "live_cost": "live",
    "page_rps": "pages",
    "rls_point": "row_security",
    "rls_page": "row_security",
    "rls_sum": "row_security",
    "pgledger": "pgledger",
    "search_p50": "search",
    "search_p95": "search",
    "search_count": "search",
    "report_as_of": "reports",
    "report_other": "reports",
    "report_items": "reports",
    "report_moved_items": "reports",
    "report_value": "reports",
    "export_csv": "files",
    "export_xlsx": "files",
    "export_json": "files",
    "import_rows": "files",
}
# Features that are still to come: named, so that nobody believes them measured.
COMING = {
    "rollup_cost": ("postings/s", ">= 0.95"),
}


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    names = [*MODULES, *COMING]
    parser.add_argument("names", nargs="*", help=f"all, or some of: {', '.join(names)}")
    parser.add_argument("--rounds", type=int, default=5, help="at least five for the record")
    parser.add_argument("--seconds", type=float, default=6.0, help="of each side in each round")
    parser.add_argument("--small", action="store_true", help="few items: made in seconds")
    parser.add_argument("--short", action="store_true", help="tiny: does it still run?")
    parser.add_argument("--movements", type=int, help="of the company's ledger; else ten million")
    parser.add_argument("--data", type=Path, help="keep the server's files here for the next run")
    parser.add_argument("--memory", action="store_true", help="the server's files in /dev/shm")
    parser.add_argument("--record", action="store_true", help="put the figures into RECORD.md")
    parser.add_argument("--pgledger", type=Path, help="the folder of a clone of pgledger")
    parser.add_argument("--set", action="append", default=[], help="a server setting: name=value")
    given = parser.parse_args(words)
    unknown = set(given.names) - set(names)
    if unknown and given.names[0] != "profile":
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return given


def main(words: Sequence[str] | None = None) -> int:
    """Measure. Ends non-zero on an error, never on a missed target."""
    given = arguments(words)
    options = Options(
        rounds=1 if given.short else given.rounds,
        seconds=0.1 if given.short else given.seconds,
        small=given.small,
        short=given.short,
        movements=given.movements,
        data=given.data,
        memory=given.memory,
        pgledger=given.pgledger,
        settings=dict(pair.split("=", 1) for pair in given.set),
    )
    if given.names[:1] == ["profile"]:
        profile(options, *given.names[1:])
        return 0
    names = given.names or [*MODULES, *COMING]
    failed = False
    # Ended from outside, it still stops its server and removes its files.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    with Stage(options) as stage:
        files = "in memory" if given.memory else "on disk"
        marks = {"commit": commit(), "machine": machine(stage.db, f"files {files}")}
        for name in names:
            line = measure(stage, name)
            failed |= line is None
            if line is not None:
                show(line | {"short": True} if given.short else line)
                if given.record:  # at once: a run takes half an hour
                    record(line | marks, [*MODULES, *COMING])
        failed |= not proven(stage)
    return 1 if failed else 0


def proven(stage: Stage) -> bool:
    """Whether what was measured holds: the ledgers that were written to add up."""
    for check in stage.at_end.values():
        try:
            check()
        except Trouble as trouble:
            print(trouble, file=sys.stderr)
            return False
    return True


def measure(stage: Stage, name: str) -> dict[str, Any] | None:
    """Measure one figure; None, and why on stderr, where that failed."""
    if name in COMING:
        return not_yet(name, *COMING[name])
    begun = time.monotonic()
    try:
        line = importlib.import_module(f"bench.{MODULES[name]}").measure(stage, name)
    except Trouble as trouble:
        print(f"{name}: {trouble}", file=sys.stderr, flush=True)
        return None
    except Exception:
        print(f"{name}:", file=sys.stderr)
        traceback.print_exc()
        return None
    print(f"{name} took {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return line


if __name__ == "__main__":
    sys.exit(main())
