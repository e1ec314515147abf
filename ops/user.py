"""`stockroom user`: people, as the machine's superuser; for the first person and for rescue.

Day to day, admins do this on the dashboard. Passwords are asked for at the terminal (or read from
standard input), and only their SCRAM verifier is sent to the server.
"""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from ops.errors import Trouble

if TYPE_CHECKING:
    import psycopg

SHORTEST = 10  # characters


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The options of `stockroom user`."""
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help="everybody, with groups and places")
    password = actions.add_parser("password", help="set a new password")
    password.add_argument("person")


def run(parsed: argparse.Namespace) -> None:
    """Do what the options say."""
    import psycopg

    from ops.database import reach
    from ops.settings import read

    with (
        reach(read(), f"user {parsed.action}") as database,
        psycopg.connect(database.owner) as db,
    ):
        {"list": _list, "password": _password}[parsed.action](db, parsed)


def _list(db: "psycopg.Connection", _: argparse.Namespace) -> None:
    query = """
        select p.person, p.name, coalesce(p.email, ''),
            coalesce(string_agg(substr(g.rolname, 11), ' ' order by g.rolname), 'no group'),
            case when p.disabled_at is null then '' else 'disabled' end
        from auth.people p
        left join pg_roles r on r.rolname = p.person
        left join pg_auth_members m on m.member = r.oid
        left join pg_roles g on g.oid = m.roleid and g.rolname like 'stockroom\\_%'
        group by p.person, p.name, p.email, p.disabled_at
        order by p.person
    """
    for row in db.execute(query):
        print("{:20} {:24} {:32} {} {}".format(*row).rstrip())


def _password(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    from psycopg import sql

    known = db.execute("select from auth.people where person = %s", (parsed.person,)).fetchone()
    if known is None:
        raise Trouble(f"There is no person {parsed.person}.", "`stockroom user list` names all.")
    secret = verifier(db, parsed.person, ask_password(parsed.person))
    statement = sql.SQL("alter role {} password {}")
    db.execute(statement.format(sql.Identifier(parsed.person), sql.Literal(secret)))
    print(f"{parsed.person} has a new password")


def ask_password(person: str) -> str:
    """A new password, typed twice at a terminal, or one line of standard input."""
    if not sys.stdin.isatty():
        first = sys.stdin.readline().rstrip("\n")
    else:
        first = getpass.getpass(f"New password of {person}: ")
        if first != getpass.getpass("Once more: "):
            raise Trouble("The two differ.", "Nothing was changed; try again.")
    if len(first) < SHORTEST:
        raise Trouble(f"A password has at least {SHORTEST} characters.", "Nothing was changed.")
    return first


def verifier(db: "psycopg.Connection", person: str, password: str) -> str:
    """The SCRAM verifier of a password, so that the password itself never leaves this process."""
    made = db.pgconn.encrypt_password(password.encode(), person.encode(), b"scram-sha-256")
    return made.decode()
