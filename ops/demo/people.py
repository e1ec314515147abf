"""Demo people: login roles with random passwords that only this machine knows."""

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import psycopg

from ops import durable

# 96 bits: longer than anybody can guess, short enough to type.
PASSWORD_BYTES = 12


@dataclass(frozen=True)
class People:
    """One demo person: name of the role, own name, groups, and the place granted."""

    person: str
    name: str
    groups: tuple[str, ...]
    place: str | None
    kind: str = "person"
    signs_in: bool = True

    def at(self, place: str | None) -> Self:
        """Return the same person at another place."""
        return replace(self, place=place)


def make_people(dsn: str, secrets_dir: Path, people: Iterable[People]) -> None:
    """Make those who are missing, and grant each their place. Nobody's password is changed
    where it is known; where the file was lost, a new one is set."""
    path = secrets_dir / "people.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    with psycopg.connect(dsn, autocommit=True) as db:
        there = {row[0] for row in db.execute("select person from auth.people")}
        for one in people:
            fresh = one.signs_in and (one.person not in known or one.person not in there)
            if fresh:
                # Written before it is set: a password in nobody's hands would be lost.
                known[one.person] = secrets.token_urlsafe(PASSWORD_BYTES)
                _write(path, known)
            _make(db, one, known.get(one.person) if fresh else None, one.person in there)


def _make(db: psycopg.Connection[Any], one: People, password: str | None, there: bool) -> None:
    verifier = None
    if password:
        # A verifier, made here: the password itself never reaches the server or its log.
        verifier = db.pgconn.encrypt_password(
            password.encode(), one.person.encode(), b"scram-sha-256"
        ).decode()
    with db.transaction():
        if not there:
            db.execute(
                "select api.create_user(person => %s, name => %s, groups => %s, verifier => %s,"
                " email => %s, kind => %s)",
                (one.person, one.name, list(one.groups), verifier, _address(one), one.kind),
            )
        elif verifier:
            db.execute("select api.set_password(person => %s, verifier => %s)",
                       (one.person, verifier))  # fmt: skip
        if one.place:
            db.execute(
                "insert into auth.location_grants (person, location_id)"
                " select %s, location_id from inventory.locations where code = %s"
                " on conflict (person, location_id) do nothing",
                (one.person, one.place),
            )


def _address(one: People) -> str | None:
    # .example is nobody's: even a real mail server could deliver none of these.
    return f"{one.person.removeprefix('demo_')}@acme.example" if one.kind == "person" else None


def _write(path: Path, known: dict[str, str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(known, file, indent=2)
    durable.replace(new, path)
