"""Every line code, with its field and its facts; and garbage, which is always refused as IN."""

from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Database
from tests.functions.steps import (
    assert_proved,
    call,
    count,
    on_hand,
    one,
    post,
    receive,
    refused,
)

GOOD = {"item": "APPLE", "location": "MAIN", "quantity": 1}
GOOD_TRANSFER = {"item": "APPLE", "from": "MAIN", "to": "MAIN-A", "quantity": 1}
NEVER = "(left out)"  # leave the key out; compared by identity, and named alike in every process


def good(kind: str) -> dict:
    """A line that this kind of document takes."""
    if kind == "transfer":
        return dict(GOOD_TRANSFER)
    return {**GOOD, "reason": "Found"} if kind == "adjustment" else dict(GOOD)


# kind, what differs from the good line, code, field
CASES = [
    *[(k, {"item": "PEAR"}, "IN101", "item") for k in ("receipt", "issue", "adjustment")],
    ("transfer", {"item": "PEAR"}, "IN101", "item"),
    ("receipt", {"item": NEVER}, "IN101", "item"),
    ("receipt", {"item": None}, "IN101", "item"),
    ("receipt", {"item": ""}, "IN101", "item"),
    ("receipt", {"item": 7}, "IN101", "item"),
    ("receipt", {"item": "x" * 100_000}, "IN101", "item"),
    ("receipt", {"item": "APPLE' or true --"}, "IN101", "item"),
    *[(k, {"item": "OLD"}, "IN102", "item") for k in ("receipt", "issue", "adjustment")],
    ("transfer", {"item": "OLD"}, "IN102", "item"),
    ("receipt", {"location": "NOWHERE"}, "IN103", "location"),
    ("receipt", {"location": "HARBOUR"}, "IN103", "location"),  # exists, not hers
    ("receipt", {"location": NEVER}, "IN103", "location"),
    ("receipt", {"location": False}, "IN103", "location"),
    ("transfer", {"from": "HARBOUR"}, "IN103", "from"),
    ("transfer", {"to": "AIRPORT"}, "IN103", "to"),
    ("transfer", {"to": NEVER}, "IN103", "to"),
    ("issue", {"lot": "L0"}, "IN104", "lot"),
    ("transfer", {"lot": "L0"}, "IN104", "lot"),
    ("issue", {"lot": "MILK-LOT"}, "IN104", "lot"),  # of another item
    ("receipt", {"unit": "kg"}, "IN105", "unit"),
    ("receipt", {"unit": "l"}, "IN105", "unit"),
    ("receipt", {"item": "MILK", "unit": "case"}, "IN105", "unit"),
    ("receipt", {"unit": 12}, "IN105", "unit"),
    *[
        ("receipt", {"quantity": q}, "IN106", "quantity")
        for q in (
            *(NEVER, None, "", "one", True, False, 0, "0.000", -1, "-1", "NaN", "Infinity"),
            *("-Infinity", "1e3", "1e400", "0x10", "1_000", "1,5", "1 1", "+1", "1.", ".5", 0.5),
            *("1" * 41, 10**12, "9" * 500, "1.0000000000001"),
        )
    ],
    ("issue", {"quantity": -1}, "IN106", "quantity"),
    ("transfer", {"quantity": 0}, "IN106", "quantity"),
    ("adjustment", {"quantity": 0}, "IN106", "quantity"),
    ("receipt", {"item": "MILK", "quantity": "0.0001"}, "IN106", "quantity"),
    ("receipt", {"quantity": "0.04", "unit": "case"}, "IN106", "quantity"),
    ("adjustment", {"reason": NEVER}, "IN108", "reason"),
    ("adjustment", {"reason": ""}, "IN108", "reason"),
    ("adjustment", {"reason": "   "}, "IN108", "reason"),
    ("adjustment", {"reason": None}, "IN108", "reason"),
    ("transfer", {"to": "MAIN"}, "IN109", "to"),
    ("transfer", {"to": " main "}, "IN109", "to"),
    ("receipt", {"colour": "red"}, "IN110", "colour"),
    ("receipt", {"Quantity": 5}, "IN110", "Quantity"),
    ("issue", {"unit_cost": 5}, "IN110", "unit_cost"),
    ("issue", {"reason": "x"}, "IN110", "reason"),
    ("transfer", {"location": "MAIN"}, "IN110", "location"),
    ("adjustment", {"unit_cost": 1}, "IN110", "unit_cost"),
    ("receipt", {"expires_on": "2027-13-01"}, "IN111", "expires_on"),
    ("receipt", {"lot": "L1", "expires_on": "tomorrow"}, "IN111", "expires_on"),
    ("receipt", {"lot": "L1", "expires_on": 20270101}, "IN111", "expires_on"),
    ("receipt", {"lot": "x" * 61}, "IN111", "lot"),
    ("receipt", {"note": "x" * 501}, "IN111", "note"),
    ("receipt", {"note": {"a": 1}}, "IN111", "note"),
    ("receipt", {"quantity": [1]}, "IN111", "quantity"),
    ("receipt", {"item": ["APPLE"]}, "IN111", "item"),
    ("adjustment", {"reason": "x" * 201}, "IN111", "reason"),
    *[
        ("receipt", {"unit_cost": c}, "IN112", "unit_cost")
        for c in (-1, "x", "NaN", "Infinity", True, "1e400", 10**12, "1" * 41)
    ],
    ("receipt", {"location": "CLOSED"}, "IN113", "location"),
    ("transfer", {"to": "CLOSED"}, "IN113", "to"),
    ("receipt", {"expires_on": "2027-01-31"}, "IN114", "expires_on"),
    ("receipt", {"lot": " ", "expires_on": "2027-01-31"}, "IN114", "expires_on"),
]


