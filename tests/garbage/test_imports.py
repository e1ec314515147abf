"""Imports fed with garbage: every refusal names its line, and nothing is ever half imported."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops import cli
from ops.errors import Trouble
from ops.importing.files import FILE_KINDS, Done, FileOptions, import_file
from tests.garbage.conftest import examples
from tests.garbage.files import VALID, contents, options
from tests.garbage.mutations import mutated
from tests.garbage.state import STATE
from tests.garbage.values import to_json
from tests.importing.conftest import Shop, shop

__all__ = ["shop"]  # a fixture
LONGEST_SENTENCE = 2_000
MAPPING = {"columns": {"name": "name"}, "defaults": {"unit": "pc"}, "ignore": ["colour"]}


@pytest.fixture
def db(shop: Shop) -> Iterator[psycopg.Connection]:
    """The superuser, who looks."""
    with shop.database.connect() as connection:
        yield connection


def as_text(kind: str) -> str:
    """The valid file of a kind."""
    return "".join(",".join(row) + "\n" for row in VALID[kind])


def load(shop: Shop, kind: str, content: bytes, chosen: FileOptions, dry_run: bool) -> Done | None:
    """Import a file; None where it was refused as a whole, in a sentence."""
    path = shop.folder / f"{kind}.csv"
    path.write_bytes(content)
    shop.report.unlink(missing_ok=True)
    try:
        return import_file(
            kind, path, shop.database.dsn(), shop.manager, chosen, report=shop.report,
            dry_run=dry_run,
        )  # fmt: skip
    except Trouble as trouble:
        check_sentence(trouble)
        return None


def check_sentence(trouble: Trouble) -> None:
    """A refusal of a whole file is read by a person."""
    assert 10 < len(str(trouble)) < LONGEST_SENTENCE, str(trouble)[:300]


def check_report(shop: Shop, done: Done, content: bytes) -> None:
    """Every refusal names a line of the file, in their order, and says why."""
    if not done.refused:
        assert not shop.report.exists()
        return
    with shop.report.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == done.refused
    lines = [int(row["line"]) for row in rows]
    assert lines == sorted(lines)
    # A quoted cell or another encoding may hold bytes of line ends: an upper bound.
    assert 2 <= lines[0] <= lines[-1] <= 1 + content.count(b"\n") + content.count(b"\r")
    for row in rows:
        assert row["column"]
        assert row["reason"].strip()
        assert "Traceback" not in row["reason"]
        assert "violates" not in row["reason"], "Postgres' own words"


@pytest.mark.parametrize("kind", sorted(FILE_KINDS))
def test_the_files_are_valid_before_they_are_spoilt(shop: Shop, kind: str) -> None:
    assert shop.load(kind, as_text(kind)).refused == 0, shop.refused()
    assert len(VALID[kind]) > 3


@pytest.mark.parametrize("kind", sorted(FILE_KINDS))
@examples(share=0.08)
@given(data=st.data())
def test_a_file_is_imported_whole_or_refused_line_by_line(
    shop: Shop, db: psycopg.Connection, kind: str, data: st.DataObject
) -> None:
    content = data.draw(contents(kind), "content")
    said = data.draw(st.sampled_from([{}, {}, {}]) | options(), "options")
    dry_run = data.draw(st.booleans(), "dry run")
    before = db.execute(STATE).fetchone()
    done = load(shop, kind, content, FileOptions(**said), dry_run)
    if done is not None:
        check_report(shop, done, content)
    if done is None or done.refused or dry_run:
        assert db.execute(STATE).fetchone() == before
    assert db.execute("select * from api.prove()").fetchall() == []


@examples(share=0.1)
@given(data=st.data())
def test_a_mapping_file_is_read_or_refused(shop: Shop, data: st.DataObject) -> None:
    wanted = mutated(data.draw, MAPPING | {"decimal": ".", "date_format": None}, 1)
    path = shop.folder / "map.json"
    path.write_text(to_json(wanted), encoding="utf-8", errors="surrogatepass")
    try:
        chosen = FileOptions.read(path)
    except Trouble as trouble:
        check_sentence(trouble)
        return
    load(shop, "items", as_text("items").encode(), chosen, dry_run=True)


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("items", as_text("items"), 0),
        ("locations", as_text("locations"), 0),
        ("movements", as_text("movements"), 0),
        ("items", "sku\na b\n", 1),
        ("items", "", 1),
        ("movements", "item,location,quantity\nA-1,S1,1e400\n", 1),
        ("locations", b"\xff\xfe\x00", 1),
        ("m5", "no wheel", 1),
        ("superstore", "{}", 1),
    ],
)
def test_the_command_line_says_it_and_exits_with_a_code(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    kind: str, content: str | bytes, code: int,
) -> None:  # fmt: skip
    monkeypatch.setenv("DATABASE_URL", shop.database.dsn())
    monkeypatch.setenv("STOCKROOM_DATA", str(shop.folder / "data"))
    path = shop.folder / "file.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert cli.main(["import", kind, str(path), "--as", shop.manager]) == code
    said = capsys.readouterr()
    assert (said.err if code else said.out).strip()
    assert "Traceback" not in said.err


def test_a_file_that_is_not_there_is_told(shop: Shop, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(Trouble, match="cannot be read"):
            import_file(
                "items", path, shop.database.dsn(), shop.manager, FileOptions(),
                report=shop.report,
            )  # fmt: skip


def test_a_number_of_many_digits_is_no_fault(shop: Shop) -> None:
    """Python refuses to read an integer of more than 4,300 digits."""
    for figure in ("9" * 5000, "0." + "1" * 5000, "9" * 90_000):
        done = shop.load("items", f"sku,name,category,unit,weight\nC-1,x,ALL,pc,{figure}\n")
        assert done.refused == 1
        assert shop.refused()[0].startswith("2,weight,")
        assert max(map(len, shop.refused())) < 1000, "a report is read by people"


def report_of(shop: Shop) -> list[dict[str, Any]]:
    """The refused rows, as dicts."""
    with shop.report.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_refusals_are_in_the_order_of_their_lines(shop: Shop) -> None:
    rows = [
        f"C-{n},x,ALL,pc,{'heavy' if n % 3 == 0 else 1}" if n % 5 else f"C {n},x,ALL,pc,1"
        for n in range(1, 4000)
    ]
    shop.load("items", "\n".join(["sku,name,category,unit,weight", *rows]))
    lines = [int(row["line"]) for row in report_of(shop)]
    assert lines == sorted(lines)
    assert len(lines) == sum(n % 5 == 0 or n % 3 == 0 for n in range(1, 4000))


def test_a_value_below_no_name_is_not_lost(shop: Shop) -> None:
    done = shop.load("items", "sku,name,category,unit,\nC-1,x,ALL,pc,red\nC-2,x,ALL,pc,\n")
    assert done.refused == 1
    assert "without a name" in report_of(shop)[0]["reason"]


def test_a_field_that_no_category_of_the_file_has_is_refused_once(shop: Shop) -> None:
    shop.run("insert into inventory.categories (code, name) values ('TOOLS', 'Tools') returning 1")
    content = "sku,name,category,unit,weight\n" + "".join(
        f"T-{n},x,tools,pc,1\n" for n in range(50)
    )
    with pytest.raises(Trouble, match="weight"):
        shop.load("items", content)
    assert not shop.report.exists()
    mixed = content + "C-9,x,ALL,pc,1\n"
    assert shop.load("items", mixed).refused == 50


def test_json_is_written_as_it_is_told() -> None:
    assert json.loads(to_json(MAPPING)) == MAPPING


def test_a_nul_in_a_category_is_a_row_refused(shop: Shop) -> None:
    """The file is looked through for its categories before its rows are judged."""
    done = shop.load("items", "sku,name,category,unit,weight\nC-1,x,A\0,pc,1\nC-2,x,ALL,pc,1\n")
    assert done.refused == 1
    assert report_of(shop)[0]["line"] == "2"
