"""A shop's own files: all of a file or nothing, and every bad row named."""

import json
import re
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest
from psycopg.types.json import Jsonb

from ops.errors import Trouble
from ops.importing.connection import as_person
from ops.importing.files import FileOptions, batches
from ops.importing.files.columns import propose
from ops.importing.files.items import FIELDS as ITEM_FIELDS
from ops.importing.files.record import TRIED
from tests.importing.conftest import Shop
from web.export import _lines
from web.rooms.item_fields import FIELDS, flat

ITEMS = "sku,name,category,unit,weight,organic\nC-1,Third,ALL,pc,1.5,yes\nD-1,Fourth,ALL,kg,,\n"


def test_items_are_created_and_edited(shop: Shop) -> None:
    assert shop.load("items", ITEMS).sentence == "Imported 2 items."
    (third,) = shop.run("select name, attributes from inventory.items where sku = 'C-1'")
    assert third == {"name": "Third", "attributes": {"weight": 1.5, "organic": True}}
    shop.load("items", "sku,name,since\nc-1,Renamed,2026-01-31\n")
    (third,) = shop.run("select name, attributes from inventory.items where sku = 'C-1'")
    assert third["name"] == "Renamed"
    assert third["attributes"] == {"weight": 1.5, "organic": True, "since": "2026-01-31"}


def test_every_bad_item_is_named_and_nothing_is_kept(shop: Shop) -> None:
    content = (
        "sku;name;category;unit;weight\n"
        "C-1;Good;ALL;pc;2,5\n"
        "c 2;Space in SKU;ALL;pc;\n"
        "C-3;;ALL;pc;\n"
        "C-4;No category;TOYS;pc;\n"
        "C-5;Bad weight;ALL;pc;heavy\n"
        "C-6;Two cells\n"
        "C-6;A NUL\0;ALL;pc;\n"
        '"C-7";"Unit\nover two lines";ALL;mile;\n'
    )
    done = shop.load("items", content)
    assert (done.rows, done.refused) == (8, 7)
    assert "Nothing was imported" in done.sentence
    assert shop.run("select from inventory.items where sku like 'C-%%'") == []
    rows = [line.split(",")[:3] for line in shop.refused()]
    assert ["3", "sku", "c 2"] in rows
    assert ["4", "name", ""] in rows
    assert ["5", "category", "TOYS"] in rows
    assert ["6", "weight", "heavy"] in rows
    assert ["9", "unit", "mile"] in rows
    assert {row[0] for row in rows if row[1] == "row"} == {"7", "8"}


TWICE = {
    "items": "sku,name,category,unit\nC-1,One,ALL,pc\nD-1,D,ALL,pc\nc-1,Two,ALL,pc\n",
    "locations": "code,name,kind,parent\nS8,One,site,CO\nS7,Seven,site,CO\ns8,Two,site,CO\n",
    "thresholds": "item,location,minimum\nA-1,S1,1\nA-1,S2,1\na-1,s1,2\n",
}


@pytest.mark.parametrize("at_once", [1_000, 1])
@pytest.mark.parametrize("kind", TWICE)
def test_what_stands_twice_is_refused_with_both_lines(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, kind: str, at_once: int
) -> None:
    """However far apart they stand, and also where the first of them changes nothing."""
    monkeypatch.setattr(batches, "AT_ONCE", at_once)
    assert shop.load(kind, TWICE[kind]).refused == 1
    assert re.match("4,.*stands twice: on the lines 2 and 4", shop.refused()[0])
    first, _, other, _ = TWICE[kind].split("\n", 3)
    assert shop.load(kind, f"{first}\n{other}\n").refused == 0
    assert shop.load(kind, f"{first}\n{other}\n{other}\n").refused == 1