def name(case: object) -> str:
    """A short test id."""
    return "".join(c if c.isalnum() else "-" for c in str(case))[:40]


@pytest.fixture(scope="module")
def shop(lasting_shop: Database) -> Database:
    """One shop for the whole module: nothing here posts anything that stays."""
    with lasting_shop.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id, retired_at) select "
            "'OLD', 'Old', inventory.category_of('PARTS'), inventory.unit_of('ea'), now()"
        )
        db.execute(
            "insert into inventory.locations (code, name, kind, parent_id, retired_at) "
            "select 'CLOSED', 'Closed', 'zone', inventory.location_of('MAIN'), now()"
        )
    with lasting_shop.connect("sue_staff") as sue:
        receive(sue, "APPLE", "MAIN", 100)
        receive(sue, "MILK", "MAIN", 100, lot="MILK-LOT")
    return lasting_shop


@pytest.mark.parametrize(("kind", "change", "code", "field"), CASES, ids=name)
def test_line(sue: psycopg.Connection, kind: str, change: dict, code: str, field: str) -> None:
    line = {k: v for k, v in {**good(kind), **change}.items() if v is not NEVER}
    with refused("IN001") as refusal:
        post(sue, kind, [good(kind), line, good(kind)])
    assert refusal.codes == [(2, code)]
    (only,) = refusal.detail
    assert only["field"] == field
    assert len(str(only)) < 1500
    assert refusal.error.diag.message_primary.startswith("Line 2: ")


def test_every_code_is_tried_here() -> None:
    tried = {code for _, _, code, _ in CASES}
    assert tried | {"IN107"} == {f"IN1{n:02}" for n in range(1, 15)}


def test_no_place_above_a_site_holds_stock(shop: Database) -> None:
    with shop.connect("bob_boss") as boss, refused("IN001") as refusal:
        post(boss, "receipt", [{**GOOD, "location": place} for place in ("ACME", "NORTH")])
    assert refusal.codes == [(1, "IN113"), (2, "IN113")]


def test_a_hidden_place_and_no_place_read_the_same(sue: psycopg.Connection) -> None:
    """Nobody learns from an error that a place exists."""
    said = []
    for place in ("HARBOUR", "HARBOUX"):
        with refused("IN001") as refusal:
            post(sue, "receipt", [{**GOOD, "location": place}])
        said.append(str(refusal.detail).replace(place, "?"))
    assert said[0] == said[1]


