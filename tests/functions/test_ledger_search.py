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
    assert found(ledger, "Kind:Transfer,RECEIPT milk") == ["MILK receipt"]  # as a phone writes
    assert found(ledger, "is:posted,reversed") == found(ledger, "")


def test_words_find_items_as_the_search_of_items_does(
    ledger: psycopg.Connection, boss: psycopg.Connection, db: psycopg.Connection
) -> None:
    """By part of the name, several words, retired ones too; an exact SKU is that item."""
    assert found(ledger, "whole") == found(ledger, "hole mil") == ["MILK receipt"]
    assert found(ledger, '"milk, wh" kind:receipt') == found(ledger, "item:whole")
    db.execute(
        "insert into inventory.items (sku, name, category_id, unit_id) "
        "select sku, name, inventory.category_of('FOOD'), inventory.unit_of('ea') "
        "from (values ('MILK-2', 'Oat drink'), ('X-1', 'Tray for milk')) as n (sku, name)"
    )
    receive(boss, "MILK-2", "MAIN-B", 1)
    receive(boss, "X-1", "MAIN-B", 1)
    issue(boss, "X-1", "MAIN-B", 1)
    db.execute("update inventory.items set retired_at = now() where sku = 'X-1'")
    assert found(ledger, "MILK") == ["MILK receipt"]
    assert found(ledger, "mil") == [
        "X-1 issue", "X-1 receipt", "MILK-2 receipt", "MILK receipt",
    ]  # fmt: skip
    assert found(ledger, "item:mil") == ["MILK-2 receipt", "MILK receipt"]  # a SKU begins so
    assert found(ledger, "oat drink") == ["MILK-2 receipt"]


def test_of_many_items_the_first_are_looked_through_and_it_is_said(
    ledger: psycopg.Connection, db: psycopg.Connection
) -> None:
    assert call(ledger, "search_movements", query="mil")["of_items"] is None
    db.execute(
        "insert into inventory.items (sku, name, category_id, unit_id) select 'S-' || n, "
        "'Screw ' || n, inventory.category_of('PARTS'), inventory.unit_of('ea') "
        "from generate_series(1, 201) as n"
    )
    for query in ("screw", "item:S-"):
        answer = call(ledger, "search_movements", query=query)
        assert (answer["of_items"], answer["rows"]) == (200, [])
        counted = call(
            ledger, "count_list", list="movements",
            asked=psycopg.types.json.Jsonb({"query": query}),
        )  # fmt: skip
        assert counted["count_exact"] is False


def test_people_are_found_as_lists_show_them(
    ledger: psycopg.Connection, boss: psycopg.Connection, db: psycopg.Connection
) -> None:
    db.execute("update auth.people set name = 'Sue Becker-Roth' where person = 'sue_staff'")
    receive(boss, "APPLE", "MAIN-B", 1)
    for said in ("by:becker", "by:Roth", 'by:"sue beck"', "by:sue_st", "By:Sue"):
        assert len(found(ledger, said)) == 6, said
    assert len(found(ledger, "by:becker,bob_boss")) == 7
    with refused("IN012") as refusal:
        found(ledger, "kind:issue by:beckr")
    assert refusal.detail["fix"] == "kind:issue by:becker"


def test_when_it_happened_and_when_it_was_recorded(
    ledger: psycopg.Connection, db: psycopg.Connection
) -> None:
    happened = db.execute(
        "select (now() - interval '40 days')::text as then, (now() - interval '40 days')::date as d"
    ).fetchone()
    assert happened is not None
    post(
        ledger, "receipt", [{"item": "APPLE", "location": "MAIN-B", "quantity": 2}],
        reference="LATE", occurred_at=happened["then"],
    )  # fmt: skip
    late = ["APPLE receipt"]
    assert found(ledger, f"happened:{happened['d']}") == late
    assert found(ledger, f"happened:{happened['d']}..{happened['d']}") == late
    assert found(ledger, "happened:>30d") == found(ledger, "happened:30d..50d") == late
    assert found(ledger, "apple happened:>30d reference:late") == late
    assert found(ledger, "happened:>50d") == []
    assert len(found(ledger, "happened:<7d")) == len(found(ledger, "happened:today")) == 6
    for recorded in ("from:today", "from:7d", "to:today", "from:yesterday to:today", "From:1w"):
        assert len(found(ledger, recorded)) == 7, recorded
    assert found(ledger, "to:yesterday") == []


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
        ("apple from:yestrday", "from:yestrday"), ("location:AIRPORT", "location:AIRPORT"),
        ("by:nobody", "by:nobody"), ("-kind:issue", "-kind:issue"), ("is:late", "is:late"),
        ("kind:issue kind:receipt", "kind:receipt"), ("item:NOTHING", "item:NOTHING"),
        ("lot:", "lot:"), ("from:2026-02-30", "from:2026-02-30"),
        ("from:2026-02-02 to:2026-02-01", "to:2026-02-01"), ("apple item:MILK", "item:MILK"),
        ("happened:never", "happened:never"), ("milk OR apple", "OR"),
        ("x --kind:issue", "--kind:issue"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_pointed_at(
    sue: psycopg.Connection, query: str, term: str
) -> None:
    with refused("IN012") as refusal:
        call(sue, "search_movements", query=query)
    assert refusal.detail["term"] == term
    assert query[refusal.detail["position"] - 1 :].startswith(term)


@pytest.mark.parametrize(
    ("query", "fix"),
    [
        ("to:2026-02-01 milk from:2026-02-02", "to:2026-02-02 milk from:2026-02-01"),
        ("from:2026-01-01..2026-01-31", "from:2026-01-01 to:2026-01-31"),
        ("from:yestrday", "from:yesterday"),
        ("kind:reciept milk", "kind:receipt milk"),
        ("sku:milk", "item:milk"),
        ("knid:issue", "kind:issue"),
        ("occurred:7d", "happened:7d"),
        ("wohle", "whole"),
        ("kind: receipt", "kind:receipt"),
        ("kind:receipt OR kind:issue", "kind:receipt,issue"),
        ("milk OR apple", None),
        ("(milk OR apple)", None),
        ("(kind:receipt OR kind:issue) milk", "kind:receipt,issue milk"),
        ("--kind:issue", None),  # a minus is refused too
        ("location:MIAN", "location:MAIN"),
        ("location:AIRPROT", None),  # there is one, not for her
        ("zzzz", None),
    ],
)
def test_a_refusal_proposes_what_may_be_meant(
    ledger: psycopg.Connection, query: str, fix: str | None
) -> None:
    with refused("IN012") as refusal:
        call(ledger, "search_movements", query=query)
    assert refusal.detail.get("fix") == fix
    if fix is not None:
        call(ledger, "search_movements", query=fix)


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
