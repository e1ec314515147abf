"""The last release's web and worker go on while, and after, this commit is deployed beneath them.

They run as in production: processes of that release's own code, on the database that release
left, through the deploy that this commit does. Their libraries are this commit's.
"""

import asyncio
import contextlib
import time
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
from tests.upgrade.deploying import ROOT, altered_tree, deploy_tree, replace
from tests.web.conftest import Browser
from tests.worker import postbox
from tests.worker.conftest import wait_for
from tests.worker.postbox import Postbox

# Not inventory.documents, which 0.1.0 writes as a whole row, by position: see test_rules.py.
BUSY = (
    "inventory.movements",
    "inventory.stock_levels",
    "inventory.items",
    "inventory.item_costs",
    "inventory.movement_costs",
    "inventory.threshold_balances",
    "inventory.thresholds",
    "inventory.alerts",
    "auth.sessions",
    "auth.people",
)
# Seconds that somebody may wait for a posting while a deploy holds the tables: beyond, their own
# statement_timeout would answer 503. About 2 s where the machine has nothing else to do.
LONGEST_WAIT = 10.0
SEEN_BY = "seen_by text not null default 'nobody'"


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
    posted = await during(running, manager, lambda: deploy_tree(ROOT, running.old.dsn()))
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


async def test_everything_replaced_at_once(running: Running, tmp_path: Path) -> None:
    """The most that a release may do: every file changed, parameters added, and a column to each
    table that a posting writes; beneath a web that is posting."""
    browser = await running.person("demo_manager")
    tree = altered_tree(
        tmp_path / "tree",
        *(
            f"alter table {table} add column seen_by text not null default 'nobody'"
            for table in BUSY
        ),
        edit=change_all,
    )
    posted = await during(running, browser, lambda: deploy_tree(tree, running.old.dsn()))
    assert posted > 0
    for table in BUSY:
        assert running.old.rows(f"select distinct seen_by from {table}") == [("nobody",)]
    await journey.whole_day(browser)
    assert "Traceback" not in running.web.said(), running.web.said()
    assert running.old.rows("select * from api.prove()") == []


async def test_a_bad_release_is_seen(running: Running, tmp_path: Path) -> None:
    """The journey can fail: a column that the worker writes is dropped, a parameter that the web
    names is renamed, a column that it reads is gone."""

    def edit(db: Path) -> None:
        issue = db / "functions/commands/post_issue.sql"
        replace(issue, "note text default null", "remark text default null")
        replace(issue, "note => note", "note => remark")
        replace(db / "functions/views/categories.sql", "as parent,", "as above,")
        replace(
            db / "functions/views/categories.sql", "categories.parent is", "categories.above is"
        )

    manager = await running.person("demo_manager")
    dropped = "alter table inventory.workers drop column version"
    deploy_tree(altered_tree(tmp_path / "tree", dropped, edit=edit), running.old.dsn())
    await journey.post(manager, "receipt", 1)
    with pytest.raises(AssertionError, match="issue: 500"):
        await journey.post(manager, "issue", 1)
    with pytest.raises(AssertionError, match="/create_item: 500"):
        await journey.look_around(manager)
    wait_for(lambda: "ERROR worker: the heartbeat was not recorded" in running.worker.said())


def change_all(db: Path) -> None:
    """New text in every file; new parameters with a default, new columns last."""
    for folder in ("functions", "policies"):
        for path in (db / folder).rglob("*.sql"):
            path.write_text(path.read_text() + "\n-- changed\n")
    for name, had in (("post_receipt", "occurred_at timestamptz default null"),
                      ("post_issue", "occurred_at timestamptz default null")):  # fmt: skip
        path = db / "functions/commands" / f"{name}.sql"
        replace(path, had, f"{had}, extra boolean default false")
        replace(path, f"{name}(jsonb, uuid, text, text, timestamptz)",
                f"{name}(jsonb, uuid, text, text, timestamptz, boolean)")  # fmt: skip
    page = db / "functions/reports/item_page.sql"
    replace(page, "api.item_page(sku text)", "api.item_page(sku text, extra text default null)")
    replace(page, "api.item_page(text)", "api.item_page(text, text)")


async def during(running: Running, browser: Browser, deploy: Callable[[], object]) -> int:
    """Let several clients work without a pause while the deploy runs; every answer must be right.

    Returns how many documents were posted meanwhile.
    """
    before, posted, longest = await journey.on_hand(browser), 0, 0.0
    over = asyncio.Event()

    async def posting() -> None:
        nonlocal posted, longest
        while not over.is_set():
            begun = time.monotonic()
            await journey.post(browser, "receipt", 1)
            longest = max(longest, time.monotonic() - begun)
            posted += 1

    async def looking() -> None:
        while not over.is_set():
            await journey.on_hand(browser)
            await journey.look_around(browser)

    clients = [asyncio.create_task(one()) for one in (posting, posting, posting, looking)]
    try:
        await asyncio.to_thread(deploy)
    finally:
        over.set()
        failed = [one for one in await asyncio.gather(*clients, return_exceptions=True) if one]
    print(f"{posted} documents posted during the deploy, the longest wait {longest:.1f} s")
    assert failed == [], running.web.said()
    assert longest < LONGEST_WAIT
    assert await journey.on_hand(browser) == before + posted
    return posted
