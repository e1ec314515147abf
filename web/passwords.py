"""New passwords: what is refused before a verifier is made. Postgres sees verifiers alone, so it
cannot look at a password itself; who sends it a verifier by psql answers for their own."""

import asyncio
from collections.abc import Sequence

from psycopg import pq

from web.language import N_, _

SHORTEST = 10  # characters, as in stockroom user
HINT = N_(
    "At least 10 characters. Four words that have nothing to do with each other are better than one"
    " with signs in it."
)
# Of the passwords that are tried first, those of ten characters and more, without what makes two
# of one (digits and signs at the end).
COMMON = frozenset(
    {
        *("password", "passwort", "qwertyuiop", "qwertzuiop", "asdfghjkl", "letmein", "welcome"),
        *("administrator", "iloveyou", "football", "baseball", "princess", "sunshine", "superman"),
        *("changeme", "stockroom", "warehouse", "correcthorsebatterystaple"),
    }
)


def problem(password: str, again: str, names: Sequence[str] = ()) -> str:
    """Why this is no good new password; empty where it is."""
    if password != again:
        return _("The two passwords are not the same.")
    if len(password) < SHORTEST:
        return _("A password has at least %(n)s characters.", n=SHORTEST)
    if len(password) > 1000:
        return _("A password has at most 1,000 characters.")
    plain = password.casefold()
    bare = "".join(letter for letter in plain if letter.isalpha())
    if bare in COMMON or len(set(plain)) < 5 or plain.isdecimal():
        return _("This password is one of those that are tried first.")
    if bare in {"".join(filter(str.isalpha, name.casefold())) for name in names}:
        return _("This password is your own name.")
    return ""


async def verifier(connection: pq.abc.PGconn, person: str, password: str) -> str:
    """The SCRAM-SHA-256 verifier; thousands of hashes, so it is made beside the loop."""
    made = await asyncio.to_thread(
        connection.encrypt_password, password.encode(), person.encode(), b"scram-sha-256"
    )
    return made.decode()
