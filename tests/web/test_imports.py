"""Files sent to be imported, by the pages without JavaScript: staged, mapped, checked, imported."""

import asyncio
import csv
import io
import re
from typing import Any

import aiohttp
import openpyxl
import pytest

from ops.importing.files import FILE_KINDS
from tests.importing import hostile
from tests.web.conftest import TOKEN, Browser, Site
from web.importing import explained, understood


async def send(browser: Browser, name: str, content: bytes, kind: str = "items") -> Any:
    """Send a file; returns the answer, redirects followed."""
    form = aiohttp.FormData()
    form.add_field("form_token", await browser.form_token())
    form.add_field("kind", kind)
    form.add_field("file", content, filename=name, content_type="application/octet-stream")
    return await browser._ask("POST", "/import", data=form)


def columns(*fields: str, **more: str) -> dict[str, str]:
    """The form of the page: which column is what."""
    return {f"column.{n}": one for n, one in enumerate(fields)} | more


async def settled(browser: Browser, page: Any) -> dict[str, Any]:
    """The import's page as data, once nothing runs any more."""
    for _ in range(600):
        found = (await browser.get(f"{page.url}.json")).json()
        if found["state"] not in ("checking", "importing"):
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("it never ended")


async def check(browser: Browser, page: Any, form: dict[str, str]) -> dict[str, Any]:
    """Check every row, and what came of it."""
    answer = await browser.post(f"{page.url}/check", form)
    assert answer.status == 200, answer.text
    return await settled(browser, page)


async def start(browser: Browser, page: Any, how: str) -> dict[str, Any]:
    """Import it, and what came of it."""
    answer = await browser.post(f"{page.url}/start", {"how": how})
    assert answer.status == 200, answer.text
    return await settled(browser, page)


ITEMS = b"Artikel;Bezeichnung;Gruppe;Einheit\nPEAR;Birne;FOOD;ea\nAPPLE;Apfel;FOOD;ea\n"


async def test_items_from_sending_to_done(site: Site) -> None:
    browser = await site.person("max_manager")
    page = await send(browser, "artikel.csv", ITEMS)
    assert page.status == 200
    assert "artikel.csv" in page.text
    assert "Birne" in page.text
    checked = await check(browser, page, columns("sku", "name", "category", "unit"))
    assert (checked["state"], checked["bad"]) == ("checked", 0), checked["problem"]
    assert {name: checked["counts"][name] for name in ("new", "changed")} == {
        "new": 1, "changed": 1,
    }  # fmt: skip
    with site.database.connect("bob_boss") as boss:  # a check changes nothing
        assert not boss.execute("select from api.items where sku = 'PEAR'").fetchall()
    done = await start(browser, page, "all")
    assert done["state"] == "done"
    with site.database.connect("bob_boss") as boss:
        found = boss.execute("select name, updated_by from inventory.items where sku = 'PEAR'")
        assert [tuple(one.values()) for one in found.fetchall()] == [("Birne", "max_manager")]
    again = await send(browser, "artikel.csv", ITEMS)
    assert "imported this very file before" in again.text
    assert (await browser.get(f"{again.url}.json")).json()["mapping"]["columns"]["sku"] == "Artikel"
    told = await check(browser, again, columns("sku", "name", "category", "unit"))
    assert told["counts"]["unchanged"] == 2
    once_more = await browser.post(f"{page.url}/start", {"how": "all"})
    assert once_more.status == 409


MIXED = b"sku,name,category,unit\nGOOD,Good,FOOD,ea\nBAD,Bad,NOWHERE,ea\n,None,FOOD,ea\n"


@pytest.mark.parametrize(("how", "kept"), [("all", 0), ("good", 1)])
async def test_all_or_nothing_or_good_rows_only(site: Site, how: str, kept: int) -> None:
    browser = await site.person("max_manager")
    page = await send(browser, "mixed.csv", MIXED)
    checked = await check(browser, page, columns("sku", "name", "category", "unit"))
    assert checked["bad"] == 2
    ended = await start(browser, page, how)
    assert ended["state"] == ("done" if kept else "failed")
    with site.database.connect("bob_boss") as boss:
        found = boss.execute("select from inventory.items where sku in ('GOOD', 'BAD')").fetchall()
    assert len(found) == kept
    bad = list(csv.DictReader(io.StringIO((await browser.get(f"{page.url}/problems.csv")).text)))
    assert [(row["Line"], row["sku"], row["category"]) for row in bad] == [
        ("3", "BAD", "NOWHERE"), ("4", "", "FOOD"),
    ]  # fmt: skip
    assert 'No category "NOWHERE"' in bad[0]["What is wrong"]
    mended = "\n".join(["sku,name,category,unit,Line,What is wrong", "BAD,Bad,FOOD,ea,3,x"])
    page = await send(browser, "mended.csv", mended.encode())
    assert (await check(browser, page, columns("sku", "name", "category", "unit")))["bad"] == 0


