"""Snapshots of the stock: reading by them is reading the whole ledger, whatever came late."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, issue, one, post, receive, reverse

WEEK = timedelta(days=7)
# The ledger from its beginning, under the reader's own row policies.
WHOLE = """
    select item_id, location_id, lot_id, sum(quantity) as on_hand from inventory.movements
    where occurred_at <= %(at)s and (%(known)s::timestamptz is null or posted_at <= %(known)s)
    group by 1, 2, 3 order by 1, 2, 3
"""
KEPT = "select * from inventory.stock_at(%(at)s, %(known)s) order by 1, 2, 3"
# As if they had been recorded then, of any kind and lot: the commands take the clock's time. A
# reversal takes the first that has none; before there is one it is an adjustment.
RECORD = """
    with asked as (
        select inventory.item_of(%(item)s) as item_id, %(quantity)s as quantity,
            inventory.location_of(%(location)s) as location_id, (
                select lot_id from inventory.lots where code = %(lot)s
                and (item_id = inventory.item_of(%(item)s) or lot_id = 0)
            ) as lot_id, case when %(kind)s = 'reversal' then (
                select d.document_id from inventory.documents as d where d.kind <> 'reversal'
                and not exists (select from inventory.documents as r
                    where r.reverses_document_id = d.document_id)
                order by d.document_id limit 1
            ) end as reverses
    ), document as (
        insert into inventory.documents (document_id, kind, occurred_at, posted_at, posted_by,
            idempotency_key, request_hash, line_count, places, reverses_document_id)
        select gen_random_uuid(), case when %(kind)s = 'reversal' and reverses is null
            then 'adjustment' else %(kind)s end, %(occurred)s, %(posted)s, 'bob_boss',
            gen_random_uuid(), '', 1, '{[1,1000)}', reverses
        from asked
        returning document_id
    )
    insert into inventory.movements (posted_at, document_id, line_no, item_id, location_id, lot_id,
        quantity, balance_after, occurred_at, entered_quantity, entered_unit_id)
    select %(posted)s, document_id, 1, item_id, location_id, lot_id, quantity,
        quantity + coalesce((
            select sum(m.quantity) from inventory.movements as m
            where (m.item_id, m.location_id, m.lot_id)
            = (asked.item_id, asked.location_id, asked.lot_id)), 0),
        %(occurred)s, quantity, 1
    from document cross join asked
"""
# The same and its value at the latest cost of today; and what is kept of it.
WHOLE_VALUES = f"""
    select location_id, category_id, unit_id, sum(on_hand) as on_hand, count(*) as levels,
        coalesce(sum(on_hand * last_cost), 0) as value, count(*) - count(last_cost) as unvalued
    from ({WHOLE}) as w join inventory.items using (item_id)
        left join inventory.item_costs using (item_id)
    where on_hand <> 0 group by 1, 2, 3 order by 1, 2, 3
"""
KEPT_VALUES = """
    select * from inventory.kept_stock(%(at)s, %(known)s, null, null, with_value => true)
    order by 1, 2, 3
"""
KINDS = ("receipt", "issue", "transfer", "adjustment", "stocktake", "reversal")
LOTS = ("", "", "L-1", "L-2")
# The same in sums by place, category and unit, without levels that are zero.
WHOLE_SUMS = f"""
    select location_id, category_id, unit_id, sum(on_hand) as on_hand, count(*) as levels
    from ({WHOLE}) as w join inventory.items using (item_id)
    where on_hand <> 0 group by 1, 2, 3 order by 1, 2, 3
"""
KEPT_SUMS = """
    select location_id, category_id, unit_id, on_hand, levels
    from inventory.kept_stock(%(at)s, %(known)s, null, null) order by 1, 2, 3
"""
# The same by place and unit alone, from the sums of a day.
WHOLE_DAYS = f"""
    select location_id, unit_id, sum(on_hand) as on_hand, count(*) as levels
    from ({WHOLE}) as w join inventory.items using (item_id)
    where on_hand <> 0 group by 1, 2 order by 1, 2
"""
KEPT_DAYS = """
    select location_id, unit_id, on_hand, levels
    from inventory.kept_stock(%(at)s, %(known)s, null, null, by_category => false) order by 1, 2
