"""Make the sample of this checkout: `make release-sample`, once for each release.

Run it on the commit that is released, whose version no sample has yet. It deploys that commit on
an empty PostgreSQL 17, loads the demo company and tests/upgrade/story.py, and keeps the dump with
the programs; the programs of the release before go, their dump stays.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from ops import demo
from ops.account import server_account
from ops.binaries import FLOOR_MAJOR, find_binaries
from ops.build import deploy
from ops.database import embedded
from ops.embedded import EmbeddedServer
from ops.places import free_port
from tests.conftest import SETTINGS, first_port, memory_folder
from tests.upgrade import story
from tests.upgrade.samples import CODE, FOLDER, Sample, samples
from tests.worker import postbox

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("web", "worker", "ops")
SOURCES = (*PROGRAMS, "db", "migrations", "pyproject.toml")
MAIL_SECONDS = 60.0
HURRY = ("--poll", "0.5", "--mail-delay", "0.2", "--error-delay", "0.05")


def make(version: str, folder: Path) -> None:
    """Make the sample of the release in a folder that is not there yet."""
    here = memory_folder()
    server = EmbeddedServer(here, free_port(first_port()), FLOOR_MAJOR, SETTINGS, print)
    server.start()
    try:
        database = embedded(server)
        deploy(database.owner, say=print)
        _fill(server, here)
        unfinished = folder.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        _dump(server, unfinished)
        _pack_code(unfinished, version)
        unfinished.rename(folder)
    finally:
        server.stop()
        shutil.rmtree(here, ignore_errors=True)
    for older in samples():
        if older.folder != folder:
            (older.folder / CODE).unlink(missing_ok=True)


def _fill(server: EmbeddedServer, here: Path) -> None:
    """The demo company, the story, and a worker that mails while half of it happens."""
    owner, web = server.superuser_dsn(), server.service_dsn("stockroom_web")
    demo.load(owner, here / "secrets")
    story.before_mails(owner)
    story.hold_a_job(owner)
    box = postbox.Postbox(answers=["550 no such person", "451 busy"])
    port = free_port(first_port() + 50)
    mails = postbox.start(box, port)
    environment = os.environ | {
        "DATABASE_URL_WORKER": server.service_dsn("stockroom_worker"),
        "STOCKROOM_SMTP_HOST": "127.0.0.1",
        "STOCKROOM_SMTP_PORT": str(port),
        "STOCKROOM_SMTP_TLS": "none",
    }
    command = [sys.executable, "-m", "worker", *HURRY]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait(lambda: _count(owner, "queue.pgqueuer where status in ('queued', 'picked')") == 0)
        _wait(lambda: _count(owner, "inventory.workers") == 1)
    finally:
        worker.terminate()
        worker.wait(30)
        mails.stop()
    story.after_mails(owner, server.tcp_dsn("nobody", "", "stockroom"), web)


def _wait(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + MAIL_SECONDS
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError("the worker did not come to an end")
        time.sleep(0.1)


def _count(dsn: str, what: str) -> int:
    with psycopg.connect(dsn) as db:
        row = db.execute(f"select count(*) from {what}").fetchone()
    return row[0] if row else 0


def _dump(server: EmbeddedServer, folder: Path) -> None:
    """Both dumps, by the floor's own programs; the superuser is in every cluster already."""
    programs = find_binaries(FLOOR_MAJOR, server_account())
    dsn = server.superuser_dsn()
    _keep(folder / "database.sql.gz", _output([programs.program("pg_dump"), "--dbname", dsn]))
    roles = _output([programs.program("pg_dumpall"), "--roles-only", "--dbname", dsn])
    superuser = re.compile(rb"^(CREATE|ALTER) ROLE postgres[ ;].*\n", re.M)
    _keep(folder / "roles.sql.gz", superuser.sub(b"", roles))


def _pack_code(folder: Path, version: str) -> None:
    """The programs as git has them, and where the sample came from."""
    packed = _output(["git", "-C", str(ROOT), "archive", "HEAD", *PROGRAMS])
    _keep(folder / CODE, packed)
    commit = _output(["git", "-C", str(ROOT), "rev-parse", "HEAD"]).decode().strip()
    made = {"version": version, "commit": commit, "made_on": f"{datetime.now(UTC):%Y-%m-%d}"}
    (folder / "sample.json").write_text(json.dumps(made, indent=2) + "\n")


def _output(command: list[str]) -> bytes:
    return subprocess.run(command, capture_output=True, check=True).stdout


def _keep(path: Path, content: bytes) -> None:
    """Compressed, without the time of day: the same content is the same file."""
    path.write_bytes(gzip.compress(content, 9, mtime=0))


def main() -> int:
    """Check that the checkout is what will be released, and make its sample."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    sample = Sample(FOLDER / version)
    if sample.folder.exists():
        print(f"There is a sample of {version} already: raise the version in pyproject.toml first.")
        return 1
    changed = _output(["git", "-C", str(ROOT), "status", "--porcelain", "--", *SOURCES]).decode()
    if changed:
        print(f"A sample is of a commit, and these are in none yet:\n{changed}")
        return 1
    make(version, sample.folder)
    for path in sorted(sample.folder.iterdir()):
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
