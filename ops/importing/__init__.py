"""Bringing data in: two public data sets, and a shop's own files. docs/import.md tells how."""

from pathlib import Path


def load_real_data(name: str, owner_dsn: str, data: Path) -> None:
    """Load the data set `name` (m5, superstore) for `make demo`, with the demo people.

    An import that was interrupted goes on; a complete one does nothing.
    """
    from ops import demo
    from ops.importing.command import open_source
    from ops.importing.connection import as_person
    from ops.importing.loader import is_complete, load

    dataset = open_source(name, None, data)
    if is_complete(dataset, owner_dsn):
        return
    demo.load_people(owner_dsn, data / "secrets", dataset)
    load(dataset, owner_dsn, "demo_manager", report=data / "imports" / f"{name}-refused.csv")
    with as_person(owner_dsn, "demo_manager") as connection:
        connection.execute("select api.record_proof()")
