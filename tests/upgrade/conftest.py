"""A server of its own for each sample: roles are the whole cluster's, and must be the old ones."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
import pytest

from ops.embedded import EmbeddedServer
from ops.places import free_port
from tests.conftest import MAJOR, SETTINGS, first_port, memory_folder
from tests.upgrade.samples import Sample, last_sample, samples

RESTORED = "restored"


@dataclass(frozen=True)
class Old:
    """A database as the sample left it, on a cluster with the sample's roles."""

    sample: Sample
    server: EmbeddedServer
    name: str

    def dsn(self, role: str = "postgres") -> str:
        """Address for the superuser or a service."""
        return self.server.service_dsn(role, self.name)

    def rows(self, query: str) -> list[tuple]:
        """Rows of a query, as the superuser."""
        with psycopg.connect(self.dsn(), autocommit=True) as db:
            return db.execute(query).fetchall()


Restore = Callable[[Sample], Old]


@pytest.fixture
def restore() -> Iterator[Restore]:
    """`restore(sample)`: that release's database on a new cluster of its own."""
    running: list[EmbeddedServer] = []

    def make(sample: Sample) -> Old:
        folder = memory_folder()
        server = EmbeddedServer(folder, free_port(first_port() + 100), MAJOR, SETTINGS)
        running.append(server)
        server.start()
        sample.restore(server, RESTORED, roles=True)
        return Old(sample, server, RESTORED)

    yield make
    for server in running:
        server.stop()
        shutil.rmtree(server.data, ignore_errors=True)


@pytest.fixture(params=samples(), ids=lambda sample: sample.version)
def any_old(request: pytest.FixtureRequest, restore: Restore) -> Old:
    """Each kept release."""
    return restore(request.param)


@pytest.fixture
def old(restore: Restore) -> Old:
    """The last release."""
    return restore(last_sample())
