"""The last release's web and worker go on while, and after, this commit is deployed beneath them.

They run as in production: processes of that release's own code, on the database that release
left, through the deploy that this commit does. Their libraries are this commit's.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from ops.places import free_port
from tests.conftest import first_port
from tests.upgrade import journey, programs
from tests.upgrade.conftest import Old
from tests.upgrade.deploying import ROOT, deploy_tree
from tests.web.conftest import Browser
from tests.worker import postbox
from tests.worker.conftest import wait_for
from tests.worker.postbox import Postbox


@dataclass
class Running:
    """The old release at work: its web's address, its programs, and what it mailed."""

    old: Old
    base: str
    web: programs.Program
    worker: programs.Program
    box: Postbox
    opened: list[aiohttp.ClientSession] = field(default_factory=list)

    async def person(self, name: str) -> Browser:
        """Somebody who signs in."""
        jar = aiohttp.CookieJar(unsafe=True)
        self.opened.append(aiohttp.ClientSession(cookie_jar=jar))
        browser = Browser(self.opened[-1], self.base)
        await journey.sign_in(browser, name)
        return browser

    def mailed(self, word: str) -> bool:
        """Whether some mail's subject has the word."""
        return any(word in str(mail["Subject"]) for mail in self.box.received)

    def mails_waiting(self) -> list[tuple]:
        """Deliveries that are not done with."""
        return self.old.rows("select * from inventory.deliveries where state in "
                             "('queued', 'sending')")  # fmt: skip


@pytest.fixture
def code(old: Old, tmp_path: Path) -> Path:
    """The release's programs."""
    return old.sample.unpack_code(tmp_path / "code")


@pytest.fixture
def mail_port() -> int:
    """Where the mail server listens."""
    return free_port(first_port() + 200)


@pytest.fixture
def box(mail_port: int) -> Iterator[Postbox]:
    """What the worker sends."""
    found = Postbox()
    server = postbox.start(found, mail_port)
    yield found
    server.stop()


@pytest_asyncio.fixture
async def running(
    old: Old, code: Path, box: Postbox, mail_port: int, tmp_path: Path
) -> AsyncIterator[Running]:
    """Both programs of the old release, started before anything is deployed."""
    port = free_port(first_port() + 300)
    with contextlib.ExitStack() as stack:
        base, web = stack.enter_context(programs.web(code, old, port, tmp_path / "web.log"))
        worker = stack.enter_context(programs.worker(code, old, mail_port, tmp_path / "work.log"))
        found = Running(old, base, web, worker, box)
        yield found
        for session in found.opened:
            await session.close()


async def test_the_old_release_serves_on(running: Running, tmp_path: Path) -> None:
    """Before, during and after the deploy; a session goes on; alerts are mailed; all is proved."""
    staff, manager = await running.person("demo_staff"), await running.person("demo_manager")
    await journey.whole_day(manager)
    posted = await during(manager, lambda: deploy_tree(ROOT, running.old.dsn()))
    assert posted > 0
    await journey.whole_day(manager)
    await journey.post(staff, "issue", 1)
    await journey.whole_day(await running.person("demo_manager"))
    await journey.alert(manager, "AFTER-1")
    wait_for(lambda: running.mailed("AFTER-1"))
    wait_for(lambda: not running.mails_waiting())
    await journey.sign_out(staff)
    assert "Traceback" not in running.web.said(), running.web.said()
    assert "ERROR" not in running.worker.said(), running.worker.said()
    assert running.old.rows("select * from api.prove()") == []


async def test_the_new_release_takes_over(running: Running, mail_port: int, tmp_path: Path) -> None:
    """Whoever is signed in stays so; what the old worker left in the queue the new one mails."""
    manager = await running.person("demo_manager")
    running.worker.stop()
    await journey.alert(manager, "LEFT-1")
    deploy_tree(ROOT, running.old.dsn())
    port = free_port(first_port() + 400)
    with (
        programs.web(ROOT, running.old, port, tmp_path / "new-web.log") as (base, new_web),
        programs.worker(ROOT, running.old, mail_port, tmp_path / "new-work.log") as new_worker,
    ):
        await journey.whole_day(Browser(manager.http, base))
        await journey.whole_day(manager)  # both at once, as in a rolling deploy
        wait_for(lambda: running.mailed("LEFT-1"))
        wait_for(lambda: not running.mails_waiting())
        assert "Traceback" not in new_web.said(), new_web.said()
        assert "ERROR" not in new_worker.said(), new_worker.said()
    assert running.old.rows("select * from api.prove()") == []


async def during(browser: Browser, deploy: Callable[[], object]) -> int:
    """Post and look without a pause while the deploy runs; every answer must be right.

    Returns how many documents were posted meanwhile.
    """
    before, posted = await journey.on_hand(browser), 0
    deploying = asyncio.create_task(asyncio.to_thread(deploy))
    while not deploying.done():
        await journey.post(browser, "receipt", 1)
        posted += 1
        assert await journey.on_hand(browser) == before + posted
    await deploying
    return posted
