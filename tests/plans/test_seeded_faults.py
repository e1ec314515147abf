"""The check can fail: an index taken away, it names the statement that reads too much for it."""

from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.plans.calls import Call
from tests.plans.judging import judge
from tests.plans.known import Filled
from tests.plans.recorder import Recorder

pytestmark = pytest.mark.timeout(600)

# The index, what is asked for (it holds without the fault), the table that is read too much, and
# who asks: the auditor sees everything.
FAULTS = {
    "an item's movements": (
        "inventory.movements_item_id_idx", "item_movements", {"sku": "unmoved"}, "movements",
        "bench_auditor",
    ),
    "a document's lines": (
        "inventory.movements_document_id_idx", "document_page", {"document": "document"},
        "movements", "bench_auditor",
    ),
    "a quiet place's movements": (
        "inventory.movements_location_id_idx", "recent_movements", {}, "movements", "plans_bin",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_lost_index_is_named(
    fault: str, explained: Filled, known: dict[str, Any], recorder: Recorder
) -> None:
    """Dropped within a transaction that is rolled back, so that nobody else misses it."""
    index, function, named, table, person = FAULTS[fault]
    arguments = {name: known[value] for name, value in named.items()}
    ask = Call(function, arguments)
    whole = [findings(explained, recorder, ask, person, drop) for drop in (None, index)]
    assert whole[0] == []
    assert any(table in text for text in whole[1]), whole[1]


def findings(
    filled: Filled, recorder: Recorder, ask: Call, person: str, drop: str | None
) -> list[str]:
    """What is found when the person asks; `drop` an index before."""
    names = ", ".join(f"{name} => %({name})s" for name in ask.arguments)
    with psycopg.connect(filled.dsn()) as db:
        if drop:
            db.execute(f"drop index {drop}")
        # The person's login in all that matters: the superuser's transaction is the one that
        # holds the fault, so it takes on the name and the groups.
        db.execute(sql.SQL("set local session authorization {}").format(sql.Identifier(person)))
        # Once before: a new connection reads the catalogue, which is no part of the question.
        db.execute(f"select api.{ask.function}({names})", ask.arguments)
        recorder.forget()
        db.execute(f"select api.{ask.function}({names})", ask.arguments)
        db.rollback()
    found = judge(f"{ask.function}, as a test", recorder.statements())
    return [str(one) for one in found]
