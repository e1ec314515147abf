"""The tries are worth something only if they see what is wrong: faults put in on purpose."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.api.test_every_group import check_who_did_it
from tests.api.trying import attempt
from tests.api.visitors import PEOPLE, House, open_house
from tests.conftest import Database, drop

HEALTH = "GET /health.json"
RAISING = """
    create or replace function api.health() returns jsonb language plpgsql stable
    set search_path = pg_catalog, pg_temp
    as $$ begin raise exception using errcode = '{state}', message = 'Seeded.'; end $$
"""
# What is done to the database: what must be seen, of which group.
FAULTS = {
    "a right too many": (
        "grant execute on function api.health() to stockroom_viewer",
        "viewer: a success that the matrix has not: may not execute api.health",
    ),
    "a comment that lies": (
        "comment on function api.health() is 'How the system is, as a JSON array.'",
        "manager: Response violates schema",
    ),
    "a status that the comment has not": (
        RAISING.format(state="IN014"), "manager: Undocumented status code"
    ),
    "a fault": (RAISING.format(state="XX000"), "manager: Server error"),
    "a slow one": (
        "alter function api.health() owner to postgres;"  # nobody else may sleep
        "create or replace function api.health() returns jsonb language plpgsql volatile "
        "security definer set search_path = pg_catalog, pg_temp "
        "as $$ begin perform pg_sleep(2.1); return '{}'; end $$",
        "manager: slower than 2 s",
    ),
}  # fmt: skip


@pytest.fixture
def spoilt(
    busy_template: str, new_database: Callable[[str | None], Database], tmp_path: Path
) -> Iterator[Callable[[str], House]]:
    """`spoilt(statement)`: a served company to whose database that was done."""
    made = new_database(busy_template)
    opened = []

    def serve(statement: str) -> House:
        with made.connect() as db:
            db.execute(statement)
        opened.append(open_house(made, tmp_path))
        return opened[-1].__enter__()

    yield serve
    for house in opened:
        house.__exit__(None, None, None)
    drop(made)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_seen(fault: str, spoilt: Callable[[str], House]) -> None:
    statement, seen = FAULTS[fault]
    tried = attempt(spoilt(statement), 9, 1, only=HEALTH)
    assert f"{HEALTH} as {seen}" in tried.failures, tried.failures


def test_nothing_is_seen_where_nothing_is_wrong(spoilt: Callable[[str], House]) -> None:
    assert attempt(spoilt("select 1"), 9, 1, only=HEALTH).failures == {}


def test_who_posts_without_the_right_is_found(busy: Database) -> None:
    """What is behind is looked at by itself: by who posted, and by the audit."""
    people = {name: _Person(group) for group, name in PEOPLE.items()}
    with busy.connect() as db, busy.connect("max_manager") as max_:
        begun = db.execute("select clock_timestamp() as at").fetchone()["at"]
        check_who_did_it(db, people, begun)
        _raise_the_minimum(max_)
        with pytest.raises(AssertionError, match="thresholds"):
            check_who_did_it(db, people | {"max_manager": _Person("viewer")}, begun)
        check_who_did_it(db, people, begun)


def _raise_the_minimum(db: psycopg.Connection) -> None:
    db.execute(
        "select api.set_threshold(item => 'MILK', location => 'NORTH', minimum => 1, maximum => 2)"
    )


class _Person:
    """Who may what managers may, or nothing."""

    def __init__(self, group: str) -> None:
        self.group = group

    def may(self, _: str) -> bool:
        """Whether they are a manager."""
        return self.group == "manager"
