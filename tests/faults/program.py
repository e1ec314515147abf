"""One command that is cut down with the database that it started, at an instant of our choice."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

import psutil

from tests.faults.stockroom import Stockroom

Phases = list[tuple[str, float]]  # names, and the seconds from the start at which they began


class Program:
    """`python -m MODULE WORDS` in an installation's environment, read line by line."""

    def __init__(self, stockroom: Stockroom, module: str, words: Sequence[str]) -> None:
        self.begun = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            env=stockroom.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def to_its_end(self) -> Phases:
        """Let it run; answers its phases, the end itself last. AssertionError where it fails."""
        phases = [(name, at) for name, at in iter(self._next_phase, None)]
        assert self._process.wait(120) == 0, self.said
        return [*phases, ("end", time.monotonic() - self.begun)]

    def cut_in(self, phase: str, seconds: float) -> bool:
        """Kill it and the database so long after a phase began; whether it still ran then."""
        while (found := self._next_phase()) is not None and found[0] != phase:
            pass
        return self.cut_after(seconds)

    def cut_after(self, seconds: float) -> bool:
        """Kill it and the database after so long; whether it still ran then."""
        time.sleep(seconds)
        running = self._process.poll() is None
        whole = []
        if running:
            root = psutil.Process(self._process.pid)
            whole = [root, *root.children(recursive=True)]
        for number in (signal.SIGSTOP, signal.SIGKILL):  # stopped first: nobody sees others die
            for one in whole:
                with contextlib.suppress(psutil.NoSuchProcess):
                    one.send_signal(number)
        psutil.wait_procs(whole, 10)
        self._process.communicate()
        return running

    def _next_phase(self) -> tuple[str, float] | None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said += line
            if line.startswith("phase "):
                return line.split()[1], time.monotonic() - self.begun
        return None
