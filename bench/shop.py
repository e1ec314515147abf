"""The shop that postings are measured on: many items, 500 places of which a person has 410.

Item B-n has its stock at the place P-(1 + n mod 410), so that a load script can compute both. Each
tenth item has a range at its place, and each hundredth one for the whole company as well.
"""

from dataclasses import dataclass
from hashlib import sha256

import psycopg

from bench.stage import Stage
from ops.build import deploy
from ops.errors import Trouble
from tests.company import PASSWORD, verifier

ITEMS, SHORT_ITEMS = 100_000, 10_000
PLACES, HIDDEN = 410, 90
PERSON = "bench_staff"
OPENING = 1_000_000  # of each item: more than any run takes
LINES = 1_000
TEMPLATE = "bench_shop"


@dataclass(frozen=True)
class Shop:
    """A filled database and a session in it."""

    database: str
    items: int
    token: str

    def identity(self) -> dict[str, str | bytes]:
        """The values of the web's statement about identity."""
        token_hash = sha256(self.token.encode()).digest()
        return {"read_only": "off", "token_hash": token_hash, "token": self.token}

    def variables(self) -> dict[str, str | int]:
        """The same and the shop's size, as pgbench takes them."""
        token_hash = "\\x" + sha256(self.token.encode()).hexdigest()
        return {
            "items": self.items,
            "places": PLACES,
            "read_only": "off",
            "token": self.token,
            "token_hash": token_hash,
        }


def open_shop(stage: Stage, database: str = "bench_work") -> Shop:
    """A fresh copy of the shop, with a session of its member of staff."""
    items = SHORT_ITEMS if stage.options.short else ITEMS
    template = f"{TEMPLATE}_{items}"
    if not stage.has(template):
        _build(stage, template, items)
    else:  # kept from an earlier run: bring its code up to date
        deploy(stage.dsn("postgres", template), say=lambda _: None)
    stage.create(database, template)
    dsn = stage.server.tcp_dsn(PERSON, PASSWORD, database)
    with psycopg.connect(dsn, autocommit=True) as db:
        token = db.execute("select auth.open_session(user_agent => 'bench')").fetchone()[0]
    return Shop(database, items, token)


def prove(stage: Stage, shop: Shop) -> None:
    """A figure of a ledger that does not add up would be nothing. Raises Trouble."""
    with stage.connect("postgres", shop.database) as db:
        wrong = db.execute("select * from api.prove() limit 5").fetchall()
    if wrong:
        raise Trouble(f"The ledger does not prove after the run: {wrong}", "That is a bug.")


def _build(stage: Stage, database: str, items: int) -> None:
    stage.create(database)
    deploy(stage.dsn("postgres", database), say=lambda _: None)
    with stage.connect("postgres", database) as db:
        _make_places(db)
        _make_items(db, items)
        _make_person(db)
    dsn = stage.server.tcp_dsn(PERSON, PASSWORD, database)
    with psycopg.connect(dsn, autocommit=True) as db:
        for first in range(1, items + 1, LINES):
            db.execute(
                "select api.post_receipt(idempotency_key => gen_random_uuid(), lines => ("
                "select jsonb_agg(jsonb_build_object('item', 'B-' || n, 'location', "
                "'P-' || 1 + n %% %s, 'quantity', %s::int)) from generate_series(%s::int, %s) n))",
                [PLACES, OPENING, first, min(first + LINES - 1, items)],
            )
    with stage.connect("postgres", database) as db:
        _make_thresholds(db)
        db.execute("vacuum analyze")


def _make_places(db: psycopg.Connection) -> None:
    """A company, 50 regions of ten sites each; 41 regions are the person's."""
    add = (
        "insert into inventory.locations (code, name, kind, parent_id) "
        "select code, code, %s, (select location_id from inventory.locations where code = above) "
        "from ({}) as place"
    )
    db.execute(add.format("select 'C' as code, null as above"), ["company"])
    regions = "select 'R-' || n as code, 'C' as above from generate_series(1, 50) n"
    db.execute(add.format(regions), ["region"])
    # The hidden regions lie between the others, so that the person's places are several ranges.
    sites = (
        "select case when r % 5 = 0 and r < 50 then 'X-' || (r / 5 - 1) * 10 + n "
        "else 'P-' || (r - 1 - (least(r, 46) - 1) / 5) * 10 + n end as code, 'R-' || r as above "
        "from generate_series(1, 50) r, generate_series(1, 10) n order by r, n"
    )
    db.execute(add.format(sites.replace("%", "%%")), ["site"])


def _make_items(db: psycopg.Connection, items: int) -> None:
    db.execute("insert into inventory.units (code, name, decimals) values ('ea', 'each', 0)")
    db.execute("insert into inventory.categories (code, name) values ('ALL', 'Everything')")
    db.execute(
        "insert into inventory.items (sku, name, category_id, unit_id) select 'B-' || n, "
        "'Item ' || n, inventory.category_of('ALL'), inventory.unit_of('ea') "
        "from generate_series(1, %s::int) n",
        [items],
    )


def _make_person(db: psycopg.Connection) -> None:
    # Roles are the server's: another database of this stage may have made the person's already.
    for role in (f"web_{PERSON}", PERSON):
        db.execute(f"drop role if exists {role}")
    db.execute(
        "select api.create_user(person => %s, name => 'Sue', groups => array['staff'], "
        "verifier => %s)",
        [PERSON, verifier(db, PERSON)],
    )
    db.execute(
        "select api.grant_location(%s, 'R-' || r) from generate_series(1, 50) r "
        "where r %% 5 <> 0 or r = 50",
        [PERSON],
    )


def _make_thresholds(db: psycopg.Connection) -> None:
    db.execute(
        "insert into inventory.thresholds (item_id, location_id, minimum) "
        "select s.item_id, s.location_id, 10 from inventory.stock_levels s where item_id % 10 = 0"
    )
    db.execute(
        "insert into inventory.thresholds (item_id, location_id, minimum) "
        "select i.item_id, inventory.location_of('C'), 10 from inventory.items i "
        "where item_id % 100 = 0"
    )
