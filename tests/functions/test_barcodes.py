"""What a scanned code stands for: linked barcodes, GTINs of any length, GS1, SKUs, places."""

import psycopg
import pytest

from tests.functions.steps import call, one, receive, refused

GTIN = "05901234123457"
FNC1 = "\x1d"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("01" + GTIN + "10L26-0871", {"gtin": GTIN, "lot": "L26-0871"}),
        (f"]C101{GTIN}10L1{FNC1}3712", {"gtin": GTIN, "lot": "L1", "quantity": 12}),
        (f"{FNC1}01{GTIN}1728013110X", {"gtin": GTIN, "lot": "X", "expires_on": "2028-01-31"}),
        (f"(01){GTIN}(17)280200(30)6", {"gtin": GTIN, "expires_on": "2028-02-29", "quantity": 6}),
        (f"]d201{GTIN}11260101172707311521070", None),
        (f"]d201{GTIN}112601011727073110A", {"gtin": GTIN, "expires_on": "2027-07-31", "lot": "A"}),
        (f"01{GTIN}310300150010B", {"gtin": GTIN, "lot": "B"}),
        (f"]Q301{GTIN}21SER{FNC1}240ZZ{FNC1}10B", {"gtin": GTIN, "lot": "B"}),
        (f"02{GTIN}3724", {"gtin": GTIN, "quantity": 24}),
        (f"]C110L1{FNC1}17271301", {"lot": "L1", "expires_on": None}),
        ("0105901234123450", None),  # its check digit is wrong
        ("01ABC", None),
        ("5901234123457", None),
        ("APPLE", None),
        ("", None),
        ("(01)", None),
    ],
)
def test_gs1(db: psycopg.Connection, said: str, found: dict | None) -> None:
    assert one(db, "select inventory.read_gs1(%s)", [said]) == found


def test_an_item_by_its_barcode_in_any_length(
    boss: psycopg.Connection, sue: psycopg.Connection
) -> None:
    answer = call(boss, "link_barcode", code="5901234123457", item="APPLE")
    assert answer["item"]["sku"] == "APPLE"
    for said in ("5901234123457", GTIN, f"01{GTIN}10L1", f"(01){GTIN}", "apple", " APPLE\n"):
        assert call(sue, "read_barcode", code=said)["item"]["sku"] == "APPLE", said
    assert call(sue, "read_barcode", code=f"01{GTIN}10L1")["lot"] == "L1"
    assert call(sue, "read_barcode", code="590123412345")["item"] is None
    assert call(sue, "read_barcode", code="NOTHING")["item"] is None
    call(boss, "link_barcode", code="036000291452", item="MILK")  # UPC-A, which scanners pad
    assert call(sue, "read_barcode", code="0036000291452")["item"]["sku"] == "MILK"


def test_a_pack_by_its_barcode(boss: psycopg.Connection, sue: psycopg.Connection) -> None:
    call(boss, "link_barcode", code=f"(01){GTIN}(10)L9", item="APPLE", unit="case")
    found = call(sue, "read_barcode", code=f"01{GTIN}10L1{FNC1}372")
    assert (found["unit"], found["lot"], found["quantity"]) == ("case", "L1", 2)
    # One of the base unit is what no unit says.
    assert call(boss, "link_barcode", code="B-1", item="APPLE", unit="ea")["unit"] is None


def test_what_cannot_be_linked(boss: psycopg.Connection, sue: psycopg.Connection) -> None:
    call(boss, "link_barcode", code="B-1", item="APPLE")
    with refused("IN015"):
        call(boss, "link_barcode", code="B-1", item="MILK")
    with refused("IN014"):
        call(boss, "link_barcode", code="B-2", item="NOPE")
    with refused("IN017"):
        call(boss, "link_barcode", code="B-2", item="MILK", unit="case")
    for code in ("", "x" * 81, "ä", None):
        with refused("IN017"):
            call(boss, "link_barcode", code=code, item="MILK")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        call(sue, "link_barcode", code="B-3", item="MILK")


def test_stock_is_of_the_place_and_of_ones_own_places_only(
    boss: psycopg.Connection, sue: psycopg.Connection
) -> None:
    receive(boss, "APPLE", "MAIN-A", 5, lot="L1")
    receive(boss, "APPLE", "MAIN-B", 7)
    receive(boss, "APPLE", "AIRPORT", 9)
    read = call(sue, "read_barcode", code="APPLE")
    assert [(one["location"], one["on_hand"]) for one in read["stock"]] == [
        ("MAIN-A", 5),
        ("MAIN-B", 7),
    ]
    read = call(sue, "read_barcode", code="APPLE", location="main-a")
    assert [(one["lot"], one["on_hand"]) for one in read["stock"]] == [("L1", 5)]
    assert call(sue, "read_barcode", code="APPLE", location="AIRPORT")["stock"] == []


def test_a_place_by_its_code_and_a_hidden_one_like_none(
    sue: psycopg.Connection, vic: psycopg.Connection
) -> None:
    assert call(sue, "read_barcode", code="main-a")["location"] == {
        "location": "MAIN-A", "name": "Main / A", "kind": "zone", "postable": True, "closed": False,
    }  # fmt: skip
    assert call(vic, "read_barcode", code="MAIN-A")["location"]["postable"] is False
    hidden = call(sue, "read_barcode", code="AIRPORT")
    none = call(sue, "read_barcode", code="NOWHERE")
    assert hidden | {"code": ""} == none | {"code": ""}


def test_who_counts_learns_no_quantity(shop: object) -> None:
    with shop.connect("bob_boss") as boss:  # type: ignore[attr-defined]
        receive(boss, "APPLE", "MAIN-A", 5)
    with shop.connect("cora_counter") as cora:  # type: ignore[attr-defined]
        read = call(cora, "read_barcode", code="APPLE")
    assert read["item"]["sku"] == "APPLE"
    assert "stock" not in read
    assert "on_hand" not in str(read)
