"""`stockroom user`: people, as the machine's superuser; for the first person and for rescue.

Day to day, admins do this on the dashboard. Passwords are asked for at the terminal (or read from
standard input), and only their SCRAM verifier is sent to the server.
"""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING, Any

from ops.errors import Trouble

if TYPE_CHECKING:
    import psycopg

SHORTEST = 10  # characters
GROUPS = ("viewer", "staff", "counter", "manager", "auditor", "admin", "reporting", "cost")
NEED_NO_PLACE = frozenset({"auditor", "admin", "cost"})  # they see all, or nothing that is at one


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The options of `stockroom user`."""
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help="everybody, with groups and places")
    create = actions.add_parser("create", help="a new person, tool or API client")
    invite = actions.add_parser("invite", help="a new person, who sets their password by a link")
    for made in (create, invite):
        made.add_argument("person", help="the name to sign in with, for instance ann_lee")
        made.add_argument("--name", help="the name others see")
        made.add_argument("--email", help="where alerts and links are mailed")
        made.add_argument("--group", action="append", choices=GROUPS, help="may be repeated")
        made.add_argument("--at", action="append", default=[], metavar="LOCATION", help="a place")
        made.add_argument("--admin", action="store_true", help="as --group admin --group manager")
        _until(made, "when their access ends")
    create.add_argument("--tool", action="store_true", help="signs in by itself: BI, a script")
    create.add_argument("--client", action="store_true", help="reaches the web by tokens only")
    for name, about in ABOUT.items():
        action = actions.add_parser(name, help=about, description=about)
        if name == "revoke-session":
            action.add_argument("session", help="its key, as `stockroom user sessions` prints it")
            continue
        action.add_argument("person")
        if name in ("grant", "revoke"):
            action.add_argument("location", help="the location's code")
        if name == "groups":
            action.add_argument("group", nargs="+", choices=GROUPS, help="all they shall have")
        if name == "token":
            action.add_argument("label", help="what it is for, for instance 'nightly export'")
        if name in ("grant", "token"):
            _until(action, "when it ends")
        if name == "link":
            action.add_argument("--mail", action="store_true", help="mail it instead")


def _until(command: argparse.ArgumentParser, about: str) -> None:
    command.add_argument("--until", metavar="TIME", help=f"{about}, for instance 2027-01-31")


ABOUT = {
    "groups": "put a person into exactly these groups",
    "password": "set a new password; ends their sessions",
    "link": "a link by which they set their password themselves, once; earlier ones end",
    "grant": "grant a place and all below it",
    "revoke": "take a granted place back",
    "disable": "end a person's access now",
    "enable": "let a disabled person in again",
    "offboard": "end all they have: login, sessions, tokens, groups, places, subscriptions",
    "reset-second-factor": "for who lost phone and recovery codes; signs them out everywhere",
    "sessions": "where a person is signed in, and their tokens",
    "revoke-session": "end one session or token",
    "token": "a token for a tool or API client, shown once",
    "tokens": "the tokens of a tool or API client",
}


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
            case when p.disabled_at is not null then 'disabled'
                when p.valid_until <= now() then 'ended'
                when p.kind <> 'person' then p.kind else '' end
        from auth.people p
        left join pg_roles r on r.rolname = p.person
        left join pg_auth_members m on m.member = r.oid
        left join pg_roles g on g.oid = m.roleid and g.rolname like 'stockroom\\_%'
        group by p.person
        order by p.person
    """
    for row in db.execute(query):
        print("{:20} {:24} {:32} {} {}".format(*row).rstrip())


