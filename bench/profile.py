"""python -m bench profile post, or batch_1000: where the time of a posting, or of a line, goes.

Three looks at the same load: functions and statements as PostgreSQL counts them (nested ones too;
counting itself costs some 1 us each, so read the weights, not the sums), then the server's own
machine code by `perf` where it is installed (on Debian: apt-get install linux-perf).
"""

import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import psycopg

from bench import pgbench
from bench.batches import posting
from bench.posting import posting_load
from bench.shop import Shop, open_shop
from bench.stage import Options, Stage
from ops.errors import Trouble

COUNTING = {
    "shared_preload_libraries": "pg_stat_statements",
    "pg_stat_statements.track": "all",
    "pg_stat_statements.track_planning": "on",
    "track_functions": "all",
}
FUNCTIONS = """
    select round((total_time * 1000 / %(done)s)::numeric, 1) as total_us,
        round((self_time * 1000 / %(done)s)::numeric, 1) as self_us,
        round(calls::numeric / %(done)s, 2) as calls, schemaname || '.' || funcname as what
    from pg_stat_user_functions where total_time * 5000 > %(done)s order by self_time desc limit 25
"""
STATEMENTS = """
    select round(((total_exec_time + total_plan_time) * 1000 / %(done)s)::numeric, 1) as total_us,
        round((total_plan_time * 1000 / %(done)s)::numeric, 1) as plan_us,
        round(calls::numeric / %(done)s, 2) as calls,
        left(regexp_replace(query, '\\s+', ' ', 'g'), 130) as what
    from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database())
    and (total_exec_time + total_plan_time) * 5000 > %(done)s
    order by total_exec_time desc limit 30
"""


@dataclass(frozen=True)
class Work:
    """What is looked at: `run` answers how many operations it did, on connections of `program`."""

    unit: str
    program: str
    run: Callable[[], int]


def profile(options: Options, what: str = "post") -> None:
    """Print the weights inside a posting (`post`), or inside a line of a document (`batch_N`)."""
    with Stage(replace(options, settings={**options.settings, **COUNTING})) as stage:
        shop = open_shop(stage)
        work = _work(stage, shop, what)
        with stage.connect("postgres", shop.database) as db:
            db.execute("create extension if not exists pg_stat_statements schema public")
            _count(db, work)
        _perf(stage, shop.database, work)


def _work(stage: Stage, shop: Shop, what: str) -> Work:
    if what == "post":
        load = posting_load(stage, shop, clients=1)
        return Work("posting", "pgbench", lambda: pgbench.run(load)[0])
    if not what.removeprefix("batch_").isdecimal():
        raise Trouble(f"There is no profile of {what}.", "Ask for post, or batch_1000.")
    receive = posting(shop, int(what.removeprefix("batch_")))
    dsn = stage.dsn("stockroom_web", shop.database)

    def run() -> int:
        with psycopg.connect(dsn, prepare_threshold=1, application_name="bench batch") as db:
            return receive(db, stage.options.seconds)[0]

    return Work("line", "bench batch", run)


def _count(db: psycopg.Connection, work: Work) -> None:
    work.run()  # caches and plans
    db.execute("select pg_stat_reset(), pg_stat_statements_reset()")
    begun = time.monotonic()
    done = work.run()
    rate = done / (time.monotonic() - begun)
    print(f"{done} {work.unit}s, {rate:.0f} a second while counting. Microseconds a {work.unit}:")
    for title, query in (("functions", FUNCTIONS), ("statements", STATEMENTS)):
        cursor = db.execute(query, {"done": done})
        names = [column.name for column in cursor.description or ()]
        print(f"\n{title}\n" + "".join(f"{name:>9}" for name in names[:-1]))
        for *numbers, text in cursor:
            print("".join(f"{number!s:>9}" for number in numbers) + f"  {text}")


def _perf(stage: Stage, database: str, work: Work) -> None:
    if shutil.which("perf") is None:
        print("\nperf is not installed: no look at the machine code")
        return
    data = stage.folder / "perf.data"
    command = ["perf", "record", "-q", "-F", "1999", "-g", "-o", str(data), "-p"]
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(work.run)
        pids = stage.backends(database, work.program)
        length = str(max(0.5, stage.options.seconds - 1))
        subprocess.run([*command, pids, "--", "sleep", length], check=False)
        running.result()
    print("\nmachine code: percent of the backend's own samples")
    report = ["perf", "report", "-i", str(data), "--no-children", "-g", "none", "--stdio"]
    said = subprocess.run(
        [*report, "--percent-limit", "0.7"], capture_output=True, text=True, check=False
    )
    rows = [row for row in said.stdout.splitlines() if row.strip() and not row.startswith("#")]
    print("\n".join(rows[:50]) or said.stderr)
