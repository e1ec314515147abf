"""A server below the floor is refused with what to do. Runs where the system brings such a one."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.account import server_account
from ops.binaries import FLOOR_MAJOR, SYSTEM
from tests.ops.test_up import Installation, installation

__all__ = ["installation"]  # the fixture

OLD = [
    path.parent
    for path in sorted(SYSTEM.glob("*/bin/postgres"))
    if int(path.parts[-3]) < FLOOR_MAJOR
]


@pytest.fixture
def old_server(place: Path) -> Iterator[str]:
    """URL of a PostgreSQL older than we support."""
    account, folder = server_account(), place / "old"
    folder.mkdir()
    account.own(folder)
    options = account.popen_options()

    def run(program: str, *words: str) -> None:
        command = [str(OLD[-1] / program), "-D", str(folder / "data"), *words]
        subprocess.run(command, cwd="/", check=True, capture_output=True, timeout=60, **options)

    run("initdb", "--username=postgres", "--auth=trust")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", settings)
    yield f"postgresql://postgres@/postgres?host={folder}"
    run("pg_ctl", "stop", "-m", "immediate")


@pytest.mark.skipif(not OLD, reason="this machine has no PostgreSQL below 17 to refuse")
def test_a_server_too_old_is_refused(installation: Installation, old_server: str) -> None:
    for name in ("DATABASE_URL", "DATABASE_URL_WEB", "DATABASE_URL_WORKER"):
        installation.environment[name] = old_server
    done = installation.run("up")
    assert done.returncode == 1
    assert "Stockroom needs 17" in done.stderr
    assert "unset DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
