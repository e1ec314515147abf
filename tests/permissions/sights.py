"""All that a person can be shown, as one query a part, and what the rule book says of it.

A part is a view of schema api by its telling columns, a function's answer by its figures, or the
tables beneath. `query` puts the parts that somebody may ask into one statement: one snapshot,
one now(). Rows come as they like and are compared without their order.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.model import expect
from tests.model.ledger import Ledger
from tests.model.parts import Threshold
from tests.permissions.rules import BLIND, COST, FUNCTIONS, ITEMS, STOCK, VIEWS, Sight
from tests.permissions.world import Company

WORST = {"out": 1, "low": 2, "over": 3, "ok": 4}
# What a change of these writes into the audit, the machine counts as it makes them.
AUDITED = (
    "auth.location_grants",
    "inventory.locations",
    "inventory.thresholds",
    "inventory.items",
    "inventory.subscriptions",
)
MICROSECONDS = "(extract(epoch from {}) * 1000000)::bigint"


@dataclass
class Book:
    """The two halves of the model: who may what, and what there is; and what is asked about."""

    company: Company
    ledger: Ledger
    changes: Counter[str]  # rows of the audit, by table
    sku: str = ""  # whose page is looked at
    search: str = ""  # what is searched for


@dataclass(frozen=True)
class Part:
    """Something to be seen: its SQL, who may ask, and its rows by the rules."""

    sql: str
    groups: frozenset[str]
    expected: Callable[[Book, Sight], Any]


def rows(columns: str, source: str) -> str:
    """SQL of rows as a JSON array of arrays."""
    return f"(select coalesce(jsonb_agg(jsonb_build_array({columns})), '[]') from {source})"


def view(name: str, columns: str, expected: Callable[[Book, Sight], Any]) -> tuple[str, Part]:
    """A view of schema api."""
    return name, Part(rows(columns, f"api.{name} as v"), VIEWS[name], expected)


def if_any(groups: frozenset[str], what: Callable[[Book], Any]) -> Callable[[Book, Sight], Any]:
    """The same for all in these groups, nothing for others."""
    return lambda book, sight: what(book) if sight.is_any(*groups) else []


# Views of schema api


def items(book: Book) -> list[Any]:
    kept = book.company.items.items()
    return [[sku, item.name, item.category, item.retired, item.version] for sku, item in kept]


def item_units(book: Book) -> list[Any]:
    return [
        [sku, unit, factor]
        for sku, item in book.company.items.items()
        for unit, factor in item.packs.items()
    ]


def lots(book: Book, sight: Sight) -> list[Any]:
    return [
        [sku, lot]
        for sku, lot in book.ledger.lots
        if sight.sees_lot(at for item, at, code in book.ledger.levels if (item, code) == (sku, lot))
    ]


def stock(book: Book, sight: Sight) -> list[Any]:
    return [[*level, n, n] for level, n in book.ledger.levels.items() if level[1] in sight.reads]


def movements(book: Book, sight: Sight) -> list[Any]:
    return [
        [d.name, n, d.request.kind, *m.level, m.quantity, m.balance, d.request.person]
        for d in book.ledger.documents
        for n, m in enumerate(d.movements, 1)
        if m.level[1] in sight.reads
    ]


def documents(book: Book, sight: Sight) -> list[Any]:
    return [
        expect.document(book.ledger, d, sight.reads)
        for d in book.ledger.documents
        if sight.sees_document(d.places)
    ]


def thresholds(book: Book, sight: Sight) -> list[Any]:
    return [
        [t.item, t.location, t.minimum, t.maximum, t.severity, t.balance, t.status]
        for t in book.ledger.thresholds.values()
        if t.location in sight.reads
    ]


def alerts(book: Book, sight: Sight) -> list[Any]:
    return [
        [a.item, a.location, a.kind, a.severity, a.balance, a.resolution]
        for a in book.ledger.alerts
        if a.location in sight.reads
    ]


def deliveries(book: Book, sight: Sight) -> list[Any]:
    """Who was told is seen with the alert; tools do not see it."""
    reads = sight.reads if sight.is_any("viewer", "auditor") else ()
    seen = (a for a in book.ledger.alerts if a.location in reads)
    return [[a.item, a.location, person] for a in seen for person in a.told or ()]


def item_costs(book: Book, sight: Sight) -> list[Any]:
    received = _received(book)
    return [
        [sku, cost]
        for sku, cost in book.ledger.last_costs().items()
        if sight.sees_item_cost(at for item, at, _, paid in received if (item, paid) == (sku, cost))
    ]


def movement_costs(book: Book, sight: Sight) -> list[Any]:
    return [list(paid) for paid in _received(book) if paid[1] in sight.costs]


def _received(book: Book) -> list[tuple[str, str, Decimal, Decimal]]:
    return [
        (m.level[0], m.level[1], m.quantity, m.cost)
        for d in book.ledger.documents
        for m in d.movements
        if m.cost is not None
    ]


def locations(book: Book, sight: Sight) -> list[Any]:
    kept = book.company.locations
    return [
        [code, kept[code].parent, kept[code].retired, code in sight.posts]
        for code in kept
        if code in sight.names
    ]


def people(book: Book) -> list[Any]:
    return [[person.name, person.kind] for person in book.company.people.values()]


def location_grants(book: Book, sight: Sight) -> list[Any]:
    """A grant is shown with its place's name, so where that is not seen it is not either."""
    return [
        [person.name, place, grant.by, grant.until and expect.microseconds(grant.until)]
        for person in book.company.people.values()
        for place, grant in person.grants.items()
        if sight.sees_grant(person.name, place) and place in sight.names
    ]


