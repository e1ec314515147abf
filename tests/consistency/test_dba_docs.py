"""docs/dba.md as it is written: every block run in order, as the role it names.

On the tests' company, and on the one that `make up` shows.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops.account import server_account
from ops.binaries import find_binaries
from ops.build import deploy
from ops.demo import PEOPLE, catalogue, places
from ops.demo.people import make_people
from ops.embedded import EmbeddedServer
from ops.places import free_port
from tests.conftest import MAJOR, SETTINGS, Database, first_port, memory_folder

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "dba.md"
BLOCK = re.compile(r"^```(\w+)(?: as (\w+))?\n(.*?)^```$", re.M | re.S)
REFUSED = re.compile(r"^-- refused (\w+)\n")
PASSWORD = "Correct-horse-9"
OWN_LOGINS = ("local_dora",)


@dataclass(frozen=True)
class Block:
    """One block: its language, the role it is run as, its text."""

    language: str
    role: str
    text: str


def blocks() -> list[Block]:
    """The page's blocks, in order."""
    return [Block(*found) for found in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Database]:
    """What `make up` shows, less its history, on a server of its own: lints look at all roles."""
    folder = memory_folder()
    server = EmbeddedServer(folder, free_port(first_port()), MAJOR, SETTINGS)
    try:
        server.start()
        dsn = server.superuser_dsn("postgres")
        deploy(dsn, say=lambda _: None)
        places.load(dsn)
        make_people(dsn, tmp_path, PEOPLE)
        catalogue.load(dsn, "demo_manager")
        yield Database(server, "postgres", {})
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["company", "demo"])
def company(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A company; logins that the page makes by hand are dropped after it."""
    made = request.getfixturevalue("shop" if request.param == "company" else "demo")
    yield made
    with made.connect() as db:
        for role in OWN_LOGINS:
            if db.execute("select from pg_roles where rolname = %s", [role]).rowcount:
                db.execute(f"drop owned by {role}")
                db.execute(f"drop role {role}")


def test_the_page_is_written_in_blocks_that_are_run() -> None:
    """Fences of another form would be skipped silently."""
    text = PAGE.read_text(encoding="utf-8")
    assert text.count("```") == 2 * len(blocks())
    assert len(blocks()) > 20
    assert all(one.role for one in blocks() if one.language == "sql")
    assert {one.language for one in blocks()} == {"sql", "sh", "text"}


def test_every_command_of_the_page_works(company: Database) -> None:
    said = ""
    for block in blocks():
        if block.language == "sh":
            said = shell(company, block.text)
        elif block.language == "text":
            for line in block.text.splitlines():
                for part in line.split("…"):  # which stands for what differs by release
                    assert part in said, f"not said: {line}\n{said}"
        else:
            with_psql(company, block)


def program(name: str) -> str:
    """A program that came with the test's server."""
    return find_binaries(MAJOR, server_account()).program(name)


def shell(shop: Database, commands: str) -> str:
    """Run lines of a shell where the database is the test's; answers what they print."""
    path = [str(Path(sys.executable).parent), str(Path(program("psql")).parent), os.environ["PATH"]]
    done = subprocess.run(
        ["bash", "-euc", commands],
        input=f"{PASSWORD}\n" * 2,
        start_new_session=True,  # no terminal: psql asks for passwords where it is answered
        env=os.environ
        | {"DATABASE_URL": shop.dsn(), "PATH": ":".join(path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
    for person in re.findall(r"password (\w+)", commands):
        shop.passwords[person] = PASSWORD
    return done.stdout


def with_psql(shop: Database, block: Block) -> None:
    """Run a block as psql does: statement by statement, with its variables."""
    command = [program("psql"), "-X", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose"]
    done = subprocess.run(
        [*command, "-d", shop.dsn(block.role)],
        input=block.text,
        capture_output=True,
        text=True,
        check=False,
    )
    refused = REFUSED.match(block.text)
    if refused is None:
        assert done.returncode == 0, f"{block}\n{done.stderr}"
        assert "WARNING" not in done.stderr, f"{block}\n{done.stderr}"
    else:
        sign = "is not permitted to log in" if refused[1] == "login" else f"{refused[1]}:"
        assert done.returncode != 0, f"allowed: {block}"
        assert sign in done.stderr, f"{block}\n{done.stderr}"


def test_what_is_not_excepted_is_found(company: Database) -> None:
    """So that the page's lint could fail: its last run without the exception it writes."""
    with company.connect() as db:
        db.execute("create role local_dora login; grant stockroom_viewer to local_dora")
        db.execute("alter view api.items reset (security_invoker)")
    with pytest.raises(AssertionError, match="views_that_read_as_their_owner"):
        shell(company, "stockroom lint")


def test_the_policy_of_the_page_hides_nothing_where_its_category_is_not(company: Database) -> None:
    """A category that does not exist is null, and `<>` null hid every item from every tool."""
    (policy,) = (one.text for one in blocks() if "create policy" in one.text)
    with company.connect() as db:
        db.execute("select api.create_user('looker', 'Looker', array['reporting'], kind => 'tool')")
        db.execute("select api.grant_location('looker', 'ACME')")
        ask = "select count(*) as items from api.items"
        with db.transaction():
            db.execute("set local session authorization looker")
            before = db.execute(ask).fetchone()
        db.execute(policy.replace("'PARTS'", "'NO-SUCH'"))
        with db.transaction():
            db.execute("set local session authorization looker")
            assert db.execute(ask).fetchone() == before
    assert before is not None
    assert before["items"] > 0
