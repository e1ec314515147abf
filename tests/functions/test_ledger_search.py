"""The ledger's own search: each qualifier, paged both ways, few places, bounds."""

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, issue, post, receive, refused, reverse


def found(db: psycopg.Connection, query: str, **more: object) -> list[str]:
    """What a search finds, as "sku kind"."""
    rows = call(db, "search_movements", query=query, **more)["rows"]
    return [f"{row['sku']} {row['kind']}" for row in rows]


@pytest.fixture
def ledger(sue: psycopg.Connection, sam: psycopg.Connection) -> psycopg.Connection:
    """A few movements of each kind."""
    receive(sue, "APPLE", "MAIN-A-1", 20)
    post(
        sue, "receipt",
        [{"item": "MILK", "location": "MAIN-B", "quantity": 5, "lot": "L7"}], reference="PO-4711",
    )  # fmt: skip
    reverse(sue, issue(sue, "APPLE", "MAIN-A-1", 2))
    move = {"item": "APPLE", "from": "MAIN-A-1", "to": "MAIN-B", "quantity": 3}
    post(sue, "transfer", [move])
    receive(sam, "BOLT-M8", "AIRPORT", 7)
    return sue


def test_each_qualifier(ledger: psycopg.Connection, max_: psycopg.Connection) -> None:
    assert found(ledger, "") == [
        "APPLE transfer", "APPLE transfer", "APPLE reversal", "APPLE issue", "MILK receipt",
        "APPLE receipt",
    ]  # fmt: skip
    assert found(ledger, "milk") == found(ledger, "item:MIL") == ["MILK receipt"]
    assert found(ledger, "lot:L7") == found(ledger, "reference:po-47") == ["MILK receipt"]
    assert found(ledger, "location:main-b") == ["APPLE transfer", "MILK receipt"]
    assert len(found(ledger, "location:MAIN-A")) == 4  # and what lies below
    assert found(ledger, "kind:receipt,issue") == ["APPLE issue", "MILK receipt", "APPLE receipt"]
    assert found(ledger, "kind:issue is:reversed") == ["APPLE issue"]
    assert found(ledger, "kind:issue is:posted") == []
    assert found(ledger, "apple location:MAIN-B kind:transfer") == ["APPLE transfer"]
    assert len(found(ledger, "by:Sue")) == len(found(ledger, "by:sue_staff")) == 6
    assert len(found(ledger, "from:2020-01-01 to:2099-01-01")) == 6
    assert found(ledger, "to:2020-01-01") == found(ledger, "from:2099-01-01") == []
    assert found(max_, "item:BOLT-M8") == []  # at a place that is not theirs


def test_pages_both_ways(ledger: psycopg.Connection) -> None:
    for query in ("", "item:APPLE", "location:MAIN", "kind:transfer,receipt,issue,reversal"):
        whole = call(ledger, "search_movements", query=query)["rows"]
        pages, after = [], None
        for _ in range(9):
            page = call(ledger, "search_movements", query=query, after=after, max_rows=2)
            pages.append(page)
            after = page["next"]
            if after is None:
                break
        assert [row for page in pages for row in page["rows"]] == whole, query
        assert pages[0]["previous"] is None
        back = call(
            ledger, "search_movements", query=query, before=pages[-1]["previous"], max_rows=2
        )
        assert back["rows"] == pages[-2]["rows"], query
        newest = call(ledger, "search_movements", query=query, before=pages[1]["previous"])
        assert newest["rows"] == pages[0]["rows"]
        assert newest["previous"] is None


def test_what_is_rare_is_looked_for_step_by_step(
    shop: Database, db: psycopg.Connection, ledger: psycopg.Connection
) -> None:
    """Beyond 60,000 keys the answer says that there is more to look through, and goes on."""
    db.execute(
        "select setval(pg_get_serial_sequence('inventory.movements', 'movement_id'), 150000)"
    )
    receive(ledger, "APPLE", "MAIN-A-1", 1)
    page = call(ledger, "search_movements", query="reference:po")
    assert (page["rows"], page["looked_on"]) == ([], True)
    seen = 0
    while page["next"]:
        page = call(ledger, "search_movements", query="reference:po", after=page["next"])
        seen += len(page["rows"])
    assert (seen, page["looked_on"]) == (1, False)
    assert found(ledger, "kind:receipt reference:PO item:MILK") == ["MILK receipt"]  # by its item


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("colour:red", "colour:red"), ('item:"open', 'item:"open'), ("kind:gift", "kind:gift"),
        ("apple from:yesterday", "from:yesterday"), ("location:AIRPORT", "location:AIRPORT"),
        ("by:nobody", "by:nobody"), ("-kind:issue", "-kind:issue"), ("is:late", "is:late"),
        ("kind:issue kind:receipt", "kind:receipt"), ("item:NOTHING", "item:NOTHING"),
        ("lot:", "lot:"), ("from:2026-02-30", "from:2026-02-30"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_pointed_at(
    sue: psycopg.Connection, query: str, term: str
) -> None:
    with refused("IN012") as refusal:
        call(sue, "search_movements", query=query)
    assert refusal.detail["term"] == term
    assert query[refusal.detail["position"] - 1 :].startswith(term)


def test_a_counter_and_a_stranger_see_none(shop: Database, ledger: psycopg.Connection) -> None:
    with (
        shop.connect("cora_counter") as counter,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        call(counter, "search_movements")
    with shop.connect("sam_staff") as sam:
        assert found(sam, "kind:receipt") == ["BOLT-M8 receipt"]
        with refused("IN012"):
            call(sam, "search_movements", query="lot:L7")


# A document of the first day whose keys go on after those of the second.
BESIDE = """
set local session_replication_role = replica;
alter table inventory.movements alter movement_id set generated by default;
update inventory.documents as d set posted_at = t.at, occurred_at = t.at
from (values (true, timestamptz '2026-01-01 12:00:30+00'), (false, '2026-01-02 12:00:30+00'))
    as t (is_first, at)
where (d.reference = 'PO-4711') = t.is_first;
update inventory.movements as m set posted_at = d.posted_at, occurred_at = d.posted_at,
    movement_id = m.movement_id + case d.reference when 'PO-4711' then 1000 else 0 end
from inventory.documents as d
where d.document_id = m.document_id
"""


@pytest.fixture
def days(db: psycopg.Connection, ledger: psycopg.Connection) -> psycopg.Connection:
    """The same movements, of two days."""
    with db.transaction():
        for statement in BESIDE.split(";"):
            db.execute(statement)
    return ledger


def test_documents_recorded_beside_each_other_are_told_apart(days: psycopg.Connection) -> None:
    assert found(days, "to:2026-01-01") == ["MILK receipt"]
    assert len(found(days, "from:2026-01-02")) == 5


@pytest.mark.parametrize("is_end", [False, True])
def test_no_bound_tells_when_others_posted(
    days: psycopg.Connection, max_: psycopg.Connection, is_end: bool
) -> None:
    """Asked for each half second of a minute it is one answer, whoever posted within it."""
    answers = max_.execute(
        "select count(distinct coalesce(inventory.movement_around("
        "'2026-01-02 12:00:00+00'::timestamptz + s * interval '0.5 seconds', %s), 0)) as n"
        " from generate_series(1, 119) as s", (is_end,),
    ).fetchone()  # fmt: skip
    assert answers is not None
    assert answers["n"] == 1