BOTH = b"""sku,name,category,unit
NEW-1,New,FOOD,ea
new-1,New again,FOOD,ea
NEW-2,,FOOD,ea
APPLE,Apple,NOWHERE,ea
MILK,,,
 pear ,,FOOD,dozen
"""


async def test_every_row_of_a_checked_file_is_counted_once(site: Site) -> None:
    """New, changed, as they were and refused add up to the rows; a refused row is only refused."""
    browser = await site.person("max_manager")
    page = await send(browser, "both.csv", BOTH)
    checked = await check(browser, page, columns("sku", "name", "category", "unit"))
    counts = {name: checked["counts"].get(name, 0) for name in ("new", "changed", "unchanged")}
    assert (counts, checked["bad"]) == ({"new": 1, "changed": 0, "unchanged": 1}, 4), checked
    assert sum(counts.values()) + checked["bad"] == checked["rows"] == 6
    hints = {one["hint"] for row in checked["problems"] for one in row["problems"]}
    assert not [one for one in hints if "Nothing was changed" in one]  # the file is another matter
    ranges = b"item,location,min\nAPPLE,MAIN,2\napple,main,3\nMILK,MAIN,4\nNONE,MAIN,x\n"
    page = await send(await site.person("bob_boss"), "t.csv", ranges, "thresholds")
    checked = await check(
        await site.person("bob_boss"), page, columns("item", "location", "minimum")
    )
    counts = {name: checked["counts"].get(name, 0) for name in ("new", "changed", "unchanged")}
    assert (checked["bad"], counts["new"], sum(counts.values())) == (2, 2, 2), checked
    twin, bad = checked["problems"]
    assert "stands twice: on the lines 2 and 3" in twin["problems"][0]["reason"]
    assert {one["column"] for one in bad["problems"]} == {"item", "min"}
    download = (await (await site.person("bob_boss")).get(f"{page.url}/problems.csv")).text
    assert "min: is not a number" in download
    assert 'No item ""NONE""' in download


async def test_without_a_good_row_nothing_is_offered_to_import(site: Site) -> None:
    """What comes first is then the refused rows; with a good one it is that."""
    browser = await site.person("max_manager")
    fields = columns("sku", "name", "category", "unit")
    page = await send(browser, "bad.csv", b"sku,name,category,unit\nBAD,Bad,NOWHERE,ea\n")
    await check(browser, page, fields)
    text = (await browser.get(page.url)).text
    assert 'value="good"' not in text
    assert f'<a class="button primary" href="/imports/{page.url[-36:]}/problems.csv">' in text
    assert 'href="/import?kind=items"' in text
    page = await send(browser, "mixed.csv", MIXED)
    await check(browser, page, fields)
    assert 'value="good"' in (await browser.get(page.url)).text


async def test_a_column_that_is_left_out_is_said(site: Site) -> None:
    """With the field that it may be, of this kind of file or of another; else nothing is said."""
    browser = await site.person("bob_boss")
    page = await send(browser, "a.csv", b"sku,name,descripton,min\nAPPLE,Apple,red,5\n")
    assert "2 columns are left out, and nothing of them is imported: descripton, min." in page.text
    assert "“descripton” may be Description." in page.text
    assert "“min” would be Minimum in a file of: Ranges." in page.text
    page = await send(
        browser, "a.csv", b"item,location,minimun,zzz\nAPPLE,MAIN,5,1\n", "thresholds"
    )
    assert "“minimun” may be Minimum." in page.text
    assert "“zzz”" not in page.text
    form = columns("item", "location", "minimum", "margin")
    assert "left out, and" not in (await browser.post(f"{page.url}/map", form)).text


