"""`stockroom dsn` and `stockroom psql`: the way in for other tools."""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.account import server_account
from ops.binaries import find_binaries
from ops.cluster import existing_major
from ops.database import Database, embedded, external, make_server
from ops.errors import Trouble
from ops.greeting import passwords
from ops.settings import read


def running(given: Mapping[str, str]) -> Database:
    """The database, which must be running: a connection string is of no use otherwise."""
    if given["DATABASE_URL"]:
        return external(given)
    server = make_server(given)
    if not server.find():
        raise Trouble(f"No database runs in {server.data}.", "Start it with: make up")
    return embedded(server)


def dsn(person: str | None) -> str:
    """Connection string of a person over TCP, or of the superuser (by socket, no password).

    The password is in it for demo people, whose passwords this machine knows; of others only
    they know it, and their client asks for it.
    """
    given = read()
    database = running(given)
    if person is None:
        return database.owner
    known = passwords(Path(given["STOCKROOM_DATA"]).absolute()).get(person)
    if known is None:
        print(f"The password of {person} is not known here: your client will ask for it.",
              file=sys.stderr)  # fmt: skip
    return database.person_dsn(person, known)


def psql(person: str | None, options: Sequence[str]) -> None:
    """Become psql, connected; does not return."""
    address = dsn(person)
    program = psql_program(read())
    os.execv(program, [program, address, *options])  # noqa: S606


def psql_program(given: Mapping[str, str]) -> str:
    """The psql that came with the embedded server; for others the system's, which has TLS."""
    system = shutil.which("psql")
    if given["DATABASE_URL"]:
        if system:
            return system
        raise Trouble(
            "There is no psql on this machine that speaks TLS.",
            "Install one (Debian: apt-get install postgresql-client), or give the output of "
            "`stockroom dsn` to another client.",
        )
    folder = Path(given["STOCKROOM_DATA"]).absolute() / "postgres"
    return find_binaries(existing_major(folder.resolve()), server_account()).program("psql")
