"""More columns of the items list: of own places, cost for those who may see it, nothing else."""

from decimal import Decimal

import pytest

from tests.conftest import Database
from tests.functions.steps import call, receive

ASKED = ["expires", "value", "tags", "attribute.weight", "attribute.organic", "nonsense"]


@pytest.fixture(scope="module")
def stocked(lasting_shop: Database) -> Database:
    """Milk of two lots here and one that expires sooner elsewhere, with costs."""
    with lasting_shop.connect("bob_boss") as boss:
        receive(boss, "MILK", "MAIN-A", 3, lot="L-2", unit_cost=2)
        receive(boss, "MILK", "MAIN-B", 4, lot="L-3", unit_cost=2)
        receive(boss, "MILK", "AIRPORT", 5, lot="L-1", unit_cost=2)
        receive(boss, "APPLE", "MAIN-A", 1)
    with lasting_shop.connect() as db:
        db.execute("update inventory.items set tags = array['fresh'] where sku = 'MILK'")
        for lot, day in (("L-1", "2026-12-01"), ("L-2", "2027-01-15"), ("L-3", "2027-02-01")):
            db.execute("update inventory.lots set expires_on = %s where code = %s", [day, lot])
    return lasting_shop


def test_each_sees_what_their_places_and_groups_show(stocked: Database) -> None:
    """Staff of one site: the expiry and value of its stock; cost for whoever may see cost alone."""
    with stocked.connect("sue_staff") as sue:
        seen = call(sue, "item_columns", skus=["MILK", "APPLE", "NOPE"], columns=ASKED)
    assert seen["expires"] == {"MILK": "2027-01-15"}, "not that of a place that is not hers"
    assert "value" not in seen
    assert "nonsense" not in seen
    assert seen["tags"] == {"MILK": ["fresh"], "APPLE": []}
    assert seen["attribute.weight"] == {"MILK": Decimal("1.03"), "APPLE": Decimal("0.2")}
    assert seen["attribute.organic"] == {"MILK": True, "APPLE": None}
    with stocked.connect("bob_boss") as boss:
        seen = call(boss, "item_columns", skus=["MILK"], columns=ASKED)
    assert (seen["expires"], seen["value"]) == ({"MILK": "2026-12-01"}, {"MILK": 24})
    with stocked.connect("cora_counter") as cora:
        seen = call(cora, "item_columns", skus=["MILK"], columns=ASKED)
    assert sorted(seen) == ["attribute.organic", "attribute.weight", "tags"], "counts are blind"


def test_where_an_item_is(stocked: Database) -> None:
    """The place is named where all of it that one sees lies in one."""
    with stocked.connect("sue_staff") as sue:
        milk, apple = call(sue, "item_rows", skus=["MILK", "APPLE"])
    assert (milk["places"], milk["place"]) == (2, None)
    assert (apple["places"], apple["place"]) == (1, "MAIN-A")


def test_attributes_are_columns_once(stocked: Database) -> None:
    """By their labels; of a key that two categories declare, the first; none that is retired."""
    with stocked.connect("bob_boss") as boss:
        call(boss, "declare_attribute", category="FOOD", attribute="shelf", label="A shelf",
             type="text")  # fmt: skip
        call(boss, "declare_attribute", category="PARTS", attribute="shelf", label="Rack",
             type="text")  # fmt: skip
        columns = {one["column"]: one for one in call(boss, "attribute_columns")}
        assert columns["attribute.shelf"]["label"] == "A shelf"
        assert columns["attribute.weight"] == {
            "column": "attribute.weight", "label": "Weight", "type": "number", "unit": "kg",
        }  # fmt: skip
        call(boss, "retire_attribute", category="ALL", attribute="weight", version=1)
        assert "attribute.weight" not in {one["column"] for one in call(boss, "attribute_columns")}
