"""Lists and reports as files: every row the person may see, page by page in one snapshot.

A room says its function and its columns once, and answers `as_file` where http.wants_file(request).
CSV and JSON are sent as they are read; a CSV begins with a byte order mark where a browser asks
(Accept: text/html), for Excel on Windows takes it for Latin-1 otherwise; programs get none. A
workbook is written to a temporary file first: the table of a zip file stands at its end. Memory
does not grow with the rows. What breaks on the way ends the connection, so that no half of a file
looks like a whole one.
"""

import asyncio
import codecs
import csv
import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from aiohttp import web

from ops import exact as exact_json
from web import http, workbook
from web.db import PersonsDb, as_user, call
from web.language import _
from web.render import exact

PAGE_ROWS = 500
# Spreadsheets run a text that begins so as a formula. One that has an apostrophe there already
# gets another: an import (ops/importing/files/reading.py) takes one away, and reads it as it was.
DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
NUMBER = re.compile(r"[+-][0-9][0-9.,]*")  # which runs nothing: a bad row's quantity, as it was

Row = dict[str, Any]
Flat = Callable[[Row], Row]
Fill = Callable[[PersonsDb, list[Row]], Awaitable[None]]


@dataclass(frozen=True)
class Table:
    """What a list function of schema `api` answers, as lines: `flat` makes a line of a row that is
    none. A function that is not `paged` takes no `after`, and answers all its rows at once; one
    that works as long for a few rows as for many is asked for more `page_rows`. `known`: the rows
    themselves, of a list that is short and was read already. `key`: of a function that answers its
    rows alone, the field of the last one that the next page goes on from. `fill`: puts more columns
    into a page's rows."""

    function: str
    asked: dict[str, Any]
    columns: tuple[str, ...]
    flat: Flat | None = None
    paged: bool = True
    page_rows: int | None = None
    known: list[Row] | None = None
    key: str = ""
    fill: Fill | None = None
    delimiter: str = ","  # of its CSV

    def lines(self, rows: Iterable[Row]) -> Iterable[Row]:
        """The rows, flat."""
        return map(self.flat, rows) if self.flat else rows


async def as_file(
    request: web.Request,
    function: str,
    asked: dict[str, Any],
    columns: tuple[str, ...],
    name: str,
    flat: Flat | None = None,
    *,
    paged: bool = True,
    page_rows: int | None = None,
    key: str = "",
    fill: Fill | None = None,
    delimiter: str = ",",
) -> web.StreamResponse:
    """The whole list as the address asks for it: .csv, .xlsx, .json?all=1 or .jsonl.

    `name` is the file's, without its ending. Raises HTTPUnprocessableEntity for a workbook of more
    cells than web/workbook.py allows.
    """
    return await _as_file(
        request,
        Table(
            function,
            asked,
            columns,
            flat,
            paged,
            page_rows,
            key=key,
            fill=fill,
            delimiter=delimiter,
        ),
        name,
    )


async def of_rows(
    request: web.Request,
    rows: list[Row],
    columns: tuple[str, ...],
    name: str,
    flat: Flat | None = None,
) -> web.StreamResponse:
    """A short list whose rows were read already, as the address asks for it."""
    return await _as_file(request, Table("", {}, columns, flat, known=rows), name)


async def _as_file(request: web.Request, table: Table, name: str) -> web.StreamResponse:
    columns, suffix = table.columns, http.suffix(request)
    headers = _headers(suffix, name + suffix)
    if suffix == http.XLSX_SUFFIX:
        return await _as_workbook(request, table, name, headers)
    if suffix == http.JSON_SUFFIX:
        return await _stream(request, table, headers, b"[", _json, b"\n]\n")
    if suffix == http.JSON_LINES_SUFFIX:
        return await _stream(request, table, headers, b"", _json_lines)
    sign = table.delimiter
    head = _lines([dict(zip(columns, columns, strict=True))], columns, sign)
    if http.wants_page(request):  # a browser: the file is opened in a spreadsheet
        head = codecs.BOM_UTF8 + head
    return await _stream(
        request, table, headers, head, lambda rows, _: _lines(table.lines(rows), columns, sign)
    )


