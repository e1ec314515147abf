"""Lists as files, CSV or JSON lines: every row the person may see, streamed page by page in one
snapshot."""

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any

from aiohttp import web

from web import http
from web.db import as_user, call
from web.render import exact

PAGE_ROWS = 500
# Spreadsheets run a text that begins so as a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


async def as_csv(
    request: web.Request,
    function: str,
    asked: dict[str, Any],
    columns: tuple[str, ...],
    file_name: str,
    flat: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> web.StreamResponse:
    """Stream the rows of a list function of schema `api`, until its `next` is null; `flat` makes
    a line of a row that is none."""
    head = _lines([dict(zip(columns, columns, strict=True))], columns)
    return await _stream(
        request, function, asked, _headers("text/csv; charset=utf-8", file_name), head,
        lambda rows: _lines(map(flat, rows) if flat else rows, columns),
    )  # fmt: skip


async def as_json_lines(
    request: web.Request, function: str, asked: dict[str, Any], file_name: str
) -> web.StreamResponse:
    """Stream the same rows as JSON, each on a line of its own, whole."""
    headers = _headers("application/jsonl; charset=utf-8", file_name)
    return await _stream(request, function, asked, headers, b"", _json_lines)


def _headers(content_type: str, file_name: str) -> dict[str, str]:
    return {
        "Content-Type": content_type,
        "Content-Disposition": f'attachment; filename="{file_name}"',
    }


async def _stream(
    request: web.Request,
    function: str,
    asked: dict[str, Any],
    headers: dict[str, str],
    head: bytes,
    lines: Callable[[list[dict[str, Any]]], bytes],
) -> web.StreamResponse:
    response = web.StreamResponse(headers=headers)
    after = None
    async with as_user(request, snapshot=True) as db:
        while True:
            found = await call(db, function, **asked, after=after, max_rows=PAGE_ROWS)
            if after is None:
                request[http.STREAMING] = True
                await response.prepare(request)
                await response.write(head)
            await response.write(lines(found["rows"]))
            after = found["next"]
            if after is None:
                break
    await response.write_eof()
    return response


def _json_lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(f"{exact(row)}\n" for row in rows).encode()


def _lines(rows: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    """Numbers stay numbers; a text that a spreadsheet would run is quoted."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    if isinstance(value, dict | list):
        return exact(value)
    return "" if value is None else value
