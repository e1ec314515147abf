"""Searches at random equal plain SQL under row policies, in order, whichever way they are run.

Each word comes with a predicate in plain SQL, asked on the person's own login, where row policies
alone decide what stock they see. The same is asked with limits so small that searches gather,
walk, end early and go on within three hundred items, and both ways through the pages.
"""

import random
from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import Database
from tests.functions.steps import call, post, refused, set_range

ITEMS = 300
SEES = ("sue_staff", "sam_staff", "max_manager", "vic_viewer", "ada_auditor", "bob_boss")
BLIND = ("cora_counter",)
PLACES = ("MAIN", "MAIN-A", "MAIN-A-1", "MAIN-B", "HARBOUR", "AIRPORT")
NOUNS = ("Hammer", "Hex bolt", "Washer", "Paint", "100% juice", "Cable_tie", "Tea")
COLOURS = ("red", "dark blue", "Zinc")
LIMITS = {"as they are": None, "small": "3, 12, 40, 25, 1000", "tiny": "1, 2, 10, 10, 1000"}

LEVELS = "inventory.stock_levels as s where s.item_id = i.item_id"
ON_HAND = f"(select coalesce(sum(s.on_hand), 0) from {LEVELS})"
BELOW = (
    "select t.location_id from inventory.location_tree as t join inventory.locations as l "
    "on l.location_id = t.ancestor_id where l.code = '{}'"
)
CATEGORIES = (
    "select c.category_id from inventory.categories as c left join inventory.categories as p "
    "on p.category_id = c.parent_id where '{0}' in (c.code, p.code)"
)
STATUS = (
    "coalesce((select b.status from inventory.threshold_balances as b where b.item_id = i.item_id "
    "and b.status <> 'ok' order by array_position(array['out', 'low', 'over'], b.status) limit 1),"
    " 'ok')"
)
BARCODES = "inventory.item_barcodes as b where b.item_id = i.item_id"
LOTS = (
    "exists (select from inventory.lots as t join inventory.stock_levels as s using (lot_id) "
    "where s.item_id = i.item_id and s.on_hand <> 0 and t.lot_id <> 0 and {})"
)
TEXT = (
    "(position(lower('{0}') in lower(i.name)) > 0 or starts_with(i.sku, upper('{0}')) "
    f"or exists (select from {BARCODES} and b.barcode = '{{0}}'))"
)
TEXTS = ("hammer", "ham", "HEX", "ZINC", "%", "_", "G-1", "g-27", "990000017", "r", "dark")
EVERYBODY = (
    *((f'"{word}"', TEXT.format(word)) for word in TEXTS),
    *(
        (f"category:{code}", f"i.category_id in ({CATEGORIES.format(code)})")
        for code in ("ALL", "FOOD", "PARTS")
    ),
    ("category:FOOD,PARTS", f"i.category_id in ({CATEGORIES.format('FOOD')} union all "
     f"{CATEGORIES.format('PARTS')})"),
    ("sku:g-2", "starts_with(i.sku, 'G-2')"),
    ("sku:g-2,g-30,x", "(starts_with(i.sku, 'G-2') or starts_with(i.sku, 'G-30'))"),
    ("name:bolt", "position('bolt' in lower(i.name)) > 0"),
    ("name:bolt,tea,%", "(position('bolt' in lower(i.name)) > 0 or "
     "position('tea' in lower(i.name)) > 0 or position('%' in i.name) > 0)"),
    ("name:washer,zi", "(position('washer' in lower(i.name)) > 0 or "
     "position('zi' in lower(i.name)) > 0)"),
    ("barcode:990000021", "i.sku = 'G-21'"),
    ("barcode:990000021,990000025,1", "i.sku in ('G-21', 'G-25')"),
    ("tag:hot", "'hot' = any (i.tags)"),
    ("tag:hot,cold", "i.tags && array['hot', 'cold']"),
    ("unit:l", "i.unit_id = (select u.unit_id from inventory.units as u where u.code = 'l')"),
    ("has:barcode", f"exists (select from {BARCODES})"),
    ("has:tag", "cardinality(i.tags) > 0"),
    ("weight:=3kg", "(i.attributes ->> 'weight')::numeric = 3"),
    ("weight:>3kg", "(i.attributes ->> 'weight')::numeric > 3"),
    ("weight:1..4", "(i.attributes ->> 'weight')::numeric between 1 and 4"),
    ("organic:yes", "(i.attributes ->> 'organic')::boolean"),
    ("organic:no", "not (i.attributes ->> 'organic')::boolean"),
    ("created:<2026-02-01", "i.created_at < timestamptz '2026-02-01 00:00 UTC'"),
)  # fmt: skip
STOCK = (
    *(
        (
            f"location:{place}",
            f"exists (select from {LEVELS} and s.on_hand <> 0 "
            f"and s.location_id in ({BELOW.format(place)}))",
        )
        for place in ("ACME", *PLACES)
    ),
    *(
        (
            f"status:{said}",
            f"{STATUS} = any (string_to_array('{said}', ','))",
        )
        for said in ("ok", "low", "out", "over", "low,out", "ok,low")
    ),
    ("on_hand:0", f"{ON_HAND} = 0"),
    ("on_hand:>5", f"{ON_HAND} > 5"),
    ("on_hand:<=20", f"{ON_HAND} <= 20"),
    ("available:1..30", f"{ON_HAND} between 1 and 30"),
    ("places:>1", f"(select count(distinct s.location_id) from {LEVELS} and s.on_hand <> 0) > 1"),
    ("lot:L-1", LOTS.format("t.code = 'L-1'")),
    ("lot:L-1,L-2", LOTS.format("t.code in ('L-1', 'L-2')")),
    ("expires:<2027-06-01", LOTS.format("t.expires_on < '2027-06-01'")),
    ("has:stock", f"exists (select from {LEVELS} and s.on_hand <> 0)"),
    ("has:negative", f"exists (select from {LEVELS} and s.on_hand < 0)"),
    ("has:lot", LOTS.format("true")),
    ("has:threshold", "exists (select from inventory.threshold_balances as b "
     "where b.item_id = i.item_id)"),
    ("has:alert", "exists (select from inventory.alerts as a where a.item_id = i.item_id "
     "and a.resolved_at is null)"),
    ("minimum:>=10", "exists (select from inventory.threshold_balances as b "
     "where b.item_id = i.item_id and b.minimum >= 10)"),
)  # fmt: skip
RETIRED = (("is:retired", "i.retired_at is not null"), ("is:active", "i.retired_at is null"))
SORTS = {"name": "i.name", "sku": "i.sku", "updated": "i.updated_at", "created": "i.created_at"}
SUMS = {"on_hand": ON_HAND, "available": ON_HAND}


