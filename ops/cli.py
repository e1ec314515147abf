"""`stockroom`: the command line. Each command imports what it needs when it runs."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from ops.errors import Trouble

Run = Callable[[argparse.Namespace], int | None]


# Rules of ours, constraints, rights, names that do not exist, connections.
SAID = ("IN", "23", "42501", "42704", "22023", "08", "28", "3D")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a Trouble becomes a sentence on standard error and exit code 1."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words[:1] == ["import"]:  # has a parser of its own, which would slow down --help
            from ops.importing.command import main as import_main

            return import_main(words[1:]) or 0
        parsed = parser().parse_args(words)
        return parsed.run(parsed) or 0
    except Trouble as trouble:
        print(f"stockroom: {trouble}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # `stockroom export … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not refused(error):
            raise
        return 1


def refused(error: Exception) -> bool:
    """Print what the database refused (a rule, a right, a name, a connection) as a sentence."""
    code = getattr(error, "sqlstate", None)
    diagnosis = getattr(error, "diag", None)
    if diagnosis is None or not (code or "08").startswith(SAID):
        return False
    said = diagnosis.message_primary or str(error).strip()
    lines = (said, diagnosis.message_hint)
    print("stockroom: " + "\n".join(line for line in lines if line), file=sys.stderr)
    return True


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(
        prog="stockroom",
        description="Inventory whose rules live in PostgreSQL.",
        epilog="Settings come from the environment: docs/settings.md.",
    )
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Run, about: str, **more: object) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about, **more)  # type: ignore[arg-type]
        made.set_defaults(run=run)
        return made

    up = command("up", _up, "start database, worker, mailbox and web; Ctrl-C stops them")
    up.add_argument(
        "--lan",
        nargs="?",
        const="",
        metavar="ADDRESS",
        help="also for phones of the local network, over HTTPS, at this address of the machine",
    )
    command("down", _down, "stop what `up` started, in whatever terminal")
    command("status", _status, "health and figures of each part")
    command("migrate", _migrate, "bring the database to this version", aliases=["deploy"])

    psql = command("psql", _psql, "open psql; further options go to it: stockroom psql -- -c '…'")
    _as_person(psql)
    psql.add_argument("options", nargs="*", help="options for psql, after --")

    dsn = command("dsn", _dsn, "print a connection string for any PostgreSQL client, as last line")
    _as_person(dsn)

    _add_user(
        command(
            "user",
            _user,
            "people, tools, API clients: create, invite, groups, places, links, tokens, offboard",
        )
    )
    commands.add_parser("import", help="load real data, or a shop's own CSV")

    export = command("export", _export, "write a view of schema api as CSV to standard output")
    _as_person(export)
    export.add_argument("view", help="for instance stock_on_hand; `list` names them all")
    export.add_argument(
        "--raw", action="store_true", help="do not disarm text that a spreadsheet would calculate"
    )

    command("prove", _prove, "recompute the ledger from its movements; must find nothing")

    command("lint", _lint, "look for weak spots in rights, policies and roles; must find nothing")

    jobs = command("jobs", _jobs, "what the worker gave up; `jobs retry N …` or `jobs retry all`")
    jobs.add_argument("retry", nargs="?", choices=("retry",), help="put jobs back into the queue")
    jobs.add_argument("which", nargs="*", help="their numbers, or `all`")

    mail = command("mail", _mail, "the local mailbox: list it, or show one mail")
    mail.add_argument("which", nargs="?", help="`last`, or a number of the list")

    why = command("why", _why, "what is behind a button: comment, function, triggers, policies")
    why.add_argument("name", help="for instance post_issue")

    demo = command("demo", _demo, "start on real data")
    demo.add_argument("data", choices=("m5", "superstore"), help="which data")
    return top


def _as_person(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--as", dest="person", metavar="PERSON", help="as this person, for instance demo_staff"
    )


# -- one function per command: import, call ----------------------------------------------------


def _up(parsed: argparse.Namespace) -> None:
    from ops.up import up

    up(phones=parsed.lan)


def _down(_: argparse.Namespace) -> None:
    from ops.down import down

    down()


def _status(_: argparse.Namespace) -> int:
    from ops.status import status

    return status()


def _migrate(_: argparse.Namespace) -> None:
    from ops.database import migrate, prepared
    from ops.settings import read

    with prepared(read(), "migrating") as database:
        migrate(database)
    print("The database is at this version")


def _psql(parsed: argparse.Namespace) -> None:
    from ops.client import psql

    psql(parsed.person, parsed.options)


def _dsn(parsed: argparse.Namespace) -> None:
    from ops.client import dsn

    print(dsn(parsed.person))


def _add_user(command: argparse.ArgumentParser) -> None:
    from ops.user import add_arguments

    add_arguments(command)


def _user(parsed: argparse.Namespace) -> int | None:
    from ops.user import run

    return run(parsed)


def _export(parsed: argparse.Namespace) -> None:
    from ops.export import export

    export(parsed.view, parsed.person, parsed.raw)


def _prove(_: argparse.Namespace) -> int:
    from ops.prove import prove

    return prove()


def _lint(_: argparse.Namespace) -> int:
    from ops.lint import lint

    return lint()


def _jobs(parsed: argparse.Namespace) -> None:
    from ops.jobs import jobs

    if parsed.retry and not parsed.which:
        raise Trouble("Which jobs?", "Give their numbers, or `all`: `stockroom jobs` lists them.")
    jobs(parsed.which)


def _mail(parsed: argparse.Namespace) -> None:
    from ops.mail import show

    show(parsed.which)


def _why(parsed: argparse.Namespace) -> None:
    from ops.why import why

    why(parsed.name)


def _demo(parsed: argparse.Namespace) -> None:
    from ops.up import up

    up(real_data=parsed.data)