"""
DAY_FROM = "select inventory.kept_from(least(%(at)s::timestamptz, %(known)s), false) is not null"
KEPT_FROM = "select inventory.kept_from(least(%(at)s::timestamptz, %(known)s)) is not null"
# What moved, by whatever: past sums, filed movements and weeks, of the reader's own rows.
WHOLE_MOVES = """
    with moved as (
        select m.item_id, m.location_id, m.quantity,
            case when m.occurred_at >= %(since)s then d.kind end as kind
        from inventory.movements as m join inventory.documents as d using (document_id)
        where m.occurred_at < %(until)s
    )
    select {key} as own, u.code as unit, coalesce(sum(m.quantity) filter (where m.kind is null), 0)
            as opening, coalesce(sum(m.quantity) filter (where m.kind = 'receipt'), 0) as received,
        coalesce(sum(m.quantity) filter (where m.kind = 'issue'), 0) as issued,
        coalesce(sum(m.quantity) filter (where m.kind = 'transfer' and m.quantity > 0), 0)
            as transferred_in,
        coalesce(sum(m.quantity) filter (where m.kind = 'transfer' and m.quantity < 0), 0)
            as transferred_out,
        coalesce(sum(m.quantity) filter (where m.kind in ('adjustment', 'stocktake')), 0)
            as adjusted,
        coalesce(sum(m.quantity) filter (where m.kind = 'reversal'), 0) as reversed,
        count(m.kind) as moves
    from moved as m join inventory.items as i using (item_id) join inventory.units as u
        using (unit_id) join inventory.locations as l using (location_id)
    group by 1, 2 having count(m.kind) > 0 order by 1, 2
"""
KEPT_MOVES = """
    select {key} as own, u.code as unit, m.received, m.issued, m.transferred_in, m.transferred_out,
        m.adjusted, m.reversed, m.moves
    from inventory.moved_sums(%(since)s, %(until)s, %(grouped_by)s, null, null) as m
    join inventory.units as u using (unit_id) left join inventory.locations as l
        on l.location_id = m.own_id left join inventory.categories as c on c.category_id = m.own_id
    order by 1, 2
"""
MOVE_KEYS = {
    "location": ("l.code", "l.code"),
    "category": (
        "(select c.code from inventory.categories as c where c.category_id = i.category_id)",
        "c.code",
    ),
}
RECATEGORISE = """
    update inventory.items set attributes = '{}', category_id = case category_id
        when inventory.category_of('ALL') then inventory.category_of('FOOD')
        else inventory.category_of('ALL') end
    where sku = %s
