"""What the tests of ops/ share."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

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
