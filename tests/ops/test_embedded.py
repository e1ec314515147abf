"""The embedded PostgreSQL: made, found again, killed, stopped; and who may come in."""

import os
import shutil
import signal
import stat
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from ops.account import server_account
from ops.cluster import SERVICE_ROLES
from ops.embedded import EmbeddedServer
from ops.errors import Trouble
from ops.places import free_port, port_is_free
from tests.conftest import MAJOR, SETTINGS, first_port

Make = Callable[..., EmbeddedServer]


@pytest.fixture
def make(place: Path, remove: Callable[[Path], None]) -> Iterator[Make]:
    """Servers on folders below `place`; all are stopped and removed after the test."""
    made: list[EmbeddedServer] = []

    def one(
        data: Path | None = None, port: int = 0, settings: Mapping[str, str] = SETTINGS
    ) -> EmbeddedServer:
        port = port or free_port(first_port())
        made.append(EmbeddedServer(data or place / "data", port, MAJOR, settings))
        return made[-1]

    yield one
    for server in made:
        server.stop()
        remove(server.data)


def run(server: EmbeddedServer, statement: str) -> None:
    with psycopg.connect(server.superuser_dsn("postgres"), autocommit=True) as db:
        db.execute(statement)


def one_value(server: EmbeddedServer, query: str) -> object:
    with psycopg.connect(server.superuser_dsn("postgres"), autocommit=True) as db:
        row = db.execute(query).fetchone()
        return row[0] if row else None


def test_starts_the_major_asked_for_and_keeps_what_is_written(make: Make) -> None:
    server = make()
    server.start()
    assert int(str(one_value(server, "show server_version_num"))) // 10000 == MAJOR
    run(server, "create table kept (n int)")
    server.stop()
    assert not server.alive()
    again = make()
    again.start()
    assert one_value(again, "select count(*) from kept") == 0


def test_is_set_up_as_documented(make: Make) -> None:
    server = make()
    server.start()
    shown = {
        "server_encoding": "UTF8",
        "TimeZone": "UTC",
        "data_checksums": "on",
        "password_encryption": "scram-sha-256",
        "scram_iterations": "4096",
        "listen_addresses": "127.0.0.1",
        "shared_preload_libraries": "pg_stat_statements",
    }
    assert {name: one_value(server, f"show {name}") for name in shown} == shown
    assert one_value(server, "select datlocale from pg_database limit 1") == "C.UTF-8"


def test_starting_twice_finds_the_running_one(make: Make) -> None:
    first = make()
    first.start()
    second = make(port=first.port)
    second.start()
    assert one_value(first, "select pg_postmaster_start_time()") == one_value(
        second, "select pg_postmaster_start_time()"
    )


def test_another_port_moves_the_running_server(make: Make) -> None:
    first = make()
    first.start()
    other = make(port=free_port(first.port + 1))
    other.start()
    assert other.alive()
    assert not first.alive()


def test_kill_9_loses_nothing_committed(make: Make) -> None:
    server = make(settings={})  # as in production: a commit waits for the log
    server.start()
    run(server, "create table kept as select 1 as n; checkpoint")
    run(server, "insert into kept select 2")
    assert server._process is not None
    os.kill(server._process.pid, signal.SIGKILL)
    server.start()
    assert one_value(server, "select sum(n) from kept") == 3


def test_reviving_never_makes_an_empty_database(make: Make) -> None:
    server = make()
    server.start()
    assert not server.ended()
    shutil.rmtree(server.data / "postgres" / "data")
    with pytest.raises(Trouble, match="removed while Stockroom ran"):
        server.revive()


def test_an_adopted_server_is_known_to_have_ended(make: Make) -> None:
    first = make()
    first.start()
    second = make(port=first.port)
    second.start()
    assert not second.ended()
    first.stop()
    assert second.ended()


