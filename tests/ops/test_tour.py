"""The first five minutes of a new user: demo data, a movement from psql, a mail in the mailbox."""

import email
import json
import re
import stat
import uuid
from email.policy import default
from pathlib import Path

import psycopg

from tests.ops.test_up import Installation, eventually, installation

__all__ = ["installation"]  # the fixture


def mails(data: Path) -> list[str]:
    """Addressee and subject of each mail in the local mailbox."""
    found = []
    for path in (data / "mail").glob("*.eml"):
        mail = email.message_from_bytes(path.read_bytes(), policy=default)
        found.append(f"{mail['To']}: {mail['Subject']}")
    return found


def readme_searches() -> list[str]:
    """What a newcomer types first: the searches that README shows."""
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"`([^`\n]*\b(?:status|location|category):[^`\n]*)`", text)
    assert found
    return found


def test_the_tour_ends_with_a_mail(installation: Installation) -> None:
    installation.environment["STOCKROOM_DEMO"] = "1"
    _, said = installation.up()
    people = [line.split()[0] for line in said.splitlines() if line.startswith("    demo_")]
    assert people[0] == "demo_manager"
    assert {"demo_admin", "demo_staff", "demo_viewer", "demo_auditor"} < set(people)
    assert all(f"  {step}. " in said for step in (1, 2, 3))
    secrets = installation.data / "secrets" / "people.json"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600

    before = mails(installation.data)
    sku = said.split("/items/")[1].split()[0]
    address = installation.run("dsn", "--as", "demo_staff").stdout.splitlines()[-1]
    with psycopg.connect(address) as db:
        found = db.execute(
            "select location, lot from api.stock_on_hand where sku = %s and available >= 6", (sku,)
        ).fetchone()
        assert found is not None
        for search in readme_searches():
            answer = db.execute("select api.search_items(query => %s)", (search,)).fetchone()
            assert answer is not None
            assert answer[0]["rows"], f"{search} finds nothing in the demo"
        line = {"item": sku, "location": found[0], "quantity": 6}
        if found[1]:
            line["lot"] = found[1]
        db.execute(
            "select api.post_issue(lines => %s::jsonb, idempotency_key => %s)",
            (json.dumps([line]), uuid.uuid4()),
        )
    eventually(lambda: len(mails(installation.data)) > len(before))
    new = set(mails(installation.data)) - set(before)
    assert any("manager@acme.example" in mail for mail in new), new
    assert "0 problems" in installation.run("prove").stdout
    assert "low" in installation.run("mail", "last").stdout.lower()


def test_the_demo_is_loaded_once(installation: Installation) -> None:
    installation.environment["STOCKROOM_DEMO"] = "1"
    process, _ = installation.up()
    with installation.owner() as db:
        before = db.execute("select count(*) from inventory.movements").fetchone()
        db.execute("update inventory.items set name = 'Mine now' where sku = 'ESP-1KG'")
    process.terminate()
    process.wait(60)
    installation.up()
    with installation.owner() as db:
        assert db.execute("select count(*) from inventory.movements").fetchone() == before
        query = "select name from inventory.items where sku = 'ESP-1KG'"
        assert db.execute(query).fetchone() == ("Mine now",)