"""
FIGURES = (
    "on_hand", "opening", "received", "issued", "transferred_in", "transferred_out", "adjusted",
    "reversed",
)  # fmt: skip
PLACES = ("MAIN-A", "MAIN-A-1", "MAIN-B", "HARBOUR", "AIRPORT")


def take_all(worker: psycopg.Connection) -> int:
    """Take steps until there is none; how many snapshots were taken."""
    taken = 0
    for _ in range(100):
        done = call(worker, "take_snapshots")
        taken += done["taken"] is not None
        if not done["more"]:
            return taken
    raise AssertionError("it never ends")


@pytest.fixture
def history(db: psycopg.Connection) -> tuple[psycopg.Connection, random.Random]:
    """A superuser who may write what was recorded in the last forty weeks."""
    year = datetime.now(UTC).year - 1
    db.execute(
        f"create table if not exists inventory.movements_{year} partition of inventory.movements "
        f"for values from ('{year}-01-01 00:00+00') to ('{year + 1}-01-01 00:00+00')"
    )
    db.execute(
        "insert into inventory.lots (item_id, code) select i.item_id, c.code "
        "from inventory.items as i cross join unnest(%s::text[]) as c (code) where c.code <> ''",
        [list(dict.fromkeys(LOTS))],
    )
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    # Days end at midnight there, snapshots at that of UTC.
    zone = chance.choice(("UTC", "America/New_York", "Asia/Kathmandu"))
    db.execute("update inventory.settings set time_zone = %s", [zone])
    return db, chance


def record(db: psycopg.Connection, chance: random.Random, posted: datetime, late: float) -> None:
    """One movement; so many of them happened days, or months, before they were recorded."""
    back = chance.choice((2, 9, 60, 300)) * chance.random() if chance.random() < late else 0
    db.execute(
        RECORD,
        {
            "posted": posted, "occurred": posted - timedelta(days=back),
            "item": chance.choice(("APPLE", "MILK", "BOLT-M8")), "location": chance.choice(PLACES),
            "quantity": chance.choice((5, 3, 1, -1, -2)),
            "kind": chance.choice(KINDS), "lot": chance.choice(LOTS),
        },
    )  # fmt: skip


def late(db: psycopg.Connection, item: str, location: str, occurred: datetime) -> None:
    """Receive what came in long ago."""
    line = {"item": item, "location": location, "quantity": 7}
    post(db, "receipt", [line], occurred_at=occurred)


def same(connections: dict[str, psycopg.Connection], asked: dict[str, Any]) -> int:
    """Hold both ways against each other, for each person; how many rows there were."""
    rows = 0
    for person, connection in connections.items():
        whole = connection.execute(WHOLE, asked).fetchall()
        kept = connection.execute(KEPT, asked).fetchall()
        assert kept == whole, (person, asked)
        rows += len(whole)
        if one(connection, KEPT_FROM, asked):
            sums = connection.execute(KEPT_SUMS, asked).fetchall()
            assert sums == connection.execute(WHOLE_SUMS, asked).fetchall(), (person, asked)
        if one(connection, DAY_FROM, asked):
            sums = connection.execute(KEPT_DAYS, asked).fetchall()
            assert sums == connection.execute(WHOLE_DAYS, asked).fetchall(), (person, asked)
    return rows


def pages(person: psycopg.Connection, name: str, **asked: Any) -> tuple[list[dict], dict]:
    """All rows of a report by item, two a page, and the total of the first page."""
    found: list[dict] = []
    after, total = None, None
    while total is None or after is not None:
        page = call(
            person, name, grouped_by="item", after=after, max_rows=2, with_total=not found, **asked
        )
        total = total or page["total"]
        found += page["rows"]
        after = page["next"]
    return found, total


def same_items(people: dict[str, psycopg.Connection], asked: dict[str, Any]) -> int:
    """Stock by item, row by row and whole, is the ledger's; how many rows there were."""
    query = f"""
        select i.sku, u.code as unit, sum(w.on_hand) as on_hand, count(*) as levels
        from ({WHOLE}) as w join inventory.items as i using (item_id)
        join inventory.units as u using (unit_id) where w.on_hand <> 0 group by 1, 2 order by 1
    """
    rows = 0
    for connection in people.values():
        whole = connection.execute(query, asked).fetchall()
        found, total = pages(
            connection, "stock_report", instant=asked["at"], known_at=asked["known"]
        )
        keys = ("sku", "unit", "on_hand", "levels")
        assert [{key: row[key] for key in keys} for row in found] == whole, asked
        assert total["item_count"] == len(whole)
        assert total["levels"] == sum(row["levels"] for row in whole)
        for told in total["quantities"]:
            mine = [row["on_hand"] for row in whole if row["unit"] == told["unit"]]
            assert told["on_hand"] == sum(mine), (asked, told)
        rows += len(whole)
    return rows


def same_moves(people: dict[str, psycopg.Connection], since: datetime, until: datetime) -> int:
    """What moved, by place, category and item, is the ledger's; how many rows there were."""
    asked = {"since": since, "until": until}
    rows = 0
    for person, connection in people.items():
        for grouped_by, (plain, kept) in MOVE_KEYS.items():
            whole = connection.execute(WHOLE_MOVES.format(key=plain), asked).fetchall()
            query, told = KEPT_MOVES.format(key=kept), asked | {"grouped_by": grouped_by}
            expected = [{k: v for k, v in row.items() if k != "opening"} for row in whole]
            assert connection.execute(query, told).fetchall() == expected, (person, told)
        whole = connection.execute(WHOLE_MOVES.format(key="i.sku"), asked).fetchall()
        found, total = pages(connection, "movement_report", **asked)
        keys = [key for key in whole[0] if key != "own"] if whole else []
        assert [{key: row[key] for key in keys} for row in found] == [
            {key: row[key] for key in keys} for row in whole
        ], (person, asked)
        assert [row["sku"] for row in found] == [row["own"] for row in whole]
        assert total["item_count"] == len(whole)
        for sums in total["figures"]:
            mine = [row for row in whole if row["unit"] == sums["unit"]]
            for figure in ("received", "issued", "transferred_in", "reversed"):
                assert sums[figure] == sum(row[figure] for row in mine), (person, asked, figure)
        # The total is of what did not move as well, as by location.
        there = call(connection, "movement_report", **asked, grouped_by="location")["total"]
        assert {**there, "item_count": len(whole)} == total, (person, asked)
        for zone in ("UTC", "Asia/Kathmandu"):
            days = connection.execute(
                "select (occurred_at at time zone %(zone)s)::date::text as day, count(*) as moves "
                "from inventory.movements where occurred_at >= %(since)s "
                "and occurred_at < %(until)s group by 1 order by 1",
                asked | {"zone": zone},
            ).fetchall()
            query = "select inventory.moves_by_day(%(since)s, %(until)s, %(zone)s)"
            assert one(connection, query, asked | {"zone": zone}) == days, (person, asked)
        rows += len(whole)
    return rows