def test_believes_no_pid_file(make: Make) -> None:
    server = make()
    server.start()
    server.stop()
    cluster = (server.data / "postgres").resolve()
    pid_file = cluster / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster}/data\n1\n{server.port}\n")
    again = make()
    again.stop()  # does not signal the process that the file names: this one
    pid_file.unlink()
    again.start()
    assert again.alive()


def test_a_cluster_of_a_version_without_programs_says_what_to_install(make: Make) -> None:
    server = make()
    server.start()
    server.stop()
    (server.data.resolve() / "postgres" / "data" / "PG_VERSION").write_text("12\n")
    with pytest.raises(Trouble, match="no programs of PostgreSQL 12"):
        make().start()


def test_a_taken_port_is_named(make: Make, place: Path) -> None:
    first = make()
    first.start()
    with pytest.raises(Trouble, match=f"Port {first.port}.*is taken") as caught:
        make(place / "other", first.port).start()
    assert "STOCKROOM_DB_PORT" in caught.value.to_do


def test_where_no_port_is_asked_for_many_start_at_once(make: Make, place: Path) -> None:
    servers = [make(place / str(number)) for number in range(3)]
    for server in servers:
        server.port = 0
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda server: server.start(), servers))
    assert all(server.alive() for server in servers)
    assert len({server.port for server in servers}) == 3


def test_a_free_port_is_free() -> None:
    port = free_port(first_port())
    assert port_is_free(port)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
def test_under_a_closed_folder_nothing_is_opened(make: Make, tmp_path: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    server = make(closed / "data")
    server.start()
    assert server.alive()
    place = closed / "data" / "postgres"
    assert place.is_symlink()
    real = place.resolve()
    account = server_account()
    assert stat.S_IMODE(real.stat().st_mode) == 0o700
    assert real.stat().st_uid == account.uid != 0
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert not account.reaches(closed)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
def test_the_server_does_not_run_as_root(make: Make) -> None:
    server = make()
    server.start()
    assert server._process is not None
    assert Path(f"/proc/{server._process.pid}").stat().st_uid == server_account().uid


def test_services_come_by_the_socket_and_only_by_it(make: Make) -> None:
    server = make()
    server.start()
    for role in SERVICE_ROLES:
        run(server, f"create role {role} login password 'known'")
        with psycopg.connect(server.service_dsn(role, "postgres")) as db:
            assert db.execute("select current_user").fetchone() == (role,)
        with pytest.raises(psycopg.OperationalError, match="reject"):
            psycopg.connect(server.tcp_dsn(role, "known", "postgres"))
    with pytest.raises(psycopg.OperationalError, match="reject"):
        psycopg.connect(server.tcp_dsn("postgres", "any", "postgres"))


def test_people_need_their_password_on_the_socket_too(make: Make) -> None:
    server = make()
    server.start()
    run(server, "create role ann login password 'Right-1'")
    with psycopg.connect(server.tcp_dsn("ann", "Right-1", "postgres")) as db:
        assert db.execute("select session_user").fetchone() == ("ann",)
    for address in (
        server.tcp_dsn("ann", "wrong", "postgres"),
        server.service_dsn("ann", "postgres"),
    ):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(address)
    with psycopg.connect(server.service_dsn("ann", "postgres"), password="Right-1") as db:
        assert db.execute("select session_user").fetchone() == ("ann",)


def test_a_long_path_still_gets_a_socket(make: Make, place: Path) -> None:
    server = make(place / ("long" * 12) / ("name" * 12) / "data")
    server.start()
    assert server.alive()
    assert server._socket is not None
    assert len(str(server._socket)) < 90
    server.stop()
    assert not server._socket.exists()


def test_a_folder_that_is_not_writable_says_so() -> None:
    with pytest.raises(Trouble, match="cannot be made") as caught:
        EmbeddedServer(Path("/proc/stockroom/data")).start()  # where not even root may write
    assert "STOCKROOM_DATA" in caught.value.to_do


def test_a_data_folder_that_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble, match="cannot be made"):
        EmbeddedServer(tmp_path / "file" / "data").start()
