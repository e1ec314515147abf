"""CSV files: one picture of the database, however many pages it was read in."""

from typing import Any

import pytest

from tests.web.conftest import Site
from web import export


async def test_what_changes_meanwhile_is_in_all_pages_or_in_none(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, pages = export.call, []

    async def read_then_rename(db: Any, function: str, **asked: Any) -> Any:
        """Read a page; behind the first, a manager renames what is yet to come."""
        found = await read(db, function, **asked)
        if not pages:
            with site.database.connect("bob_boss") as boss:
                boss.execute(
                    "select api.edit_item(sku => 'MILK', version => 1,"
                    ' changes => \'{"name": "Renamed meanwhile"}\')'
                )
        pages.append(found)
        return found

    monkeypatch.setattr(export, "PAGE_ROWS", 1)
    monkeypatch.setattr(export, "call", read_then_rename)
    browser = await site.person("max_manager")
    answer = await browser.get("/items.csv")
    assert len(pages) >= 3
    assert "Milk, whole" in answer.text
    assert "Renamed meanwhile" not in answer.text
    assert "Renamed meanwhile" in (await browser.get("/items.csv")).text