def test_read_by_snapshots_is_the_whole_ledger(
    shop: Database, history: tuple, worker: psycopg.Connection, boss: psycopg.Connection,
    sue: psycopg.Connection, ada: psycopg.Connection,
) -> None:  # fmt: skip
    """Random instants, known now and then, while more and later ones are recorded, items go to
    other categories and snapshots are taken in between; for all, a part, and an auditor."""
    db, chance = history
    people = {"boss": boss, "sue": sue, "ada": ada}
    now = datetime.now(UTC)
    begin, rows, taken, items, moved = now - 40 * WEEK, 0, 0, 0, 0
    for week in range(41):
        for _ in range(6):
            posted = begin + WEEK * week + WEEK * chance.random()
            if posted < now:
                record(db, chance, posted, late=0.4)
        if week % 3 == 0:
            db.execute(RECATEGORISE, [chance.choice(("APPLE", "MILK", "BOLT-M8"))])
        if week % 8 == 7 or week == 40:
            taken += take_all(worker)
            # Not filed, not in any snapshot: recorded just now, of long ago.
            record(db, chance, now, late=1)
        if week % 10 == 0 or week == 40:
            for _ in range(12):
                at = begin + (now - begin) * chance.random()
                known = chance.choice((None, at, at + 8 * WEEK * chance.random(), at - WEEK))
                rows += same(people, {"at": at, "known": known})
            for _ in range(6):
                at = begin + (now - begin) * chance.random()
                items += same_items(people, {"at": at, "known": chance.choice((None, at))})
                until = at + (now - at) * chance.random()
                moved += same_moves(people, at, until)
    kept = one(db, "select count(*) from inventory.snapshots")
    late = one(db, "select count(*) from inventory.late_movements")
    assert taken >= kept > 20
    assert late > 20
    assert rows > 300
    assert min(items, moved) > 100


def test_reports_by_sums_are_those_by_levels(
    shop: Database, history: tuple, worker: psycopg.Connection, sue: psycopg.Connection,
    ada: psycopg.Connection, max_: psycopg.Connection,
) -> None:  # fmt: skip
    """Of stock and of what moved, however grouped and narrowed, with and without kept sums."""
    db, chance = history
    now = datetime.now(UTC)
    for week in range(30, 0, -1):
        for _ in range(6):
            record(db, chance, now - WEEK * (week - chance.random()), late=0.4)
    take_all(worker)
    db.execute(RECATEGORISE, ["MILK"])
    asked = []
    for _ in range(20):
        at = now - 20 * WEEK * chance.random()
        narrowed = {
            "grouped_by": chance.choice(("location", "category", "item")),
            "at_location": chance.choice((None, "MAIN")),
            "category": chance.choice((None, "FOOD")),
        }
        known = chance.choice((None, at))
        asked.append(("stock_report", {"instant": at, "known_at": known, **narrowed}))
        until = at + (now - at) * chance.random()
        asked.append(("movement_report", {"since": at, "until": until, **narrowed}))

    def answers() -> list[dict]:
        told = [call(person, name, **asks) for person in (sue, max_, ada) for name, asks in asked]
        return [one | {"as_of": None} for one in told]

    assert one(sue, "select inventory.kept_from(now() - interval '20 weeks') is not null")
    by_sums = answers()
    db.execute("update inventory.snapshots set summed_to = null")
    assert one(db, "select count(*) from inventory.day_sums") > 150
    db.execute("delete from inventory.day_sums")
    assert by_sums == answers()
    rows = [row for report in by_sums for row in report["rows"]]
    assert len(rows) > 100
    quantities = [one for row in rows for one in row.get("quantities", [row])]
    assert one(db, "select count(*) from inventory.move_sums") > 20
    for figure in FIGURES:  # else what is not there would be equal too
        assert sum(bool(one.get(figure)) for one in quantities) > 5, figure


