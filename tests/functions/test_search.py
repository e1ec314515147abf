"""Search: every qualifier, negation, quotes; errors with their place; pages; own places only."""

import random

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, one, post, receive, refused, set_range


@pytest.fixture(scope="module")
def shop(lasting_shop: Database) -> Database:
    """One stocked shop for the whole module; its tests only read."""
    with lasting_shop.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id, retired_at) "
            "select format('S-%s', n), format('Screw %s%% \\ %s_x', n % 7, n), "
            "inventory.category_of(case n % 2 when 0 then 'FOOD' else 'PARTS' end), "
            "inventory.unit_of('ea'), case when n % 10 = 0 then now() end "
            "from generate_series(1, 60) as n"
        )
        db.execute("update inventory.items set tags = array['fresh'] where sku = 'MILK'")
        db.execute("update inventory.items set tags = array['metal'] where sku = 'BOLT-M8'")
    with lasting_shop.connect("bob_boss") as boss:
        receive(boss, "APPLE", "MAIN-A-1", 10, lot="L-1")
        receive(boss, "MILK", "MAIN", 3)
        receive(boss, "APPLE", "AIRPORT", 500)
        receive(boss, "BOLT-M8", "AIRPORT", 7, lot="HIDDEN")
        post(
            boss,
            "receipt",
            [{"item": f"S-{n}", "location": "HARBOUR", "quantity": n} for n in range(1, 10)],
        )
        set_range(boss, "APPLE", "MAIN", 50)
        set_range(boss, "MILK", "MAIN", None, 1)
        set_range(boss, "BOLT-M8", "AIRPORT", 100)
        set_range(boss, "S-1", "MAIN", 5)
    return lasting_shop


def found(db: psycopg.Connection, query: str, **more: object) -> set[str]:
    """SKUs of all pages of a search."""
    skus, after = [], None
    while True:
        page = call(db, "search_items", query=query, after=after, **more)
        skus += [row["sku"] for row in page["rows"]]
        after = page["next"]
        if after is None:
            break
    assert len(skus) == len(set(skus)), "a row came twice"
    assert page["count"] == len(skus)
    assert page["count_exact"] is True
    return set(skus)


