"""What of the company the visits ask for: items that sell most and never, large documents, …"""

from dataclasses import dataclass
from typing import Any

import psycopg

from bench.data import PASSWORD
from ops.embedded import EmbeddedServer
from tests.plans.people import EVERYBODY

# The clerk's site, which is also among the staff's and the manager's places.
CLERK = "bench_clerk"


@dataclass(frozen=True)
class Filled:
    """A filled database on a server that logs plans."""

    server: EmbeddedServer
    name: str

    def dsn(self, role: str = "postgres") -> str:
        """URL of the superuser, of a service, or of one of the company's people."""
        if role in {one.person for one in EVERYBODY}:
            return self.server.tcp_dsn(role, PASSWORD, self.name)
        return self.server.service_dsn(role, self.name)


# Name: a query that answers one value. Each is asked once, as the superuser.
ASKED = {
    # The item with most movements, one with lots, one that never moved, a retired one.
    "hot": "select i.sku from inventory.items as i where i.item_id = (select m.item_id"
    " from inventory.movements as m group by 1 order by count(*) desc limit 1)",
    "usual": "select i.sku from inventory.items as i join inventory.stock_levels as s"
    " using (item_id) join inventory.locations as l using (location_id)"
    " join inventory.thresholds as t using (item_id)"
    " where l.code like 'N01%' and s.on_hand > 20 and s.lot_id = 0 order by i.item_id limit 1",
    "with_lots": "select i.sku from inventory.lots as t join inventory.items as i using (item_id)"
    " order by lot_id limit 1",
    "unmoved": "select i.sku from inventory.items as i where i.retired_at is null"
    " and not exists (select from inventory.stock_levels as s where s.item_id = i.item_id)"
    " order by i.item_id limit 1",
    "retired": "select sku from inventory.items where retired_at is not null limit 1",
    "retired_version": "select version from inventory.items where sku = %(retired)s",
    "lot": "select code from inventory.lots where lot_id > 0 order by lot_id limit 1",
    # Where the clerk works; a bin there, another one, and how much of "usual" lies where.
    "site": "select 'N01'",
    "bin": "select l.code from inventory.stock_levels as s join inventory.locations as l"
    " using (location_id) where l.code like 'N01%%' and s.item_id = inventory.item_of(%(usual)s)"
    " and s.on_hand > 20 and s.lot_id = 0 limit 1",
    "other_bin": "select code from inventory.locations where kind = 'bin' and code like 'N01%%'"
    " and code <> %(bin)s limit 1",
    "document": "select d.document_id::text from inventory.documents as d where d.line_count = 3"
    " and d.kind = 'issue' and d.places <@ (select ranges from auth.grant_sets"
    " where person = 'bench_clerk') and not exists (select from inventory.documents as r"
    " where r.reverses_document_id = d.document_id) order by d.posted_at desc limit 1",
    "large_document": "select d.document_id::text from inventory.documents as d"
    " where d.places <@ (select ranges from auth.grant_sets where person = 'bench_clerk')"
    " order by d.line_count desc limit 1",
    "large_lines": "select line_count from inventory.documents"
    " where document_id = %(large_document)s::uuid",
    # Far down the lists: where the next page of one in the middle begins.
    "name_cursor": "select inventory.write_cursor(jsonb_build_object('item', item_id, 'key', name))"
    " from inventory.items order by name, item_id offset (select count(*) / 2"
    " from inventory.items) limit 1",
    "sku_cursor": "select inventory.write_cursor(jsonb_build_object('item', item_id, 'key', sku))"
    " from inventory.items order by sku offset (select count(*) / 2 from inventory.items) limit 1",
    "updated_cursor": "select inventory.write_cursor(jsonb_build_object('item', item_id,"
    " 'key', updated_at)) from inventory.items order by updated_at"
    " offset (select count(*) / 2 from inventory.items) limit 1",
    "movement_cursor": "select inventory.write_cursor(jsonb_build_object('movement',"
    " max(movement_id) / 2)) from inventory.movements",
    "alert_cursor": "select inventory.write_cursor(jsonb_build_object('at', opened_at,"
    " 'alert', alert_id)) from inventory.alerts order by opened_at"
    " offset (select count(*) / 2 from inventory.alerts) limit 1",
    "delivery": "select delivery_id::text from inventory.deliveries order by created_at limit 1",
    # A range at the clerk's site, a part of what the viewer holds, and a password's verifier.
    "ranged": "select i.sku from inventory.thresholds as t join inventory.items as i"
    " using (item_id) join inventory.locations as l using (location_id)"
    " where l.code = 'N01' limit 1",
    "ranged_at": "select 'N01'",
    "granted": "select l.code from auth.location_grants as g join inventory.locations as l"
    " using (location_id) where g.person = 'bench_viewer' order by l.code limit 1",
    "verifier": "select rolpassword from pg_authid where rolname = 'bench_viewer'",
    # Somebody whose access ended, a tool, and where the next page of people in the middle begins.
    "gone": "select person from auth.people where disabled_at is not null order by 1 limit 1",
    "tool": "select person from auth.people where kind = 'tool' order by 1 limit 1",
    "person": "select person from auth.people order by 1"
    " offset (select count(*) / 2 from auth.people) limit 1",
    "person_cursor": "select inventory.write_cursor(jsonb_build_object('name', lower(name),"
    " 'person', person)) from auth.people where person = %(person)s",
    "subscriptions": "select jsonb_object_agg(person, subscription_id) from"
    " inventory.subscriptions where person is not null",
    "view": "select view_id::text from inventory.saved_views where owner = 'bench_manager'",
    "import": "select import_id::text from inventory.imports where person = 'bench_manager'",
    # As the superuser makes it, anew for each run.
    "link": "select api.invitation_link(person => 'bench_viewer')",
    # A thousand items that do not come in lots.
    "skus": "select array_agg(i.sku) from (select i.sku from inventory.items as i"
    " where i.retired_at is null order by md5(i.sku) limit 1000) as i",
    "version": "select version from inventory.items where sku = %(usual)s",
    "unmoved_version": "select version from inventory.items where sku = %(unmoved)s",
    "snapshot": "select pg_current_snapshot()::text",
}


def ask(filled: Filled) -> dict[str, Any]:
    """The value of each; raises AssertionError for one that the company has not."""
    known: dict[str, Any] = {}
    with psycopg.connect(filled.dsn(), cursor_factory=psycopg.ClientCursor) as db:
        for name, query in ASKED.items():
            row = db.execute(query.encode(), known if "%(" in query else None).fetchone()
            assert row, f"the company has no {name!r}"
            known[name] = row[0]
    return known
