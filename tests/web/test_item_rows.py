"""Rows drawn once: the same row is the same text, and nobody is shown a row that was another's."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from web import item_rows, render
from web.assets import Assets
from web.item_list import LIST
from web.item_rows import ItemRows
from web.lists import Shown

ROW = {
    "sku": "A&B", "name": "Bolt <M8>", "category": "PARTS", "category_name": "Parts", "unit": "ea",
    "decimals": 0, "on_hand": Decimal(7), "reserved": 0, "available": Decimal(7), "places": 1,
    "place": "MAIN", "place_name": "Main store",
    "minimum": Decimal(6), "maximum": Decimal(30), "status": "ok", "alerts": 0,
    "balance": Decimal(7), "judged_at": "MAIN", "judged_at_name": "Main",
    "updated_at": "2026-11-22T23:30:00+00:00", "version": 1, "retired": False,
}  # fmt: skip
WHO = {"can": {"see_stock": True}}
BLIND = {"can": {"see_stock": False}}
LISTED = Shown(LIST, LIST.shown(WHO), LIST.permitted(WHO), {}, "comfortable")
UTC_ZONE, TOKYO = ZoneInfo("UTC"), ZoneInfo("Asia/Tokyo")


@pytest.fixture
def rows() -> ItemRows:
    """With nothing kept yet."""
    return ItemRows(render.make_templates(Assets()))


def test_a_row_that_says_the_same_is_drawn_once(rows: ItemRows) -> None:
    first, second = rows.each([ROW, dict(ROW)], UTC_ZONE, LISTED)
    assert first is second
    assert "Bolt &lt;M8&gt;" in first
    assert 'id="i-A&amp;B"' in first


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("on_hand", Decimal(8), ">8 <"), ("status", "low", ">Low<"), ("name", "Nut", ">Nut<"),
        ("minimum", None, "≤ 30"), ("judged_at", None, ">No range<"),
        ("retired", True, ">Retired<"), ("place_name", "Bin 2", ">Bin 2<"),
        ("decimals", 2, ">7.00 <"),
    ],
)  # fmt: skip
def test_whatever_a_row_says_otherwise_is_drawn(
    rows: ItemRows, column: str, value: object, shown: str
) -> None:
    before, after = rows.each([ROW, ROW | {column: value}], UTC_ZONE, LISTED)
    assert shown in after
    assert shown not in before


def test_other_columns_are_another_drawing(rows: ItemRows) -> None:
    few = Shown(LIST, LIST.shown(WHO, "sku,maximum"), (), {}, "compact", selectable=True)
    (usual,), (chosen,) = rows.each([ROW], UTC_ZONE, LISTED), rows.each([ROW], UTC_ZONE, few)
    assert "c-status" in usual
    assert "c-pick" not in usual
    assert "c-status" not in chosen
    assert ">30<" in chosen
    assert 'name="sku" value="A&amp;B"' in chosen


def test_a_column_that_one_may_not_see_is_never_chosen() -> None:
    """Said in the address or kept from when they might: it is passed over, as one that is gone."""
    kept = BLIND | {"columns": {"items": ["sku", "on_hand", "gone"]}}
    assert [one.key for one in LIST.shown(kept)] == ["name", "sku"]
    assert [one.key for one in LIST.shown(BLIND, "status,unit")] == ["name", "unit"]
    assert "unit" in [one.key for one in LIST.shown(BLIND)]
    assert "unit" not in [one.key for one in LIST.shown(WHO)]


def test_times_are_those_of_the_reader_and_of_today(
    rows: ItemRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        today = 22

        @classmethod
        def now(cls, tz: ZoneInfo | None = None) -> datetime:
            """Near the end of a day."""
            return datetime(2026, 11, cls.today, 23, 45, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(item_rows, "datetime", Clock)
    assert ">23:30<" in rows([ROW], UTC_ZONE, LISTED)
    assert ">08:30<" in rows([ROW], TOKYO, LISTED)
    monkeypatch.setattr(Clock, "today", 23)
    assert ">Yesterday 23:30<" in rows([ROW], UTC_ZONE, LISTED)


def test_no_more_than_some_thousands_are_kept(
    rows: ItemRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_rows, "MOST_KEPT", 3)
    rows([ROW | {"sku": f"S{number}"} for number in range(9)], UTC_ZONE, LISTED)
    assert len(rows._kept) == 3


def test_a_key_never_hides_what_a_dict_can_do() -> None:
    """Attributes are named by people: one called "get" or "items" is a key like others."""
    templates = render.make_templates(Assets())
    template = templates.from_string("{{ row.sku }} {{ row.get('sku') }} {{ row.items()|length }}")
    assert template.render(row={"sku": 1, "get": 2, "items": 3}) == "1 1 3"