NAMED = {"APPLE", "MILK", "BOLT-M8"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("apple", {"APPLE"}),
        ("APP", {"APPLE"}),
        ("whole", {"MILK"}),
        ("bolt-m", {"BOLT-M8"}),
        ("m8", {"BOLT-M8"}),
        ("olt bol", {"BOLT-M8"}),
        ('"milk, wh"', {"MILK"}),
        ("sku:bolt", {"BOLT-M8"}),
        ("sku:olt", set()),
        ('sku:"BOLT-M8"', {"BOLT-M8"}),
        ("category:FOOD -screw", {"APPLE", "MILK"}),
        ("category:parts -screw", {"BOLT-M8"}),
        ("category:ALL -screw", NAMED),
        ("-category:FOOD -screw", {"BOLT-M8"}),
        ("location:main", {"APPLE", "MILK"}),
        ("location:MAIN-A", {"APPLE"}),
        ("location:MAIN-B", set()),
        ("location:ACME", {"APPLE", "MILK"}),  # as far as she sees it
        ("-location:MAIN -screw", {"BOLT-M8"}),
        ("lot:L-1", {"APPLE"}),
        ("lot:HIDDEN", set()),
        ("status:low", {"APPLE"}),
        ("status:over", {"MILK"}),
        ("status:out", {"S-1"}),
        ("status:low,over", {"APPLE", "MILK"}),
        ("status:low,out,over", {"APPLE", "MILK", "S-1"}),
        ("status:ok -screw", {"BOLT-M8"}),
        ("-status:ok", {"APPLE", "MILK", "S-1"}),
        ("status:low status:over", set()),
        ("is:retired", {f"S-{n}" for n in range(10, 61, 10)}),
        ("-is:retired -screw", NAMED),
        ("is:active -screw", NAMED),
        ("is:retired -is:active sku:S-6", {"S-60"}),
        ("%", {f"S-{n}" for n in range(1, 61) if n % 10}),
        ("60_", set()),
        ("59_x", {"S-59"}),
        ('"3% \\ 59_x"', {"S-59"}),
        ("_______", set()),
        ("' or true --", set()),
        ("); drop table x; --", set()),
        ("$1 %s {} \\", set()),
        ("  apple\t\n", {"APPLE"}),
        ("4006381333931", {"APPLE"}),
        ("barcode:4006381333931", {"APPLE"}),
        ("barcode:400638", set()),
        ("has:barcode", {"APPLE"}),
        ("-has:barcode -screw", {"MILK", "BOLT-M8"}),
        ("has:stock,lot", {"APPLE", "MILK"}),
        ("has:threshold -has:alert", set()),
        ("name:lk", {"MILK"}),
        ("tag:fresh", {"MILK"}),
        ("tag:fresh,metal", {"MILK", "BOLT-M8"}),
        ("TAG:fresh", {"MILK"}),  # a phone writes capitals
        ("Status:LOW", {"APPLE"}),
        ("-Category:FOOD -screw", {"BOLT-M8"}),
        ("sku:bolt,mil", {"BOLT-M8", "MILK"}),
        ("name:lk,ppl", {"MILK", "APPLE"}),
        ("-name:lk,ppl -screw", {"BOLT-M8"}),
        ('name:"lk,ppl"', set()),
        ('name:"milk, wh"', {"MILK"}),
        ("barcode:4006381333931,1", {"APPLE"}),
        ("lot:L-1,L-2", {"APPLE"}),
        ("weight:0.1..0.2kg", {"APPLE"}),
        ("weight:100g..300", {"APPLE"}),
        ("created:<7d -screw", NAMED),
        ("created:<=7d -screw", NAMED),
        ("created:>7d", set()),
        ("created:>=1d", set()),
        ("created:0d..7d -screw", NAMED),
        ("created:7d..0d -screw", NAMED),
        ("created:7d..30d", set()),
        ("created:>-7d -screw", NAMED),  # a day, written as how far away it is
        ("updated:<-7d", set()),
        ("expires:<7d", set()),
        ('"OR"', set()),
        ("OR", set()),
        ('screw "OR"', set()),
        ("or", set()),
        ("paint (dark", set()),
        ("-tag:fresh -screw", {"APPLE", "BOLT-M8"}),
        ("unit:l", {"MILK"}),
        ("category:Food -screw", {"APPLE", "MILK"}),
        ("category:FOOD,PARTS -screw", NAMED),
        ('location:"Main / A"', {"APPLE"}),
        ("location:MAIN-A,MAIN-B", {"APPLE"}),
        ("on_hand:10", {"APPLE"}),
        ("on_hand:>=3", {"APPLE", "MILK"}),
        ("on_hand:3..9", {"MILK"}),
        ("on_hand:..9 -screw", {"MILK", "BOLT-M8"}),
        ("on_hand:<10 -on_hand:0", {"MILK"}),
        ("available:>9,5", {"APPLE"}),
        ("reserved:>0", set()),
        ("places:1", {"APPLE", "MILK"}),
        ("minimum:50", {"APPLE"}),
        ("maximum:<=1", {"MILK"}),
        ("expires:<2031-01-01", set()),
        ("updated:today -screw", NAMED),
        ("updated:<today", set()),
        ("updated:7d -screw", NAMED),
        ("created:>2026-01-01 -screw", NAMED),
        ("weight:>100g", {"APPLE", "MILK"}),
        ("weight:0.2kg", {"APPLE"}),
        ("weight:200g", {"APPLE"}),
        ("-weight:<1kg -screw", {"MILK", "BOLT-M8"}),
        ("organic:yes", {"MILK"}),
        ("organic:no", set()),
        ("aple", {"APPLE"}),
        ("aple status:over", set()),
        ("is:active,retired sku:S-6", {"S-6", "S-60"}),
    ],
)
def test_what_is_found(sue: psycopg.Connection, query: str, expected: set[str]) -> None:
    assert found(sue, query) == expected