TYPES = {
    http.CSV_SUFFIX: "text/csv; charset=utf-8",
    http.JSON_SUFFIX: "application/json; charset=utf-8",
    http.JSON_LINES_SUFFIX: "application/jsonl; charset=utf-8",
    http.XLSX_SUFFIX: workbook.CONTENT_TYPE,
}


def _headers(suffix: str, file_name: str) -> dict[str, str]:
    return {
        "Content-Type": TYPES[suffix],
        "Content-Disposition": f'attachment; filename="{file_name}"',
    }


async def _pages(request: web.Request, table: Table) -> AsyncIterator[list[Row]]:
    """The rows page by page; the first one also where it has none."""
    if table.known is not None:
        yield table.known
        return
    after = None
    paging: dict[str, Any] = {}
    async with as_user(request, snapshot=True, page=True) as db:
        while True:
            if table.paged:
                paging = {"after": after, "max_rows": table.page_rows or PAGE_ROWS}
            found = await call(db, table.function, **table.asked, **paging)
            if isinstance(found, dict) and found.get("of_items"):  # known of the first page
                raise web.HTTPBadRequest(text=_(
                    "The search finds too many items: the file would lack some of their ranges."
                    " Narrow the search."
                ))  # fmt: skip
            rows = found if table.key else found["rows"]
            if table.fill:
                await table.fill(db, rows)
            yield rows
            after = _next(table, found)
            if after is None:
                break


def _next(table: Table, found: Any) -> Any:
    """Where the page behind this one begins; None at the end."""
    if table.key:
        return found[-1][table.key] if found else None
    return found.get("next") if table.paged else None


async def _stream(
    request: web.Request,
    table: Table,
    headers: dict[str, str],
    head: bytes,
    lines: Callable[[list[Row], bool], bytes],
    foot: bytes = b"",
) -> web.StreamResponse:
    """`lines` makes the text of a page's rows; it is told whether none went before them: a page
    of a search that looked for long may be empty, also the first."""
    response = web.StreamResponse(headers=headers)
    is_first = True
    async with _whole_or_broken(request):
        async for rows in _pages(request, table):
            if not response.prepared:
                request[http.STREAMING] = True
                await response.prepare(request)
                await response.write(head)
            if rows:
                await response.write(lines(rows, is_first))
                is_first = False
        await response.write_eof(foot)
    return response


@asynccontextmanager
async def _whole_or_broken(request: web.Request) -> AsyncIterator[None]:
    """End the connection where a file breaks off: its reader must not take it for whole."""
    try:
        yield
    except BaseException:
        if request.get(http.STREAMING) and request.transport is not None:
            request.transport.abort()
        raise


async def _as_workbook(
    request: web.Request, table: Table, name: str, headers: dict[str, str]
) -> web.StreamResponse:
    with workbook.open_book(table.columns, name) as book:
        async for rows in _pages(request, table):
            # Off the event loop: a page takes it some ten milliseconds, the end many seconds.
            await asyncio.to_thread(book.add, list(table.lines(rows)))
        path = await asyncio.to_thread(book.close)
        response = web.StreamResponse(headers=headers)
        response.content_length = path.stat().st_size
        request[http.STREAMING] = True
        async with _whole_or_broken(request):
            await response.prepare(request)
            with path.open("rb") as file:
                while part := await asyncio.to_thread(file.read, 262_144):
                    await response.write(part)
            await response.write_eof()
    return response


def _json(rows: list[Row], is_first: bool) -> bytes:
    text = ",".join(f"\n{exact_json.dumps(row, ascii_only=False)}" for row in rows)
    return (text if is_first else f",{text}").encode()


def _json_lines(rows: list[Row], _: bool) -> bytes:
    return "".join(f"{exact_json.dumps(row, ascii_only=False)}\n" for row in rows).encode()


def _lines(rows: Iterable[Row], columns: tuple[str, ...], delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    """Numbers stay numbers; a text that a spreadsheet would run is quoted."""
    if isinstance(value, str) and DANGEROUS.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"
    if isinstance(value, Decimal):
        return f"{value:f}"  # never 1E-7
    if isinstance(value, bool):
        return "true" if value else "false"  # as JSON and PostgreSQL have them
    if isinstance(value, dict | list):
        return exact(value)
    return "" if value is None else value
