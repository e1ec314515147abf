"""`stockroom up`: everything that makes Stockroom run on this machine, kept running until Ctrl-C.

Order: lock, database, deploy, demo data, mailbox, worker, the web for phones (--lan), web. They end
in the reverse order, the database last, so that whoever still writes can finish.
"""

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

import psycopg

from ops import greeting, lan, settings, web_port
from ops.children import Child
from ops.database import Database, embedded, external, make_server, migrate
from ops.embedded import EmbeddedServer
from ops.errors import Trouble
from ops.lan import Lan
from ops.places import make_data_folder
from ops.supervision import MARK, end_leftovers, mark, sole_supervisor
from ops.web_probe import answer_time, local_address

READY_SECONDS = 60.0
LOOK_SECONDS = 0.5  # between two looks at the children
STOP_SECONDS = {"web": 10.0, "web-lan": 10.0, "worker": 25.0, "mailbox": 5.0}


def up(real_data: str | None = None, phones: str | None = None) -> None:
    """Start everything, greet, and supervise until SIGINT or SIGTERM.

    With `real_data` (m5, superstore) that data is imported first, into a data folder of its own.
    With `phones` the local network is served too: an address of this machine, or "" for the one
    that leads out.
    """
    given = settings.read()
    if real_data and not os.environ.get("STOCKROOM_DATA"):
        given["STOCKROOM_DATA"] += f"-{real_data}"
    for name in settings.unknown():
        print(f"Warning: {name} is no setting of Stockroom (docs/settings.md lists them).")
    data = Path(given["STOCKROOM_DATA"]).absolute()
    network = None if phones is None else lan.make(phones, given, data)
    server = make_server(given, say)
    make_data_folder(data, server.account)
    doing = f"serving {given['STOCKROOM_BASE_URL']}"
    with ended_by_signal(), sole_supervisor(data, doing, local_address(given)):
        _run(given, data, server, real_data, network)


def _run(
    given: Mapping[str, str],
    data: Path,
    server: EmbeddedServer,
    real_data: str | None,
    network: Lan | None,
) -> None:
    begun = time.monotonic()
    left = end_leftovers(data)
    if left:
        say(f"Ended {left} processes that an earlier run had left behind")
    web_port.check(given)
    children: list[Child] = []
    try:
        database = _start_database(given, server)
        migrate(database, say)
        if real_data:
            _load_real(real_data, data, database)
        else:
            _load_demo(given, data, database)
        if network:
            network.tend()
        children += _children(given, data, database, network)
        for child in children:
            child.start()
        _wait_for_web(given, children, network)
        tour = [] if real_data or given["STOCKROOM_DEMO"] != "1" else _tour(given, database)
        greeting.greet(given, data, database, time.monotonic() - begun, tour, network)
        _supervise(children, database, network)
    except KeyboardInterrupt:
        say("Stopping")
    finally:
        with ignoring_signals():
            _stop(children, None if given["DATABASE_URL"] else server)


def say(text: str) -> None:
    """Report one step."""
    print(f"- {text}", flush=True)


# -- the database ------------------------------------------------------------------------------


def _start_database(given: Mapping[str, str], server: EmbeddedServer) -> Database:
    if given["DATABASE_URL"]:
        missing = [name for name in ("DATABASE_URL_WEB", "DATABASE_URL_WORKER") if not given[name]]
        if missing:
            raise Trouble(
                f"DATABASE_URL is set, but {' and '.join(missing)} is not.",
                "Each of our services signs in as its own role: see docs/settings.md.",
            )
        return external(given)
    server.start()
    database = embedded(server)
    say(f"PostgreSQL is ready on 127.0.0.1:{server.port}")
    return database


def _load_demo(given: Mapping[str, str], data: Path, database: Database) -> None:
    """Load the demo company into an empty database; one that was interrupted is completed."""
    unfinished = data / "demo.unfinished"
    if given["STOCKROOM_DEMO"] != "1" or not (unfinished.exists() or _is_empty(database)):
        return
    from ops import demo

    unfinished.touch()
    say("Loading the demo company")
    demo.load(database.owner, data / "secrets")
    unfinished.unlink()


def _tour(given: Mapping[str, str], database: Database) -> list[str]:
    """Three steps that end with a mail; the demo data knows which item is near its minimum."""
    from ops import demo

    return list(demo.tour(given["STOCKROOM_BASE_URL"], database.owner))


