"""What the tests of ops/ share."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import memory_folder


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder in memory that the server's account may pass; removed after the test."""
    folder = memory_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def remove() -> Callable[[Path], None]:
    """Removes a data folder, and the cluster elsewhere that it may link to."""

    def gone(folder: Path) -> None:
        place = folder / "postgres"
        if place.is_symlink():
            shutil.rmtree(place.resolve(), ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)

    return gone


@pytest.fixture(scope="session")
def deployed() -> Iterator[Path]:
    """The data folder of an installation that was deployed once and rests; tests copy it."""
    from tests.ops.test_up import Installation

    folder = memory_folder()
    made = Installation(folder / "data")
    done = made.run("migrate")
    assert done.returncode == 0, done.stderr
    assert not (made.data / "postgres").is_symlink(), "a copy would share its cluster"
    yield made.data
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def deployed_before(installation: Any, deployed: Path) -> None:
    """The installation is not new: it begins as a copy of one that was deployed."""
    subprocess.run(["cp", "-a", deployed, installation.data], check=True)  # with their owners