@pytest.fixture(scope="module")
def shop(lasting_shop: Database) -> Database:
    """Three hundred items of every kind, stocked at six places."""
    draw = random.Random(5)
    with lasting_shop.connect() as db:
        for n in range(1, ITEMS + 1):
            food = n % 3 == 0
            made = f"2026-{draw.randint(1, 3):02}-01 12:00 UTC"  # many at one instant
            db.execute(
                "insert into inventory.items (sku, name, category_id, unit_id, attributes, tags, "
                "created_at, updated_at, retired_at) values (%s, %s, inventory.category_of(%s), "
                "inventory.unit_of(%s), %s, %s, %s, %s, %s)",
                (
                    f"G-{n}", f"{draw.choice(NOUNS)}, {draw.choice(COLOURS)} {n % 9}",
                    "FOOD" if food else draw.choice(["PARTS", "ALL"]), draw.choice(["ea", "l"]),
                    psycopg.types.json.Jsonb(
                        {"weight": draw.randint(1, 6)} | ({"organic": n % 2 == 0} if food else {})
                    ),
                    draw.choice([[], [], ["hot"], ["cold", "hot"]]), made, made,
                    made if n % 11 == 0 else None,
                ),
            )  # fmt: skip
            if n % 4 == 1:
                db.execute(
                    "insert into inventory.item_barcodes (barcode, item_id) "
                    "values (%s, inventory.item_of(%s))",
                    (f"9900000{n:02}" if n < 100 else f"990000{n}", f"G-{n}"),
                )
    with lasting_shop.connect("bob_boss") as boss:
        stocked = [n for n in range(1, ITEMS + 1) if n % 11 and draw.random() < 0.6]
        lines = [
            {"item": f"G-{n}", "location": place, "quantity": draw.randint(1, 40)}
            | (
                {"lot": f"L-{n % 3}", "expires_on": f"2027-{1 + n % 12:02}-01"}
                if n % 5 == 0
                else {}
            )
            for n in stocked
            for place in draw.sample(PLACES, draw.randint(1, 3))
        ]
        post(boss, "receipt", lines)
        for n in draw.sample(stocked, 40):
            set_range(boss, f"G-{n}", draw.choice(PLACES), draw.choice([5, 10, 60]), 100)
        gone = [line for line in lines[::7] if "lot" not in line]
        post(boss, "issue", gone)
    with lasting_shop.connect() as db:
        db.execute("analyze")
    return lasting_shop


def set_limits(db: psycopg.Connection, limits: str | None) -> str:
    """Let searches look at so many; answers what puts it back."""
    kept = db.execute(
        "select pg_get_functiondef('inventory.search_limits()'::regprocedure) as text"
    ).fetchone()
    if limits:
        db.execute(
            "create or replace function inventory.search_limits() returns table (few integer, "
            "many integer, near_looks integer, far_looks integer, summed integer) language sql "
            "immutable parallel safe set search_path = pg_catalog, pg_temp "
            f"as 'select {limits}'"
        )
    return str(kept["text"])


@pytest.fixture(scope="module", params=LIMITS)
def limited(
    shop: Database, request: pytest.FixtureRequest
) -> Iterator[dict[str, psycopg.Connection]]:
    """Everybody's own login, under the limits there are and under such that are soon reached."""
    limits = LIMITS[request.param]
    with shop.connect() as db:
        kept = set_limits(db, limits)
        logins = {person: shop.connect(person) for person in (*SEES, *BLIND)}
        yield logins
        for login in logins.values():
            login.close()
        db.execute(kept)


