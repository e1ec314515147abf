"""The data: a database of each kept release, brought to this commit, is whole and proved."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from ops.build import DEPLOY_LOCK
from tests.upgrade import facts
from tests.upgrade.changes import MEANT
from tests.upgrade.conftest import Old
from tests.upgrade.deploying import ROOT, altered_tree, deploy_tree
from tests.worker.conftest import wait_for

# What a sample must hold, or the test below would prove less than it says.
HOLDS = {
    "documents of each kind": "select count(distinct kind) >= 5 from inventory.documents",
    "lots": "select count(*) > 1 from inventory.lots",
    "packs": "select bool_or(quantity <> entered_quantity) from inventory.movements",
    "a back-dated document": "select bool_or(posted_at - occurred_at > '30 days') "
    "from inventory.documents where posted_by = 'demo_manager' and reference = ''",
    "alerts open and closed": "select count(distinct coalesce(resolution, 'open')) = 4 "
    "from inventory.alerts",
    "mails sent, suppressed, queued": "select count(distinct state) = 3 from inventory.deliveries",
    "jobs queued and held": "select count(distinct status) = 2 from queue.pgqueuer",
    "sessions open and ended": "select count(distinct revoked_at is null) = 2 from auth.sessions",
    "a failed sign-in": "select bool_or(not success) from auth.sign_in_attempts",
    "somebody disabled": "select bool_or(disabled_at is not null) from auth.people",
    "a grant with an end": "select bool_or(valid_until > now()) from auth.location_grants",
    "an item retired": "select bool_or(retired_at is not null) from inventory.items",
    "a DBA's own view": "select count(*) > 0 from pg_views where schemaname = 'local'",
}

# How a step changes rows; see docs/operations.md.
AS_SUPERUSER = "set local role none; set local row_security = on; "


def test_an_upgrade_loses_nothing(any_old: Old) -> None:
    """Every row of every table, every view as every person sees it, roles, sequences, grants."""
    assert [what for what, query in HOLDS.items() if any_old.rows(query) != [(True,)]] == []
    known = facts.shape(any_old.server, any_old.name)
    before = facts.read(any_old.server, any_old.name, known)
    said = deploy_tree(ROOT, any_old.dsn())
    differ = facts.differences(before, facts.read(any_old.server, any_old.name, known))
    meant = MEANT.get(any_old.sample.version, {})
    assert {name: text for name, text in differ.items() if name not in meant} == {}, said
    assert set(meant) <= set(differ), "meant to change, and did not: take it out of changes.py"
    assert any_old.rows("select * from api.prove()") == []


def test_a_deploy_with_nothing_to_do_is_quiet(old: Old) -> None:
    """It tries nothing out: each start of Stockroom is a deploy, and an ERROR in the server's log
    is for people to read."""
    deploy_tree(ROOT, old.dsn())
    log = old.server.data / "logs" / "postgres.log"
    begins = log.stat().st_size
    deploy_tree(ROOT, old.dsn())
    assert "ERROR" not in log.read_text()[begins:]


def test_a_loss_is_seen(old: Old, tmp_path: Path) -> None:
    """The comparison above can fail: what a bad release loses is told of by name."""
    known = facts.shape(old.server, old.name)
    before = facts.read(old.server, old.name, known)
    bad = altered_tree(
        tmp_path,
        AS_SUPERUSER + "delete from inventory.subscriptions where group_name = 'staff'",
        "alter table inventory.workers drop column version",
        AS_SUPERUSER + "update auth.location_grants set valid_until = now() - interval '1 day' "
        "where person = 'demo_viewer'",
        "alter sequence inventory.movements_movement_id_seq restart with 5",
    )
    deploy_tree(bad, old.dsn())
    with psycopg.connect(old.dsn(), autocommit=True) as db:
        db.execute("alter role demo_staff password null")
        db.execute("revoke select on api.items from acme_bi")
        db.execute("drop view local.short")
    found = facts.differences(before, facts.read(old.server, old.name, known))
    assert {
        "inventory.subscriptions",
        "inventory.workers",
        "auth.location_grants",
        "api.stock_on_hand of demo_viewer",
        "sequences",
        "roles",
        "grants of a DBA",
        "local.short of demo_manager",
        "api.units of demo_staff",
    } <= set(found), found
    assert found["inventory.subscriptions"].startswith("1 gone")
    assert "does not exist" in found["inventory.workers"]


def test_a_step_cannot_miss_rows_silently(old: Old, tmp_path: Path) -> None:
    """Row security binds the owner, who runs the steps: an UPDATE as the owner would change no
    row and say nothing. It is an error; as the superuser it changes them all."""
    change = "update inventory.items set description = 'seen by the step'"
    with pytest.raises(RuntimeError, match="would be affected by row-level security policy"):
        deploy_tree(altered_tree(tmp_path / "bad", change), old.dsn())
    deploy_tree(altered_tree(tmp_path / "good", AS_SUPERUSER + change), old.dsn())
    unseen = "select count(*) from inventory.items where description <> 'seen by the step'"
    assert old.rows(unseen) == [(0,)]


CONCURRENTLY = """
__transactional__ = False
steps = [
    step("set lock_timeout = 0"),
    step("drop index if exists inventory.lots_only_in_a_test_idx"),
    step("create index concurrently lots_only_in_a_test_idx on inventory.lots (created_at)"),
]
"""


def test_an_index_can_be_made_beside_people(old: Old, tmp_path: Path) -> None:
    """As docs/operations.md says: such a step waits for a transaction older than it, longer than
    any lock is waited for, and those who write the table do not wait for it."""
    tree = altered_tree(tmp_path, "select 1")
    (step,) = (tree / "migrations").glob("9000*.py")
    step.write_text(step.read_text() + CONCURRENTLY)
    write = "update inventory.lots set created_at = created_at where lot_id > 0"
    with (
        ThreadPoolExecutor(1) as pool,
        psycopg.connect(old.dsn()) as slow,
        psycopg.connect(old.dsn(), autocommit=True) as quick,
    ):
        slow.execute(write)
        deploying = pool.submit(deploy_tree, tree, old.dsn())
        waiting = "select from pg_stat_progress_create_index"
        wait_for(lambda: quick.execute(waiting).fetchall())
        time.sleep(3)
        assert not deploying.done()
        slow.rollback()
        quick.execute("set lock_timeout = '1s'")
        quick.execute(write)
        deploying.result(60)
    valid = "select indisvalid from pg_index where indexrelid = "
    assert old.rows(f"{valid} 'inventory.lots_only_in_a_test_idx'::regclass") == [(True,)]


INVALID = (
    "select indexrelid::regclass::text from pg_index where not indisvalid",
    "select count(*) from pg_index where indexrelid = any (array['inventory.lots_code_idx',"
    " 'inventory.movements_2026_location_id_movement_id_idx',"
    " 'inventory.movements_location_id_idx']::regclass[])",
)


def test_an_index_that_was_cut_is_made_anew(old: Old) -> None:
    """0003 leaves all of its indexes valid, also where an attempt ended half way: of a table, and
    of a partition of the ledger."""
    cut = (
        "create index concurrently lots_code_idx on inventory.lots (code)",
        "create index concurrently movements_2026_location_id_movement_id_idx"
        " on inventory.movements_2026 (location_id, movement_id)",
    )
    with psycopg.connect(old.dsn()) as slow, psycopg.connect(old.dsn(), autocommit=True) as quick:
        slow.execute("lock table inventory.lots, inventory.movements in row exclusive mode")
        slow.execute("select pg_current_xact_id()")
        quick.execute("set role stockroom_owner")
        quick.execute("set statement_timeout = '300ms'")
        for statement in cut:
            with pytest.raises(psycopg.errors.QueryCanceled):
                quick.execute(statement)
    assert len(old.rows(INVALID[0])) == 2
    deploy_tree(ROOT, old.dsn())
    assert old.rows(INVALID[0]) == []
    assert old.rows(INVALID[1]) == [(3,)]


def test_a_deploy_that_waits_holds_no_other_up(old: Old) -> None:
    """Two at once, one of which builds indexes concurrently while the other waits its turn."""
    deploying = "select from pg_stat_activity where query ~ 'advisory_lock' and datname = %s"
    with ThreadPoolExecutor(2) as pool, psycopg.connect(old.dsn(), autocommit=True) as guard:
        guard.execute("select pg_advisory_lock(%s)", [DEPLOY_LOCK])
        both = [pool.submit(deploy_tree, ROOT, old.dsn()) for _ in range(2)]
        wait_for(lambda: len(guard.execute(deploying, [old.name]).fetchall()) == 3)
        guard.execute("select pg_advisory_unlock(%s)", [DEPLOY_LOCK])
        try:
            said = [one.result(60) for one in both]
        except TimeoutError:
            ending = deploying.replace("select", "select pg_terminate_backend(pid)", 1)
            guard.execute(f"{ending} and pid <> pg_backend_pid()", [old.name])
            raise
    assert sorted("migrated 0003" in text for text in said) == [False, True]
