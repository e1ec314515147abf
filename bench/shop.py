"""The shop that is measured: a company of a million items, and in it items that load scripts know.

bench.data makes the company, with a member of staff who has 410 of its 500 places. A load script
has to compute what it posts, so these places get the codes P-1 to P-410, and there are items B-1 to
B-100000: B-n has its stock at P-(1 + n mod 410). Each tenth of them has a range at its place, each
hundredth one for the whole company as well, none of which a run crosses.
"""

from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

import psycopg
from psycopg import sql

from bench.data import PASSWORD, fill
from bench.stage import Stage
from ops.build import deploy, note_words
from ops.errors import Trouble

PERSON = "bench_staff"
OPENING = 1_000_000  # of each item: more than any run takes
LINES = 1_000  # of an opening document


@dataclass(frozen=True)
class Size:
    """How large a shop is."""

    items: int  # of the company
    movements: int
    own: int  # items that load scripts know
    locations: int = 500


FULL = Size(items=1_000_000, movements=10_000_000, own=100_000)
SMALL = Size(items=1_000, movements=2_000, own=100_000)
SHORT = Size(items=1_000, movements=2_000, own=10_000)


@dataclass(frozen=True)
class Shop:
    """A filled database and a session in it."""

    database: str
    items: int  # B-1 to B-items
    places: int  # P-1 to P-places
    token: str

    def identity(self) -> dict[str, str | bytes | None]:
        """The values of the web's statement about identity."""
        token_hash = sha256(self.token.encode()).digest()
        return {
            "read_only": "off",
            "token_hash": token_hash,
            "parent_hash": None,
            "token": self.token,
        }

    def variables(self) -> dict[str, str | int]:
        """The same and the shop's size, as pgbench takes them."""
        token_hash = "\\x" + sha256(self.token.encode()).hexdigest()
        return {
            "items": self.items,
            "places": self.places,
            "read_only": "off",
            "token": self.token,
            "token_hash": token_hash,
            "parent_hash": "\\x",
        }


def open_shop(stage: Stage) -> Shop:
    """The shop, with a session of its member of staff; made where this server has none yet."""
    size = SHORT if stage.options.short else SMALL if stage.options.small else FULL
    database = f"shop_{size.items}_{size.own}"
    if stage.options.movements:
        size = replace(size, movements=stage.options.movements)
        database += f"_{size.movements}"
    stage.keep(
        database,
        build=lambda: _build(stage, database, size),
        renew=lambda: deploy(stage.dsn("postgres", database), say=lambda _: None),
    )
    with stage.connect("postgres", database) as db:
        places = db.execute(
            "select count(*) from inventory.locations where code like 'P-%'"
        ).fetchone()
    with _person(stage, database) as db:
        token = db.execute("select auth.open_session(user_agent => 'bench')").fetchone()
    if places is None or token is None:
        raise Trouble("The shop is not whole.", "Remove the data folder and begin anew.")
    return Shop(database, size.own, places[0], token[0])


def documents(stage: Stage, shop: Shop) -> int:
    """How many the person has posted."""
    with stage.connect("postgres", shop.database) as db:
        query = "select count(*) from inventory.documents where posted_by = %s"
        row = db.execute(query, [PERSON]).fetchone()
    return row[0] if row else 0


def prove(stage: Stage, shop: Shop, posted: int | None = None) -> None:
    """See that the ledger holds as many documents of the person's as were `posted`.

    A figure of another ledger would be nothing: a key used twice is answered fast. Raises Trouble.
    That the ledger adds up as well is seen when all is measured, once: it takes a while.
    """
    stage.at_end[shop.database] = partial(_prove, stage, shop)
    if posted is not None and (found := documents(stage, shop)) != posted:
        raise Trouble(f"{posted} documents were posted, {found} are there.", "That is a bug.")


def _prove(stage: Stage, shop: Shop) -> None:
    """Raises Trouble where anything derived differs from the movements."""
    with stage.connect("postgres", shop.database) as db:
        db.execute("analyze inventory.documents, inventory.movements, inventory.stock_levels")
        wrong = db.execute("select * from api.prove() limit 5").fetchall()
    if wrong:
        raise Trouble(f"The ledger does not prove after the run: {wrong}", "Trust no figure above.")


def _person(stage: Stage, database: str) -> psycopg.Connection:
    return psycopg.connect(stage.server.tcp_dsn(PERSON, PASSWORD, database), autocommit=True)


def _build(stage: Stage, database: str, size: Size) -> None:
    dsn = stage.dsn("postgres", database)
    deploy(dsn, say=lambda _: None)
    fill(dsn, items=size.items, movements=size.movements, locations=size.locations)
    with stage.connect("postgres", database) as db:
        places = _name_places(db)
        _make_items(db, size.own)
        with _person(stage, database) as person:
            _receive(person, size.own, places)
        _make_thresholds(db)
        db.execute("vacuum analyze")


def _name_places(db: psycopg.Connection) -> int:
    """Give the person's places codes that a script can compute; how many there are."""
    renamed = db.execute(
        "update inventory.locations as l set code = 'P-' || p.number from ("
        "select location_id, row_number() over (order by location_id) as number "
        "from inventory.locations "
        "where get_bit((auth.grant_set(%s)).bits, location_id) = 1 "
        "and kind not in ('company', 'region')) as p where p.location_id = l.location_id",
        [PERSON],
    )
    return renamed.rowcount


def _make_items(db: psycopg.Connection, own: int) -> None:
    with db.transaction():
        # No trail of a hundred thousand made items.
        db.execute("set local session_replication_role = replica")
        db.execute(
            "insert into inventory.items (sku, name, category_id, unit_id) select 'B-' || n, "
            "'Bench item ' || n, inventory.category_of('ALL'), inventory.unit_of('ea') "
            "from generate_series(1, %s::int) n",
            [own],
        )
        db.execute("delete from inventory.item_words where word = ''")  # no trigger noted any
    note_words(db)


def _receive(person: psycopg.Connection, own: int, places: int) -> None:
    person.execute("set statement_timeout = 0")
    for first in range(1, own + 1, LINES):
        person.execute(
            "select api.post_receipt(idempotency_key => gen_random_uuid(), lines => ("
            "select jsonb_agg(jsonb_build_object('item', 'B-' || n, 'location', "
            "'P-' || 1 + n %% %s, 'quantity', %s::int)) from generate_series(%s::int, %s) n))",
            [places, OPENING, first, min(first + LINES - 1, own)],
        )


def _make_thresholds(db: psycopg.Connection) -> None:
    for query in (
        "select s.item_id, s.location_id, 10 from inventory.stock_levels as s "
        "join inventory.items as i using (item_id) "
        "where i.sku like 'B-%' and substr(i.sku, 3)::int % 10 = 0",
        "select i.item_id, l.location_id, 10 from inventory.items as i, inventory.locations as l "
        "where i.sku like 'B-%' and substr(i.sku, 3)::int % 100 = 0 and l.parent_id is null",
    ):
        add = sql.SQL("insert into inventory.thresholds (item_id, location_id, minimum) {}")
        db.execute(add.format(sql.SQL(query)))
