"""Frozen migrations, applied by yoyo as stockroom_owner."""

import psycopg
from psycopg.conninfo import conninfo_to_dict
from yoyo import read_migrations
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.connections import DatabaseURI

from ops.build.files import ROOT

MIGRATIONS = ROOT / "migrations"


def _backend(dsn: str) -> PostgresqlPsycopgBackend:
    """A yoyo backend whose connection acts as the owner, its own tables in schema yoyo.

    Row security binds the owner too, and no policy serves it: with row_security off a step that
    changes rows as the owner is an error, where it would have changed none and said nothing.
    """
    given = conninfo_to_dict(dsn)
    known = {"user", "password", "host", "port", "dbname"}
    arguments = {key: str(value) for key, value in given.items() if key not in known}
    options = f"{arguments.get('options', '')} -c role=stockroom_owner -c row_security=off"
    arguments["options"] = options.strip()
    return PostgresqlPsycopgBackend(
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

    The caller holds the deploy lock, so a lock row found here was left by a killed deploy.
    """
    backend = _backend(dsn)
    try:
        backend.init_database()
        backend.break_lock()
        with backend.lock(timeout=30):
            pending = backend.to_apply(read_migrations(str(MIGRATIONS)))
            names = [migration.id for migration in pending]
            backend.apply_migrations(pending)
        return names
    finally:
        backend.connection.close()


def pending(db: psycopg.Connection) -> list[str]:
    """Names of the migrations a deploy would apply, without changing anything."""
    known = sorted(p.stem for p in MIGRATIONS.glob("[0-9]*.py"))
    if db.execute("select to_regclass('yoyo._yoyo_migration')").fetchone()[0] is None:
        return known
    done = {row[0] for row in db.execute("select migration_id from yoyo._yoyo_migration")}
    return [name for name in known if name not in done]