@pytest.mark.parametrize(
    ("query", "position", "length", "term"),
    [
        ("colour:red", 1, 10, "colour:red"),
        ("apple size:9", 7, 6, "size:9"),
        ("apple  -size:9 x", 8, 7, "-size:9"),
        ('apple "red', 7, 4, '"red'),
        ('apple sku:"red', 7, 8, 'sku:"red'),
        ('ap"ple', 1, 6, 'ap"ple'),
        ("sku:", 1, 4, "sku:"),
        ("apple -", 7, 1, "-"),
        ('x ""', 3, 2, '""'),
        ("status:lost", 1, 11, "status:lost"),
        ("status:low,", 1, 11, "status:low,"),
        ("is:lost", 1, 7, "is:lost"),
        ("apple location:NOPE", 7, 13, "location:NOPE"),
        ("-location:AIRPORT", 1, 17, "-location:AIRPORT"),  # there is one, not for her
        ("category:NOPE", 1, 13, "category:NOPE"),
    ],
)
def test_what_cannot_be_read_says_where(
    sue: psycopg.Connection, query: str, position: int, length: int, term: str
) -> None:
    with refused("IN012") as refusal:
        call(sue, "search_items", query=query)
    said = {key: refusal.detail[key] for key in refusal.detail if key != "fix"}
    assert said == {"position": position, "length": length, "term": term}


@pytest.mark.parametrize(
    ("query", "fix"),
    [
        ("x onhand:<5 y", "x on_hand:<5 y"),
        ("-statsu:low", "-status:low"),
        ("status:lwo,out", "status:low,out"),
        ("status:xxxx,out", "status:out"),
        ("colour:red", '"colour:red"'),
        ('apple "red', "apple red"),
        ("apple sku:", "apple"),
        ("on_hand:5kg", "on_hand:5"),
        ("on_hand:9..2", "on_hand:2..9"),
        ("on_hand:many", None),
        ("weight:5l", "weight:5kg"),
        ("updated:2026-02-01..2026-01-01", "updated:2026-01-01..2026-02-01"),
        ("updated:2026-02-30", None),
        ("changed:today", "updated:today"),  # as the column is named
        ("price:>1", '"price:>1"'),  # what she may not see is not proposed
        ("location:MIAN", "location:MAIN"),
        ("location:AIRPROT", None),  # there is one, not for her
        ("category:FODO", "category:FOOD"),
        ("organic:yse", "organic:yes"),
        ("has:stok", "has:stock"),
        ("cost:>1", '"cost:>1"'),  # as any qualifier that is none
        ("sort:colour", None),
        ("Colour:red", '"Colour:red"'),
        ("on_hand: 5", "on_hand:5"),
        ("on_hand: <5 milk", "on_hand:<5 milk"),
        ('name: "milk, w"', 'name:"milk, w"'),
        ("sku: status:low", "status:low"),
        ("apple sku: x", "apple sku:x"),
        ("Note: red", '"Note: red"'),
        ("on_hand:1..2..3", "on_hand:1..3"),
        ("on_hand:5-10", "on_hand:5..10"),
        ("on_hand:1e2", "on_hand:100"),
        ("on_hand:>1e2", "on_hand:>100"),
        ("on_hand:>1'000", "on_hand:>1000"),
        ("on_hand:~5", "on_hand:5"),
        ("on_hand:>1" + "0" * 27, None),
        ("on_hand:<0." + "3" * 14, "on_hand:<0." + "3" * 12),
        ("on_hand:1,2", "on_hand:1.2"),
        ("on_hand:1,2,3", "on_hand:1..3"),
        ("on_hand:1,2,5", None),
        ("on_hand:1,200", "on_hand:1200"),
        ("on_hand:>1,200", "on_hand:>1200"),
        ("on_hand:1,200,300", "on_hand:1200300"),
        ("weight:1,5kg", "weight:1.5kg"),
        ("weight:2..1kg", "weight:1kg..2kg"),
        ("weight:150..0.3kg", "weight:0.3kg..150kg"),
        ("sku:,", ""),
        ("name:" + ",".join("abcdefghijklmnopqrstuv"), None),
        ("milk OR apple", "name:milk,apple"),
        ("-x milk OR apple OR bolt status:low", "-x name:milk,apple,bolt status:low"),
        ("status:low OR status:out", "status:low,out"),
        ("status:low OR tag:x", None),
        ("on_hand:1 OR on_hand:2", None),
        ('"a b" OR c', None),
        ("milk OR", "milk"),
        ("OR milk", "milk"),
        ("milk AND fresh", "milk fresh"),
        ("milk NOT fresh", "milk -fresh"),
        ("milk NOT -fresh", "milk -fresh"),
        ("(milk fresh)", "milk fresh"),
        ('("milk, w" fresh)', '"milk, w" fresh'),
        ("(milk OR apple) status:low", "name:milk,apple status:low"),
        ("x (status:low)", "x status:low"),
        ("milk (red OR blue)", "milk name:red,blue"),
        ("-(a b)", None),
        ("--status:ok", "-status:ok"),
        ('--name:"a b" x', '-name:"a b" x'),
        ("--milk", "-milk"),
        ("organic:y", "organic:yes"),
        ("status:x", None),  # of one letter nothing is near
        ("is:a", "is:active"),
        ("onhand:>1 statsu:low colour:red", 'on_hand:>1 status:low "colour:red"'),
        ("statsu:low on_hand:many", None),  # what is proposed can be read
    ],
)
def test_a_refusal_carries_the_search_as_it_may_be_meant(
    sue: psycopg.Connection, query: str, fix: str | None
) -> None:
    with refused("IN012") as refusal:
        call(sue, "search_items", query=query)
    assert refusal.detail.get("fix") == fix
    if fix is not None:
        call(sue, "search_items", query=fix)


