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
GROUPS = ("viewer", "staff", "counter", "manager", "auditor", "admin", "reporting", "cost")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The options of `stockroom user`."""
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help="everybody, with groups and places")
    create = actions.add_parser("create", help="a new person or tool")
    create.add_argument("person", help="the name to sign in with, for instance ann_lee")
    create.add_argument("--name", help="the name others see")
    create.add_argument("--email", help="where alerts are mailed")
    create.add_argument("--group", action="append", choices=GROUPS, help="may be repeated")
    create.add_argument("--at", action="append", default=[], metavar="LOCATION", help="a place")
    create.add_argument("--admin", action="store_true", help="as --group admin --group manager")
    create.add_argument("--tool", action="store_true", help="signs in by itself: BI, a script")
    for name, about in (
        ("password", "set a new password; ends their sessions"),
        ("disable", "end a person's access now"),
        ("grant", "grant a place and all below it"),
        ("revoke", "take a granted place back"),
    ):
        action = actions.add_parser(name, help=about)
        action.add_argument("person")
        if name in ("grant", "revoke"):
            action.add_argument("location", help="the location's code")


def run(parsed: argparse.Namespace) -> None:
    """Do what the options say, in one transaction."""
    import psycopg

    from ops.database import reach
    from ops.settings import read

    action = ACTIONS[parsed.action]
    with (
        reach(read(), f"user {parsed.action}") as database,
        psycopg.connect(database.owner) as db,
    ):
        action(db, parsed)


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


def _create(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    groups = [*(parsed.group or []), *(("admin", "manager") if parsed.admin else ())]
    if not groups:
        raise Trouble("A person needs a group.", f"Give --group, one of {', '.join(GROUPS)}.")
    given = {
        "person": parsed.person,
        "name": parsed.name or parsed.person,
        "groups": sorted(set(groups)),
        "verifier": verifier(db, parsed.person, ask_password(parsed.person)),
        "email": parsed.email,
        "kind": "tool" if parsed.tool else "person",
    }
    db.execute(
        "select api.create_user(person => %(person)s, name => %(name)s, groups => %(groups)s, "
        "verifier => %(verifier)s, email => %(email)s, kind => %(kind)s)",
        given,
    )
    for location in parsed.at:
        _grant(db, argparse.Namespace(person=parsed.person, location=location))
    print(f"Created {parsed.person}: {', '.join(given['groups'])}")
    if not parsed.at:
        print(f"No places yet: stockroom user grant {parsed.person} LOCATION")


def _password(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    secret = verifier(db, parsed.person, ask_password(parsed.person))
    db.execute("select api.set_password(person => %s, verifier => %s)", (parsed.person, secret))
    print(f"{parsed.person} has a new password")


def _disable(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    row = db.execute("select api.disable_user(person => %s)", (parsed.person,)).fetchone()
    print(f"{parsed.person} is disabled; {row[0] if row else 0} connections were ended")


def _grant(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    given = (parsed.person, parsed.location)
    db.execute("select api.grant_location(person => %s, location => %s)", given)
    print(f"{parsed.person} now holds {parsed.location} and all below it")


def _revoke(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    given = (parsed.person, parsed.location)
    db.execute("select api.revoke_location(person => %s, location => %s)", given)
    print(f"{parsed.person} no longer holds {parsed.location}")


ACTIONS = {
    "list": _list,
    "create": _create,
    "password": _password,
    "disable": _disable,
    "grant": _grant,
    "revoke": _revoke,
}


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