@pytest.mark.parametrize("kind", TWICE)
def test_rows_of_one_thing_are_refused_to_programs_too(shop: Shop, kind: str) -> None:
    """By their numbers; rows without a code are no twins."""
    names, first, _, again = TWICE[kind].splitlines()
    rows = [dict(zip(names.split(","), one.split(","), strict=True)) for one in (first, again)]
    (bad,) = shop.ask(kind, rows)
    assert (bad["row"], bad["message"]) == (2, "stands twice: in the rows 1 and 2")
    assert {one["code"] for one in shop.ask(kind, [{}, {}])}.isdisjoint({"IN011"})


RANGES = "item,location,minimum,maximum,margin,severity,seen\n"


def test_ranges_there_and_back_change_nothing(shop: Shop) -> None:
    """However often; also with the marks of before a file was imported, and those of a default."""
    assert shop.load("thresholds", RANGES + "A-1,S1,2,9,,,\nA-1,CO,1,,,,\n").refused == 0
    shop.by_default("ALL", "S2", 3)
    listed = "select sku, location, minimum, maximum, margin, severity, seen from api.thresholds"
    content = RANGES + "".join(
        ",".join("" if one is None else str(one) for one in row.values()) + "\n"
        for row in shop.run(listed)
    )
    before = shop.run("select * from inventory.thresholds order by threshold_id")
    audit = shop.run("select max(change_id) from audit.changes")
    done = shop.load("thresholds", content)
    assert (done.rows, done.refused) == (4, 0)
    assert done.sentence == "Nothing new was imported: all 4 thresholds were already there."
    assert shop.run("select * from inventory.thresholds order by threshold_id") == before
    assert shop.run("select max(change_id) from audit.changes") == audit
    other = content.replace("A-1,S1,2,9", "A-1,S1,2,8")
    assert shop.load("thresholds", other).sentence == "Imported 1 thresholds; 3 were already there."
    assert shop.load("thresholds", other).refused == 0  # its mark is that of the range before
    assert shop.load("thresholds", content).refused == 1  # which is another now


def test_places_that_are_so_already_are_not_touched(shop: Shop) -> None:
    """Also those of which one may only know."""
    places = "code,name,kind,parent,allow_negative\nCO,Company,company,,no\nS1,Site,site,CO,\n"
    shop.run("update inventory.locations set retired_at = now() where code = 'S2' returning 1")
    before = shop.run("select * from inventory.locations order by code")
    done = shop.load("locations", places + "s2, Site ,site,co,no\n")
    assert done.refused == 0, shop.refused()
    assert shop.run("select * from inventory.locations order by code") == before


def test_what_cannot_be_read_does_not_hide_other_mistakes(shop: Shop) -> None:
    def wrong(kind: str, content: str) -> list[tuple[str, ...]]:
        assert shop.load(kind, content).refused
        return sorted(tuple(line.split(",")[:2]) for line in shop.refused())

    items = "sku,name,category,unit,weight,organic,tags\nC-1,,TOYS,mile,heavy,perhaps,ok\n"
    fields = ["category", "name", "organic", "unit", "weight"]
    assert wrong("items", items) == [("2", name) for name in fields]
    ranges = RANGES + "A-9,S9,ten,,1e5,urgent,\nA-1,S1,many,,-1,,\nA-1,S2,3,2,x,,\n"
    assert wrong("thresholds", ranges) == [
        ("2", "item"), ("2", "location"), ("2", "margin"), ("2", "minimum"), ("2", "severity"),
        ("3", "margin"), ("3", "minimum"), ("4", "margin"), ("4", "maximum"),
    ]  # fmt: skip
    assert not [line for line in shop.refused() if "And:" in line]  # each is told once
    places = "code,name,kind,parent,allow_negative\nS 3,,shelf,NOWHERE,perhaps\n"
    fields = ["allow_negative", "code", "kind", "name", "parent"]
    assert wrong("locations", places) == [("2", name) for name in fields]
    movements = (
        "kind,item,location,quantity,date,unit cost\n"
        "stolen,A-9,S1,ten,yesterday,1\nreceipt,A-1,S9,1,2026-01-31,dear\n"
    )
    assert wrong("movements", movements) == [
        ("2", "date"), ("2", "item"), ("2", "kind"), ("2", "quantity"),
        ("3", "location"), ("3", "unit cost"),
    ]  # fmt: skip
    assert shop.on_hand() == {}