def test_where_nothing_is_near_some_are_named(sue: psycopg.Connection) -> None:
    """Categories, and places of one's own: AIRPORT is there, not for her."""
    with refused("IN012") as refusal:
        call(sue, "search_items", query="category:wxyz")
    hint = refusal.error.diag.message_hint or ""
    assert hint.startswith("Some that there are: ")
    assert "FOOD" in hint
    with refused("IN012") as refusal:
        call(sue, "search_items", query="location:wxyz")
    hint = refusal.error.diag.message_hint or ""
    assert "MAIN" in hint
    assert "AIRPORT" not in hint


def test_who_may_not_see_may_not_ask(shop: Database) -> None:
    """Cost in the words for a qualifier that is none; who counts blind asks no quantity."""
    questions = ("on_hand:>0", "status:low", "has:stock", "sort:on_hand", "minimum:1", "value:>1")
    with shop.connect("cora_counter") as cora:
        for query in questions:
            with refused("IN012"):
                call(cora, "search_items", query=query)
        for kind, key in (
            ("quantity", "on_hand"),
            ("cost", "value"),
            ("nothing", "x"),
            ("lot", ""),
        ):
            terms = [{"key": "text", "value": "x", "plan": {"kind": kind, "key": key, "low": 0}}]
            with refused("IN012"):
                cora.execute(
                    "select inventory.search_ids(%s, 'name', null, 5)",
                    [psycopg.types.json.Jsonb(terms)],
                )
        assert found(cora, "tag:fresh") == {"MILK"}
    with shop.connect("sue_staff") as sue:
        # Whatever kind is handed in, or none.
        for kind in ({"kind": "cost"}, {"kind": "quantity"}, {"kind": None}, {"kind": "x"}, {}):
            plan = kind | {"key": "cost", "low": 0}
            with refused("IN012"):
                sue.execute(
                    "select inventory.search_ids(%s, 'name', null, 5)",
                    [psycopg.types.json.Jsonb([{"key": "text", "value": "x", "plan": plan}])],
                )
    with shop.connect("bob_boss") as boss:
        assert found(boss, "cost:>0 value:>0") == set()