def test_kept_values_are_those_of_every_level(
    shop: Database, history: tuple, worker: psycopg.Connection, boss: psycopg.Connection,
    sue: psycopg.Connection,
) -> None:  # fmt: skip
    """At random instants, while receipts tell costs, reversals take them back, items go to other
    categories, and the worker values snapshots anew or leaves that to who reads."""
    db, chance = history
    now = datetime.now(UTC)
    for week in range(30, 0, -1):
        for _ in range(6):
            record(db, chance, now - WEEK * (week - chance.random()), late=0.4)
    told, values, anew = [], 0, 0
    for _ in range(8):
        for _ in range(3):
            item, cost = chance.choice(("APPLE", "MILK", "BOLT-M8")), chance.randrange(1, 50)
            told.append(receive(boss, item, chance.choice(PLACES), 1, unit_cost=cost))
        if chance.random() < 0.6:
            reverse(boss, told.pop(chance.randrange(len(told))))
        if chance.random() < 0.4:
            db.execute(RECATEGORISE, [chance.choice(("APPLE", "MILK"))])
        if chance.random() < 0.6:  # as if a hundred thousand movements had been recorded since
            db.execute("update inventory.snapshot_progress set valued_to = -200000")
        if chance.random() < 0.4:  # as if the release before had added them up
            db.execute("delete from inventory.stock_values where random() < 0.3")
        take_all(worker)
        anew += one(db, "select not exists (select from inventory.changed_costs())")
        for _ in range(4):
            at = now - 20 * WEEK * chance.random()
            asked = {"at": at, "known": chance.choice((None, at))}
            whole = boss.execute(WHOLE_VALUES, asked).fetchall()
            assert boss.execute(KEPT_VALUES, asked).fetchall() == whole, asked
            values += sum(row["value"] != 0 for row in whole)
            report = call(boss, "stock_report", instant=at, known_at=asked["known"])
            assert report["total"]["value"] == sum(row["value"] for row in whole)
    assert values > 50
    assert anew > 0
    assert all(row["value"] is None for row in sue.execute(KEPT_VALUES, asked))


def test_what_is_not_valued_is_not_worth_nothing(
    history: tuple, worker: psycopg.Connection, boss: psycopg.Connection
) -> None:
    """The release before added up a week on this schema, and its worker left it without a value:
    until this worker has valued it, a report values level by level."""
    db, chance = history
    now = datetime.now(UTC)
    for week in range(12, 0, -1):
        for _ in range(4):
            record(db, chance, now - WEEK * (week - chance.random()), late=0)
    long_ago = {"posted": now - 6 * WEEK, "occurred": now - 6 * WEEK, "kind": "adjustment"}
    much = {"item": "APPLE", "location": "MAIN", "lot": "", "quantity": 1000}
    db.execute(RECORD, long_ago | much)
    for item in ("APPLE", "MILK", "BOLT-M8"):
        receive(boss, item, "HARBOUR", 1, unit_cost=3)
    take_all(worker)
    at = one(db, "select max(taken_at) from inventory.snapshots where summed_to is not null")
    valued = "select inventory.kept_from(%s, true, true) is not null"
    values = "select * from inventory.stock_values order by taken_at, location_id"

    def report() -> dict:
        return call(boss, "stock_report", instant=at) | {"as_of": None}

    assert one(boss, valued, [at])
    kept, before = db.execute(values).fetchall(), report()
    assert before["total"]["value"] > 1000
    sums = "delete from inventory.stock_sums where taken_at = %s returning *"
    summed = db.execute(sums, [at]).fetchall()
    for row in summed:  # its values went with the sums, and do not come back with them
        db.execute(
            "insert into inventory.stock_sums values (%(taken_at)s, %(location_id)s, "
            "%(category_ids)s, %(unit_ids)s, %(on_hand)s, %(levels)s)",
            row,
        )
    assert db.execute(values).fetchall() != kept
    assert report() == before
    assert boss.execute(KEPT_VALUES, {"at": at, "known": None}).fetchall() == []
    assert not one(boss, valued, [at])
    assert one(boss, "select inventory.kept_from(%s) is not null", [at])  # quantities are kept
    take_all(worker)
    assert one(boss, valued, [at])
    assert {row["taken_at"] for row in db.execute(values)} == {row["taken_at"] for row in kept}
    assert report() == before