def sessions(book: Book, sight: Sight) -> list[Any]:
    return [
        [person.name, session.lives(book.company.now)]
        for person in book.company.people.values()
        for session in person.sessions
        if sight.sees_session(person.name)
    ]


def changes(book: Book, sight: Sight) -> list[Any]:
    return [[table, n] for table, n in book.changes.items() if n and sight.sees_history_of(table)]


# The tables beneath: how many rows of each, for whoever has the schema


def tables(book: Book, sight: Sight) -> dict[str, Any]:
    reads, ledger = sight.reads, book.ledger
    known = sight.is_any("viewer", "auditor")
    subscriptions = book.company.subscriptions
    return {
        "stock_levels": len(stock(book, sight)),
        "movements": len(movements(book, sight)),
        "documents": len(documents(book, sight)),
        "thresholds": len(thresholds(book, sight)),
        "threshold_balances": len(thresholds(book, sight)),
        "alerts": len(alerts(book, sight)),
        "deliveries": sum(len(a.told or ()) for a in ledger.alerts if a.location in reads),
        "lots": len(lots(book, sight)) + known,  # and that of what has none
        "items": len(book.company.items) * known,
        "locations": len(sight.names),
        "location_tree": sum(len(book.company.path(place)) for place in sight.names),
        "location_grants": sum(
            sight.sees_grant(person.name, place)
            for person in book.company.people.values()
            for place in person.grants
        ),
        "subscriptions": sum(sight.sees_subscription(who, at) for who, _, at, _ in subscriptions),
    }


TABLES = "jsonb_build_object({})".format(
    ", ".join(
        f"'{name.split('.')[1]}', (select count(*) from {name})"
        for name in (
            "inventory.stock_levels", "inventory.movements", "inventory.documents",
            "inventory.thresholds", "inventory.threshold_balances", "inventory.alerts",
            "inventory.deliveries", "inventory.lots", "inventory.items", "inventory.locations",
            "inventory.location_tree", "auth.location_grants", "inventory.subscriptions",
        )
    )
)  # fmt: skip


# Functions


def me(book: Book, sight: Sight) -> Any:
    if not sight.known:
        return None
    person = book.company.people[sight.name]
    return {
        "groups": sorted(sight.groups),
        "places": sorted(
            at for at, grant in person.grants.items() if grant.holds(book.company.now)
        ),
        "post": sight.is_any("staff"),
        "edit_items": sight.is_any("manager"),
        "see_cost": sight.is_any("cost") and sight.is_any(*STOCK),
        "count": sight.is_any("counter", "staff"),
        "manage_people": sight.is_any("admin"),
        "see_audit": sight.is_any("admin", "auditor"),
    }


ME = """(select jsonb_build_object(
    'groups', (select jsonb_agg(g.name order by g.name collate "C")
        from jsonb_array_elements_text(m.me -> 'groups') as g (name)),
    'places', (select coalesce(jsonb_agg(p.value ->> 'location' order by p.value ->> 'location'
        collate "C"), '[]') from jsonb_array_elements(m.me -> 'places') as p),
    'post', m.me -> 'can' -> 'post', 'edit_items', m.me -> 'can' -> 'edit_items',
    'count', m.me -> 'can' -> 'count', 'see_cost', m.me -> 'can' -> 'see_cost',
    'manage_people', m.me -> 'can' -> 'manage_people',
    'see_audit', m.me -> 'can' -> 'see_audit')
    from (select api.me() as me) as m where m.me is not null)"""