def test_suggestions(sue: psycopg.Connection, shop: Database) -> None:
    def offered(db: psycopg.Connection, query: str, **more: object) -> list[str]:
        answer = call(db, "suggest_search", query=query, **more)
        begin = answer["from"]
        assert answer["length"] == len(query[: more.get("place") or 500]) - begin
        return [option["text"] for option in answer["options"]]

    assert offered(sue, "stat") == ["status:"]
    assert offered(sue, "x -stat") == ["status:"]
    assert offered(sue, "status:low,o") == ["status:low,out", "status:low,over", "status:low,ok"]
    assert offered(sue, "Wei") == ["weight:"]
    assert offered(sue, "Status:lo") == ["Status:low"]
    assert offered(sue, "organic:") == ["organic:no", "organic:yes"]
    assert offered(sue, "location:air") == []  # hidden from her
    assert "location:MAIN-A" in offered(sue, 'location:"Main')
    assert offered(sue, "tag:f") == ["tag:fresh"]
    assert offered(sue, "cos") == []
    assert offered(sue, "status:low x", place=6) == ["status:"]
    assert offered(sue, "category:foo x", place=12) == ["category:FOOD"]
    with shop.connect("cora_counter") as cora:
        assert offered(cora, "stat") == offered(cora, "status:") == []
    with shop.connect("bob_boss") as boss:
        assert offered(boss, "cos") == ["cost:"]


def test_bounds(sue: psycopg.Connection) -> None:
    for query in ("x" * 501, "a " * 21):
        with refused("IN012"):
            call(sue, "search_items", query=query)
    with refused("IN012"):
        call(sue, "search_items", sort="colour")
    with refused("IN012"):
        call(sue, "search_items", sort="name; drop table x")
    for cursor in ("x", "!", "e30", "W10", "bnVsbA", "é", "x" * 2000):
        with refused("IN014"):
            call(sue, "search_items", after=cursor)
    for rows, expected in ((0, 1), (-5, 1), (None, 50), (10_000, 57)):
        assert len(call(sue, "search_items", max_rows=rows)["rows"]) == expected
    assert call(sue, "search_items", query=None)["count"] == 57


def test_a_cursor_of_another_order_or_made_up(
    sue: psycopg.Connection, db: psycopg.Connection
) -> None:
    """A cursor is input like any other."""
    for place in (
        '{"key": "x", "item": "x"}',
        '{"key": "x", "item": 1e99}',
        '{"key": null, "item": null}',
        '{"key": {"a": 1}, "item": [1]}',
        '{"key": "\' or true", "item": "1 or true"}',
        '{"item": 1}',
        "[]",
        '"item key"',
    ):
        cursor = one(db, "select inventory.write_cursor(%s::jsonb)", [place])
        for sort in ("name", "sku", "updated", "-updated"):
            with refused("IN014"):
                call(sue, "search_items", after=cursor, sort=sort)


def test_terms_come_back_for_the_page(sue: psycopg.Connection) -> None:
    answer = call(sue, "search_items", query='-sku:x "a b"  status:low')
    assert answer["terms"] == [
        {"key": "sku", "value": "x", "negated": True, "position": 1, "length": 6},
        {"key": "text", "value": "a b", "negated": False, "position": 8, "length": 5},
        {"key": "status", "value": "low", "negated": False, "position": 15, "length": 10},
    ]


@pytest.mark.parametrize(
    "sort",
    ["name", "-name", "sku", "-sku", "updated", "-updated", "-created", "on_hand", "-available"],
)
@pytest.mark.parametrize("size", [1, 7, 500])
def test_pages_hold_each_row_once_in_order(sue: psycopg.Connection, sort: str, size: int) -> None:
    keys = {"updated": "updated_at", "created": "created_at"}
    keys |= dict.fromkeys(
        ("on_hand", "available"),
        "(select coalesce(sum(s.on_hand), 0) from inventory.stock_levels as s "
        "where s.item_id = items.item_id)",
    )
    key = keys.get(sort.lstrip("-"), sort.lstrip("-"))
    order = "desc" if sort.startswith("-") else "asc"
    expected = [
        row["sku"]
        for row in sue.execute(
            f"select sku from inventory.items where retired_at is null "
            f"order by {key} {order}, item_id {order}"
        )
    ]
    got, after = [], None
    while True:
        page = call(sue, "search_items", sort=sort, after=after, max_rows=size)
        got += [row["sku"] for row in page["rows"]]
        after = page["next"]
        if after is None:
            break
    assert got == expected
    # And the same way back, page by page.
    while page["previous"]:
        page = call(sue, "search_items", sort=sort, before=page["previous"], max_rows=size)
        skus = [row["sku"] for row in page["rows"]]
        at = expected.index(skus[0])
        assert skus == expected[at : at + len(skus)]
    assert at == 0 if size < len(expected) else page["next"] is None