async def test_movements_are_posted_once_and_alert(site: Site) -> None:
    browser = await site.person("sue_staff")
    text = b"item;location;quantity\nMILK;MAIN-A;5,5\nNONE;MAIN-A;1\nAPPLE;MAIN-A;=1+1\n"
    page = await send(browser, "stock.csv", text, "movements")
    form = columns("item", "location", "quantity", **{"default.kind": "receipt", "decimal": ","})
    checked = await check(browser, page, form)
    assert (checked["bad"], checked["counts"]["lines"]) == (2, 1), checked
    assert "is a formula" in str(checked["problems"])
    assert (await start(browser, page, "good"))["counts"]["documents"] == 1
    again = await send(browser, "stock.csv", text, "movements")
    told = await check(browser, again, form)  # its good rows were posted: no other ones are, now
    assert (told["counts"].get("documents", 0), told["bad"]) == (0, 3)
    await start(browser, again, "good")
    with site.database.connect("bob_boss") as boss:
        found = boss.execute("select sum(on_hand) as n from inventory.stock_levels").fetchone()
    assert found["n"] == 5.5


async def test_a_ledger_sent_back_is_not_posted_twice(site: Site) -> None:
    browser = await site.person("max_manager")
    with site.database.connect("max_manager") as db:
        line = '[{"item": "APPLE", "location": "MAIN-A", "quantity": 5}]'
        key = "00000000-0000-4000-8000-000000000001"
        db.execute("select api.post_receipt(lines => %s, idempotency_key => %s)", (line, key))
        db.commit()
    text = (await browser.get("/movements.csv")).text
    page = await send(browser, "movements.csv", text.encode(), "movements")
    said = understood.mapping((await browser.get(f"{page.url}.json")).json(), [])
    assert said["columns"]["document_key"] == "document"
    header = text.splitlines()[0].lstrip("\ufeff").split(",")
    fields = {column: field for field, column in said["columns"].items()}
    form = columns(*(fields.get(one, "") for one in header))
    told = await check(browser, page, form)
    assert (told["counts"]["known"], told["bad"]) == (len(text.splitlines()) - 1, 0)
    shown = (await browser.get(page.url)).text
    assert "there is nothing to import" in shown
    assert 'value="all"' not in shown
    form[f"column.{header.index('document')}"] = ""  # then they are told of, to the instant
    told = await check(browser, page, form)
    assert told["counts"]["alike"] == told["counts"]["lines"] > 0
    assert "in the ledger already" in (await browser.get(page.url)).text


async def _declare_date(site: Site) -> None:
    with site.database.connect("max_manager") as db:
        db.execute(
            "select api.declare_attribute(category => 'FOOD', attribute => 'filled_on',"
            " label => 'Filled', type => 'date')"
        )
        db.commit()


WINES = (
    "filled_on;sku;name;unit;category\n01.10.2019;BAR-01;Barolo;ea;FOOD\n"
    "23.11.2019;BAR-02;Two;ea;FOOD\n"
    "soon;BAR-03;Three;ea;FOOD\n"
)


async def test_dates_are_known_by_their_column_and_shown_as_understood(site: Site) -> None:
    browser = await site.person("max_manager")
    await _declare_date(site)
    page = await send(browser, "wines.csv", WINES.encode("utf-8-sig"))
    assert "<td>2019-10-01</td>" in page.text
    assert '<option value="%d.%m.%Y" selected>' in page.text
    assert "UTF-8 " in page.text and "UTF-8-SIG" not in page.text  # noqa: PT018
    head = page.text.split("as understood</h2>")[1].split("<th")
    assert [one.split("<")[0].split(">")[1] for one in head[3:8]] == [
        "Filled on", "SKU", "Name", "Unit", "Category",
    ]  # fmt: skip
    said = (await browser.get(f"{page.url}.json")).json()
    how = understood.mapping(said, ["filled_on"])
    form = columns("filled_on", "sku", "name", "unit", "category", date_format=how["date_format"])
    told = await check(browser, page, form)
    assert (told["counts"]["new"], told["bad"]) == (2, 1), told
    again = (await browser.get(page.url)).text  # the file's order is kept once it was said
    assert again.split("as understood</h2>")[1].index("Filled on") < again.split(
        "as understood</h2>"
    )[1].index(">SKU")