def test_a_row_with_a_cell_that_cannot_be_read_is_never_kept(shop: Shop) -> None:
    """Also where the database would read it otherwise, and only so many are tried."""
    content = "sku,name,category,unit,weight\n" + "".join(
        f"N-{n},N,TOYS,pc,1e5\n" for n in range(TRIED + 20)
    )
    done = shop.load("items", content)
    assert (done.rows, done.refused) == (TRIED + 20, 2 * TRIED + 20)
    assert shop.load("thresholds", RANGES + "A-1,S1,1e1,,,,\n").refused == 1
    assert shop.run("select from inventory.thresholds") == []


def test_a_range_that_was_changed_meanwhile_tells_its_other_mistakes(shop: Shop) -> None:
    shop.load("thresholds", RANGES + "A-1,S1,2,9,,,\n")
    bad = shop.ask("thresholds", [{"item": "A-1", "location": "S1", "minimum": "x", "maximum": -1,
                                   "margin": "y", "seen": "none"}])  # fmt: skip
    assert [one["field"] for one in bad] == ["minimum", "margin", "seen", "maximum"]
    assert {one["row"] for one in bad} == {1}


def test_encodings_and_decimal_commas(shop: Shop) -> None:
    content = "Artikelnummer;Bezeichnung;Kategorie;Einheit;weight\nC-1;Säge;ALL;pc;1.234,5\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        assert shop.load("items", content.encode(encoding)).refused == 0, encoding
    (item,) = shop.run("select name, attributes from inventory.items where sku = 'C-1'")
    assert item == {"name": "Säge", "attributes": {"weight": 1234.5}}
    with pytest.raises(Trouble, match="0xe4"):
        shop.load("items", content.encode("cp1252"))
    assert shop.load("items", content.encode("cp1252"), encoding="cp1252").refused == 0


def test_columns_are_mapped_by_a_file(shop: Shop) -> None:
    content = "Ident|Was|Farbe\nC-1|Ball|red\n"
    with pytest.raises(Trouble, match="'Ident', 'Was', 'Farbe'"):
        shop.load("items", content)
    mapping = shop.folder / "map.json"
    mapping.write_text(
        json.dumps(
            {
                "columns": {"sku": "Ident", "name": "Was"},
                "ignore": ["Farbe"],
                "defaults": {"unit": "pc", "category": "ALL"},
            }
        )
    )
    given = FileOptions.read(mapping)
    assert shop.load("items", content, **vars(given)).refused == 0
    toml = shop.folder / "map.toml"
    toml.write_text('decimal = ","\n[columns]\nsku = "Ident"\n')
    assert FileOptions.read(toml, decimal=None).decimal == ","
    toml.write_text("colums = 1\n")
    with pytest.raises(Trouble, match="colums"):
        FileOptions.read(toml)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("name,unit\nx,pc\n", "No column for sku"),
        ("sku,name,name\nx,y,z\n", "Two columns"),
        ('sku,name\nC-1,"open\n', "is no table from line 2"),
        ("sku,name\nC-1," + "x" * 200_000 + "\n", "field larger than"),
        ("sku,name\nC-1" + ",x" * 600_000 + "\n", "a line of more than"),
    ],
)
def test_what_is_no_table_says_so(shop: Shop, content: str, said: str) -> None:
    with pytest.raises(Trouble, match=said):
        shop.load("items", content)


