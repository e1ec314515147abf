"""The machine can fail: each of these faults, put into a database on purpose, is found."""

import os
from collections.abc import Callable

import pytest

from tests.conftest import Database, drop
from tests.model.machine import Arena
from tests.model.shop import make_template
from tests.model.walk import walk


def on_insert(table: str, change: str) -> str:
    """A fault that changes rows on their way into a table."""
    return f"""
        create function inventory.spoil() returns trigger language plpgsql as $$
        begin {change}; return new; end $$;
        create trigger spoil before insert on {table} for each row
        execute function inventory.spoil();
    """


def replaced(function: str, good: str, bad: str) -> str:
    """A fault in the text of a function; fails where the text has changed."""
    return f"""
        do $do$
        declare v_text text := pg_get_functiondef('{function}'::regproc);
        begin
            assert position($a${good}$a$ in v_text) > 0, 'the text of {function} has changed';
            execute replace(v_text, $a${good}$a$, $b${bad}$b$);
        end $do$
    """


AS_OF, REVERSE = "api.stock_as_of", "api.reverse_document"
QUICK = {  # found within a few hundred steps: part of every `make test`
    "a retried key posts twice": on_insert(
        "inventory.documents", "new.idempotency_key := gen_random_uuid()"
    ),
    "a reversal forgets the lot": replaced(
        "inventory.reversal_lines", "nullif(t.code, '')", "nullif('', '')"
    ),
    "as of leaves out its very instant": replaced(AS_OF, "occurred_at <=", "occurred_at <"),
    "known then goes by when it happened": replaced(
        AS_OF, "m.posted_at <= known_at", "m.occurred_at <= known_at"
    ),
}
MORE = {  # python -m tests.model --faults
    "a pack has another factor": "update inventory.item_units set factor = factor * 2",
    "a balance is wrong from the second line on": on_insert(
        "inventory.movements", "new.balance_after := new.balance_after + new.line_no - 1"
    ),
    "stock may go below zero": (
        "update inventory.locations set allow_negative = true where code = 'MAIN'"
    ),
    "a back-dated movement is taken for one of now": on_insert(
        "inventory.movements", "new.occurred_at := new.posted_at"
    ),
    "a reversal may happen before its original": replaced(
        REVERSE, "reverse_document.occurred_at < v_original.occurred_at", "false"
    ),
    "known then counts what came later": replaced(
        AS_OF, "(known_at is null or m.posted_at <= known_at)", "true"
    ),
    "no alert is opened": "alter table inventory.stock_levels disable trigger user",
    "the margin of a range is forgotten": replaced(
        "inventory.judge", "balance < (minimum + margin)", "false"
    ),
    "a person sees stock at all places": """
        create policy leak on inventory.locations for select to stockroom_viewer using (true);
        create policy leak on inventory.stock_levels for select to stockroom_viewer using (true)
    """,
    "a reused key answers the first document": replaced(
        "inventory.answer_again",
        "v_document.request_hash is distinct from answer_again.request_hash",
        "false",
    ),
    "a key is answered where its places were taken away": (
        "create policy leak on inventory.documents for select to stockroom_writer using (true);"
        "create policy leak on inventory.movements for select to stockroom_writer using (true)"
    ),
}
FAULTS = QUICK | MORE


@pytest.mark.timeout(900)
@pytest.mark.parametrize("fault", FAULTS if os.environ.get("STOCKROOM_MODEL_FAULTS") else QUICK)
def test_machine_finds(
    fault: str, company_template: str, new_database: Callable[[str | None], Database]
) -> None:
    """Within 2,000 steps, whatever the seed."""
    template = make_template(company_template, new_database, FAULTS[fault])
    arena = Arena(template, new_database)
    try:
        with pytest.raises(AssertionError):
            walk(arena, first_seed=1, runs=40, shrink=False)
    finally:
        drop(template.database)
        print(f"{fault}: found after {arena.steps} steps")