async def test_a_mended_file_of_refused_rows_needs_no_columns_chosen(site: Site) -> None:
    browser = await site.person("max_manager")
    text = "Codice;Nome;Gruppo;Misura\nNEW-1;Uno;NOWHERE;ea\n"
    page = await send(browser, "articoli.csv", text.encode())
    form = columns("sku", "name", "category", "unit", decimal=",")
    assert (await check(browser, page, form))["bad"] == 1
    bad = (await browser.get(f"{page.url}/problems.csv")).text
    assert bad.lstrip("\ufeff").startswith("Line;What is wrong;Codice;Nome;Gruppo;Misura")
    page = await send(browser, "mended.csv", bad.replace(";NOWHERE;", ";FOOD;").encode())
    assert "left out" not in page.text.replace("(left out)", "")
    assert "Say which column is" not in page.text
    kept = (await browser.get(f"{page.url}.json")).json()["mapping"]
    assert kept["columns"] == {
        "sku": "Codice", "name": "Nome", "category": "Gruppo", "unit": "Misura"
    }  # fmt: skip


async def test_thresholds_and_locations(site: Site) -> None:
    browser = await site.person("bob_boss")
    page = await send(browser, "t.csv", b"item,location,min,max\nAPPLE,MAIN,2,\n", "thresholds")
    form = columns("item", "location", "minimum", "maximum")
    assert (await check(browser, page, form))["counts"]["new"] == 1
    places = b"code,name,kind,parent\nX-1,One,bin,X\nX,Ex,zone,MAIN\n"
    page = await send(browser, "p.csv", places, "locations")
    checked = await check(browser, page, columns("code", "name", "kind", "parent"))
    assert (checked["bad"], checked["counts"]["new"]) == (0, 2)


async def test_nobody_sees_another_ones_file(site: Site) -> None:
    page = await send(await site.person("max_manager"), "a.csv", ITEMS)
    other = await site.person("bob_boss")
    assert (await other.get(page.url)).status == 404
    assert (await other.post(f"{page.url}/check", columns("sku"))).status == 404
    assert (await other.get(f"{page.url}/problems.csv")).status == 404
    viewer = await site.person("vic_viewer")
    assert (await send(viewer, "a.csv", ITEMS)).status == 403
    with site.database.connect("bob_boss") as boss:
        assert not boss.execute("select from inventory.import_rows").fetchall()
    with site.database.connect("ada_auditor") as auditor:
        assert len(auditor.execute("select from inventory.imports").fetchall()) == 1


async def test_rights_are_the_persons_own(site: Site) -> None:
    """Only the kinds of files that one's groups import are offered, and taken."""
    staff = await site.person("sue_staff")
    offered = (await staff.get("/import")).text
    assert '<option value="movements">' in offered
    assert '<option value="items">' not in offered
    assert (await staff.get("/import.json")).json()["kinds"] == ["movements"]
    refused = await send(staff, "a.csv", ITEMS)
    assert refused.status == 403
    assert "Your groups do not change items, so they do not import any." in refused.text


async def test_it_is_cancelled_and_nothing_is_kept(site: Site) -> None:
    browser = await site.person("max_manager")
    many = "".join(f"NEW-{n},Many,FOOD,ea\n" for n in range(6000))
    page = await send(browser, "many.csv", b"sku,name,category,unit\n" + many.encode())
    await browser.post(f"{page.url}/map", columns("sku", "name", "category", "unit"))
    await browser.post(f"{page.url}/start", {"how": "all"})
    shown = await browser.get(page.url)
    assert "<progress" in shown.text
    assert (await browser.post(f"{page.url}/cancel")).status == 200
    assert (await settled(browser, page))["state"] == "cancelled"
    await asyncio.sleep(2)
    with site.database.connect("bob_boss") as boss:
        assert not boss.execute("select from inventory.items where name = 'Many'").fetchall()


async def test_a_form_of_another_session_is_refused(site: Site) -> None:
    browser = await site.person("max_manager")
    form = aiohttp.FormData()
    form.add_field("kind", "items")
    form.add_field("file", ITEMS, filename="a.csv")
    assert (await browser._ask("POST", "/import", data=form)).status == 403


