"""The company's settings by plain SQL: what is said is done, or refused, and never lost."""

import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Database
from tests.policies.steps import refused

EDIT = "select api.edit_settings(%s)"
WRONG = (
    None, [1], "x", {"nonsense": 1}, {"company": "A", "break_glas_hours": 2}, {"company": ["A"]},
    {"time_zone": "Mars/Base"},
)  # fmt: skip
BROKEN = (
    {"company": ""}, {"company": None}, {"currency": "euro"}, {"currency": None},
    {"break_glass_hours": 0}, {"break_glass_hours": "25"}, {"second_factor_groups": ["boss"]},
    {"second_factor_groups": "admin"}, {"second_factor_groups": ["admin", 1]},
    {"second_factor_groups": ["admin", None]}, {"second_factor_groups": None},
    {"break_glass_hours": "9x"}, {"break_glass_hours": ""}, {"break_glass_hours": None},
    {"break_glass_hours": 1.5}, {"break_glass_hours": -1}, {"break_glass_hours": 10**12},
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "changes"), [("IN014", one) for one in WRONG] + [("IN017", one) for one in BROKEN]
)
def test_what_is_not_understood_is_refused(
    lasting_shop: Database, state: str, changes: object
) -> None:
    with lasting_shop.connect("ann_admin") as ann:
        refused(ann, state, EDIT, [Jsonb(changes)])


def test_what_is_given_is_kept_and_the_rest_stays(shop: Database) -> None:
    with shop.connect("ann_admin") as ann:
        before = ann.execute("select * from api.settings").fetchone()
        given = {"break_glass_hours": "9", "second_factor_groups": ["manager"], "currency": "EUR"}
        ann.execute(EDIT, [Jsonb(given)])
        ann.execute(EDIT, [Jsonb({})])
        after = ann.execute("select * from api.settings").fetchone()
    changed = {name: after[name] for name in after if after[name] != before[name]}
    for unsaid in ("version", "updated_at", "updated_by"):
        changed.pop(unsaid, None)
    assert changed == given | {"break_glass_hours": 9}
