"""Every list of the router is to be had whole, as CSV, workbook and JSON of the same rows.

What a list is, is found and not written down: an address whose JSON has rows, or whose page has a
table of the list's look. One without files fails, unless it is named here with its reason.
"""

import contextlib
import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl

from tests.conftest import Database
from tests.web import routes
from tests.web.conftest import Answer, Browser, Site

NO_FILES = {
    "GET /": "each number leads to the list behind it",
    "GET /mailbox": "mails are files on this machine, each to be had as it is",
    "GET /sign-in": "who is signed in is led to the overview",
    "GET /second-factor": "who is signed in is led to the overview",
    "GET /overview{suffix}": "each number leads to the list behind it",
    "GET /needs_attention{suffix}": "a few numbers, each of a list",
    "GET /items/{sku}{suffix}": "its movements, lots and ranges are lists of their own",
    "GET /item_fields{suffix}": "a file; the list of items leads to it",
    "GET /suggest_anything{suffix}": "words for what is being typed",
    "GET /suggest_items{suffix}": "words for what is being typed",
    "GET /count_searches{suffix}": "numbers of the tabs",
    "GET /reverse_document/{document}": "a question; the document's own page has its lines",
}
# What is asked instead of routes.toml's query, which finds nothing in the company of the tests.
ASKED = {
    "GET /reports/movements{suffix}": {"since": "2020-01-01", "until": "2099-12-31"},
    "GET /reports/inventory{suffix}": {},
    "GET /history{suffix}": {"kind": "item", "key": "APPLE"},
}
# Samples of files to import are made for the page, of no list.
LINK = re.compile(r'href="((?!/import_sample/)[^"]+\.csv(?:\?[^"]*)?)"')
FILE = re.compile(r"\.csv(?=\?|$)")
TABLE = re.compile(r'<table class="list\b')
SEED = """
insert into inventory.subscriptions (person, location_id, minimum_severity)
values ('bob_boss', inventory.location_of('MAIN'), 'info');
insert into inventory.imports
    (person, kind, file_name, file_bytes, sha256, encoding, delimiter, header, state)
values ('bob_boss', 'items', 'a.csv', 10, sha256('x'), 'utf-8', ',', '["sku"]', 'checking')
"""
BY_BOSS = (
    "select api.set_threshold('APPLE', 'MAIN', 100, 200)",
    "select api.set_threshold_default('PARTS', 'MAIN', null, 1, 9)",
    'select api.create_saved_view(\'{"name": "=Evil", "query": "apple"}\')',
    "select api.create_location('MAIN-Z', 'Zulu', 'zone', 'MAIN')",
)


def _seed(shop: Database, receive: Callable[..., str]) -> None:
    """Something in every list."""
    receive("APPLE", "MAIN-A", 5, "L-1")
    with shop.connect() as db:
        db.execute("update inventory.lots set expires_on = current_date + 5")
        db.execute(SEED)
    with shop.connect("bob_boss") as boss:
        for one in BY_BOSS:
            boss.execute(one)


def _files_of(page: Answer) -> list[str]:
    """The addresses of its files, as CSV."""
    return [one.replace("&amp;", "&") for one in LINK.findall(page.text)]


async def _is_list(browser: Browser, page: Answer, data: str) -> bool:
    """Whether the address is of a list: by its page, or by its data."""
    if TABLE.search(page.text):
        return True
    if not data:
        return False
    answer = await browser.get(data, headers={"Accept": "application/json"})
    found = json.loads(answer.text) if answer.status == 200 else None
    return isinstance(found, list) or isinstance((found or {}).get("rows"), list)


async def test_every_list_of_the_router_is_a_file(
    company: tuple[Site, dict[str, str]], shop: Database, receive: Callable[..., str]
) -> None:
    site, known = company
    _seed(shop, receive)
    await (await site.person("vic_viewer")).get("/people")  # refused, which is listed too
    browser = await site.person("bob_boss")
    patterns, lists = routes.routed(site.app), 0
    without, wrong, told = [], [], set(NO_FILES)
    for one in routes.declared():
        if one.method != "GET" or one.stream or one.route in ("GET /docs/api/example.py",):
            continue
        asked = [*routes.requests(one, patterns[one.route], known)]
        params = ASKED.get(one.route, one.query)
        page = await browser.get(asked[0].path, params=params)
        data = next((each.path for each in asked if each.path.endswith(".json")), "")
        if page.status != 200 or not await _is_list(browser, page, data and _with(data, params)):
            continue
        if one.route in NO_FILES:
            told.discard(one.route)
            continue
        lists += 1
        without += [] if _files_of(page) else [one.route]
        for address in _files_of(page):
            wrong += await _differences(browser, address)
    assert not without, f"lists without files: {without}"
    assert not wrong, "\n".join(wrong)
    assert not told, f"no lists any more, or not reached: {told}"
    assert lists >= 24, lists


def _with(path: str, params: dict[str, str]) -> str:
    said = "&".join(f"{name}={value}" for name, value in params.items())
    return f"{path}?{said}" if said else path


async def _differences(browser: Browser, address: str) -> list[str]:
    """Where the three files of an address have not the same rows in the same order, or none."""
    lines = list(csv.DictReader(io.StringIO((await _read(browser, address)).decode())))
    data = FILE.sub(".json", address)
    whole = json.loads(await _read(browser, data + ("&" if "?" in data else "?") + "all=1"))
    book = openpyxl.load_workbook(io.BytesIO(await _read(browser, FILE.sub(".xlsx", address))))
    head, *cells = book.active.iter_rows(values_only=True)
    if not lines:
        return [f"{address} is empty: put something into it"]
    if list(lines[0]) != list(head) or not len(lines) == len(whole) == len(cells):
        return [f"{address}: {len(lines)}, {len(cells)} and {len(whole)} rows, of {head}"]
    found = []
    for line, row, cell in zip(lines, whole, cells, strict=True):
        for name, value in zip(head, cell, strict=True):
            if not _same(line[name], value):
                found.append(f"{address} {name}: {line[name]!r} and {value!r}")
            if isinstance(row.get(name), str) and not _same(row[name], value):
                found.append(f"{address} {name}: {row[name]!r} in JSON, {value!r}")
        if not any(line.values()):
            found.append(f"{address}: a line of nothing")
    return found


def _same(one: Any, other: Any) -> bool:
    """Whether two cells say the same: a workbook keeps instants in UTC, to the millisecond."""
    one, other = _value(one), _value(other)
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(one - other) < timedelta(seconds=1)
    return bool(one == other)


def _value(cell: Any) -> Any:
    """An instant, a number, or a text without the mark that keeps a spreadsheet from running it."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=UTC) if cell.tzinfo is None else cell
    text = "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
    for read in (_instant, float):
        with contextlib.suppress(ValueError):
            return read(text)
    return text.removeprefix("'")


def _instant(text: str) -> datetime:
    if text[4:5] != "-":
        raise ValueError(text)
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


async def _read(browser: Browser, path: str) -> bytes:
    async with browser.http.get(browser.base + path, headers=browser.sent) as answer:
        assert answer.status == 200, (path, await answer.text())
        assert answer.headers["Content-Disposition"].startswith("attachment"), path
        return await answer.read()