def test_each_thing_that_is_wrong_with_a_line_is_said_at_its_field(sue: psycopg.Connection) -> None:
    line = {**GOOD, "lots": "L1", "lot": "y" * 61, "note": "z" * 501, "expires_on": "31.12.2026"}
    with refused("IN001") as refusal:
        post(sue, "receipt", [line, {**GOOD, "unit": ["case"]}])
    told = {(one["line"], one["field"]): (one["message"], one["hint"]) for one in refusal.detail}
    assert told == {
        (1, "expires_on"): ('"31.12.2026" is no date.', "Write it like 2027-01-31."),
        (1, "lot"): ("The code of a lot has at most 60 characters; this has 61.", "Shorten it."),
        (1, "lots"): ('A line of this document has no "lots".', 'Did you mean "lot"?'),
        (1, "note"): ("A note has at most 500 characters; this has 501.", "Shorten it."),
        (2, "unit"): ("unit is one value, no array or object.", "Write a text or a number."),
    }


def test_blanks_around_a_number_are_none_of_it(sue: psycopg.Connection) -> None:
    with sue.transaction(force_rollback=True):
        (line,) = post(sue, "receipt", [{**GOOD, "quantity": " 5\t"}])["lines"]
        assert line["quantity"] == 5


def test_all_bad_lines_at_once(sue: psycopg.Connection) -> None:
    lines = [
        {**GOOD, "item": "PEAR", "quantity": "x"},
        GOOD,
        {**GOOD, "unit_cost": -1},
        "APPLE",
        {**GOOD, "location": "NOWHERE"},
        {**GOOD, "quantity": -5},
        {**GOOD, "lot": "y" * 61},
        {**GOOD, "extra": 1},
        None,
        [],
        7,
    ]
    with refused("IN001") as refusal:
        post(sue, "receipt", lines)
    assert refusal.codes == [
        (1, "IN101"),
        (3, "IN112"),
        (4, "IN111"),
        (5, "IN103"),
        (6, "IN106"),
        (7, "IN111"),
        (8, "IN110"),
        (9, "IN111"),
        (10, "IN111"),
        (11, "IN111"),
    ]
    assert "10 of 11 lines" in refusal.error.diag.message_primary
    assert refusal.detail[4]["asked"] == "-5"


@pytest.mark.parametrize(
    ("kind", "change", "message"),
    [
        ("issue", {"quantity": "6.5"}, "ea is counted in whole numbers."),
        ("transfer", {"quantity": "0.5"}, "ea is counted in whole numbers."),
        (
            "receipt", {"item": "MILK", "quantity": "0.0001"},
            "l is counted with at most 3 decimals.",
        ),
        (
            "receipt", {"quantity": "0.04", "unit": "case"},
            "0.04 case would be 0.48 ea. ea is counted in whole numbers.",
        ),
        ("issue", {"quantity": "-3"}, "The quantity must be above zero."),
        ("receipt", {"quantity": 0}, "The quantity must be above zero."),
        ("adjustment", {"quantity": 0}, "An adjustment of zero changes nothing."),
        ("adjustment", {"quantity": "-0.5"}, "ea is counted in whole numbers."),
        ("issue", {"quantity": "abc"}, '"abc" is no number.'),
        ("issue", {"quantity": "1e999"}, '"1e999" is no number.'),
        ("issue", {"quantity": "9" * 99}, f'"{"9" * 40}" is no number.'),
        ("issue", {"quantity": None}, "The quantity is missing."),
        ("issue", {"quantity": ""}, "The quantity is missing."),
        ("receipt", {"quantity": 10**12}, "The quantity must be below 1,000,000,000,000."),
    ],
)  # fmt: skip
def test_a_bad_quantity_is_told_in_particular(
    sue: psycopg.Connection, kind: str, change: dict[str, Any], message: str
) -> None:
    line = {**(GOOD_TRANSFER if kind == "transfer" else GOOD), **change}
    if kind == "adjustment":
        line["reason"] = "counted"
    with refused("IN001") as refusal:
        post(sue, kind, [line])
    [told] = refusal.detail
    assert (told["code"], told["field"], told["message"]) == ("IN106", "quantity", message)
    assert told["hint"]


def test_both_places_of_a_transfer_are_named(sue: psycopg.Connection) -> None:
    with refused("IN001") as refusal:
        post(sue, "transfer", [{**GOOD_TRANSFER, "from": "NOWHERE", "to": "CLOSED"}])
    assert [(n["code"], n["field"], n["location"]) for n in refusal.detail] == [
        ("IN103", "from", "NOWHERE"),
        ("IN113", "to", "CLOSED"),
    ]
    assert "1 of 1 lines" in refusal.error.diag.message_primary


