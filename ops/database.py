"""Which database an installation uses: the server DATABASE_URL names, or the embedded one."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import conninfo

from ops.embedded import EmbeddedServer
from ops.errors import Trouble
from ops.places import make_data_folder
from ops.supervision import holder, sole_supervisor

NAME = "stockroom"
# Releases with security fixes; an older one is warned of, not refused.
MENDED_MINORS = {17: 10, 18: 6}


@dataclass(frozen=True)
class Database:
    """Addresses of one Stockroom database, one for each of our own roles."""

    owner: str  # superuser or owner: migrations, proofs
    web: str
    worker: str
    signin: str  # empty: as the web's
    server: EmbeddedServer | None  # None: it is a server of somebody else's

    def person_dsn(self, person: str, password: str | None) -> str:
        """URL or connection string for a person, over TCP; without a password where unknown."""
        if self.server is not None:
            if password is None:
                return f"postgresql://{person}@127.0.0.1:{self.server.port}/{NAME}"
            return self.server.tcp_dsn(person, password, NAME)
        given = conninfo.conninfo_to_dict(self.signin or self.web or self.owner)
        given.pop("password", None)
        secret = {} if password is None else {"password": password}
        return conninfo.make_conninfo("", **{**given, "user": person, **secret})


def embedded(server: EmbeddedServer) -> Database:
    """The embedded server's database, made when it is missing. The server must run."""
    with psycopg.connect(server.superuser_dsn("postgres"), autocommit=True) as db:
        known = db.execute("select 1 from pg_database where datname = %s", (NAME,)).fetchone()
        if not known:
            db.execute(f"create database {NAME}")
            # The server is ours alone: whoever may sign in has no business in its other databases,
            # where nothing is taken from PUBLIC.
            for other in ("postgres", "template1"):
                db.execute(f"revoke all on database {other} from public")
    return Database(
        owner=server.superuser_dsn(NAME),
        web=server.service_dsn("stockroom_web", NAME),
        worker=server.service_dsn("stockroom_worker", NAME),
        signin="",
        server=server,
    )


def external(settings: Mapping[str, str]) -> Database:
    """The database of DATABASE_URL and its siblings, checked; nothing is started."""
    check_server(settings["DATABASE_URL"])
    return Database(
        owner=settings["DATABASE_URL"],
        web=settings["DATABASE_URL_WEB"],
        worker=settings["DATABASE_URL_WORKER"],
        signin=settings["DATABASE_URL_SIGNIN"],
        server=None,
    )


def check_server(dsn: str) -> None:
    """Raise Trouble when the server cannot be reached; whether it is fit, the deploy checks."""
    try:
        with psycopg.connect(dsn, connect_timeout=10, autocommit=True) as db:
            major, minor = divmod(db.info.server_version, 10000)
    except psycopg.OperationalError as error:
        raise Trouble(
            f"The server of DATABASE_URL cannot be used: {str(error).strip()}",
            "Check host, port, name and password; or unset DATABASE_URL to use the embedded one.",
        ) from error
    if minor < MENDED_MINORS.get(major, 0):
        print(f"Warning: PostgreSQL {major}.{minor} has known holes; update to the newest minor.")


def migrate(database: Database, say: Callable[[str], None] = print) -> None:
    """Bring the database to this version of Stockroom; Trouble where it cannot carry it."""
    from ops.build import NotFit, WouldDropLocal, deploy  # late: it takes a while to import

    try:
        deploy(database.owner, say=say)
    except (NotFit, WouldDropLocal) as error:
        raise Trouble(str(error)) from error


def make_server(
    settings: Mapping[str, str], say: Callable[[str], None] = lambda _: None
) -> EmbeddedServer:
    """The embedded server of the settings, not started."""
    port = int(settings["STOCKROOM_DB_PORT"] or 0)
    return EmbeddedServer(Path(settings["STOCKROOM_DATA"]), port, say=say)


@contextlib.contextmanager
def reach(settings: Mapping[str, str], doing: str) -> Iterator[Database]:
    """The database for one command: a running server is used, else started meanwhile."""
    if settings["DATABASE_URL"]:
        yield external(settings)
        return
    server = make_server(settings)
    if not (server.data / "postgres").exists():
        raise Trouble(f"There is no database in {server.data} yet.", "Start with: make up")
    with contextlib.ExitStack() as stack:
        if holder(server.data) is None:
            stack.enter_context(sole_supervisor(server.data, doing))
            if not server.find():
                stack.callback(server.stop)
                server.start()
        elif not server.find():
            raise Trouble("The database is just starting or stopping.", "Try again in a moment.")
        yield embedded(server)


@contextlib.contextmanager
def prepared(settings: Mapping[str, str], doing: str) -> Iterator[Database]:
    """As `reach`, but an embedded database that is not there yet is made."""
    server = make_server(settings)
    if settings["DATABASE_URL"] or (server.data / "postgres").exists():
        with reach(settings, doing) as database:
            yield database
        return
    make_data_folder(server.data, server.account)
    with sole_supervisor(server.data, doing):
        server.start()
        try:
            yield embedded(server)
        finally:
            server.stop()
