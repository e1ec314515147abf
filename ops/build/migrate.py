"""Frozen migrations, applied by yoyo as stockroom_owner."""

from functools import partial

import psycopg
from psycopg.conninfo import conninfo_to_dict
from yoyo import read_migrations
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.connections import DatabaseURI

from ops.build.files import ROOT
from ops.build.patience import LOCK_TIMEOUT, patiently

MIGRATIONS = ROOT / "migrations"


class _Backend(PostgresqlPsycopgBackend):
    """yoyo's, which asks the catalogue where its own tries it out: each try was an ERROR in the
    server's log. PostgreSQL rolls DDL back, as the class assumes unless told otherwise."""

    def init_database(self) -> None:
        """Make the lock's table where it is missing."""
        if self.lock_table not in self.list_tables():
            self.create_lock_table()


def _backend(dsn: str) -> _Backend:
    """A yoyo backend whose connection acts as the owner, its own tables in schema yoyo.

    Row security binds the owner too, and no policy serves it: with row_security off a step that
    changes rows as the owner is an error, where it would have changed none and said nothing.
    """
    given = conninfo_to_dict(dsn)
    known = {"user", "password", "host", "port", "dbname"}
    arguments = {key: str(value) for key, value in given.items() if key not in known}
    settings = {"role": "stockroom_owner", "row_security": "off", "lock_timeout": LOCK_TIMEOUT}
    ours = " ".join(f"-c {name}={value}" for name, value in settings.items())
    arguments["options"] = f"{arguments.get('options', '')} {ours}".strip()
    return _Backend(
        DatabaseURI(
            scheme="postgresql+psycopg",
            username=given.get("user"),
            password=given.get("password"),
            hostname=given.get("host"),
            port=int(given["port"]) if given.get("port") else None,
            database=given.get("dbname"),
            args=arguments | {"schema": "yoyo"},
        ),
        "_yoyo_migration",
    )


def apply_migrations(dsn: str) -> list[str]:
    """Apply what is pending and answer its names.

    The caller holds the deploy lock, so a lock row found here was left by a killed deploy. Each
    migration is a transaction on a connection of its own, so one that met others is tried again.
    """
    backend = _backend(dsn)
    try:
        backend.init_database()
        backend.break_lock()
        with backend.lock(timeout=30):
            pending = backend.to_apply(read_migrations(str(MIGRATIONS)))
            for migration in pending:
                patiently(partial(backend.apply_one, migration))
        return [migration.id for migration in pending]
    finally:
        backend.connection.close()


def pending(db: psycopg.Connection) -> list[str]:
    """Names of the migrations a deploy would apply, without changing anything."""
    known = sorted(p.stem for p in MIGRATIONS.glob("[0-9]*.py"))
    if db.execute("select to_regclass('yoyo._yoyo_migration')").fetchone()[0] is None:
        return known
    done = {row[0] for row in db.execute("select migration_id from yoyo._yoyo_migration")}
    return [name for name in known if name not in done]
