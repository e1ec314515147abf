"""A release's own web and worker as processes, from its unpacked code."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ops.web_probe import answer_time
from tests.upgrade.conftest import Old

READY_SECONDS = 20.0
HURRY = ("--silence", "2", "--poll", "0.5", "--mail-delay", "0.2", "--error-delay", "0.05")
# Run where the program will run: it must be that release's, not the one that is installed.
WHOSE = "import web, worker; print(web.__file__, worker.__file__)"


class Program:
    """One process with its log."""

    def __init__(self, code: Path, words: list[str], given: Mapping[str, str], log: Path) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("STOCKROOM_", "DATABASE"))}
        environment = kept | given | {"PYTHONPATH": str(code), "PYTHONUNBUFFERED": "1"}
        whose = subprocess.run(
            [sys.executable, "-c", WHOSE], cwd=code, env=environment, capture_output=True, text=True
        ).stdout.split()
        assert [Path(path).parents[1] for path in whose] == [code, code], whose
        self.log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *words], cwd=code, env=environment, stdout=out, stderr=out
            )

    def said(self) -> str:
        """Its log."""
        return self.log.read_text()

    def wait_ready(self, ready: Callable[["Program"], bool]) -> None:
        """Until it is; fails with its log when it ends or takes too long."""
        end = time.monotonic() + READY_SECONDS
        while not ready(self):
            assert self._process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)

    def stop(self) -> int:
        """End it kindly; returns its exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(20)
        finally:
            self._process.kill()


@contextlib.contextmanager
def web(code: Path, old: Old, port: int, log: Path) -> Iterator[tuple[str, Program]]:
    """That release's web on the database: its address, and the process."""
    base = f"http://127.0.0.1:{port}"
    given = {
        "DATABASE_URL_WEB": old.dsn("stockroom_web"),
        "STOCKROOM_PORT": str(port),
        "STOCKROOM_BASE_URL": base,
    }
    program = Program(code, ["web"], given, log)
    try:
        program.wait_ready(lambda _: answer_time(f"{base}/readyz") is not None)
        yield base, program
    finally:
        program.stop()


@contextlib.contextmanager
def worker(code: Path, old: Old, smtp_port: int, log: Path) -> Iterator[Program]:
    """That release's worker, which mails to the port."""
    given = {
        "DATABASE_URL_WORKER": old.dsn("stockroom_worker"),
        "STOCKROOM_BASE_URL": "https://stock.acme.example",
        "STOCKROOM_SMTP_HOST": "127.0.0.1",
        "STOCKROOM_SMTP_PORT": str(smtp_port),
        "STOCKROOM_SMTP_TLS": "none",
    }
    program = Program(code, ["worker", *HURRY], given, log)
    try:
        program.wait_ready(lambda one: "waiting for jobs" in one.said())
        yield program
    finally:
        program.stop()
