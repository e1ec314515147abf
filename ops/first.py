"""The first person of a new installation: asked for at a terminal, or by a link printed once."""

import json
import sys

import psycopg

from ops.errors import Trouble
from ops.user import ask_password, verifier

NAME = "admin"
# What a shop can begin with; managers change it as they like.
UNITS = (
    ("ea", "each", 0), ("box", "box", 0), ("kg", "kilogram", 3), ("l", "litre", 3),
    ("m", "metre", 3),
)  # fmt: skip


def first_person(dsn: str, base_url: str) -> str:
    """Make the first person of a database that has none, with all rights; returns what to say.

    Empty where there is somebody. The link is in no log of ours: only its hash is kept.
    """
    with psycopg.connect(dsn) as db:
        if not _is_new(db):
            return ""
        if sys.stdin.isatty() and sys.stdout.isatty():
            return f"    Sign in as {_ask(db)}."
        _create(db, NAME, None)
        row = db.execute("select api.invitation_link(person => %s)", (NAME,)).fetchone()
    return (
        f"    Nobody has an account yet. This link, once and within 7 days, makes you {NAME}:\n"
        f"    {base_url}/invitation/{row[0] if row else ''}\n"
        f"    It is not shown again. Another one: .venv/bin/stockroom user link {NAME}"
    )


def _ask(db: psycopg.Connection) -> str:
    """Ask until a name and a password are taken: a slip must not end a start; returns the name."""
    while True:
        try:
            name = input(f"Nobody has an account yet. Your name to sign in with [{NAME}]: ").strip()
            name = name or NAME
            _create(db, name, verifier(db, name, ask_password(name)))
            return name
        except EOFError:
            raise Trouble("Nobody was named.", "Start again, and answer.") from None
        except Trouble as trouble:
            print(trouble)
        except psycopg.Error as error:
            if not (error.sqlstate or "").startswith("IN"):
                raise
            print(error.diag.message_primary, error.diag.message_hint or "")


def _create(db: psycopg.Connection, name: str, made: str | None) -> None:
    """The person, with all rights, and what a shop begins with; all or nothing."""
    with db.transaction():
        db.execute(
            "select api.create_user(person => %s, name => %s, groups => '{manager,admin}', "
            "verifier => %s)",
            (name, name.replace("_", " ").title(), made),
        )
        _begin(db, name)


def _is_new(db: psycopg.Connection) -> bool:
    found = db.execute("select not exists (select from auth.people)").fetchone()
    return bool(found and found[0])


def _begin(db: psycopg.Connection, name: str) -> None:
    """Units and a category to begin with, where there are none; places there are already are the
    first person's, from the top."""
    db.execute(
        "insert into inventory.units (code, name, decimals) select u.code, u.name, u.decimals "
        "from jsonb_to_recordset(%s) as u (code text, name text, decimals integer) "
        "where not exists (select from inventory.units)",
        [json.dumps([{"code": c, "name": n, "decimals": d} for c, n, d in UNITS])],
    )
    db.execute(
        "insert into inventory.categories (code, name) select 'ALL', 'Everything' "
        "where not exists (select from inventory.categories)"
    )
    db.execute(
        "select api.grant_location(person => %s, location => l.code) from inventory.locations l "
        "where l.parent_id is null",
        [name],
    )
