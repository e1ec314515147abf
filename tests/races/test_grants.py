"""Grants beside changes of the tree: what is kept of both is right whichever commits first."""

import threading
import time

import pytest

from tests.company import PASSWORD, verifier
from tests.conftest import Database

GRANT = "select api.grant_location(person => 'new_guy', location => 'NORTH')"
PLACE = (
    "insert into inventory.locations (code, name, kind, parent_id) "
    "values ('NEWSITE', 'New', 'site', inventory.location_of('NORTH'))"
)
MOVE = (
    "update inventory.locations set parent_id = inventory.location_of('SOUTH') "
    "where code = 'HARBOUR'"
)


@pytest.mark.parametrize(
    ("first", "second"), [(GRANT, PLACE), (PLACE, GRANT), (GRANT, MOVE), (MOVE, GRANT)]
)
def test_a_first_grant_meets_a_change_of_the_tree(shop: Database, first: str, second: str) -> None:
    """Two open transactions, real connections; the newcomer's queries work and miss nothing."""
    with shop.connect() as db:
        db.execute(
            "select api.create_user(person => 'new_guy', name => 'N', groups => array['viewer'], "
            "verifier => %s)",
            [verifier(db, "new_guy")],
        )
    shop.passwords["new_guy"] = PASSWORD
    with shop.connect("bob_boss", autocommit=False) as a, shop.connect("bob_boss") as b:
        a.execute(first)
        other = threading.Thread(target=b.execute, args=[second])
        other.start()
        time.sleep(0.5)  # long enough to finish, were nothing in its way
        a.commit()
        other.join(10)
        assert not other.is_alive()
    with shop.connect("new_guy") as guy, shop.connect() as db:
        seen = guy.execute(
            "select array_agg(location order by location) as places from api.locations"
        ).fetchone()["places"]
        guy.execute("select * from api.stock_on_hand").fetchall()
        expected = db.execute(
            "select array_agg(l.code order by l.code) as places from inventory.locations as l "
            "where l.code = 'ACME' or exists (select from inventory.location_tree as t "
            "where t.location_id = l.location_id "
            "and t.ancestor_id = inventory.location_of('NORTH'))"
        ).fetchone()["places"]
        assert seen == expected
        assert db.execute("select * from api.prove()").fetchall() == []


def test_bits_that_are_too_short_hide_and_do_not_fail(shop: Database) -> None:
    """However they came about: the places beyond their end are not readable, and that is all."""
    with shop.connect() as db:
        db.execute("update auth.grant_sets set bits = B'01' where person = 'vic_viewer'")
    with shop.connect("vic_viewer") as vic:
        assert vic.execute("select count(*) as n from inventory.location_tree").fetchone()["n"] > 0
        query = "select code from inventory.locations where code like 'MAIN%%'"
        assert [row["code"] for row in vic.execute(query)] == ["MAIN"]  # by the path above grants