def test_locations_come_in_any_order(shop: Shop) -> None:
    content = (
        "code,name,kind,parent,allow_negative\n"
        "Z-1-B1,Bin,bin,Z-1,\n"
        "Z-1,Zone,zone,S9,no\n"
        "S9,New site,site,CO,\n"
    )
    assert shop.load("locations", content).sentence == "Imported 3 locations."
    assert shop.load("locations", content).refused == 0
    bad = (
        "code,name,kind,parent\n"
        "Q1,Site,site,NOWHERE\n"
        "Q2,Region in a site,region,S1\n"
        "Q3,X,shelf,S1\n"
    )
    assert shop.load("locations", bad).refused == 3
    fields = {tuple(line.split(",")[:2]) for line in shop.refused()}
    assert {("2", "parent"), ("4", "kind")} <= fields


def test_movements_become_documents(shop: Shop) -> None:
    content = (
        "date,kind,reference,item,location,to,quantity,unit cost,lot,best before,reason\n"
        "2026-01-01,receipt,PO-1,A-1,S1,,100,2.50,,,\n"
        "2026-01-01,receipt,PO-1,B-1,S1,,7.125,4,L1,2027-01-01,\n"
        "2026-01-02,sale,SO-1,A-1,S1,,-30,,,,\n"
        "2026-01-03,transfer,T-1,A-1,S1,S2,20,,,,\n"
        "2026-01-04,adjustment,C-1,B-1,S1,,-0.125,,L1,,damaged\n"
    )
    assert shop.load("movements", content).sentence == "Imported 5 movements."
    assert shop.on_hand() == {("A-1", "S1"): "50", ("A-1", "S2"): "20", ("B-1", "S1"): "7"}
    documents = shop.run(
        "select kind, reference, line_count, (occurred_at at time zone 'UTC')::date::text as day,"
        " posted_by from inventory.documents order by occurred_at"
    )
    assert [row["kind"] for row in documents] == ["receipt", "issue", "transfer", "adjustment"]
    assert documents[0] | {"posted_by": ""} == {
        "kind": "receipt", "reference": "PO-1", "line_count": 2, "day": "2026-01-01",
        "posted_by": "",
    }  # fmt: skip
    assert {row["posted_by"] for row in documents} == {shop.manager}
    # The very same file again posts nothing twice.
    assert shop.load("movements", content).refused == 0
    assert shop.on_hand()["A-1", "S1"] == "50"
    assert shop.run("select * from api.prove()") == []


def test_a_bad_movement_undoes_the_whole_file(shop: Shop) -> None:
    content = (
        "date,kind,item,location,quantity\n"
        "2026-01-01,receipt,A-1,S1,10\n"
        "2026-01-01,receipt,A-9,S1,10\n"
        "2026-01-01,receipt,A-1,S9,10\n"
        "2026-01-01,receipt,A-1,S1,1.5\n"
        "2026-01-01,receipt,A-1,S1,ten\n"
        "31.12.2026,receipt,A-1,S1,1\n"
        "2999-01-01,receipt,A-1,S1,1\n"
        "2026-01-02,stolen,A-1,S1,1\n"
        "2026-01-02,issue,A-1,S1,11\n"
        "2026-01-03,issue,A-1,,1\n"
    )
    done = shop.load("movements", content)
    assert done.rows == 10
    assert done.refused == 9
    assert shop.on_hand() == {}
    assert shop.run("select from inventory.documents") == []
    rows = {tuple(line.split(",")[:2]) for line in shop.refused()}
    assert rows == {
        ("3", "item"), ("4", "location"), ("5", "quantity"), ("6", "quantity"), ("7", "date"),
        ("8", "date"), ("9", "kind"), ("10", "quantity"), ("11", "location"),
    }  # fmt: skip


def test_a_dry_run_changes_nothing(shop: Shop) -> None:
    done = shop.load("movements", "item,location,quantity\nA-1,S1,5\n", dry_run=True)
    assert done.sentence == "All 1 movements would be imported. Nothing was changed."
    assert shop.on_hand() == {}