def test_quantities_are_of_own_places_only(
    shop: Database, sue: psycopg.Connection, boss: psycopg.Connection
) -> None:
    (hers,) = call(sue, "item_rows", skus=["APPLE"])
    assert (hers["on_hand"], hers["places"], hers["status"]) == (10, 1, "low")
    (his,) = call(boss, "item_rows", skus=["APPLE"])
    assert (his["on_hand"], his["places"]) == (510, 2)
    (bolt,) = call(sue, "item_rows", skus=["BOLT-M8"])
    assert (bolt["on_hand"], bolt["status"], bolt["alerts"], bolt["minimum"]) == (0, "ok", 0, None)
    assert found(boss, "status:low -screw") == {"APPLE", "BOLT-M8"}
    rows = call(sue, "item_rows", skus=["MILK", "NOPE", "APPLE", "MILK"])
    assert [row["sku"] for row in rows] == ["MILK", "APPLE", "MILK"]


def test_who_searches(shop: Database) -> None:
    for person in ("vic_viewer", "ada_auditor", "max_manager"):
        with shop.connect(person) as login:
            assert found(login, "apple") == {"APPLE"}
    for person in ("ann_admin", "rob_reporting"):
        with shop.connect(person) as login, refused("42501"):
            call(login, "search_items")


PLAIN = """
    select i.sku from inventory.items as i
    where i.retired_at is null
    and (%(text)s::text is null
        or i.name ilike '%%' || %(text)s || '%%' or i.sku like upper(%(text)s) || '%%')
    and (%(category)s::text is null or i.category_id in (
        select c.category_id from inventory.categories as c
        left join inventory.categories as p on p.category_id = c.parent_id
        where c.code = %(category)s or p.code = %(category)s))
    and (%(location)s::text is null or exists (
        select from inventory.stock_levels as s
        join inventory.location_tree as t using (location_id)
        join inventory.locations as l on l.location_id = t.ancestor_id
        where l.code = %(location)s and s.item_id = i.item_id and s.on_hand <> 0))
    and (%(lot)s::text is null or exists (
        select from inventory.stock_levels as s join inventory.lots as t using (lot_id)
        where t.code = %(lot)s and s.item_id = i.item_id and s.on_hand <> 0))
    and (%(status)s::text is null or coalesce((
        select b.status from inventory.threshold_balances as b
        where b.item_id = i.item_id and b.status <> 'ok'
        order by array_position(array['out', 'low', 'over'], b.status) limit 1), 'ok')
        = %(status)s)
"""


@pytest.mark.parametrize(
    "person", ["sue_staff", "sam_staff", "max_manager", "vic_viewer", "ada_auditor", "bob_boss"]
)
def test_the_same_rows_as_plain_row_security(shop: Database, person: str) -> None:
    """The search reads past row policies; a plain query under them must find the same."""
    choices = {
        "text": ["apple", "screw", "s-1", "m"],
        "category": ["FOOD", "PARTS", "ALL"],
        "location": ["ACME", "NORTH", "MAIN", "MAIN-A", "HARBOUR", "AIRPORT", "SOUTH"],
        "lot": ["L-1", "HIDDEN"],
        "status": ["ok", "low", "out", "over"],
    }
    draw = random.Random(person)
    with shop.connect(person) as login:
        for _ in range(40):
            chosen = {
                key: draw.choice(values) if draw.random() < 0.4 else None
                for key, values in choices.items()
            }
            query = " ".join(
                value if key == "text" else f"{key}:{value}"
                for key, value in chosen.items()
                if value
            )
            if chosen["location"] and not one(
                login,
                "select count(*) from api.locations where location = %s",
                [chosen["location"]],
            ):
                with refused("IN012"):
                    found(login, query)
                continue
            plain = {row["sku"] for row in login.execute(PLAIN, chosen)}
            assert found(login, query, max_rows=20) == plain, query


