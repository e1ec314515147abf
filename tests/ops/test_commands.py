"""The commands that need no web: they start the database themselves and leave nothing running."""

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.cli import parser
from ops.sql_files import functions, policies, triggers
from tests.conftest import memory_folder
from tests.ops.test_up import Installation, nothing_runs

PASSWORD = "Correct-horse-9\n"


@pytest.fixture(scope="module")
def shop() -> Iterator[Installation]:
    """An installation with a deployed, empty database."""
    folder = memory_folder()
    made = Installation(folder / "data")
    done = made.run("migrate")
    assert done.returncode == 0, done.stderr
    yield made
    made.run("down")
    shutil.rmtree(folder, ignore_errors=True)


def test_migrating_again_finds_nothing_to_do(shop: Installation) -> None:
    done = shop.run("migrate")
    assert done.stdout == "The database is at this version\n"
    assert nothing_runs(shop)


def test_a_new_installation_has_nothing_to_lint(shop: Installation) -> None:
    done = shop.run("lint")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("lints: 0 findings\n")


def test_a_person_is_created_and_can_be_let_in_and_out(shop: Installation) -> None:
    created = shop.run("user", "create", "ann_lee", "--admin", "--name", "Ann Lee", typed=PASSWORD)
    assert created.stdout.startswith("Created ann_lee: admin, manager"), created.stderr
    listed = shop.run("user", "list").stdout
    assert "Ann Lee" in listed
    assert "admin manager" in listed
    shop.environment["PGPASSWORD"] = PASSWORD.strip()
    seen = shop.run("export", "people", "--as", "ann_lee")
    assert "ann_lee" in seen.stdout, seen.stderr
    assert "new password" in shop.run("user", "password", "ann_lee", typed="Another-1234\n").stdout
    assert "cannot sign in" in shop.run("export", "people", "--as", "ann_lee").stderr
    assert "is the last admin" in shop.run("user", "disable", "ann_lee").stderr
    shop.run("user", "create", "bob_lee", "--admin", typed=PASSWORD)
    assert "is disabled" in shop.run("user", "disable", "ann_lee").stdout
    shop.environment["PGPASSWORD"] = "Another-1234"
    assert "cannot sign in" in shop.run("export", "people", "--as", "ann_lee").stderr


def test_the_command_line_does_all_with_people(shop: Installation) -> None:
    def said(*words: str) -> str:
        done = shop.run("user", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    shop.run("user", "create", "boss", "--admin", typed=PASSWORD)
    link = said("invite", "ivy", "--group", "staff", "--until", "2099-01-31")
    assert "/invitation/" in link
    assert "/invitation/" in said("link", "ivy")
    assert said("groups", "ivy", "cost", "viewer") == "ivy is in: viewer, cost\n"
    assert "is disabled" in said("disable", "ivy")
    assert "may sign in again" in said("enable", "ivy")
    assert "no token yet" in said("create", "shop_client", "--client", "--group", "viewer")
    token = said("token", "shop_client", "nightly export", "--until", "2026-12-31").strip()
    assert token.startswith("sr_")
    listed = said("tokens", "shop_client")
    assert "nightly export" in listed
    assert "never used, ends 2026-12-31" in listed
    past = shop.run("user", "token", "shop_client", "x", "--until", "yesterday")
    assert "This end is over already.\nGive a later one" in past.stderr
    assert "No places yet" in said("create", "shop_staff", "--client", "--group", "staff")
    assert "No places yet" not in said("create", "shop_books", "--client", "--group", "auditor")
    assert token not in listed
    assert token[:9] in listed
    said("revoke-session", listed.split()[0])
    assert "has none" in said("sessions", "shop_client")
    assert "with a second factor" in shop.run("user", "reset-second-factor", "ivy").stderr
    assert "is offboarded" in said("offboard", "ivy")
    assert "disabled" in next(line for line in said("list").splitlines() if line.startswith("ivy "))
    assert "is no key of a session" in shop.run("user", "revoke-session", "7").stderr
    assert "has tokens" in shop.run("user", "token", "boss", "x").stderr


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("user", "create", "bo", "--group", "viewer"), "short\n", "at least 10 characters"),
        (("user", "create", "bo"), PASSWORD, "needs a group"),
        (("user", "grant", "nobody_here", "MAIN"), "", "No location"),
        (("export", "items", "--as", "nobody_here"), "", "stockroom: "),
        (("user", "create", "Bo; drop", "--admin"), PASSWORD, "A person's name has 2 to 50"),
        (("user", "create", "postgres", "--admin"), PASSWORD, "A person's name has 2 to 50"),
        (("user", "password", "nobody_here"), PASSWORD, 'No person "nobody_here"'),
        (("user", "grant", "nobody_here", "NOWHERE"), "", 'No location "NOWHERE"'),
        (("export", "no_such_view"), "", "There is no view no_such_view"),
        (("mail", "7"), "", "There is no mail 7"),
        (("why", "post_isue"), "", "Did you mean post_issue"),
        (("dsn",), "", "Start it with: make up"),
    ],
)
def test_mistakes_get_a_sentence(
    shop: Installation, words: tuple[str, ...], typed: str, said: str
) -> None:
    done = shop.run(*words, typed=typed)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_no_password_reaches_the_log(shop: Installation) -> None:
    shop.run("user", "create", "canary", "--group", "viewer", typed="Canary-secret-77\n")
    shop.run("user", "password", "canary", typed="Canary-secret-78\n")
    log = (shop.data / "logs" / "postgres.log").read_text()
    assert "Canary-secret" not in log
    assert "SCRAM-SHA-256$" not in log


def test_export_is_csv_that_no_spreadsheet_calculates(shop: Installation) -> None:
    with shop.serving() as db:
        db.execute("create view api.local_probe as select '-2'::text as text, -2 as number")
    rows = list(csv.DictReader(io.StringIO(shop.run("export", "local_probe").stdout)))
    assert rows == [{"text": "'-2", "number": "-2"}]
    raw = list(csv.DictReader(io.StringIO(shop.run("export", "local_probe", "--raw").stdout)))
    assert raw == [{"text": "-2", "number": "-2"}]
    with shop.serving() as db:
        db.execute("drop view api.local_probe")


def test_why_names_the_rule_the_triggers_the_policies_and_the_test(shop: Installation) -> None:
    said = shop.run("why", "post_issue").stdout
    for part in (
        "db/functions/commands/post_issue.sql",
        "Issues stock.",
        "create or replace function api.post_issue",
        "Writes inventory.movements (insert)",
        "db/functions/triggers/judge_stock_change.sql",
        "Writes inventory.alerts",
        "policy insert_writer, insert by stockroom_writer",
        "\nTests\n  tests/",
    ):
        assert part in said, part


def test_every_sql_file_is_understood() -> None:
    root = Path(__file__).parents[2] / "db"
    with_function = [
        path
        for path in (root / "functions").rglob("*.sql")
        if "create or replace function" in path.read_text()
    ]
    assert {one.path for one in functions().values()} == set(with_function)
    assert {one.function for one in triggers()} <= set(functions())
    text = "".join(path.read_text() for path in (root / "policies").glob("*.sql"))
    assert len(policies()) == text.count("create policy ")


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--help"])
    said = capsys.readouterr().out
    names = "up down status migrate psql dsn user import export prove jobs mail why demo"
    assert [name for name in names.split() if f"\n    {name} " not in said] == []