def _create(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    groups = [*(parsed.group or []), *(("admin", "manager") if parsed.admin else ())]
    if not groups:
        raise Trouble("A person needs a group.", f"Give --group, one of {', '.join(GROUPS)}.")
    invited = parsed.action == "invite"
    kind = "person"
    if not invited:
        kind = "client" if parsed.client else "tool" if parsed.tool else "person"
    silent = invited or kind == "client"
    given = {
        "person": parsed.person,
        "name": parsed.name or parsed.person,
        "groups": sorted(set(groups)),
        "verifier": None if silent else verifier(db, parsed.person, ask_password(parsed.person)),
        "email": parsed.email,
        "kind": kind,
        "valid_until": parsed.until,
    }
    db.execute(
        "select api.create_user(person => %(person)s, name => %(name)s, groups => %(groups)s, "
        "verifier => %(verifier)s, email => %(email)s, kind => %(kind)s, "
        "valid_until => %(valid_until)s)",
        given,
    )
    for location in parsed.at:
        _grant(db, argparse.Namespace(person=parsed.person, location=location, until=None))
    print(f"Created {parsed.person}: {', '.join(given['groups'])}")
    if invited:
        parsed.mail = bool(parsed.email)
        _link(db, parsed)
    if kind == "client":
        print(f"It has no token yet: stockroom user token {parsed.person} LABEL")
    if not parsed.at and set(groups) - NEED_NO_PLACE:
        print(f"No places yet: stockroom user grant {parsed.person} LOCATION")


def _password(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    secret = verifier(db, parsed.person, ask_password(parsed.person))
    db.execute("select api.set_password(person => %s, verifier => %s)", (parsed.person, secret))
    print(f"{parsed.person} has a new password")


def _disable(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    row = db.execute("select api.disable_user(person => %s)", (parsed.person,)).fetchone()
    print(f"{parsed.person} is disabled; {row[0] if row else 0} connections were ended")


def _grant(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    query = "select api.grant_location(person => %s, location => %s, valid_until => %s)"
    db.execute(query, (parsed.person, parsed.location, parsed.until))
    until = f" until {parsed.until}" if parsed.until else ""
    print(f"{parsed.person} now holds {parsed.location} and all below it{until}")


def _revoke(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    given = (parsed.person, parsed.location)
    db.execute("select api.revoke_location(person => %s, location => %s)", given)
    print(f"{parsed.person} no longer holds {parsed.location}")


def _groups(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    query = "select api.set_groups(person => %s, groups => %s)"
    print(f"{parsed.person} is in: {', '.join(_one(db, query, parsed.person, parsed.group))}")


def _enable(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    _one(db, "select api.enable_user(person => %s)", parsed.person)
    print(f"{parsed.person} may sign in again")


def _offboard(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    did = _one(db, "select api.offboard_user(person => %s)", parsed.person)
    print(f"{parsed.person} is offboarded")
    for name, what in did.items():
        if name not in ("person", "groups_left"):
            said = ", ".join(what) or "none" if isinstance(what, list) else what
            print(f"  {name.replace('_', ' '):14} {said}")
    if did["groups_left"]:
        print(f"A DBA gave {', '.join(did['groups_left'])}, and only they can take that back.")


def _reset_second_factor(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    _one(db, "select api.reset_second_factor(person => %s)", parsed.person)
    print(f"{parsed.person} has no second factor any more and is signed out everywhere")


def _link(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    from ops.settings import read

    if parsed.mail:
        _one(db, "select api.send_invitation(person => %s)", parsed.person)
        print(f"The link is on its way to {parsed.person}")
        return
    token = _one(db, "select api.invitation_link(person => %s)", parsed.person)
    print("Hand this over by a way you trust; it works once, for 7 days:")
    print(f"{read()['STOCKROOM_BASE_URL'].rstrip('/')}/invitation/{token}")


def _token(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    query = "select api.create_token(person => %s, label => %s, valid_until => %s)"
    token = _one(db, query, parsed.person, parsed.label, parsed.until)
    print("Send it as `Authorization: Bearer …`. It is not shown again:", file=sys.stderr)
    print(token)


def _sessions(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    query = """
        select s.session::text, s.kind,
            coalesce(nullif(s.label, ''), s.address::text, 'this machine'),
            s.prefix,
            case when s.kind = 'token' and s.last_seen_at <= s.created_at then 'never used'
                else 'last used ' || to_char(s.last_seen_at, 'YYYY-MM-DD HH24:MI') end,
            to_char(s.expires_at, 'YYYY-MM-DD HH24:MI')
        from api.sessions as s
        where s.person = %s and s.live and (%s or s.kind = 'token') order by s.last_seen_at desc
    """
    rows = db.execute(query, (parsed.person, parsed.action == "sessions")).fetchall()
    for row in rows:
        print("{:36}  {:13} {:24} {:9}  {}, ends {}".format(*row))
    if not rows:
        print(f"{parsed.person} has none")


def _revoke_session(db: "psycopg.Connection", parsed: argparse.Namespace) -> None:
    from uuid import UUID

    try:
        key = UUID(parsed.session)
    except ValueError:
        hint = "See: stockroom user sessions PERSON"
        raise Trouble(f"{parsed.session} is no key of a session.", hint) from None
    _one(db, "select api.revoke_session(session => %s)", key)
    print("It is ended")


def _one(db: "psycopg.Connection", query: str, *values: object) -> Any:
    row = db.execute(query, values).fetchone()
    return row[0] if row else None


ACTIONS = {
    "list": _list,
    "create": _create,
    "invite": _create,
    "groups": _groups,
    "password": _password,
    "link": _link,
    "grant": _grant,
    "revoke": _revoke,
    "disable": _disable,
    "enable": _enable,
    "offboard": _offboard,
    "reset-second-factor": _reset_second_factor,
    "sessions": _sessions,
    "revoke-session": _revoke_session,
    "token": _token,
    "tokens": _sessions,
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
