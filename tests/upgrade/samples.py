"""The samples: databases as earlier releases left them, and the programs of the last of them.

A sample is a folder named after its version:
- `database.sql.gz` and `roles.sql.gz`, made by pg_dump and pg_dumpall of PostgreSQL 17, our floor,
  so that 17 and 18 both read them. Roles are the cluster's, in no dump of a database;
- `code.tar.gz`: web, worker and ops as they were, in the newest sample alone, for a rolling deploy
  leads from one release to the next. Beside the dump and not taken from git, because a shallow
  clone, as CI makes, has no history;
- `sample.json`: where it came from.
"""

import gzip
import json
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from ops.account import server_account
from ops.binaries import find_binaries
from ops.build.server import restrict_database
from ops.embedded import EmbeddedServer

FOLDER = Path(__file__).parent
CODE = "code.tar.gz"
# Everybody of a sample signs in with it; they are people of no other database.
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Sample:
    """One kept release."""

    folder: Path

    @property
    def version(self) -> str:
        """The release, as pyproject.toml named it."""
        return self.folder.name

    @property
    def made(self) -> dict[str, str]:
        """What sample.json tells: version, commit, and when it was made."""
        return json.loads((self.folder / "sample.json").read_text())

    def restore(self, server: EmbeddedServer, name: str, *, roles: bool) -> None:
        """Make a database of it. `roles`: on a cluster that has none of its roles yet."""
        if roles:
            _run(server, "postgres", self.folder / "roles.sql.gz")
        with psycopg.connect(server.superuser_dsn("postgres"), autocommit=True) as db:
            db.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        _run(server, name, self.folder / "database.sql.gz")
        with psycopg.connect(server.superuser_dsn(name), autocommit=True) as db:
            restrict_database(db)
            db.execute("analyze")

    def unpack_code(self, into: Path) -> Path:
        """Its programs, ready to run there."""
        with tarfile.open(self.folder / CODE) as packed:
            packed.extractall(into, filter="data")
        return into


def samples() -> list[Sample]:
    """All of them, the oldest first."""
    found = [Sample(path.parent) for path in FOLDER.glob("*/sample.json")]
    return sorted(found, key=lambda one: [int(part) for part in one.version.split(".")])


def last_sample() -> Sample:
    """The release whose programs may still run while the next one is deployed."""
    return samples()[-1]


def _run(server: EmbeddedServer, database: str, packed: Path) -> None:
    """Feed a file to psql: a dump's COPY needs it."""
    psql = find_binaries(None, server_account()).program("psql")
    command = [psql, "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", server.superuser_dsn(database)]
    done = subprocess.run(
        command, input=gzip.decompress(packed.read_bytes()), capture_output=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{packed}: {done.stderr.decode()}")
