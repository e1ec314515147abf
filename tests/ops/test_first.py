"""A new installation without demo, as a person meets it: the first account at a terminal, or by the
link that is printed. Real processes; the terminal is a pseudo-terminal of the kernel's."""

import fcntl
import os
import pty
import re
import select
import subprocess
import termios
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.ops.test_up import READY_SECONDS, STOCKROOM, Installation, installation

__all__ = ["installation"]
LINK = re.compile(r"http://127\.0\.0\.1:(\d+)/invitation/([A-Za-z0-9_-]+)")
PASSWORD = "a long first one"


class Terminal:
    """`stockroom up` at a terminal: what is typed, and all that is shown."""

    def __init__(self, installation: Installation) -> None:
        self.screen, terminal = pty.openpty()
        self.said, self.read = "", 0
        self.process = subprocess.Popen(
            [STOCKROOM, "up"],
            env=installation.environment,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(terminal)

    def until(self, words: str) -> None:
        """Read until these words are shown, after what was read up to before."""
        deadline = time.monotonic() + READY_SECONDS
        while words not in self.said[self.read :]:
            assert time.monotonic() < deadline, self.said
            if select.select([self.screen], [], [], 0.2)[0]:
                self.said += os.read(self.screen, 65536).decode()
        self.read = self.said.index(words, self.read) + len(words)

    def answer(self, question: str, typed: str) -> None:
        """Type a line once the question is shown."""
        self.until(question)
        os.write(self.screen, typed.encode() + b"\n")


@contextmanager
def at_terminal(installation: Installation) -> Iterator[Terminal]:
    """A terminal that is closed after the block."""
    terminal = Terminal(installation)
    installation.started.append(terminal.process)
    try:
        yield terminal
    finally:
        terminal.process.terminate()
        terminal.process.wait(60)
        os.close(terminal.screen)


def opens(installation: Installation, token: str) -> bool:
    """Whether the link's page is there."""
    address = f"http://127.0.0.1:{installation.port}/invitation/{token}"
    try:
        with urllib.request.urlopen(address, timeout=10) as got:
            return bool(got.status == 200)
    except urllib.error.HTTPError:
        return False


def test_asked_for_at_a_terminal_once(installation: Installation) -> None:
    with at_terminal(installation) as terminal:
        terminal.answer("with [admin]", "Olga First")  # slips are told, and asked again
        terminal.answer("password of Olga First", PASSWORD)
        terminal.answer("Once more", PASSWORD)
        terminal.answer("with [admin]", "olga_first")
        terminal.answer("password of olga_first", PASSWORD)
        terminal.answer("Once more", "another word")
        terminal.answer("with [admin]", "olga_first")
        terminal.answer("password of olga_first", PASSWORD)
        terminal.answer("Once more", PASSWORD)
        terminal.until("Ctrl-C stops")
        assert "Sign in as olga_first." in terminal.said
        assert PASSWORD not in terminal.said, "it is shown on the screen"
        assert "/invitation/" not in terminal.said
        port = installation.environment["STOCKROOM_DB_PORT"]
        with psycopg.connect(
            f"host=127.0.0.1 port={port} dbname=stockroom user=olga_first",
            password=PASSWORD,
            autocommit=True,
        ) as own:
            groups = own.execute("select api.me() -> 'groups'").fetchone()
            assert {"admin", "manager"} <= set(groups[0])
            own.execute("select api.create_location('HQ', 'Head office', 'site')")
            held = own.execute("select person, location from api.location_grants").fetchall()
            assert held == [("olga_first", "HQ")]
    with at_terminal(installation) as again:  # nobody is asked twice
        again.until("Ctrl-C stops")
        assert "Your name" not in again.said


def test_a_link_that_is_printed_once_and_kept_nowhere(installation: Installation) -> None:
    process, said = installation.up()
    found = LINK.search(said)
    assert found, said
    assert int(found[1]) == installation.port
    assert opens(installation, found[2])
    assert not opens(installation, "x" * len(found[2]))
    process.terminate()
    process.wait(60)
    kept = [
        path
        for path in Path(installation.data).rglob("*")
        if path.is_file() and found[2].encode() in path.read_bytes()
    ]
    assert kept == []
    _, again = installation.up()
    assert not LINK.search(again)
    link = installation.run("user", "link", "admin")
    assert LINK.search(link.stdout), link
    assert not opens(installation, found[2]), "an earlier link ends"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(
            f"host=127.0.0.1 port={installation.environment['STOCKROOM_DB_PORT']} "
            "dbname=stockroom user=admin",
            password="",
        )