def test_what_moved_from_the_first_on_is_all_that_moved(
    history: tuple, worker: psycopg.Connection, sue: psycopg.Connection
) -> None:
    """Since ever: what came before the first snapshot is in no sums, but is counted."""
    db, chance = history
    now = datetime.now(UTC)
    for week in range(8, 0, -1):
        record(db, chance, now - WEEK * (week - chance.random()), late=0)
    take_all(worker)
    told = {"since": "-infinity", "until": now}
    whole = sue.execute(WHOLE_MOVES.format(key="l.code"), told).fetchall()
    asked = told | {"grouped_by": "location"}
    assert [{k: v for k, v in row.items() if k != "opening"} for row in whole] == sue.execute(
        KEPT_MOVES.format(key="l.code"), asked
    ).fetchall()
    query = "select i.sku from inventory.moved_items(%(since)s, %(until)s, null, null)"
    items = sue.execute(f"{query} join inventory.items as i using (item_id) order by 1", told)
    assert [row["sku"] for row in items] == [
        row["own"] for row in sue.execute(WHOLE_MOVES.format(key="i.sku"), told)
    ]
    assert one(db, "select count(*) from inventory.move_sums") > 2
    assert whole


def test_lots_that_make_up_for_each_other_are_no_row_of_what_moved(
    history: tuple, worker: psycopg.Connection, ada: psycopg.Connection
) -> None:
    """Three of one lot and three too few of another, before: with kept sums and without."""
    db, _ = history
    long_ago = datetime.now(UTC) - 6 * WEEK
    same_day = {"posted": long_ago, "occurred": long_ago, "item": "APPLE", "kind": "adjustment"}
    for location, lot, quantity in (("AIRPORT", "L-1", 3), ("AIRPORT", "L-2", -3), ("MAIN", "", 1)):
        told = {"location": location, "lot": lot, "quantity": quantity}
        db.execute(RECORD, same_day | told)
    take_all(worker)
    asked = {"since": long_ago + WEEK, "until": long_ago + 3 * WEEK}
    by_sums = call(ada, "movement_report", **asked)
    db.execute("update inventory.snapshots set summed_to = null")
    db.execute("delete from inventory.day_sums")
    by_levels = call(ada, "movement_report", **asked)
    assert by_sums["rows"] == by_levels["rows"]
    assert [row["location"] for row in by_sums["rows"]] == ["ACME", "NORTH", "MAIN"]
    assert by_sums["total"] == by_levels["total"]


def test_a_role_switch_learns_of_no_snapshot(
    shop: Database, history: tuple, worker: psycopg.Connection, boss: psycopg.Connection
) -> None:
    """What the pool's login can become without a token is not even told that there is one."""
    db, chance = history
    record(db, chance, datetime.now(UTC) - 3 * WEEK, late=0)
    take_all(worker)
    with shop.connect("stockroom_web") as pool:
        pool.execute("set role web_bob_boss")
        for query in ("inventory.snapshots", "inventory.kept_stock(now(), null, null, null)"):
            assert one(pool, f"select count(*) from {query}") == 0
        assert one(pool, "select inventory.kept_from(null)") is None
    assert one(boss, "select inventory.kept_from(null)") is not None


def test_a_boundary_belongs_to_what_comes_after(
    history: tuple, worker: psycopg.Connection, boss: psycopg.Connection
) -> None:
    db, chance = history
    monday = one(db, "select inventory.week_of(now() - interval '10 weeks')")
    tick = timedelta(microseconds=1)
    for posted in (monday - WEEK * 2, monday - tick, monday, monday + tick, monday + WEEK):
        record(db, chance, posted, late=0)
    take_all(worker)
    assert one(db, "select count(*) from inventory.snapshots where taken_at = %s", [monday]) == 1
    for at in (monday - tick, monday, monday + tick, monday + WEEK - tick, monday + WEEK):
        same({"boss": boss}, {"at": at, "known": None})
        same({"boss": boss}, {"at": at, "known": at})


