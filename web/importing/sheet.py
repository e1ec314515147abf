"""A table as it was found in a file, and how large one may be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ops.importing.files.reading import LONGEST_CELL, Row

__all__ = ["LONGEST_CELL", "MOST_COLUMNS", "MOST_ROWS", "NUL", "Row", "Sheet"]

MOST_COLUMNS = 200
MOST_ROWS = 250_000  # as api.add_import_rows
# What no text of Postgres holds: NUL, and halves of a pair that are no character alone.
NUL = re.compile("[\0\ud800-\udfff]")


@dataclass
class Sheet:
    """A table: rows are read as they are asked for. `notes` may grow until the last one."""

    encoding: str  # xlsx of a workbook
    delimiter: str
    header: list[str]
    rows: Iterator[Row]
    notes: list[str] = field(default_factory=list)
