"""How each person wants it to look: in every browser of theirs, on no page of anybody else's."""

from collections.abc import Callable
from decimal import Decimal

import psycopg
import pytest

from tests.web.conftest import Site
from web import formats

SAID = {"theme": "dark", "density": "compact", "numbers": "comma", "dates": "iso"}


@pytest.mark.parametrize(
    ("numbers", "dates", "number", "day"),
    [
        ("point", "day", "\u22121,234.50", "31 Mar 2027"),
        ("comma", "month", "\u22121.234,50", "Mar 31, 2027"),
        ("space", "iso", "\u22121\u00a0234,50", "2027-03-31"),
    ],
)
def test_numbers_and_dates_read_as_chosen(numbers: str, dates: str, number: str, day: str) -> None:
    with formats.read_by({"preferences": {"numbers": numbers, "dates": dates}}):
        assert formats.quantity("-1234.5", 2) == formats.money("-1234.5") == number
        assert formats.day("2027-03-31T23:00:00Z") == day
        # Of a field: its form says how it is read (forms.read_as). What was typed stays.
        assert formats.plain(Decimal("1234.50")) == ("1234.5" if numbers == "point" else "1234,5")
        assert formats.plain("1234.50") == "1234.50"
    assert formats.quantity("1234.5") == "1,234.5"


async def test_they_hold_in_every_browser_and_for_nobody_else(
    site: Site, receive: Callable[..., str]
) -> None:
    receive("MILK", "MAIN-A", 1234)
    sue, other = await site.person("sue_staff"), await site.person("vic_viewer")
    assert "1,234" in (await sue.get("/items")).text
    answer = await sue.post("/set_preferences", SAID)
    assert answer.status == 200
    assert "Saved" in answer.text
    for browser in (sue, await site.person("sue_staff")):
        page = (await browser.get("/items")).text
        assert 'data-theme="dark" data-density="compact"' in page
        assert 'data-shortcuts="off"' in page
        assert "1.234" in page
        assert "1,234" not in page
        assert "1.234" in (await browser.get("/items/rows?sku=MILK")).text
    assert "1234" in (await sue.get("/items.csv")).text
    page = (await other.get("/items")).text
    assert "1,234" in page
    assert "data-shortcuts" not in page
    await sue.post("/set_preferences", SAID | {"shortcuts": "1", "theme": "light"})
    page = (await sue.get("/items")).text
    assert 'data-theme="light"' in page
    assert "data-shortcuts" not in page


async def test_what_is_unknown_is_refused_beside_its_field(site: Site) -> None:
    sue = await site.person("sue_staff")
    answer = await sue.post("/set_preferences", SAID | {"numbers": "roman"})
    assert answer.status == 422
    assert "Numbers read with a point, a comma or a space." in answer.text


async def test_nobody_keeps_anothers(site: Site) -> None:
    with site.database.connect("sue_staff") as db:
        assert db.execute(
            "update inventory.preferences set theme = 'dark' where person <> 'sue_staff'"
        ).rowcount == 0  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("insert into inventory.preferences (person) values ('vic_viewer')")


async def test_a_decimal_comma_comes_back_as_it_was_written(site: Site) -> None:
    """1.500 may be fifteen hundred to them: both readings are told. 1,5 is there again on the form,
    and a form that is sent as it is changes nothing."""
    browser = await site.person("max_manager")
    await browser.post("/set_preferences", SAID)
    form = {"location": "MAIN", "minimum": "1.500", "margin": "0", "severity": "warning"}
    said = form | {"form_decimal_comma": "1"}
    page = (await browser.get("/set_threshold/MILK?location=MAIN")).text
    assert 'name="form_decimal_comma" value="1"' in page
    refused = await browser.post("/set_threshold/MILK", said)
    assert refused.status == 422
    assert "1.500 can be read as 1500 or as 1,500." in refused.text
    assert 'value="1.500"' in refused.text
    await browser.post("/set_threshold/MILK", said | {"minimum": "1,125"})
    page = (await browser.get("/set_threshold/MILK?location=MAIN")).text
    assert 'value="1,125"' in page
    with site.database.connect() as db:
        row = db.execute("select minimum from inventory.thresholds").fetchone()
    assert row is not None
    assert row["minimum"] == Decimal("1.125")
    other = await site.person("bob_boss")
    assert "form_decimal_comma" not in (await other.get("/set_threshold/MILK?location=MAIN")).text