def _load_real(name: str, data: Path, database: Database) -> None:
    """Import real data; an import that was interrupted goes on, a complete one does nothing."""
    from ops.importing import load_real_data

    load_real_data(name, database.owner, data)


def _is_empty(database: Database) -> bool:
    with psycopg.connect(database.owner, autocommit=True) as db:
        found = db.execute("select not exists (select from auth.people)").fetchone()
    return bool(found and found[0])


# -- the programs ------------------------------------------------------------------------------


def _children(
    given: Mapping[str, str], data: Path, database: Database, network: Lan | None
) -> list[Child]:
    """Mailbox (where mail goes nowhere else), worker, the web for phones, web; each with the
    secrets it needs."""
    logs = data / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)
    secrets = {one.name for one in settings.SETTINGS if one.secret}
    hidden = {*secrets, *(f"{name}_FILE" for name in secrets)}
    common = {name: value for name, value in {**os.environ, **given}.items() if name not in hidden}
    common |= {MARK: mark(data), "STOCKROOM_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    web = {"DATABASE_URL_WEB": database.web, "DATABASE_URL_SIGNIN": database.signin}
    worker = {
        "DATABASE_URL_WORKER": database.worker,
        "STOCKROOM_SMTP_PASSWORD": given["STOCKROOM_SMTP_PASSWORD"],
    }
    found = []
    if not given["STOCKROOM_SMTP_HOST"]:
        mail, post = data / "mail", socket.create_server(("127.0.0.1", 0))
        command = ["-m", "ops.mailbox", str(mail), str(post.fileno())]
        found.append(_child("mailbox", command, common, logs, [post]))
        web["STOCKROOM_MAILBOX"] = str(mail)
        worker |= {
            "STOCKROOM_SMTP_HOST": "127.0.0.1",
            "STOCKROOM_SMTP_PORT": str(post.getsockname()[1]),
            "STOCKROOM_SMTP_TLS": "none",
        }
    if network:
        web |= network.shared()
        if given["STOCKROOM_SMTP_HOST"] and given["STOCKROOM_BASE_URL"].startswith("http://"):
            worker["STOCKROOM_BASE_URL"] = network.url  # a link in a mail that phones can open
    found.append(_child("worker", ["-m", "worker"], common | worker, logs))
    if network:
        told = common | web | network.settings(given)
        found.append(_child("web-lan", ["-m", "web"], told, logs))
    found.append(_child("web", ["-m", "web"], common | web, logs))
    return found


def _child(
    name: str,
    command: list[str],
    environment: Mapping[str, str],
    logs: Path,
    listening: Sequence[socket.socket] = (),
) -> Child:
    words, log = [sys.executable, *command], logs / f"{name}.log"
    return Child(name, words, environment, log, say, listening)


def _wait_for_web(given: Mapping[str, str], children: list[Child], network: Lan | None) -> None:
    """Until the web answers /healthz, and the one for phones is there; the log's end of what keeps
    dying is shown."""
    deadline = time.monotonic() + READY_SECONDS
    webs = [child for child in children if child.name.startswith("web")]
    while time.monotonic() < deadline and all(web.deaths < 3 for web in webs):
        for child in children:
            child.tend()
        answers = answer_time(f"{local_address(given)}/healthz") is not None
        if answers and (network is None or network.answers()):
            return
        time.sleep(0.1)
    web = max(webs, key=lambda one: one.deaths)
    raise Trouble(
        f"The web does not start. The end of its log:\n{web.tail()}", f"Its whole log: {web.log}"
    )


def _supervise(children: list[Child], database: Database, network: Lan | None) -> None:
    server = database.server
    while True:
        if server is not None and server.ended():
            say("PostgreSQL was killed; starting it again")
            server.revive()
        for child in children:
            child.tend()
        if network:
            network.tend()
        time.sleep(LOOK_SECONDS)


def _stop(children: list[Child], server: EmbeddedServer | None) -> None:
    for child in reversed(children):
        if child.name != "mailbox":  # the worker may be handing it a mail
            child.ask_to_stop()
    for child in reversed(children):
        child.stop(STOP_SECONDS[child.name])
    if server is not None:
        server.stop()
    say("Stopped")


# -- signals -----------------------------------------------------------------------------------


@contextlib.contextmanager
def ended_by_signal() -> Iterator[None]:
    """Within, SIGTERM and SIGHUP end the program as Ctrl-C does: through `finally`."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    yield


@contextlib.contextmanager
def ignoring_signals() -> Iterator[None]:
    """Within, an impatient second Ctrl-C does not leave half of it running."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    yield