def test_a_person_imports_with_their_own_rights(shop: Shop) -> None:
    staff = shop.manager.replace("mia", "stan")
    shop.run("select api.create_user(person => %s, name => 'Stan', groups => '{staff}')", staff)
    shop.manager = staff
    with pytest.raises(Trouble, match="may not import items"):
        shop.load("items", ITEMS)
    done = shop.load("movements", "item,location,quantity\nA-1,S1,5\n")
    assert done.refused == 1
    assert "No location" in shop.refused()[0]


def test_memory_does_not_grow_with_the_file(shop: Shop) -> None:
    def peak(rows: int) -> int:
        content = "date,item,location,quantity\n" + "".join(
            f"2026-01-{1 + row * 28 // rows:02},A-1,S1,1\n" for row in range(rows)
        )
        tracemalloc.start()
        shop.load("movements", content, dry_run=True)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most - len(content) * 2

    small, large = peak(28 * 40), peak(28 * 400)
    # Ten times the rows: a document's worth more, not ten times.
    assert large < max(small * 12, 40_000_000)


def test_an_unknown_file_is_no_traceback(shop: Shop) -> None:
    with pytest.raises(Trouble, match="cannot be read"):
        FileOptions.read(Path("/nowhere/map.json"))


def test_a_sign_against_the_kind_is_refused_never_dropped(shop: Shop) -> None:
    content = (
        "kind,item,location,to,quantity\n"
        "receipt,A-1,S1,,10\n"
        "receipt,A-1,S1,,-5\n"
        "transfer,A-1,S1,S2,-2\n"
    )
    assert shop.load("movements", content).refused == 2
    assert shop.on_hand() == {}
    rows = shop.refused()
    assert [row.split(",")[:3] for row in rows] == [
        ["3", "quantity", "-5"],
        ["4", "quantity", "-2"],
    ]
    assert all("an issue or an adjustment" in row for row in rows)


def test_a_signed_ledger_has_all_its_issues_negative(shop: Shop) -> None:
    content = (
        "kind,item,location,quantity\nin,A-1,S1,10\nout,A-1,S1,-3\n,A-1,S1,-1\nout,A-1,S1,-2\n"
    )
    assert shop.load("movements", content).refused == 0
    assert shop.on_hand() == {("A-1", "S1"): "4"}


@pytest.mark.parametrize(
    ("quantities", "odd", "said"),
    [
        ((3, -2, 1), "-2", "is negative, and other issues of the file are not"),
        ((-3, 2, -1), "2", "is positive, and other issues of the file are negative"),
        ((3, -2), "-2", "is negative, and other issues of the file are not"),
    ],
)
def test_issues_of_mixed_signs_are_not_guessed_at(
    shop: Shop, quantities: tuple[int, ...], odd: str, said: str
) -> None:
    content = "kind,item,location,quantity\nreceipt,A-1,S1,10\n" + "".join(
        f"issue,A-1,S1,{quantity}\n" for quantity in quantities
    )
    assert shop.load("movements", content).refused == 1
    assert shop.on_hand() == {}
    (row,) = shop.refused()
    assert row.split(",")[1:3] == ["quantity", odd]
    assert said in row


def test_what_a_constraint_refuses_is_a_row_and_the_rest_is_read(shop: Shop) -> None:
    content = (
        f"reference,item,location,quantity\n{'x' * 300},A-1,S1,1\nPO-2,A-1,S1,2\nPO-3,A-9,S1,3\n"
    )
    done = shop.load("movements", content)
    assert (done.rows, done.refused) == (3, 2)
    first, second = shop.refused()
    assert first.startswith("2,reference,xxx")
    assert "A reference has at most 200 characters." in first
    assert second.startswith("4,item,A-9")
    assert shop.on_hand() == {}


