"""The files of the embedded PostgreSQL cluster: where they lie, how they are made, who may enter.

$STOCKROOM_DATA/postgres/     a folder, or a link to one, of the server's account (0700)
    data/                     the cluster
    run/                      its socket
"""

import contextlib
import hashlib
import os
import secrets
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ops import durable
from ops.account import Account, own_name
from ops.binaries import STAGING, Binaries
from ops.errors import Trouble

SUPERUSER = "postgres"
# The logins of our own programs (db/policies/roles.sql). They have no password here: the
# kernel tells PostgreSQL who is at the other end of the socket.
SERVICE_ROLES = (
    "stockroom_migrator",
    "stockroom_web",
    "stockroom_worker",
    "stockroom_signin",
    "stockroom_backup",
)
SOCKET_PATH_LIMIT = 107  # bytes, of the kernel's sockaddr_un
MAP = "stockroom"

IDENTITY = """\
# Written by Stockroom at each start: the accounts that may be the superuser and our services.
{lines}
"""
ACCESS = """\
# Written by Stockroom at each start. Service roles: only from this machine's socket, by account.
# Everybody else: by password (SCRAM), on the socket and on the loopback address.
local  all  {superuser}  peer map={map}
local  all  {services}  peer map={map}
host   all  {superuser},{services}  all  reject
local  all  all  scram-sha-256
host   all  all  127.0.0.1/32  scram-sha-256
host   all  all  ::1/128  scram-sha-256
"""
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_permissions": "0777",  # the folder around it is the gate, then pg_hba.conf
    "password_encryption": "scram-sha-256",
    "scram_iterations": "4096",  # sign-in 4-6 ms; the verifiers are readable by superusers only
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",  # compiling costs more than it saves on our short queries
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_lock_waits": "on",
    "log_statement": "none",  # ddl would write ALTER ROLE ... PASSWORD into the log
}


def server_folder(data: Path, account: Account) -> Path:
    """The folder of the server's account for this data folder; made when it is missing.

    Where the account cannot enter the data folder (root's 0700 home, say), it is one of root's
    own under /var/lib/stockroom and `$STOCKROOM_DATA/postgres` is a link to it.
    """
    place = data / "postgres"
    if place.is_symlink() or place.exists():
        return _existing(place, account)
    if account.reaches(data):
        return _make(place, account)
    STAGING.mkdir(mode=0o755, parents=True, exist_ok=True)
    name = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]
    # Never an old folder of the same name: its data folder was removed, and its secrets with it.
    target = _make(STAGING / f"{name}-{secrets.token_hex(3)}", account)
    place.symlink_to(target)
    return target


def _make(folder: Path, account: Account) -> Path:
    folder.mkdir(mode=0o700)
    account.own(folder)
    return folder.resolve()


def _existing(place: Path, account: Account) -> Path:
    folder = place.resolve()
    if not folder.is_dir():
        raise Trouble(
            f"{place} points to {folder}, which is not there.",
            "Bring that folder back, or remove the link to begin with an empty database.",
        )
    if folder.stat().st_uid != account.uid:
        raise Trouble(
            f"The database in {folder} belongs to another account than {account.name}.",
            "Start Stockroom as the user who started it first, or choose another STOCKROOM_DATA.",
        )
    return folder


def existing_major(folder: Path) -> int | None:
    """Major version of the cluster that lies there already; None when there is none."""
    with contextlib.suppress(FileNotFoundError):
        return int((folder / "data" / "PG_VERSION").read_text().split(".")[0])
    return None


def initialise(folder: Path, binaries: Binaries, account: Account) -> None:
    """Make a new cluster. It appears under its name only when it is complete."""
    own_name()  # who has none is told so here, not by initdb
    data, unfinished = folder / "data", folder / "data.unfinished"
    remove = ["rm", "-rf", str(unfinished)]  # as the account, which owns what a killed initdb left
    subprocess.run(remove, cwd="/", check=True, **account.popen_options())
    command = [
        *(binaries.program("initdb"), "-D", str(unfinished), f"--username={SUPERUSER}"),
        *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *("--locale=C", "--auth-local=peer", "--auth-host=scram-sha-256", "--data-checksums"),
    ]
    environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    done = subprocess.run(
        command,
        cwd="/",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        **account.popen_options(),
    )
    if done.returncode != 0:
        raise Trouble(
            f"PostgreSQL could not make its files in {folder}:\n{done.stderr.strip()}",
            "Look at free space (df) and at the folder's owner, then start again.",
        )
    configuration = unfinished / "postgresql.conf"
    with configuration.open("a") as file:
        file.write("\n# What Stockroom sets at each start; ALTER SYSTEM wins over it.\n")
        file.write("include_if_exists = 'stockroom.conf'\n")
    # initdb synced what it made before we added to it.
    durable.sync(configuration, unfinished)
    unfinished.rename(data)
    durable.sync(folder, folder.parent)


def configure(folder: Path, account: Account, settings: Mapping[str, str]) -> None:
    """Write the settings and the access rules that hold from the next start on."""
    names = sorted({own_name(), "root"} if account.dropped else {own_name()})
    mapped = (SUPERUSER, *SERVICE_ROLES)
    identity = "\n".join(f"{MAP}  {name}  {role}" for name in names for role in mapped)
    access = ACCESS.format(superuser=SUPERUSER, services=",".join(SERVICE_ROLES), map=MAP)
    lines = [
        f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in settings.items()
    ]
    _write(folder / "data" / "pg_ident.conf", IDENTITY.format(lines=identity), account)
    _write(folder / "data" / "pg_hba.conf", access, account)
    _write(folder / "data" / "stockroom.conf", "\n".join(lines) + "\n", account)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _write(path: Path, text: str, account: Account) -> None:
    new = path.with_name(path.name + ".new")
    new.write_text(text)
    new.chmod(0o600)
    account.own(new)
    durable.replace(new, path)


def socket_folder(folder: Path, port: int, account: Account) -> Path:
    """Where the socket lies: beside the cluster, or elsewhere when that path is too long."""
    inside = folder / "run"
    if len(os.fsencode(inside / f".s.PGSQL.{port}")) <= SOCKET_PATH_LIMIT:
        return inside
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"stockroom-{account.uid}-{name}"


def make_socket_folder(place: Path, account: Account) -> None:
    """Make it, for the server's account alone; one that somebody else made is refused."""
    place.mkdir(mode=0o700, exist_ok=True)
    if place.is_symlink() or place.lstat().st_uid not in (account.uid, os.geteuid()):
        raise Trouble(f"{place} belongs to somebody else.", "Choose a shorter STOCKROOM_DATA.")
    place.chmod(0o700)
    account.own(place)