def decider(book: Book, sight: Sight, sku: str) -> tuple[Threshold | None, int]:
    """The range that decides on an item: the worst, at the widest place; and how many are bad."""
    seen = [
        t for t in book.ledger.thresholds.values() if t.item == sku and t.location in sight.reads
    ]
    order, path = book.company.order, book.company.path
    seen.sort(key=lambda t: (WORST[t.status], len(path(t.location)), order[t.location]))
    return (seen[0] if seen else None), sum(t.status != "ok" for t in seen)


def item_row(book: Book, sight: Sight, sku: str) -> list[Any]:
    """The row of an item in lists: sums and verdicts over one's own places; none for who counts."""
    if not sight.groups & STOCK:
        return [sku, *[None] * 6]
    mine = [
        (at, n)
        for (item, at, _), n in book.ledger.levels.items()
        if (item == sku and at in sight.reads)
    ]
    decides, bad = decider(book, sight, sku)
    return [
        sku,
        sum((n for _, n in mine), Decimal(0)),
        len({at for at, n in mine if n}),
        decides.status if decides else "ok",
        bad,
        decides and decides.balance,
        decides and decides.location,
    ]


ROW = (
    "{0} ->> 'sku', {0} -> 'on_hand', {0} -> 'places', {0} ->> 'status', {0} -> 'alerts',"
    " {0} -> 'balance', {0} ->> 'judged_at'"
)


# Who is shown stock on pages; a tool's group reads it in views.
PAGES_OF_STOCK = frozenset({"viewer", "auditor"})


def item_page(book: Book, sight: Sight) -> list[Any]:
    """An item's page: its row, stock place by place, whether a cost is shown and which."""
    sku = book.sku
    levels = [
        [at, lot, n]
        for (item, at, lot), n in book.ledger.levels.items()
        if item == sku and n and at in sight.reads
    ]
    mine = [
        t for t in book.ledger.thresholds.values() if t.item == sku and t.location in sight.reads
    ]
    shows, counts = sight.is_any(*COST), not sight.groups & PAGES_OF_STOCK
    return [
        *item_row(book, sight, sku),
        [] if counts else sorted(levels, key=str),
        None if counts else len(mine),
        None if counts else sum(t.alert is not None for t in mine),
        shows,
        dict(item_costs(book, sight)).get(sku) if shows else None,
        sight.is_any("staff"),
        sight.is_any("manager"),
    ]


ITEM_PAGE = """(select jsonb_build_array({row},
    (select coalesce(jsonb_agg(jsonb_build_array(
        s.value -> 'location', s.value -> 'lot', s.value -> 'on_hand')), '[]')
        from jsonb_array_elements(p.page -> 'stock') as s),
    jsonb_array_length(p.page -> 'thresholds'), jsonb_array_length(p.page -> 'alerts'),
    p.page ? 'cost', p.page -> 'cost' -> 'last_cost',
    p.page -> 'can' -> 'post', p.page -> 'can' -> 'edit')
    from (select api.item_page($1) as page) as p)""".format(row=ROW.format("(p.page -> 'row')"))


def search_items(book: Book, sight: Sight) -> list[Any]:
    """The rows that a search finds, in no order."""
    if not sight.is_any(*BLIND):
        return []
    return [item_row(book, sight, sku) for sku in book.company.items if finds(book, sight, sku)]


def finds(book: Book, sight: Sight, sku: str) -> bool:
    """Whether a search of one term finds an item: only what lies at one's own places counts."""
    item = book.company.items[sku]
    term = book.search.removeprefix("-")
    key, _, value = term.partition(":") if ":" in term else ("text", "", term)
    mine = [
        (at, lot)
        for (name, at, lot), n in book.ledger.levels.items()
        if name == sku and n and at in sight.reads
    ]
    if key == "is":
        return item.retired == (value == "retired")
    found = {
        "text": lambda: value in item.name.lower() or sku.startswith(value.upper()),
        "category": lambda: value in ("ALL", item.category),
        "location": lambda: any(at in book.company.below(value) for at, _ in mine),
        "lot": lambda: any(lot == value for _, lot in mine),
        "status": lambda: item_row(book, sight, sku)[3] in value.split(","),
    }[key]()
    return not item.retired and found != book.search.startswith("-")


