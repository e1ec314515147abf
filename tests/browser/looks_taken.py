"""Takes the pictures of looks.py: `looks_taken.py CODE FOLDER [PATTERN]`, with CODE on PYTHONPATH.

A file of its own, run against the code of any commit: it imports that commit's deploy, demo and
web, and of this checkout nothing but the list of pages.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg.rows import dict_row

from ops import demo
from ops.build import deploy
from ops.embedded import EmbeddedServer
from ops.greeting import passwords
from ops.places import free_port
from ops.web_probe import answer_time

LIBRARIES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib/faketime/libfaketimeMT.so.1")
# UTC; a Wednesday. While the demo is loaded a minute takes most of an hour, so that all of it is
# of one minute and still in order; then the clock stands.
BEGINS, FURNISHED, SHOWN = "2026-03-11 09:00:00", "2026-03-11 09:30:00", "2026-03-11 10:30:00"
SPEED = 0.02
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
FLAGS = [
    "--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb",
    "--hide-scrollbars", "--disable-partial-raster", "--disable-gpu",
]  # fmt: skip
# What is made at random each time: identifiers, and how long something took.
RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b\d+ (?:ms|s)\b|pid \d+"
)
# Fonts and pictures, decoded: what is drawn anew when one arrives is drawn a little otherwise.
ALL_THERE = """() => {
  for (const one of document.images) one.loading = "eager";
  return Promise.all([document.fonts.ready, ...[...document.images].map(
    (one) => one.decode().catch(() => null))]).then(() => true);
}"""
SAME = """random => { const all = new RegExp(random, "g");
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replace(all, "…");
}"""


class Stand:
    """What tests/browser/pages.py furnishes."""

    def __init__(self, server: EmbeddedServer, data: Path, known: dict[str, str]) -> None:
        self.server, self.mailbox, self.passwords, self.database = (
            server,
            data / "mail",
            known,
            self,
        )

    def connect(self, role: str = "postgres") -> psycopg.Connection[Any]:
        """A connection of the superuser or of a person of the demo."""
        dsn = self.server.superuser_dsn()
        if role in self.passwords:
            dsn = self.server.tcp_dsn(role, self.passwords[role])
        return psycopg.connect(dsn, autocommit=True, row_factory=dict_row)


def clock() -> tuple[dict[str, str], Path]:
    """The environment of a process whose clock is ours, and the file that says what time it is."""
    found = [path for pattern in LIBRARIES for path in Path("/").glob(pattern[1:])]
    if not found:
        raise SystemExit("libfaketime is missing. On Debian: apt-get install libfaketime")
    folder = Path(tempfile.mkdtemp(prefix="stockroom-clock-"))
    folder.chmod(0o755)
    says = folder / "now"
    environment = {
        "LD_PRELOAD": str(found[0]), "FAKETIME_TIMESTAMP_FILE": str(says), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", "TZ": "UTC",
    }  # fmt: skip
    return environment, says


class ClockedServer(EmbeddedServer):
    """A PostgreSQL that believes what the file says."""

    environment: dict[str, str]

    def _spawn(self, folder: Path, binaries: Any) -> tuple[Path, int]:
        logs = self.data / "logs"
        logs.mkdir(mode=0o700, exist_ok=True)
        written = logs / "postgres.log"
        with written.open("ab") as log:
            begins = log.tell()
            self._process = subprocess.Popen(
                [binaries.program("postgres"), "-D", str(folder / "data")],
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.account.popen_options(),
            )
        return written, begins


@contextmanager
def served(code: Path) -> Iterator[tuple[str, Stand]]:
    """The demo company of some code, served at a moment that does not pass."""
    environment, says = clock()
    data = Path(tempfile.mkdtemp(prefix="stockroom-looks-data-"))
    data.chmod(0o711)
    server = ClockedServer(data, free_port(28800), settings={"fsync": "off", "autovacuum": "off"})
    server.environment = environment
    running = None
    try:
        says.write_text(f"@{BEGINS} x{SPEED}\n")
        server.start()
        with psycopg.connect(server.superuser_dsn("postgres"), autocommit=True) as db:
            db.execute("create database stockroom")
        deploy(server.superuser_dsn(), say=lambda _: None)
        demo.load(server.superuser_dsn(), data / "secrets")
        (data / "mail").mkdir()
        port = free_port(28900)
        base = f"http://127.0.0.1:{port}"
        running = subprocess.Popen(
            [sys.executable, "-m", "web"],
            cwd=code,
            env=os.environ | environment | {
                "STOCKROOM_PORT": str(port), "STOCKROOM_DEMO": "1", "STOCKROOM_DATA": str(data),
                "STOCKROOM_MAILBOX": str(data / "mail"),
                "DATABASE_URL_WEB": server.service_dsn("stockroom_web"),
            },
        )  # fmt: skip
        until = time.monotonic() + 30
        while answer_time(f"{base}/readyz") is None:
            if time.monotonic() > until:
                raise SystemExit("The web does not start.")
            time.sleep(0.1)
        says.write_text(f"{FURNISHED}\n")  # without an @ it stands still
        stand = Stand(server, data, passwords(data))
        known = pages().furnish(stand)
        stand.known = known  # type: ignore[attr-defined]
        says.write_text(f"{SHOWN}\n")
        yield base, stand
    finally:
        if running:
            running.terminate()
            running.wait(20)
        server.stop()
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(says.parent, ignore_errors=True)


def pages() -> Any:
    """The list of pages of this checkout, whatever code is looked at."""
    place = Path(__file__).with_name("pages.py")
    spec = importlib.util.spec_from_file_location("looked_at", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shoot(page: Page, address: str, into: Path) -> bool:
    """One picture of a whole page; False where the code has no such page."""
    answer = page.goto(address)
    if answer is None or (answer.status == 404 and "nothing-here" not in address):
        return False
    page.evaluate(ALL_THERE)
    page.evaluate(SAME, RANDOM.pattern)
    page.wait_for_timeout(120)
    page.screenshot(path=into, full_page=True, animations="disabled", caret="hide")
    return True


def look(
    browser: Browser, base: str, stand: Any, person: str, paths: list[str], into: Path
) -> None:
    """Every page of a person, in both themes and sizes."""
    for size, viewport in SIZES.items() if paths else ():
        context = browser.new_context(
            viewport=viewport, locale="en-GB", timezone_id="UTC", reduced_motion="reduce",
            service_workers="block",
        )  # fmt: skip
        page = context.new_page()
        page.clock.set_fixed_time(SHOWN.replace(" ", "T") + "Z")
        page.route("**/events*", lambda route: route.abort())
        if person:
            page.goto(f"{base}/sign-in")
            page.get_by_label("Name").fill(person)
            page.get_by_label("Password").fill(stand.passwords[person])
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{base}/")
        for path in paths:
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                told = re.sub(r"[^A-Za-z0-9]+", "-", path.format_map(_Names())).strip("-")[:60]
                mark = hashlib.sha256(path.encode()).hexdigest()[:4]
                name = f"{person or 'visitor'}_{told or 'home'}-{mark}_{size}-{scheme}.png"
                if not shoot(page, base + path.format_map(stand.known), into / name):
                    break
        context.close()


class _Names(dict):
    """A {name} as its own name."""

    def __missing__(self, name: str) -> str:
        return name


def main() -> None:
    """Serve the code, take the pictures."""
    code, into, only = Path(sys.argv[1]), Path(sys.argv[2]), "".join(sys.argv[3:])
    listed = pages()
    every: dict[str, list[str]] = {person: list(paths) for person, paths in listed.PAGES.items()}
    for person, refused in listed.REFUSED.items():
        every.setdefault(person, []).extend(refused)
    with served(code) as (base, stand), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for person, paths in every.items():
            chosen = [path for path in paths if re.search(only, path)]
            look(browser, base, stand, person, chosen, into)
        browser.close()


if __name__ == "__main__":
    main()