def test_a_short_transfer_is_named_once(sue: psycopg.Connection) -> None:
    with refused("IN001") as refusal:
        post(sue, "transfer", [{**GOOD_TRANSFER, "quantity": 101}])
    (only,) = refusal.detail
    assert (only["code"], only["location"], only["asked"], only["available"]) == (
        "IN107",
        "MAIN",
        101,
        100,
    )
    assert "Only 100 ea of APPLE at MAIN; 101 asked." in refusal.error.diag.message_primary


def test_quantities_of_packs_are_named_in_base_units(sue: psycopg.Connection) -> None:
    with refused("IN001") as refusal:
        post(sue, "issue", [{**GOOD, "quantity": 9, "unit": "case"}])
    assert (refusal.detail[0]["asked"], refusal.detail[0]["available"]) == (108, 100)


@pytest.mark.parametrize(
    "lines",
    [
        '[{"item":"APPLE","location":"MAIN","quantity":1e400}]',
        '[{"item":"APPLE","location":"MAIN","quantity":-1e400}]',
        '[{"item":"APPLE","location":"MAIN","quantity":1e-400}]',
        '[{"item":"APPLE","location":"MAIN","quantity":1,"unit_cost":1e400}]',
        '[{"item":{"item":{"item":[[[[]]]]}},"location":[],"quantity":{}}]',
        '[[[[[[[[{"item":"APPLE"}]]]]]]]]',
        "[{}]",
        '[{"item":null,"location":null,"quantity":null,"lot":null,"unit":null,"note":null}]',
        '[{"":""}]',
        '[{"lot":{"lot":"x"}}]',
        '[{"lot":["x"],"item":["APPLE"]}]',
        '["lot", {"lot": 5}]',
        '[{"item":"APPLE","location":"MAIN","quantity":"\\u0031\\u0661"}]',
        '[{"item":"\\u2028","location":"\\ud83d\\ude00","quantity":"\\u200b1"}]',
    ],
)
@pytest.mark.parametrize("kind", ["receipt", "issue", "transfer", "adjustment"])
def test_garbage_is_refused_as_lines(
    sue: psycopg.Connection, db: psycopg.Connection, lines: str, kind: str
) -> None:
    before = count(db, "inventory.documents")
    with refused("IN001"):
        sue.execute(
            f"select api.post_{kind}(lines => %s::jsonb, idempotency_key => gen_random_uuid())",
            [lines],
        )
    assert count(db, "inventory.documents") == before


def test_twenty_thousand_lines_and_one(sue: psycopg.Connection) -> None:
    with refused("IN004") as refusal:
        post(sue, "receipt", [GOOD] * 20_001)
    assert refusal.detail == {"lines": 20_001}


def test_every_one_of_many_bad_lines(sue: psycopg.Connection) -> None:
    with refused("IN001") as refusal:
        post(sue, "issue", [{**GOOD, "item": f"NO-{n}"} for n in range(2_000)])
    assert [line for line, _ in refusal.codes] == list(range(1, 2_001))


def test_long_headings_are_refused_by_name(sue: psycopg.Connection) -> None:
    for name, most in (("reference", 200), ("note", 2000)):
        with refused("IN017") as refusal:
            post(sue, "receipt", [GOOD], **{name: "x" * (most + 1)})
        assert refusal.detail == {"field": name}


def test_nothing_here_posted(shop: Database, sue: psycopg.Connection) -> None:
    assert on_hand(sue, "APPLE", "MAIN") == 100
    assert one(sue, "select count(*) from api.documents") == 2
    assert_proved(shop)


def test_a_call_without_names_is_what_the_comment_says(sue: psycopg.Connection) -> None:
    with sue.transaction(force_rollback=True):
        answer = one(
            sue,
            "select api.post_receipt(%s, gen_random_uuid(), 'ref', 'note', now())",
            [Jsonb([GOOD])],
        )
        assert (answer["reference"], answer["note"]) == ("ref", "note")
        page = call(sue, "document_page", document=answer["document"])
        assert page["lines"] == answer["lines"]
