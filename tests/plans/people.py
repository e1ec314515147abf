"""Who uses the company: the people who come with its data, and two whose places are quiet."""

from typing import Any

import psycopg

from bench.data import PASSWORD, PEOPLE
from bench.data.company import Person

# At one bin of hundreds, and at a place where nothing ever moved: what a page of theirs reads must
# not be what moved elsewhere.
QUIET = (
    Person("plans_bin", ("manager",), "N01-A-1"),
    Person("plans_new", ("manager",), "N01-NEW-PLACE"),
)
EVERYBODY = (*PEOPLE, *QUIET)


def hire(db: psycopg.Connection[Any]) -> None:
    """Make the quiet ones and their places, where they are not there yet."""
    db.execute(
        "insert into inventory.locations (code, name, kind, parent_id) values ('N01-NEW-PLACE',"
        " 'New', 'zone', inventory.location_of('N01')) on conflict do nothing"
    )
    for one in QUIET:
        if db.execute("select from auth.people where person = %s", [one.person]).fetchone():
            continue
        verifier = db.pgconn.encrypt_password(
            PASSWORD.encode(), one.person.encode(), b"scram-sha-256"
        ).decode()
        db.execute(
            "select api.create_user(person => %s, name => %s, groups => %s, verifier => %s)",
            (one.person, one.person, list(one.groups), verifier),
        )
        db.execute("select api.grant_location(%s, %s)", (one.person, one.holds))
