"""Lists as CSV files: every row the person may see, streamed page by page in one snapshot."""

import csv
import io
from typing import Any

from aiohttp import web

from web import http
from web.db import as_user, call

PAGE_ROWS = 500
# Spreadsheets run a text that begins so as a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


async def as_csv(
    request: web.Request,
    function: str,
    asked: dict[str, Any],
    columns: tuple[str, ...],
    file_name: str,
) -> web.StreamResponse:
    """Stream the rows of a list function of schema `api`, until its `next` is null."""
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{file_name}"',
        }
    )
    after = None
    async with as_user(request, snapshot=True) as db:
        while True:
            found = await call(db, function, **asked, after=after, max_rows=PAGE_ROWS)
            if after is None:
                request[http.STREAMING] = True
                await response.prepare(request)
                await response.write(_lines([dict(zip(columns, columns, strict=True))], columns))
            await response.write(_lines(found["rows"], columns))
            after = found["next"]
            if after is None:
                break
    await response.write_eof()
    return response


def _lines(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    """Numbers stay numbers; a text that a spreadsheet would run is quoted."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return "" if value is None else value