def test_a_repeated_file_says_that_it_was_there(shop: Shop) -> None:
    content = "date,item,location,quantity\n" + "".join(
        f"2026-01-0{day},A-1,S1,1\n2026-01-0{day},B-1,S1,1\n" for day in (1, 2)
    )
    assert shop.load("movements", content).sentence == "Imported 4 movements."
    again = shop.load("movements", content)
    assert again.sentence == "Nothing new was imported: all 4 movements were already there."
    tried = shop.load("movements", content, dry_run=True)
    assert tried.sentence == "Nothing new would be imported: all 4 movements are already there."
    assert shop.on_hand()["A-1", "S1"] == "2"


WHOLE = (
    "sku,name,category,unit,tags,barcodes,packs\n"
    'C-1,Third,ALL,pc,"Red, new","4006381333931; X 1 (case)",case=12; pallet=480\n'
)


def _packs(shop: Shop) -> None:
    for code in ("case", "pallet"):
        shop.run(
            "insert into inventory.units (code, name, decimals) values (%s, %s, 0) returning code",
            code, code,
        )  # fmt: skip


def test_tags_barcodes_and_packs_are_columns(shop: Shop) -> None:
    _packs(shop)
    assert shop.load("items", WHOLE).sentence == "Imported 1 items."
    (said,) = shop.run(
        "select inventory.item_said(item_id) as item from inventory.items where sku = 'C-1'"
    )
    assert said["item"]["tags"] == ["new", "red"]
    assert said["item"]["packs"] == [
        {"unit": "case", "factor": 12},
        {"unit": "pallet", "factor": 480},
    ]
    assert said["item"]["barcodes"] == [
        {"barcode": "4006381333931", "unit": None},
        {"barcode": "X 1", "unit": "case"},
    ]
    shop.load("items", "sku,tags,ean\nC-1,old,\n")  # an empty cell changes nothing
    (said,) = shop.run(
        "select inventory.item_said(item_id) as item from inventory.items where sku = 'C-1'"
    )
    assert (said["item"]["tags"], len(said["item"]["barcodes"])) == (["old"], 2)


@pytest.mark.parametrize(
    ("field", "cell", "said"),
    [
        ("packs", "a dozen", "is no pack"),
        ("packs", "case=none", "is not how many"),
        ("packs", "crate=12", 'No pack unit ""crate""'),
        ("packs", "case=1; case=2", "given once"),
        ("barcodes", "1; 2 (crate)", '""crate"", is no unit'),
        ("barcodes", "1; 2 (case)", "a pack that the item has"),
        ("barcodes", "grün", "printable"),
        ("barcodes", "TAKEN", "stands for Item B-1"),
        ("tags", "x" * 41, "1 to 40 letters"),
    ],
)
def test_what_is_no_tag_barcode_or_pack_is_refused(
    shop: Shop, field: str, cell: str, said: str
) -> None:
    _packs(shop)
    shop.load("items", "sku,barcodes\nB-1,TAKEN\n")
    assert shop.load("items", f"sku|{field}\nA-1|{cell}\n").refused == 1
    (line,) = shop.refused()
    assert line.startswith(f"2,{field},"), line
    assert said in line


def test_what_is_so_already_is_not_touched(shop: Shop) -> None:
    _packs(shop)
    shop.load("items", WHOLE)
    before = shop.run("select sku, version, updated_at from inventory.items order by sku")
    assert shop.load("items", WHOLE).refused == 0
    assert shop.run("select sku, version, updated_at from inventory.items order by sku") == before
    twice = WHOLE + WHOLE.split("\n", 1)[1]
    assert shop.load("items", twice.replace("X 1 (case)", "X 1(case)")).refused == 1