@pytest.mark.parametrize("limited", ["as they are", "small"], indirect=True)
@pytest.mark.parametrize("person", ["sue_staff", "sam_staff", "ada_auditor", "cora_counter"])
def test_each_word_is_plain_sql(limited: dict[str, psycopg.Connection], person: str) -> None:
    login = limited[person]
    known = {row["code"] for row in login.execute("select code from inventory.locations")}
    for word, plain in (*EVERYBODY, *(() if person in BLIND else STOCK)):
        if word.startswith("location:") and word.removeprefix("location:") not in known:
            continue
        for sign, way in (("", ""), ("-", "not ")):
            rows = login.execute(
                f"select i.sku from inventory.items as i where ({plain}) is {way}true "
                "and i.retired_at is null order by i.sku"
            )
            expected = [row["sku"] for row in rows]
            found = through(login, sign + word, "sku", 500, expected)
            assert found == expected, sign + word


words = st.lists(st.tuples(st.booleans(), st.sampled_from((*EVERYBODY, *STOCK))), max_size=3)


@settings(
    max_examples=120, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    person=st.sampled_from((*SEES, *BLIND)),
    said=words,
    retired=st.sampled_from((None, *RETIRED)),
    sort=st.sampled_from((*SORTS, *SUMS)),
    down=st.booleans(),
    size=st.sampled_from((20, 60, 500)),
)
def test_a_search_is_plain_sql(
    limited: dict[str, psycopg.Connection],
    person: str,
    said: list[tuple[bool, tuple[str, str]]],
    retired: tuple[str, str] | None,
    sort: str,
    down: bool,
    size: int,
) -> None:
    login = limited[person]
    query = " ".join("-" * negated + word for negated, (word, _) in said)
    hidden = person in BLIND and (sort in SUMS or any(one in STOCK for _, one in said))
    known = {row["code"] for row in login.execute("select code from inventory.locations")}
    asked = {word.split(":")[1] for _, (word, _) in said if word.startswith("location:")}
    if hidden or not asked <= known:
        with refused("IN012"):
            call(login, "search_items", query=query, sort=sort)
        return
    parts = [f"({plain}) is {'not ' * negated}true" for negated, (_, plain) in said]
    if retired:
        query += f" {retired[0]}"
        parts.append(retired[1])
    else:
        parts.append("i.retired_at is null")
    way = "desc" if down else "asc"
    expected = [
        row["sku"]
        for row in login.execute(
            f"select i.sku from inventory.items as i where {' and '.join(parts)} "
            f"order by {(SORTS | SUMS)[sort]} {way}, i.item_id {way}"
        )
    ]
    order = "-" * down + sort
    assert through(login, query, order, size, expected) == expected, query
    (counted,) = call(login, "count_searches", queries=[query])
    if counted["count_exact"]:
        assert counted["count"] == len(expected), query
    else:
        assert counted["count"] <= len(expected), query


def through(
    login: psycopg.Connection, query: str, sort: str, size: int, expected: list[str]
) -> list[str]:
    """All pages of a search one after the other; and the same way back."""
    found: list[str] = []
    after = None
    while True:
        page = call(login, "search_items", query=query, sort=sort, after=after, max_rows=size)
        if page["near"]:  # words spelled otherwise, where nothing is found
            assert not expected, query
            return []
        skus = [row["sku"] for row in page["rows"]]
        assert len(skus) == size or page["next"] is None or page["looked"], query
        assert not page["count_exact"] or page["count"] == len(expected), query
        assert page["count"] <= len(expected), query
        found += skus
        after = page["next"]
        if after is None:
            break
    back = skus
    while page["previous"]:
        before = page["previous"]
        page = call(login, "search_items", query=query, sort=sort, before=before, max_rows=size)
        back = [row["sku"] for row in page["rows"]] + back
    assert back == found, query
    return found


@pytest.fixture
def narrow(shop: Database) -> Iterator[psycopg.Connection]:
    """Somebody under limits at which a term names more items than are gathered."""
    with shop.connect() as db, shop.connect("ada_auditor") as login:
        kept = set_limits(db, "2, 60, 40, 10, 1000")
        yield login
        db.execute(kept)


@pytest.mark.parametrize("named", [word for word, _ in STOCK if word.split(":")[0] in
                                   ("has", "status", "lot", "location")])  # fmt: skip
def test_what_names_too_many_is_still_held_against_each(
    narrow: psycopg.Connection, named: str
) -> None:
    plain = dict(STOCK)
    query = f"{named} on_hand:0"
    rows = narrow.execute(
        f"select i.sku from inventory.items as i where ({plain[named]}) and {ON_HAND} = 0 "
        "and i.retired_at is null order by i.sku"
    )
    expected = [row["sku"] for row in rows]
    assert through(narrow, query, "sku", 20, expected) == expected, query
