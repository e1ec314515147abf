"""python -m bench profile post: where the time of one posting goes.

Three looks at the same load: functions and statements as PostgreSQL counts them (nested ones too;
counting itself costs some 1 us each, so read the weights, not the sums), then the server's own
machine code by `perf` where it is installed (on Debian: apt-get install linux-perf).
"""

import shutil
import subprocess
from dataclasses import replace

import psycopg

from bench import pgbench
from bench.pgbench import Load
from bench.posting import posting_load
from bench.shop import open_shop
from bench.stage import Options, Stage

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
    from pg_stat_user_functions where calls * 4 > %(done)s order by self_time desc limit 25
"""
STATEMENTS = """
    select round(((total_exec_time + total_plan_time) * 1000 / %(done)s)::numeric, 1) as total_us,
        round((total_plan_time * 1000 / %(done)s)::numeric, 1) as plan_us,
        round(calls::numeric / %(done)s, 2) as calls,
        left(regexp_replace(query, '\\s+', ' ', 'g'), 130) as what
    from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database())
    and calls * 4 > %(done)s and total_exec_time * 1000 > %(done)s
    order by total_exec_time desc limit 30
"""


def profile(options: Options, what: str) -> None:
    """Print the weights inside a posting (`post`)."""
    if what != "post":
        raise SystemExit(f"no profile of {what}: try post")
    with Stage(replace(options, settings={**options.settings, **COUNTING})) as stage:
        shop = open_shop(stage)
        load = posting_load(stage, shop, clients=1)
        with stage.connect("postgres", shop.database) as db:
            db.execute("create extension if not exists pg_stat_statements schema public")
            _count(db, load)
        _perf(stage, shop.database, load)


def _count(db: psycopg.Connection, load: Load) -> None:
    pgbench.run(load)  # caches and plans
    db.execute("select pg_stat_reset(), pg_stat_statements_reset()")
    done, rate = pgbench.run(load)
    print(f"{done} postings, {rate:.0f} a second while counting. Microseconds a posting:")
    for title, query in (("functions", FUNCTIONS), ("statements", STATEMENTS)):
        cursor = db.execute(query, {"done": done})
        names = [column.name for column in cursor.description or ()]
        print(f"\n{title}\n" + "".join(f"{name:>9}" for name in names[:-1]))
        for *numbers, text in cursor:
            print("".join(f"{number!s:>9}" for number in numbers) + f"  {text}")


def _perf(stage: Stage, database: str, load: Load) -> None:
    if shutil.which("perf") is None:
        print("\nperf is not installed: no look at the machine code")
        return
    data = stage.folder / "perf.data"
    command = ["perf", "record", "-q", "-F", "1999", "-g", "-o", str(data), "-p"]
    with subprocess.Popen(pgbench.command(load), stdout=subprocess.DEVNULL) as running:
        pids = stage.backends(database, "pgbench")
        subprocess.run(
            [*command, pids, "--", "sleep", str(max(1.0, load.seconds - 1))], check=False
        )
        running.wait()
    print("\nmachine code: percent of the backend's own samples")
    report = ["perf", "report", "-i", str(data), "--no-children", "-g", "none", "--stdio"]
    said = subprocess.run(
        [*report, "--percent-limit", "0.7"], capture_output=True, text=True, check=False
    )
    rows = [row for row in said.stdout.splitlines() if row.strip() and not row.startswith("#")]
    print("\n".join(rows[:50]) or said.stderr)
