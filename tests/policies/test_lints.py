"""Each lint is one query over the catalogue that must find nothing (ops/lints/*.sql, the
reason on top; `stockroom lint` runs them too), and each is tried with a fault it must find."""

from collections.abc import Callable

import pytest

from ops.lint import LINTS, why
from ops.lint import findings as lint_findings
from tests import company
from tests.conftest import Database, drop
from tests.policies.steps import Connection

_FUNCTION = "create function api.zz() returns integer language sql {} as 'select 1'"
_POLICY = "create policy zz on inventory.items for {}"
# A statement of a superuser who errs, per lint, and a part of what the lint must then say.
FAULTS = {
    "audited_secrets": ("alter table auth.devices add column zz bytea", "auth.devices.zz"),
    "tables_without_audit": ("drop trigger items_audit on inventory.items", "inventory.items"),
    "constraints_not_validated": (
        "alter table inventory.items add constraint zz check (item_id > 0) not valid", "zz"),
    "cost_without_the_right": (
        "grant select (last_cost) on inventory.item_costs to stockroom_viewer", "last_cost"),
    "definers_of_powerful_owners": (_FUNCTION.format("security definer"), "api.zz"),
    "direct_writes_to_the_ledger": (
        "grant update (on_hand) on inventory.stock_levels to stockroom_manager", "stock_levels"),
    "dynamic_sql": (
        "create function api.zz(a text) returns void language plpgsql as "
        "$$ begin execute 'select ' || a; end $$", "api.zz"),
    "foreign_keys_without_index": ("drop index inventory.items_unit_id_idx", "items_unit_id_fkey"),
    "functions_everybody_may_execute": (_FUNCTION.format("set search_path = ''"), "api.zz"),
    "functions_of_whole_rows": (
        "create function api.zz() returns setof inventory.units language sql set search_path = '' "
        "as 'select * from inventory.units'", "api.zz"),
    "functions_without_fixed_path": (_FUNCTION.format(""), "api.zz"),
    "grants_nobody_needs": (
        "grant select on inventory.items to stockroom_viewer with grant option", "grant option"),
    "grants_on_partitions": (
        "do $$ begin execute format('grant select on %s to stockroom_viewer', (select inhrelid::"
        "regclass from pg_inherits where inhparent = 'inventory.movements'::regclass limit 1)); "
        "end $$", "inventory.movements_"),
    "leakproof_functions": (_FUNCTION.format("leakproof"), "api.zz"),
    "logins_without_limits": ("alter role stockroom_worker connection limit -1", "worker"),
    "memberships": ("grant stockroom_staff to stockroom_web", "stockroom_web in stockroom_staff"),
    "objects_of_strange_owners": ("alter view api.items owner to postgres", "api.items"),
    "owners_who_may_sign_in": ("alter role stockroom_writer login", "stockroom_writer"),
    "people_without_roles": (
        "update auth.people set disabled_at = now() where person = 'sue_staff'", "sue_staff"),
    "policies_for_everybody": (_POLICY.format("select using (false)"), "zz"),
    "policies_that_trust_a_setting": (
        _POLICY.format("select to stockroom_viewer using (current_setting('my.id') = '1')"), "zz"),
    "policy_calls_for_each_row": (
        _POLICY.format("select to stockroom_viewer using (auth.signed_in() is not null)"), "zz"),
    "policies_without_grant": (
        _POLICY.format("delete to stockroom_viewer using ((select auth.signed_in()) is null)"),
        "stockroom_viewer, which may not delete"),
    "powerful_roles": ("alter role stockroom_reader bypassrls", "stockroom_reader: bypassrls"),
    "reading_policies_always_true": (
        _POLICY.format("select to stockroom_viewer using (true)"), "zz"),
    "rights_past_their_end": (
        "update auth.people set groups_end_at = now() - interval '1 hour' "
        "where person = 'sue_staff'", "sue_staff has groups that ended"),
    "secrets_readable": (
        "grant select (request_hash) on inventory.documents to stockroom_viewer", "request_hash"),
    "sequences_readable": (
        "grant select on sequence inventory.items_item_id_seq to stockroom_viewer", "item_id_seq"),
    "tables_inherited_from": ("create table inventory.zz () inherits (inventory.items)", "zz"),
    "tables_without_forced_row_security": (
        "alter event trigger stockroom_force_row_security disable; "
        "alter table inventory.items no force row level security", "inventory.items"),
    "triggers_disabled": (
        "alter table inventory.documents disable trigger documents_change_refused", "documents"),
    "unlogged_tables": ("create unlogged table inventory.zz (a int)", "inventory.zz"),
    "view_columns_unexplained": ("comment on column api.items.sku is null", "items.sku"),
    "views_that_read_as_their_owner": (
        "alter view api.items reset (security_invoker)", "api.items"),
    "what_holds_others_up": (
        "grant execute on function pg_catalog.pg_sleep to public", "pg_sleep"),
    "what_public_may": ("grant usage on schema api to public", "schema api"),
    "who_may_create": ("grant create on schema api to stockroom_writer", "stockroom_writer"),
    "who_may_hold_others_up": (
        "grant execute on function pg_catalog.pg_advisory_lock(bigint) to stockroom_viewer",
        "stockroom_viewer"),
    "writing_policies_always_true": (
        _POLICY.format("insert to stockroom_viewer with check (true)"), "zz"),
    "writing_policies_without_check": (
        _POLICY.format("update to stockroom_viewer using ((select auth.signed_in()) = '')"), "zz"),
}  # fmt: skip
# pg_hba.conf is a file of the server's: its fault is tried below on what the file would say.
OF_THE_SERVER = {"weak_access_lines"}