async def test_two_columns_for_one_field_are_refused_in_place(site: Site) -> None:
    browser = await site.person("max_manager")
    page = await send(browser, "a.csv", ITEMS)
    answer = await browser.post(f"{page.url}/map", columns("sku", "sku"))
    assert answer.status == 422
    assert "are set to SKU" in answer.text
    answer = await browser.post(f"{page.url}/check", columns("", "name"))
    assert "Say which column is: SKU" in answer.text


@pytest.mark.parametrize("one", hostile.REFUSED, ids=lambda one: one.name)
async def test_hostile_files_are_refused_with_their_exact_report(
    site: Site, one: hostile.Hostile
) -> None:
    browser = await site.person("max_manager")
    answer = await send(browser, one.name, one.make())
    assert answer.status == 422
    assert one.report in answer.text
    with site.database.connect("bob_boss") as boss:
        assert not boss.execute("select from inventory.imports").fetchall()


async def test_a_workbook_as_it_should_be(site: Site) -> None:
    browser = await site.person("max_manager")
    page = await send(browser, "no-ending", hostile.workbook())
    found = (await browser.get(f"{page.url}.json")).json()
    assert (found["encoding"], found["header"], found["rows"]) == ("xlsx", ["sku", "name"], 1)


async def test_utf_16_with_semicolons_and_decimal_commas(site: Site) -> None:
    browser = await site.person("max_manager")
    text = "Artikel;Ort;Menge\nMILK;MAIN-B;1.234,5\nMILK;MAIN-A;0,125\n".encode("utf-16")
    page = await send(browser, "menge.csv", text, "movements")
    assert "1234.5" in page.text
    ended = await check(
        browser, page, columns("item", "location", "quantity", **{"default.kind": "receipt",
                                                                  "decimal": ","})
    )  # fmt: skip
    assert (ended["bad"], ended["counts"]["lines"], ended["encoding"]) == (0, 2, "utf-16"), ended


async def test_a_formula_in_every_cell_of_a_workbook(site: Site) -> None:
    browser = await site.person("max_manager")
    book = openpyxl.Workbook()
    book.active.append(["item", "location", "quantity", "note"])
    book.active.append(["APPLE", "MAIN-A", "=1+1", "=HYPERLINK(1)"])
    book.active.append(["APPLE", "MAIN-A", 3, "=HYPERLINK(1)"])
    out = io.BytesIO()
    book.save(out)
    page = await send(browser, "f.xlsx", out.getvalue(), "movements")
    assert "3 cells are formulas and are read as their text: C2, D2, D3." in page.text
    form = columns("item", "location", "quantity", "note", **{"default.kind": "receipt"})
    ended = await check(browser, page, form)
    assert [(one["line"], one["problems"][0]["reason"]) for one in ended["problems"]] == [
        (2, "is a formula: put the number there that it stands for")
    ]
    assert (await start(browser, page, "good"))["state"] == "done"
    with site.database.connect("max_manager") as own:
        assert own.execute("select note from api.movements").fetchone()["note"] == "=HYPERLINK(1)"
    line = (await browser.get("/movements.csv")).text
    assert "'=HYPERLINK(1)" in line


async def test_a_gigabyte_is_refused_at_once_by_its_length(site: Site) -> None:
    browser = await site.person("max_manager")
    cookies = "; ".join(f"{one.key}={one.value}" for one in browser.http.cookie_jar)
    host, port = site.base.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"POST /import HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\nSec-Fetch-Site: same-origin"
        "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000000\r\n\r\n"
        .encode()
    )  # fmt: skip
    async with asyncio.timeout(2):
        said = await reader.readuntil(b"\r\n")
    assert b" 413 " in said
    writer.close()


async def test_a_gigabyte_in_chunks_is_refused_after_the_limit(site: Site) -> None:
    browser = await site.person("max_manager")
    token = TOKEN.search((await browser.get("/nothing-here")).text)[1]
    sent = 0

    async def body() -> Any:
        nonlocal sent
        yield (
            f'--x\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n{token}\r\n'
            '--x\r\nContent-Disposition: form-data; name="file"; filename="g.csv"\r\n\r\n'
        ).encode()
        while sent < 1_000_000_000:
            sent += 1_000_000
            yield b"a,b,c,d,e\n" * 100_000

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    try:
        answer = await browser._ask("POST", "/import", data=body(), headers=headers)
        assert answer.status == 413
        assert "at most 50 MB" in answer.text
    except aiohttp.ClientError:
        pass  # it was hung up on while it was still sending
    assert sent < 200_000_000
    with site.database.connect("bob_boss") as boss:
        assert not boss.execute("select from inventory.imports").fetchall()


