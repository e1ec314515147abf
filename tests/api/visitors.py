"""Who asks: a person of each group, before one web process; and a stranger without a session."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import requests

from ops.places import free_port
from ops.web_probe import answer_time
from tests.company import PASSWORD
from tests.conftest import Database, first_port
from tests.policies import matrix, model
from tests.web.conftest import TOKEN

NOBODY = "nobody"
# Group: the person of tests/company.py who asks as one of it.
PEOPLE: dict[str, str | None] = {
    "viewer": "vic_viewer",
    "staff": "sue_staff",
    "counter": "cora_counter",
    "manager": "max_manager",
    "auditor": "ada_auditor",
    "admin": "ann_admin",
    "reporting": "rob_reporting",
    "cost": "cas_cost",  # staff who see cost
    NOBODY: None,  # no session at all
}
READY_SECONDS = 60.0
# A tool has no dashboard: it shows a token, as programs do.
TOOLS_TOKEN = "sr_" + "t" * 52
OPEN = """
    insert into auth.sessions (token_hash, person, expires_at, kind)
    values (%s, %s, now() + interval '1 day', 'token')
    on conflict (token_hash) do update set revoked_at = null
"""
# Whom an admin may invite, disable and offboard without ending anybody's visit.
SPARE = "spare_staff"
HIRE = """
    select api.create_user(person => %s, name => 'Spare', groups => '{staff}',
        email => 'spare@example.com')
"""
REST = "update auth.sessions set idle_limit = '1 day'"  # a long run rests more than a person does


@dataclass
class Visitor:
    """Somebody before a running web."""

    group: str
    session: requests.Session
    base: str
    shop: Database

    def sign_in(self) -> None:
        """Open a session, whose cookie and form token go with every request from here on."""
        person, session = PEOPLE[self.group], self.session
        session.headers["Sec-Fetch-Site"] = "same-origin"
        session.cookies.clear()
        if self.group == "reporting":
            with self.shop.connect() as db:
                db.execute(OPEN, [sha256(TOOLS_TOKEN.encode()).digest(), person])
            session.headers["Authorization"] = f"Bearer {TOOLS_TOKEN}"
        elif person:
            form = {"person": person, "password": PASSWORD}
            answer = session.post(f"{self.base}/sign-in", data=form, allow_redirects=False)
            assert answer.status_code == 303, answer.text[-500:]
        if person and self.group != "reporting":
            found = TOKEN.search(session.get(f"{self.base}/nothing-here").text)
            assert found, f"no page with a form token for {person}"
            session.headers["X-Form-Token"] = found[1]
        with self.shop.connect() as db:
            db.execute(REST)

    @property
    def groups(self) -> frozenset[str]:
        """Their groups, with those they imply; none of who has no session."""
        person = PEOPLE[self.group]
        return model.person(person).groups if person else frozenset()

    def may(self, function: str) -> bool:
        """Whether tests/policies/matrix.toml lets one of their groups execute api.<function>."""
        thing = matrix.Thing("functions", f"api.{function}", ())
        return bool(self.groups) and matrix.granted(thing, "execute", self.groups) is not None


@dataclass
class House:
    """A web process over a database, and all who visit it."""

    base: str
    log: Path
    visitors: list[Visitor]

    def faults(self) -> list[str]:
        """What the web logged as an error."""
        said = self.log.read_text(errors="replace").splitlines()
        return [line for line in said if " ERROR " in line or line.startswith("Traceback")]


@contextlib.contextmanager
def open_house(shop: Database, folder: Path, **settings: str) -> Iterator[House]:
    """Serve the company by a real web process, and sign everybody in. `settings`: more of the
    environment."""
    port = free_port(first_port() + 3000)
    base, log = f"http://127.0.0.1:{port}", folder / "web.log"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STOCKROOM_", "DATABASE"))}
    given = {
        "DATABASE_URL_WEB": shop.dsn("stockroom_web"),
        "STOCKROOM_PORT": str(port), "STOCKROOM_BASE_URL": base, "PYTHONUNBUFFERED": "1",
        # Thousands of requests a minute are meant here; tests/web/test_rate.py tries the limits.
        "STOCKROOM_API_RATE": "0", "STOCKROOM_API_RATE_ADDRESS": "0",
    }  # fmt: skip
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "web"], env=kept | given | settings, stdout=out, stderr=out
        )
    try:
        _wait(process, base, log)
        with shop.connect() as db:
            db.execute(HIRE, [SPARE])
        yield House(base, log, [_signed_in(group, base, shop) for group in PEOPLE])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], base: str, log: Path) -> None:
    end = time.monotonic() + READY_SECONDS
    while answer_time(f"{base}/readyz") is None:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)


def _signed_in(group: str, base: str, shop: Database) -> Visitor:
    visitor = Visitor(group, requests.Session(), base, shop)
    visitor.sign_in()
    return visitor
