"""One supervised program: started in a process group of its own, restarted when it dies."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

HOME = Path(__file__).parents[1]  # where `-m web` finds ours, wherever `stockroom` was started
BACK_OFF = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before the first, second, ... restart
STEADY_SECONDS = 60.0  # having run so long, it begins again at the shortest wait
LOG_BYTES = 10_000_000


class Child:
    """A program with its log file, kept running until `stop`."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        say: Callable[[str], None] = print,
        listening: Sequence[socket.socket] = (),
    ) -> None:
        self.name = name
        self.log = log
        self.deaths = 0  # in a row, without a steady time between
        self._command = list(command)
        self._environment = dict(environment)
        self._say = say
        self._listening = list(listening)  # handed on at each start, so that the port stays ours
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._again_at: float | None = None

    def start(self) -> None:
        """Start it; its output is appended to its log, which is turned over at 10 MB."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_name(self.log.name + ".1"))
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                cwd=HOME,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=[one.fileno() for one in self._listening],
                process_group=0,  # the terminal's Ctrl-C is for the supervisor alone
            )
        self._started = time.monotonic()
        self._again_at = None

    def tend(self) -> None:
        """Look after it: notice its death, and start it again when its wait is over."""
        now = time.monotonic()
        if self._again_at is not None:
            if now >= self._again_at:
                self.start()
            return
        if self._process is None or self._process.poll() is None:
            return
        self.deaths = 1 if now - self._started > STEADY_SECONDS else self.deaths + 1
        wait = BACK_OFF[min(self.deaths, len(BACK_OFF)) - 1]
        self._again_at = now + wait
        code = self._process.returncode
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        self._say(f"The {self.name} {how}; starting it again in {wait:g} s (log: {self.log})")

    def ask_to_stop(self) -> None:
        """Ask it to finish what it is doing and end."""
        self._again_at = None
        self._signal(signal.SIGTERM)

    def stop(self, seconds: float) -> None:
        """Wait that long for it to end, then kill it and its own children."""
        self.ask_to_stop()
        if self._process is None:
            return
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._say(f"The {self.name} did not end within {seconds:g} s and is killed")
        self._signal(signal.SIGKILL)  # what is left of its group
        self._process.wait()
        self._process = None

    def tail(self, lines: int = 15) -> str:
        """The end of its log."""
        with self.log.open("rb") as file:
            file.seek(max(0, self.log.stat().st_size - 8000))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)
