"""Loading a data set: places, items, opening stock, thresholds, then every day in order.

Everything goes through the public commands, as one person and with no more rights than they
have. Run again after a kill, it finds what is there and goes on: reference data is only added
where missing, and documents carry keys that never change.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from ops.errors import Trouble
from ops.importing.connection import Connection, as_person
from ops.importing.dataset import Dataset, Document
from ops.importing.posting import post_what_passes
from ops.importing.progress import Progress
from ops.importing.report import Report

Say = Callable[[str], object]

# Commands sent before their answers are read.
AT_ONCE = 500


@dataclass(frozen=True)
class Loaded:
    """What an import did."""

    documents: int
    lines: int
    refused: int
    seconds: float

    def sentence(self, person: str) -> str:
        """Say it in one sentence."""
        if not self.lines and not self.refused:
            return f"All {self.documents:,} documents were posted before."
        rate = self.lines / max(self.seconds, 0.001)
        return (
            f"Posted {self.lines:,} lines in {self.seconds:,.0f} s ({rate:,.0f} lines/s)"
            f" as {person}; {self.refused:,} refused."
        )


def load(
    dataset: Dataset, owner_dsn: str, person: str, *, report: Path, say: Say = print
) -> Loaded:
    """Load the data set as `person`.

    Raises Trouble when somebody else loaded it before, or the person may not do what it takes.
    """
    try:
        return _load(dataset, owner_dsn, person, report, say)
    except psycopg.errors.InsufficientPrivilege as error:
        raise Trouble(
            f"{person} may not import this: {error.diag.message_primary}.",
            "A manager may: --as PERSON",
        ) from error


def _load(dataset: Dataset, owner_dsn: str, person: str, report: Path, say: Say) -> Loaded:
    _prepare(dataset, owner_dsn, person)
    for note in dataset.notes:
        say(f"Note: {note}.")
    with as_person(owner_dsn, person) as connection, Report(report) as refusals:
        posted = posted_keys(dataset, owner_dsn, person)
        _add_reference_data(dataset, connection)
        with Progress(f"Posting {dataset.title}:", dataset.document_count) as bar:

            def post(documents: Iterable[Document]) -> None:
                for document in documents:
                    there = document.idempotency_key(dataset.name) in posted
                    bar.advance(
                        lines=0
                        if there
                        else post_what_passes(connection, document, dataset.name, refusals)
                    )

            _analyze(owner_dsn)
            post(dataset.openings)
            # After the opening stock: before it, every threshold would begin with an alert.
            _set_thresholds(dataset, connection)
            _analyze(owner_dsn)
            post(dataset.movements())
            loaded = Loaded(dataset.document_count, bar.lines, refusals.count, bar.seconds)
    _analyze(owner_dsn)
    return loaded


def _prepare(dataset: Dataset, owner_dsn: str, person: str) -> None:
    """Add what needs more than a manager: the company, and the person's part in it."""
    company = next(place for place in dataset.places if place.parent is None)
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        connection.execute(
            "insert into inventory.units (code, name) values ('ea', 'each')"
            " on conflict (code) do nothing"
        )
        connection.execute(
            "insert into inventory.locations (code, name, kind) values (%s, %s, %s)"
            " on conflict (code) do nothing",
            (company.code, company.name, company.kind),
        )
        connection.execute(
            "insert into auth.location_grants (person, location_id)"
            " select %s, location_id from inventory.locations where code = %s"
            " on conflict (person, location_id) do nothing",
            (person, company.code),
        )
        # A real data set raises thousands of alerts: only the critical ones are mailed.
        connection.execute(
            "insert into inventory.subscriptions (person, location_id, minimum_severity)"
            " select %(person)s, l.location_id, 'critical' from inventory.locations as l"
            " where l.code = %(code)s and not exists (select from inventory.subscriptions as s"
            " where s.person = %(person)s and s.location_id = l.location_id)",
            {"person": person, "code": company.code},
        )


def _analyze(owner_dsn: str) -> None:
    """Tell the planner of tables that grew from nothing a moment ago; it would find out in a
    minute by itself, and plan as for empty tables until then."""
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        connection.execute("analyze")


def posted_keys(dataset: Dataset, owner_dsn: str, person: str | None) -> set[UUID]:
    """Return the keys of the data set's documents that are posted.

    Raises Trouble when somebody else than `person` posted them (None: whoever): keys are
    unique per person, so a second person's import would post everything again.
    """
    keys = [document.idempotency_key(dataset.name) for document in dataset.all_documents()]
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        rows = connection.execute(
            "select posted_by, idempotency_key from inventory.documents"
            " where idempotency_key = any(%s)",
            (keys,),
        ).fetchall()
    others = {row[0] for row in rows} - {person}
    if person and others:
        first = min(others)
        raise Trouble(
            f"{dataset.title} was imported by {first}.", f"Go on as the same person: --as {first}"
        )
    return {row[1] for row in rows}


def is_complete(dataset: Dataset, owner_dsn: str) -> bool:
    """Tell whether every document of the data set is posted."""
    return len(posted_keys(dataset, owner_dsn, None)) >= dataset.document_count


def _add_reference_data(dataset: Dataset, connection: Connection) -> None:
    for place in dataset.places:
        if place.parent is None:
            continue
        connection.execute(
            "insert into inventory.locations (code, name, kind, parent_id)"
            " select %(code)s, %(name)s, %(kind)s, p.location_id from inventory.locations as p"
            " where p.code = %(parent)s"
            " and not exists (select from inventory.locations as l where l.code = %(code)s)",
            vars(place),
        )
    for category in dataset.categories:
        connection.execute(
            "insert into inventory.categories (code, name, parent_id)"
            " select %(code)s, %(name)s,"
            " (select p.category_id from inventory.categories as p where p.code = %(parent)s)"
            " where not exists (select from inventory.categories as c where c.code = %(code)s)",
            vars(category),
        )
    known = {row[0] for row in connection.execute("select sku from inventory.items")}
    items = [item for item in dataset.items if item["sku"] not in known]
    _in_batches(
        connection,
        f"Items of {dataset.title}:",
        "select api.create_item(item => %(item)s)",
        [{"item": Jsonb(item)} for item in items],
    )


def _set_thresholds(dataset: Dataset, connection: Connection) -> None:
    known = {
        (row[0], row[1])
        for row in connection.execute(
            "select i.sku, l.code from inventory.thresholds"
            " join inventory.items as i using (item_id)"
            " join inventory.locations as l using (location_id)"
        )
    }
    _in_batches(
        connection,
        f"Thresholds of {dataset.title}:",
        "select api.set_threshold(item => %(item)s, location => %(location)s,"
        " minimum => %(minimum)s, maximum => %(maximum)s, severity => %(severity)s)",
        [vars(one) for one in dataset.thresholds if (one.item, one.location) not in known],
    )


def _in_batches(
    connection: Connection, title: str, query: str, arguments: list[dict[str, Any]]
) -> None:
    """Run one command for each set of arguments, a batch of them in each transaction."""
    with Progress(title, len(arguments)) as bar:
        for start in range(0, len(arguments), AT_ONCE):
            batch = arguments[start : start + AT_ONCE]
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany(query, batch)
            bar.advance(len(batch))