def test_who_commits_late_is_not_lost(
    shop: Database, worker: psycopg.Connection, boss: psycopg.Connection, db: psycopg.Connection
) -> None:
    """A transaction that took its keys before others committed is filed once it has ended."""
    receive(boss, "APPLE", "HARBOUR", 1)
    take_all(worker)
    filed = one(db, "select filed_to from inventory.snapshot_progress")
    long_ago = datetime.now(UTC) - 5 * WEEK
    with shop.connect("sue_staff") as slow:
        slow.autocommit = False
        late(slow, "APPLE", "MAIN", long_ago)
        late(boss, "MILK", "HARBOUR", long_ago)
        for _ in range(3):
            take_all(worker)
        last = one(db, "select max(movement_id) from inventory.movements")
        open_key = last - 1  # of the open transaction, which took it first
        assert one(db, "select filed_to from inventory.snapshot_progress") < open_key
        same({"boss": boss}, {"at": long_ago, "known": None})
        slow.commit()
    same({"boss": boss}, {"at": long_ago, "known": None})
    take_all(worker)
    take_all(worker)
    assert one(db, "select filed_to from inventory.snapshot_progress") > filed
    assert one(db, "select count(*) from inventory.late_movements") == 2
    assert same({"boss": boss}, {"at": long_ago, "known": None}) == 2
    same({"boss": boss}, {"at": datetime.now(UTC) + WEEK, "known": None})  # by the levels of now


def test_numbers_of_before_a_restore_hold_nothing_up(
    worker: psycopg.Connection, boss: psycopg.Connection, db: psycopg.Connection
) -> None:
    late(boss, "APPLE", "MAIN", datetime.now(UTC) - 3 * WEEK)
    take_all(worker)
    db.execute(
        "update inventory.snapshot_progress "
        "set filed_to = 0, mark_id = 1, mark_xid = '9000000000000000'"
    )
    db.execute("delete from inventory.late_movements")
    take_all(worker)
    take_all(worker)
    assert one(db, "select count(*) from inventory.late_movements") == 1


def test_value_is_seen_where_stock_and_receipt_are(
    history: tuple, worker: psycopg.Connection, boss: psycopg.Connection, shop: Database
) -> None:
    """Apples lie at MAIN, but what they cost was told by a receipt at HARBOUR."""
    db, _ = history
    receive(boss, "APPLE", "HARBOUR", 4, unit_cost=3)
    receive(boss, "APPLE", "MAIN", 10)
    issue(boss, "APPLE", "HARBOUR", 4)
    # As if it had been two weeks ago.
    db.execute("set session_replication_role = replica")
    for table in ("documents", "movements"):
        db.execute(
            f"update inventory.{table} set posted_at = posted_at - interval '14 days', "
            "occurred_at = occurred_at - interval '14 days'"
        )
    assert take_all(worker) >= 1
    query = "select count(*) as n, coalesce(sum(value), 0) as value from inventory.snapshot_values"
    kept = one(db, "select count(*) from inventory.snapshots")
    assert boss.execute(query).fetchone() == {"n": kept, "value": 30 * kept}
    with shop.connect("cas_cost") as cas:  # of MAIN alone
        assert cas.execute(query).fetchone() == {"n": 0, "value": 0}
    with shop.connect("sue_staff") as sue, pytest.raises(psycopg.errors.InsufficientPrivilege):
        sue.execute(query)


def test_weeks_of_before_the_first_record_have_a_value(
    worker: psycopg.Connection, boss: psycopg.Connection
) -> None:
    """Imported today, of three weeks ago: no cost was recorded by any of those weeks."""
    line = {"item": "APPLE", "location": "MAIN", "quantity": 10, "unit_cost": 2}
    post(boss, "receipt", [line], occurred_at=datetime.now(UTC) - 3 * WEEK)
    assert take_all(worker) >= 2
    told = boss.execute("select inventory.value_lately() as v").fetchone()["v"]
    assert {one["value"] for one in told} == {20}