def is_search_refused(book: Book, sight: Sight) -> bool:
    """A place that is not seen is none; and who counts may not ask what lies where."""
    key, _, value = book.search.removeprefix("-").partition(":")
    if key == "location" and value not in sight.names:
        return True
    if key == "category":  # of nobody: no categories either
        return not sight.known
    return key in ("location", "lot", "status") and not sight.is_any("viewer", "auditor")


SEARCH = """(select coalesce(jsonb_agg(jsonb_build_array({row})), '[]')
    from jsonb_array_elements(api.search_items($2, max_rows => 500) -> 'rows') as r)""".format(
    row=ROW.format("(r.value::jsonb)")
)


def stock_as_of(book: Book, sight: Sight) -> list[Any]:
    return [[*level, n] for level, n in book.ledger.levels.items() if level[1] in sight.reads]


def list_alerts(book: Book, sight: Sight) -> Any:
    open_ = [a for a in book.ledger.alerts if a.location in sight.reads and a.resolution is None]
    return {
        "counts": [sum(a.kind == kind for a in open_) for kind in ("out", "low", "over")],
        "rows": [[a.item, a.location, a.kind, len(a.told or ())] for a in open_],
    }


LIST_ALERTS = """(select jsonb_build_object(
    'counts', jsonb_build_array(l.a -> 'counts' -> 'out', l.a -> 'counts' -> 'low',
        l.a -> 'counts' -> 'over'),
    'rows', (select coalesce(jsonb_agg(jsonb_build_array(r.value -> 'sku', r.value -> 'location',
        r.value -> 'kind', jsonb_array_length(r.value -> 'told'))), '[]')
        from jsonb_array_elements(l.a -> 'rows') as r))
    from (select api.list_alerts('open', max_rows => 500) as a) as l)"""


def newest(book: Book, sight: Sight) -> list[Any]:
    """The 20 newest movements, newest first."""
    found = [
        [d.name, m.level[0], m.level[1], m.quantity, d.reversed_by is not None]
        for d in book.ledger.documents
        for m in d.movements
        if m.level[1] in sight.reads
    ]
    return found[::-1][:20]


RECENT = """(select coalesce(jsonb_agg(jsonb_build_array(r.value -> 'document', r.value -> 'sku',
    r.value -> 'location', r.value -> 'quantity', r.value -> 'reversed')), '[]')
    from jsonb_array_elements(api.recent_movements(max_rows => 20) -> 'rows') as r)"""


def overview(book: Book, sight: Sight) -> Any:
    if not sight.known:
        return {"items_with_stock": 0, "open": 0, "value": None, "values": False}
    mine = [(item, n) for (item, at, _), n in book.ledger.levels.items() if n and at in sight.reads]
    costs = dict(item_costs(book, sight))
    values = sight.is_any(*COST)
    return {
        "items_with_stock": len({item for item, _ in mine}),
        "open": sum(a.resolution is None for a in book.ledger.alerts if a.location in sight.reads),
        "values": values,
        "value": sum((n * costs.get(item, 0) for item, n in mine), Decimal(0)) if values else None,
    }


OVERVIEW = """(select jsonb_build_object('items_with_stock', o.o -> 'items_with_stock', 'open',
    (select sum(c.value::integer) from jsonb_each_text(o.o -> 'alerts') as c),
    'values', o.o ? 'value', 'value', o.o -> 'value')
    from (select api.overview() as o) as o)"""


