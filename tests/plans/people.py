"""Who uses the company: the people who come with its data, and two whose places are quiet."""

import hmac
import os
import struct
import time
import uuid
from pathlib import Path
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
# How many others there are, with logins, groups, places and sessions; 10,000 at full size.
CROWD = int(os.environ.get("STOCKROOM_PLANS_PEOPLE", "1000"))
SECRET = b"a second factor's key"[:20]
EQUIPPED = (
    "insert into auth.sessions (session_id, person, token_hash, expires_at) values (%(key)s,"
    " %(person)s, sha256(%(secret)s), now() + interval '1 day') on conflict do nothing",
    "insert into auth.devices (device_id, person, name, secret_hash, pin_hash, expires_at)"
    " values (%(key)s, %(person)s, 'Scanner', sha256(%(secret)s), sha256('pin'),"
    " now() + interval '1 day') on conflict do nothing",
    "insert into auth.second_factors (person, secret, created_at) values (%(person)s,"
    " %(shared)s, now() + interval '1 day') on conflict do nothing",
    "insert into inventory.imports (import_id, person, kind, file_name, file_bytes, sha256,"
    " encoding, delimiter, header, state, heartbeat_at) values (%(key)s, %(person)s, 'items',"
    " 'a.csv', 9, sha256(%(secret)s), 'utf-8', ';', '[\"Article\"]', 'checking',"
    " now() - interval '1 day') on conflict do nothing",
    "insert into inventory.item_edits (edit_id, person, changes, versions, total, state)"
    " values (%(key)s, %(person)s, '{\"retire\": true}', '{\"X\": 1}', 1, 'checked')"
    " on conflict do nothing",
    "insert into inventory.import_rows (import_id, person, line, cells)"
    " select %(key)s, %(person)s, n, '[\"NEW\"]' from generate_series(2, 5000) as n"
    " on conflict do nothing",
    "insert into inventory.subscriptions (person, minimum_severity) select %(person)s, 'critical'"
    " where not exists (select from inventory.subscriptions where person = %(person)s)",
    "insert into inventory.saved_views (view_id, owner, name) values (%(key)s, %(person)s,"
    " 'Everything') on conflict do nothing",
    "insert into inventory.view_watches (view_id, person) values (%(key)s, %(person)s)"
    " on conflict do nothing",
    "insert into auth.break_glass_grants (break_glass_id, person, location_id, reason,"
    " valid_until) values (%(key)s, %(person)s, inventory.location_of('S'), 'The cold store has"
    " failed', now() + interval '1 day') on conflict do nothing",
)


def key_of(person: str) -> str:
    """The key of a session of theirs, of a device, and of rights they took in an emergency."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, person))


def one_time_code() -> str:
    """The code that everybody's app shows now (RFC 6238)."""
    mac = hmac.digest(SECRET, struct.pack(">Q", int(time.time() // 30)), "sha1")
    number: int = struct.unpack_from(">I", mac, mac[-1] & 15)[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def hire(db: psycopg.Connection[Any]) -> None:
    """Make the quiet ones, their places and the crowd, where they are not there yet."""
    db.execute(
        "insert into inventory.locations (code, name, kind, parent_id) values ('N01-NEW-PLACE',"
        " 'New', 'zone', inventory.location_of('N01')) on conflict do nothing"
    )
    db.execute(
        "insert into inventory.threshold_defaults (category_id, location_id, kind, maximum) values"
        " (inventory.category_of('FOOD.TEA'), inventory.location_of('N01'), null, 1000000)"
        " on conflict do nothing"
    )
    for one in QUIET:
        there = db.execute("select from auth.people where person = %s", [one.person]).fetchone()
        if there is not None:
            continue
        verifier = db.pgconn.encrypt_password(
            PASSWORD.encode(), one.person.encode(), b"scram-sha-256"
        ).decode()
        db.execute(
            "select api.create_user(person => %s, name => %s, groups => %s, verifier => %s)",
            (one.person, one.person, list(one.groups), verifier),
        )
        db.execute("select api.grant_location(%s, %s)", (one.person, one.holds))
    crowd = "select from auth.people where person like 'crowd_%'"
    if db.execute(crowd).fetchone() is None:
        db.execute(Path(__file__).with_name("crowd.sql").read_bytes().replace(b"$1", b"%d" % CROWD))
        db.execute("analyze")
    for one in EVERYBODY:
        _equip(db, one.person)


def _equip(db: psycopg.Connection[Any], person: str) -> None:
    """A session, a device, a key of a second factor just made, and rights taken in an emergency."""
    values = {
        "person": person, "key": key_of(person), "secret": person.encode(), "shared": SECRET,
    }  # fmt: skip
    for statement in EQUIPPED:
        db.execute(statement, values)