def findings(db: Connection, lint: str) -> list[str]:
    return [str(row["found"]) for row in db.execute(LINTS[lint])]


@pytest.mark.parametrize("lint", LINTS)
def test_lint_finds_nothing(shop: Database, lint: str) -> None:
    with shop.connect() as db:
        assert findings(db, lint) == []


@pytest.mark.parametrize("lint", sorted(set(LINTS) - OF_THE_SERVER))
def test_lint_finds_its_fault(shop: Database, lint: str) -> None:
    """In one transaction that is rolled back: roles are shared with every other test."""
    fault, sign = FAULTS[lint]
    with shop.connect() as db, db.transaction(force_rollback=True):
        db.execute(fault)
        assert any(sign in found for found in findings(db, lint)), findings(db, lint)


@pytest.mark.parametrize(
    ("line", "weak"),
    [
        ("('host', 'trust')", True),
        ("('host', 'md5')", True),
        ("('host', 'password')", True),
        ("('local', 'trust')", True),
        ("('host', 'peer')", True),
        ("('local', 'peer')", False),
        ("('hostssl', 'scram-sha-256')", False),
    ],
)
def test_lint_of_access_lines_finds_its_faults(shop: Database, line: str, weak: bool) -> None:
    """The query over lines that are made up, since a server reads its file for all databases."""
    lines = (
        "(select 1 as line_number, *, null::text as error "
        f"from (values {line}) as v (type, auth_method))"
    )
    query = LINTS["weak_access_lines"].replace("pg_catalog.pg_hba_file_rules", lines)
    with shop.connect() as db:
        assert bool(db.execute(query).fetchall()) is weak


@pytest.mark.parametrize("lint", LINTS)
def test_lint_says_why(lint: str) -> None:
    assert LINTS[lint].startswith("-- ")
    assert len(why(lint)) > 30


def test_an_exception_has_a_reason_and_an_end(shop: Database) -> None:
    """A DBA's own, in schema local: silent until its day is over, told again after it."""
    fault, _ = FAULTS["unlogged_tables"]
    with shop.connect() as db:
        db.execute(
            "create schema local; create table local.lint_exceptions (lint text, found text, "
            "reason text not null, until date not null, primary key (lint, found))"
        )
        assert lint_findings(db) == []
        db.execute(fault)
        told = [one for one in lint_findings(db) if one.lint == "unlogged_tables"]
        assert [one.found for one in told] == ["inventory.zz"]
        db.execute(
            "insert into local.lint_exceptions values ('unlogged_tables', 'inventory.zz', "
            "'a scratch table', current_date)"
        )
        assert "unlogged_tables" not in [one.lint for one in lint_findings(db)]
        db.execute("update local.lint_exceptions set until = current_date - 1")
        (again,) = [one for one in lint_findings(db) if one.lint == "unlogged_tables"]
        assert "ended on" in again.note


def test_companions_and_people_are_looked_at(shop: Database) -> None:
    """The lints over people would find nothing where there are none."""
    with shop.connect() as db:
        (row,) = db.execute("select count(*) as n from auth.people").fetchall()
    assert row["n"] == len(company.PEOPLE)


def test_a_dropped_databases_people_leave_nothing_behind(
    template: str, new_database: Callable[[str | None], Database], shop: Database
) -> None:
    """Roles are the whole server's, and the lints look at all of them."""
    other = new_database(template)
    with other.connect() as db:
        db.execute("select api.create_user('gone_soon', 'Gone', array['viewer'])")
    drop(other)
    with shop.connect() as db:
        assert findings(db, "memberships") == []
