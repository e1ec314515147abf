"""Who was faster is said by name, as everywhere else, whatever it was that changed meanwhile."""

from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Database
from tests.functions.steps import call, one, refused

NAME = Jsonb({"name": "Other"})
# What somebody else had open: the command, its key, how the row is changed before it.
STALE: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "edit_unit": ("edit_unit", {"unit": "ea"}, {"changes": NAME}),
    "remove_unit": ("edit_unit", {"unit": "ea"}, {}),
    "edit_category": ("edit_category", {"category": "FOOD"}, {"changes": NAME}),
    "remove_category": ("edit_category", {"category": "FOOD"}, {}),
    "edit_location": ("edit_location", {"location": "MAIN"}, {"changes": NAME}),
    "remove_location": ("edit_location", {"location": "MAIN"}, {}),
    "edit_item": ("edit_item", {"sku": "APPLE"}, {"changes": NAME}),
}


@pytest.mark.parametrize("command", STALE)
def test_a_refusal_says_the_name_of_who_was_faster(
    command: str, max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    first, key, said = STALE[command]
    call(max_, first, **key, changes=Jsonb({"name": "Mine"}), version=1)
    with refused("IN011") as found:
        call(boss, command, **key, **said, version=1)
    assert str(found.error.diag.message_primary) == "This was changed meanwhile by Max."


def test_units_say_the_name_of_who_changed_them(
    max_: psycopg.Connection, boss: psycopg.Connection
) -> None:
    call(max_, "edit_unit", unit="ea", changes=NAME, version=1)
    row = next(row for row in call(boss, "list_units")["rows"] if row["unit"] == "ea")
    assert (row["updated_by"], row["updated_by_name"]) == ("max_manager", "Max")


def test_what_a_dba_changed_is_said_by_login(shop: Database, max_: psycopg.Connection) -> None:
    """A DBA is no person of the company's, and has no name but the login."""
    with shop.connect() as dba:
        dba.execute("update inventory.units set name = 'x' where code = 'ea'")
        login = one(dba, "select session_user")
    with refused("IN011") as found:
        call(max_, "edit_unit", unit="ea", changes=NAME, version=1)
    assert str(found.error.diag.message_primary) == f"This was changed meanwhile by {login}."