PARTS = dict(
    [
        view(
            "items",
            "v.sku, v.name, v.category, v.retired_at is not null, v.version",
            if_any(ITEMS, items),
        ),
        view("item_units", "v.sku, v.unit, v.factor", if_any(ITEMS, item_units)),
        view("lots", "v.sku, v.lot", lots),
        view("stock_on_hand", "v.sku, v.location, v.lot, v.on_hand, v.available", stock),
        view(
            "movements",
            "v.document, v.line, v.kind, v.sku, v.location, v.lot, v.quantity, v.on_hand, "
            "v.posted_by",
            movements,
        ),
        view(
            "documents",
            "v.document, v.kind, v.reference, v.note, "
            f"{MICROSECONDS.format('v.occurred_at')}, {MICROSECONDS.format('v.posted_at')}, "
            "v.posted_by, v.line_count, v.reverses, v.reversed_by",
            documents,
        ),
        view(
            "thresholds",
            "v.sku, v.location, v.minimum, v.maximum, v.severity, v.balance, v.status",
            thresholds,
        ),
        view(
            "alerts",
            "v.sku, v.location, v.kind, v.severity, v.balance_at_opening, v.resolution",
            alerts,
        ),
        (
            "deliveries",
            Part(
                rows(
                    "a.sku, a.location, v.person",
                    "api.deliveries as v join api.alerts as a using (alert)",
                ),
                VIEWS["deliveries"],
                deliveries,
            ),
        ),
        view("item_costs", "v.sku, v.last_cost", item_costs),
        view("movement_costs", "v.sku, v.location, v.quantity, v.unit_cost", movement_costs),
        view("locations", "v.location, v.parent, v.retired_at is not null, v.postable", locations),
        view("people", "v.person, v.kind", if_any(VIEWS["people"], people)),
        view(
            "location_grants",
            f"v.person, v.location, v.granted_by, {MICROSECONDS.format('v.valid_until')}",
            location_grants,
        ),
        view("sessions", "v.person, v.live", sessions),
        (
            "changes",
            Part(
                rows(
                    "c.table_name, c.n",
                    "(select v.table_name, count(*) as n from api.changes as v where v.table_name "
                    f"in {AUDITED} group by 1) as c",
                ),
                VIEWS["changes"],
                changes,
            ),
        ),
        ("tables", Part(TABLES, frozenset({"viewer", "auditor"}), tables)),
        ("me", Part(ME, FUNCTIONS["me"], me)),
        ("item_page", Part(ITEM_PAGE, FUNCTIONS["item_page"], item_page)),
        ("search_items", Part(SEARCH, FUNCTIONS["search_items"], search_items)),
        (
            "stock_as_of",
            Part(
                rows("v.sku, v.location, v.lot, v.on_hand", "api.stock_as_of() as v"),
                FUNCTIONS["stock_as_of"],
                stock_as_of,
            ),
        ),
        ("list_alerts", Part(LIST_ALERTS, FUNCTIONS["list_alerts"], list_alerts)),
        ("recent_movements", Part(RECENT, FUNCTIONS["recent_movements"], newest)),
        ("overview", Part(OVERVIEW, FUNCTIONS["overview"], overview)),
    ]
)
# Not to be compared as a heap of rows.
ORDERED = ("recent_movements", "item_page")
# Asked one at a time, in turn: a page costs as much as all the views together.
PAGES = ("item_page", "search_items", "list_alerts", "recent_movements", "overview", "stock_as_of")


def may_ask(sight: Sight) -> tuple[str, ...]:
    """The parts that answer somebody at all."""
    return tuple(
        name
        for name, part in PARTS.items()
        if (sight.may_select(name) if name in VIEWS else sight.groups & part.groups)
    )


def query(names: tuple[str, ...]) -> str:
    """One statement for these parts, and when it was asked."""
    parts = ", ".join(f"'{name}', {PARTS[name].sql}" for name in names)
    return f"select jsonb_build_object({parts})"


def heap(value: Any) -> Any:
    """Rows without their order; rows within rows too."""
    if isinstance(value, list):
        return Counter(tuple(_frozen(cell) for cell in row) for row in value)
    if isinstance(value, dict):
        return {key: heap(one) if key == "rows" else one for key, one in value.items()}
    return value


def _frozen(cell: Any) -> Any:
    return tuple(cell) if isinstance(cell, list) else cell


def differences(book: Book, sight: Sight, found: dict[str, Any]) -> dict[str, Any]:
    """Where what was shown is not what the rules say: by part, what is too much and too little."""
    wrong: dict[str, Any] = {}
    for name, shown in found.items():
        should = PARTS[name].expected(book, sight)
        if name == "item_page":
            shown[7] = sorted(shown[7], key=str)
        elif name not in ORDERED:
            shown, should = heap(shown), heap(should)
        if shown == should:
            continue
        if isinstance(shown, Counter) and isinstance(should, Counter):
            wrong[name] = {"too much": shown - should, "too little": should - shown}
        else:
            wrong[name] = {"shown": shown, "should be": should}
    return wrong
