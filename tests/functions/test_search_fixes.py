"""What is proposed for a broken search can be read, and keeps the words that were not broken.

Searches are put together of words that are good, of which one is broken as fingers break them: a
letter too many, too few, twice, two changed about, a blank or a sign in between.
"""

import json

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import Database
from tests.functions.steps import call

ITEMS = (
    "milk", "APPLE", "sku:BOLT", "name:milk", "-tag:fresh", "category:FOOD,PARTS", "status:low,out",
    "location:MAIN-A", "on_hand:1..20", "available:>=3", "weight:<2.5kg", "weight:100..300g",
    "created:<7d", "updated:2026-01-01..2026-02-01", "expires:30d", "has:stock", "organic:yes",
    "unit:l", "is:active", "sort:-name", "lot:L-1",
)  # fmt: skip
MOVEMENTS = (
    "item:APPLE", "location:MAIN-A", "kind:receipt,issue", "by:sue_staff", "reference:po",
    "from:2026-01-01", "to:today", "happened:<7d", "is:posted",
)  # fmt: skip
SIGNS = (*" :,.-\"()<>\\'=1eEaZ_;é", " OR ", " AND ", "..", "--")


@pytest.fixture(scope="module")
def shop(lasting_shop: Database) -> Database:
    """A shop for the whole module: its tests only read."""
    return lasting_shop


@st.composite
def broken(draw: st.DrawFn, words: tuple[str, ...]) -> tuple[str, list[str]]:
    """A search with one word broken, and the words beside it."""
    before = draw(st.lists(st.sampled_from(words), max_size=2))
    after = draw(st.lists(st.sampled_from(words), max_size=2))
    word = draw(st.sampled_from(words))
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(word)))
        left, right = word[:at], word[at:]
        word = draw(
            st.sampled_from(
                (left + draw(st.sampled_from(SIGNS)) + right, left + right[1:],
                 left + right[:1] + right, left + right[1:2] + right[:1] + right[2:])
            )
        )  # fmt: skip
    return " ".join([*before, word, *after]), before + after


def refusal_of(db: psycopg.Connection, function: str, query: str) -> psycopg.Error | None:
    """What the database says against a search; None where it can be read."""
    try:
        call(db, function, query=query, max_rows=1)
    except psycopg.Error as refusal:
        return refusal
    return None


def held(db: psycopg.Connection, function: str, query: str, kept: list[str]) -> None:
    """A refusal's proposal is read, and has all the words that were good."""
    refusal = refusal_of(db, function, query)
    if refusal is None:
        return
    assert refusal.sqlstate == "IN012", f"{query}: {refusal}"
    detail = json.loads(refusal.diag.message_detail or "{}")
    at, length = detail["position"], detail["length"]
    assert query[at - 1 : at - 1 + length].startswith(detail["term"]), query
    fix = detail.get("fix")
    if fix is None:
        return
    call(db, function, query=fix, max_rows=1)
    for word in kept:
        assert word in fix or word.split(":")[-1] in fix, f"{query} became {fix}"


OFTEN = settings(
    max_examples=400, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@OFTEN
@given(said=broken(ITEMS))
def test_what_is_proposed_for_items(sue: psycopg.Connection, said: tuple[str, list[str]]) -> None:
    held(sue, "search_items", *said)


@OFTEN
@given(said=broken(MOVEMENTS))
def test_what_is_proposed_for_movements(
    sue: psycopg.Connection, said: tuple[str, list[str]]
) -> None:
    held(sue, "search_movements", *said)