def test_a_cursor_of_another_order(sue: psycopg.Connection) -> None:
    by_name = call(sue, "search_items", sort="name", max_rows=1)["next"]
    with refused("IN014"):
        call(sue, "search_items", sort="updated", after=by_name)


def test_items_are_suggested_by_sku_its_beginning_and_the_name(
    shop: Database, sue: psycopg.Connection
) -> None:
    def found(query: str, **more: int) -> list[str]:
        return [row["sku"] for row in call(sue, "suggest_items", query=query, **more)["rows"]]

    assert found("apple") == ["APPLE"]
    assert found(" ap ") == ["APPLE"]
    assert found("whole") == ["MILK"]
    assert found("wh") == []  # two letters are the start of a name or SKU
    assert found("M8") == []
    assert found("lt M8") == ["BOLT-M8"]
    assert found("%") == found("") == found("_____") == []
    (apple,) = call(sue, "suggest_items", query="APPLE")["rows"]
    assert apple["exact"] is True
    assert apple["packs"] == [{"unit": "case", "factor": 12}]
    assert "on_hand" not in str(apple)
    assert call(sue, "suggest_items", query="a")["rows"][0]["exact"] is False
    with shop.connect("cora_counter") as counter:
        assert call(counter, "suggest_items", query="milk")["rows"][0]["unit"] == "l"
    with shop.connect() as db:
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id, retired_at) values"
            " ('MILKY', 'Milky', inventory.category_of('FOOD'), inventory.unit_of('ea'), now())"
        )
    assert found("milk") == ["MILK"]


def test_anything_is_offered_to_whom_it_is_visible(shop: Database) -> None:
    def found(person: str, query: str) -> set[str]:
        with shop.connect(person) as db:
            rows = call(db, "suggest_anything", query=query)["rows"]
            return {f"{row['kind']} {row['key']}" for row in rows}

    places = {"location MAIN", "location MAIN-A", "location MAIN-A-1", "location MAIN-B"}
    assert found("sue_staff", "main") == found("cora_counter", "main") == places
    assert found("sam_staff", "main") == found("sue_staff", "airport") == set()
    assert found("sue_staff", "apple") == found("cora_counter", "apple") == {"item APPLE"}
    assert found("ann_admin", "apple") == set()
    assert found("ann_admin", "sue_") == found("max_manager", "sue_") == {"person sue_staff"}
    assert found("sue_staff", "sue_") == found("max_manager", "sam_") == set()
    assert found("bob_boss", "m") == found("bob_boss", "") == found("bob_boss", "%%") == set()


def test_too_many_to_put_in_order_by_a_quantity_come_by_name(
    shop: Database, boss: psycopg.Connection
) -> None:
    """Page by page there and back, whether the order is in the search or beside it."""
    with shop.connect() as db:
        db.execute(
            "create or replace function inventory.search_limits() returns table (few integer, "
            "many integer, near_looks integer, far_looks integer, summed integer) language sql "
            "immutable parallel safe set search_path = pg_catalog, pg_temp "
            "as 'select 2000, 50000, 50000, 10000, 2'"
        )
        names = db.execute("select sku from inventory.items where retired_at is null order by name")
        expected = [row["sku"] for row in names]
    for asks in ({"sort": "-on_hand"}, {"query": "sort:-available"}):
        page = {"next": None}
        found = []
        while not found or page["next"]:
            page = call(boss, "search_items", **asks, after=page["next"], max_rows=1)
            found += [row["sku"] for row in page["rows"]]
        back = [page["rows"][0]["sku"]]
        while page["previous"]:
            page = call(boss, "search_items", **asks, before=page["previous"], max_rows=1)
            back = [row["sku"] for row in page["rows"]] + back
        assert found == back == expected
        assert page["sort"] == "name"
        assert page["unsorted"] in ("-on_hand", "-available")
    assert call(boss, "search_items", query="sku:apple", sort="-on_hand")["unsorted"] is None