def test_a_row_tells_all_its_mistakes(shop: Shop) -> None:
    content = "sku,name,category,unit,tags,packs,barcodes\nN-1,,TOYS,mile,ok,crate=1,grün\n"
    assert shop.load("items", content).refused == 5
    wrong = {line.split(",")[1] for line in shop.refused()}
    assert wrong == {"name", "category", "unit", "packs", "barcodes"}
    assert shop.run("select from inventory.items where sku = 'N-1'") == []
    content = 'sku,tags,packs,since\nA-1,"a""b",dozen,2026-01-31\n'
    assert shop.load("items", content).refused == 2
    (item,) = shop.run("select attributes from inventory.items where sku = 'A-1'")
    assert item["attributes"] == {}
    (said,) = shop.run(
        "select api.import_items(%s) as bad",
        '[{"sku": "A-1", "packs": "dozen", "attributes": [1]}]',
    )
    assert [one["field"] for one in said["bad"]] == ["packs", "attributes"]


@pytest.mark.parametrize("name", ["ean", "packaging", "labels"])
def test_an_attribute_is_before_a_synonym_of_its_name(shop: Shop, name: str) -> None:
    _declare(shop, name)
    assert shop.load("items", f"sku,{name}\nA-1,007\n").sentence == "Imported 1 items."
    (said,) = shop.run("select attributes, tags from inventory.items where sku = 'A-1'")
    assert said == {"attributes": {name: "007"}, "tags": []}
    assert not shop.run("select from inventory.item_barcodes")
    assert propose(["sku", name], ITEM_FIELDS, [name]) == {"sku": "sku", name: name}
    # Where it is said, it is the other one.
    shop.load("items", f"sku,{name}\nA-1,8\n", columns={"barcodes": name})
    assert shop.run("select barcode from inventory.item_barcodes") == [{"barcode": "8"}]


def _declare(shop: Shop, name: str) -> None:
    shop.run(
        "insert into inventory.attributes (category_id, attribute, label, type)"
        " select category_id, %s, 'X', 'text' from inventory.categories where code = 'ALL'"
        " returning 1",
        name,
    )


THERE_AND_BACK = {
    "one code with a semicolon": {"barcodes": ["a;b"]},
    "codes that are formulas": {"barcodes": ["=1", "-2", "'=3"]},
    "formulas": {"description": "+49 123", "attributes": {"remark": "=1+1"}},
    "apostrophes": {"description": "'=1", "name": "''@x", "attributes": {"remark": "'-5"}},
    "small numbers": {"attributes": {"weight": 1e-7}},
    "large numbers": {"attributes": {"weight": 1234567890.5}},
    "tabs": {"description": "\t=x", "attributes": {"remark": "\tx\u2003"}},
    "ends of lines": {"description": "one\r\ntwo\n\n"},
    "blanks": {"description": " x ", "attributes": {"remark": " \n"}},
}


@pytest.mark.parametrize("case", THERE_AND_BACK)
def test_a_file_there_and_back_changes_nothing(shop: Shop, case: str) -> None:
    _declare(shop, "remark")
    item = {"sku": "R-1", "name": "R", "category": "ALL", "unit": "pc"} | THERE_AND_BACK[case]
    with as_person(shop.database.dsn(), shop.manager) as db:
        db.execute("select api.create_item(item => %s)", (Jsonb(item),))
    whole = "select version, inventory.item_said(item_id)::text from inventory.items"
    before = shop.run(f"{whole} where sku = 'R-1'")
    said = json.loads(before[0]["item_said"], parse_float=Decimal)
    columns = (*FIELDS, *said["attributes"])
    heads = dict(zip(columns, columns, strict=True))
    content = _lines([heads, flat(said)], columns, ",")
    assert shop.load("items", content, decimal=".").refused == 0, shop.refused()
    assert shop.run(f"{whole} where sku = 'R-1'") == before
    # And what was made so elsewhere is the same, but for the blanks around it.
    shop.run("delete from inventory.items where sku = 'R-1' returning 1")
    assert shop.load("items", content, decimal=".").refused == 0
    (after,) = shop.run(f"{whole} where sku = 'R-1'")
    again = json.loads(after["item_said"], parse_float=Decimal)
    assert again["barcodes"] == said["barcodes"]
    assert again["description"] == said["description"].strip()
