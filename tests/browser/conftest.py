"""The whole product in a real Chromium: a demo company, the web as its own process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from ops import demo
from ops.greeting import passwords
from ops.places import free_port
from ops.web_probe import answer_time
from tests.conftest import Database, drop, first_port

HOME = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
READY_SECONDS = 20.0


@dataclass
class Stand:
    """A served demo company."""

    base: str
    database: Database
    passwords: dict[str, str]
    mailbox: Path


@dataclass
class Company:
    """The demo company, loaded once: stands are copies of it."""

    database: Database
    passwords: dict[str, str]


@pytest.fixture(scope="session")
def company(
    template: str,
    new_database: Callable[[str | None], Database],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Company]:
    """The demo company that every stand is a copy of; nobody works in it."""
    database = new_database(template)
    data = tmp_path_factory.mktemp("company")
    demo.load(database.dsn(), data / "secrets")
    yield Company(database, passwords(data))
    drop(database)  # with its people, once nobody needs them


@pytest.fixture(scope="module")
def stand(
    company: Company,
    new_database: Callable[[str | None], Database],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stand]:
    """A demo company of the module's own, with the web over it as its own process."""
    with served(company, new_database, tmp_path_factory.mktemp("data")) as one:
        yield one


@contextmanager
def served(
    company: Company, new_database: Callable[[str | None], Database], data: Path
) -> Iterator[Stand]:
    """A copy of the company, served until the end."""
    database = new_database(company.database.name)
    database.passwords.update(company.passwords)
    (data / "mail").mkdir()
    port = free_port(first_port() + 200)
    environment = os.environ | {
        "STOCKROOM_PORT": str(port), "STOCKROOM_DEMO": "1", "STOCKROOM_DATA": str(data),
        "STOCKROOM_PSEUDO": "1",
        "STOCKROOM_MAILBOX": str(data / "mail"), "DATABASE_URL_WEB": database.dsn("stockroom_web"),
    }  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    web = subprocess.Popen([sys.executable, "-m", "web"], env=environment, cwd=HOME)
    try:
        deadline = time.monotonic() + READY_SECONDS
        while answer_time(f"{base}/readyz") is None:
            assert time.monotonic() < deadline, "the web does not start"
            time.sleep(0.1)
        yield Stand(base, database, company.passwords, data / "mail")
    finally:
        web.send_signal(signal.SIGTERM)
        web.wait(15)
        drop(database, keep={one.person for one in demo.PEOPLE})


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium; its absence is an error, not a skip."""
    assert Path(CHROMIUM).exists(), "Chromium is missing. On Debian: apt-get install chromium"
    browser = playwright.chromium.launch(executable_path=CHROMIUM)
    yield browser
    browser.close()


@dataclass
class Visitor:
    """A browser of its own, signed in or not, that notes what its console complains of."""

    stand: Stand
    context: BrowserContext
    page: Page
    complaints: list[str]
    received: list[float] = field(default_factory=list)  # bytes, of what was transferred

    def go(self, path: str) -> int:
        """Open a page; returns its status."""
        response = self.page.goto(self.stand.base + path)
        assert response
        return response.status

    def sign_in(self, person: str) -> "Visitor":
        """Sign in by the form."""
        self.go("/sign-in")
        self.page.get_by_label("Name").fill(person)
        self.page.get_by_label("Password").fill(self.stand.passwords[person])
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(self.stand.base + "/")
        return self


@pytest.fixture
def visit(stand: Stand, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """`visit("demo_staff", viewport=PHONE, color_scheme="dark")`; no name: not signed in."""
    opened: list[BrowserContext] = []

    def make(person: str | None = None, **options: object) -> Visitor:
        given = {"viewport": DESK, "locale": "en-GB", "timezone_id": "UTC"} | options
        context = chromium.new_context(**given)  # type: ignore[arg-type]
        opened.append(context)
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )
        visitor = Visitor(stand, context, page, complaints)
        return visitor.sign_in(person) if person else visitor

    yield make
    for context in opened:
        context.close()
