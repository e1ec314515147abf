"""A shop with two places, two items, a manager and an administrator to import as."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from ops.importing.connection import as_person
from ops.importing.files import Done, FileOptions, import_file
from tests.conftest import Database


@dataclass
class Shop:
    """Where files are imported to."""

    database: Database
    manager: str
    folder: Path

    @property
    def report(self) -> Path:
        """Where refused rows are reported."""
        return self.folder / "refused.csv"

    def run(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        """Return the rows of a query, as the superuser."""
        with self.database.connect() as db:
            return db.execute(query, arguments).fetchall()

    def load(
        self, kind: str, content: str | bytes, *, dry_run: bool = False, **options: Any
    ) -> Done:
        """Import a file of this content as the manager."""
        path = self.folder / f"{kind}.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return import_file(
            kind,
            path,
            self.database.dsn(),
            self.manager,
            FileOptions(**options),
            report=self.report,
            dry_run=dry_run,
        )

    def ask(self, kind: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send rows as a program does, and return what is refused of them; nothing is kept."""
        with (
            as_person(self.database.dsn(), self.manager) as db,
            db.transaction(force_rollback=True),
        ):
            answer = db.execute(f"select api.import_{kind}(rows => %s)", (Jsonb(rows),)).fetchone()
        return answer[0] if answer else []

    def by_default(self, category: str, location: str, minimum: int) -> None:
        """Set a default, and the ranges it gives."""
        with as_person(self.database.dsn(), self.manager) as db:
            db.execute(
                "select api.set_threshold_default(category => %s, location => %s, kind => null,"
                " minimum => %s, maximum => null)",
                (category, location, minimum),
            )

    def refused(self) -> list[str]:
        """Return the lines of the report, without its header."""
        return self.report.read_text().splitlines()[1:] if self.report.exists() else []

    def on_hand(self) -> dict[tuple[str, str], str]:
        """Return what lies where."""
        rows = self.run(
            "select i.sku, l.code, trim_scale(sum(s.on_hand))::text as on_hand"
            " from inventory.stock_levels as s join inventory.items as i using (item_id)"
            " join inventory.locations as l using (location_id) group by 1, 2"
        )
        return {(row["sku"], row["code"]): row["on_hand"] for row in rows}


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Shop:
    """Return a shop without stock."""
    manager = f"mia_{database.name}_{os.getpid()}"
    with psycopg.connect(database.dsn(), autocommit=True) as db:
        db.execute(
            "insert into inventory.locations (code, name, kind) values ('CO', 'Company', 'company')"
        )
        for code in ("S1", "S2"):
            db.execute(
                "insert into inventory.locations (code, name, kind, parent_id)"
                " select %s, 'Site', 'site', location_id from inventory.locations"
                " where code = 'CO'",
                (code,),
            )
        db.execute(
            "select api.create_user(person => %s, name => 'Mia', groups => '{manager}')",
            (manager,),
        )
        db.execute(
            "insert into auth.location_grants (person, location_id)"
            " select %s, location_id from inventory.locations where code = 'CO'",
            (manager,),
        )
    with as_person(database.dsn(), manager) as db:
        db.execute("insert into inventory.units (code, name, decimals) values ('pc', 'piece', 0)")
        db.execute("insert into inventory.units (code, name, decimals) values ('kg', 'kilo', 3)")
        db.execute("insert into inventory.categories (code, name) values ('ALL', 'All')")
        db.execute(
            "insert into inventory.attributes (category_id, attribute, label, type)"
            " select category_id, a, initcap(a), t from inventory.categories, (values"
            " ('weight', 'number'), ('organic', 'boolean'), ('since', 'date')) as v (a, t)"
        )
        for sku, unit in (("A-1", "pc"), ("B-1", "kg")):
            item = {"sku": sku, "name": f"Item {sku}", "category": "ALL", "unit": unit}
            db.execute("select api.create_item(item => %s)", (Jsonb(item),))
    return Shop(database, manager, tmp_path)
