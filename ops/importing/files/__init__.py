"""A shop's own files of items, locations or movements: all of a file or nothing of it."""

from dataclasses import dataclass
from pathlib import Path

import psycopg

from ops.errors import Trouble
from ops.importing.connection import Connection, as_person
from ops.importing.files import items, locations, movements, thresholds
from ops.importing.files.columns import FileOptions, match_columns
from ops.importing.files.reading import Table, open_table
from ops.importing.files.record import Source
from ops.importing.progress import Progress
from ops.importing.report import Report

__all__ = ["FILE_KINDS", "Done", "FileOptions", "import_file"]

FILE_KINDS = {
    "items": items,
    "locations": locations,
    "movements": movements,
    "thresholds": thresholds,
}


@dataclass(frozen=True)
class Done:
    """What an import of a file did, or would do."""

    rows: int
    refused: int
    sentence: str


class _UndoError(Exception):
    """Raised to roll the import back; nobody sees it."""


def import_file(
    kind: str,
    path: Path,
    owner_dsn: str,
    person: str,
    options: FileOptions,
    *,
    report: Path,
    dry_run: bool = False,
) -> Done:
    """Import a file as `person`, in one transaction.

    Every bad row is reported, and one of them is enough for nothing to be imported. Raises
    Trouble where the file as a whole cannot be read.
    """
    table = open_table(path, encoding=options.encoding, delimiter=options.delimiter)
    rows = known = alike = 0
    with as_person(owner_dsn, person) as connection, Report(report) as refusals:
        try:
            with connection.transaction():
                rows, known, alike = _run(kind, connection, table, options, refusals)
                if refusals.count or dry_run:
                    raise _UndoError
        except _UndoError:
            pass
        except psycopg.errors.InsufficientPrivilege as error:
            raise Trouble(
                f"{person} may not import {kind}: {error.diag.message_primary}.",
                "Ask a manager, or import as one: --as PERSON",
            ) from error
    sentence = _sentence(kind, rows, known, refusals.count, dry_run)
    return Done(rows, refusals.count, sentence + _doubled(alike if not refusals.count else 0))


def _run(
    kind: str, connection: Connection, table: Table, options: FileOptions, refusals: Report
) -> tuple[int, int, int]:
    """Return how many rows were read, how many of them had been imported before, and how many
    lines the ledger had before in other documents."""
    module = FILE_KINDS[kind]
    columns = match_columns(
        table.header,
        module.FIELDS,
        module.REQUIRED,
        options,
        extra=module.further_fields(connection),
    )
    with Progress(f"Importing {kind}:", None) as bar:
        source = Source(
            table, columns, options, refusals, bar, tells_apart=kind != "movements"
        )  # fmt: skip
        module.run(connection, source)
    return source.rows, source.known + source.counts["unchanged"], source.counts["alike"]


def _doubled(alike: int) -> str:
    """Warn of lines that were posted before, in other documents, to the instant."""
    if not alike:
        return ""
    return (
        f" Of their lines, {alike:,} stand in the ledger twice: same item, place, quantity, time."
    )


def _sentence(kind: str, rows: int, known: int, refused: int, dry_run: bool) -> str:
    if refused:
        return f"Nothing was imported: {refused:,} values of {rows:,} rows were refused."
    if rows and known == rows:
        would, were = ("would be", "are") if dry_run else ("was", "were")
        return f"Nothing new {would} imported: all {rows:,} {kind} {were} already there."
    if dry_run:
        there = f"; {known:,} are already there" if known else ""
        new = f"{rows - known:,} of {rows:,}" if known else f"All {rows:,}"
        return f"{new} {kind} would be imported{there}. Nothing was changed."
    there = f"; {known:,} were already there" if known else ""
    return f"Imported {rows - known:,} {kind}{there}."
