"""A port that is taken is said before `make up` installs anything, by what needs only Python."""

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _run(*command: str, port: int = 0) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"STOCKROOM_PORT": str(port)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_a_port_that_is_taken_is_said_and_another_one_named() -> None:
    """-S leaves out all that was installed."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = _run(sys.executable, "-S", "-m", "ops.web_port", port=port)
    assert told.returncode == 1
    assert f"Port {port} on 127.0.0.1 is taken by another program." in told.stderr
    assert f"make up STOCKROOM_PORT={port + 1}" in told.stderr
    assert _run(sys.executable, "-S", "-m", "ops.web_port", port=port).returncode == 0


def test_make_up_asks_before_it_installs_and_make_test_does_not() -> None:
    """As make says it would do, were the lock newer than what is installed."""
    new = ("make", "-n", "-W", "requirements/runtime.lock")
    up = _run(*new, "up").stdout
    assert 0 < up.index("-m ops.web_port") < up.index("pip ")
    assert "-m ops.web_port" not in _run(*new, "check").stdout
