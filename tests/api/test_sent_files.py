"""Files that a program sends with a token: kept with an item, or imported whole."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.api.visitors import open_house
from tests.conftest import Database

ROWS = b"Article;Name\nAPI-1;One\nAPI-2;Two\n"


@dataclass
class Program:
    """A client of its own in the group manager, which sends its token and nothing else."""

    base: str
    token: str

    def send(self, path: str, status: int = 200, **said: Any) -> Any:
        """POST; `files` and `data` as a form with files, `json` as JSON."""
        own = {"Authorization": f"Bearer {self.token}"}
        method = "POST" if said else "GET"
        answer = requests.request(method, self.base + path, headers=own, timeout=30, **said)
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture
def program(busy: Database, tmp_path: Path) -> Iterator[Program]:
    name = f"files_{busy.name}"
    with busy.connect("bob_boss") as boss:
        boss.execute(
            "select api.create_user(%s, 'Files', array['manager'], kind => 'client')", [name]
        )
        made = boss.execute("select api.create_token(%s, 'files') as token", [name]).fetchone()
    with open_house(busy, tmp_path) as house:
        yield Program(house.base, made["token"])


def test_files_are_kept_with_an_item(program: Program) -> None:
    files = [("file", ("a.pdf", b"%PDF-1.7 a")), ("file", ("b.txt", b"plain"))]
    told = program.send("/add_attachment/APPLE", files=files)["attachments"]
    assert [(one["name"], one["bytes"]) for one in told] == [("a.pdf", 10), ("b.txt", 5)]
    page = program.send("/items/APPLE.json")["attachments"]
    assert {"a.pdf", "b.txt"} <= {one["name"] for one in page}
    refused = program.send("/add_attachment/NONE", 404, files=files)
    assert refused["code"] == "IN014"


def test_a_file_is_imported_step_by_step(program: Program) -> None:
    refused = program.send("/import", 422, files={"file": ("x.csv", b"")}, data={"kind": "items"})
    assert refused["status"] == 422
    sent = {"file": ("items.csv", ROWS)}
    address = f"/imports/{program.send('/import', files=sent, data={'kind': 'items'})['import']}"
    columns = {"sku": "Article", "name": "Name"}
    mapping = {"columns": columns, "defaults": {"category": "FOOD", "unit": "ea"}}
    program.send(f"{address}/map", json={"mapping": mapping})
    for how, state in (("check", "checked"), ("all", "done")):
        program.send(f"{address}/start", json={"how": how})
        end = time.monotonic() + 30
        while (page := program.send(f"{address}.json"))["state"] != state:
            assert time.monotonic() < end, page
            time.sleep(0.2)
    assert program.send("/items/API-2.json")["item"]["name"] == "Two"
    assert program.send(f"{address}/start", 409, json={"how": "all"})["code"] == "IN025"


MOVES = "item,location,quantity,date\nAPPLE,MAIN-A,1,%s\n"


def _checked(program: Program, kind: str, text: str) -> dict[str, Any]:
    """Send a file and have it checked, without a word on its columns."""
    sent = {"file": ("rows.csv", text.encode())}
    address = f"/imports/{program.send('/import', files=sent, data={'kind': kind})['import']}"
    program.send(f"{address}/start", json={"how": "check"})
    end = time.monotonic() + 30
    while (page := program.send(f"{address}.json"))["state"] not in ("checked", "failed"):
        assert time.monotonic() < end, page
        time.sleep(0.2)
    return dict(page)


def test_columns_are_known_by_their_names_where_nothing_was_said(program: Program) -> None:
    """Also where the dates alone were found out, of this file or of one before it."""
    for day in ("2019-11-23", "23.11.2019", "2019-11-24", "11/23/2019"):
        page = _checked(program, "movements", MOVES % day)
        assert (page["state"], page["rows"]) == ("checked", 1), page
        wrong = [one["column"] for bad in page["problems"] for one in bad["problems"]]
        assert wrong == ["location"], page  # where this program may not post: all else was read
    items = "sku,name,category,unit,description\nAPI-9,Nine,FOOD,ea,23.11.2019\n"
    page = _checked(program, "items", items)
    assert (page["state"], page["counts"].get("new")) == ("checked", 1), page


def test_what_was_found_of_dates_is_not_what_was_said_of_columns(program: Program) -> None:
    assert _checked(program, "movements", MOVES % "23.11.2019")["mapping"] == {
        "date_format": "%d.%m.%Y"
    }
    assert _checked(program, "movements", MOVES % "2019-11-23")["mapping"] == {}


def test_a_column_that_is_no_field_is_not_left_out_unsaid(program: Program) -> None:
    page = _checked(program, "movements", "item,location,quantity,wishes\nAPPLE,MAIN-A,1,x\n")
    assert page["state"] == "failed"
    assert "wishes" in page["problem"]


def test_settings_are_read_and_changed(program: Program) -> None:
    """Read by everybody; what a program changes, admins may only."""
    found = program.send("/settings.json")
    assert found["version"] >= 1
    refused = program.send("/edit_settings", 403, json={"company": "Mine"})
    assert refused["status"] == 403