SENT = """
select api.edit_item('APPLE', '{"tags": ["red"], "description": "=1+1",
    "packs": [{"unit": "case", "factor": 12.5}],
    "barcodes": ["4006381333931", "a;b", {"barcode": "X (case)", "unit": "case"}, "Y (case)"]}', 1);
select api.edit_item('MILK', '{"description": "\\t''=x\\n", "barcodes": ["''=1;2"],
    "attributes": {"weight": 0.0000001}}', 1)
"""


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("path", ["/item_fields", "/items"])
async def test_an_export_of_items_is_imported_back_unchanged(
    site: Site, path: str, suffix: str
) -> None:
    with site.database.connect("bob_boss") as boss:
        boss.execute(SENT)
        before = _items(boss)
    browser = await site.person("bob_boss")
    page = await send(browser, f"items{suffix}", await _file(browser, path + suffix))
    header = (await browser.get(f"{page.url}.json")).json()["header"]
    fields = ("sku", "name", "description", "category", "unit", "tags", "barcodes", "packs",
              "weight", "organic")  # fmt: skip
    form = columns(*(one if one in fields else "" for one in header))
    if path == "/item_fields":
        assert set(header) == set(fields)
        assert "selected>Barcodes" in page.text  # they are proposed by their names
    checked = await check(browser, page, form)
    assert checked["bad"] == 0, checked["problems"]
    assert checked["counts"]["unchanged"] == len(before)
    await start(browser, page, "all")
    with site.database.connect("bob_boss") as boss:
        assert _items(boss) == before  # their versions, too


async def _file(browser: Browser, path: str) -> bytes:
    async with browser.http.get(browser.base + path) as answer:
        assert answer.status == 200
        return await answer.read()


def _items(boss: Any) -> list[dict[str, Any]]:
    found = boss.execute(
        "select i.version, i.updated_at, inventory.item_said(i.item_id) as said"
        " from inventory.items as i order by i.sku"
    )
    return list(found.fetchall())


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("kind", list(understood.KINDS))
async def test_the_sample_of_each_kind_can_be_imported_as_it_is(
    site: Site, kind: str, suffix: str
) -> None:
    browser = await site.person("bob_boss")
    content = await _file(browser, f"/import_sample/{kind}{suffix}")
    page = await send(browser, f"{kind}{suffix}", content, kind)
    sent = (await browser.get(f"{page.url}.json")).json()
    checked = await check(browser, page, columns(*sent["header"]))
    assert (checked["state"], checked["bad"]) == ("checked", 0), checked["problem"]
    assert checked["rows"] >= 2 or kind == "locations"
    assert (await start(browser, page, "all"))["state"] == "done"


async def test_exported_locations_are_imported_back_without_choosing_a_column(site: Site) -> None:
    browser = await site.person("ann_admin")
    content = (await browser.get("/locations.csv")).text
    assert "True" not in content
    assert "true" in content
    sent = await send(browser, "locations.csv", content.encode(), "locations")
    page = (await browser.get(sent.url)).text
    proposed = {
        name: said[1]
        for name, options in re.findall(r'name="(column\.\d+)"(.*?)</select>', page, re.S)
        if (said := re.search(r'value="([a-z_]+)" selected', options))
    }
    assert len(proposed) == 5
    checked = await check(browser, sent, proposed)
    assert (checked["state"], checked["bad"]) == ("checked", 0), checked["problem"]
    assert checked["counts"]["unchanged"] == checked["rows"]


async def test_each_kind_says_its_columns(site: Site) -> None:
    browser = await site.person("bob_boss")
    text = (await browser.get("/import")).text
    for kind, name in understood.KINDS.items():
        assert f"<summary>{name}</summary>" in text
        known = {one.name for one in explained.EXPLAINED[kind]}
        assert known == set(FILE_KINDS[kind].FIELDS)
    assert "Thresholds" not in text
