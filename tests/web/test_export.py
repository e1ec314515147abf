"""Lists as files: one picture of the database, in however many pages; whole or broken."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import aiohttp
import openpyxl
import pytest
from aiohttp import web
from psycopg.types.json import Jsonb

from tests.web.conftest import Browser, Site
from tests.web.test_search import TINY
from web import export, workbook
from web.rooms import items, ranges


async def test_what_changes_meanwhile_is_in_all_pages_or_in_none(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, pages = export.call, []

    async def read_then_rename(db: Any, function: str, **asked: Any) -> Any:
        """Read a page; behind the first, a manager renames what is yet to come."""
        found = await read(db, function, **asked)
        if not pages:
            with site.database.connect("bob_boss") as boss:
                boss.execute(
                    "select api.edit_item(sku => 'MILK', version => 1,"
                    ' changes => \'{"name": "Renamed meanwhile"}\')'
                )
        pages.append(found)
        return found

    monkeypatch.setattr(export, "PAGE_ROWS", 1)
    monkeypatch.setattr(export, "call", read_then_rename)
    browser = await site.person("max_manager")
    answer = await browser.get("/items.csv")
    assert len(pages) >= 3
    assert "Milk, whole" in answer.text
    assert "Renamed meanwhile" not in answer.text
    assert "Renamed meanwhile" in (await browser.get("/items.csv")).text


async def _file(browser: Browser, path: str) -> bytes:
    """A file, as the bytes it is."""
    async with browser.http.get(browser.base + path, headers=browser.sent) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.read()


async def test_csv_workbook_and_json_hold_the_same_rows(site: Site) -> None:
    with site.database.connect("bob_boss") as boss:
        boss.execute(
            "select api.create_item(item => %s)",
            (Jsonb({"sku": "EVIL", "name": '=HYPERLINK("http://x")', "category": "FOOD",
                    "unit": "ea"}),),
        )  # fmt: skip
    browser = await site.person("max_manager")
    lines = list(csv.DictReader(io.StringIO((await _file(browser, "/items.csv")).decode())))
    whole = json.loads(await _file(browser, "/items.json?all=1"))
    book = openpyxl.load_workbook(io.BytesIO(await _file(browser, "/items.xlsx")))
    head, *cells = book.active.iter_rows()
    assert [one.value for one in head] == list(items.COLUMNS)
    assert [row[0].value for row in cells] == [row["sku"] for row in whole]
    assert [line["sku"] for line in lines] == [row["sku"] for row in whole]
    evil = next(row for row in cells if row[0].value == "EVIL")
    assert (evil[1].value, evil[1].data_type) == ('=HYPERLINK("http://x")', "s")
    assert next(one for one in lines if one["sku"] == "EVIL")["name"].startswith("'=")
    at = items.COLUMNS.index("updated_at")
    said = next(row for row in whole if row["sku"] == "EVIL")["updated_at"]
    moment = datetime.fromisoformat(said).astimezone(UTC).replace(tzinfo=None)
    assert abs(evil[at].value - moment) < timedelta(seconds=1)
    assert "UTC" in evil[at].number_format
    assert next(row for row in cells if row[0].value == "APPLE")[4].data_type == "n"


async def test_pages_of_a_long_look_that_are_empty_leave_no_trace(site: Site) -> None:
    with site.database.connect() as db:
        db.execute(TINY)
    browser = await site.person("max_manager")
    # The last by name: pages of two items looked at come before it, with nothing on them.
    search = "/items{}q=on_hand:0 -name:apple -name:bolt"
    first = (await browser.get(search.format(".json?"))).json()
    assert (first["rows"], first["looked"]) == ([], 2)
    whole = json.loads(await _file(browser, search.format(".json?all=1&")))
    lines = list(
        csv.DictReader(io.StringIO((await _file(browser, search.format(".csv?"))).decode()))
    )
    assert [row["sku"] for row in whole] == [line["sku"] for line in lines] == ["MILK"]


@pytest.mark.parametrize(("path", "columns"), [
    ("/thresholds", ranges.RANGE_COLUMNS), ("/lots", ranges.LOT_COLUMNS),
])  # fmt: skip
async def test_ranges_and_lots_as_files(site: Site, path: str, columns: tuple[str, ...]) -> None:
    with site.database.connect("max_manager") as manager:
        soon = datetime.now(UTC).date() + timedelta(days=7)
        manager.execute(
            "select api.post_receipt(lines => %s, idempotency_key => gen_random_uuid())",
            (Jsonb([{"item": "MILK", "location": place, "quantity": "2.5", "lot": "L1",
                     "expires_on": str(soon)} for place in ("MAIN-A", "MAIN-B")]),),
        )  # fmt: skip
        manager.execute(
            "select api.set_threshold(item => 'MILK', location => 'MAIN',"
            " minimum => 9, maximum => null)"
        )
    browser = await site.person("sue_staff")
    (line,) = csv.DictReader(io.StringIO((await _file(browser, f"{path}.csv")).decode()))
    (row,) = json.loads(await _file(browser, f"{path}.json?all=1"))
    book = openpyxl.load_workbook(io.BytesIO(await _file(browser, f"{path}.xlsx")))
    head, cells = book.active.iter_rows()
    assert [one.value for one in head] == list(line) == list(columns)
    assert line["sku"] == row["sku"] == cells[0].value == "MILK"
    for key, value in {
        "balance": "5.0",
        "on_hand": "5.0",
        "places": "Main / A; Main / B",
    }.items():
        assert line.get(key, value) == value
    assert f"{path}.xlsx" in (await browser.get(path)).text


@pytest.mark.parametrize("path", ["/items.csv", "/items.json?all=1"])
async def test_what_breaks_on_the_way_is_no_whole_file(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    read, pages = export.call, []

    async def read_one_page(db: Any, function: str, **asked: Any) -> Any:
        if pages:
            raise RuntimeError("the second page breaks")
        pages.append(await read(db, function, **asked))
        return pages[0]

    monkeypatch.setattr(export, "PAGE_ROWS", 1)
    monkeypatch.setattr(export, "call", read_one_page)
    browser = await site.person("max_manager")
    with pytest.raises(aiohttp.ClientError):
        await _file(browser, path)


async def test_a_workbook_goes_on_on_the_next_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 3)
    with workbook.open_book(("sku", "on_hand", "expires_on")) as book:
        book.add({"sku": f"-{n}", "on_hand": n, "expires_on": "2027-03-31"} for n in range(3))
        read = openpyxl.load_workbook(book.close())
    assert [sheet.max_row for sheet in read.worksheets] == [3, 2]
    assert read.worksheets[1]["A2"].value == "-2"
    assert read.worksheets[1]["C2"].value == datetime(2027, 3, 31)


def test_a_number_no_spreadsheet_holds_stays_a_text() -> None:
    exact = Decimal("123456789012.123456")
    with workbook.open_book(("on_hand",)) as book:
        book.add([{"on_hand": exact}, {"on_hand": Decimal("0.1")}])
        sheet = openpyxl.load_workbook(book.close()).active
    assert (sheet["A2"].value, sheet["A3"].value) == (str(exact), 0.1)


def test_reckoned_money_is_a_number_that_can_be_summed() -> None:
    with workbook.open_book(("value",)) as book:
        book.add([{"value": Decimal("522830.277051149047")}, {"value": Decimal("0.1")}])
        sheet = openpyxl.load_workbook(book.close()).active
    assert (sheet["A2"].value, sheet["A3"].value) == (522830.277051149, 0.1)


def test_sheets_are_named_as_the_list_and_can_be_filtered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 3)
    with workbook.open_book(("sku", "on_hand"), "range-defaults: of many [categories]") as book:
        book.add({"sku": f"-{n}", "on_hand": n} for n in range(3))
        read = openpyxl.load_workbook(book.close())
    assert read.sheetnames == ["range-defaults- of many -catego", "range-defaults- of many -cate 2"]
    assert [sheet.auto_filter.ref for sheet in read.worksheets] == ["A1:B3", "A1:B2"]
    assert [sheet.freeze_panes for sheet in read.worksheets] == ["A2", "A2"]
    with workbook.open_book(("sku",), "history") as book:  # a name that Excel keeps for itself
        assert openpyxl.load_workbook(book.close()).sheetnames == ["history-"]


async def test_a_browsers_csv_says_that_it_is_utf_8_and_a_programs_does_not(site: Site) -> None:
    browser = await site.person("max_manager")
    for accept, marked in (("text/html,*/*;q=0.8", True), ("*/*", False), ("text/csv", False)):
        answer = await browser.get("/items.csv", headers={"Accept": accept})
        assert answer.text.startswith("\ufeff") is marked
        assert answer.text.removeprefix("\ufeff").startswith("sku,name,")


def test_numbers_of_data_are_numbers_with_every_digit() -> None:
    rows = [{"value": Decimal("522830.277051149047"), "name": "ünï"}, {"value": Decimal("0.5")}]
    assert export._json_lines(rows, True).decode() == (
        '{"value": 522830.277051149047, "name": "ünï"}\n{"value": 0.5}\n'
    )


def test_too_many_cells_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 2)
    with (
        workbook.open_book(("sku",)) as book,
        pytest.raises(web.HTTPUnprocessableEntity) as refused,
    ):
        book.add([{"sku": "A"}] * 3)
    assert "more than 2 cells" in (refused.value.text or "")


async def test_the_file_of_places_is_of_those_below_one(site: Site) -> None:
    browser = await site.person("bob_boss")
    answer = await browser.get("/locations.csv?below=MAIN")
    codes = [row["location"] for row in csv.DictReader(io.StringIO(answer.text))]
    assert codes == ["MAIN-A", "MAIN-A-1", "MAIN-B"]
    assert (await browser.get("/locations.csv?below=NOWHERE")).status == 404
