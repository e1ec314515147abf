"""What a database needs before the first migration: a fit server, roles, extensions."""

import time

import psycopg
from psycopg import errors, sql
from psycopg.rows import scalar_row

from ops.build.files import DB

FLOOR = 170000


class NotFit(Exception):
    """The server cannot carry Stockroom; the text says what to do."""


def check(db: psycopg.Connection) -> None:
    """Refuse a server that is too old, encoded other than UTF-8, or lacks an extension."""
    if db.info.server_version < FLOOR:
        found = db.info.parameter_status("server_version")
        raise NotFit(
            f"This server is PostgreSQL {found}; Stockroom needs 17 or newer. "
            "Upgrade it, or unset DATABASE_URL to use the embedded server."
        )
    if db.execute("show server_encoding").fetchone()[0] != "UTF8":
        raise NotFit("The database's encoding is not UTF8. Create it with: ENCODING 'UTF8'.")
    row = db.execute("select from pg_available_extensions where name = 'pg_trgm'").fetchone()
    if row is None:
        raise NotFit("The extension pg_trgm is missing. Install the server's contrib package.")


def make_roles(db: psycopg.Connection) -> None:
    """Run roles.sql. Roles belong to the whole cluster: another database's deploy may meet ours."""
    text = (DB / "policies" / "roles.sql").read_text(encoding="utf-8")
    for attempt in range(20):
        try:
            with db.transaction():
                db.execute(text)
            return
        except (errors.InternalError_, errors.UniqueViolation, errors.DuplicateObject):
            # "tuple concurrently updated": nothing of ours is half done, so again.
            if attempt == 19:
                raise
            time.sleep(0.05 * (attempt + 1))


def prepare_database(db: psycopg.Connection) -> None:
    """Extensions, our own schemas, and who may connect."""
    with db.transaction():
        db.execute("create extension if not exists pg_trgm schema public")
        db.execute("create schema if not exists yoyo authorization stockroom_owner")
        db.execute("create schema if not exists deploy authorization stockroom_owner")
        db.execute(
            "create table if not exists deploy.built (path text primary key, hash text not null, "
            "objects text[] not null, grants text[] not null, "
            "built_at timestamptz not null default now())"
        )
        db.execute("alter table deploy.built owner to stockroom_owner")
        restrict_database(db)


MAY_CONNECT = (
    *("stockroom_migrator", "stockroom_web", "stockroom_signin", "stockroom_worker"),
    *("stockroom_backup", "stockroom_viewer", "stockroom_counter", "stockroom_auditor"),
    *("stockroom_admin", "stockroom_reporting"),
    "stockroom_reader",  # for the size
)


def restrict_database(db: psycopg.Connection) -> None:
    """What the database itself grants: to connect, to named roles only. A copy does not keep it."""
    name = sql.Identifier(db.info.dbname)
    # The last release's server has not all of them yet.
    known = db.cursor(row_factory=scalar_row).execute(
        "select rolname from pg_roles where rolname = any(%s)", [list(MAY_CONNECT)]
    )
    connecting = sql.SQL(", ").join(sql.Identifier(role) for role in known.fetchall())
    for statement in (
        "revoke all on database {} from public",
        "grant create on database {} to stockroom_owner",
        "grant connect on database {} to {}",
    ):
        db.execute(sql.SQL(statement).format(name, connecting))
