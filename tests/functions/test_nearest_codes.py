"""A code that is not known is answered with the one that may be meant, of those one may see."""

import time

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.functions.steps import call, receive, refused

OFTEN = 1_000


def hint(db: psycopg.Connection, query: str) -> str:
    """What a search of the ledger is answered with."""
    with refused("IN012") as found:
        call(db, "search_movements", query=query)
    assert found.error is not None
    return found.error.diag.message_hint or ""


def told(db: psycopg.Connection, name: str, /, **given: object) -> str:
    """The sentence of a command that is refused for a code."""
    with refused("IN014") as found:
        call(db, name, **given)
    assert found.error is not None
    return found.error.diag.message_primary or ""


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("location:MIAN", "MAIN"), ("location:Harbuor", "HARBOUR"), ("item:BLOT-M8", "BOLT-M8"),
        ("BLOT-M8", "BOLT-M8"), ("lot:L-2026-12", "L-2026-11"),
    ],
)  # fmt: skip
def test_a_search_of_the_ledger_proposes_the_nearest(
    max_: psycopg.Connection, sue: psycopg.Connection, query: str, meant: str
) -> None:
    receive(sue, "MILK", "MAIN-A", 1, lot="L-2026-11", expires_on="2030-01-31")
    assert hint(max_, query).lower() == f"did you mean {meant.lower()}?"


def test_a_command_proposes_the_nearest(max_: psycopg.Connection) -> None:
    said = {"item": "APLE", "location": "MAIN", "minimum": 1, "maximum": None}
    assert told(max_, "set_threshold", **said) == 'No item "APLE". Did you mean APPLE?'
    said |= {"item": "APPLE", "location": "HARBOR"}
    assert told(max_, "set_threshold", **said) == 'No location "HARBOR". Did you mean HARBOUR?'
    assert told(max_, "item_page", sku="bolt-m9") == 'No item "bolt-m9". Did you mean BOLT-M8?'
    assert told(max_, "item_page", sku="zzz-99") == 'No item "zzz-99".'
    given = {"location": "MAIN-C", "changes": {"name": "x"}, "version": 1}
    assert "Did you mean MAIN-A?" in told(max_, "edit_location", **given)


def test_what_is_hidden_is_not_proposed(
    sue: psycopg.Connection, sam: psycopg.Connection, max_: psycopg.Connection
) -> None:
    """Neither a place nor a lot that lies at others' places: the words are those for none."""
    receive(sam, "MILK", "AIRPORT", 1, lot="SECRET-1", expires_on="2030-01-31")
    assert "AIRPORT" not in hint(sue, "location:AIRPROT").upper()
    assert hint(sue, "lot:SECRET-2") == "Check the code."
    assert hint(sam, "lot:SECRET-2") == "Did you mean SECRET-1?"
    assert hint(sam, "location:AIRPROT") == "Did you mean AIRPORT?"
    assert told(sue, "location_page", location="AIRPROT") == 'No location "AIRPROT".'
    assert hint(max_, "lot:SECRET-2") == "Did you mean SECRET-1?"  # managers see every lot


def test_many_wrong_codes_are_not_all_looked_for(max_: psycopg.Connection) -> None:
    """The first hundred of a transaction are; and of others there are only so many words."""
    rows = Jsonb([{"item": f"APPLE-{n}", "location": "MAIM", "minimum": 1} for n in range(OFTEN)])
    begun = time.monotonic()
    refusals = call(max_, "import_thresholds", rows=rows)
    assert time.monotonic() - begun < 30
    proposing = [one for one in refusals if "Did you mean" in one["message"]]
    assert len(refusals) == 2 * OFTEN
    assert 50 <= len(proposing) <= 202
    ranges = [{"item": f"APPLE-{n}", "location": "MAIN"} for n in range(OFTEN)]
    begun = time.monotonic()
    call(max_, "remove_thresholds", selection={"ranges": ranges}, dry_run=True)
    assert time.monotonic() - begun < 30
    assert "Did you mean APPLE?" in told(max_, "item_page", sku="APPLEE")
